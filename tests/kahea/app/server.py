"""A kahea process for tests: its own folder, its own port, ended with the test."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

READY_S = 20.0


def free_port() -> int:
    """A UDP and TCP port of loopback that nobody uses now; of four digits, since sipsak cuts longer ones in its URIs."""
    while True:
        port = random.randrange(2_000, 10_000)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp, socket.socket() as tcp:
            try:
                udp.bind(("127.0.0.1", port))
                tcp.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


class Server:
    """One process; `config` may name PORT and RUN, which stand for its port and its folder."""

    def __init__(self, folder: Path, config: str, *arguments: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.config = folder / "kahea.cfg"
        self.config.write_text(config.replace("PORT", str(self.port)).replace("RUN", str(folder)), encoding="utf-8")
        self.log = folder / "log"
        self.arguments = arguments
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, *more: str) -> list[str]:
        """The command line that starts it."""
        return [sys.executable, "-m", "kahea", "-f", str(self.config), "-Y", str(self.folder), *self.arguments, *more]

    def __enter__(self) -> Self:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(self.command("-DD", "-E"), stdout=log, stderr=log, cwd=self.folder)
        try:
            self.wait_until_served()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)

    def wait_until_served(self) -> None:
        """Nothing; an OPTIONS was answered.  AssertionError when that takes too long."""
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline:
            if self.ask(options(self.port), wait_s=0.2):
                return
            assert self.process is None or self.process.poll() is None, self.log.read_text(encoding="utf-8")
        raise AssertionError(f"it does not serve: {self.log.read_text(encoding='utf-8') if self.log.exists() else ''}")

    def ask(self, request: bytes, wait_s: float = 5.0) -> bytes:
        """The first reply to `request`; nothing when none came in time."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.bind(("127.0.0.1", 0))
            client.settimeout(wait_s)
            client.sendto(request, ("127.0.0.1", self.port))
            try:
                return client.recv(65_535)
            except OSError:
                return b""

    def stop(self, number: int = signal.SIGTERM) -> int:
        """The exit code after a signal."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(20)

    def lines(self) -> list[str]:
        """The lines of its log so far."""
        return self.log.read_text(encoding="utf-8").splitlines()


def options(port: int) -> bytes:
    """An OPTIONS for the server at `port`, unlike any before."""
    mark = os.urandom(6).hex().encode()
    return b"\r\n".join((
        b"OPTIONS sip:127.0.0.1:%d SIP/2.0" % port,
        b"Via: SIP/2.0/UDP 127.0.0.1;rport;branch=z9hG4bK" + mark,
        b"Max-Forwards: 10",
        b"From: <sip:test@127.0.0.1>;tag=" + mark,
        b"To: <sip:127.0.0.1>",
        b"Call-ID: " + mark,
        b"CSeq: 1 OPTIONS",
        b"Content-Length: 0",
        b"",
        b"",
    ))  # fmt: skip
