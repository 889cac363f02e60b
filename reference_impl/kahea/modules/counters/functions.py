"""Functions that count."""

from kahea.api import Routes, SipMsg
from kahea.api.values import Counter, CounterError
from kahea.modules.counters.exports import module, script_cnt_grp_name

__all__: list[str] = []

_ROUTES = Routes.REQUEST | Routes.ONREPLY | Routes.FAILURE | Routes.ONSEND


def _find(msg: SipMsg, name: bytes) -> Counter | None:
    """The counter ``group.name``, or `name` of the script's group; None, which is logged, when there is none."""
    group, dot, rest = name.decode("utf-8", "replace").rpartition(".")
    try:
        return msg.engine.counters.get(group if dot else script_cnt_grp_name.value, rest)
    except CounterError as error:
        msg.engine.log.module("counters").err("%s", error)
        return None


@module.function("cnt_inc", routes=_ROUTES)
def cnt_inc(msg: SipMsg, name: bytes) -> int:
    """1; the counter is one more; -1 when there is none such."""
    counter = _find(msg, name)
    if counter is None:
        return -1
    counter.update()
    return 1


@module.function("cnt_add", routes=_ROUTES)
def cnt_add(msg: SipMsg, name: bytes, number: int) -> int:
    """1; the counter is `number` more; -1 when there is none such."""
    counter = _find(msg, name)
    if counter is None:
        return -1
    counter.update(number)
    return 1


@module.function("cnt_reset", routes=_ROUTES)
def cnt_reset(msg: SipMsg, name: bytes) -> int:
    """1; the counter is 0; -1 when there is none such, or it cannot be reset."""
    counter = _find(msg, name)
    return 1 if counter is not None and counter.reset() else -1
