"""Control sockets and pipes: real ones, in a folder of the test."""

import asyncio
import os
import socket
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kahea.core.net import FileOwner, Peer
from kahea.transport.control import ControlSockets, write_fifo
from kahea.transport.errors import TransportError


def _at_once(work: Callable[[], object]) -> None:
    work()


class Served:
    """Control sockets in a loop of their own thread, so that a test can be a plain client."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.control = ControlSockets(self.loop, _at_once)
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()

    def do(self, work: Callable[[], object]) -> object:
        """What `work` gives, done in the loop."""

        async def done() -> object:
            return work()

        return asyncio.run_coroutine_threadsafe(done(), self.loop).result(5)

    def end(self) -> None:
        self.do(self.control.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
        self.loop.close()


@pytest.fixture
def served() -> Iterator[Served]:
    made = Served()
    yield made
    made.end()


def echo(peer: Peer) -> Callable[[bytes], None]:
    return lambda data: peer.send(data.upper())


def test_a_stream_socket_answers_its_peers(served: Served, tmp_path: Path) -> None:
    path = str(tmp_path / "s")
    served.do(lambda: served.control.listen_stream(path, FileOwner(), echo))
    with socket.socket(socket.AF_UNIX) as first, socket.socket(socket.AF_UNIX) as second:
        for number, client in enumerate((first, second)):
            client.settimeout(5)
            client.connect(path)
            client.sendall(b"hello %d" % number)
        assert first.recv(100) == b"HELLO 0"
        assert second.recv(100) == b"HELLO 1"


def test_a_large_answer_arrives_whole(served: Served, tmp_path: Path) -> None:
    path = str(tmp_path / "s")
    served.do(lambda: served.control.listen_stream(path, FileOwner(), lambda peer: lambda _: peer.send(b"x" * 3_000_000)))
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(5)
        client.connect(path)
        client.sendall(b"?")
        got = 0
        while got < 3_000_000:
            got += len(client.recv(65_536))
    assert got == 3_000_000


def test_a_socket_belongs_to_its_owner_alone(served: Served, tmp_path: Path) -> None:
    path = tmp_path / "s"
    served.do(lambda: served.control.listen_stream(str(path), FileOwner(), echo))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_datagram_is_answered_to_its_sender(served: Served, tmp_path: Path) -> None:
    path = str(tmp_path / "d")
    served.do(lambda: served.control.listen_datagram(path, FileOwner(), lambda data, reply: reply(data.upper())))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as client:
        client.settimeout(5)
        client.bind(str(tmp_path / "me"))
        client.sendto(b"hello", path)
        assert client.recv(100) == b"HELLO"


def test_a_datagram_without_a_return_address_harms_nothing(served: Served, tmp_path: Path) -> None:
    path = str(tmp_path / "d")
    served.do(lambda: served.control.listen_datagram(path, FileOwner(), lambda data, reply: reply(data)))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as client:
        client.sendto(b"hello", path)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as client:
        client.settimeout(5)
        client.bind(str(tmp_path / "me"))
        client.sendto(b"again", path)
        assert client.recv(100) == b"again"


def test_a_pipe_gives_what_several_clients_write_in_turn(served: Served, tmp_path: Path) -> None:
    path, got, came = str(tmp_path / "f"), bytearray(), threading.Event()

    def received(data: bytes) -> None:
        got.extend(data)
        if got.endswith(b"two"):
            came.set()

    served.do(lambda: served.control.listen_fifo(path, FileOwner(), received))
    for text in ("one", "two"):
        Path(path).write_text(text, encoding="ascii")
    assert came.wait(5)
    assert bytes(got) == b"onetwo"


@pytest.mark.parametrize("kind", ["listen_stream", "listen_datagram", "listen_fifo"])
def test_a_file_that_is_something_else_is_left_alone(served: Served, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "precious"
    path.write_text("data", encoding="ascii")
    with pytest.raises(TransportError, match="there is a file that is no"):
        served.do(lambda: getattr(served.control, kind)(str(path), FileOwner(), echo))
    assert path.read_text(encoding="ascii") == "data"


def test_the_socket_of_a_server_that_is_gone_is_taken_over(served: Served, tmp_path: Path) -> None:
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as old:
        old.bind(path)
    served.do(lambda: served.control.listen_stream(path, FileOwner(), echo))
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(path)


def test_the_socket_of_a_server_that_lives_is_not_taken(served: Served, tmp_path: Path) -> None:
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(path)
        other.listen()
        with pytest.raises(TransportError, match="another server listens there"):
            served.do(lambda: served.control.listen_stream(path, FileOwner(), echo))


def test_closing_removes_what_was_made(tmp_path: Path) -> None:
    served = Served()
    served.do(lambda: served.control.listen_stream(str(tmp_path / "s"), FileOwner(), echo))
    served.do(lambda: served.control.listen_fifo(str(tmp_path / "f"), FileOwner(), lambda _: None))
    served.end()
    assert list(tmp_path.iterdir()) == []


def test_write_fifo_writes_to_a_pipe_that_is_read_and_to_nothing_else(tmp_path: Path) -> None:
    pipe, file, link = tmp_path / "pipe", tmp_path / "file", tmp_path / "link"
    os.mkfifo(pipe)
    file.write_bytes(b"")
    link.symlink_to(pipe)
    assert not write_fifo(str(pipe), b"x")
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert write_fifo(str(pipe), b"answer")
    assert os.read(reader, 100) == b"answer"
    assert not write_fifo(str(link), b"x")
    assert not write_fifo(str(file), b"x")
    assert file.read_bytes() == b""
    os.close(reader)


def test_the_end_of_a_peer_is_told_as_no_bytes(served: Served, tmp_path: Path) -> None:
    path, ended = str(tmp_path / "s"), threading.Event()
    got: list[bytes] = []

    def received(data: bytes) -> None:
        got.append(data)
        if not data:
            ended.set()

    served.do(lambda: served.control.listen_stream(path, FileOwner(), lambda _: received))
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(path)
        client.sendall(b"bye")
    assert ended.wait(5)
    assert got == [b"bye", b""]
