"""Requests of our own: what they look like, how they end, what event routes see."""

from __future__ import annotations

import pytest
from tests.kahea.modules.tm.traffic import CALLEE, answer, firsts, header, only, request, schedule, shown

from kahea.api import peer
from kahea.api.net import Send
from kahea.api.peers.tm import TmApi, TmCallback, TmEvent, UacRequest, UacResult
from kahea.api.testing import Lab
from kahea.modules.tm.own_build import complete
from kahea.modules.tm.state import tm_state

HEAD = 'loadmodule "tm.so"\nloadmodule "pv.so"\nloadmodule "xlog.so"\n'


def start(lab: Lab, **fields: object) -> tuple[list[UacResult], list[Send]]:
    """How the request ends, once it does, and what is sent now."""
    results: list[UacResult] = []
    wanted = UacRequest(
        **{"method": b"OPTIONS", "ruri": b"sip:bob@10.0.0.9:5070", "from_": b"<sip:me@example.org>", **fields},  # type: ignore[arg-type]
        done=results.append,
    )
    with lab.working() as sends:
        api = peer(TmApi)
        assert api is not None
        assert api.t_uac(wanted)
    return results, sends


def test_t_uac_sends_a_whole_request() -> None:
    results, (sent,) = start(Lab(HEAD + "request_route { exit; }"), body=b"hello", headers=b"Content-Type: text/plain\r\n")
    assert shown([sent]) == ["OPTIONS >10.0.0.9"]
    assert header(sent, "From").startswith("<sip:me@example.org>;tag=")
    assert (header(sent, "To"), header(sent, "CSeq"), header(sent, "Max-Forwards")) == (
        "<sip:bob@10.0.0.9:5070>",
        "10 OPTIONS",
        "70",
    )
    assert header(sent, "Via").startswith("SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK")
    assert sent.data.count(b"Via:") == 1
    assert sent.data.endswith(b"Content-Length: 5\r\n\r\nhello")
    assert results == []


def test_t_uac_tells_the_final_reply() -> None:
    lab = Lab(HEAD + "request_route { exit; }")
    results, (sent,) = start(lab)
    lab.receive(answer(sent, 100), src=CALLEE)
    assert results == []
    lab.receive(answer(sent, 200), src=CALLEE)
    assert [result.code for result in results] == [200]
    lab.receive(answer(sent, 200), src=CALLEE)
    assert len(results) == 1


def test_t_uac_tells_silence_as_408_without_reply() -> None:
    lab = Lab(HEAD + "request_route { exit; }")
    results, _ = start(lab)
    assert [when for when, _ in schedule(lab, 8.0)] == [0.5, 1.5, 3.5, 7.5]
    lab.advance(30.0)
    assert results == [UacResult(code=408, reply=None)]
    lab.advance(10.0)
    with lab.at_work():
        assert len(tm_state()) == 0


def test_t_uac_to_nowhere_says_so() -> None:
    lab = Lab(HEAD + "request_route { exit; }")
    with lab.at_work():
        api = peer(TmApi)
        assert api is not None
        assert not api.t_uac(UacRequest(method=b"OPTIONS", ruri=b"sip:x@nowhere.example"))
        assert len(tm_state()) == 0


def test_refusal_of_an_own_invite_is_acknowledged() -> None:
    lab = Lab(HEAD + "request_route { exit; }")
    results, (sent,) = start(lab, method=b"INVITE")
    assert firsts(lab.receive(answer(sent, 486), src=CALLEE)) == ["ACK"]
    assert [result.code for result in results] == [486]


def test_refusal_is_left_alone_with_no_ack() -> None:
    lab = Lab(HEAD + "request_route { exit; }")
    _, (sent,) = start(lab, method=b"INVITE", no_ack=True)
    assert lab.receive(answer(sent, 486), src=CALLEE) == []


def test_success_of_an_own_invite_is_acknowledged_by_its_route_set() -> None:
    lab = Lab(HEAD + "request_route { exit; }")
    results, (sent,) = start(lab, method=b"INVITE")
    more = "Contact: <sip:bob@10.0.0.20>\r\nRecord-Route: <sip:10.0.0.31;lr>, <sip:10.0.0.30;lr>\r\n"
    for _ in range(2):  # each copy of the 2xx, as the ACK may be lost
        ack = only(lab.receive(answer(sent, 200, headers=more), src=CALLEE), "ACK")
        assert ack.data.startswith(b"ACK sip:bob@10.0.0.20 SIP/2.0\r\n")
        assert header(ack, "Route") == "<sip:10.0.0.30;lr>"
        assert ack.dst.ip == b"10.0.0.30"
    assert [result.code for result in results] == [200]


@pytest.mark.parametrize(("mode", "ip"), [(0, b"10.0.0.20"), (1, b"10.0.0.9"), (2, b"10.0.0.55")])
def test_local_ack_mode_says_where_the_ack_goes(mode: int, ip: bytes) -> None:
    lab = Lab(f'{HEAD}modparam("tm", "local_ack_mode", {mode})\nrequest_route {{ exit; }}')
    _, (sent,) = start(lab, method=b"INVITE")
    reply = answer(sent, 200, headers="Contact: <sip:bob@10.0.0.20>\r\n")
    assert only(lab.receive(reply, src=("10.0.0.55", 5060)), "ACK").dst.ip == ip


@pytest.mark.parametrize("mode", [0, 1])
def test_local_ack_branch_mode_makes_a_branch_of_its_own(mode: int) -> None:
    lab = Lab(f'{HEAD}modparam("tm", "local_ack_branch_mode", {mode})\nrequest_route {{ exit; }}')
    _, (sent,) = start(lab, method=b"INVITE")
    ack = only(lab.receive(answer(sent, 200), src=CALLEE), "ACK")
    of_invite = header(sent, "Via").rpartition("branch=")[2]
    assert header(ack, "Via").rpartition("branch=")[2].startswith(of_invite) is (mode == 0)
    assert header(ack, "Via").rpartition("branch=")[2] != of_invite


def test_local_request_route_sees_and_changes_the_request() -> None:
    lab = Lab(
        HEAD + 'request_route { exit; }\nevent_route[tm:local-request] { xlog("L_ERR", "own $rm $ru\\n"); $rU = "carol"; }'
    )
    _, (sent,) = start(lab)
    assert any("own OPTIONS sip:bob@10.0.0.9:5070" in line for line in lab.log)
    assert sent.data.startswith(b"OPTIONS sip:carol@10.0.0.9:5070 SIP/2.0\r\n")


def test_local_request_route_drops_the_request() -> None:
    lab = Lab(HEAD + "request_route { exit; }\nevent_route[tm:local-request] { drop; }")
    with lab.working() as sends:
        api = peer(TmApi)
        assert api is not None
        assert not api.t_uac(UacRequest(method=b"OPTIONS", ruri=b"sip:bob@10.0.0.9"))
    assert sends == []


@pytest.mark.parametrize(("mode", "seen"), [(0, False), (1, True)])
def test_evlreq_mode_shows_acks_to_the_local_request_route(mode: int, seen: bool) -> None:
    config = f'{HEAD}modparam("tm", "evlreq_mode", {mode})\nrequest_route {{ exit; }}\n'
    lab = Lab(config + 'event_route[tm:local-request] { xlog("L_ERR", "own $rm\\n"); }')
    _, (sent,) = start(lab, method=b"INVITE")
    lab.receive(answer(sent, 200), src=CALLEE)
    assert any("own ACK" in line for line in lab.log) is seen


def test_local_ack_sent_route_runs_behind_the_ack() -> None:
    lab = Lab(HEAD + 'request_route { exit; }\nevent_route[tm:local-ack-sent] { xlog("L_ERR", "sent $rm\\n"); }')
    _, (sent,) = start(lab, method=b"INVITE")
    lab.receive(answer(sent, 200), src=CALLEE)
    assert any("sent ACK" in line for line in lab.log)


def test_local_response_route_runs_for_replies_made_here() -> None:
    config = (
        HEAD
        + 'request_route { t_send_reply("404", "No"); }\nevent_route[tm:local-response] { xlog("L_ERR", "replied $rm\\n"); }'
    )
    lab = Lab(config)
    lab.receive(request("MESSAGE"))
    assert any("replied MESSAGE" in line for line in lab.log)


def test_t_uac_send_builds_what_the_script_says() -> None:
    headers = r"From: <sip:me@h>;tag=x\r\nTo: <sip:you@h>\r\nX-A: 1\r\n"
    line = f't_uac_send("MESSAGE", "sip:bob@10.0.0.9:5070", "sip:10.0.0.8", "", "{headers}", "hi");'
    lab = Lab(f"{HEAD}request_route {{ {line} exit; }}")
    (sent,) = lab.receive(request("OPTIONS"))
    assert shown([sent]) == ["MESSAGE >10.0.0.8"]
    assert (header(sent, "From"), header(sent, "To"), header(sent, "X-A")) == ("<sip:me@h>;tag=x", "<sip:you@h>", "1")
    assert sent.data.endswith(b"\r\n\r\nhi")


def test_t_set_no_auto_ack_stands_for_own_transactions() -> None:
    lab = Lab(
        HEAD + "request_route { exit; }\nroute[ARM] { t_set_no_auto_ack(1); }\nevent_route[tm:local-request] { route(ARM); }"
    )
    _, (sent,) = start(lab, method=b"INVITE")
    assert lab.receive(answer(sent, 200), src=CALLEE) == []


@pytest.mark.parametrize(("value", "count"), [(0, 0), (1, 1)])
def test_pass_provisional_replies_tells_callbacks(value: int, count: int) -> None:
    lab = Lab(f'{HEAD}modparam("tm", "pass_provisional_replies", {value})\nrequest_route {{ exit; }}')
    heard: list[TmCallback] = []
    with lab.at_work():
        api = peer(TmApi)
        assert api is not None
        api.register_tmcb(None, TmEvent.LOCAL_RESPONSE_OUT, heard.append)
    _, (sent,) = start(lab)
    lab.receive(answer(sent, 180), src=CALLEE)
    assert [each.code for each in heard] == [180] * count


@pytest.mark.parametrize(("value", "kinds"), [(0, ["ACK"]), (1, ["ACK", "INVITE"])])
def test_enable_uac_fr_lets_an_own_request_fail_over_in_a_failure_route(value: int, kinds: list[str]) -> None:
    routes = 'route[ARM] { t_on_failure("F"); }\nevent_route[tm:local-request] { route(ARM); }\n'
    routes += 'failure_route[F] { $ru = "sip:next@10.0.0.7"; t_relay(); }'
    lab = Lab(f'{HEAD}modparam("tm", "enable_uac_fr", {value})\nrequest_route {{ exit; }}\n{routes}')
    results, (sent,) = start(lab, method=b"INVITE")
    sends = lab.receive(answer(sent, 486), src=CALLEE)
    assert firsts(sends) == kinds
    assert [result.code for result in results] == ([] if value else [486])


def test_complete_takes_dialog_headers_out_of_the_others() -> None:
    from random import Random

    wanted = UacRequest(
        method=b"BYE", ruri=b"sip:a@b", headers=b"From: sip:x@y\r\nCSeq: 7 BYE\r\nX-A: 1\r\nContent-Length: 99\r\n"
    )
    dialog, others = complete(wanted, Random(1))
    assert others == b"X-A: 1\r\n"
    assert sorted(kind.name for kind in dialog) == ["CALLID", "CSEQ", "FROM", "TO"]
    assert [body for kind, body in dialog.items() if kind.name == "CSEQ"] == [b"7 BYE"]


def test_local_request_route_may_send_it_elsewhere() -> None:
    lab = Lab(HEAD + 'request_route { exit; }\nevent_route[tm:local-request] { $du = "sip:10.0.0.44:5099"; }')
    _, (sent,) = start(lab)
    assert sent.dst.text == b"udp:10.0.0.44:5099"
    assert sent.data.startswith(b"OPTIONS sip:bob@10.0.0.9:5070 SIP/2.0\r\n")


@pytest.mark.parametrize("name", [b"second", b"udp:127.0.0.1:5062"])
def test_own_request_leaves_from_the_socket_it_names(name: bytes) -> None:
    lab = Lab('listen=udp:127.0.0.1:5060\nlisten=udp:127.0.0.1:5062 name "second"\n' + HEAD + "request_route { exit; }")
    _, (sent,) = start(lab, sock_name=name)
    assert sent.dst.sock is not None
    assert sent.dst.sock.port == 5062
    assert ":5062;branch=" in header(sent, "Via")


def test_own_request_with_a_bad_uri_is_not_sent() -> None:
    lab = Lab(HEAD + "request_route { exit; }")
    with lab.working() as sends:
        api = peer(TmApi)
        assert api is not None
        assert not api.t_uac(UacRequest(method=b"OPTIONS", ruri=b"nonsense"))
    assert sends == []
