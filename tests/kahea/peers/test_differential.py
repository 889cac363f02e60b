"""One configuration, the same messages: Debian's kamailio and kahea answer and forward alike, header by header."""

import os
import random
import re
import shutil
from dataclasses import dataclass

import pytest
from tests.kahea.app.server import Server, free_port
from tests.kahea.peers.differential.accepted import ACCEPTED, Seen, blind
from tests.kahea.peers.differential.comparable import comparable
from tests.kahea.peers.differential.players import Players
from tests.kahea.peers.differential.scenario import KINDS, TEMPLATES, Scenario, draw_scenarios
from tests.kahea.peers.differential.servers import Kahea, Kamailio, said

pytestmark = pytest.mark.peer

PER_KIND = 198
"""Scenarios of each kind of route: eleven times the templates."""
ACCEPTED_AT_MOST = 15


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the two servers did with the same scenarios."""

    seed: int
    scenarios: list[Scenario]
    kamailio: dict[str, Seen]
    kahea: dict[str, Seen]
    fixed: dict[str, Scenario]
    """The scenario of each accepted difference."""


def seen_with(server: Server, players: Players, scenarios: list[Scenario]) -> dict[str, Seen]:
    """By Call-ID: what everybody saw."""
    with server:
        traces = players.play(scenarios, server.port)
        server.stop()
    spoken = said(server)
    name = f"127.0.0.1:{server.port}"
    return {
        each.ident: {
            **{who: [comparable(data, name) for data in received] for who, received in traces.get(each.ident, {}).items()},
            "log": [(line,) for line in spoken.get(each.ident, [])],
        }
        for each in scenarios
    }


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Both servers' doings; DIFFERENTIAL_SEED repeats a run."""
    assert shutil.which("kamailio"), "kamailio is not installed"
    seed = int(os.environ.get("DIFFERENTIAL_SEED", "") or random.SystemRandom().randrange(1 << 32))
    print(f"DIFFERENTIAL_SEED={seed}")
    folder = tmp_path_factory.mktemp("differential")
    with Players() as players:
        port = free_port()
        scenarios = list(draw_scenarios(random.Random(seed), players.ports, PER_KIND))
        fixed = {name: each.shown_by.scenario(number, players.ports) for number, (name, each) in enumerate(ACCEPTED.items())}
        everything = [*scenarios, *fixed.values()]
        theirs = seen_with(Kamailio(folder / "kamailio", players.ports, port), players, everything)
        ours = seen_with(Kahea(folder / "kahea", players.ports, port), players, everything)
    return Outcome(seed, scenarios, theirs, ours, fixed)


def differences(outcome: Outcome, kind: str) -> list[str]:
    """A paragraph for each scenario in which the two servers differ."""
    found = []
    for each in outcome.scenarios:
        theirs, ours = blind(each, outcome.kamailio[each.ident]), blind(each, outcome.kahea[each.ident])
        if each.kind == kind and theirs != ours:
            found.append(f"{each}\n{explain(theirs, ours)}")
    return found


def explain(theirs: Seen, ours: Seen) -> str:
    """Where the two differ: `-` is kamailio's line, `+` ours."""
    rows = []
    for who in sorted({*theirs, *ours}):
        left, right = theirs.get(who, []), ours.get(who, [])
        if [each[0] for each in left] != [each[0] for each in right]:
            rows.append(f"  {who}:\n    - {[each[0] for each in left]}\n    + {[each[0] for each in right]}")
            continue
        for one, other in zip(left, right, strict=True):
            lost, more = [line for line in one if line not in other], [line for line in other if line not in one]
            if one != other:
                rows.append(f"  {who}, {one[0]}:\n    - {lost}\n    + {more}" + ("" if lost or more else "  order"))
    return "\n".join(rows)


@pytest.mark.parametrize("kind", KINDS)
def test_kamailio_and_kahea_do_the_same(outcome: Outcome, kind: str) -> None:
    found = differences(outcome, kind)
    assert not found, f"seed {outcome.seed}, {len(found)} of {PER_KIND} scenarios differ:\n" + "\n".join(found)


def test_three_hundred_messages_of_each_kind_are_compared(outcome: Outcome) -> None:
    for kind in KINDS:
        seen = [outcome.kamailio[each.ident] for each in outcome.scenarios if each.kind == kind]
        assert sum(len(messages) for each in seen for who, messages in each.items() if who != "log") >= 300


def test_each_kind_is_asked_from_ten_templates_and_more(outcome: Outcome) -> None:
    for kind in KINDS:
        assert len({each.template for each in outcome.scenarios if each.kind == kind}) == len(TEMPLATES) >= 10


@pytest.mark.parametrize("name", ACCEPTED)
def test_an_accepted_difference_is_as_the_table_says(outcome: Outcome, name: str) -> None:
    difference, ident = ACCEPTED[name], outcome.fixed[name].ident
    theirs, ours = (as_text(seen[ident].get(difference.who, [])) for seen in (outcome.kamailio, outcome.kahea))
    assert re.search(difference.kamailio, theirs), theirs
    assert re.search(difference.kahea, ours), ours
    assert not re.search(difference.kamailio, ours)
    assert not re.search(difference.kahea, theirs)


def test_few_differences_are_accepted_each_with_its_reason() -> None:
    assert len(ACCEPTED) <= ACCEPTED_AT_MOST
    assert all(each.reason for each in ACCEPTED.values())


def as_text(messages: list[tuple[str, ...]]) -> str:
    """The messages, a line each for their lines, each behind an empty line."""
    return "".join("\n\n" + "\n".join(message) for message in messages)
