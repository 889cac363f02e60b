"""The engine: everything that one running server has one of, and the doors through which the edge enters it.

Nothing here reads a clock, a socket or a file.  The edge hands over bytes and the time, runs the timers when `next_deadline`
says so, and sends what each entry gives back.
"""

from collections.abc import Callable, Coroutine, Mapping
from random import Random
from typing import Any

import kahea.core.data_lump
import kahea.core.usr_avp
import kahea.core.xavp  # noqa: F401  these three register what a message makes on first use
from kahea.base.counters import Counters
from kahea.base.locking import LockTable, LockWait
from kahea.base.log import Log
from kahea.base.mem.pool import MemPool
from kahea.base.settings import Settings
from kahea.base.timer import TimerLn, TimerWheel, s_to_ticks
from kahea.control.core_cmd import register_core_cmd
from kahea.control.mi_registry import MiRegistry
from kahea.control.mi_rpc import rpc_as_mi
from kahea.control.rpc_registry import RpcRegistry
from kahea.core.coreparam import CoreParams
from kahea.core.current import at_work
from kahea.core.dns_cache import DnsCache
from kahea.core.driver import Continuation, Driver, Sleep
from kahea.core.events import EventBus, SrEvent
from kahea.core.log_context import LogContext
from kahea.core.net import Edge, Send
from kahea.core.route import RouteTable
from kahea.core.script_cb import ScriptCallbacks
from kahea.core.socket_info import SocketTable
from kahea.core.sr_module import ModuleTable
from kahea.core.statistics import CoreStatistics
from kahea.db.driver import DbDrivers
from kahea.db.errors import DbError
from kahea.db.query import DbQuery
from kahea.pv import PvRegistry

__all__ = ["Engine"]

_DATA_OUT = SrEvent.NET_DATA_OUT


class Engine:
    """One server; every field is owned by it and named for what it holds.

    `now` is the time of the entry that is being served, in seconds of a monotonic clock; `wall_offset` is what has to be added
    for the seconds since 1970.
    """

    statistics: CoreStatistics
    """The counters of the group ``core``; made by `build_engine`."""

    def __init__(self, *, log: Log, now: float = 0.0, wall_offset: float = 0.0, rng: Random | None = None) -> None:
        self.now = now
        self.wall_offset = wall_offset
        self.started_at = now
        self.rng = rng or Random()  # noqa: S311  the edge gives SystemRandom; tests a seeded one
        self.log = log
        self.core = CoreParams()
        self.settings = Settings()
        self.counters = Counters()
        self.locks = LockTable()
        self.timers = TimerWheel(now)
        self.shm = MemPool("shm")
        self.pvs = PvRegistry()
        self.rpcs = RpcRegistry(clock=lambda: self.now)
        self.mis = MiRegistry(rpc_as_mi(self.rpcs))
        self.db = DbDrivers()
        self.sockets = SocketTable()
        self.modules = ModuleTable()
        self.routes = RouteTable()
        self.events = EventBus()
        self.script_cbs = ScriptCallbacks()
        self.driver = Driver()
        self.outbox: list[Send] = []
        self.peers: dict[object, Any] = {}
        """What modules provide to each other, by the Protocol it keeps."""
        self.reply_handlers: list[Callable[[Any], Any]] = []
        """What modules do with a reply, in turn; one that answers 0 has dealt with it (Kamailio's ``response_f``)."""
        self.branch_checks: list[Callable[[Any], bool]] = []
        """Who else knows a reply for one of ours by its Via branch, beside the core's own stateless forwarding."""
        self.flag_names: dict[str, int] = {}
        """The named flags of the configuration."""
        self.defines: dict[str, str | None] = {}
        """The definitions of the preprocessor, for `$def`."""
        self.environment: Mapping[str, str] = {}
        """The environment that the server was started in, as the edge gives it, for `$env`."""
        self.script_vars: dict[bytes, Any] = {}
        """`$var`: this process's, kept between messages."""
        self.secret = self.rng.randbytes(16)
        """What only this server knows: it makes the tags and branches that must be the same for each retransmission."""
        self.dns_cache = DnsCache()
        self.log_context = LogContext(self)
        """What each line of the log says about the message at work."""
        self.messages = 0
        """How many messages were received; the number of the last one."""
        self.edge: Edge | None = None
        """What the edge lends: connections, listeners; None in tests that need none."""
        self.busy: list[Callable[[], int]] = []
        """What modules still have to do before the server may stop: each gives a number, 0 when it is done."""
        self._connect()

    def _connect(self) -> None:
        """The engine's own commands and answers."""
        register_core_cmd(self.rpcs)
        self.driver.keep = self.log_context.keep
        self.driver.register(DbQuery, self._answer_query)
        self.driver.register(Sleep, self._answer_sleep)
        self.driver.register(LockWait, _answer_lock)

    @property
    def wall_time(self) -> float:
        """Seconds since 1970, at the entry that is being served."""
        return self.now + self.wall_offset

    def enter(self, now: float, work: Callable[[], object]) -> list[Send]:
        """What `work`, done at `now`, wants sent: the one door from the edge."""
        self.now = self.log.now = max(self.now, now)
        with at_work(self):
            work()
            if self.locks.granted:
                self._resume_lock_holders()
        sends, self.outbox = self.outbox, []
        return sends

    def run_timers(self, now: float, limit: int | None = None) -> list[Send]:
        """What the handlers due at `now` want sent; with `limit`, of the first so many."""
        return self.enter(now, lambda: self.timers.run(now, limit))

    def next_deadline(self) -> float | None:
        """The `now` at which `run_timers` has work; None when no timer waits."""
        return self.timers.next_deadline()

    def start(self, coroutine: Coroutine[Any, Any, Any], done: Callable[[Any], None] | None = None) -> None:
        """Nothing; `coroutine` has run as far as it can; `done` gets its result."""
        self.driver.start(coroutine, done)

    def send(self, send: Send) -> None:
        """Nothing; `send`, as listeners have changed it, leaves when the entry that is being served ends."""
        if self.events.is_heard(_DATA_OUT):
            send.data = self.events.emit(_DATA_OUT, send) or send.data
        self.outbox.append(send)

    def _answer_query(self, query: DbQuery, waiting: Continuation) -> None:
        """The inline road: the driver answers while the engine waits, which its own timeouts bound."""
        try:
            result = self.db.execute(query)
        except DbError as fault:
            waiting.throw(fault)
        else:
            waiting.answer(result)

    def _answer_sleep(self, request: Sleep, waiting: Continuation) -> None:
        self.timers.timer_add(TimerLn(_wake, waiting), s_to_ticks(request.seconds), self.now)

    def _resume_lock_holders(self) -> None:
        while granted := self.locks.take_granted():
            by_wait = {id(waiting.request): waiting for waiting in tuple(self.driver.waiting)}
            for wait in granted:
                waiting = by_wait.get(id(wait))
                if waiting is not None:
                    waiting.answer()


def _wake(ticks: int, timer: TimerLn, waiting: Any) -> int:  # noqa: ANN401, ARG001  a handler's signature
    waiting.answer()
    return 0


def _answer_lock(wait: LockWait, waiting: Continuation) -> None:
    """Nothing: the engine resumes those who were granted their lock when the entry ends."""
