"""Flags of the script and of branches."""

from kahea.api import SipMsg
from kahea.api.values import flag_number
from kahea.modules.kex.exports import module

__all__: list[str] = []


@module.function("setsflag")
def setsflag(msg: SipMsg, flag: bytes) -> int:
    """1; the script flag is set; -1 when there is no such flag."""
    number = flag_number(msg.engine, flag)
    if number is None:
        return -1
    msg.sflags |= 1 << number
    return 1


@module.function("resetsflag")
def resetsflag(msg: SipMsg, flag: bytes) -> int:
    """1; the script flag is not set; -1 when there is no such flag."""
    number = flag_number(msg.engine, flag)
    if number is None:
        return -1
    msg.sflags &= ~(1 << number)
    return 1


@module.function("issflagset")
def issflagset(msg: SipMsg, flag: bytes) -> int:
    """1 when the script flag is set, -1 otherwise."""
    number = flag_number(msg.engine, flag)
    return 1 if number is not None and msg.sflags >> number & 1 else -1


def _branch_flags(msg: SipMsg, branch: int) -> int | None:
    """The flags of a branch, 0 being the request URI's; None when there is none of that number."""
    if branch == 0:
        return msg.bflags
    return msg.branches[branch - 1].flags if 0 < branch <= len(msg.branches) else None


def _store(msg: SipMsg, branch: int, flags: int) -> int:
    if branch == 0:
        msg.bflags = flags
    else:
        msg.branches[branch - 1].flags = flags
    return 1


@module.function("setbflag")
def setbflag(msg: SipMsg, flag: bytes, branch: int = 0) -> int:
    """1; the flag of the branch is set; -1 when there is no such flag or branch."""
    number, flags = flag_number(msg.engine, flag), _branch_flags(msg, branch)
    return -1 if number is None or flags is None else _store(msg, branch, flags | 1 << number)


@module.function("resetbflag")
def resetbflag(msg: SipMsg, flag: bytes, branch: int = 0) -> int:
    """1; the flag of the branch is not set; -1 when there is no such flag or branch."""
    number, flags = flag_number(msg.engine, flag), _branch_flags(msg, branch)
    return -1 if number is None or flags is None else _store(msg, branch, flags & ~(1 << number))


@module.function("isbflagset")
def isbflagset(msg: SipMsg, flag: bytes, branch: int = 0) -> int:
    """1 when the flag of the branch is set, -1 otherwise."""
    number, flags = flag_number(msg.engine, flag), _branch_flags(msg, branch)
    return 1 if number is not None and flags is not None and flags >> number & 1 else -1
