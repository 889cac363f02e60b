"""Variables that all workers share: `$shv` and `$shvinc`."""

from typing import Final

from kahea.api import PvParam, PvValue, SipMsg
from kahea.api.values import Inner, pv_int
from kahea.modules.pv.exports import module, shvset

__all__ = ["ZERO", "shared_vars"]

ZERO: Final = pv_int(0)
"""What a shared variable begins as."""

shared_vars = module.state(dict[bytes, PvValue])
"""The shared variables by name."""


@module.on_init
def preset_shared_vars() -> None:
    """Nothing; the variables of the parameter shvset have their values."""
    shared_vars().update(shvset.value)


def _set_shv(msg: SipMsg, param: PvParam, value: PvValue) -> None:
    shared_vars()[param.name_in(msg)] = ZERO if value.is_null else value


@module.pv("shv", set=_set_shv, inner=Inner.MUST)
def pv_shv(msg: SipMsg, param: PvParam) -> PvValue:
    """$shv(name): a shared variable, 0 until it is set."""
    return shared_vars().get(param.name_in(msg), ZERO)


@module.pv("shvinc", inner=Inner.MUST)
def pv_shvinc(msg: SipMsg, param: PvParam) -> PvValue:
    """$shvinc(name): a shared variable after 1 was added to it."""
    name = param.name_in(msg)
    shared = shared_vars()
    shared[name] = pv_int(shared.get(name, ZERO).as_int() + 1)
    return shared[name]
