"""A message for routes that run without one: timers, events, connections (kamailio src/core/fmsg.c)."""

from typing import TYPE_CHECKING

from kahea.core.flags import MsgFlags
from kahea.core.net import Proto, ReceiveInfo, SocketInfo
from kahea.core.sip_msg import SipMsg

if TYPE_CHECKING:
    from kahea.core.engine import Engine

__all__ = ["faked_msg"]

_TEXT = (
    b"OPTIONS sip:you@kahea.invalid SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK-faked\r\n"
    b"From: <sip:you@kahea.invalid>;tag=faked\r\nTo: <sip:you@kahea.invalid>\r\n"
    b"Call-ID: faked-%d@kahea.invalid\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
)
_NOWHERE = SocketInfo(proto=Proto.UDP, address=b"127.0.0.1", port=5060)


def faked_msg(engine: "Engine") -> SipMsg:
    """An OPTIONS that nobody has sent, with a Call-ID of its own, as if it came from this machine to the first socket."""
    sock = next(iter(engine.sockets), _NOWHERE)
    engine.messages += 1
    msg = SipMsg(_TEXT % engine.messages, ReceiveInfo(Proto.UDP, b"127.0.0.1", 5060, sock), engine)
    msg.id, msg.now = engine.messages, engine.now
    msg.msg_flags |= MsgFlags.FAKED
    return msg
