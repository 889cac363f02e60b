"""What a module offers, in one place (Kamailio's ``struct module_exports``), and the modules of one engine.

`kahea.api.extend` fills these records from decorators; the loader and the binder of routes read them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kahea.base.errors import KaheaError
from kahea.base.near_miss import did_you_mean
from kahea.cfg.runtime import Routes
from kahea.control.mi_registry import MiCmd
from kahea.control.rpc_export import RpcExport
from kahea.core.fixup import FixedParam
from kahea.pv import PvExport
from kahea.pv.transform.table import TrClass

__all__ = ["CmdExport", "ModuleError", "ModuleExports", "ModuleTable", "ParamExport", "StatExport"]


class ModuleError(KaheaError):
    """A module that cannot be found, loaded or set up; the message says which, and what would help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CmdExport:
    """One script function (Kamailio's ``cmd_export_t``): its parameters are fixed up from the function's signature."""

    name: str
    function: Callable[..., Any]
    params: tuple[FixedParam, ...]
    routes: Routes
    is_async: bool
    doc: str = ""

    @property
    def least(self) -> int:
        """The fewest arguments it takes."""
        return sum(not param.is_optional for param in self.params)

    @property
    def most(self) -> int:
        """The most arguments it takes."""
        return len(self.params)

    @property
    def signature(self) -> str:
        """The function as a manual writes it: ``t_relay([host, port])``."""
        names = [f"[{param.name}]" if param.is_optional else param.name for param in self.params]
        return f"{self.name}({', '.join(names)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParamExport:
    """One parameter (Kamailio's ``param_export_t``): the last `modparam` wins, or each is added when it `is_list`.

    `check(value)` returns the value to keep or raises ValueError; `has_effect` is False for one that is only accepted.  One
    that `is_runtime` may change while the server runs, as ``module.name`` of the configuration framework.
    """

    name: str
    kind: type[int] | type[str]
    default: int | str | None
    doc: str = ""
    is_list: bool = False
    check: Callable[[Any], Any] | None = None
    has_effect: bool = True
    low: int | None = None
    high: int | None = None
    is_runtime: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StatExport:
    """One statistic of a module (Kamailio's ``stat_export_t``); with `callback` its value is computed."""

    name: str
    doc: str = ""
    callback: Callable[[], int] | None = None
    is_no_reset: bool = False
    group: str = ""


@dataclass(slots=True, kw_only=True)
class ModuleExports:
    """Everything one module offers; its own file fills it while it is imported, and nobody changes it later."""

    name: str
    cmds: list[CmdExport] = field(default_factory=list)
    params: list[ParamExport] = field(default_factory=list)
    pvs: list[tuple[PvExport, tuple[str, ...]]] = field(default_factory=list)
    transformations: list[TrClass] = field(default_factory=list)
    rpcs: list[RpcExport] = field(default_factory=list)
    mis: list[MiCmd] = field(default_factory=list)
    stats: list[StatExport] = field(default_factory=list)
    needs: tuple[str, ...] = ()
    """Modules that must be loaded before."""
    mod_init: list[Callable[[], Any]] = field(default_factory=list)
    child_init: list[Callable[[int], Any]] = field(default_factory=list)
    destroy: list[Callable[[], Any]] = field(default_factory=list)

    def cmd(self, name: str) -> CmdExport | None:
        """The script function of that name; None when there is none."""
        return next((cmd for cmd in self.cmds if cmd.name == name), None)

    def param(self, name: str) -> ParamExport:
        """The parameter of that name.

        Raises:
            ModuleError: there is none; the message names one that is near.
        """
        for param in self.params:
            if param.name == name:
                return param
        hint = did_you_mean(name, [param.name for param in self.params])
        raise ModuleError(f"module {self.name} has no parameter {name!r}{hint}")


class ModuleTable:
    """The modules of one engine, in the order of loading; the engine owns it.

    `values` holds each parameter's value by the record that declares it, `states` what modules keep, by their factory.
    """

    __slots__ = ("_modules", "states", "values")

    def __init__(self) -> None:
        self._modules: dict[str, ModuleExports] = {}
        self.values: dict[tuple[str, str], Any] = {}
        self.states: dict[object, Any] = {}

    def add(self, module: ModuleExports) -> None:
        """Nothing; the module is loaded and its parameters have their defaults.

        Raises:
            ModuleError: a module of that name is loaded, or one it needs is not.
        """
        if module.name in self._modules:
            raise ModuleError(f"module {module.name} is loaded already")
        missing = [name for name in module.needs if name not in self._modules]
        if missing:
            raise ModuleError(f"module {module.name} needs module {missing[0]}: load that one before it")
        self._modules[module.name] = module
        for param in module.params:
            self.values[module.name, param.name] = [] if param.is_list else param.default

    def set_param(self, module: str, name: str, value: int | str) -> None:
        """Nothing; the parameter has the value.

        Raises:
            ModuleError: there is no such module or parameter, or the value is not accepted.
        """
        if module not in self._modules:
            raise ModuleError(f"module {module} is not loaded")
        param = self._modules[module].param(name)
        taken = _accepted(module, param, value)
        if param.is_list:
            self.values[module, name].append(taken)
        else:
            self.values[module, name] = taken

    def __contains__(self, name: str) -> bool:
        return name in self._modules

    def all(self) -> Mapping[str, ModuleExports]:
        """The modules by name, in the order of loading."""
        return self._modules

    def find_export(self, name: str) -> tuple[ModuleExports, CmdExport] | None:
        """The module that has the script function, and the function; None when no loaded module has it."""
        for module in self._modules.values():
            cmd = module.cmd(name)
            if cmd is not None:
                return module, cmd
        return None

    def functions(self) -> tuple[str, ...]:
        """The names of all script functions of loaded modules."""
        return tuple(cmd.name for module in self._modules.values() for cmd in module.cmds)


def _accepted(module: str, param: ParamExport, value: int | str) -> Any:  # noqa: ANN401  what the parameter's check makes of it
    where = f"modparam {module}.{param.name}"
    if param.kind is int and isinstance(value, str):
        raise ModuleError(f"{where} must be an integer, not {value!r}")
    taken: int | str = str(value) if param.kind is str else value
    low, high = param.low, param.high
    if isinstance(taken, int) and ((low is not None and taken < low) or (high is not None and taken > high)):
        raise ModuleError(f"{where}: {taken} is not in {'' if low is None else low}..{'' if high is None else high}")
    if param.check is None:
        return taken
    try:
        return param.check(taken)
    except ValueError as fault:
        raise ModuleError(f"{where}: {fault}") from fault
