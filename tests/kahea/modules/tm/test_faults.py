"""What is left when something goes wrong in the middle: the caller is answered, and nothing stays behind."""

from __future__ import annotations

import gc
import weakref

import pytest
from tests.kahea.modules.tm.traffic import CALLEE, CALLER, RELAY, answer, firsts, invite, request

from kahea.api.testing import Lab
from kahea.api.values import Address, Continuation, KaheaError
from kahea.core.resolve_records import DnsQuery
from kahea.modules.tm.faults import Fault, reply_of
from kahea.modules.tm.state import tm_state


async def fails(_msg: object, _run: object) -> int:
    raise KaheaError("the database is gone")


def test_failure_route_that_breaks_off_lets_the_reply_through() -> None:
    lab = Lab(RELAY.replace("    t_relay();\n", '    t_on_failure("F"); t_relay();\n') + "failure_route[F] { return; }\n")
    lab.engine.routes.add("failure_route", "F", fails)
    assert firsts(lab.receive(answer(invite(lab), 486), src=CALLEE)) == ["ACK", "486"]
    assert any("the database is gone" in line for line in lab.log)


def test_reply_route_that_breaks_off_does_not_leave_the_caller_alone() -> None:
    lab = Lab(RELAY.replace("    t_relay();\n", '    t_on_reply("R"); t_relay();\n') + "onreply_route[R] { return; }\n")
    lab.engine.routes.add("onreply_route", "R", fails)
    assert firsts(lab.receive(answer(invite(lab), 486), src=CALLEE)) == ["ACK", "500"]
    lab.receive(request("ACK", to_tag="x"), src=CALLER)
    lab.advance(40.0)
    with lab.at_work():
        assert len(tm_state()) == 0


def test_what_happens_while_a_route_waits_is_done_behind_it() -> None:
    from kahea.api.values import Sleep

    lab = Lab(RELAY.replace("    t_relay();\n", '    t_on_reply("R"); t_relay();\n') + "onreply_route[R] { return; }\n")

    async def waits(_msg: object, _run: object) -> int:
        await Sleep(2.0)
        return 1

    lab.engine.routes.add("onreply_route", "R", waits)
    sent = invite(lab)
    assert lab.receive(answer(sent, 180), src=CALLEE) == []
    assert lab.receive(answer(sent, 200), src=CALLEE) == []
    assert firsts(lab.advance(5.0)) == ["180", "200"]


def test_request_that_fits_in_no_datagram_is_answered_513() -> None:
    lab = Lab("msg_recv_max_size=70000\n" + RELAY)
    filler = "".join(f"X-{at}: {'x' * 1000}\r\n" for at in range(65))
    assert firsts(lab.receive(request("MESSAGE", headers=filler), src=CALLER)) == ["513"]


def test_ended_transactions_are_freed_without_the_collector() -> None:
    lab = Lab(RELAY)
    lab.receive(answer(invite(lab), 200), src=CALLEE)
    lab.receive(answer(invite(lab, branch="z9hG4bKb", callid="call-2"), 486), src=CALLEE)
    lab.receive(request("ACK", branch="z9hG4bKb", callid="call-2", to_tag="x"), src=CALLER)
    with lab.at_work():
        cells = [weakref.ref(t) for t in tm_state()]
    lab.sent.clear()
    gc.collect()
    gc.disable()
    try:
        lab.advance(400.0)
        assert [cell() for cell in cells] == [None, None]
    finally:
        gc.enable()


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_has_its_reply(fault: Fault) -> None:
    code, reason = reply_of(fault, is_kamailio=False)
    assert 400 <= code < 600
    assert reason
    assert reply_of(fault, is_kamailio=True)[1].startswith(reason)


def test_cancel_while_a_name_is_being_resolved_sends_nothing() -> None:
    lab = Lab(RELAY)
    waiting: list[Continuation] = []
    lab.engine.driver.register(DnsQuery, lambda _query, continuation: waiting.append(continuation))
    assert firsts(lab.receive(request(uri="sip:bob@slow.example:5070"), src=CALLER)) == ["100"]
    assert firsts(lab.receive(request("CANCEL", uri="sip:bob@slow.example:5070"), src=CALLER)) == ["200"]

    def answer_names() -> None:
        while waiting:
            waiting.pop(0).answer([Address(b"10.0.0.9")])

    assert firsts(lab.engine.enter(lab.now, answer_names)) == ["487"]


def test_request_without_call_id_is_refused() -> None:
    lab = Lab("sip_conformance=kamailio\n" + RELAY)
    bad = request("MESSAGE", branch="1").replace(b"Call-ID: call-1\r\n", b"")
    assert lab.receive(bad, src=CALLER) == []
    assert any("no transaction: no Call-ID" in line for line in lab.log)
