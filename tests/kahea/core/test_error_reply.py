"""Replies to what cannot be parsed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kahea.core.error_reply import error_reply
from kahea.core.net import Proto
from kahea.parser.message import Message
from kahea.parser.reply_parts import reply_parts


def _reply(bench: Any, data: bytes, proto: Proto = Proto.UDP, reason: str = "Bad") -> Any:
    return error_reply(bench.engine, reply_parts(data), bench.rcv(proto, con_id=7 * proto.is_stream), 400, reason)


@pytest.mark.parametrize(
    ("via", "leaves", "port"),
    [
        (b"SIP/2.0/UDP h", b"SIP/2.0/UDP h;received=127.0.0.2", 5060),
        (b"SIP/2.0/UDP h:5070;;,;,,", b"SIP/2.0/UDP h:5070;received=127.0.0.2;;,;,,", 5070),
        (b"SIP/2.0/UDP h:70000", b"SIP/2.0/UDP h:70000;received=127.0.0.2", 5060),
        (b"SIP/2.0/UDP h;rport;x", b"SIP/2.0/UDP h;received=127.0.0.2;rport=5061;x", 5061),
        (b"SIP/2.0/UDP h;RPORT=9;received=1.2.3.4", b"SIP/2.0/UDP h;received=127.0.0.2;rport=5061", 5061),
        (b"SIP/2.0/UDP h;x=1, SIP/2.0/UDP i;rport", b"SIP/2.0/UDP h;received=127.0.0.2;x=1, SIP/2.0/UDP i;rport", 5060),
        (b"SIP / 2.0 / UDP [::1]:5070", b"SIP / 2.0 / UDP [::1]:5070;received=127.0.0.2", 5070),
        (b"UDP/2.0/UDP UDP", b"UDP/2.0/UDP UDP;received=127.0.0.2", 5060),
    ],
)
def test_the_top_via_says_what_was_seen(bench: Any, via: bytes, leaves: bytes, port: int) -> None:
    send = _reply(bench, b"BYE sip:a@b SIP/2.0\r\nVia: " + via + b"\r\n\r\n")
    assert send.data.split(b"\r\n")[1] == b"Via: " + leaves
    assert (send.dst.ip, send.dst.port) == (b"127.0.0.2", port)


def test_a_reply_over_a_stream_goes_back_over_its_connection(bench: Any) -> None:
    send = _reply(bench, b"BYE sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP h:5070\r\n\r\n", Proto.TCP)
    assert (send.dst.con_id, send.dst.port) == (7, 5061)


@pytest.mark.parametrize(
    ("to", "is_added"),
    [(b"<sip:a@b>", True), (b"<sip:a@b>;tag=", False), (b"<sip:a@b;tag=1>", True), (b";tag=x", False), (b'"x <sip:a@b>', True)],
)
def test_a_to_without_tag_gets_the_same_one_each_time(bench: Any, to: bytes, is_added: bool) -> None:
    data = b"BYE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h\r\nTo: " + to + b"\r\nCall-ID: c\r\n\r\n"
    first, second = _reply(bench, data).data, _reply(bench, data).data
    assert first == second
    assert first.split(b"\r\nTo: ")[1].split(b"\r\n")[0].startswith(to + b";tag=" * is_added)
    assert (first.split(b"\r\nTo: ")[1].split(b"\r\n")[0] == to) is not is_added


def test_two_servers_give_different_tags(bench: Any) -> None:
    data = b"BYE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h\r\nTo: <sip:a@b>\r\n\r\n"
    first = _reply(bench, data).data
    bench.engine.secret = b"another"
    assert _reply(bench, data).data != first


def test_a_reason_cannot_end_the_line(bench: Any) -> None:
    send = _reply(bench, b"BYE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h\r\n\r\n", reason="a\r\nEvil: 1")
    assert send.data.startswith(b"SIP/2.0 400 a  Evil: 1\r\nVia: ")


@pytest.mark.parametrize("data", [b"ACK sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h\r\n\r\n", b"BYE sip:a@b SIP/2.0\r\n\r\n", b""])
def test_what_cannot_be_answered_is_not(bench: Any, data: bytes) -> None:
    assert _reply(bench, data) is None


PIECES = [b"Via: SIP/2.0/UDP h", b"To: ", b"\r\n", b"\n ", b"\r", b'"', b";tag=", b"CSeq:", b"\0", b"x"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from([b"Via: SIP/2.0/UDP h", b"To: ", b"\r\n", b"\n ", b"\r", b'"', b";tag=", b"CSeq:", b"\0", b"x"]))
)
def test_whatever_comes_the_reply_is_well_formed(bench: Any, pieces: list[bytes]) -> None:
    data = b"BYE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h.example;branch=1\r\n" + b"".join(pieces)
    send = _reply(bench, data)
    assert send is not None
    reply = Message(send.data)
    assert (reply.first_line.status, reply.is_crlf, reply.eoh) == (400, True, len(send.data))
    assert all(field.name for field in reply.headers)
