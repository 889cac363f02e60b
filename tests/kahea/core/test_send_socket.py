"""The socket that a message leaves from."""

from __future__ import annotations

from typing import Any

import pytest

from kahea.core.net import Proto, SocketInfo
from kahea.core.send_socket import get_send_socket

SECOND = SocketInfo(proto=Proto.UDP, address=b"127.0.0.3", port=5060)
SECOND_TCP = SocketInfo(proto=Proto.TCP, address=b"127.0.0.3", port=5070)
V6 = SocketInfo(proto=Proto.UDP, address=b"::1", port=5060)
TLS = SocketInfo(proto=Proto.TLS, address=b"127.0.0.1", port=5061)


class Routes:
    """The machine's routes: all lead from one address."""

    def __init__(self, source: bytes | None) -> None:
        self.source = source

    def source_ip(self, _ip: bytes) -> bytes | None:
        return self.source


@pytest.fixture
def msg(bench: Any, invite: bytes) -> Any:
    for sock in (SECOND, SECOND_TCP, V6, TLS):
        bench.engine.sockets.add(sock)
    rcv = bench.rcv()
    return bench.msg(invite, type(rcv)(rcv.proto, rcv.src_ip, rcv.src_port, SECOND))


@pytest.mark.parametrize(
    ("ip", "proto", "address"),
    [
        (b"127.0.0.9", Proto.UDP, b"127.0.0.3"),  # the one it came on
        (b"127.0.0.9", Proto.TCP, b"127.0.0.1"),  # the first of the protocol
        (b"::9", Proto.UDP, b"::1"),
        (b"127.0.0.9", Proto.WSS, b"127.0.0.1"),  # rides on TLS
        (b"::9", Proto.TCP, None),
        (b"127.0.0.9", Proto.SCTP, None),
    ],
)
def test_the_receiving_socket_else_the_first_that_fits(msg: Any, ip: bytes, proto: Proto, address: bytes | None) -> None:
    found = get_send_socket(msg.engine, msg, ip, proto)
    assert (found.address if found else None) == address


def test_a_forced_socket_comes_first(msg: Any, udp: SocketInfo) -> None:
    msg.force_send_socket = udp
    assert get_send_socket(msg.engine, msg, b"127.0.0.9", Proto.UDP) is udp
    msg.force_send_socket = SECOND
    assert get_send_socket(msg.engine, msg, b"127.0.0.9", Proto.TCP) == SECOND_TCP
    assert get_send_socket(msg.engine, msg, b"127.0.0.9", Proto.TLS) == TLS


@pytest.mark.parametrize(
    ("mhomed", "source", "address"),
    [(0, b"127.0.0.1", b"127.0.0.3"), (1, b"127.0.0.1", b"127.0.0.1"), (1, None, b"127.0.0.3"), (1, b"10.9.9.9", b"127.0.0.3")],
)
def test_mhomed_asks_the_machines_routes(msg: Any, mhomed: int, source: bytes | None, address: bytes) -> None:
    msg.engine.core.mhomed = mhomed
    msg.engine.edge = Routes(source)
    found = get_send_socket(msg.engine, msg, b"127.0.0.9", Proto.UDP)
    assert found is not None
    assert found.address == address


def test_a_virtual_socket_is_not_sent_from(bench: Any, invite: bytes) -> None:
    virtual = SocketInfo(proto=Proto.UDP, address=b"127.0.0.7", port=5060, is_virtual=True)
    rcv = bench.rcv()
    msg = bench.msg(invite, type(rcv)(rcv.proto, rcv.src_ip, rcv.src_port, virtual))
    found = get_send_socket(bench.engine, msg, b"127.0.0.9", Proto.UDP)
    assert found is not None
    assert found.address == b"127.0.0.1"
