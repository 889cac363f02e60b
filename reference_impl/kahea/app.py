"""The one place that joins all layers: configuration, engine, sockets, signals; from start to stop."""

import asyncio
import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import SystemRandom

from kahea.api.loading import built_in_modules, find_module
from kahea.base.errors import KaheaError
from kahea.base.ip_addr import parse_ip
from kahea.base.log import Log
from kahea.base.log_line import L_NOTICE
from kahea.cfg.nodes import Config, GlobalParam, Ident, Listen, Number, String
from kahea.cfg.parser import load_config, parse_config
from kahea.cfg.preprocess import Inputs
from kahea.core.current import at_work
from kahea.core.engine import Engine
from kahea.core.listen import Interfaces
from kahea.core.startup import StartUp, build_engine, start_engine
from kahea.log_sink import stderr_sink, syslog_sink
from kahea.options import Options
from kahea.transport.control import ControlSockets
from kahea.transport.edge import TransportEdge
from kahea.transport.interfaces import interface_addresses
from kahea.transport.manager import TransportManager
from kahea.transport.resolver import Resolver

__all__ = ["Application", "config_inputs", "load"]

_DRAIN_STEP_S = 0.1
_GC_THRESHOLD = 50_000


def config_inputs(options: Options) -> Inputs:
    """What configurations are read with: files, the environment, and the definitions of the command line."""
    return Inputs(
        read=_read,
        environment=os.environ,
        defines={"KAMAILIO": None, "KAMAILIO_5": None, "KAHEA": None, **options.defines},
        substitutions=options.substitutions,
        substdefs=options.substdefs,
        substdefss=options.substdefss,
    )


def _read(path: str) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read()
    return Path(path).read_bytes()


def load(options: Options) -> Config:
    """The parsed and checked configuration.

    Raises:
        ConfigError: it has a fault; the first one.
    """
    return load_config(options.config, config_inputs(options))


def _parse_listen(text: str) -> Listen:
    """The statement that ``-l text`` stands for; what follows ``/`` is advertised.

    Raises:
        ConfigError: it is no address.
    """
    address, _, advertised = text.partition("/")
    line = f"listen={address} advertise {advertised}" if advertised else f"listen={address}"
    statements = parse_config("-l", Inputs(read=lambda _: line.encode())).statements
    found = [each for each in statements if isinstance(each, Listen)]
    return found[0]


def _addresses_of(host: str) -> tuple[bytes, ...]:
    """The addresses of a host name that a socket shall be bound to."""
    try:
        rows = socket.getaddrinfo(host, None, type=socket.SOCK_DGRAM)
    except OSError:
        return ()
    found = dict.fromkeys(str(row[4][0]).partition("%")[0].encode() for row in rows)
    return tuple(address for address in found if parse_ip(address) is not None)


def _settle() -> None:
    """What was made at start stays: the collector need not look at it again, and looks at the rest less often.

    A message leaves no cycle behind (`parser.hdr_field.HdrField`), so that reference counts free nearly everything.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GC_THRESHOLD)


def _constant(statement: GlobalParam) -> int | str:
    """The value of a parameter; empty for one that is no number, string or word."""
    match statement.values[0]:
        case Number(value=number):
            return number
        case String(value=text) | Ident(name=text):
            return text
        case _:
            return ""


class Application:
    """One server from its options to its end.

    Raises:
        ConfigError: the configuration has a fault.
        KaheaError: something else cannot be started with.
    """

    def __init__(self, options: Options, config: Config) -> None:
        self.options = options
        self.stopped: asyncio.Event | None = None
        self._is_draining = False
        self.log = Log(self._sink(config), pid=os.getpid())
        self.resolver: Resolver | None = None
        self.control: ControlSockets | None = None
        self.engine = self._build(config)
        self.manager: TransportManager | None = None

    def _sink(self, config: Config) -> Callable[[int, str], None]:
        """Of the log: what the last lines of the configuration about it say, since the log is needed before they are obeyed."""
        said = {each.name: _constant(each) for each in config.statements if isinstance(each, GlobalParam)}
        if self.options.stderr or said.get("log_stderror") or self.options.check:
            return stderr_sink(colour=self.options.colour)
        try:
            return syslog_sink(str(said.get("log_name") or "kahea"), str(said.get("log_facility") or "LOG_DAEMON"))
        except ValueError as fault:
            raise KaheaError(str(fault)) from fault

    def _build(self, config: Config) -> Engine:
        options, now = self.options, time.monotonic()
        return build_engine(
            config,
            StartUp(
                log=self.log,
                find=find_module,
                known_modules=built_in_modules(),
                now=now,
                wall_offset=time.time() - now,
                rng=SystemRandom(),
                interfaces=Interfaces(addresses=interface_addresses(), resolve=_addresses_of),
                overrides=options.overrides,
                listen=tuple(_parse_listen(text) for text in options.listen),
                aliases=options.aliases,
                defines=options.defines,
                environment=os.environ,
                modules=options.modules,
                modparams=options.modparams,
            ),
        )

    def run(self, ready: Callable[[], None]) -> int:
        """The exit code, once the server has stopped; `ready` is called when it serves."""
        return asyncio.run(self._serve(ready))

    async def _serve(self, ready: Callable[[], None]) -> int:
        loop = asyncio.get_running_loop()
        self.stopped = asyncio.Event()
        self.manager = manager = TransportManager(self.engine, loop, time.monotonic)
        self.control = ControlSockets(loop, manager.enter)
        self.engine.edge = TransportEdge(manager.streams, self.control, self.stop)
        self.resolver = Resolver(self.engine, manager.enter)
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        loop.add_signal_handler(signal.SIGUSR1, self._dump)
        loop.add_signal_handler(signal.SIGHUP, self._ignore)
        try:
            manager.send_all(self.engine.enter(time.monotonic(), lambda: start_engine(self.engine)))
            manager.start()
            _settle()
            ready()
            await self.stopped.wait()
            await self._drain(manager)
        finally:
            self.shut_down()
        return 0

    def stop(self) -> None:
        """Nothing; the first time the server is asked to stop, the second time to stop at once (SIGTERM, core.kill)."""
        if self.stopped is None or self.stopped.is_set():
            self._is_draining = False
            return
        self.log.module("core").notice("stopping")
        self._is_draining = True
        self.stopped.set()

    async def _drain(self, manager: TransportManager) -> None:
        """What modules still have to do may end, for as long as `exit_timeout` allows; messages are served meanwhile."""
        deadline = time.monotonic() + self.engine.core.exit_timeout
        while self._is_draining and time.monotonic() < deadline:
            with at_work(self.engine):
                if not any(count() for count in self.engine.busy):
                    return
            manager.enter(lambda: None)
            await asyncio.sleep(_DRAIN_STEP_S)

    def shut_down(self) -> None:
        """Nothing; every module was told, every socket and database is closed."""
        with at_work(self.engine):
            for module in reversed(tuple(self.engine.modules.all().values())):
                for destroy in module.destroy:
                    destroy()
        if self.manager is not None:
            self.manager.send_all(self.engine.outbox)
            self.manager.close()
        if self.control is not None:
            self.control.close()
        if self.resolver is not None:
            self.resolver.close()
        self.engine.driver.close()
        self.engine.db.close()

    def _dump(self) -> None:
        """The statistics, one per line of the log (SIGUSR1)."""
        self.log.report(L_NOTICE, "core", (str(counter) for counter in self.engine.counters))

    def _ignore(self) -> None:
        self.log.module("core").notice("SIGHUP: nothing to read again; cfg.set and module RPCs change a running server")
