"""Failure routes, serial forking, branch failures, failover."""

from __future__ import annotations

import pytest
from tests.kahea.modules.tm.traffic import (
    CALLEE,
    CALLER,
    add_header,
    adds_header,
    answer,
    first,
    firsts,
    header,
    only,
    request,
    schedule,
    shown,
)

from kahea.api import RouteName, SipMsg
from kahea.api.net import Proto, Send
from kahea.api.testing import Lab
from kahea.api.values import Address
from kahea.modules.tm.functions_arm import t_on_failure
from kahea.modules.tm.functions_relay import t_newtran, t_relay, t_save_lumps

HEAD = """loadmodule "tm.so"
loadmodule "tmx.so"
loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "kex.so"
"""
REQUEST = (
    'request_route {{ if (method == "ACK" || method == "CANCEL") {{ if (!t_check_trans()) exit; t_relay(); exit; }} {} }}\n'
)


def lab_of(line: str, routes: str, head: str = "") -> Lab:
    return Lab(f"{HEAD}{head}\n{REQUEST.format(line)}{routes}\n")


def invites(lab: Lab, **fields: str) -> list[Send]:
    return [send for send in lab.receive(request(**fields), src=CALLER) if first(send) == "INVITE"]  # type: ignore[arg-type]


def said(lab: Lab, word: str) -> list[str]:
    return [line.partition(word + " ")[2].strip() for line in lab.log if word + " " in line]


def test_t_on_failure_route_answers_for_the_callee() -> None:
    lab = lab_of('t_on_failure("F"); t_relay();', 'failure_route[F] { t_reply("404", "Not Here"); }')
    assert firsts(lab.receive(answer(invites(lab)[0], 486), src=CALLEE)) == ["ACK", "404"]


def test_failure_route_that_does_nothing_relays_the_reply() -> None:
    lab = lab_of('t_on_failure("F"); t_relay();', 'failure_route[F] { xlog("L_ERR", "failed $T_reply_code\\n"); }')
    assert firsts(lab.receive(answer(invites(lab)[0], 486), src=CALLEE)) == ["ACK", "486"]
    assert said(lab, "failed") == ["486"]


def test_serial_forking_goes_to_the_next_destination() -> None:
    lab = lab_of('t_on_failure("F"); t_relay();', 'failure_route[F] { $ru = "sip:voicemail@10.0.0.7"; t_relay(); }')
    sends = lab.receive(answer(invites(lab)[0], 486), src=CALLEE)
    assert shown(sends) == ["ACK >10.0.0.9", "INVITE >10.0.0.7"]
    assert firsts(lab.receive(answer(sends[1], 404), src=CALLEE)) == ["ACK", "404"]


def test_failure_route_that_relays_to_the_same_place_relays_the_reply() -> None:
    lab = lab_of('t_on_failure("F"); t_relay();', 'failure_route[F] { t_relay(); xlog("L_ERR", "rc $rc\\n"); }')
    assert firsts(lab.receive(answer(invites(lab)[0], 486), src=CALLEE)) == ["ACK", "486"]
    assert said(lab, "rc") == ["-1"]


def test_serial_forking_with_append_branch_does_not_repeat_the_failed_one() -> None:
    lab = lab_of('t_on_failure("F"); t_relay();', 'failure_route[F] { append_branch("sip:next@10.0.0.7"); t_relay(); }')
    assert shown(lab.receive(answer(invites(lab)[0], 486), src=CALLEE)) == ["ACK >10.0.0.9", "INVITE >10.0.0.7"]


def test_failure_route_has_to_be_armed_again() -> None:
    again = 'failure_route[F] { xlog("L_ERR", "failed $rU\\n"); if ($rU != "c") { $rU = "c"; t_on_failure("F"); t_relay(); } }'
    lab = lab_of('t_on_failure("F"); t_relay();', again)
    (next_,) = [send for send in lab.receive(answer(invites(lab)[0], 486), src=CALLEE) if first(send) == "INVITE"]
    assert firsts(lab.receive(answer(next_, 404), src=CALLEE)) == ["ACK", "404"]
    assert said(lab, "failed") == ["bob", "c"]
    once = 'failure_route[F] { xlog("L_ERR", "failed $rU\\n"); $rU = "c"; t_relay(); }'
    lab = lab_of('t_on_failure("F"); t_relay();', once)
    (next_,) = [send for send in lab.receive(answer(invites(lab)[0], 486), src=CALLEE) if first(send) == "INVITE"]
    lab.receive(answer(next_, 404), src=CALLEE)
    assert said(lab, "failed") == ["bob"]


def test_failure_route_waits_for_all_branches() -> None:
    lab = lab_of(
        'append_branch("sip:c@10.0.0.8"); t_on_failure("F"); t_relay();', 'failure_route[F] { xlog("L_ERR", "failed x\\n"); }'
    )
    one, two = invites(lab)
    lab.receive(answer(one, 486), src=CALLEE)
    assert said(lab, "failed") == []
    lab.receive(answer(two, 404), src=CALLEE)
    assert said(lab, "failed") == ["x"]


def test_flags_and_avps_live_as_long_as_the_transaction() -> None:
    lab = lab_of(
        'setflag(4); $avp(n) = 1; t_on_failure("F"); t_relay();',
        'failure_route[F] { xlog("L_ERR", "has $mf $avp(n)\\n"); setflag(1); $avp(n) = 2; $rU = "c"; t_on_failure("G"); '
        "t_relay(); }\n"
        'failure_route[G] { xlog("L_ERR", "has $mf $avp(n)\\n"); }',
    )
    (next_,) = [send for send in lab.receive(answer(invites(lab)[0], 486), src=CALLEE) if first(send) == "INVITE"]
    lab.receive(answer(next_, 486), src=CALLEE)
    assert said(lab, "has") == ["16 1", "18 2"]


def test_t_branch_timeout_and_t_any_timeout_know_silence() -> None:
    route = 'failure_route[F] { if (t_branch_timeout() && t_any_timeout() && !t_branch_replied()) t_reply("480", "Silent"); }'
    lab = lab_of('t_on_failure("F"); t_relay();', route)
    invites(lab)
    assert "480" in [kind for _, kind in schedule(lab, 30.1)]


def test_t_branch_replied_knows_that_it_rang() -> None:
    lab = lab_of('t_on_failure("F"); t_relay();', 'failure_route[F] { if (t_branch_replied()) t_reply("480", "Rang"); }')
    (sent,) = invites(lab)
    lab.receive(answer(sent, 180), src=CALLEE)
    assert firsts(lab.receive(answer(sent, 486), src=CALLEE)) == ["ACK", "480"]


def test_t_grep_status_sees_every_branch() -> None:
    lab = lab_of(
        'append_branch("sip:c@10.0.0.8"); t_on_failure("F"); t_relay();',
        'failure_route[F] { if (t_grep_status("486") && t_check_status("404")) t_reply("600", "Both"); }',
    )
    one, two = invites(lab)
    lab.receive(answer(one, 486), src=CALLEE)
    assert firsts(lab.receive(answer(two, 404), src=CALLEE)) == ["ACK", "600"]


def test_t_get_status_code_is_the_picked_one() -> None:
    lab = lab_of(
        't_on_failure("F"); t_relay();', 'failure_route[F] { $var(c) = t_get_status_code(); xlog("L_ERR", "code $var(c)\\n"); }'
    )
    lab.receive(answer(invites(lab)[0], 486), src=CALLEE)
    assert said(lab, "code") == ["486"]


@pytest.mark.parametrize(("mode", "code"), [(0, "302"), (1, "404"), (2, "404"), (3, "404")])
def test_failure_reply_mode_says_whether_the_first_leg_counts(mode: int, code: str) -> None:
    lab = lab_of(
        't_on_failure("F"); t_relay();',
        'failure_route[F] { $rU = "c"; t_relay(); }',
        f'modparam("tm", "failure_reply_mode", {mode})',
    )
    (next_,) = [send for send in lab.receive(answer(invites(lab)[0], 302), src=CALLEE) if first(send) == "INVITE"]
    assert firsts(lab.receive(answer(next_, 404), src=CALLEE)) == ["ACK", code]


@pytest.mark.parametrize(("letter", "code"), [("a", "404"), ("l", "404"), ("n", "302")])
def test_t_drop_replies_overrides_failure_reply_mode(letter: str, code: str) -> None:
    route = f'failure_route[F] {{ t_drop_replies("{letter}"); $rU = "c"; t_relay(); }}'
    lab = lab_of('t_on_failure("F"); t_relay();', route, 'modparam("tm", "failure_reply_mode", 0)')
    (next_,) = [send for send in lab.receive(answer(invites(lab)[0], 302), src=CALLEE) if first(send) == "INVITE"]
    assert firsts(lab.receive(answer(next_, 404), src=CALLEE)) == ["ACK", code]


def test_t_is_expired_knows_the_lifetime() -> None:
    lab = lab_of(
        't_set_max_lifetime(5000, 5000); t_on_failure("F"); t_relay();',
        'failure_route[F] { if (t_is_expired()) t_reply("480", "Old"); }',
    )
    lab.receive(answer(invites(lab)[0], 180), src=CALLEE)
    assert "480" in [kind for _, kind in schedule(lab, 6.0)]


def test_t_on_branch_route_changes_one_branch_only() -> None:
    lab = lab_of(
        'append_branch("sip:c@10.0.0.8"); t_on_branch("B"); t_relay();',
        'branch_route[B] { if ($T_branch_idx == 1) $rU = "d"; }',
    )
    assert [send.data.split()[1] for send in invites(lab)] == [b"sip:bob@10.0.0.9:5070", b"sip:d@10.0.0.8"]


def test_branch_route_changes_stay_with_the_branch() -> None:
    lab = lab_of('append_branch("sip:c@10.0.0.8"); t_on_branch("B"); t_relay();', "branch_route[B] { return; }")
    added = adds_header(b"X-Own: 1")

    async def route(msg: object, run: object) -> int:
        return await added(msg, run) if msg.t_branch == 0 else 1  # type: ignore[attr-defined]

    lab.engine.routes.add("branch_route", "B", route)
    assert [header(send, "X-Own") for send in invites(lab)] == ["1", ""]


def test_branch_route_that_drops_all_leaves_nobody_to_relay_to() -> None:
    lab = lab_of('t_on_branch("B"); t_relay();', "branch_route[B] { drop; }")
    assert firsts(lab.receive(request("MESSAGE"), src=CALLER)) == ["500"]


def test_onsend_route_drop_keeps_the_branch_from_being_sent() -> None:
    lab = lab_of('append_branch("sip:c@10.0.0.8"); t_relay();', 'onsend_route { if (to_ip == "10.0.0.8") drop; }')
    assert shown(invites(lab)) == ["INVITE >10.0.0.9"]


def test_t_on_branch_failure_runs_for_each_failed_branch() -> None:
    lab = lab_of(
        'append_branch("sip:c@10.0.0.8"); t_on_branch_failure("B"); t_relay();',
        'event_route[tm:branch-failure:B] { xlog("L_ERR", "failed $T_branch_idx $T_reply_code\\n"); }',
    )
    one, two = invites(lab)
    lab.receive(answer(two, 404), src=CALLEE)
    assert said(lab, "failed") == ["1 404"]
    lab.receive(answer(one, 486), src=CALLEE)
    assert said(lab, "failed") == ["1 404", "0 486"]


def test_branch_failure_route_may_go_elsewhere() -> None:
    lab = lab_of(
        't_on_branch_failure("B"); t_relay();',
        'event_route[tm:branch-failure:B] { $ru = "sip:next@10.0.0.7"; t_on_branch_failure("0"); t_relay(); }',
    )
    assert shown(lab.receive(answer(invites(lab)[0], 430), src=CALLEE)) == ["ACK >10.0.0.9", "INVITE >10.0.0.7"]


@pytest.mark.parametrize(
    ("target", "arm"), [("failure_route", "t_on_failure"), ("branch_route", "t_on_branch"), ("onreply_route", "t_on_reply")]
)
def test_t_is_set_knows_what_is_armed(target: str, arm: str) -> None:
    ask = f'if (t_is_set("{target}")) xlog("L_ERR", "set WHEN\\n");'
    line = f'{ask.replace("WHEN", "before")} {arm}("X"); {ask.replace("WHEN", "now")} t_relay();'
    lab = lab_of(line, "failure_route[X] { return; } branch_route[X] { return; } onreply_route[X] { return; }")
    invites(lab)
    assert said(lab, "set") == ["now"]


@pytest.mark.parametrize(("value", "codes"), [(0, ["500"]), (1, ["404"])])
def test_failure_exec_mode_runs_the_failure_route_for_what_cannot_be_sent(value: int, codes: list[str]) -> None:
    lab = lab_of(
        't_on_failure("F"); t_relay();',
        'failure_route[F] { t_reply("404", "No Way"); }',
        f'modparam("tm", "failure_exec_mode", {value})',
    )
    assert firsts(lab.receive(request("MESSAGE", uri="sip:x@nowhere.example"), src=CALLER)) == codes


def test_t_save_lumps_decides_what_later_legs_have() -> None:
    lab = lab_of("t_relay();", 'failure_route[F] { $rU = "c"; t_relay(); }')

    async def route(msg: SipMsg, _run: object) -> int:
        t_newtran(msg)
        add_header(msg, b"X-One: 1")
        assert t_save_lumps(msg) == 1
        add_header(msg, b"X-Two: 1")
        t_on_failure(msg, RouteName("F"))
        return await t_relay(msg)

    lab.engine.routes.add("request_route", "", route)
    (sent,) = invites(lab)
    assert (header(sent, "X-One"), header(sent, "X-Two")) == ("1", "1")
    next_ = only(lab.receive(answer(sent, 486), src=CALLEE), "INVITE")
    assert (header(next_, "X-One"), header(next_, "X-Two")) == ("1", "")


TWO = "use_dns_failover=1\n"
"""Both destinations of a name are used."""


def with_dns(head: str = TWO, line: str = "t_relay();", routes: str = "", params: str = "") -> tuple[Lab, Send]:
    """A call to a name with two addresses, and the INVITE to the first."""
    lab = Lab(f"{head}{HEAD}{params}\n{REQUEST.format(line)}{routes}\n")
    lab.dns.add("two.example", "A", Address(b"10.0.1.1"), Address(b"10.0.1.2"))
    return lab, only(lab.receive(request(uri="sip:bob@two.example:5070"), src=CALLER), "INVITE")


def other(sent: Send) -> str:
    return "INVITE >10.0.1.2" if sent.dst.ip == b"10.0.1.1" else "INVITE >10.0.1.1"


def test_failover_behind_a_failed_send() -> None:
    lab, sent = with_dns()
    assert shown(lab.fail(sent)) == [other(sent)]


def test_failover_behind_silence() -> None:
    lab, sent = with_dns()
    sends = lab.advance(30.0)
    assert shown(sends)[-1] == other(sent)


def test_failover_behind_503_and_the_next_answer_counts() -> None:
    lab, sent = with_dns()
    sends = lab.receive(answer(sent, 503), src=CALLEE)
    assert shown(sends)[1:] == [other(sent)]
    assert header(sends[1], "Via") != header(sent, "Via")
    assert firsts(lab.receive(answer(sends[1], 486), src=CALLEE)) == ["ACK", "486"]


def test_no_failover_without_use_dns_failover() -> None:
    lab, sent = with_dns(head="")
    assert firsts(lab.receive(answer(sent, 503), src=CALLEE)) == ["ACK", "500"]


def test_t_set_disable_failover_stays_with_the_first_destination() -> None:
    lab, sent = with_dns(line="t_set_disable_failover(1); t_relay();")
    assert firsts(lab.receive(answer(sent, 503), src=CALLEE)) == ["ACK", "500"]


@pytest.mark.parametrize(
    ("codes", "kinds"), [("", ["ACK", "403"]), ("code=403", ["ACK", "INVITE"]), ("class=4", ["ACK", "INVITE"])]
)
def test_failover_reply_codes_try_the_next_destination(codes: str, kinds: list[str]) -> None:
    lab, sent = with_dns(params=f'modparam("tm", "failover_reply_codes", "{codes}")')
    assert firsts(lab.receive(answer(sent, 403), src=CALLEE)) == kinds


@pytest.mark.parametrize(("value", "own"), [(1, "1"), (0, "")])
def test_reparse_on_dns_failover_keeps_what_the_branch_route_did(value: int, own: str) -> None:
    params = f'modparam("tm", "reparse_on_dns_failover", {value})'
    lab = Lab(TWO + HEAD + params + "\n" + REQUEST.format('t_on_branch("B"); t_relay();') + "branch_route[B] { return; }\n")
    lab.engine.routes.add("branch_route", "B", adds_header(b"X-Own: 1"))
    lab.dns.add("two.example", "A", Address(b"10.0.1.1"), Address(b"10.0.1.2"))
    sent = only(lab.receive(request(uri="sip:bob@two.example:5070"), src=CALLER), "INVITE")
    assert header(only(lab.fail(sent), "INVITE"), "X-Own") == own


@pytest.mark.parametrize(("value", "port"), [(1, "5062"), (0, "5060")])
def test_dns_reuse_rcv_socket_sends_from_where_the_request_came(value: int, port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    head = "listen=udp:127.0.0.1:5060\nlisten=udp:127.0.0.1:5062\n" + TWO
    line = 'force_send_socket("udp:127.0.0.1:5060"); t_relay();'
    lab = Lab(f'{head}{HEAD}modparam("tm", "dns_reuse_rcv_socket", {value})\n{REQUEST.format(line)}')
    lab.dns.add("two.example", "A", Address(b"10.0.1.1"), Address(b"10.0.1.2"))
    second = lab.engine.sockets.find(b"127.0.0.1", 5062, Proto.UDP)
    assert second is not None
    monkeypatch.setattr(lab, "sock", lambda _proto="udp": second)
    sent = only(lab.receive(request(uri="sip:bob@two.example:5070"), src=CALLER), "INVITE")
    (next_,) = lab.fail(sent)
    assert next_.dst.sock is not None
    assert str(next_.dst.sock.port) == port
