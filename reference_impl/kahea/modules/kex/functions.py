"""The destination URI, variables by name, the server's own addresses, the level of the log, and `$sruid`."""

from itertools import count

from kahea.api import PvSpec, SipMsg, engine
from kahea.api.net import proto_of
from kahea.api.values import PvWriteError, SipParseError, parse_uri, pv_str, socket_of, uri_text_fits
from kahea.modules.kex.exports import module

__all__: list[str] = []


@module.function("setdsturi")
def setdsturi(msg: SipMsg, uri: bytes) -> int:
    """1; the destination URI is `uri`; -1 when it is no URI."""
    if not uri or not uri_text_fits(uri):
        msg.engine.log.module("kex").err("%r is no destination URI", uri[:60])
        return -1
    msg.dst_uri = uri
    return 1


@module.function("resetdsturi")
def resetdsturi(msg: SipMsg) -> int:
    """1; there is no destination URI."""
    msg.dst_uri = b""
    return 1


@module.function("isdsturiset")
def isdsturiset(msg: SipMsg) -> int:
    """1 when a destination URI is set, -1 otherwise."""
    return 1 if msg.dst_uri else -1


@module.function("pv_printf", "avp_printf")
def pv_printf(msg: SipMsg, var: PvSpec, text: bytes) -> int:
    """1; the variable holds the text."""
    try:
        var.set(msg, pv_str(text))
    except PvWriteError as error:
        msg.engine.log.module("kex").err("%s", error)
        return -1
    return 1


@module.function("is_myself")
def is_myself(msg: SipMsg, uri: bytes) -> int:
    """1 when the URI, or ``[proto:]host[:port]``, means this server, -1 otherwise."""
    if b":" not in uri or not uri.lower().startswith((b"sip:", b"sips:")):
        return _is_own_socket(msg, uri)
    try:
        parsed = parse_uri(uri)
    except SipParseError:
        return -1
    proto = proto_of(parsed.transport or b"")
    return 1 if msg.engine.sockets.is_myself(parsed.host, parsed.port_no, proto) else -1


def _is_own_socket(msg: SipMsg, text: bytes) -> int:
    proto, host, port = socket_of(text.decode("utf-8", "replace"))
    return 1 if msg.engine.sockets.is_myself(host, port, proto) else -1


@module.function("is_myhost")
def is_myhost(msg: SipMsg, uri: bytes) -> int:
    """1 when the host of the URI is this server's, whatever its port, -1 otherwise."""
    try:
        host = parse_uri(uri).host if uri.lower().startswith((b"sip:", b"sips:")) else uri
    except SipParseError:
        return -1
    return 1 if msg.engine.sockets.is_myself(host) else -1


@module.function("setdebug")
def setdebug(msg: SipMsg, level: int) -> int:
    """1; lines up to that level are logged from now on."""
    msg.engine.log.level = level
    return 1


@module.function("resetdebug")
def resetdebug(msg: SipMsg) -> int:
    """1; the level of the log is that of the core parameter debug."""
    msg.engine.log.level = msg.engine.core.debug
    return 1


_sruids = module.state(count)


@module.pv("sruid")
def pv_sruid(_msg: SipMsg) -> bytes:
    """$sruid: an id that no other reading of it gives, on any server with another server_id."""
    here = engine()
    started = int(here.started_at + here.wall_offset)
    return b"srid-%d-%x-%x-%x" % (here.core.server_id, started, here.log.pid, next(_sruids()) + 1)
