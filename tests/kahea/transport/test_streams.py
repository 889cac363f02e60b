"""Stream connections on loopback: a real peer, a clock that the test moves."""

import socket
from collections.abc import Iterator

import pytest
from tests.kahea.transport.loop import TurnLoop

from kahea.base.log import Log
from kahea.core.coreparam import CoreParams
from kahea.core.net import DestInfo, Proto, ReceiveInfo, Send, SocketInfo
from kahea.transport.streams import Streams
from kahea.transport.tcp import listen

MESSAGE = b"OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP h\r\nContent-Length: 3\r\n\r\nabc"


class Bench:
    """A listening server of streams, and what it received."""

    def __init__(self, **params: int) -> None:
        self.core = CoreParams()
        for name, value in params.items():
            assert self.core.set(name, value)
        self.loop = TurnLoop()
        self.now = 100.0
        self.got: list[tuple[bytes, ReceiveInfo]] = []
        self.ended: list[tuple[int, str]] = []
        self.lines: list[str] = []
        log = Log(lambda _, line: self.lines.append(line), level=3).module("tcp")
        self.streams = Streams(
            self.core,
            self.loop,
            lambda: self.now,
            received=lambda data, rcv: self.got.append((data, rcv)),
            closed=lambda con_id, reason: self.ended.append((con_id, reason)),
            log=log,
        )
        self.info = SocketInfo(proto=Proto.TCP, address=b"127.0.0.1", port=0)
        self.listener = listen(self.info, self.core)
        self.port: int = self.listener.getsockname()[1]
        self.loop.add_reader(self.listener.fileno(), lambda: self.streams.accept_all(self.listener, self.info))

    def peer(self) -> socket.socket:
        sock = socket.create_connection(("127.0.0.1", self.port), 5)
        sock.settimeout(5)
        return sock

    def connected(self) -> socket.socket:
        """A peer that the server has accepted."""
        before = len(self.streams.table)
        peer = self.peer()
        self.loop.until(lambda: len(self.streams.table) > before)
        return peer

    def sweep(self, seconds: float) -> None:
        self.now += seconds
        self.streams.sweep(self.now)


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.streams.close()
    made.listener.close()


def closed(params: dict[str, int]) -> Bench:
    return Bench(**params)


def test_messages_are_cut_from_the_stream_however_they_come(bench: Bench) -> None:
    with bench.connected() as peer:
        for byte in MESSAGE:
            peer.sendall(bytes((byte,)))
        peer.sendall(MESSAGE + MESSAGE)
        bench.loop.until(lambda: len(bench.got) == 3)
        assert [data for data, _ in bench.got] == [MESSAGE] * 3
        rcv = bench.got[0][1]
        assert (rcv.src_ip, rcv.src_port, rcv.con_id) == (b"127.0.0.1", peer.getsockname()[1], 1)


def test_a_reply_goes_over_the_connection_of_its_number(bench: Bench) -> None:
    with bench.connected() as first, bench.connected() as second:
        dst = DestInfo(Proto.TCP, b"127.0.0.1", 9, con_id=2)
        bench.streams.send(Send(dst, b"for two"), bench.info)
        assert second.recv(100) == b"for two"
        first.setblocking(False)
        with pytest.raises(BlockingIOError):
            first.recv(100)


def test_a_request_reuses_the_connection_that_its_destination_made(bench: Bench) -> None:
    with bench.connected() as peer:
        dst = DestInfo(Proto.TCP, b"127.0.0.1", peer.getsockname()[1])
        bench.streams.send(Send(dst, b"again"), bench.info)
        assert peer.recv(100) == b"again"
        assert len(bench.streams.table) == 1


def test_a_request_to_an_alias_goes_over_the_aliased_connection(bench: Bench) -> None:
    with bench.connected() as peer:
        connection = bench.streams.table.by_id(1)
        assert connection is not None
        bench.streams.table.add_alias(connection, 5060)
        bench.streams.send(Send(DestInfo(Proto.TCP, b"127.0.0.1", 5060), b"aliased"), bench.info)
        assert peer.recv(100) == b"aliased"


def test_a_request_to_a_new_destination_opens_a_connection(bench: Bench) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        bench.streams.send(Send(DestInfo(Proto.TCP, b"127.0.0.1", server.getsockname()[1]), b"hello"), bench.info)
        peer, _ = server.accept()
        with peer:
            peer.settimeout(5)
            bench.loop.until(lambda: not bench.loop.writers)
            assert peer.recv(100) == b"hello"
            peer.sendall(MESSAGE)
            bench.loop.until(lambda: bench.got)


def test_a_connection_that_is_refused_tells_the_sender(bench: Bench) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    told: list[str] = []
    bench.streams.send(Send(DestInfo(Proto.TCP, b"127.0.0.1", port), b"hello", failed=told.append), bench.info)
    bench.loop.until(lambda: told)
    assert len(bench.streams.table) == 0


@pytest.mark.parametrize("how", ["tcp_no_connect", "no_connect"])
def test_no_connection_is_opened_where_that_is_forbidden(how: str) -> None:
    bench = closed({"tcp_no_connect": 1} if how == "tcp_no_connect" else {})
    told: list[str] = []
    send = Send(DestInfo(Proto.TCP, b"127.0.0.1", 9), b"x", failed=told.append, no_connect=how == "no_connect")
    bench.streams.send(send, bench.info)
    assert told == ["no connection is open and none may be opened"]
    bench.listener.close()


def test_a_keep_alive_is_answered(bench: Bench) -> None:
    with bench.connected() as peer:
        peer.sendall(b"\r\n\r\n")
        bench.loop.turn()
        assert peer.recv(10) == b"\r\n"


def test_bytes_that_are_no_sip_end_the_connection(bench: Bench) -> None:
    with bench.connected() as peer:
        peer.sendall(b"\x16\x03\x01 \x00\r\n\r\n" + b"\x00" * 20)
        bench.loop.until(lambda: bench.ended)
        assert peer.recv(10) == b""
        assert len(bench.streams.table) == 0


@pytest.mark.parametrize(
    ("params", "sent", "seconds", "reason"),
    [
        ({"tcp_msg_data_timeout": 20}, b"", 20, "nothing came after 20 s"),
        ({"tcp_msg_read_timeout": 7}, MESSAGE[:30], 7, "a message is not whole after 7 s"),
        ({"tcp_connection_lifetime": 60}, MESSAGE, 60, "idle after 60 s"),
    ],
)
def test_a_connection_that_takes_too_long_is_ended(params: dict[str, int], sent: bytes, seconds: int, reason: str) -> None:
    bench = closed(params)
    with bench.connected() as peer:
        if sent:
            bench.now += 0.5
            peer.sendall(sent)
            bench.loop.turn()
        bench.sweep(seconds - 1)
        assert bench.ended == []
        bench.sweep(1.5)
        assert bench.ended == [(1, reason)]
        assert peer.recv(10) == b""
    bench.listener.close()


def test_a_byte_a_second_does_not_hold_a_message_open_for_ever() -> None:
    bench = closed({"tcp_msg_read_timeout": 5})
    with bench.connected() as peer:
        for byte in MESSAGE[:5]:
            peer.sendall(bytes((byte,)))
            bench.loop.turn()
            bench.sweep(1.0)
        bench.sweep(0.5)
        assert bench.ended == [(1, "a message is not whole after 5 s")]
    bench.listener.close()


def test_a_peer_that_reads_nothing_is_ended_and_its_senders_are_told() -> None:
    bench = closed({"tcp_conn_wq_max": 1 << 30, "tcp_send_timeout": 10})
    with bench.connected():
        told: list[str] = []
        dst = DestInfo(Proto.TCP, b"127.0.0.1", 9, con_id=1)
        bench.streams.send(Send(dst, b"x" * (16 << 20), failed=told.append), bench.info)
        bench.sweep(9)
        assert told == []
        bench.sweep(2)
        assert told == ["the peer takes nothing after 10 s"]
    bench.listener.close()


def test_a_queue_that_is_full_refuses_more() -> None:
    bench = closed({"tcp_conn_wq_max": 1 << 20})
    with bench.connected():
        told: list[str] = []
        dst = DestInfo(Proto.TCP, b"127.0.0.1", 9, con_id=1)
        for _ in range(40):
            bench.streams.send(Send(dst, b"x" * (1 << 20), failed=told.append), bench.info)
        assert told
        assert all("tcp_conn_wq_max" in reason for reason in told)
    bench.streams.close()
    bench.listener.close()


@pytest.mark.parametrize(
    ("params", "reason"),
    [({"tcp_max_connections": 2}, "tcp_max_connections"), ({"tcp_accept_iplimit": 2}, "tcp_accept_iplimit")],
)
def test_a_connection_over_the_limit_is_turned_away(params: dict[str, int], reason: str) -> None:
    bench = closed(params)
    with bench.connected(), bench.connected(), bench.peer() as third:
        bench.loop.turn()
        assert third.recv(10) == b""
        assert len(bench.streams.table) == 2
        assert any(reason in line for line in bench.lines)
    bench.streams.close()
    bench.listener.close()


def test_what_was_sent_before_a_close_still_arrives(bench: Bench) -> None:
    with bench.connected() as peer:
        dst = DestInfo(Proto.TCP, b"127.0.0.1", 9, con_id=1)
        bench.streams.send(Send(dst, b"last words", close=True), bench.info)
        assert peer.recv(100) == b"last words"
        assert peer.recv(100) == b""
    assert bench.ended == [(1, "")]
