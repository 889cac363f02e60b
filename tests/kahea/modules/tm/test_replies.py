"""Replies on their way to the caller: which, when, and changed how (RFC 3261 §16.7)."""

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
)

from kahea.api.net import Send
from kahea.api.testing import Lab
from kahea.modules.tm.pick import reply_prio


def forked(count: int = 2, head: str = "", before: str = "", routes: str = "") -> tuple[Lab, list[Send]]:
    more = "".join(f'append_branch("sip:b{at}@10.0.0.8");' for at in range(1, count))
    config = f"""loadmodule "tm.so"
loadmodule "tmx.so"
loadmodule "pv.so"
loadmodule "xlog.so"
{head}
request_route {{ if (method == "ACK") {{ t_check_trans(); exit; }} {more} {before} t_relay(); }}
{routes}
"""
    lab = Lab(config)
    return lab, [send for send in lab.receive(request(), src=CALLER) if first(send) == "INVITE"]


def refuse(lab: Lab, invites: list[Send], *codes: int, headers: tuple[str, ...] = ()) -> list[Send]:
    """What is sent when the last of these replies has come; ACKs left out."""
    sends: list[Send] = []
    for at, code in enumerate(codes):
        more = headers[at] if at < len(headers) else ""
        sends = lab.receive(answer(invites[at], code, f"Reason {code}", headers=more), src=CALLEE)
    return [send for send in sends if first(send) != "ACK"]


@pytest.mark.parametrize(
    ("codes", "winner"),
    [
        ((486, 404), "404"),
        ((503, 486), "486"),
        ((302, 404), "302"),
        ((407, 404), "407"),
        ((480, 415), "415"),
        ((500, 501), "500"),
        ((408, 404), "404"),
        ((404, 603), "603"),
    ],
)
def test_best_reply_wins(codes: tuple[int, ...], winner: str) -> None:
    lab, invites = forked()
    assert firsts(refuse(lab, invites, *codes)) == [winner]


def test_reply_prio_orders_classes_before_codes() -> None:
    codes = [503, 486, 302, 404, 407, 603, 180]
    assert sorted(codes, key=lambda code: reply_prio(code, is_faked=False)) == [603, 302, 407, 404, 486, 503, 180]


@pytest.mark.parametrize(("prio", "winner"), [(0, "408"), (2000, "503")])
def test_faked_reply_prio_weighs_replies_made_here(prio: int, winner: str) -> None:
    head = f'modparam("tm", "faked_reply_prio", {prio})\nmodparam("tm", "remap_503_500", 0)'
    lab, invites = forked(head=head)
    lab.receive(answer(invites[0], 503), src=CALLEE)
    finals = [kind for _, kind in schedule(lab, 30.1) if kind.isdigit()]
    assert finals == [winner]


def test_every_2xx_of_an_invite_is_relayed_and_the_others_are_cancelled() -> None:
    lab, invites = forked(3)
    for each in invites:
        lab.receive(answer(each, 180), src=CALLEE)
    assert firsts(lab.receive(answer(invites[0], 200, to_tag="a"), src=CALLEE)) == ["200", "CANCEL", "CANCEL"]
    assert firsts(lab.receive(answer(invites[1], 200, to_tag="b"), src=CALLEE)) == ["200"]
    assert firsts(lab.receive(answer(invites[0], 200, to_tag="a"), src=CALLEE)) == ["200"]


def test_2xx_of_another_request_is_relayed_once() -> None:
    lab = Lab(RELAY)
    (sent,) = lab.receive(request("MESSAGE"), src=CALLER)
    assert firsts(lab.receive(answer(sent, 200), src=CALLEE)) == ["200"]
    assert lab.receive(answer(sent, 200), src=CALLEE) == []


def test_2xx_behind_a_refusal_still_goes_on() -> None:
    lab = Lab(RELAY)
    sent = invite(lab)
    lab.advance(30.5)
    assert firsts(lab.receive(answer(sent, 200), src=CALLEE)) == ["200"]


def test_2xx_sent_again_when_the_transaction_is_forgotten_goes_on_without_it() -> None:
    lab = Lab(RELAY)
    sent = invite(lab)
    lab.receive(answer(sent, 200), src=CALLEE)
    lab.advance(20.0)
    (send,) = lab.receive(answer(sent, 200), src=CALLEE)
    assert (first(send), send.dst.ip) == ("200", b"10.0.0.2")


def test_reply_with_a_branch_of_nobody_is_dropped() -> None:
    lab = Lab(RELAY)
    sent = invite(lab)
    forged = answer(sent, 200).replace(header(sent, "Via").rpartition("=")[2].encode(), b"z9hG4bK1.2.3.0")
    assert lab.receive(forged, src=CALLEE) == []


def test_invite_is_absorbed_while_its_2xx_is_accepted() -> None:
    lab = Lab(RELAY)
    lab.receive(answer(invite(lab), 200), src=CALLEE)
    assert lab.receive(request(), src=CALLER) == []


def test_refusal_is_acknowledged_each_time_and_relayed_once() -> None:
    lab = Lab(RELAY)
    sent = invite(lab)
    assert firsts(lab.receive(answer(sent, 486), src=CALLEE)) == ["ACK", "486"]
    assert firsts(lab.receive(answer(sent, 486), src=CALLEE)) == ["ACK"]


def test_provisional_behind_a_final_reply_is_absorbed() -> None:
    lab = Lab(RELAY)
    sent = invite(lab)
    lab.receive(answer(sent, 200), src=CALLEE)
    assert lab.receive(answer(sent, 180), src=CALLEE) == []


@pytest.mark.parametrize(("value", "kinds"), [(0, []), (1, ["100"])])
def test_relay_100_passes_trying_on(value: int, kinds: list[str]) -> None:
    lab, invites = forked(1, head=f'modparam("tm", "relay_100", {value})')
    assert firsts(lab.receive(answer(invites[0], 100), src=CALLEE)) == kinds


def test_provisional_of_another_request_is_kept_by_rfc_4320() -> None:
    lab = Lab(RELAY)
    (sent,) = lab.receive(request("MESSAGE"), src=CALLER)
    assert lab.receive(answer(sent, 183), src=CALLEE) == []


@pytest.mark.parametrize(("value", "code"), [(1, "500"), (0, "503")])
def test_remap_503_500(value: int, code: str) -> None:
    lab, invites = forked(1, head=f'modparam("tm", "remap_503_500", {value})')
    assert firsts(refuse(lab, invites, 503)) == [code]


@pytest.mark.parametrize("value", [1, 0])
def test_aggregate_challenges_joins_those_of_all_branches(value: int) -> None:
    lab, invites = forked(head=f'modparam("tm", "aggregate_challenges", {value})')
    headers = ('WWW-Authenticate: Digest realm="one"\r\n', 'Proxy-Authenticate: Digest realm="two"\r\n')
    (send,) = refuse(lab, invites, 401, 407, headers=headers)
    assert first(send) == "401"
    assert header(send, "WWW-Authenticate") == 'Digest realm="one"'
    assert header(send, "Proxy-Authenticate") == ('Digest realm="two"' if value else "")


@pytest.mark.parametrize(("value", "kinds"), [(0, ["ACK", "CANCEL"]), (1, ["ACK"])])
def test_disable_6xx_block(value: int, kinds: list[str]) -> None:
    lab, invites = forked(head=f'modparam("tm", "disable_6xx_block", {value})')
    lab.receive(answer(invites[1], 180), src=CALLEE)
    assert firsts(lab.receive(answer(invites[0], 603), src=CALLEE)) == kinds


def test_t_set_disable_6xx_overrides_the_parameter() -> None:
    lab, invites = forked(before="t_set_disable_6xx(1);")
    lab.receive(answer(invites[1], 180), src=CALLEE)
    assert firsts(lab.receive(answer(invites[0], 603), src=CALLEE)) == ["ACK"]


def test_t_on_reply_route_drops_only_provisional_replies() -> None:
    lab, invites = forked(1, before='t_on_reply("R");', routes="onreply_route[R] { drop; }")
    assert lab.receive(answer(invites[0], 180), src=CALLEE) == []
    assert firsts(lab.receive(answer(invites[0], 200), src=CALLEE)) == ["200"]


@pytest.mark.parametrize(("head", "seen"), [("", 1), ("sip_conformance=kamailio", 2)])
def test_replies_behind_the_final_one_meet_the_route_in_the_conformance_of_kamailio_only(head: str, seen: int) -> None:
    lab, invites = forked(1, head=head, before='t_on_reply("R");', routes='onreply_route[R] { xlog("L_ERR", "seen $rs\\n"); }')
    lab.receive(answer(invites[0], 486), src=CALLEE)
    lab.receive(answer(invites[0], 486), src=CALLEE)
    assert sum("seen 486" in line for line in lab.log) == seen


def test_t_on_reply_route_changes_the_reply() -> None:
    lab, invites = forked(1, before='t_on_reply("R");', routes="onreply_route[R] { return; }")
    lab.engine.routes.add("onreply_route", "R", adds_header(b"X-Own: 1"))
    assert header(only(lab.receive(answer(invites[0], 180), src=CALLEE), "180"), "X-Own") == "1"


def test_avps_and_flags_of_the_request_are_those_of_its_replies() -> None:
    lab, invites = forked(
        1,
        before='$avp(who) = "alice"; $xavp(a=>b) = 7; setflag(5); t_on_reply("R");',
        routes='onreply_route[R] { xlog("L_ERR", "has $avp(who) $xavp(a=>b) $mf\\n"); $avp(who) = "bob"; setflag(1); }',
    )
    lab.receive(answer(invites[0], 180), src=CALLEE)
    lab.receive(answer(invites[0], 200), src=CALLEE)
    said = [line.partition("has ")[2].strip() for line in lab.log if "has " in line]
    assert said == ["alice 7 32", "bob 7 34"]


def test_on_sl_reply_sees_replies_without_transaction() -> None:
    lab, _ = forked(
        1,
        head='modparam("tm", "on_sl_reply", "stray")',
        routes='onreply_route[stray] { xlog("L_ERR", "stray $rs\\n"); return 0; }',
    )
    reply = answer(invite(Lab(RELAY, seed=99)), 200)
    assert lab.receive(reply, src=CALLEE) == []
    assert any("stray 200" in line for line in lab.log)


def test_send_failure_counts_as_503_and_becomes_500() -> None:
    lab, invites = forked(1)
    assert firsts(lab.fail(invites[0])) == ["500"]


def test_send_failure_counts_as_477_in_the_conformance_of_kamailio() -> None:
    lab, invites = forked(1, head="sip_conformance=kamailio")
    assert firsts(lab.fail(invites[0])) == ["477"]


def test_send_failure_of_one_branch_waits_for_the_other() -> None:
    lab, invites = forked()
    assert lab.fail(invites[0]) == []
    assert firsts(refuse(lab, invites[1:], 486)) == ["486"]


def test_t_check_trans_in_reply_route_knows_replies() -> None:
    lab, invites = forked(1, routes='reply_route { if (t_check_trans()) xlog("L_ERR", "known $rs\\n"); }')
    lab.receive(answer(invites[0], 180), src=CALLEE)
    assert any("known 180" in line for line in lab.log)


def test_t_any_replied_leaves_the_present_reply_out() -> None:
    lab, invites = forked(
        before='t_on_reply("R");', routes='onreply_route[R] { if (!t_any_replied()) xlog("L_ERR", "first $rs\\n"); }'
    )
    lab.receive(answer(invites[0], 180), src=CALLEE)
    lab.receive(answer(invites[1], 183), src=CALLEE)
    assert [line.rpartition(" ")[2].strip() for line in lab.log if "first " in line] == ["180"]


def test_replies_are_cut_back_to_the_caller_s_via() -> None:
    lab = Lab(RELAY)
    (send,) = lab.receive(answer(invite(lab), 180), src=CALLEE)
    assert header(send, "Via") == "SIP/2.0/UDP 10.0.0.2:5060;branch=z9hG4bKa1"
    assert send.dst.text == b"udp:10.0.0.2:5060"
