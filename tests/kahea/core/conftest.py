"""An engine with two sockets and no configuration: routes are functions, the network is the list that comes back."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from kahea.base.log import Log
from kahea.core.current import at_work
from kahea.core.engine import Engine
from kahea.core.net import DestInfo, Proto, ReceiveInfo, Send, SocketInfo
from kahea.core.receive import receive_msg
from kahea.core.resolve import DnsError, DnsQuery
from kahea.core.sip_msg import SipMsg
from kahea.core.statistics import register_core_statistics

UDP = SocketInfo(proto=Proto.UDP, address=b"127.0.0.1", port=5060)
TCP = SocketInfo(proto=Proto.TCP, address=b"127.0.0.1", port=5060)


class Bench:
    """One engine; `log` has its lines, `dns` the records by name and type, `asked` the questions."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.engine = Engine(log=Log(lambda _, line: self.log.append(line), level=1), now=100.0, rng=Random(7))
        register_core_statistics(self.engine)
        self.dns: dict[tuple[str, str], Any] = {}
        self.asked: list[tuple[str, str]] = []
        for sock in (UDP, TCP):
            self.engine.sockets.add(sock)
        self.engine.driver.register(DnsQuery, self._answer)

    def _answer(self, query: DnsQuery, waiting: Any) -> None:
        self.asked.append((query.name, query.rtype))
        answer = self.dns.get((query.name, query.rtype), [])
        if isinstance(answer, DnsError):
            waiting.throw(answer)
        else:
            waiting.answer(answer)

    def rcv(self, proto: Proto = Proto.UDP, src: tuple[bytes, int] = (b"127.0.0.2", 5061), con_id: int = 0) -> ReceiveInfo:
        """How a message comes."""
        return ReceiveInfo(proto, src[0], src[1], UDP if proto is Proto.UDP else TCP, con_id)

    def msg(self, data: bytes, rcv: ReceiveInfo | None = None) -> SipMsg:
        """The message of `data`."""
        return SipMsg(data, rcv or self.rcv(), self.engine)

    def route(self, kind: str, function: Callable[[SipMsg, Any], Any], name: str = "") -> None:
        """Nothing; `function(msg, run)`, async or not, is the route."""

        async def run_it(msg: SipMsg, run: Any) -> int:
            answer = function(msg, run)
            if hasattr(answer, "__await__"):
                answer = await answer
            return 1 if answer is None else int(answer)

        self.engine.routes.add(kind, name, run_it)

    def receive(self, data: bytes, rcv: ReceiveInfo | None = None) -> list[Send]:
        """What is sent when `data` comes."""
        return self.engine.enter(self.engine.now, lambda: receive_msg(self.engine, data, rcv or self.rcv()))

    def run(self, coroutine: Any) -> Any:
        """The result of a coroutine that can end at once."""
        results: list[Any] = []
        self.engine.enter(self.engine.now, lambda: self.engine.start(coroutine, results.append))
        return results[0]

    def fail(self, send: Send) -> list[Send]:
        """What is sent when `send` could not be."""
        failed = send.failed
        assert failed is not None
        return self.engine.enter(self.engine.now, lambda: failed("connection refused"))

    def count(self, name: str) -> int:
        """The value of a core statistic."""
        return self.engine.counters.get("core", name).value


def noting(seen: list[Any], answer: int, *, what: object = None) -> Callable[..., int]:
    """A route or handler that puts `what`, or the message itself, in the list and gives `answer`."""

    def note(msg: Any, *_: Any) -> int:
        seen.append(msg if what is None else what)
        return answer

    return note


@pytest.fixture
def bench() -> Any:
    made = Bench()
    with at_work(made.engine):
        yield made


@pytest.fixture
def udp() -> SocketInfo:
    return UDP


@pytest.fixture
def target() -> DestInfo:
    """Where most tests send to."""
    return DestInfo(Proto.UDP, b"127.0.0.9", 5070)


def crlf(text: str) -> bytes:
    """Text with the line ends of SIP."""
    return text.replace("\n", "\r\n").encode()


@pytest.fixture
def invite() -> bytes:
    """A plain INVITE with one Via of another host and one before it."""
    return crlf(
        "INVITE sip:bob@biloxi.example SIP/2.0\n"
        "Via: SIP/2.0/UDP pc33.atlanta.example:5066;branch=z9hG4bK776asdhds\n"
        "Via: SIP/2.0/TCP 192.0.2.7:5066;branch=z9hG4bKfirst\n"
        "Max-Forwards: 70\n"
        "To: Bob <sip:bob@biloxi.example>\n"
        "From: Alice <sip:alice@atlanta.example>;tag=1928301774\n"
        "Call-ID: a84b4c76e66710@pc33.atlanta.example\n"
        "CSeq: 314159 INVITE\n"
        "Contact: <sip:alice@pc33.atlanta.example>\n"
        "Content-Type: application/sdp\n"
        "Content-Length: 5\n"
        "\n"
        "v=0\n"
    )
