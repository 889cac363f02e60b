"""The way of received bytes to the routes."""

from __future__ import annotations

from typing import Any

import pytest
from tests.kahea.core.conftest import noting

from kahea.base.errors import KaheaError
from kahea.core.driver import Sleep
from kahea.core.events import SrEvent
from kahea.core.flags import MsgFlags
from kahea.core.forward import forward_request
from kahea.core.net import Proto
from kahea.core.script_cb import When

REPLY = (
    b"SIP/2.0 180 Ringing\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKx\r\nVia: SIP/2.0/UDP 127.0.0.2\r\n"
    b"To: <sip:a@b>;tag=1\r\nFrom: <sip:a@b>;tag=2\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n\r\n"
)


def _seen(bench: Any, kind: str = "request_route", name: str = "", answer: int = 1) -> list[Any]:
    seen: list[Any] = []

    def route(msg: Any, _run: Any) -> int:
        seen.append(msg)
        return answer

    bench.route(kind, route, name)
    return seen


def _drop(_msg: Any, run: Any) -> int:
    run.flags |= 4
    return 0


def _dropping(seen: list[Any]) -> Any:
    def route(msg: Any, run: Any) -> int:
        seen.append(msg)
        return _drop(msg, run)

    return route


# -- before the parser


@pytest.mark.parametrize("data", [b"\0\0\0\0", b"\r\n", b"\r\n\r\n", b"x", b"", b"\r\n\r\n\r\n\0", b"0123456789012345678"])
def test_a_keep_alive_is_counted_and_meets_no_route(bench: Any, data: bytes) -> None:
    seen = _seen(bench)
    assert bench.receive(data) == []
    assert (seen, bench.count("keepalive_rx"), bench.count("bad_msg"), bench.log) == ([], 1, 0, [])


@pytest.mark.parametrize(("ping", "wanted"), [(1, [b"\r\n"]), (0, [])])
def test_a_ping_on_a_stream_is_answered_over_its_connection(bench: Any, ping: int, wanted: list[bytes]) -> None:
    bench.engine.core.tcp_crlf_ping = ping
    sends = bench.receive(b"\r\n\r\n", bench.rcv(Proto.TCP, con_id=9))
    assert [send.data for send in sends] == wanted
    assert all(send.dst.con_id == 9 and send.no_connect for send in sends)


def test_empty_lines_before_a_message_are_skipped(bench: Any, invite: bytes) -> None:
    seen = _seen(bench)
    bench.receive(b"\r\n\r\n" + invite)
    assert [msg.buf for msg in seen] == [invite]


def test_a_listener_may_take_the_bytes_away(bench: Any, invite: bytes) -> None:
    seen = _seen(bench)
    bench.engine.events.register(SrEvent.NET_DATA_RECV, lambda _data, rcv: rcv.src_port == 5061)
    bench.receive(invite)
    assert (seen, bench.count("rcv_requests")) == ([], 0)


def test_a_listener_may_put_other_bytes_in_their_place(bench: Any, invite: bytes) -> None:
    seen = _seen(bench)
    bench.engine.events.register(SrEvent.NET_DATA_IN, lambda data, _rcv: data.replace(b"bob", b"eve"))
    bench.receive(invite)
    assert seen[0].first_line.uri == b"sip:eve@biloxi.example"


@pytest.mark.parametrize(("conformance", "codes"), [("strict", [b"513"]), ("kamailio", [])])
def test_what_is_larger_than_the_limit_meets_no_route(bench: Any, invite: bytes, conformance: str, codes: list[bytes]) -> None:
    seen = _seen(bench)
    bench.engine.core.sip_conformance = conformance
    bench.engine.core.msg_recv_max_size = len(invite)
    bench.receive(invite)
    sends = bench.receive(invite + b"x")
    assert ([send.data[8:11] for send in sends], len(seen), bench.count("bad_msg")) == (codes, 1, 1)


@pytest.mark.parametrize(("mode", "served"), [(0, 1), (1, 0)])
def test_msg_received_may_drop_what_is_not_parsed(bench: Any, invite: bytes, mode: int, served: int) -> None:
    bench.engine.core.received_route_mode = mode
    raw: list[Any] = []
    bench.route("event_route", _dropping(raw), "core:msg-received")
    seen = _seen(bench)
    bench.receive(invite)
    assert len(seen) == served
    assert [(msg.buf, msg.rcv.src_ip) for msg in raw] == [(invite, b"127.0.0.2")] * mode


# -- what cannot be served


@pytest.mark.parametrize("data", [b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", bytes(range(1, 200)), b"\x16\x03\x01" + b"x" * 40])
def test_what_is_no_sip_is_counted_and_told_once(bench: Any, data: bytes) -> None:
    assert bench.receive(data) == []
    assert (bench.count("bad_msg"), bench.count("bad_msg_hdr"), len(bench.log)) == (1, 0, 1)


def test_what_is_no_sip_may_be_served_by_a_listener(bench: Any) -> None:
    bench.engine.events.register(SrEvent.RCV_NOSIP, lambda data, _rcv: data.startswith(b"GET "))
    assert bench.receive(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n") == []
    assert (bench.count("bad_msg"), bench.log) == (0, [])


BAD = [
    ("bad_msg_hdr", b"Call-ID: a84b4c76e66710@pc33.atlanta.example\r\n", b"", b"400 Missing Call-ID"),
    ("bad_msg_hdr", b"314159 INVITE", b"314159 OPTIONS", b"400 Cseq: method 'OPTIONS' is not 'INVITE'"),
    ("bad_msg_hdr", b"SIP/2.0\r\n", b"SIP/7.0\r\n", b"505 First line: version 'SIP/7.0' is not SIP/2.0"),
    ("bad_URIs_rcvd", b"sip:bob@biloxi.example SIP", b"soap.beep:bob SIP", b"416 Unsupported URI scheme 'soap.beep'"),
    ("bad_URIs_rcvd", b"sip:bob@biloxi.example SIP", b"sip: SIP", b"400 "),
]


@pytest.mark.parametrize(("counter", "old", "new", "status"), BAD)
def test_a_bad_request_is_answered_counted_and_told_once(
    bench: Any, *, invite: bytes, counter: str, old: bytes, new: bytes, status: bytes
) -> None:
    seen = _seen(bench)
    sends = bench.receive(invite.replace(old, new))
    assert [send.data.startswith(b"SIP/2.0 " + status) for send in sends] == [True]
    assert sends[0].dst.ip == b"127.0.0.2"
    counters = ("bad_msg_hdr", "bad_URIs_rcvd", "bad_via", "bad_msg")
    assert [bench.count(name) for name in counters] == [name == counter for name in counters]
    assert (seen, len(bench.log)) == ([], 1)


def test_kamailio_leaves_such_checks_to_the_script(bench: Any, invite: bytes) -> None:
    bench.engine.core.sip_conformance = "kamailio"
    seen = _seen(bench)
    assert bench.receive(invite.replace(b"314159 INVITE", b"314159 OPTIONS")) == []
    assert len(seen) == 1
    assert bench.receive(invite.replace(b"SIP/2.0\r\n", b"SIP/7.0\r\n")) == []
    assert (len(seen), bench.count("bad_msg_hdr")) == (1, 1)


@pytest.mark.parametrize("via", [b"", b"Via: SIP/2.0/UDP\r\n", b"Via: nonsense\r\n"])
def test_a_request_that_does_not_say_where_it_comes_from_is_not_answered(bench: Any, via: bytes) -> None:
    assert bench.receive(b"OPTIONS sip:a@b SIP/2.0\r\n" + via + b"To: <sip:a@b>\r\n\r\n") == []
    assert bench.count("bad_via") == 1


def test_a_bad_ack_or_reply_is_never_answered(bench: Any, invite: bytes) -> None:
    assert bench.receive(invite.replace(b"INVITE sip:", b"ACK sip:")) == []
    assert bench.receive(REPLY.replace(b"Call-ID: x\r\n", b"")) == []
    assert bench.count("bad_msg_hdr") == 2


def test_receive_parse_error_sees_the_bytes_and_may_keep_the_reply_back(bench: Any, invite: bytes) -> None:
    raw: list[Any] = []
    bench.route("event_route", _dropping(raw), "core:receive-parse-error")
    bad = invite.replace(b"SIP/2.0\r\n", b"SIP/7.0\r\n")
    assert (bench.receive(bad), [msg.buf for msg in raw]) == ([], [bad])


@pytest.mark.parametrize("method", [b"ACK", b"CANCEL"])
def test_420_names_what_is_not_there_but_never_to_ack_and_cancel(bench: Any, invite: bytes, method: bytes) -> None:
    bench.route("request_route", lambda msg, _run: forward_request(msg))
    data = invite.replace(b"To: ", b"Proxy-Require: foo, path, bar\r\nTo: ").replace(
        b"bob@biloxi.example SIP", b"127.0.0.9 SIP"
    )
    (send,) = bench.receive(data)
    assert send.data.startswith(b"SIP/2.0 420 Bad Extension\r\n")
    assert b"\r\nUnsupported: foo, bar\r\n" in send.data
    assert [send.data[:3] for send in bench.receive(data.replace(b"INVITE", method))] == [method[:3]]


# -- requests


def test_a_request_meets_callbacks_and_routes_in_order(bench: Any, invite: bytes) -> None:
    order: list[str] = []
    bench.engine.script_cbs.register(When.PRE_REQUEST, lambda _msg: order.append("before"))
    bench.engine.script_cbs.register(When.POST_REQUEST, lambda _msg: order.append("after"))
    bench.route("event_route", lambda _msg, _run: order.append("pre-routing"), "core:pre-routing")
    bench.route("request_route", lambda _msg, _run: order.append("request_route"))
    assert bench.receive(invite) == []
    assert order == ["before", "pre-routing", "request_route", "after"]
    assert (bench.count("rcv_requests"), bench.count("rcv_requests_invite"), bench.count("drop_requests")) == (1, 1, 0)


def test_a_message_knows_its_number_and_time(bench: Any, invite: bytes) -> None:
    seen = _seen(bench)
    bench.receive(invite)
    bench.engine.now = 107.5
    bench.receive(invite)
    assert [(msg.id, msg.now) for msg in seen] == [(1, 100.0), (2, 107.5)]


def test_a_callback_before_the_route_may_drop_the_request(bench: Any, invite: bytes) -> None:
    seen = _seen(bench)
    bench.engine.script_cbs.register(When.PRE_REQUEST, lambda _msg: False)
    bench.receive(invite)
    assert (seen, bench.count("drop_requests")) == ([], 1)


def test_pre_routing_may_drop_the_request(bench: Any, invite: bytes) -> None:
    seen = _seen(bench)
    bench.route("event_route", _drop, "core:pre-routing")
    bench.receive(invite)
    assert (seen, bench.count("drop_requests")) == ([], 1)


def test_the_callback_behind_the_route_is_called_when_the_route_fails(bench: Any, invite: bytes) -> None:
    after: list[Any] = []

    def fail(_msg: Any, _run: Any) -> int:
        raise KaheaError("the database is gone")

    bench.route("request_route", fail)
    bench.engine.script_cbs.register(When.POST_REQUEST, after.append)
    bench.receive(invite)
    assert (len(after), bench.count("err_requests")) == (1, 1)
    assert "the database is gone" in bench.log[0]
    assert "callid=a84b4c76e66710@pc33.atlanta.example" in bench.log[0]


def test_the_log_forgets_the_message_behind_it(bench: Any, invite: bytes) -> None:
    bench.receive(invite)
    bench.engine.log.module("core").err("later")
    assert "callid" not in bench.log[0]


def test_a_route_that_waits_goes_on_later(bench: Any, invite: bytes) -> None:
    order: list[str] = []

    async def nap(_msg: Any, _run: Any) -> int:
        order.append("before")
        await Sleep(1.0)
        order.append("behind")
        return 1

    bench.route("request_route", nap)
    bench.engine.script_cbs.register(When.POST_REQUEST, lambda _msg: order.append("after"))
    bench.receive(invite)
    assert order == ["before"]
    bench.engine.run_timers(101.5)
    assert order == ["before", "behind", "after"]


@pytest.mark.parametrize("force", [0, 1])
def test_force_rport_is_set_for_all_requests(bench: Any, invite: bytes, force: int) -> None:
    seen = _seen(bench)
    bench.engine.core.force_rport = force
    bench.receive(invite)
    assert bool(seen[0].msg_flags & MsgFlags.FORCE_RPORT) is bool(force)


class Connections:
    """The edge's connections: the aliases that were asked for."""

    def __init__(self) -> None:
        self.aliases: list[tuple[int, int]] = []

    def add_alias(self, con_id: int, port: int) -> bool:
        self.aliases.append((con_id, port))
        return True


@pytest.mark.parametrize(
    ("accept", "params", "proto", "wanted"),
    [
        (1, b"5066;alias;branch", Proto.TCP, [(9, 5066)]),
        (1, b"5066;branch", Proto.TCP, []),
        (0, b"5066;alias;branch", Proto.TCP, []),
        (1, b"5066;alias;branch", Proto.UDP, []),
    ],
)
def test_tcp_accept_aliases_takes_the_port_of_a_via_with_alias(
    bench: Any, invite: bytes, *, accept: int, params: bytes, proto: Proto, wanted: list[tuple[int, int]]
) -> None:
    bench.engine.core.tcp_accept_aliases = accept
    bench.engine.edge = Connections()
    bench.receive(invite.replace(b"5066;branch", params, 1), bench.rcv(proto, con_id=9))
    assert bench.engine.edge.aliases == wanted


def test_a_method_nobody_knows_is_counted_and_served(bench: Any, invite: bytes) -> None:
    seen = _seen(bench)
    bench.receive(invite.replace(b"INVITE", b"DANCE"))
    assert (len(seen), bench.count("unsupported_methods"), bench.count("rcv_requests")) == (1, 1, 1)


# -- replies


def test_a_reply_meets_reply_route_and_then_the_modules(bench: Any) -> None:
    order: list[str] = []
    bench.engine.script_cbs.register(When.PRE_REPLY, lambda _msg: order.append("before"))
    bench.engine.script_cbs.register(When.POST_REPLY, lambda _msg: order.append("after"))
    bench.route("reply_route", lambda _msg, _run: order.append("reply_route"))
    bench.engine.reply_handlers.append(noting(order, 0, what="handler"))
    bench.receive(REPLY)
    assert order == ["before", "reply_route", "handler", "after"]
    assert [bench.count(name) for name in ("rcv_replies", "rcv_replies_18x", "rcv_replies_1xx_invite")] == [1, 1, 1]


@pytest.mark.parametrize(("answer", "asked"), [(1, 1), (0, 0), (-1, 0)])
def test_what_reply_route_returns_decides_whether_a_reply_goes_on(bench: Any, answer: int, asked: int) -> None:
    _seen(bench, "reply_route", answer=answer)
    handled: list[Any] = []
    bench.engine.reply_handlers.append(noting(handled, 0))
    bench.receive(REPLY)
    assert (len(handled), bench.count("drop_replies")) == (asked, 1 - asked)


def test_reply_route_may_drop_a_reply(bench: Any) -> None:
    handled: list[Any] = []
    bench.route("reply_route", _drop)
    bench.engine.reply_handlers.append(handled.append)
    bench.receive(REPLY)
    assert (handled, bench.count("drop_replies")) == ([], 1)


def test_a_callback_before_reply_route_may_drop_a_reply(bench: Any) -> None:
    seen = _seen(bench, "reply_route")
    bench.engine.script_cbs.register(When.PRE_REPLY, lambda _msg: False)
    bench.receive(REPLY)
    assert (seen, bench.count("drop_replies")) == ([], 1)
