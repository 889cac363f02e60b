"""Module rr: the same table of requests, on the real Kamailio."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from .traffic import LOOSE, PARAMS, RECORD, Case, Ports, head_of, named, reason_of, script

pytestmark = pytest.mark.peer

FreePorts = Callable[[int], list[int]]
Kamailio = Callable[..., AbstractContextManager[Any]]


@pytest.mark.parametrize(("params", "cases"), [("", RECORD), ("", LOOSE), *PARAMS])
def test_kamailio_does_the_same(params: str, cases: list[Case], free_ports: FreePorts, kamailio: Kamailio) -> None:
    ports = Ports(*free_ports(3))
    text = script(ports, params, can_tell_direction="append_fromtag" not in params)
    with kamailio(text, ports.a, ports.peer, Case("up").request(ports)) as talk:
        for number, case in enumerate(cases, 2):
            answers = talk.ask(case.request(ports, number), answers=1 if case.head is None else 2)
            if case.facts is not None:
                assert reason_of(answers[0]) == named(case.facts, ports), case
            if case.head is not None:
                assert head_of(answers[1]) == tuple(named(line, ports) for line in case.head), case
