"""UDP sockets on loopback."""

import select
import socket

import pytest

from kahea.core.net import Proto, SocketInfo
from kahea.transport.errors import TransportError
from kahea.transport.udp import MAX_DRAIN, UdpSocket

Received = list[tuple[bytes, bytes, int]]
DRAINED = (b"drained", b"", 0)


def opened(address: bytes = b"127.0.0.1") -> tuple[UdpSocket, Received, int]:
    got: Received = []
    info = SocketInfo(proto=Proto.UDP, address=address, port=0)
    udp = UdpSocket(info, lambda data, ip, port, _: got.append((data, ip, port)), lambda: got.append(DRAINED))
    return udp, got, udp.sock.getsockname()[1]


def wait(udp: UdpSocket) -> None:
    assert select.select([udp], [], [], 5)[0]


@pytest.mark.parametrize("address", [b"127.0.0.1", b"::1"])
def test_a_datagram_comes_with_the_address_of_its_sender(address: bytes) -> None:
    udp, got, port = opened(address)
    family = socket.AF_INET6 if b":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as peer:
        peer.bind((address.decode(), 0))
        peer.sendto(b"x" * 20_000, (address.decode(), port))
        wait(udp)
        assert udp.read() == 1
        assert got == [(b"x" * 20_000, address, peer.getsockname()[1]), DRAINED]
    udp.close()


def test_one_read_takes_all_that_wait_up_to_the_limit() -> None:
    udp, got, port = opened()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        for number in range(MAX_DRAIN + 6):
            peer.sendto(b"%d" % number, ("127.0.0.1", port))
    wait(udp)
    assert udp.read() == MAX_DRAIN
    assert udp.read() == 6
    assert udp.read() == 0
    assert [data for data, _, _ in got if data != b"drained"] == [b"%d" % number for number in range(MAX_DRAIN + 6)]
    assert [at for at, each in enumerate(got) if each == DRAINED] == [MAX_DRAIN, MAX_DRAIN + 7]
    udp.close()


def test_what_is_sent_arrives() -> None:
    udp, _, _ = opened()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind(("127.0.0.1", 0))
        peer.settimeout(5)
        assert udp.send(b"hello", b"127.0.0.1", peer.getsockname()[1]) is None
        assert peer.recv(100) == b"hello"
    udp.close()


@pytest.mark.parametrize(
    ("ip", "port", "size", "reason"),
    [(b"127.0.0.1", 5060, 70_000, "too long"), (b"127.0.0.300", 5060, 1, "not known"), (b"::1", 5060, 1, "family")],
)
def test_a_datagram_that_cannot_be_sent_says_why(ip: bytes, port: int, size: int, reason: str) -> None:
    udp, _, _ = opened()
    said = udp.send(b"x" * size, ip, port)
    assert said is not None
    assert reason in said
    udp.close()


def test_a_port_that_is_taken_is_refused_with_its_address() -> None:
    udp, _, port = opened()
    info = SocketInfo(proto=Proto.UDP, address=b"127.0.0.1", port=port)
    with pytest.raises(TransportError, match=f"udp:127.0.0.1:{port}: Address already in use"):
        UdpSocket(info, lambda *_: None, lambda: None)
    udp.close()
