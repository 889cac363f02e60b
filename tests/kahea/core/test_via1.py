"""The top Via of a request: what it says about the source, and where replies go."""

from __future__ import annotations

from typing import Any

import pytest

from kahea.core.flags import MsgFlags
from kahea.core.net import Proto, ReceiveInfo, SocketInfo
from kahea.core.via1 import default_port, reply_dest, via1_text

IPV6 = ReceiveInfo(Proto.UDP, b"2001:db8::9", 5061, SocketInfo(proto=Proto.UDP, address=b"::1", port=5060))

TEXTS = [
    # came, leaves; None: as it came
    (b"SIP/2.0/UDP 127.0.0.2:5061;branch=z9hG4bK1", None),
    (b"SIP/2.0/UDP 127.0.0.2:9;branch=z9hG4bK1", None),
    (b"SIP/2.0/UDP h", b"SIP/2.0/UDP h;received=127.0.0.2"),
    (b"SIP/2.0/UDP h;rport;branch=1", b"SIP/2.0/UDP h;received=127.0.0.2;rport=5061;branch=1"),
    (b"SIP/2.0/UDP 127.0.0.2;branch=1;rport", b"SIP/2.0/UDP 127.0.0.2;received=127.0.0.2;rport=5061;branch=1"),
    (b"SIP/2.0/UDP h;RPORT=7;Received=1.2.3.4", b"SIP/2.0/UDP h;received=127.0.0.2;rport=5061"),
    (b"SIP/2.0/UDP 127.0.0.2;received=1.2.3.4;x", b"SIP/2.0/UDP 127.0.0.2;x"),
    (b'SIP/2.0/UDP h;x="a;rport"', b'SIP/2.0/UDP h;received=127.0.0.2;x="a;rport"'),
    (b"SIP/2.0/UDP h ; ttl=1", b"SIP/2.0/UDP h;received=127.0.0.2;ttl=1"),
    (b"SIP/2.0/UDP h;ttl=1 (rport;)", b"SIP/2.0/UDP h;received=127.0.0.2;ttl=1 (rport;)"),
]


def _msg(bench: Any, via: bytes, rcv: ReceiveInfo | None = None) -> Any:
    return bench.msg(b"BYE sip:a@b SIP/2.0\r\nVia: " + via + b"\r\n\r\n", rcv)


@pytest.mark.parametrize(("came", "leaves"), TEXTS)
def test_received_and_rport_are_what_was_seen(bench: Any, came: bytes, leaves: bytes | None) -> None:
    assert via1_text(_msg(bench, came)) == leaves


def test_the_script_may_force_rport(bench: Any) -> None:
    msg = _msg(bench, b"SIP/2.0/UDP 127.0.0.2;branch=1")
    msg.msg_flags = int(MsgFlags.FORCE_RPORT)
    assert via1_text(msg) == b"SIP/2.0/UDP 127.0.0.2;rport=5061;branch=1"
    assert reply_dest(msg).port == 5061


@pytest.mark.parametrize(
    ("host", "is_added"), [(b"[2001:db8::9]", False), (b"[2001:0DB8::0:9]", False), (b"[2001:db8::8]", True)]
)
def test_ipv6_stands_in_received_without_brackets(bench: Any, host: bytes, is_added: bool) -> None:
    text = via1_text(_msg(bench, b"SIP/2.0/UDP " + host, IPV6))
    assert text == (b"SIP/2.0/UDP " + host + b";received=2001:db8::9" if is_added else None)


@pytest.mark.parametrize(
    ("via", "port"),
    [
        (b"SIP/2.0/UDP h", 5060),
        (b"SIP/2.0/UDP h:5099", 5099),
        (b"SIP/2.0/UDP h:5099;rport", 5061),
        (b"SIP/2.0/UDP h;maddr=192.0.2.99", 5060),
    ],
)
def test_a_reply_over_udp_goes_to_the_source_address(bench: Any, via: bytes, port: int) -> None:
    dst = reply_dest(_msg(bench, via))
    assert (dst.proto, dst.ip, dst.port) == (Proto.UDP, b"127.0.0.2", port)


def test_a_reply_over_a_stream_goes_back_over_its_connection(bench: Any) -> None:
    dst = reply_dest(_msg(bench, b"SIP/2.0/TCP h:5099", bench.rcv(Proto.TCP, con_id=4)))
    assert (dst.proto, dst.ip, dst.port, dst.con_id) == (Proto.TCP, b"127.0.0.2", 5061, 4)


@pytest.mark.parametrize(("proto", "port"), [(Proto.UDP, 5060), (Proto.TCP, 5060), (Proto.TLS, 5061), (Proto.WS, 5060)])
def test_default_port(proto: Proto, port: int) -> None:
    assert default_port(proto) == port
