"""CANCEL end to end (RFC 3261 §9, §16.10)."""

from __future__ import annotations

import pytest
from tests.kahea.modules.tm.traffic import (
    CALLEE,
    CALLER,
    RELAY,
    adds_header,
    answer,
    first,
    firsts,
    header,
    invite,
    only,
    request,
    schedule,
    shown,
)

from kahea.api.testing import Lab


def with_params(**values: int | str) -> str:
    lines = "\n".join(f'modparam("tm", "{name}", {value!r})'.replace("'", '"') for name, value in values.items())
    return RELAY.replace('loadmodule "tm.so"', f'loadmodule "tm.so"\n{lines}')


def ringing(config: str = RELAY) -> tuple[Lab, object]:
    lab = Lab(config)
    sent = invite(lab)
    lab.receive(answer(sent, 180), src=CALLEE)
    return lab, sent


def ringing_with_header(config: str, before: str) -> tuple[Lab, object]:
    """A call whose branch route has added a header."""
    config = (
        config.replace("    t_relay();\n", f'    {before} t_on_branch("B"); t_relay();\n') + "branch_route[B] { return; }\n"
    )
    lab = Lab(config)
    lab.engine.routes.add("branch_route", "B", adds_header(b"X-Own: 1"))
    sent = invite(lab)
    lab.receive(answer(sent, 180), src=CALLEE)
    return lab, sent


def test_cancel_of_a_ringing_call_is_answered_and_goes_on() -> None:
    lab, sent = ringing()
    sends = lab.receive(request("CANCEL"), src=CALLER)
    assert shown(sends) == ["200 >10.0.0.2", "CANCEL >10.0.0.9"]
    assert header(sends[1], "CSeq") == "1 CANCEL"
    assert header(sends[1], "Via") == header(sent, "Via")  # type: ignore[arg-type]
    assert firsts(lab.receive(answer(sent, 487), src=CALLEE)) == ["ACK", "487"]  # type: ignore[arg-type]


def test_cancel_before_any_reply_waits_for_a_provisional_one() -> None:
    lab = Lab(RELAY)
    sent = invite(lab)
    assert firsts(lab.receive(request("CANCEL"), src=CALLER)) == ["200"]
    assert firsts(lab.receive(answer(sent, 180), src=CALLEE)) == ["CANCEL", "180"]


def test_cancel_after_a_200_changes_nothing() -> None:
    lab = Lab(RELAY)
    lab.receive(answer(invite(lab), 200), src=CALLEE)
    assert firsts(lab.receive(request("CANCEL"), src=CALLER)) == ["200"]


def test_cancel_that_crosses_a_200_lets_the_200_through() -> None:
    lab, sent = ringing()
    lab.receive(request("CANCEL"), src=CALLER)
    assert firsts(lab.receive(answer(sent, 200), src=CALLEE)) == ["200"]  # type: ignore[arg-type]


def test_second_cancel_is_answered_and_does_not_go_on() -> None:
    lab, _ = ringing()
    lab.receive(request("CANCEL"), src=CALLER)
    assert firsts(lab.receive(request("CANCEL"), src=CALLER)) == ["200"]


def test_cancel_is_sent_again_until_it_is_answered() -> None:
    lab, _ = ringing()
    cancel = only(lab.receive(request("CANCEL"), src=CALLER), "CANCEL")
    assert [when for when, kind in schedule(lab, 4.0) if kind == "CANCEL"] == [0.5, 1.5, 3.5]
    lab.receive(answer(cancel, 200), src=CALLEE)
    assert [kind for _, kind in schedule(lab, 20.0) if kind == "CANCEL"] == []


def test_cancelled_branch_that_never_ends_becomes_487() -> None:
    lab, _ = ringing()
    lab.receive(request("CANCEL"), src=CALLER)
    assert "487" in [kind for _, kind in schedule(lab, 31.0)]


def test_cancel_over_another_address_is_another_request() -> None:
    lab, _ = ringing()
    other = request("CANCEL", via="SIP/2.0/UDP 10.0.0.3:5060;branch=z9hG4bKa1")
    assert firsts(lab.receive(other, src=CALLER)) == ["CANCEL"]


@pytest.mark.parametrize(("value", "kinds"), [(0, ["CANCEL"]), (1, ["CANCEL"]), (2, [])])
def test_unmatched_cancel_goes_on_or_is_dropped(value: int, kinds: list[str]) -> None:
    lab = Lab(with_params(unmatched_cancel=value))
    assert firsts(lab.receive(request("CANCEL"), src=CALLER)) == kinds
    repeats = [kind for _, kind in schedule(lab, 2.0)]
    assert repeats == (["CANCEL", "CANCEL"] if value == 0 else [])


def test_invite_behind_its_own_cancel_is_answered_487() -> None:
    lab = Lab(RELAY)
    lab.receive(request("CANCEL"), src=CALLER)
    assert firsts(lab.receive(request(), src=CALLER))[-1] == "487"
    assert "INVITE" not in firsts(lab.sent)


def test_cancel_b_method_0_ends_a_silent_branch_at_once() -> None:
    lab = Lab(with_params(cancel_b_method=0))
    invite(lab)
    assert firsts(lab.receive(request("CANCEL"), src=CALLER)) == ["200", "487"]


def test_cancel_b_method_1_keeps_sending_the_invite() -> None:
    lab = Lab(with_params(cancel_b_method=1))
    invite(lab)
    lab.receive(request("CANCEL"), src=CALLER)
    assert schedule(lab, 2.0) == [(0.5, "INVITE"), (1.5, "INVITE")]


def test_cancel_b_method_2_cancels_a_silent_branch() -> None:
    lab = Lab(with_params(cancel_b_method=2))
    invite(lab)
    assert firsts(lab.receive(request("CANCEL"), src=CALLER)) == ["200", "CANCEL"]
    assert schedule(lab, 2.0) == [(0.5, "CANCEL"), (1.5, "CANCEL")]


@pytest.mark.parametrize(("value", "reason"), [(1, "SIP;cause=200;text=x"), (0, "")])
def test_e2e_cancel_reason_is_copied(value: int, reason: str) -> None:
    lab, _ = ringing(with_params(e2e_cancel_reason=value))
    sends = lab.receive(request("CANCEL", headers="Reason: SIP;cause=200;text=x\r\n"), src=CALLER)
    assert header(only(sends, "CANCEL"), "Reason") == reason


def test_t_set_no_e2e_cancel_reason_leaves_the_reason_out() -> None:
    for name in ("t_set_no_e2e_cancel_reason", "t_disable_e2e_cancel_reason"):
        lab, _ = ringing(RELAY.replace("    t_relay();\n", f"    {name}(1);\n    t_relay();\n"))
        sends = lab.receive(request("CANCEL", headers="Reason: SIP;cause=200\r\n"), src=CALLER)
        assert header(only(sends, "CANCEL"), "Reason") == ""


@pytest.mark.parametrize(("value", "reason"), [(1, "SIP;cause=200"), (0, "")])
def test_local_cancel_reason_says_which_reply_it_was(value: int, reason: str) -> None:
    config = with_params(local_cancel_reason=value).replace(
        "    t_relay();\n", '    append_branch("sip:c@10.0.0.8"); t_relay();\n'
    )
    lab = Lab(config)
    one, two = [send for send in lab.receive(request(), src=CALLER) if first(send) == "INVITE"]
    lab.receive(answer(two, 180), src=CALLEE)
    sends = lab.receive(answer(one, 200), src=CALLEE)
    assert firsts(sends) == ["200", "CANCEL"]
    assert header(sends[1], "Reason") == reason


def test_t_lookup_cancel_finds_the_invite_and_its_flags() -> None:
    config = """loadmodule "tm.so"
loadmodule "xlog.so"
loadmodule "pv.so"
request_route {
    if (method == "CANCEL") { if (t_lookup_cancel(1)) xlog("L_ERR", "invite known mf=$mf\\n"); t_relay(); exit; }
    setflag(3);
    t_relay();
}
"""
    lab, _ = ringing(config)
    lab.receive(request("CANCEL"), src=CALLER)
    assert any("invite known mf=8" in line for line in lab.log)


def test_t_relay_cancel_stops_the_script_when_the_invite_is_known() -> None:
    config = """loadmodule "tm.so"
loadmodule "xlog.so"
request_route {
    if (method == "CANCEL") { t_relay_cancel(); xlog("L_ERR", "unknown\\n"); exit; }
    t_relay();
}
"""
    lab, _ = ringing(config)
    assert firsts(lab.receive(request("CANCEL"), src=CALLER)) == ["200", "CANCEL"]
    lab.receive(request("CANCEL", branch="z9hG4bKnone"), src=CALLER)
    assert sum("unknown" in line for line in lab.log) == 1


def test_t_is_canceled_tells_the_failure_route() -> None:
    config = RELAY.replace("    t_relay();\n", '    t_on_failure("F"); t_relay();\n')
    config += 'failure_route[F] { if (t_is_canceled()) t_reply("486", "Cancelled"); }\n'
    lab, sent = ringing(config)
    lab.receive(request("CANCEL"), src=CALLER)
    assert firsts(lab.receive(answer(sent, 487), src=CALLEE)) == ["ACK", "486"]  # type: ignore[arg-type]


def test_late_ringing_of_a_branch_that_timed_out_is_cancelled() -> None:
    lab = Lab(RELAY)
    sent = invite(lab)
    lab.advance(30.5)
    assert firsts(lab.receive(answer(sent, 180), src=CALLEE)) == ["CANCEL"]


@pytest.mark.parametrize(("value", "route"), [(1, True), (0, False)])
def test_reparse_invite_takes_the_route_set_that_was_sent(value: int, route: bool) -> None:
    lab, _ = ringing_with_header(with_params(reparse_invite=value, ac_extra_hdrs="X-"), "")
    cancel = only(lab.receive(request("CANCEL"), src=CALLER), "CANCEL")
    assert (header(cancel, "X-Own") == "1") is route


def test_ac_extra_hdrs_go_into_ack_and_cancel() -> None:
    lab = Lab(with_params(ac_extra_hdrs="X-"))
    sent = invite(lab, headers="X-One: 1\r\nY-Two: 2\r\n")
    ack = only(lab.receive(answer(sent, 486), src=CALLEE), "ACK")
    assert (header(ack, "X-One"), header(ack, "Y-Two")) == ("1", "")


def test_t_use_uac_headers_overrides_reparse_invite() -> None:
    lab, _ = ringing_with_header(with_params(reparse_invite=0, ac_extra_hdrs="X-"), "t_use_uac_headers();")
    assert header(only(lab.receive(request("CANCEL"), src=CALLER), "CANCEL"), "X-Own") == "1"
