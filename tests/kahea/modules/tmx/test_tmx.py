"""tmx: functions and variables of transactions."""

from __future__ import annotations

import pytest

from kahea.api import SipMsg
from kahea.api.net import Send
from kahea.api.testing import Lab
from kahea.modules.tm.state import tm_state
from kahea.modules.tmx.functions import t_cancel_branch_idx, t_cancel_callid, t_reply_callid, t_uac_ack_local
from kahea.modules.tmx.precheck import t_precheck_trans
from kahea.modules.tmx.stats import STATISTICS

CALLER = ("10.0.0.2", 5060)
CALLEE = ("10.0.0.9", 5070)
HEAD = "".join(f'loadmodule "{name}.so"\n' for name in ("tm", "tmx", "pv", "xlog", "kex"))
GUARD = 'if (method == "ACK" || method == "CANCEL") { if (!t_check_trans()) exit; t_relay(); exit; }'


def lab_of(line: str, routes: str = "", head: str = "") -> Lab:
    return Lab(f"{HEAD}{head}\nrequest_route {{ {GUARD} {line} }}\n{routes}\n")


def request(method: str = "INVITE", branch: str = "z9hG4bKa1", headers: str = "") -> bytes:
    return (
        f"{method} sip:bob@10.0.0.9:5070 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.2:5060;branch={branch}\r\nMax-Forwards: 70\r\n"
        f"From: <sip:alice@example.org>;tag=f\r\nTo: <sip:bob@example.org>\r\nCall-ID: call-1\r\nCSeq: 1 {method}\r\n"
        f"Contact: <sip:alice@10.0.0.2>\r\n{headers}Content-Length: 0\r\n\r\n"
    ).encode()


def answer(sent: Send, code: int, reason: str = "Reason") -> bytes:
    names = (b"via", b"from", b"to", b"call-id", b"cseq")
    lines = [line for line in sent.data.split(b"\r\n") if line.partition(b":")[0].lower() in names]
    lines = [line + b";tag=t" if line.startswith(b"To:") else line for line in lines]
    return b"\r\n".join((f"SIP/2.0 {code} {reason}".encode(), *lines, b"Content-Length: 0", b"", b""))


def kind(send: Send) -> str:
    words = send.data.split(b"\r\n", 1)[0].split(b" ")
    return (words[1] if words[0] == b"SIP/2.0" else words[0]).decode()


def kinds(sends: list[Send]) -> list[str]:
    return [kind(send) for send in sends]


def invites(lab: Lab) -> list[Send]:
    return [send for send in lab.receive(request(), src=CALLER) if kind(send) == "INVITE"]


def said(lab: Lab) -> list[str]:
    return [line.partition("<script>: ")[2].strip() for line in lab.log if "<script>" in line]


@pytest.mark.parametrize("name", ["request", "branch", "failure", "reply"])
def test_t_is_route_functions_name_the_top_route(name: str) -> None:
    """t_is_request_route, t_is_branch_route, t_is_failure_route and t_is_reply_route."""
    ask = f'if (t_is_{name}_route()) xlog("L_ERR", "WHERE\\n");'
    lab = lab_of(
        f't_on_branch("B"); t_on_failure("F"); t_on_reply("R"); {ask.replace("WHERE", "request")} t_relay();',
        f"branch_route[B] {{ {ask.replace('WHERE', 'branch')} }} failure_route[F] {{ {ask.replace('WHERE', 'failure')} }} "
        f"onreply_route[R] {{ {ask.replace('WHERE', 'reply')} }}",
    )
    lab.receive(answer(invites(lab)[0], 486), src=CALLEE)
    assert said(lab) == [name]


def test_t_reply_code_and_reason_follow_the_route() -> None:
    show = 'xlog("L_ERR", "WHERE $T_reply_code $T_reply_reason $T_branch_idx $T_reply_last\\n");'
    lab = lab_of(
        f't_on_failure("F"); t_on_reply("R"); {show.replace("WHERE", "request")} t_relay(); {show.replace("WHERE", "relayed")}',
        f"failure_route[F] {{ {show.replace('WHERE', 'failure')} }} onreply_route[R] {{ {show.replace('WHERE', 'reply')} }}",
    )
    (sent,) = invites(lab)
    lab.receive(answer(sent, 180, "Ringing"), src=CALLEE)
    lab.receive(answer(sent, 486, "Busy"), src=CALLEE)
    assert said(lab) == [
        "request 0 <null> 0 <null>",
        "relayed 100 trying -- your call is important to us 0 100",
        "reply 180 Ringing 0 180",
        "reply 486 Busy 0 486",
        "failure 486 Busy 1 <null>",
    ]


def test_t_attributes_show_identity_and_kind_of_reply() -> None:
    lab = lab_of(
        't_on_failure("F"); t_relay();',
        'failure_route[F] { xlog("L_ERR", "$T(reply_code) $T(reply_type) $T(branch_index) $T_branch(uri) '
        '$T(id_index):$T(id_label)\\n"); }',
    )
    (sent,) = invites(lab)
    with lab.at_work():
        (t,) = list(tm_state())
    lab.fail(sent)
    assert said(lab) == [f"503 1 1 sip:bob@10.0.0.9:5070 {t.index}:{t.label}"]


def test_t_attribute_must_be_known() -> None:
    with pytest.raises(Exception, match=r"\$T takes one of"):
        lab_of('xlog("$T(nothing)");')


def test_t_req_and_t_rpl_read_other_messages() -> None:
    lab = lab_of(
        't_on_failure("F"); t_on_reply("R"); t_relay();',
        'onreply_route[R] { xlog("L_ERR", "req $T_req($rm) $T_req($hdr(Max-Forwards))\\n"); }\n'
        'failure_route[F] { xlog("L_ERR", "rpl $T_rpl($rs) $T_rpl($rr)\\n"); }',
    )
    lab.receive(answer(invites(lab)[0], 486, "Busy"), src=CALLEE)
    assert said(lab) == ["req INVITE 70", "rpl 486 Busy"]


def test_t_inv_reads_the_invite_of_a_cancel() -> None:
    config = (
        HEAD + 'request_route { if (method == "CANCEL") xlog("L_ERR", "inv $T_inv($rm) $T_inv($hdr(X-A))\\n"); t_relay(); }'
    )
    lab = Lab(config)
    lab.receive(request(headers="X-A: 1\r\n"), src=CALLER)
    lab.receive(request("CANCEL"), src=CALLER)
    assert said(lab) == ["inv INVITE 1"]


def test_t_reply_ruid_is_the_branch_s() -> None:
    lab = lab_of('t_on_reply("R"); t_relay();', 'onreply_route[R] { xlog("L_ERR", "ruid $T_reply_ruid $T(ruid)\\n"); }')
    route = lab.engine.routes.get("request_route")
    assert route is not None

    async def with_ruid(msg: SipMsg, run: object) -> int:
        msg.ruid = b"uloc-1"
        return int(await route(msg, run))

    lab.engine.routes.add("request_route", "", with_ruid)
    lab.receive(answer(invites(lab)[0], 180), src=CALLEE)
    assert said(lab) == ["ruid uloc-1 uloc-1"]


@pytest.mark.parametrize(("flush", "flags"), [("t_flush_flags();", "8"), ("", "0")])
def test_t_flush_flags_hands_flags_to_the_transaction(flush: str, flags: str) -> None:
    lab = lab_of(f't_on_reply("R"); t_relay(); setflag(3); {flush}', 'onreply_route[R] { xlog("L_ERR", "$mf\\n"); }')
    lab.receive(answer(invites(lab)[0], 180), src=CALLEE)
    assert said(lab) == [flags]


@pytest.mark.parametrize(("flush", "flags"), [(True, 5), (False, 0)])
def test_t_flush_xflags_hands_extended_flags_to_the_transaction(flush: bool, flags: int) -> None:
    lab = lab_of("t_relay();" + ("t_flush_xflags();" if flush else ""))
    route = lab.engine.routes.get("request_route")
    assert route is not None

    async def with_xflags(msg: SipMsg, run: object) -> int:
        msg.xflags = 5
        return int(await route(msg, run))

    lab.engine.routes.add("request_route", "", with_xflags)
    invites(lab)
    with lab.at_work():
        (t,) = list(tm_state())
    assert t.xflags == flags


def test_t_suspend_and_t_continue_as_script_functions() -> None:
    line = """if (method == "MESSAGE") { t_continue("$shv(index)", "$shv(label)", "LATER"); t_send_reply("200", "OK"); exit; }
    if (t_suspend()) { $shv(index) = $T(id_index); $shv(label) = $T(id_label); } exit;"""
    lab = lab_of(line, "route[LATER] { t_relay(); }")
    assert kinds(lab.receive(request(), src=CALLER)) == ["100"]
    assert sorted(kinds(lab.receive(request("MESSAGE", branch="z9hG4bKm"), src=CALLER))) == ["200", "INVITE"]


@pytest.mark.parametrize("call", ["t_drop();", 't_drop("404");'])
def test_t_drop_ends_the_transaction_in_silence(call: str) -> None:
    lab = lab_of(f"t_newtran(); {call}")
    assert lab.receive(request("OPTIONS"), src=CALLER) == []
    with lab.at_work():
        (t,) = list(tm_state())
    assert t.status == (404 if "404" in call else 500)
    lab.advance(6.0)
    with lab.at_work():
        assert len(tm_state()) == 0


def test_t_vbflag_set_reset_and_is_set() -> None:
    lab = lab_of(
        't_vbflag_set("2"); if (t_vbflag_is_set("2")) xlog("L_ERR", "set\\n"); t_vbflag_reset("2"); '
        'if (!t_vbflag_is_set("2")) xlog("L_ERR", "reset\\n"); t_relay();'
    )
    invites(lab)
    assert said(lab) == ["set", "reset"]


@pytest.mark.parametrize(("which", "count"), [("all", 2), ("others", 1), ("this", 1)])
def test_t_cancel_branches_chooses(which: str, count: int) -> None:
    lab = lab_of(
        'append_branch("sip:c@10.0.0.8"); t_on_reply("R"); t_relay();',
        f'onreply_route[R] {{ if (status == "183") t_cancel_branches("{which}"); }}',
    )
    one, two = invites(lab)
    lab.receive(answer(two, 180), src=CALLEE)
    sends = lab.receive(answer(one, 183), src=CALLEE)
    assert kinds(sends).count("CANCEL") == count


def ringing(line: str = "t_relay();", routes: str = "") -> tuple[Lab, Send]:
    lab = lab_of(line, routes)
    (sent,) = invites(lab)
    lab.receive(answer(sent, 180), src=CALLEE)
    return lab, sent


def test_t_cancel_branch_idx_cancels_one_branch() -> None:
    lab, _ = ringing()
    with lab.working() as sends:
        (t,) = list(tm_state())
        assert t_cancel_branch_idx(lab.msg(request("OPTIONS")), t.index, t.label, 0) == 1
        assert t_cancel_branch_idx(lab.msg(request("OPTIONS")), t.index, t.label, 1) == -1
    assert kinds(sends) == ["CANCEL"]


def test_t_cancel_callid_cancels_flags_and_says_why() -> None:
    lab, _ = ringing()
    with lab.working() as sends:
        (t,) = list(tm_state())
        assert t_cancel_callid(lab.msg(request("OPTIONS")), b"call-1", 1, 22, 200) == 1
        assert t_cancel_callid(lab.msg(request("OPTIONS")), b"call-9", 1, 22) == -1
        assert t.flags == 1 << 22
    assert kinds(sends) == ["CANCEL"]
    assert b"Reason: SIP;cause=200\r\n" in sends[0].data


def test_t_reply_callid_answers_another_call() -> None:
    lab, _ = ringing()
    with lab.working() as sends:
        assert t_reply_callid(lab.msg(request("OPTIONS")), b"call-1", 1, 458, b"Elsewhere") == 1
        assert t_reply_callid(lab.msg(request("OPTIONS")), b"call-9", 1, 458, b"Elsewhere") == -1
    assert kinds(sends) == ["458", "CANCEL"]


def test_t_uac_ack_local_acknowledges_what_tm_left_alone() -> None:
    headers = r"From: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: own\r\n"
    line = f't_uac_send("INVITE", "sip:bob@10.0.0.9:5070", "", "", "{headers}", ""); exit;'
    routes = "route[ARM] { t_set_no_auto_ack(1); }\nevent_route[tm:local-request] { route(ARM); }"
    lab = lab_of(line, routes)
    (sent,) = [send for send in lab.receive(request("OPTIONS"), src=CALLER) if kind(send) == "INVITE"]
    assert lab.receive(answer(sent, 200), src=CALLEE) == []
    before = len(lab.sent)
    assert lab.run(t_uac_ack_local(lab.msg(request("OPTIONS")), b"own", 10, b"X-A: 1\r\n", b"hi")) == 1
    (ack,) = lab.sent[before:]
    assert kind(ack) == "ACK"
    assert ack.data.endswith(b"X-A: 1\r\nContent-Length: 2\r\n\r\nhi")
    assert lab.run(t_uac_ack_local(lab.msg(request("OPTIONS")), b"none", 10)) == -1


def test_t_reuse_branch_tries_the_failed_branch_again() -> None:
    routes = 'event_route[tm:branch-failure:B] { if (t_reuse_branch()) { t_on_branch_failure("0"); t_relay(); } }'
    lab = lab_of('t_on_branch_failure("B"); t_relay();', routes)
    sends = lab.receive(answer(invites(lab)[0], 430), src=CALLEE)
    assert kinds(sends) == ["ACK", "INVITE"]
    assert kinds(lab.receive(answer(sends[1], 404), src=CALLEE))[-1] == "404"


@pytest.mark.parametrize(("value", "code"), [(1, 1), (0, -1)])
def test_precheck_trans_and_t_precheck_trans_know_copies_at_work(value: int, code: int) -> None:
    lab = lab_of("t_relay();", head=f'modparam("tmx", "precheck_trans", {value})')
    with lab.at_work():
        one, copy, ack = lab.msg(request()), lab.msg(request()), lab.msg(request("ACK"))
        assert t_precheck_trans(one) == -1
        assert t_precheck_trans(one) == -1
        assert t_precheck_trans(copy) == code
        assert t_precheck_trans(ack) == -1
        from kahea.api.values import When

        lab.engine.script_cbs.run(When.POST_REQUEST, one)
        assert t_precheck_trans(lab.msg(request())) == -1


def test_statistics_count_what_tm_did() -> None:
    lab, sent = ringing()
    lab.receive(answer(sent, 486), src=CALLEE)
    counters = lab.engine.counters
    with lab.at_work():
        values = {name: counters.get("tmx", name).value for name in STATISTICS}
    assert values["UAS_transactions"] == 1
    assert values["4xx_transactions"] == 1
    assert (values["inuse_transactions"], values["active_transactions"]) == (1, 0)
    assert (values["rpl_received"], values["rpl_relayed"], values["rpl_generated"], values["rpl_sent"]) == (2, 2, 1, 3)
    lab.receive(request("ACK"), src=CALLER)
    lab.advance(6.0)
    with lab.at_work():
        assert counters.get("tmx", "inuse_transactions").value == 0
