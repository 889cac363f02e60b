"""Variables of the worker: `$var`, `$vz` and `$vn`, which keep their values between messages."""

from typing import Final

from kahea.api import PvParam, PvValue, SipMsg, engine
from kahea.api.values import NULL, Inner, pv_int
from kahea.modules.pv.exports import module, varset

__all__ = ["null_vars", "script_vars"]

_ZERO: Final = pv_int(0)

null_vars = module.state(dict[bytes, PvValue])
"""The variables that begin as null, by name."""


def script_vars() -> dict[bytes, PvValue]:
    """The variables that begin as 0, by name."""
    return engine().script_vars


@module.on_init
def preset_vars() -> None:
    """Nothing; the variables of the parameter varset have their values."""
    script_vars().update(varset.value)


def _set_var(msg: SipMsg, param: PvParam, value: PvValue) -> None:
    msg.engine.script_vars[param.name_in(msg)] = _ZERO if value.is_null else value


@module.pv("var", "vz", set=_set_var, inner=Inner.MUST)
def pv_var(msg: SipMsg, param: PvParam) -> PvValue:
    """$var(name): a variable of the worker, 0 until it is set."""
    found: PvValue = msg.engine.script_vars.get(param.name if type(param.name) is bytes else param.name_in(msg), _ZERO)
    return found


def _set_vn(msg: SipMsg, param: PvParam, value: PvValue) -> None:
    if value.is_null:
        null_vars().pop(param.name_in(msg), None)
    else:
        null_vars()[param.name_in(msg)] = value


@module.pv("vn", set=_set_vn, inner=Inner.MUST)
def pv_vn(msg: SipMsg, param: PvParam) -> PvValue:
    """$vn(name): a variable of the worker, null until it is set."""
    return null_vars().get(param.name_in(msg), NULL)
