r"""A server in memory for tests: its network is a list, its clock stands still until it is told to go on.

>>> lab = Lab('request_route { exit; }')
>>> lab.receive(b"OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\n\r\n")
[]
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from random import Random
from typing import Any

from kahea.api.loading import built_in_modules, find_module
from kahea.base.log import Log
from kahea.cfg.parser import load_config
from kahea.cfg.preprocess import Inputs
from kahea.core.current import at_work
from kahea.core.driver import Continuation
from kahea.core.engine import Engine
from kahea.core.listen import Interfaces
from kahea.core.net import Proto, ReceiveInfo, Send, SocketInfo, proto_of
from kahea.core.receive import receive_msg
from kahea.core.resolve import DnsQuery
from kahea.core.sip_msg import SipMsg
from kahea.core.startup import StartUp, build_engine, start_engine

__all__ = ["Lab", "TableDns", "find_module"]

START_OF_TIME = 1_000.0
WALL_OFFSET = 1_700_000_000.0 - START_OF_TIME


class TableDns:
    """Names to resolve from a table: `add` fills it, and whatever is not in it does not exist."""

    def __init__(self) -> None:
        self._records: dict[tuple[str, str], list[Any]] = {}
        self.asked: list[tuple[str, str]] = []
        """Every question so far: name and type."""

    def add(self, name: str, kind: str, *records: Any) -> None:  # noqa: ANN401  what each type of record holds
        """Nothing; the name has these records of the type `kind`, as `kahea.core.resolve` describes them."""
        self._records.setdefault((name.lower().rstrip("."), kind), []).extend(records)

    def answer(self, query: DnsQuery, waiting: Continuation) -> None:
        """Nothing; the query has its answer."""
        key = (str(query.name).lower().rstrip("."), str(query.rtype))
        self.asked.append(key)
        waiting.answer(list(self._records.get(key, ())))


class Lab:
    """One engine of the configuration `text`, with an empty network around it.

    `files` are what ``include_file`` finds, `defines` those of ``-A``.  Everything that was sent is in `sent`, the
    lines of the log in `log`.

    Raises:
        ConfigError: the configuration has a fault.
    """

    def __init__(
        self,
        text: str,
        *,
        defines: Mapping[str, str | None] | None = None,
        files: Mapping[str, bytes] | None = None,
        interfaces: Interfaces | None = None,
        listen: str = "listen=udp:127.0.0.1:5060\nlisten=tcp:127.0.0.1:5060\n",
        overrides: Mapping[str, int | str] | None = None,
        seed: int = 1,
    ) -> None:
        self.log: list[str] = []
        self.sent: list[Send] = []
        self.dns = TableDns()
        self.now = START_OF_TIME
        if "listen" not in text:
            text = listen + text
        sources = {"kamailio.cfg": text.encode(), **(files or {})}
        config = load_config("kamailio.cfg", Inputs(read=_reader(sources), defines=dict(defines or {})))
        self.engine: Engine = build_engine(
            config,
            StartUp(
                log=Log(lambda _, line: self.log.append(line), level=3),
                find=find_module,
                known_modules=built_in_modules(),
                now=self.now,
                wall_offset=WALL_OFFSET,
                rng=Random(seed),  # noqa: S311  tests are repeatable
                interfaces=interfaces or Interfaces(),
                overrides=dict(overrides or {}),
                defines=dict(defines or {}),
                prepare=self._prepare,
            ),
        )
        self.sent += self.engine.enter(self.now, lambda: start_engine(self.engine))

    def _prepare(self, engine: Engine) -> None:
        engine.driver.register(DnsQuery, self.dns.answer)

    def sock(self, proto: str = "udp") -> SocketInfo:
        """The first socket of a protocol."""
        found = self.engine.sockets.first(proto_of(proto.encode()))
        if found is None:
            raise LookupError(f"the configuration listens on no {proto} socket")
        return found

    def rcv(self, src: tuple[str, int] = ("127.0.0.2", 5060), proto: str = "udp", con_id: int = 0) -> ReceiveInfo:
        """How a message from `src` comes."""
        sock = self.sock(proto)
        return ReceiveInfo(sock.proto, src[0].encode(), src[1], sock, con_id or int(sock.proto is not Proto.UDP))

    def receive(
        self, data: bytes, src: tuple[str, int] = ("127.0.0.2", 5060), proto: str = "udp", con_id: int = 0
    ) -> list[Send]:
        """What the server sends when `data` comes from `src`."""
        rcv = self.rcv(src, proto, con_id)
        return self._keep(self.engine.enter(self.now, lambda: receive_msg(self.engine, data, rcv)))

    def advance(self, seconds: float) -> list[Send]:
        """What the server sends while `seconds` pass, each timer being run at its own time."""
        end = self.now + seconds
        sends: list[Send] = []
        while (deadline := self.engine.next_deadline()) is not None and deadline <= end:
            self.now = max(self.now, deadline)
            sends += self._keep(self.engine.run_timers(self.now))
        self.now = end
        return sends + self._keep(self.engine.run_timers(end))

    def fail(self, send: Send, reason: str = "connection refused") -> list[Send]:
        """What the server sends when it learns that `send` could not be sent."""
        failed = send.failed
        return [] if failed is None else self._keep(self.engine.enter(self.now, lambda: failed(reason)))

    def msg(self, data: bytes, src: tuple[str, int] = ("127.0.0.2", 5060), proto: str = "udp") -> SipMsg:
        """The message of `data`, as it is before the first line of its route."""
        msg = SipMsg(data, self.rcv(src, proto), self.engine)
        msg.now = self.now
        return msg

    def at_work(self) -> AbstractContextManager[Engine]:
        """The engine as the one at work, so that module functions can be called."""
        return at_work(self.engine)

    @contextmanager
    def working(self) -> "Iterator[list[Send]]":
        """The engine at work; what the block made it send is in the list when the block ends."""
        sends: list[Send] = []
        with at_work(self.engine):
            yield sends
            sends += self._keep(self.engine.enter(self.now, lambda: None))

    def run(self, coroutine: Any) -> Any:  # noqa: ANN401  what a module's coroutine gives
        """The result of a coroutine that can end at once."""
        results: list[Any] = []
        self._keep(self.engine.enter(self.now, lambda: self.engine.start(coroutine, results.append)))
        if not results:
            raise LookupError("the coroutine still waits")
        return results[0]

    def _keep(self, sends: list[Send]) -> list[Send]:
        self.sent += sends
        return sends


def _reader(sources: Mapping[str, bytes]) -> Any:  # noqa: ANN401  a callable of path
    def read(path: str) -> bytes:
        for name in (path, path.rpartition("/")[2]):
            if name in sources:
                return sources[name]
        raise FileNotFoundError(2, "No such file or directory", path)

    return read
