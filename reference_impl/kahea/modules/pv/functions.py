"""Functions that ask what a variable holds, and that evaluate text."""

from collections.abc import Callable

from kahea.api import PvFormat, PvSpec, PvValue, SipMsg
from kahea.api.values import NULL, PV_VAL_INT, PvSyntaxError, PvWriteError, parse_format, pv_str
from kahea.modules.pv.exports import module

__all__ = ["set_pv"]


def set_pv(msg: SipMsg, spec: PvSpec, value: bytes) -> bool:
    """Whether the variable could be set to the text."""
    try:
        spec.set(msg, pv_str(value))
    except PvWriteError as error:
        msg.engine.log.module("pv").err("%s", error)
        return False
    return True


@module.function("pv_isset")
def pv_isset(msg: SipMsg, pvar: PvSpec) -> int:
    """1 if the variable has a value, -1 if it is null."""
    return -1 if pvar.get(msg).is_null else 1


@module.function("pv_unset")
def pv_unset(msg: SipMsg, pvar: PvSpec) -> int:
    """1; the variable's value is gone, the newest one of a stack."""
    try:
        pvar.set(msg, NULL)
    except PvWriteError as error:
        msg.engine.log.module("pv").err("%s", error)
        return -1
    return 1


@module.function("is_int")
def is_int(msg: SipMsg, pvar: PvSpec) -> int:
    """1 if the variable's value is an integer or has one beside its text, as $rp has, -1 if not."""
    return 1 if pvar.get(msg).flags & PV_VAL_INT else -1


_TYPES: dict[bytes, Callable[[PvValue], bool]] = {
    b"int": lambda value: value.is_int,
    b"str": lambda value: not value.is_null and not value.is_int,
    b"null": lambda value: value.is_null,
}


@module.function("typeof")
def typeof(msg: SipMsg, pvar: PvSpec, vtype: bytes) -> int:
    """1 if the variable's value is of the type int, str or null, -1 if not."""
    test = _TYPES.get(vtype.strip().lower())
    if test is None:
        msg.engine.log.module("pv").err("typeof: %r is not int, str or null", vtype[:40])
        return -1
    return 1 if test(pvar.get(msg)) else -1


@module.function("not_empty")
def not_empty(msg: SipMsg, pvar: PvSpec) -> int:
    """1 if the variable's value is a string that is not empty, -1 if not."""
    value = pvar.get(msg)
    return 1 if value.rs and not value.is_int else -1


@module.function("pv_evalx")
def pv_evalx(msg: SipMsg, dst: PvSpec, fmt: PvFormat) -> int:
    """1; `dst` holds the text, its variables replaced, and those in the result replaced once more."""
    text = fmt.printf(msg)
    try:
        value = parse_format(msg.engine.pvs, text).printf(msg)
    except PvSyntaxError as error:
        msg.engine.log.module("pv").err("pv_evalx: %s", error)
        return -1
    return 1 if set_pv(msg, dst, value) else -1
