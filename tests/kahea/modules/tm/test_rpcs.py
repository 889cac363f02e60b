"""RPC and MI commands about transactions."""

from __future__ import annotations

from typing import Any

import pytest
from tests.kahea.modules.tm.traffic import CALLEE, CALLER, RELAY, answer, firsts, header, invite, only, request

from kahea.api.testing import Lab
from kahea.api.values import MiRoot, RpcFault
from kahea.modules.tm import module
from kahea.modules.tm.state import tm_state

OWN = 'loadmodule "tm.so"\nrequest_route { exit; }'
HEADERS = "From: <sip:me@h>;tag=x\r\nTo: <sip:you@h>\r\n"


def call(lab: Lab, name: str, *args: object) -> tuple[list[Any], list[str]]:
    """What the command answered, if it has, and the kinds of messages that were sent."""
    export = next(each for each in module.exports.rpcs if each.name == name)
    answers: list[Any] = []
    before = len(lab.sent)

    def work() -> None:
        result = export.function(*args)
        if hasattr(result, "send"):
            lab.engine.start(result, answers.append)
        else:
            answers.append(result)

    lab._keep(lab.engine.enter(lab.now, work))
    return answers, firsts(lab.sent[before:])


def ident(lab: Lab) -> str:
    with lab.at_work():
        t = next(iter(tm_state()))
    return f"{t.index}:{t.label}"


def test_tm_stats_counts() -> None:
    lab = Lab(RELAY)
    sent = invite(lab)
    lab.receive(answer(sent, 180), src=CALLEE)
    lab.receive(answer(sent, 486), src=CALLEE)
    (stats,), _ = call(lab, "tm.stats")
    wanted = {
        "current": 1,
        "waiting": 0,
        "total": 1,
        "4xx": 1,
        "rpl_received": 2,
        "rpl_generated": 1,
        "rpl_sent": 3,
        "freed": 0,
    }
    assert {name: stats[name] for name in wanted} == wanted
    lab.receive(request("ACK", to_tag="to1"), src=CALLER)
    assert call(lab, "tm.stats")[0][0]["waiting"] == 1
    lab.advance(6.0)
    (stats,), _ = call(lab, "tm.stats")
    assert (stats["current"], stats["freed"], stats["waiting"]) == (0, 1, 0)


def test_tm_list_and_tm_hash_stats_show_what_is_there() -> None:
    lab = Lab(RELAY)
    invite(lab)
    ((row,),), _ = call(lab, "tm.list")
    assert (row["method"], row["callid"], row["outgoings"], row["uas_request"]) == ("INVITE", "call-1", 1, "yes")
    (stats,), _ = call(lab, "tm.hash_stats")
    assert (stats["transactions"], stats["used"], stats["max"]) == (1, 1, 1)


def test_tm_clean_ends_old_transactions() -> None:
    lab = Lab(RELAY)
    invite(lab)
    with lab.at_work():
        next(iter(tm_state())).created_at -= 10_000.0
    call(lab, "tm.clean")
    assert call(lab, "tm.list")[0] == [[]]


def test_tm_cancel_cancels_an_invite() -> None:
    lab = Lab(RELAY)
    lab.receive(answer(invite(lab), 180), src=CALLEE)
    assert call(lab, "tm.cancel", "call-1", "1")[1] == ["CANCEL"]
    with pytest.raises(RpcFault, match="404"):
        call(lab, "tm.cancel", "call-2", "1")


def test_tm_reply_answers_a_transaction() -> None:
    lab = Lab(RELAY)
    invite(lab)
    assert call(lab, "tm.reply", 486, "Busy", ident(lab), "mytag", "X-A: 1\n", "body")[1] == ["486"]
    assert header(lab.sent[-1], "X-A") == "1"
    assert header(lab.sent[-1], "To").endswith(";tag=mytag")
    assert lab.sent[-1].data.endswith(b"\r\n\r\nbody")
    with pytest.raises(RpcFault, match="final reply"):
        call(lab, "tm.reply", 486, "Busy", ident(lab), "")
    with pytest.raises(RpcFault, match="index:label"):
        call(lab, "tm.reply", 486, "Busy", "x", "")


def test_tm_reply_callid_and_tm_retransmit_reply_find_by_call_id() -> None:
    lab = Lab(RELAY)
    invite(lab)
    assert call(lab, "tm.reply_callid", 183, "Progress", "call-1", "1", "")[1] == ["183"]
    assert call(lab, "tm.retransmit_reply", ident(lab))[1] == ["183"]
    assert call(lab, "tm.retransmit_reply_callid", "call-1", "1 INVITE")[1] == ["183"]


@pytest.mark.parametrize(
    ("name", "waits", "is_hex", "no_ack"),
    [
        ("tm.t_uac_start", False, False, False),
        ("tm.t_uac_start_hex", False, True, False),
        ("tm.t_uac_start_noack", False, False, True),
        ("tm.t_uac_start_noack_hex", False, True, True),
        ("tm.t_uac_wait", True, False, False),
        ("tm.t_uac_wait_hex", True, True, False),
        ("tm.t_uac_wait_noack", True, False, True),
        ("tm.t_uac_wait_noack_hex", True, True, True),
        ("tm.t_uac_wait_block", True, False, False),
        ("tm.t_uac_wait_block_hex", True, True, False),
        ("tm.t_uac_wait_block_noack", True, False, True),
        ("tm.t_uac_wait_block_noack_hex", True, True, True),
    ],
)
def test_tm_t_uac_commands_differ_in_three_switches(name: str, waits: bool, is_hex: bool, no_ack: bool) -> None:
    lab = Lab(OWN)
    body = "68 69" if is_hex else "hi"
    answers, kinds = call(lab, name, "INVITE", "sip:bob@10.0.0.9:5070", ".", ".", HEADERS + "Content-Type: t/p\r\n", body)
    assert kinds == ["INVITE"]
    assert lab.sent[-1].data.endswith(b"\r\n\r\nhi")
    assert answers == ([] if waits else [[]])
    assert firsts(lab.receive(answer(lab.sent[-1], 486, "Busy"), src=CALLEE)) == ([] if no_ack else ["ACK"])
    assert answers == ([[486, "Busy"]] if waits else [[]])


def test_tm_t_uac_attrs_chooses_by_attributes() -> None:
    lab = Lab(OWN)
    attrs = "mode=wait;rpflags=1;fr_timeout=3000"
    answers, kinds = call(lab, "tm.t_uac_attrs", attrs, "OPTIONS", "sip:bob@10.0.0.9:5070", ".", ".", HEADERS, "6869")
    assert kinds == ["OPTIONS"]
    lab.advance(3.1)
    assert answers == [[408, "Request Timeout"]]


def test_tm_t_uac_start_refuses_headers_without_from() -> None:
    with pytest.raises(RpcFault, match="From and To"):
        call(Lab(OWN), "tm.t_uac_start", "OPTIONS", "sip:bob@10.0.0.9", ".", ".", "X: 1\r\n")


def test_request_that_cannot_be_sent_is_a_fault() -> None:
    lab = Lab(OWN)
    with pytest.raises(RpcFault, match="could not be sent"):
        call(lab, "tm.t_uac_wait", "OPTIONS", "sip:x@nowhere.example", ".", ".", HEADERS)


def mi(lab: Lab, name: str, *args: str) -> list[MiRoot]:
    root = MiRoot()
    for arg in args:
        root.node.add_mi_node_child(value=arg)
    cmd = next(each for each in module.exports.mis if each.name == name)
    answers: list[Any] = []

    def work() -> None:
        result = cmd.function(root)
        if hasattr(result, "send"):
            lab.engine.start(result, answers.append)  # type: ignore[arg-type]
        else:
            answers.append(result)

    lab._keep(lab.engine.enter(lab.now, work))
    return answers


def test_mi_commands_do_what_rpc_commands_do() -> None:
    lab = Lab(RELAY)
    lab.receive(answer(invite(lab), 180), src=CALLEE)
    assert [kid.value for kid in mi(lab, "t_hash")[0].node.kids] == ["1"]
    assert mi(lab, "t_uac_cancel", "call-1", "1")[0].code == 200
    assert firsts(lab.sent)[-1] == "CANCEL"
    assert mi(lab, "t_uac_cancel", "call-9", "1")[0].code == 404
    assert mi(lab, "t_reply", "480", "Gone", ident(lab), ".", ".")[0].code == 200
    assert firsts(lab.sent)[-1] == "480"
    assert mi(lab, "t_reply", "480")[0].code == 400


def test_mi_t_uac_dlg_answers_with_the_final_reply() -> None:
    lab = Lab(OWN)
    answers = mi(lab, "t_uac_dlg", "OPTIONS", "sip:bob@10.0.0.9:5070", ".", ".", HEADERS)
    lab.receive(answer(only(lab.sent, "OPTIONS"), 200, "OK"), src=CALLEE)
    assert [kid.value for kid in answers[0].node.kids] == ["200 OK"]


def test_every_command_is_declared() -> None:
    assert len({each.name for each in module.exports.rpcs}) == len(module.exports.rpcs) == 22
