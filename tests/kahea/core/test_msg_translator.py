"""What leaves the server is what came in, but for what was decided."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kahea.core.lump_rpl import RplKind, add_lump_rpl
from kahea.core.msg_translator import build_req_buf_from_sip_req, build_res_buf_from_sip_req, build_res_buf_from_sip_res
from kahea.core.net import DestInfo, Proto, SocketInfo
from kahea.parser.hf import HdrType
from kahea.parser.message import Message

BRANCH = b"z9hG4bKours"
OUR_VIA = b"Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKours\r\n"
SEEN = b"Via: SIP/2.0/UDP pc33.atlanta.example:5066;received=127.0.0.2;branch=z9hG4bK776asdhds\r\n"
CAME = b"Via: SIP/2.0/UDP pc33.atlanta.example:5066;branch=z9hG4bK776asdhds\r\n"


def _forward(bench: Any, data: bytes, sock: SocketInfo, dst: DestInfo, **more: Any) -> bytes:
    return build_req_buf_from_sip_req(bench.msg(data), dst, sock, BRANCH, **more)


# -- requests


def test_a_request_differs_in_its_vias_alone(bench: Any, invite: bytes, udp: SocketInfo, target: DestInfo) -> None:
    assert _forward(bench, invite, udp, target) == invite.replace(CAME, OUR_VIA + SEEN)


def test_a_request_from_its_sent_by_keeps_its_via(bench: Any, invite: bytes, udp: SocketInfo, target: DestInfo) -> None:
    data = invite.replace(b"pc33.atlanta.example:5066;branch", b"127.0.0.2:5061;branch")
    assert _forward(bench, data, udp, target) == data.replace(b"Via: ", OUR_VIA + b"Via: ", 1)


def test_the_new_request_uri_is_in_the_first_line(bench: Any, invite: bytes, udp: SocketInfo, target: DestInfo) -> None:
    msg = bench.msg(invite)
    msg.set_ruri(b"sip:carol@chicago.example")
    built = build_req_buf_from_sip_req(msg, target, udp, BRANCH)
    assert built.startswith(b"INVITE sip:carol@chicago.example SIP/2.0\r\n" + OUR_VIA)
    assert _forward(bench, invite, udp, target, uri=b"sip:d@e").startswith(b"INVITE sip:d@e SIP/2.0\r\n")


@pytest.mark.parametrize(
    ("uri", "sent"),
    [
        (b"sip:a@b?Route=%3Csip:evil%3E", b"sip:a@b"),
        (b"sip:a?b@c", b"sip:a?b@c"),  # a question mark may stand in the user
        (b"sip:a?b@c?x=y", b"sip:a?b@c"),
        (b"tel:+1?x", b"tel:+1?x"),
    ],
)
def test_headers_of_a_uri_never_reach_the_first_line(
    bench: Any, *, invite: bytes, udp: SocketInfo, target: DestInfo, uri: bytes, sent: bytes
) -> None:
    assert _forward(bench, invite, udp, target, uri=uri).split(b" ")[1] == sent


def test_path_becomes_the_first_route(bench: Any, invite: bytes, udp: SocketInfo, target: DestInfo) -> None:
    path = b"<sip:edge.example;lr>,<sip:core.example;lr>"
    without = _forward(bench, invite, udp, target, path=path)
    assert without.index(b"Route: " + path + b"\r\nMax-Forwards") > without.rindex(b"Via: ")
    routed = invite.replace(b"To: ", b"Route: <sip:old.example;lr>\r\nTo: ")
    assert b"Route: " + path + b"\r\nRoute: <sip:old.example;lr>\r\n" in _forward(bench, routed, udp, target, path=path)


def test_extra_headers_stand_behind_the_others(bench: Any, invite: bytes, udp: SocketInfo, target: DestInfo) -> None:
    built = _forward(bench, invite, udp, target, extra=b"X-A: 1\r\n")
    assert b"Content-Length: 5\r\nX-A: 1\r\n\r\nv=0" in built


def test_lumps_of_the_head_are_applied(bench: Any, invite: bytes, udp: SocketInfo, target: DestInfo) -> None:
    msg = bench.msg(invite)
    contact = msg.hdr(HdrType.CONTACT)
    lump = msg.add_rm.del_lump(contact.start, contact.len)
    msg.add_rm.insert_new_lump_after(lump, lambda sock, _dst: b"Contact: <sip:" + sock.address + b">\r\n")
    wanted = invite.replace(CAME, OUR_VIA + SEEN).replace(b"sip:alice@pc33.atlanta.example>", b"sip:127.0.0.1>")
    assert build_req_buf_from_sip_req(msg, target, udp, BRANCH) == wanted
    assert msg.buf == invite


def test_a_removed_top_via_takes_its_source_along(bench: Any, invite: bytes, udp: SocketInfo, target: DestInfo) -> None:
    msg = bench.msg(invite)
    via = msg.hdr(HdrType.VIA)
    msg.add_rm.del_lump(via.start, via.len)
    assert build_req_buf_from_sip_req(msg, target, udp, BRANCH) == invite.replace(CAME, OUR_VIA)


def test_a_changed_body_has_its_length(bench: Any, invite: bytes, udp: SocketInfo, target: DestInfo) -> None:
    msg = bench.msg(invite)
    msg.body_lumps.insert_new_lump_after(msg.body_lumps.anchor_lump(len(invite)), b"a=sendonly\r\n")
    built = build_req_buf_from_sip_req(msg, target, udp, BRANCH)
    assert b"Content-Length: 17\r\n" in built
    assert built.endswith(b"\r\n\r\nv=0\r\na=sendonly\r\n")


def test_a_changed_body_without_length_gets_one(bench: Any, invite: bytes, udp: SocketInfo, target: DestInfo) -> None:
    msg = bench.msg(invite.replace(b"Content-Length: 5\r\n", b""))
    msg.body_lumps.del_lump(msg.eoh, 5)
    assert build_req_buf_from_sip_req(msg, target, udp, BRANCH).endswith(b"sdp\r\nContent-Length: 0\r\n\r\n")


@pytest.mark.parametrize(("proto", "is_added"), [(Proto.UDP, False), (Proto.TCP, True)])
def test_a_stream_is_given_the_length_that_a_datagram_can_do_without(
    bench: Any, invite: bytes, udp: SocketInfo, proto: Proto, is_added: bool
) -> None:
    data = invite.replace(b"Content-Length: 5\r\n", b"")
    built = _forward(bench, data, udp, DestInfo(proto, b"127.0.0.9", 5070))
    assert (b"Content-Length: 5\r\n" in built) is is_added


def test_bytes_behind_the_body_are_not_passed_on(bench: Any, invite: bytes, udp: SocketInfo, target: DestInfo) -> None:
    built = _forward(bench, invite + b"INVITE sip:second@x SIP/2.0\r\n", udp, target)
    assert built.endswith(b"\r\n\r\nv=0\r\n")


def test_a_request_over_a_connection_leaves_its_number_in_our_via(bench: Any, invite: bytes, target: DestInfo) -> None:
    msg = bench.msg(invite, bench.rcv(Proto.TCP, con_id=0x1A2))
    built = build_req_buf_from_sip_req(msg, target, msg.rcv.sock, BRANCH)
    assert built.split(b"\r\n")[1] == b"Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKours;i=2a1"


SHAPES = {
    "compact": (
        b"BYE sip:a@b SIP/2.0\r\nv: SIP/2.0/UDP h;branch=z9hG4bKx\r\nt: <sip:a@b>\r\nl: 0\r\n\r\n",
        b"v: SIP/2.0/UDP h;received=127.0.0.2;branch=z9hG4bKx\r\nt: <sip:a@b>\r\nl: 0\r\n\r\n",
    ),
    "two vias in a line": (
        b"BYE sip:a@b SIP/2.0\r\nSubject: x\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKx, SIP/2.0/TCP i\r\n\r\n",
        b"Via: SIP/2.0/UDP h;received=127.0.0.2;branch=z9hG4bKx, SIP/2.0/TCP i\r\n\r\n",
    ),
    "folded": (
        b"BYE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP\r\n h\r\n ;branch=z9hG4bKx\r\nSubject: a\r\n b\r\n\r\n",
        b"Via: SIP/2.0/UDP\r\n h;received=127.0.0.2;branch=z9hG4bKx\r\nSubject: a\r\n b\r\n\r\n",
    ),
    "LF alone": (
        b"BYE sip:a@b SIP/2.0\nVia: SIP/2.0/UDP h;branch=z9hG4bKx\nSubject: a\n b\n\nbody\n",
        b"Via: SIP/2.0/UDP h;received=127.0.0.2;branch=z9hG4bKx\r\nSubject: a\r\n b\r\n\r\nbody\n",
    ),
    "a comment": (
        b"BYE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h (a;b)\r\n\r\n",
        b"Via: SIP/2.0/UDP h;received=127.0.0.2 (a;b)\r\n\r\n",
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_way_to_write_a_head_is_forwarded(bench: Any, udp: SocketInfo, target: DestInfo, shape: str) -> None:
    data, tail = SHAPES[shape]
    built = _forward(bench, data, udp, target)
    assert built.endswith(OUR_VIA + tail)
    assert Message(built).via1 == Message(b"BYE sip:a@b SIP/2.0\r\n" + OUR_VIA + b"\r\n").via1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.lists(st.binary(min_size=1, max_size=20), max_size=5))
def test_headers_nobody_knows_and_bodies_travel_untouched(
    bench: Any, udp: SocketInfo, body: bytes, values: list[bytes]
) -> None:
    lines = [b"X-%d: " % at + value.translate(None, b"\r\n") + b"\r\n" for at, value in enumerate(values)]
    rest = b"".join(lines) + b"\r\n" + body
    head = b"BYE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.2:5061;branch=z9hG4bKx\r\n"
    built = _forward(bench, head + rest, udp, DestInfo(Proto.UDP, b"127.0.0.9", 5))
    assert built.endswith(rest)
    assert len(built) == len(head + rest) + len(OUR_VIA)


# -- replies that go on


def _reply(vias: bytes, rest: bytes = b"CSeq: 1 BYE\r\n\r\n") -> bytes:
    return b"SIP/2.0 183 In progress\r\n" + vias + rest


@pytest.mark.parametrize(
    ("vias", "left"),
    [
        (b"Via: SIP/2.0/UDP us\r\nVia: SIP/2.0/UDP them\r\n", b"Via: SIP/2.0/UDP them\r\n"),
        (b"v: SIP/2.0/UDP us , SIP/2.0/UDP them\r\n", b"v: SIP/2.0/UDP them\r\n"),
        (b"Via: SIP/2.0/UDP\r\n us\r\nVia: SIP/2.0/UDP them\r\n", b"Via: SIP/2.0/UDP them\r\n"),
        (b"Via: SIP/2.0/UDP us,\r\n SIP/2.0/UDP them\r\n", b"Via: SIP/2.0/UDP them\r\n"),
        (b"Via: SIP/2.0/UDP us\nVia: SIP/2.0/UDP them\n", b"Via: SIP/2.0/UDP them\r\n"),
    ],
)
def test_our_via_alone_is_cut_off(bench: Any, vias: bytes, left: bytes) -> None:
    assert build_res_buf_from_sip_res(bench.msg(_reply(vias))) == _reply(left)


def test_status_and_reason_are_those_the_script_has_put_there(bench: Any) -> None:
    msg = bench.msg(_reply(b"Via: SIP/2.0/UDP us\r\nVia: SIP/2.0/UDP them\r\n"))
    msg.reply_status = (480, b"Not now")
    assert build_res_buf_from_sip_res(msg).startswith(b"SIP/2.0 480 Not now\r\nVia: SIP/2.0/UDP them\r\n")


def test_lumps_of_a_reply_are_applied(bench: Any) -> None:
    msg = bench.msg(_reply(b"Via: SIP/2.0/UDP us\r\nVia: SIP/2.0/UDP them\r\n"))
    msg.add_rm.insert_new_lump_before(msg.add_rm.anchor_lump(msg.hdr(HdrType.CSEQ).start), b"X: y\r\n")
    msg.body_lumps.insert_new_lump_after(msg.body_lumps.anchor_lump(msg.eoh), b"hi")
    wanted = _reply(b"Via: SIP/2.0/UDP them\r\n", b"X: y\r\nCSeq: 1 BYE\r\nContent-Length: 2\r\n\r\nhi")
    assert build_res_buf_from_sip_res(msg) == wanted


def test_a_reply_to_a_stream_gets_its_length(bench: Any) -> None:
    msg = bench.msg(_reply(b"Via: SIP/2.0/UDP us\r\nVia: SIP/2.0/TCP them\r\n"))
    dst = DestInfo(Proto.TCP, b"127.0.0.9", 5060)
    assert b"CSeq: 1 BYE\r\nContent-Length: 0\r\n\r\n" in build_res_buf_from_sip_res(msg, dst)


# -- replies made here


def test_a_reply_is_made_of_the_headers_that_rfc_3261_names(bench: Any, invite: bytes) -> None:
    built = build_res_buf_from_sip_req(bench.msg(invite), 486, b"Busy Here", b"tag7")
    assert built == (
        b"SIP/2.0 486 Busy Here\r\n"
        + SEEN
        + b"Via: SIP/2.0/TCP 192.0.2.7:5066;branch=z9hG4bKfirst\r\n"
        + b"To: Bob <sip:bob@biloxi.example>;tag=tag7\r\n"
        + b"From: Alice <sip:alice@atlanta.example>;tag=1928301774\r\n"
        + b"Call-ID: a84b4c76e66710@pc33.atlanta.example\r\n"
        + b"CSeq: 314159 INVITE\r\n"
        + b"Server: kahea\r\n"
        + b"Content-Length: 0\r\n\r\n"
    )


@pytest.mark.parametrize(
    ("to", "wanted"),
    [
        (b"To: <sip:a@b>", b"To: <sip:a@b>;tag=T"),
        (b"t: sip:a@b", b"t: sip:a@b;tag=T"),
        (b"To: <sip:a@b>;tag=x", b"To: <sip:a@b>;tag=x"),
        (b"To: <sip:a@b>;TAG=x", b"To: <sip:a@b>;TAG=x"),
        (b"To: sip:a@b;tag=x", b"To: sip:a@b;tag=x"),
        (b'To: "tag" <sip:tag@b;tag=no>', b'To: "tag" <sip:tag@b;tag=no>;tag=T'),
        (b"To: <sip:a@b>;stage=1", b"To: <sip:a@b>;stage=1;tag=T"),
        (b"To: <sip:a@b>\r\n ;x=1", b"To: <sip:a@b> ;x=1;tag=T"),
    ],
)
def test_a_to_without_tag_gets_one(bench: Any, invite: bytes, to: bytes, wanted: bytes) -> None:
    built = build_res_buf_from_sip_req(bench.msg(invite.replace(b"To: Bob <sip:bob@biloxi.example>", to)), 200, b"OK", b"T")
    assert b"\r\n" + wanted + b"\r\n" in built


def test_100_has_no_tag(bench: Any, invite: bytes) -> None:
    assert b"To: Bob <sip:bob@biloxi.example>\r\n" in build_res_buf_from_sip_req(bench.msg(invite), 100, b"Trying")


@pytest.mark.parametrize(("code", "is_there"), [(100, False), (180, True), (200, True), (302, False), (486, False)])
def test_record_route_is_copied_where_a_dialog_may_begin(bench: Any, invite: bytes, code: int, is_there: bool) -> None:
    data = invite.replace(b"To: ", b"Record-Route: <sip:p1;lr>\r\nRecord-Route: <sip:p2;lr>\r\nTo: ")
    built = build_res_buf_from_sip_req(bench.msg(data), code, b"x", b"T")
    assert (b"Record-Route: <sip:p1;lr>\r\nRecord-Route: <sip:p2;lr>\r\n" in built) is is_there


def test_what_routes_laid_aside_for_replies_is_in_them(bench: Any, invite: bytes) -> None:
    msg = bench.msg(invite)
    add_lump_rpl(msg, b"X-One: 1\r\n")
    add_lump_rpl(msg, b"X-Two: 2\r\n")
    add_lump_rpl(msg, b"sorry", RplKind.BODY)
    built = build_res_buf_from_sip_req(msg, 480, b"Gone", b"T", extra=b"Contact: <sip:c>\r\n")
    assert b"CSeq: 314159 INVITE\r\nContact: <sip:c>\r\nX-One: 1\r\nX-Two: 2\r\nServer: " in built
    assert built.endswith(b"Content-Length: 5\r\n\r\nsorry")


def test_folded_headers_are_answered_on_one_line(bench: Any) -> None:
    data = b"BYE sip:a@b SIP/2.0\nVia: SIP/2.0/UDP\n h;branch=z9hG4bKx,\n SIP/2.0/UDP i\nFrom:\n <sip:c@d>\n\n"
    built = build_res_buf_from_sip_req(bench.msg(data), 200, b"OK")
    assert b"\r\nVia: SIP/2.0/UDP h;received=127.0.0.2;branch=z9hG4bKx, SIP/2.0/UDP i\r\nFrom: <sip:c@d>\r\n" in built
    assert b"\n" not in built.replace(b"\r\n", b"")


@pytest.mark.parametrize(("signature", "is_there"), [(1, True), (0, False)])
def test_the_server_signs_when_it_is_told_to(bench: Any, invite: bytes, signature: int, is_there: bool) -> None:
    bench.engine.core.server_signature = signature
    bench.engine.core.server_header = "Server: mine"
    assert (b"\r\nServer: mine\r\n" in build_res_buf_from_sip_req(bench.msg(invite), 200, b"OK")) is is_there


def test_sip_warning_tells_what_was_seen(bench: Any, invite: bytes) -> None:
    bench.engine.core.sip_warning = 1
    msg = bench.msg(invite)
    msg.set_ruri(b"sip:x@y")
    built = build_res_buf_from_sip_req(msg, 404, b"Not here")
    assert b'Warning: 392 127.0.0.1:5060 "Noisy feedback tells:' in built
    assert b"req_src_ip=127.0.0.2 req_src_port=5061 in_uri=sip:bob@biloxi.example out_uri=sip:x@y via_cnt==2" in built
