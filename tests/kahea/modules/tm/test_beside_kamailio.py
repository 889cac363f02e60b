"""What the differential test has found: each rule by itself."""

import pytest
from tests.kahea.modules.tm.traffic import CALLEE, CALLER, answer, first, firsts, header, only, request, schedule

from kahea.api.net import Send
from kahea.api.testing import Lab

BOTH = 'loadmodule "sl.so"\nloadmodule "tm.so"\nloadmodule "pv.so"\n'
OTHER = ("10.0.0.8", 5060)
KAMAILIO = 'sip_conformance = "kamailio"\n'


def to_tag(send: Send) -> str:
    return header(send, "To").partition(";tag=")[2]


def test_an_ack_to_a_reply_of_a_transaction_reaches_it_beside_module_sl() -> None:
    lab = Lab(BOTH + 'request_route { t_newtran(); t_reply("486", "Busy"); }')
    busy = only(lab.receive(request(), src=CALLER), "486")
    assert lab.receive(request("ACK", to_tag=to_tag(busy)), src=CALLER) == []
    assert schedule(lab, 10.0) == []


def test_an_ack_to_a_stateless_reply_still_ends_in_module_sl() -> None:
    lab = Lab(BOTH + 'request_route { sl_send_reply("486", "Busy"); }')
    busy = only(lab.receive(request(), src=CALLER), "486")
    lab.receive(request("ACK", to_tag=to_tag(busy)), src=CALLER)
    assert lab.engine.counters.get("sl", "received_ACKs").value == 1


def test_the_replies_of_sl_and_tm_have_different_tags() -> None:
    lab = Lab(BOTH + 'request_route { sl_send_reply("183", "Soon"); t_newtran(); t_reply("486", "Busy"); }')
    sends = lab.receive(request(), src=CALLER)
    assert to_tag(only(sends, "183")) != to_tag(only(sends, "486"))


@pytest.mark.parametrize(
    ("answers", "reason"), [((), b"canceling"), ((180,), b"canceling"), ((486,), b"ok -- no more pending branches")]
)
def test_the_reply_to_a_cancel_says_whether_anything_was_pending(answers: tuple[int, ...], reason: bytes) -> None:
    lab = Lab(BOTH + "request_route { t_relay(); }")
    sent = only(lab.receive(request(), src=CALLER), "INVITE")
    for code in answers:
        lab.receive(answer(sent, code), src=CALLEE)
    ok = only(lab.receive(request("CANCEL"), src=CALLER), "200")
    assert ok.data.startswith(b"SIP/2.0 200 " + reason + b"\r\n")


@pytest.mark.parametrize(("mode", "relayed"), [(KAMAILIO, []), ("", ["180"])])
def test_a_branch_that_was_cancelled_before_it_rang_rings_for_nobody_in_kamailio_conformance(
    mode: str, relayed: list[str]
) -> None:
    lab = Lab(mode + BOTH + "request_route { t_relay(); }")
    sent = only(lab.receive(request(), src=CALLER), "INVITE")
    lab.receive(request("CANCEL"), src=CALLER)
    sends = lab.receive(answer(sent, 180), src=CALLEE)
    assert firsts([each for each in sends if first(each) != "CANCEL"]) == relayed
    assert "CANCEL" in firsts(sends)


def test_a_branch_that_replaces_a_failed_one_does_not_hide_its_reply() -> None:
    lab = Lab(
        BOTH + 'request_route { t_on_branch_failure("B"); t_relay(); }\n'
        'event_route[tm:branch-failure:B] { $ru = "sip:c@10.0.0.8"; t_on_branch_failure("0"); t_relay(); }'
    )
    sent = only(lab.receive(request("MESSAGE"), src=CALLER), "MESSAGE")
    second = only(lab.receive(answer(sent, 302), src=CALLEE), "MESSAGE")
    assert firsts(lab.receive(answer(second, 480), src=OTHER)) == ["302"]


@pytest.mark.parametrize(("mode", "end"), [(KAMAILIO, b"occurred (6/SL)"), ("", b"occurred")])
def test_sl_reply_error_names_its_own_module_in_kamailio_conformance(mode: str, end: bytes) -> None:
    lab = Lab(mode + BOTH + 'request_route { t_on_branch("D"); t_relay(); sl_reply_error(); }\nbranch_route[D] { drop; }')
    stateless = lab.receive(request("MESSAGE"), src=CALLER)[0]
    assert stateless.data.partition(b"\r\n")[0].endswith(end)
