"""Records in the log: ``ACC: transaction answered: timestamp=...;method=INVITE;...`` (kamailio acc.c acc_log_request())."""

from collections.abc import Iterable, Iterator
from itertools import chain

from kahea.api import SipMsg, engine
from kahea.modules.acc.attribute import Value, leg_rows, values_of
from kahea.modules.acc.exports import log_level, module
from kahea.modules.acc.record import Record
from kahea.modules.acc.second_time import second_time
from kahea.modules.acc.state import acc_state

__all__ = ["write_record"]


def write_record(title: str, record: Record, msg: SipMsg) -> None:
    """Nothing; the record's line is in the log, if its level is on.

    The log holds back lines that one place writes too often; accounting is never held back.
    """
    log = engine().log
    if not log.is_on(log_level.value, module.name):
        return
    state = acc_state()
    extra = chain(_core(record), values_of(state.log_extra, msg), *leg_rows(state.legs, msg))
    log.report(log_level.value, module.name, [f"ACC: {title}: {_times(record)}{_shown(extra)}"])


def _core(record: Record) -> Iterator[tuple[str, Value]]:
    yield "method", record.method
    yield "from_tag", record.from_tag
    yield "to_tag", record.to_tag
    yield "call_id", record.callid
    yield "code", record.outcome.code
    yield "reason", record.outcome.reason


def _times(record: Record) -> str:
    second = second_time(record)
    stamp = f"timestamp={int(record.time)}"
    if second is None:
        return stamp
    name, value = second
    return f"{stamp};{name}={value:.3f}" if isinstance(value, float) else f"{stamp};{name}={value}"


def _shown(attributes: Iterable[tuple[str, Value]]) -> str:
    return "".join(f";{name}={(value or b'').decode('utf-8', 'backslashreplace')}" for name, value in attributes)
