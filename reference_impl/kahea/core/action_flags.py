"""Core functions that set and ask for flags (kamailio src/core/flags.c, usr_avp.c)."""

from kahea.base.errors import KaheaError
from kahea.core.action import core_action
from kahea.core.action_args import AvpFlagNumber, FlagNumber
from kahea.core.sip_msg import SipMsg
from kahea.core.usr_avp import Avp, parse_avp_name
from kahea.pv import PvSpec

__all__ = ["isavpflagset", "isflagset", "resetavpflag", "resetflag", "setavpflag", "setflag"]


@core_action("setflag")
def setflag(msg: SipMsg, flag: FlagNumber) -> int:
    """1; the message, and its transaction with it, has the flag."""
    msg.flags |= 1 << flag
    return 1


@core_action("resetflag")
def resetflag(msg: SipMsg, flag: FlagNumber) -> int:
    """1; the message does not have the flag."""
    msg.flags &= ~(1 << flag)
    return 1


@core_action("isflagset")
def isflagset(msg: SipMsg, flag: FlagNumber) -> int:
    """1 when the message has the flag, else -1."""
    return 1 if msg.flags >> flag & 1 else -1


def _avps(msg: SipMsg, spec: PvSpec) -> list[Avp]:
    """The newest AVP that the variable names, or that of its index; none when there is none."""
    if spec.name != "avp":
        raise KaheaError(f"{spec.source.decode()} is no AVP")
    try:
        name = parse_avp_name(spec.param.name) if isinstance(spec.param.name, bytes) else spec.param.name
    except ValueError as fault:
        raise KaheaError(str(fault)) from fault
    index = spec.param.index_in(msg)
    found = msg.avps.search_avp(name, index if isinstance(index, int) else 0)
    return [found] if found is not None else []


@core_action("setavpflag", "avp_set_flag")
def setavpflag(msg: SipMsg, avp: PvSpec, flag: AvpFlagNumber) -> int:
    """1 when the AVP is there, and has the flag; else -1."""
    found = _avps(msg, avp)
    for each in found:
        each.flags |= 1 << flag
    return 1 if found else -1


@core_action("resetavpflag")
def resetavpflag(msg: SipMsg, avp: PvSpec, flag: AvpFlagNumber) -> int:
    """1 when the AVP is there, and does not have the flag; else -1."""
    found = _avps(msg, avp)
    for each in found:
        each.flags &= ~(1 << flag)
    return 1 if found else -1


@core_action("isavpflagset")
def isavpflagset(msg: SipMsg, avp: PvSpec, flag: AvpFlagNumber) -> int:
    """1 when the AVP has the flag, else -1."""
    return 1 if any(each.flags >> flag & 1 for each in _avps(msg, avp)) else -1
