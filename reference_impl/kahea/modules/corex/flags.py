"""Extra flags of a message, and the flags that the core itself reads."""

from typing import Final

from kahea.api import SipMsg
from kahea.api.values import MsgFlags, flag_number
from kahea.modules.corex.exports import module

__all__: list[str] = []


@module.function("setxflag")
def setxflag(msg: SipMsg, flag: bytes) -> int:
    """1; the extra flag is set; -1 when there is no such flag."""
    number = flag_number(msg.engine, flag)
    if number is None:
        return -1
    msg.xflags |= 1 << number
    return 1


@module.function("resetxflag")
def resetxflag(msg: SipMsg, flag: bytes) -> int:
    """1; the extra flag is not set; -1 when there is no such flag."""
    number = flag_number(msg.engine, flag)
    if number is None:
        return -1
    msg.xflags &= ~(1 << number)
    return 1


@module.function("isxflagset")
def isxflagset(msg: SipMsg, flag: bytes) -> int:
    """1 when the extra flag is set, -1 otherwise."""
    number = flag_number(msg.engine, flag)
    return 1 if number is not None and msg.xflags >> number & 1 else -1


_INTERNAL: Final = {b"USE_UAC_FROM": int(MsgFlags.USE_UAC_FROM), b"USE_UAC_TO": int(MsgFlags.USE_UAC_TO)}


def _bit(msg: SipMsg, flagname: bytes) -> int:
    """The bit of the name; 0, which is logged, for an unknown one."""
    bit = _INTERNAL.get(flagname.strip().upper(), 0)
    if not bit:
        msg.engine.log.module("corex").err("%r is none of %s", flagname[:40], ", ".join(name.decode() for name in _INTERNAL))
    return bit


@module.function("msg_iflag_set")
def msg_iflag_set(msg: SipMsg, flagname: bytes) -> int:
    """1; the core's flag USE_UAC_FROM or USE_UAC_TO is set; -1 for another name."""
    bit = _bit(msg, flagname)
    msg.msg_flags |= bit
    return 1 if bit else -1


@module.function("msg_iflag_reset")
def msg_iflag_reset(msg: SipMsg, flagname: bytes) -> int:
    """1; the core's flag is not set; -1 for another name."""
    bit = _bit(msg, flagname)
    msg.msg_flags &= ~bit
    return 1 if bit else -1


@module.function("msg_iflag_is_set")
def msg_iflag_is_set(msg: SipMsg, flagname: bytes) -> int:
    """1 when the core's flag is set, -1 otherwise."""
    return 1 if msg.msg_flags & _bit(msg, flagname) else -1


@module.function("is_faked_msg")
def is_faked_msg(msg: SipMsg) -> int:
    """1 when the message was made for a route instead of being received, -1 otherwise."""
    return 1 if msg.msg_flags & MsgFlags.FAKED else -1


@module.function("is_incoming")
def is_incoming(msg: SipMsg) -> int:
    """1 when the message was received, -1 when it is about to be sent."""
    return 1 if msg.snd is None else -1
