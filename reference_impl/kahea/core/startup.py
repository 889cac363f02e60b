"""From a parsed configuration to an engine that serves, in Kamailio's order of things.

Global parameters, sockets and modules as their lines come; then each module's ``mod_init``, the routes compiled, and
``child_init`` for the processes that Kamailio would have.  Faults are `ConfigError`s with the place in the configuration.
"""

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from kahea.base.errors import KaheaError
from kahea.base.log import Log
from kahea.base.setting import Setting, Value
from kahea.cfg.compile import compile_routes
from kahea.cfg.errors import CheckError, ConfigError, near
from kahea.cfg.nodes import Address as AddressNode
from kahea.cfg.nodes import (
    AvpFlags,
    Config,
    CoreParam,
    CustomParam,
    Expr,
    Flags,
    GlobalParam,
    Ident,
    Listen,
    LoadModule,
    ModParam,
    Number,
    SocketStruct,
    String,
)
from kahea.cfg.source import Position
from kahea.core.action_args import declare_avp_flag
from kahea.core.binder import Binder
from kahea.core.cfg_core import declare_core_settings
from kahea.core.current import at_work
from kahea.core.engine import Engine
from kahea.core.events import SrEvent
from kahea.core.listen import Interfaces, listen_sockets, socket_of
from kahea.core.sr_module import ModuleError, ModuleExports
from kahea.core.statistics import register_core_statistics

__all__ = ["Finder", "StartUp", "build_engine", "start_engine"]

_OWN_GROUPS = ("core", "tcp")
_NO_TRANSPORT = ("enable_tls", "enable_sctp")

Finder = Callable[[str], ModuleExports | None]
"""Finds a module by name; None when there is none of that name."""

PROC_MAIN, PROC_TIMER, PROC_INIT = 0, -1, -127
"""The ranks of ``child_init`` beside the workers', which count from 1 (kamailio src/core/sr_module.h)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartUp:
    """What an engine is built with; the edge fills it from the machine, tests from nothing.

    `overrides` are core parameters that the command line gives, `listen` its sockets, which replace the configuration's.
    """

    log: Log
    find: Finder
    known_modules: tuple[str, ...] = ()
    now: float = 0.0
    wall_offset: float = 0.0
    rng: Random | None = None
    interfaces: Interfaces = field(default_factory=Interfaces)
    overrides: dict[str, int | str] = field(default_factory=dict)
    listen: tuple[Listen, ...] = ()
    aliases: tuple[str, ...] = ()
    defines: dict[str, str | None] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    """The environment of the process, for `$env`."""
    modules: tuple[str, ...] = ()
    """Modules to load before those of the configuration (``--loadmodule``)."""
    modparams: tuple[tuple[str, str, int | str], ...] = ()
    prepare: Callable[[Engine], None] | None = None
    """Called with the new engine before any module is loaded: answerers, the edge's services."""


def build_engine(config: Config, start: StartUp) -> Engine:
    """The engine that `config` describes; `start_engine` makes it serve.

    Raises:
        ConfigError: a statement cannot be obeyed; with its place.
        ModuleError: a module named on the command line cannot be loaded.
    """
    engine = Engine(log=start.log, now=start.now, wall_offset=start.wall_offset, rng=start.rng)
    engine.defines = {**start.defines, **config.defines}
    engine.environment = start.environment
    with at_work(engine):
        register_core_statistics(engine)
        if start.prepare is not None:
            start.prepare(engine)
        for name in start.modules:
            _load(engine, start, name)
        _obey(engine, config, start)
        declare_core_settings(engine)
        for module, name, value in start.modparams:
            engine.modules.set_param(module, name, value)
        for exports in engine.modules.all().values():
            _declare_runtime_params(engine, exports)
        _init_modules(engine, config)
        for (kind, name), route in compile_routes(config, Binder(engine, start.known_modules, start.find)).items():
            engine.routes.add(kind, name, route)
    return engine


def start_engine(engine: Engine) -> None:
    """Nothing; the processes that Kamailio would have were told that they are there, and the engine serves.

    The edge is in its place by now: modules ask for their listeners here.

    Raises:
        KaheaError: a module cannot serve.
    """
    with at_work(engine):
        _tell_what_differs(engine)
        _init_children(engine)
        engine.settings.start()
        engine.events.emit(SrEvent.STARTED)


def _tell_what_differs(engine: Engine) -> None:
    """One line for parameters that were given and change nothing, one for workers that one process stands for."""
    said = engine.log.module("core")
    if engine.core.without_effect:
        said.warn("parameters without effect: %s", ", ".join(engine.core.without_effect))
    if engine.core.children > 1:
        said.notice("one process serves for children=%d", engine.core.children)


def _obey(engine: Engine, config: Config, start: StartUp) -> None:
    """Every statement but the routes, in the order of the text; the sockets when all parameters are known."""
    for statement in config.statements:
        match statement:
            case GlobalParam(name="alias"):
                _add_aliases(engine, statement)
            case GlobalParam():
                _set_core(engine, statement)
            case CoreParam():
                engine.core.set(statement.name, _value(statement.value))
            case CustomParam():
                _declare_custom(engine, statement)
            case Flags():
                _declare_flags(engine, statement)
            case AvpFlags():
                for each in statement.names:
                    declare_avp_flag(engine, each)
            case LoadModule():
                _load_statement(engine, start, statement)
            case ModParam():
                _set_param(engine, statement)
            case _:
                pass
    for name, value in start.overrides.items():
        engine.core.set(name, value)
    engine.log.level = engine.core.debug
    asked = tuple(each for each in config.statements if isinstance(each, Listen | SocketStruct))
    for sock in listen_sockets(start.listen or asked, engine.core, start.interfaces):
        engine.sockets.add(sock)
    for alias in start.aliases:
        _add_alias(engine, alias)


def _set_core(engine: Engine, statement: GlobalParam) -> None:
    value = _value(statement.values[0])
    if statement.name in _NO_TRANSPORT and value == 1:
        raise CheckError(f"{statement.name}: there is no such transport yet", statement.position, expected="no")
    engine.core.set(statement.name, value)


def _value(expr: Expr) -> int | str:
    match expr:
        case Number(value=number):
            return number
        case String(value=text):
            return text
        case Ident(name=text) | AddressNode(text=text):
            return text
        case _:
            raise CheckError("a value that is not constant", expr.position, expected="a number or a string")


def _add_aliases(engine: Engine, statement: GlobalParam) -> None:
    for value in statement.values:
        _add_alias(engine, str(_value(value)))


def _add_alias(engine: Engine, text: str) -> None:
    proto, host, port = socket_of(text)
    engine.sockets.add_alias(host, port, proto)


def _declare_flags(engine: Engine, statement: Flags) -> None:
    """Names without a number get the lowest free one, once all numbers that are given are known."""
    engine.flag_names.update({name: bit for name, bit in statement.flags if bit is not None})
    for name, bit in statement.flags:
        if bit is None:
            taken = set(engine.flag_names.values())
            engine.flag_names[name] = next(number for number in range(32) if number not in taken)


def _declare_custom(engine: Engine, statement: CustomParam) -> None:
    value = _value(statement.value)
    if statement.group in _OWN_GROUPS or statement.group in engine.modules:
        raise CheckError(f"{statement.group}.{statement.name}: the group is the server's own", statement.position)
    try:
        if statement.instance is not None:
            engine.settings.add_instance(statement.group, statement.instance)
            engine.settings.set_now(statement.group, statement.name, value, statement.instance)
            return
        engine.settings.declare(
            Setting(
                group=statement.group,
                name=statement.name,
                kind=type(value),
                default=value,
                description=statement.description or "",
            )
        )
    except KaheaError as fault:
        raise CheckError(str(fault), statement.position) from fault


def _load_statement(engine: Engine, start: StartUp, statement: LoadModule) -> None:
    try:
        _load(engine, start, statement.name)
    except KaheaError as fault:
        hint = None if statement.name in start.known_modules else near(statement.name, start.known_modules)
        raise CheckError(str(fault), statement.position, suggestion=hint) from fault


def _load(engine: Engine, start: StartUp, name: str) -> None:
    exports = start.find(name)
    if exports is None:
        raise ModuleError(f"module {name!r} cannot be found")
    engine.modules.add(exports)
    for export, aliases in exports.pvs:
        engine.pvs.register(export, *aliases)
    engine.pvs.transformations.register(*exports.transformations)
    engine.rpcs.register(*exports.rpcs)
    engine.mis.register(*exports.mis)
    for stat in exports.stats:
        engine.counters.register(
            stat.group or exports.name, stat.name, description=stat.doc, callback=stat.callback, no_reset=stat.is_no_reset
        )


def _set_param(engine: Engine, statement: ModParam) -> None:
    value = _value(statement.value)
    try:
        for module in _matching(engine, statement):
            engine.modules.set_param(module, statement.name, value)
    except KaheaError as fault:
        raise CheckError(str(fault), statement.position) from fault


def _matching(engine: Engine, statement: ModParam) -> list[str]:
    """The loaded modules that the pattern of ``modparam("a|b", ...)`` means."""
    if statement.modules in engine.modules:
        return [statement.modules]
    pattern = re.compile(statement.modules)
    found = [name for name in engine.modules.all() if pattern.fullmatch(name)]
    if not found:
        raise ModuleError(f"modparam: no loaded module matches {statement.modules!r}")
    return found


def _declare_runtime_params(engine: Engine, module: ModuleExports) -> None:
    """The parameters that may change while the server runs are settings of the group that is named for their module."""

    def change(group: str, name: str, value: Value) -> None:
        engine.modules.values[group, name] = value

    for param in module.params:
        if param.is_runtime:
            engine.settings.declare(
                Setting(
                    group=module.name,
                    name=param.name,
                    kind=param.kind,
                    default=engine.modules.values[module.name, param.name],
                    description=param.doc,
                    low=param.low,
                    high=param.high,
                    on_change=change,
                )
            )


def _init_modules(engine: Engine, config: Config) -> None:
    for module in engine.modules.all().values():
        for init in module.mod_init:
            try:
                _finish(engine, init())
            except ConfigError:
                raise
            except KaheaError as fault:
                raise CheckError(f"module {module.name}: {fault}", _place_of(config, module.name)) from fault
    engine.events.emit(SrEvent.REGISTERED)


def _place_of(config: Config, module: str) -> Position:
    for statement in config.statements:
        if isinstance(statement, LoadModule) and statement.name == module:
            return statement.position
    return config.position


def _init_children(engine: Engine) -> None:
    """One process plays all parts: each rank is told once, the workers' as the first of them."""
    for rank in (PROC_INIT, PROC_MAIN, PROC_TIMER, 1):
        for module in engine.modules.all().values():
            for init in module.child_init:
                _finish(engine, init(rank))


def _finish(engine: Engine, result: Any) -> None:  # noqa: ANN401  what a module's function gave back
    """Nothing; a coroutine has run to its end, which at start-up must come at once.

    Raises:
        KaheaError: it waits for something that only a serving engine can give.
    """
    if not inspect.iscoroutine(result):
        return
    ended: list[object] = []
    engine.start(result, ended.append)
    if not ended:
        raise KaheaError("its start waits for something that is not there yet")
