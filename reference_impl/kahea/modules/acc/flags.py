"""What the flags of a request ask for."""

from kahea.api import Param, SipMsg
from kahea.modules.acc.exports import (
    acc_prepare_always,
    acc_prepare_flag,
    db_flag,
    db_missed_flag,
    log_flag,
    log_missed_flag,
)
from kahea.modules.acc.state import acc_state

__all__ = ["clear_missed", "has_flag", "is_accounted", "is_in_db", "is_missed", "is_missed_in_db", "is_prepared"]


def has_flag(msg: SipMsg, flag: Param[int]) -> bool:
    """Whether the message has the flag that a parameter names; never when it names none."""
    return flag.value >= 0 and bool(msg.flags >> flag.value & 1)


def is_in_db(msg: SipMsg) -> bool:
    """Whether the request is accounted in the database."""
    return acc_state().con is not None and has_flag(msg, db_flag)


def is_missed_in_db(msg: SipMsg) -> bool:
    """Whether the request is reported in the database when it fails."""
    return acc_state().con is not None and has_flag(msg, db_missed_flag)


def is_accounted(msg: SipMsg) -> bool:
    """Whether the request is accounted anywhere."""
    return has_flag(msg, log_flag) or is_in_db(msg)


def is_missed(msg: SipMsg) -> bool:
    """Whether the request is reported anywhere when it fails."""
    return has_flag(msg, log_missed_flag) or is_missed_in_db(msg)


def is_prepared(msg: SipMsg) -> bool:
    """Whether the transaction is watched though its flags ask for nothing yet."""
    return bool(acc_prepare_always.value) or has_flag(msg, acc_prepare_flag)


def clear_missed(msg: SipMsg) -> None:
    """Nothing; the next failure is not reported, unless a route sets the flag again."""
    for flag in (log_missed_flag, db_missed_flag):
        if flag.value >= 0:
            msg.flags &= ~(1 << flag.value)
