"""An engine whose control sockets are real: in a loop of their own thread, so that a test can be a plain client."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from kahea.api.testing import Lab
from kahea.core.startup import start_engine
from kahea.transport.control import ControlSockets
from kahea.transport.edge import TransportEdge
from kahea.transport.streams import Streams

WAIT_S = 5.0


class Served:
    """The engine of the configuration `text`, whose run directory is `folder`; `lab` has its log."""

    def __init__(self, text: str, folder: Path) -> None:
        self.folder = folder
        self.lab = Lab(text, overrides={"rundir": str(folder)})
        self.loop = asyncio.new_event_loop()
        self.control = ControlSockets(self.loop, self.enter)
        engine = self.lab.engine
        streams = Streams(
            engine.core,
            self.loop,
            time.monotonic,
            received=lambda *_: None,
            closed=lambda *_: None,
            log=engine.log.module("tcp"),
        )
        engine.edge = TransportEdge(streams, self.control, lambda: None)
        self.ahead_s = 0.0
        """How far the engine's clock is ahead of the machine's."""
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()

    def enter(self, work: Callable[[], object]) -> None:
        """Nothing; `work` was done in the engine."""
        self.lab.engine.enter(time.monotonic() + self.ahead_s, work)

    def start(self) -> None:
        """Nothing; what the configuration asks for is listened on."""
        self.do(lambda: self.enter(lambda: start_engine(self.lab.engine)))

    def do(self, work: Callable[[], object]) -> object:
        """What `work` gives, done in the loop."""

        async def done() -> object:
            return work()

        return asyncio.run_coroutine_threadsafe(done(), self.loop).result(WAIT_S)

    def end(self) -> None:
        self.do(self.control.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(WAIT_S)
        self.loop.close()


@contextlib.contextmanager
def serving(text: str, folder: Path) -> Iterator[Served]:
    """The engine, while the block runs."""
    made = Served(text, folder)
    try:
        made.start()
        yield made
    finally:
        made.end()


def stream_to(path: Path | str) -> socket.socket:
    """A client of the stream socket at `path`."""
    client = socket.socket(socket.AF_UNIX)
    client.settimeout(WAIT_S)
    client.connect(str(path))
    return client


def free_tcp_port() -> int:
    """A TCP port of loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask_datagram(path: Path, own: Path, data: bytes) -> bytes:
    """The answer of the datagram socket at `path` to `data`, sent from `own`."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as client:
        client.settimeout(WAIT_S)
        client.bind(str(own))
        client.sendto(data, str(path))
        answer = client.recv(65_535)
    own.unlink()
    return answer
