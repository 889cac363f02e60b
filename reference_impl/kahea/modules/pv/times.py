"""Time: that of the message, which does not move, and that of the moment."""

import time
from collections.abc import Callable
from typing import Final

from kahea.api import PvFormat, PvParam, SipMsg, engine
from kahea.api.values import Inner, PvRegistry, parse_format
from kahea.modules.pv.exports import module
from kahea.modules.pv.keys import one_of

__all__: list[str] = []

_PARTS: Final[dict[bytes, Callable[[time.struct_time], int]]] = {
    b"sec": lambda parts: parts.tm_sec,
    b"min": lambda parts: parts.tm_min,
    b"hour": lambda parts: parts.tm_hour,
    b"mday": lambda parts: parts.tm_mday,
    b"mon": lambda parts: parts.tm_mon,
    b"year": lambda parts: parts.tm_year,
    # struct_time counts from Monday, the C library and Kamailio's variable from Sunday, which is 1 here.
    b"wday": lambda parts: (parts.tm_wday + 1) % 7 + 1,
    b"yday": lambda parts: parts.tm_yday,
    b"isdst": lambda parts: parts.tm_isdst,
}


def _time_of(msg: SipMsg) -> float:
    """When the message was received, seconds since 1970; now for one that was not."""
    return (msg.now or msg.engine.now) + msg.engine.wall_offset


def _part(inner: bytes, registry: PvRegistry) -> bytes:  # noqa: ARG001  a name parser's signature
    return one_of("time", inner, _PARTS)


@module.pv("time", inner=Inner.MUST, parse_name=_part)
def pv_local_time(msg: SipMsg, param: PvParam) -> int:
    """$time(key): a part of the present local time."""
    return _PARTS[param.name](time.localtime(msg.engine.wall_time))


@module.pv("utime", inner=Inner.MUST, parse_name=_part)
def pv_utc_time(msg: SipMsg, param: PvParam) -> int:
    """$utime(key): a part of the present time in UTC."""
    return _PARTS[param.name](time.gmtime(msg.engine.wall_time))


def _format(inner: bytes, registry: PvRegistry) -> PvFormat:
    return parse_format(registry, inner)


def _strftime(msg: SipMsg, param: PvParam, parts: time.struct_time) -> bytes | None:
    text = param.name.printf(msg).decode("utf-8", "replace")
    return time.strftime(text.replace("\0", ""), parts).encode() or None


@module.pv("timef", inner=Inner.MUST, parse_name=_format)
def pv_local_strftime(msg: SipMsg, param: PvParam) -> bytes | None:
    """$timef(format): the local time as strftime writes it."""
    return _strftime(msg, param, time.localtime(msg.engine.wall_time))


@module.pv("utimef", inner=Inner.MUST, parse_name=_format)
def pv_utc_strftime(msg: SipMsg, param: PvParam) -> bytes | None:
    """$utimef(format): the time in UTC as strftime writes it."""
    return _strftime(msg, param, time.gmtime(msg.engine.wall_time))


def _ctime(seconds: float) -> bytes:
    return time.asctime(time.localtime(seconds)).encode()


@module.pv("Ts")
def pv_times(msg: SipMsg) -> int:
    """$Ts: seconds since 1970, when the message was received."""
    return int(_time_of(msg))


@module.pv("Tf")
def pv_timef(msg: SipMsg) -> bytes:
    """$Tf: when the message was received, in words and digits."""
    return _ctime(_time_of(msg))


@module.pv("TS")
def pv_time_now_s(msg: SipMsg) -> int:
    """$TS: seconds since 1970, now."""
    return int(msg.engine.wall_time)


@module.pv("TF")
def pv_time_now_f(msg: SipMsg) -> bytes:
    """$TF: this moment in words and digits."""
    return _ctime(msg.engine.wall_time)


@module.pv("Tb")
def pv_time_of_start(_msg: SipMsg) -> int:
    """$Tb: when the server was started, seconds since 1970."""
    here = engine()
    return int(here.started_at + here.wall_offset)


def _split(seconds: float) -> tuple[int, int]:
    """Whole seconds and microseconds."""
    return divmod(round(seconds * 1_000_000), 1_000_000)


def _dotted(seconds: float) -> bytes:
    return b"%d.%06d" % _split(seconds)


_VALUES: Final[dict[bytes, Callable[[SipMsg], int | bytes]]] = {
    b"s": lambda msg: _split(_time_of(msg))[0],
    b"u": lambda msg: _split(_time_of(msg))[1],
    b"sn": lambda msg: _split(msg.engine.wall_time)[0],
    b"un": lambda msg: _split(msg.engine.wall_time)[1],
    b"Sn": lambda msg: _dotted(msg.engine.wall_time),
    b"Sm": lambda msg: _dotted(msg.engine.now),
}


def _value_key(inner: bytes, registry: PvRegistry) -> bytes:  # noqa: ARG001  a name parser's signature
    return one_of("TV", inner, _VALUES)


@module.pv("TV", inner=Inner.MUST, parse_name=_value_key)
def pv_timeval(msg: SipMsg, param: PvParam) -> int | bytes:
    """$TV(key): time to the microsecond."""
    return _VALUES[param.name](msg)
