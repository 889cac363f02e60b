"""The Via of this server."""

from __future__ import annotations

from typing import Any

import pytest

from kahea.core.flags import MsgFlags
from kahea.core.net import DestInfo, Proto, SocketInfo
from kahea.core.via_builder import con_id_of, con_id_text, create_via

PLAIN = SocketInfo(proto=Proto.UDP, address=b"127.0.0.1", port=5060)
OTHER = SocketInfo(proto=Proto.UDP, address=b"::1", port=5080)
PUBLIC = SocketInfo(proto=Proto.UDP, address=b"10.0.0.1", port=5060, advertise_host=b"sip.example.org", advertise_port=5090)


def _via(bench: Any, sock: SocketInfo, proto: Proto = Proto.UDP, msg: Any = None) -> bytes:
    return create_via(bench.engine, msg, DestInfo(proto, b"192.0.2.1", 5060), sock, b"z9hG4bKx")


@pytest.mark.parametrize(
    ("sock", "proto", "line"),
    [
        (PLAIN, Proto.UDP, b"Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKx\r\n"),
        (OTHER, Proto.UDP, b"Via: SIP/2.0/UDP [::1]:5080;branch=z9hG4bKx\r\n"),
        (PUBLIC, Proto.UDP, b"Via: SIP/2.0/UDP sip.example.org:5090;branch=z9hG4bKx\r\n"),
        (PLAIN, Proto.WSS, b"Via: SIP/2.0/WSS 127.0.0.1;branch=z9hG4bKx\r\n"),
    ],
)
def test_it_names_transport_and_sent_by(bench: Any, sock: SocketInfo, proto: Proto, line: bytes) -> None:
    assert _via(bench, sock, proto) == line


def test_the_advertised_address_is_for_sockets_without_their_own(bench: Any) -> None:
    bench.engine.core.advertised_address, bench.engine.core.advertised_port = "pub.example", 5099
    assert b" pub.example:5099;" in _via(bench, PLAIN)
    assert b" sip.example.org:5090;" in _via(bench, PUBLIC)


def test_the_script_has_the_last_word_on_the_address(bench: Any, invite: bytes) -> None:
    msg = bench.msg(invite)
    msg.set_global_address, msg.set_global_port = b"mine.example", 5077
    assert b" mine.example:5077;" in _via(bench, PUBLIC, msg=msg)


@pytest.mark.parametrize(("parameter", "flag", "is_there"), [(0, 0, False), (1, 0, True), (0, MsgFlags.ADD_LOCAL_RPORT, True)])
def test_rport_is_asked_for_when_told_to(bench: Any, invite: bytes, parameter: int, flag: int, is_there: bool) -> None:
    bench.engine.core.local_rport = parameter
    msg = bench.msg(invite)
    msg.msg_flags = int(flag)
    assert _via(bench, PLAIN, msg=msg).endswith(b";branch=z9hG4bKx" + b";rport" * is_there + b"\r\n")


@pytest.mark.parametrize("con_id", [1, 15, 16, 0xDEADBEEF])
def test_the_number_of_a_connection_comes_back(con_id: int) -> None:
    assert con_id_of(con_id_text(con_id)) == con_id


@pytest.mark.parametrize("text", [None, b"", b"xyz", b"-1", b"123456789", b"1 2"])
def test_what_is_no_number_names_no_connection(text: bytes | None) -> None:
    assert con_id_of(text) == 0
