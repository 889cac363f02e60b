"""Module sl: replies without a transaction, and the ACKs that come for them."""

import pytest

from kahea.api.testing import Lab
from kahea.control.call import LocalCall, run_now
from kahea.core.net import Send

VIA = b"Via: SIP/2.0/UDP 127.0.0.2:5060;branch=z9hG4bKsl1"


def request(method: bytes = b"INVITE", *, to_tag: bytes = b"", branch: bytes = b"z9hG4bKsl1") -> bytes:
    return b"\r\n".join((
        method + b" sip:bob@127.0.0.1 SIP/2.0",
        VIA.replace(b"z9hG4bKsl1", branch),
        b"Max-Forwards: 70",
        b"From: <sip:alice@127.0.0.1>;tag=f",
        b"To: <sip:bob@127.0.0.1>" + (b";tag=" + to_tag if to_tag else b""),
        b"Call-ID: sl1",
        b"CSeq: 1 " + method,
        b"Content-Length: 0",
        b"",
        b"",
    ))  # fmt: skip


def lab(route: str, *, params: str = "", more: str = "", modules: str = "") -> Lab:
    loads = "".join(f'loadmodule "{name}.so"\n' for name in ("sl", "pv", "xlog", *modules.split()))
    return Lab(f"{loads}{params}\nrequest_route {{ {route} }}\n{more}")


def status_line(sends: list[Send]) -> bytes:
    assert len(sends) == 1, sends
    return sends[0].data.partition(b"\r\n")[0]


def tag(send: Send) -> bytes:
    line = next(line for line in send.data.split(b"\r\n") if line.startswith(b"To:"))
    return line.rpartition(b";tag=")[2]


def count(server: Lab, name: str) -> int:
    return server.engine.counters.get("sl", name).value


@pytest.mark.parametrize("name", ["sl_send_reply", "sl_reply", "send_reply"])
def test_sl_send_reply_sl_reply_and_send_reply_answer_the_request(name: str) -> None:
    assert status_line(lab(f'{name}("404", "Not $rU");').receive(request())) == b"SIP/2.0 404 Not bob"


def test_sl_send_reply_says_nothing_to_an_ack() -> None:
    assert lab('sl_send_reply("404", "x");').receive(request(b"ACK")) == []


def test_every_reply_to_one_request_has_the_same_tag() -> None:
    server = lab('sl_send_reply("404", "x");')
    first, again = server.receive(request()), server.receive(request())
    assert tag(first[0]) == tag(again[0])
    other = server.receive(request(branch=b"z9hG4bKother"))
    assert tag(other[0]) != tag(first[0])


def test_default_code_stands_in_for_one_that_cannot_be_used() -> None:
    assert status_line(lab('sl_send_reply("99", "x");').receive(request())) == b"SIP/2.0 500 x"
    server = lab('sl_send_reply("99", "x");', params='modparam("sl", "default_code", 505)')
    assert status_line(server.receive(request())) == b"SIP/2.0 505 x"


@pytest.mark.parametrize("name", ["sl_reply_error", "send_reply_error"])
def test_sl_reply_error_and_send_reply_error_use_default_reason_without_an_error(name: str) -> None:
    assert status_line(lab(f"{name}();").receive(request())) == b"SIP/2.0 500 Internal Server Error"
    server = lab(f"{name}();", params='modparam("sl", "default_reason", "Try Later")')
    assert status_line(server.receive(request())) == b"SIP/2.0 500 Try Later"
    assert count(server, "sent_err_replies") == 1


@pytest.mark.parametrize(("params", "repeats"), [("", 1), ('modparam("sl", "bind_tm", 0)', 0)])
def test_bind_tm_lets_send_reply_use_the_transaction(params: str, repeats: int) -> None:
    server = lab('t_newtran(); send_reply("486", "Busy");', params=params, modules="tm")
    server.receive(request())
    copies = [send for send in server.receive(request()) if send.data.startswith(b"SIP/2.0 486")]
    assert len(copies) == repeats


def test_send_reply_mode_1_finds_the_transaction_that_the_message_does_not_hold() -> None:
    server = lab('t_newtran(); send_reply_mode("486", "Busy", "1");', modules="tm")
    assert [send.data[:11] for send in server.receive(request())] == [b"SIP/2.0 486"]


@pytest.mark.parametrize(
    ("rich", "contact"),
    [
        (0, b"<sip:x@h>, <sip:y@h>"),
        (1, b"<sip:x@h>, <sip:y@h>;q=0.5"),
        (2, b"<sip:x@h>, <sip:y@h?a=b>"),
        (3, b"<sip:x@h>, <sip:y@h?a=b>;q=0.5"),
    ],
)
def test_rich_redirect_chooses_what_a_redirection_tells_of_each_branch(rich: int, contact: bytes) -> None:
    route = '$ru = "sip:x@h"; append_branch("sip:y@h?a=b", "0.5"); sl_send_reply("302", "Moved");'
    reply = lab(route, params=f'modparam("sl", "rich_redirect", {rich})').receive(request())[0].data
    assert b"\r\nContact: " + contact + b"\r\n" in reply


def test_a_redirection_without_destinations_has_no_contact() -> None:
    assert b"Contact" not in lab('sl_send_reply("302", "Moved");').receive(request())[0].data


def test_an_ack_to_an_own_reply_is_dropped_before_the_route() -> None:
    server = lab(
        'xlog("L_ALERT", "route $rm\\n"); sl_send_reply("404", "x");',
        more='event_route[sl:filtered-ack] { xlog("L_ALERT", "filtered $rm\\n"); }',
    )
    own = tag(server.receive(request())[0])
    server.log.clear()
    assert server.receive(request(b"ACK", to_tag=own)) == []
    assert [line.rpartition(": ")[2] for line in server.log if "script" in line] == ["filtered ACK"]
    assert count(server, "received_ACKs") == 1
    server.receive(request(b"ACK", to_tag=b"somebody-elses"))
    assert count(server, "received_ACKs") == 1


def test_the_event_of_a_local_response_runs_behind_the_reply() -> None:
    server = lab('sl_send_reply("404", "x");', more='event_route[sl:local-response] { xlog("L_ALERT", "sent for $rm\\n"); }')
    server.receive(request())
    assert any("sent for INVITE" in line for line in server.log)


def test_sl_forward_reply_changes_code_and_reason_within_the_class() -> None:
    text = """
        loadmodule "sl.so"
        request_route { forward(); }
        reply_route { sl_forward_reply("181", "Somewhere"); exit; }
    """
    server = Lab(text, overrides={"sip_conformance": "kamailio"})
    reply = (
        b"SIP/2.0 183 Progress\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKours\r\n" + VIA + b"\r\nFrom: <sip:a@b>;tag=1\r\n"
        b"To: <sip:b@b>;tag=2\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n"
    )
    assert status_line(server.receive(reply)) == b"SIP/2.0 181 Somewhere"
    assert status_line(server.receive(reply.replace(b"183 Progress", b"200 OK"))) == b"SIP/2.0 200 OK"


@pytest.mark.parametrize("key", ["s", "x"])
def test_ltt_is_the_tag_that_the_reply_gets(key: str) -> None:
    sends = lab(f'sl_send_reply("404", "$ltt({key})");').receive(request())
    assert status_line(sends) == b"SIP/2.0 404 " + tag(sends[0])


def test_ltt_t_is_the_transactions_tag_or_null() -> None:
    assert status_line(lab('sl_send_reply("404", "$ltt(t)");').receive(request())) == b"SIP/2.0 404 <null>"
    server = lab('t_newtran(); send_reply("404", "$ltt(t)");', modules="tm")
    sends = [send for send in server.receive(request()) if b" 404 " in send.data[:12]]
    assert status_line(sends) == b"SIP/2.0 404 " + tag(sends[0])


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (180, "1xx"),
        (200, "200"),
        (202, "202"),
        (204, "2xx"),
        (302, "302"),
        (399, "3xx"),
        (404, "404"),
        (486, "4xx"),
        (500, "500"),
        (603, "6xx"),
    ],
)
def test_replies_are_counted_by_code_and_class(code: int, name: str) -> None:
    server = lab(f'sl_send_reply("{code}", "x");')
    server.receive(request())
    assert (count(server, f"{name}_replies"), count(server, "sent_replies")) == (1, 1)
    call = LocalCall("sl.stats")
    with server.at_work():
        run_now(server.engine.rpcs.dispatch(call))
    assert call.answer is not None
    stats = call.answer.values[0]
    assert isinstance(stats, dict)
    assert {key for key, value in stats.items() if value} == {name}


def test_a_reply_that_cannot_be_sent_is_a_failure() -> None:
    server = lab('sl_send_reply("404", "x");')
    server.fail(server.receive(request())[0])
    assert count(server, "failures") == 1


@pytest.mark.parametrize(
    ("function", "is_closed", "may_connect"), [("set_reply_close();", True, True), ("set_reply_no_connect();", False, False)]
)
def test_a_reply_obeys_what_the_script_said_of_its_connection(function: str, *, is_closed: bool, may_connect: bool) -> None:
    data = request().replace(b"/UDP", b"/TCP")
    send = lab(f'{function} sl_send_reply("404", "x");').receive(data, proto="tcp")[0]
    assert (send.close, not send.no_connect) == (is_closed, may_connect)
