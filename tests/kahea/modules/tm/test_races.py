"""All orders of what can happen at once to a call of two branches: what must hold whatever comes first.

The events are those of RFC 3261 §9 and §16.7 that cross each other on the wire: the caller cancels or repeats its INVITE, each
callee rings, answers, refuses or stays silent, and time passes.
"""

from __future__ import annotations

from itertools import permutations

import pytest
from tests.kahea.modules.tm.traffic import CALLEE, CALLER, answer, first, request

from kahea.api.net import Send
from kahea.api.testing import Lab
from kahea.modules.tm.state import tm_state

CONFIG = """
loadmodule "tm.so"
request_route {
    if (method == "ACK" || method == "CANCEL") { if (!t_check_trans()) exit; t_relay(); exit; }
    append_branch("sip:second@10.0.0.9:5071");
    t_relay();
}
"""

EVENTS = ("cancel", "again", "180a", "200a", "486a", "180b", "200b", "603b", "wait")
"""What may happen; the letter is the branch."""

ONE_BRANCH_ONCE = ({"200a", "486a"}, {"200b", "603b"})
"""Final replies that one callee does not give both."""

LONG = 400.0
"""Seconds after which nothing may be left: fr_inv_timer, fr_timer, and wt_timer more than once."""


def orders(length: int) -> list[tuple[str, ...]]:
    """All orders of that many events in which nobody says two final things, or rings behind one."""
    return [order for order in permutations(EVENTS, length) if is_possible(order)]


def is_possible(order: tuple[str, ...]) -> bool:
    for finals in ONE_BRANCH_ONCE:
        said = [at for at, event in enumerate(order) if event in finals]
        if len(said) > 1:
            return False
        ringing = "180" + min(finals)[-1]
        if said and ringing in order and order.index(ringing) > said[0]:
            return False
    return True


class Call:
    """One run: what happened so far, and what the caller was told."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.upstream: list[str] = []
        self.acks = 0
        self.refusals = 0
        sends = lab.receive(request(), src=CALLER)
        self.invites = [send for send in sends if first(send) == "INVITE"]
        self.cancelled: list[Send] = []
        self.note(sends)

    def note(self, sends: list[Send]) -> None:
        """What was sent: replies to the INVITE are the caller's, each CANCEL is answered by its callee."""
        for send in sends:
            kind = first(send)
            if kind.isdigit() and b" INVITE\r\n" in send.data:
                self.upstream.append(kind)
                if int(kind) >= 300:
                    self.lab.receive(request("ACK", to_tag="x"), src=CALLER)
            elif kind == "ACK":
                self.acks += 1
            elif kind == "CANCEL":
                self.cancelled.append(send)

    def happen(self, event: str) -> None:
        lab = self.lab
        if event == "cancel":
            self.note(lab.receive(request("CANCEL"), src=CALLER))
        elif event == "again":
            self.note(lab.receive(request(), src=CALLER))
        elif event == "wait":
            self.note(lab.advance(1.0))
        else:
            at = "ab".index(event[-1])
            self.refusals += int(event[:3]) >= 300
            self.note(lab.receive(answer(self.invites[at], int(event[:3]), to_tag=event[-1]), src=CALLEE))

    def finish(self, order: tuple[str, ...]) -> None:
        """Callees that were cancelled and had not answered say 487; then a long time passes."""
        for send in list(self.cancelled):
            self.note(self.lab.receive(answer(send, 200), src=CALLEE))
            at = next(
                at for at, invite in enumerate(self.invites) if invite.data.split(b"\r\n")[1] == send.data.split(b"\r\n")[1]
            )
            if not any(event[-1] == "ab"[at] and event[:3] in ("200", "486", "603") for event in order):
                self.refusals += 1
                self.note(self.lab.receive(answer(self.invites[at], 487, to_tag="ab"[at]), src=CALLEE))
        self.pass_time(LONG)

    def pass_time(self, seconds: float) -> None:
        """The caller acknowledges what is sent meanwhile when it comes, not at the end."""
        end = self.lab.now + seconds
        while (deadline := self.lab.engine.next_deadline()) is not None and deadline <= end:
            self.note(self.lab.advance(max(0.0, deadline - self.lab.now)))
        self.lab.advance(end - self.lab.now)


def check(order: tuple[str, ...], call: Call) -> None:
    finals = [int(code) for code in call.upstream if code >= "200"]
    negative = [code for code in finals if code >= 300]
    assert finals, "the caller was told how it ended"
    assert len(negative) <= 1, "no more than one refusal"
    said = [event for event in order if event.startswith("200")]
    assert finals.count(200) == len(said), "each 200 goes on, once"
    if negative and 200 in finals:
        assert finals.index(200) > finals.index(negative[0]), "a refusal never follows a 200"
    assert all(int(code) >= 200 for code in call.upstream[call.upstream.index(str(finals[0])) :]), "nothing provisional behind"
    assert call.acks >= call.refusals, "each refusal is acknowledged"


def check_nothing_is_left(lab: Lab) -> None:
    with lab.at_work():
        tm = tm_state()
    assert len(tm) == 0
    assert len(tm.cells) == 0
    assert len(tm.timers) == 0
    assert tm.stats.active == 0
    assert tm.stats.waiting == 0


def run(length: int) -> int:
    """How many orders were tried; one server serves them all, so that what one leaves behind disturbs the next."""
    lab = Lab(CONFIG)
    done = 0
    for order in orders(length):
        call = Call(lab)
        for event in order:
            call.happen(event)
        call.finish(order)
        try:
            check(order, call)
            check_nothing_is_left(lab)
        except AssertionError as fault:
            raise AssertionError(f"{order}: {fault}; the caller got {call.upstream}") from fault
        done += 1
    return done


@pytest.mark.parametrize(("length", "count"), [(1, 9), (2, 64), (3, 348), (4, 1392)])
def test_every_order_of_few_events_keeps_the_rules(length: int, count: int) -> None:
    assert run(length) == count


@pytest.mark.deep
@pytest.mark.parametrize("length", [5, 6])
def test_every_order_of_many_events_keeps_the_rules(length: int) -> None:
    assert run(length) > 2_000
