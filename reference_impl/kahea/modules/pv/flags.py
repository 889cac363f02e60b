"""Flags of the message, the branch and the script: all as a number, in hexadecimal digits, or one of them."""

from collections.abc import Callable
from typing import Any

from kahea.api import PvParam, PvSpec, PvValue, SipMsg
from kahea.api.values import MAX_FLAG, Inner, PvRegistry, PvSyntaxError, parse_pv, pv_of, pv_strint
from kahea.modules.pv.exports import module

__all__: list[str] = []

_ALL = (1 << (MAX_FLAG + 1)) - 1


def _set_all(field: str) -> Callable[[Any, PvParam, PvValue], None]:
    """The setter of all flags of one kind; null clears them."""

    def set_flags(msg: SipMsg, _param: PvParam, value: PvValue) -> None:
        setattr(msg, field, value.as_int() & _ALL)

    return set_flags


def _set_one(field: str) -> Callable[[Any, PvParam, PvValue], None]:
    """The setter of one flag of one kind."""

    def set_flag(msg: SipMsg, param: PvParam, value: PvValue) -> None:
        number = _number(msg, param)
        if number is not None:
            flags = getattr(msg, field)
            setattr(msg, field, flags | 1 << number if value.as_int() else flags & ~(1 << number))

    return set_flag


def _flag_number(inner: bytes, registry: PvRegistry) -> int | PvSpec:
    """The number of a flag, or the variable that will give it."""
    if inner.startswith(b"$"):
        return parse_pv(registry, inner)
    number = int(inner) if inner.isdigit() and len(inner) < 4 else -1  # noqa: PLR2004  more digits are out of range anyway
    if not 0 <= number <= MAX_FLAG:
        raise PvSyntaxError(f"expected the number of a flag in 0..{MAX_FLAG}, found {inner[:20]!r}", 0)
    return number


def _number(msg: SipMsg, param: PvParam) -> int | None:
    """The number of the flag; None when a variable gives one that is out of range."""
    number = param.name if isinstance(param.name, int) else pv_of(param.name_in(msg)).as_int()
    return number if 0 <= number <= MAX_FLAG else None


def _hex(flags: int) -> PvValue:
    return pv_strint(b"%08X" % flags, flags)


def _one(msg: SipMsg, param: PvParam, flags: int) -> int | None:
    number = _number(msg, param)
    return None if number is None else flags >> number & 1


@module.pv("mf", set=_set_all("flags"))
def pv_flags(msg: SipMsg) -> int:
    """$mf: the flags of the message."""
    return msg.flags


@module.pv("mF", set=_set_all("flags"))
def pv_hexflags(msg: SipMsg) -> PvValue:
    """$mF: the flags of the message in eight hexadecimal digits."""
    return _hex(msg.flags)


@module.pv("Mf", set=_set_one("flags"), inner=Inner.MUST, parse_name=_flag_number)
def pv_flag(msg: SipMsg, param: PvParam) -> int | None:
    """$Mf(n): one flag of the message."""
    return _one(msg, param, msg.flags)


@module.pv("bf", set=_set_all("bflags"))
def pv_bflags(msg: SipMsg) -> int:
    """$bf: the flags of the branch."""
    return msg.bflags


@module.pv("bF", set=_set_all("bflags"))
def pv_hexbflags(msg: SipMsg) -> PvValue:
    """$bF: the flags of the branch in eight hexadecimal digits."""
    return _hex(msg.bflags)


@module.pv("Bf", set=_set_one("bflags"), inner=Inner.MUST, parse_name=_flag_number)
def pv_bflag(msg: SipMsg, param: PvParam) -> int | None:
    """$Bf(n): one flag of the branch."""
    return _one(msg, param, msg.bflags)


@module.pv("sf", set=_set_all("sflags"))
def pv_sflags(msg: SipMsg) -> int:
    """$sf: the flags of the script."""
    return msg.sflags


@module.pv("sF", set=_set_all("sflags"))
def pv_hexsflags(msg: SipMsg) -> PvValue:
    """$sF: the flags of the script in eight hexadecimal digits."""
    return _hex(msg.sflags)


@module.pv("Sf", set=_set_one("sflags"), inner=Inner.MUST, parse_name=_flag_number)
def pv_sflag(msg: SipMsg, param: PvParam) -> int | None:
    """$Sf(n): one flag of the script."""
    return _one(msg, param, msg.sflags)
