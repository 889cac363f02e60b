"""Requests and replies that go on without a transaction."""

from __future__ import annotations

from typing import Any

import pytest
from tests.kahea.core.conftest import noting

from kahea.core.events import SrEvent
from kahea.core.flags import MsgFlags
from kahea.core.forward import forward_request, may_be_sent_to, next_hop, prepare_request
from kahea.core.msg_translator import build_res_buf_from_sip_req
from kahea.core.net import DestInfo, Proto
from kahea.core.resolve import Address

TO_9 = b"INVITE sip:bob@127.0.0.9:5070 SIP/2.0"
FROM_9 = (b"127.0.0.9", 5070)


@pytest.fixture
def call(bench: Any, invite: bytes) -> bytes:
    """An INVITE to 127.0.0.9, and a route that forwards."""
    bench.route("request_route", lambda msg, _run: forward_request(msg))
    return invite.replace(b"INVITE sip:bob@biloxi.example SIP/2.0", TO_9)


def _answer(bench: Any, sent: bytes) -> bytes:
    return build_res_buf_from_sip_req(bench.msg(sent, bench.rcv(src=(b"127.0.0.1", 5060))), 180, b"Ringing", b"x")


def test_a_request_goes_to_its_uri(bench: Any, call: bytes) -> None:
    (send,) = bench.receive(call)
    assert (send.dst.proto, send.dst.ip, send.dst.port) == (Proto.UDP, b"127.0.0.9", 5070)
    assert send.data.startswith(TO_9 + b"\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK")
    assert bench.count("fwd_requests") == 1


def test_the_destination_uri_comes_before_the_request_uri(bench: Any, call: bytes) -> None:
    msg = bench.msg(call)
    assert next_hop(msg) == b"sip:bob@127.0.0.9:5070"
    msg.dst_uri = b"sip:127.0.0.8;transport=tcp"
    assert next_hop(msg) == msg.dst_uri
    assert bench.run(forward_request(msg)) == 1


def test_retransmission_cancel_and_ack_have_the_branch_of_the_invite(bench: Any, call: bytes) -> None:
    branches = {
        bench.receive(data)[0].data.split(b"\r\n")[1]
        for data in (call, call, call.replace(b"INVITE", b"CANCEL"), call.replace(b"INVITE", b"ACK"))
    }
    assert len(branches) == 1
    other = call.replace(b"branch=z9hG4bK776asdhds", b"branch=z9hG4bKother")
    assert bench.receive(other)[0].data.split(b"\r\n")[1] not in branches


def test_a_reply_goes_back_to_where_the_request_came_from(bench: Any, call: bytes) -> None:
    (request,) = bench.receive(call.replace(b"5066;branch", b"5066;rport;branch"))
    reply = _answer(bench, request.data)
    (send,) = bench.receive(reply, bench.rcv(src=FROM_9))
    assert (send.dst.ip, send.dst.port) == (b"127.0.0.2", 5061)
    assert send.data == reply.replace(request.data.split(b"\r\n")[1] + b"\r\n", b"")
    assert bench.count("fwd_replies") == 1


def test_a_reply_to_a_request_from_a_connection_goes_back_over_it(bench: Any, call: bytes) -> None:
    (request,) = bench.receive(call.replace(b"SIP/2.0/UDP pc33", b"SIP/2.0/TCP pc33"), bench.rcv(Proto.TCP, con_id=0x1A2))
    (send,) = bench.receive(_answer(bench, request.data), bench.rcv(src=FROM_9))
    assert (send.dst.proto, send.dst.con_id, send.dst.ip) == (Proto.TCP, 0x1A2, b"127.0.0.2")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"127.0.0.1;branch=z9hG4bK", b"127.0.0.1;branch=z9hG4bKa"),  # not our branch
        (b"Call-ID: a84", b"Call-ID: b84"),  # ours, but of another call
        (b"CSeq: 314159", b"CSeq: 314160"),
        (b"branch=z9hG4bK776asdhds", b"branch=z9hG4bK777"),
    ],
)
def test_a_reply_to_what_was_not_forwarded_is_dropped(bench: Any, call: bytes, old: bytes, new: bytes) -> None:
    (request,) = bench.receive(call)
    assert bench.receive(_answer(bench, request.data).replace(old, new, 1), bench.rcv(src=FROM_9)) == []
    assert (bench.count("drop_replies"), bench.count("fwd_replies")) == (1, 0)


def test_kamailio_forwards_every_reply_with_a_second_via(bench: Any, call: bytes) -> None:
    bench.engine.core.sip_conformance = "kamailio"
    (request,) = bench.receive(call)
    reply = _answer(bench, request.data).replace(b"127.0.0.1;branch=z9hG4bK", b"127.0.0.99;branch=z9hG4bKa")
    assert len(bench.receive(reply, bench.rcv(src=FROM_9))) == 1
    bench.engine.core.check_via = 1
    assert bench.receive(reply, bench.rcv(src=FROM_9)) == []
    assert len(bench.receive(reply.replace(b"127.0.0.99", b"127.0.0.1"), bench.rcv(src=FROM_9))) == 1


def test_a_handler_that_answers_0_has_dealt_with_the_reply(bench: Any, call: bytes) -> None:
    (request,) = bench.receive(call)
    answers = [0, 1]

    async def handler(_msg: Any) -> int:
        return answers[0]

    bench.engine.reply_handlers.append(handler)
    assert bench.receive(_answer(bench, request.data), bench.rcv(src=FROM_9)) == []
    answers[0] = 1
    assert len(bench.receive(_answer(bench, request.data), bench.rcv(src=FROM_9))) == 1


@pytest.mark.parametrize("address", [b"255.255.255.255", b"224.0.1.75", b"0.0.0.0"])
def test_nothing_is_sent_to_everybody(bench: Any, call: bytes, address: bytes) -> None:
    assert not may_be_sent_to(address)
    assert bench.receive(call.replace(b"bob@127.0.0.9:5070", b"bob@" + address)) == []
    assert bench.count("err_requests") == 1
    bench.engine.core.sip_conformance = "kamailio"
    reply = (
        b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1\r\nVia: SIP/2.0/UDP "
        + address
        + b"\r\nTo: <sip:a@b>\r\nFrom: <sip:a@b>\r\n"
        b"Call-ID: x\r\nCSeq: 1 BYE\r\n\r\n"
    )
    assert bench.receive(reply) == []
    assert bench.count("err_replies") == 1


@pytest.mark.parametrize("vias", [b"", b"Via: SIP/2.0/SMOKE 127.0.0.2\r\n", b"Via: SIP/2.0/TLS 127.0.0.2\r\n"])
def test_a_reply_without_a_way_back_is_an_error(bench: Any, vias: bytes) -> None:
    bench.engine.core.sip_conformance = "kamailio"
    head = b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1\r\n" + vias
    assert bench.receive(head + b"To: <sip:a@b>\r\nFrom: <sip:a@b>\r\nCall-ID: x\r\nCSeq: 1 BYE\r\n\r\n") == []
    assert (bench.count("err_replies"), len(bench.log)) == (1, 1)


def test_a_request_without_hops_is_answered_483(bench: Any, call: bytes) -> None:
    (send,) = bench.receive(call.replace(b"Max-Forwards: 70", b"Max-Forwards: 0"))
    assert send.data.startswith(b"SIP/2.0 483 ")
    assert (send.dst.ip, send.dst.port, b";tag=" in send.data.partition(b"To: ")[2]) == (b"127.0.0.2", 5066, True)
    assert bench.receive(call.replace(b"Max-Forwards: 70", b"Max-Forwards: 0").replace(b"INVITE", b"ACK")) == []


@pytest.mark.parametrize("uri", [b"tel:+123", b"sip:nowhere.example", b"sip:a@127.0.0.9;transport=smoke", b"sip:[::9]"])
def test_a_request_that_has_nowhere_to_go_is_an_error(bench: Any, call: bytes, uri: bytes) -> None:
    assert bench.receive(call.replace(b"sip:bob@127.0.0.9:5070", uri)) == []
    assert (bench.count("err_requests"), bench.count("fwd_requests")) == (1, 0)


def test_flags_of_the_script_go_with_the_send(bench: Any, call: bytes) -> None:
    def route(msg: Any, _run: Any) -> Any:
        msg.msg_flags |= MsgFlags.FWD_NO_CONNECT | MsgFlags.FWD_CON_CLOSE
        return forward_request(msg)

    (plain,) = bench.receive(call)
    bench.route("request_route", route)
    (send,) = bench.receive(call)
    assert (plain.no_connect, plain.close, send.no_connect, send.close) == (False, False, True, True)


def test_onsend_route_sees_what_leaves_and_may_keep_it(bench: Any, call: bytes) -> None:
    seen = []

    def onsend(msg: Any, run: Any) -> int:
        seen.append((msg.snd.dst.ip, msg.snd.dst.port, len(msg.snd.data)))
        run.flags |= 4 * (len(seen) > 1)
        return 1

    bench.route("onsend_route", onsend)
    (send,) = bench.receive(call)
    assert seen == [(b"127.0.0.9", 5070, len(send.data))]
    assert bench.receive(call) == []
    assert bench.count("fwd_requests") == 1


@pytest.mark.parametrize(("asked", "runs"), [(0, 1), (1, 2)])
def test_onsend_route_sees_replies_when_it_is_asked_to(bench: Any, call: bytes, asked: int, runs: int) -> None:
    bench.engine.core.onsend_route_reply = asked
    seen: list[Any] = []
    bench.route("onsend_route", noting(seen, 1))
    (request,) = bench.receive(call)
    assert len(bench.receive(_answer(bench, request.data), bench.rcv(src=FROM_9))) == 1
    assert len(seen) == runs


def test_the_next_destination_is_tried_when_one_fails(bench: Any, call: bytes) -> None:
    bench.engine.core.use_dns_failover = 1
    bench.dns["two.example", "A"] = [Address(b"127.0.0.8"), Address(b"127.0.0.9")]
    (first,) = bench.receive(call.replace(b"127.0.0.9:5070", b"two.example:5070"))
    (second,) = bench.fail(first)
    assert [send.dst.ip for send in (first, second)] == [b"127.0.0.8", b"127.0.0.9"]
    assert bench.fail(second) == []
    assert bench.count("err_requests") == 1


def test_a_large_request_goes_over_tcp_and_back_to_udp_when_that_fails(bench: Any, call: bytes) -> None:
    bench.engine.core.udp_mtu = 100
    bench.engine.core.udp_mtu_try_proto = "TCP"
    (send,) = bench.receive(call)
    assert send.dst.proto is Proto.TCP
    assert b"\r\nVia: SIP/2.0/TCP 127.0.0.1;" in send.data
    (again,) = bench.fail(send)
    assert again.dst.proto is Proto.UDP
    assert bench.fail(again) == []


@pytest.mark.parametrize(("transport", "con_id"), [(b";transport=tcp", 77), (b"", 0)])
def test_a_contact_is_reached_over_the_connection_it_came_over(bench: Any, call: bytes, transport: bytes, con_id: int) -> None:
    msg = bench.msg(call)
    msg.set_ruri(b"sip:bob@127.0.0.9:5070" + transport)
    msg.ruri_con_id = 77
    bench.route("request_route", lambda _msg, _run: forward_request(msg))
    (send,) = bench.receive(call)
    assert send.dst.con_id == con_id


def test_a_message_may_have_its_own_protocol_for_what_is_large(bench: Any, call: bytes) -> None:
    bench.engine.core.udp_mtu = 100
    msg = bench.msg(call)
    msg.msg_flags |= MsgFlags.MTU_TCP
    prepared = prepare_request(msg, DestInfo(Proto.UDP, b"127.0.0.9", 5060), b"z9hG4bKx")
    assert prepared is not None
    assert prepared[0].proto is Proto.TCP


def test_a_listener_may_put_other_bytes_on_the_wire(bench: Any, call: bytes) -> None:
    bench.engine.events.register(SrEvent.NET_DATA_OUT, lambda send: send.data.replace(b"Max-Forwards: 70", b"Max-Forwards: 7"))
    (send,) = bench.receive(call)
    assert b"\r\nMax-Forwards: 7\r\n" in send.data


@pytest.mark.parametrize(("limit", "proto"), [(0, "TCP"), (9999, "TCP"), (100, "UDP"), (100, "TLS")])
def test_what_fits_or_has_no_other_way_stays_on_udp(bench: Any, call: bytes, limit: int, proto: str) -> None:
    bench.engine.core.udp_mtu = limit
    bench.engine.core.udp_mtu_try_proto = proto
    prepared = prepare_request(bench.msg(call), DestInfo(Proto.UDP, b"127.0.0.9", 5060), b"z9hG4bKx")
    assert prepared is not None
    assert prepared[0].proto is Proto.UDP
