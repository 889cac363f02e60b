"""The real Kamailio on a script of ours, and a socket that talks to it: for the tests that say what both servers do."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

MPATH = 'mpath="/usr/lib/x86_64-linux-gnu/kamailio/modules"\n'
GLOBALS = "debug=1\nlog_stderror=yes\nfork=no\nchildren=1\n"
WAIT_S = 10.0
STEP_S = 0.05


def _free_ports(count: int) -> list[int]:
    """So many UDP ports that nobody has at the moment."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


class Talk:
    """One end of a conversation with the server at `port`."""

    def __init__(self, sock: socket.socket, port: int) -> None:
        self._sock = sock
        self._port = port

    def ask(self, data: bytes, answers: int = 1, wait_s: float = WAIT_S) -> list[bytes]:
        """The first datagrams that come when `data` was sent; fewer when no more come in time."""
        self._sock.sendto(data, ("127.0.0.1", self._port))
        self._sock.settimeout(wait_s)
        found: list[bytes] = []
        with contextlib.suppress(TimeoutError):
            while len(found) < answers:
                found.append(self._sock.recv(65_535))
        return found


@contextlib.contextmanager
def _kamailio(script: str, port: int, own_port: int, is_up: bytes) -> Iterator[Talk]:
    """A Kamailio that answers `is_up` on `port`, and the socket at `own_port` that talks to it."""
    with tempfile.TemporaryDirectory(prefix="kahea") as name, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", own_port))
        run = Path(name)
        config = run / "kamailio.cfg"
        config.write_text(GLOBALS + MPATH + script, encoding="utf-8")
        command = ["kamailio", "-f", str(config), "-Y", name, "-w", name, "-P", str(run / "pid"), "-DD", "-E", "-m", "32"]
        with (run / "log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
            try:
                talk = Talk(sock, port)
                _wait_until(lambda: bool(talk.ask(is_up, wait_s=STEP_S)), process, run / "log")
                _drain(sock)
                yield talk
            finally:
                process.terminate()
                process.wait(WAIT_S)


def _drain(sock: socket.socket) -> None:
    sock.settimeout(STEP_S * 2)
    with contextlib.suppress(TimeoutError):
        while True:
            sock.recv(65_535)


def _wait_until(is_ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(int(WAIT_S / STEP_S)):
        if is_ready():
            return
        if process.poll() is not None:
            break
    raise AssertionError(f"kamailio does not answer:\n{log.read_text(errors='replace')[-3000:]}")


@pytest.fixture
def free_ports() -> Callable[[int], list[int]]:
    """Gives UDP ports that nobody has at the moment."""
    return _free_ports


@pytest.fixture
def kamailio() -> Callable[..., contextlib.AbstractContextManager[Talk]]:
    """Starts a Kamailio on a script; the block ends it."""
    return _kamailio
