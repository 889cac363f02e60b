"""The Via that this server puts on top of what it sends (kamailio src/core/msg_translator.c create_via_hdr())."""

from typing import TYPE_CHECKING, Final

from kahea.core.flags import MsgFlags
from kahea.core.net import PROTO_NAMES, DestInfo, SocketInfo

if TYPE_CHECKING:
    from kahea.core.engine import Engine
    from kahea.core.sip_msg import SipMsg

__all__ = ["VIA_FIELDS", "VIA_PARAMS", "con_id_of", "con_id_text", "create_via", "sent_by"]

VIA_FIELDS: Final = "via_fields"
"""The key under which host and port of the Via stand, empty and 0 for the socket's own."""

VIA_PARAMS: Final = "via_params"
"""The key of `SipMsg.attached` under which further parameters of the Via stand, by the name of who wants them."""

_SIP_PORT: Final = 5060
_UPPER = {proto: name.upper() for proto, name in PROTO_NAMES.items()}
_LOCAL_RPORT = int(MsgFlags.ADD_LOCAL_RPORT)
_MOST_HEX = 8


def sent_by(engine: "Engine", msg: "SipMsg | None", sock: SocketInfo) -> tuple[bytes, int]:
    """Host and port under which others reach `sock`.

    What the script has set for `msg` comes first, then the socket's own ``advertise``, then the core parameters
    advertised_address and advertised_port, then the address itself.
    """
    host, port = sock.sent_by
    if engine.core.advertised_address and not sock.advertise_host:
        host = engine.core.advertised_address.encode()
    if engine.core.advertised_port and not sock.advertise_port:
        port = engine.core.advertised_port
    if msg is not None:
        host = msg.set_global_address or host
        port = msg.set_global_port or port
    return host, port


def create_via(engine: "Engine", msg: "SipMsg | None", dst: DestInfo, sock: SocketInfo, branch: bytes) -> bytes:
    r"""The whole header line, with its CRLF; `branch` is the branch's value.

    A request that came over a connection has its number in ``i``, so that the replies find the way back.
    """
    host, port = sent_by(engine, msg, sock)
    if msg is not None and msg.has("attached") and VIA_FIELDS in msg.attached:
        chosen_host, chosen_port = msg.attached[VIA_FIELDS]
        host, port = chosen_host or host, chosen_port or port
    line = b"Via: SIP/2.0/%b %b" % (_UPPER[dst.proto], host)
    if port != _SIP_PORT:
        line += b":%d" % port
    line += b";branch=" + branch
    if msg is not None and msg.rcv.con_id and msg.is_request:
        line += b";i=" + con_id_text(msg.rcv.con_id)
    if engine.core.local_rport or (msg is not None and msg.msg_flags & _LOCAL_RPORT):
        line += b";rport"
    if msg is not None and msg.has("attached") and VIA_PARAMS in msg.attached:
        line += b"".join(msg.attached[VIA_PARAMS].values())
    return line + b"\r\n"


def con_id_text(con_id: int) -> bytes:
    """The number of a connection as Kamailio writes it: hexadecimal, the lowest digit first (int2reverse_hex()).

    >>> con_id_text(0x1A2)
    b'2a1'
    """
    return (b"%x" % con_id)[::-1]


def con_id_of(text: bytes | None) -> int:
    """The number that `con_id_text` wrote, 0 when the text is something else.

    >>> con_id_of(b"2a1"), con_id_of(b"x"), con_id_of(None)
    (418, 0, 0)
    """
    if not text or len(text) > _MOST_HEX or text.translate(None, b"0123456789abcdefABCDEF"):
        return 0
    return int(text[::-1], 16)
