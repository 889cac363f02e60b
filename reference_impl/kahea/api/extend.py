"""How a module says what it offers: one `Module`, and a decorator on each function that does the work.

    module = Module("maxfwd")
    max_limit = module.param("max_limit", default=70, doc="upper bound put on an incoming Max-Forwards")

    @module.function("process_maxfwd", routes=Routes.REQUEST)
    def process_maxfwd(msg: SipMsg, limit: int) -> int:
        '''Decrement Max-Forwards, adding it with value `limit` when absent (RFC 3261 §16.6 step 3).'''

A module is declared once and serves any number of engines: `Param.value` and `State()` belong to the engine at work.
"""

import inspect
from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

from kahea.cfg.runtime import ANY_ROUTE, Routes
from kahea.control.mi_registry import MiCmd, MiFlag
from kahea.control.rpc_export import RpcExport, RpcFlag
from kahea.core.core_pvs import note_unreadable
from kahea.core.current import engine
from kahea.core.fixup import read_params
from kahea.core.sr_module import CmdExport, ModuleExports, ParamExport, StatExport
from kahea.parser import SipParseError
from kahea.pv import NULL, Inner, PvExport, PvParam, PvValue, pv_of
from kahea.pv.registry import IndexParser, NameParser
from kahea.pv.transform.table import TrClass

__all__ = ["Module", "Param", "State"]

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")
Check = Callable[[Any], Any]


class Param(Generic[T]):
    """A parameter of a module; `value` is what the configuration of the engine at work gave it, or its default."""

    __slots__ = ("_key", "name")

    def __init__(self, module: str, name: str) -> None:
        self.name = name
        self._key = (module, name)

    @property
    def value(self) -> T:
        """The value in the engine at work.

        Raises:
            KaheaError: no engine is at work.
        """
        found: T = engine().modules.values[self._key]
        return found


class State(Generic[T]):
    """What a module keeps for each engine: calling it gives the one of the engine at work, made on first use.

    >>> names: State[list[str]] = State(list)
    """

    __slots__ = ("_factory",)

    def __init__(self, factory: Callable[[], T]) -> None:
        self._factory = factory

    def __call__(self) -> T:
        """The state in the engine at work.

        Raises:
            KaheaError: no engine is at work.
        """
        states = engine().modules.states
        found = states.get(self)
        if found is None:
            found = states[self] = self._factory()
        kept: T = found
        return kept


class Module:
    """A module's exports while its files declare them; `exports` is what the loader reads."""

    def __init__(self, name: str, *, needs: tuple[str, ...] = ()) -> None:
        self.exports = ModuleExports(name=name, needs=needs)

    @property
    def name(self) -> str:
        """The name that `loadmodule` and `modparam` use."""
        return self.exports.name

    @overload
    def param(
        self,
        name: str,
        *,
        default: int,
        doc: str,
        check: None = None,
        low: int | None = None,
        high: int | None = None,
        has_effect: bool = True,
        runtime: bool = False,
    ) -> Param[int]: ...
    @overload
    def param(
        self, name: str, *, default: str, doc: str, check: None = None, has_effect: bool = True, runtime: bool = False
    ) -> Param[str]: ...
    @overload
    def param(
        self,
        name: str,
        *,
        default: int | str | None = None,
        doc: str,
        kind: type = str,
        check: Check | None = None,
        low: int | None = None,
        high: int | None = None,
        has_effect: bool = True,
        runtime: bool = False,
    ) -> Param[Any]: ...
    def param(
        self,
        name: str,
        *,
        default: int | str | None = None,
        doc: str,
        kind: type | None = None,
        check: Check | None = None,
        low: int | None = None,
        high: int | None = None,
        has_effect: bool = True,
        runtime: bool = False,
    ) -> Param[Any]:
        """The parameter `name`, of the type of its default; `kind` says it where the default is None.

        `check(value)` returns the value to keep, of any type, or raises ValueError.  The default is not checked: give it as
        it is kept.  With `runtime` it may change while the server runs, as ``module.name`` of the configuration framework.
        """
        self.exports.params.append(
            ParamExport(
                name=name,
                kind=kind or (type(default) if default is not None else str),
                default=default,
                doc=doc,
                check=check,
                low=low,
                high=high,
                has_effect=has_effect,
                is_runtime=runtime,
            )
        )
        return Param(self.name, name)

    def list_param(
        self, name: str, *, doc: str, kind: type = str, check: Check | None = None, has_effect: bool = True
    ) -> Param[list[Any]]:
        """The parameter `name` that may be given many times: its value is the list, each made by `check`."""
        self.exports.params.append(
            ParamExport(name=name, kind=kind, default=None, doc=doc, check=check, is_list=True, has_effect=has_effect)
        )
        return Param(self.name, name)

    def function(self, *names: str, routes: Routes = ANY_ROUTE) -> Callable[[F], F]:
        """A decorator: the script function of that name (and of its other names), allowed in `routes`.

        It gets the message and its arguments as its annotations ask (`kahea.core.fixup`), and returns the script's code:
        positive true, negative false, 0 stops the script.  It may be ``async def`` and then await requests.
        """

        def put(function: F) -> F:
            for name in names:
                self.exports.cmds.append(
                    CmdExport(
                        name=name,
                        function=function,
                        params=read_params(function, name),
                        routes=routes,
                        is_async=inspect.iscoroutinefunction(function),
                        doc=inspect.getdoc(function) or "",
                    )
                )
            return function

        return put

    def pv(
        self,
        *names: str,
        set: Callable[[Any, PvParam, PvValue], None] | None = None,  # noqa: A002  the word of the field
        inner: Inner = Inner.NO,
        takes_index: bool = False,
        parse_name: NameParser | None = None,
        parse_index: IndexParser | None = None,
        is_constant: bool = False,
    ) -> Callable[[F], F]:
        """A decorator: the variable of that name (and its aliases), read by the function.

        The function gets the message, and the `PvParam` when it takes two arguments; it returns bytes, an int, None for null,
        or a PvValue.  `set(msg, param, value)` makes it writable.  One that `is_constant` is read while the configuration
        is loaded, its message being None.
        """

        def put(function: F) -> F:
            export = PvExport(
                name=names[0], getter=_getter(function), setter=set, inner=inner, takes_index=takes_index,
                parse_name=parse_name, parse_index=parse_index, is_constant=is_constant,
            )  # fmt: skip
            self.exports.pvs.append((export, names[1:]))
            return function

        return put

    def transformations(self, tr_class: TrClass) -> TrClass:
        """`tr_class`, whose members are this module's transformations."""
        self.exports.transformations.append(tr_class)
        return tr_class

    def rpc(self, name: str, *, flags: RpcFlag = RpcFlag.NONE) -> Callable[[F], F]:
        """A decorator: the RPC command of that name; its annotations or its arguments ``(rpc, ctx)`` are the contract."""

        def put(function: F) -> F:
            self.exports.rpcs.append(RpcExport(name, function, flags=flags))
            return function

        return put

    def mi(self, name: str, *, flags: MiFlag = MiFlag.NONE) -> Callable[[F], F]:
        """A decorator: the MI command of that name, which takes the tree of its arguments and gives that of its reply."""

        def put(function: F) -> F:
            self.exports.mis.append(MiCmd(name, function, flags))
            return function

        return put

    def stat(
        self, name: str, *, doc: str, callback: Callable[[], int] | None = None, no_reset: bool = False, group: str = ""
    ) -> None:
        """Nothing; the statistic `group`:`name` exists once the module is loaded, in the module's own group by default."""
        self.exports.stats.append(StatExport(name=name, doc=doc, callback=callback, is_no_reset=no_reset, group=group))

    def state(self, factory: Callable[[], T]) -> State[T]:
        """What the module keeps for each engine, made by `factory` on first use."""
        return State(factory)

    def on_init(self, function: F) -> F:
        """A decorator: called once, when every parameter is set (Kamailio's ``mod_init``); KaheaError stops the start."""
        self.exports.mod_init.append(function)
        return function

    def on_child_init(self, function: F) -> F:
        """A decorator: called with the rank of each process, once it is there (Kamailio's ``child_init``)."""
        self.exports.child_init.append(function)
        return function

    def on_destroy(self, function: F) -> F:
        """A decorator: called once, when the server stops (Kamailio's ``destroy``)."""
        self.exports.destroy.append(function)
        return function


def _getter(function: Callable[..., Any]) -> Callable[[Any, PvParam], PvValue]:
    """The function as the variables' engine calls it: what it cannot read is null."""

    def get_with_param(msg: Any, param: PvParam) -> PvValue:  # noqa: ANN401  the engine's context, which is a SipMsg
        try:
            return pv_of(function(msg, param))
        except SipParseError as error:
            note_unreadable(msg, error)
            return NULL

    def get(msg: Any, _param: PvParam) -> PvValue:  # noqa: ANN401  the engine's context, which is a SipMsg
        try:
            return pv_of(function(msg))
        except SipParseError as error:
            note_unreadable(msg, error)
            return NULL

    return get_with_param if len(inspect.signature(function).parameters) > 1 else get
