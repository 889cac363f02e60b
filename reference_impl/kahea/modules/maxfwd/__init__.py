"""Module maxfwd: the hops that a request may still go (RFC 3261 §16.3 step 3, §16.6 step 3)."""

from collections.abc import Callable

from kahea.api import Module, Routes, SipMsg
from kahea.api.values import HdrField, HdrType, SipParseError

__all__ = ["is_maxfwd_lt", "module", "process_maxfwd"]

module = Module("maxfwd")
max_limit = module.param(
    "max_limit", default=70, low=1, high=255, runtime=True, doc="upper bound put on an incoming Max-Forwards"
)

_REQUESTS = Routes.REQUEST | Routes.FAILURE | Routes.BRANCH
_MAXFORWARDS = HdrType.MAXFORWARDS


def _found(msg: SipMsg) -> tuple[HdrField, int] | None:
    """The header and its value; None when the request has none.

    Raises:
        SipParseError: the value is no number in 0..255.
    """
    field = msg.hdr(_MAXFORWARDS)
    return None if field is None else (field, field.parsed)


def _set(msg: SipMsg, field: HdrField, value: int) -> None:
    start, end = field.span
    lump = msg.add_rm.del_lump(start, end - start)
    lump.after = ()  # what an earlier call in the same route has put there
    msg.add_rm.insert_new_lump_after(lump, b"%d" % value)


@module.function("process_maxfwd", "mf_process_maxfwd_header", "maxfwd_process", routes=Routes.REQUEST)
def process_maxfwd(msg: SipMsg, max_value: int) -> int:
    """Take one hop off: 1 when the header was lowered, 2 when it was added with `max_value`, -1 when no hop is left.

    A value above max_limit is lowered to it.  -2 when the header cannot be read.
    """
    try:
        found = _found(msg)
    except SipParseError:
        return -2
    if found is None:
        msg.add_rm.insert_new_lump_before(msg.add_rm.anchor_lump(msg.line_start(0)), b"Max-Forwards: %d\r\n" % max_value)
        return 2
    field, value = found
    if value == 0:
        return -1
    _set(msg, field, min(value - 1, max_limit.value))
    return 1


def _compared(msg: SipMsg, is_wanted: Callable[[int], bool]) -> int:
    """1 when the header's value is wanted, -1 when it is not, -2 when there is none, -3 when it cannot be read."""
    try:
        found = _found(msg)
    except SipParseError:
        return -3
    if found is None:
        return -2
    return 1 if is_wanted(found[1]) else -1


@module.function("is_maxfwd_lt", "mf_lowlimit", routes=_REQUESTS)
def is_maxfwd_lt(msg: SipMsg, max_value: int) -> int:
    """1 when the header's value is below `max_value`, -1 when it is not, -2 when there is none, -3 when it cannot be read."""
    return _compared(msg, lambda value: value < max_value)


@module.function("maxfwd_at_least", routes=_REQUESTS)
def maxfwd_at_least(msg: SipMsg, max_value: int) -> int:
    """1 when the header's value is `max_value` or more, -1 when it is not, -2 when there is none, -3 when it cannot be read."""
    return _compared(msg, lambda value: value >= max_value)
