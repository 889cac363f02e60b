"""add_sock_hdr(): the socket that a REGISTER came to, told to the servers that it is sent on to."""

from kahea.api import Routes, SipMsg
from kahea.modules.registrar.params import module

__all__ = ["add_sock_hdr"]


@module.function("add_sock_hdr", routes=Routes.REQUEST)
def add_sock_hdr(msg: SipMsg, hdr_name: bytes) -> int:
    """Add a header of that name with the socket, ``udp:192.0.2.1:5060``, behind the others; -1 when it has no name."""
    if not hdr_name or hdr_name.translate(None, b"-.!%*_+`'~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"):
        return -1
    text = b"%b: %b\r\n" % (hdr_name, msg.rcv.sock.text)
    lumps = msg.add_rm
    lumps.insert_new_lump_after(lumps.anchor_lump(msg.headers[-1].end), text)
    return 1
