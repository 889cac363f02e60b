"""The Record-Route of a request: noted while routes run, written when it is sent, when the sending socket is known."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from kahea.api import SipMsg, engine, log
from kahea.api.net import PROTO_NAMES, DestInfo, Proto, SocketInfo
from kahea.api.values import HdrType, Lump, SipParseError, parse_uri, sent_by, uri_text_fits
from kahea.modules.rr.direction import initial_from_tag
from kahea.modules.rr.exports import (
    add_username,
    append_fromtag,
    custom_user,
    enable_double_rr,
    enable_full_lr,
    ignore_sips,
    sockname_mode,
)
from kahea.modules.rr.routed import next_route

__all__ = ["RecordRoute", "add_param", "advertised", "own", "preset", "record", "remove"]

_SIP_PORT = 5060
_ALWAYS = 2

Write = Callable[["RecordRoute", SocketInfo | None], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRoute:
    """What the header will say; the value of its lump, which puts another one in its place when a parameter is added.

    `write` makes the lines, None while there are only parameters that wait for them.
    """

    write: Write | None = None
    start: bytes = b""
    """``Record-Route: <sip:user@``"""
    rcv: SocketInfo | None = None
    global_address: bytes = b""
    global_port: int = 0
    lr: bytes = b""
    ftag: bytes = b""
    sparams: bytes = b""
    early: bytes = b""
    """Parameters added before the header."""
    late: bytes = b""
    """Parameters added behind it."""

    def __call__(self, send_sock: SocketInfo | None, _dst: DestInfo | None) -> bytes:
        """The header lines for a request that leaves from `send_sock`."""
        return self.write(self, send_sock) if self.write is not None else b""

    def line(self, host: bytes, flags: bytes = b"") -> bytes:
        """The line with an address of ours: ``lr`` first, as record_route() writes it."""
        return b"".join((self.start, host, flags, self.lr, self.ftag, self.sparams, self.early, self.late, b">\r\n"))

    def given_line(self, host: bytes, flags: bytes = b"") -> bytes:
        """The line with an address that the script has given."""
        return b"".join((self.start, host, flags, self.ftag, self.early, self.lr, self.late, b">\r\n"))

    def address(self, sock: SocketInfo, *, is_sender: bool) -> bytes:
        """Host, port and transport by which others reach `sock`; what set_advertised_address() says is the sender's."""
        host, port = sent_by(engine(), None, sock)
        if is_sender:
            host, port = self.global_address or host, self.global_port or port
        text = host if port == _SIP_PORT else b"%b:%d" % (host, port)
        text += _transport(sock.proto)
        return text + b";sn=" + sock.name if sock.name and sockname_mode.value else text


def _transport(proto: Proto) -> bytes:
    return b"" if proto in (Proto.UDP, Proto.NONE) else b";transport=" + PROTO_NAMES[proto]


def own(what: RecordRoute, send_sock: SocketInfo | None) -> bytes:
    """The lines with the addresses of our sockets: the sender's above the receiver's where the two differ."""
    rcv = what.rcv
    out = send_sock or rcv
    if out is None or rcv is None:
        return b""
    mode = enable_double_rr.value
    if mode == _ALWAYS or (mode and out is not rcv and out != rcv):
        return what.line(what.address(out, is_sender=True), b";r2=on") + what.line(
            what.address(rcv, is_sender=False), b";r2=on"
        )
    return what.line(what.address(out if mode else rcv, is_sender=True))


def advertised(address: bytes) -> Write:
    """What writes the lines with `address`: two, with their transports, where those of sender and receiver differ."""

    def write(what: RecordRoute, send_sock: SocketInfo | None) -> bytes:
        rcv = what.rcv.proto if what.rcv is not None else Proto.UDP
        out = send_sock.proto if send_sock is not None else rcv
        mode = enable_double_rr.value
        if mode == _ALWAYS or (mode and out is not rcv):
            both = [b";transport=%b;r2=on" % PROTO_NAMES[proto] for proto in (out, rcv)]
            return b"".join([what.given_line(address, flags) for flags in both])
        return what.given_line(address, _transport(out))

    return write


def preset(*texts: bytes) -> Write:
    """What writes one line with each of `texts`, just as they are given."""
    return lambda what, _send_sock: b"".join([what.given_line(text) for text in texts])


def record(msg: SipMsg, write: Write, sparams: bytes = b"", *texts: bytes) -> bool:
    """Whether the request has its Record-Route now; it has one only once, and none of the given `texts` may end it early."""
    lump = _ours(msg)
    known = _what(lump)
    if known is not None and known.write is not None:
        log("rr").err("a request is record-routed twice")
        return False
    if not all(map(uri_text_fits, (sparams, *texts))):
        log("rr").err("text for Record-Route cannot stand in a URI")
        return False
    what = RecordRoute(
        write=write,
        start=_start(msg),
        rcv=msg.rcv.sock,
        global_address=msg.set_global_address,
        global_port=msg.set_global_port,
        lr=b";lr=on" if enable_full_lr.value else b";lr",
        ftag=_ftag(msg) if append_fromtag.value else b"",
        sparams=sparams,
        early=known.early if known is not None else b"",
    )
    _put(msg, lump, what)
    return True


def add_param(msg: SipMsg, param: bytes) -> bool:
    """Whether `param` will stand in the Record-Route that the request has or gets."""
    if not param or not uri_text_fits(param):
        return False
    lump = _ours(msg)
    known = _what(lump)
    if known is not None and known.write is not None:
        _put(msg, lump, replace(known, late=known.late + param))
    else:
        _put(msg, lump, RecordRoute(early=(known.early if known is not None else b"") + param))
    return True


def remove(msg: SipMsg) -> None:
    """Nothing; the request has no Record-Route of ours, nor parameters that wait for one."""
    if msg.has("add_rm"):
        for lump in msg.add_rm:
            lump.before = tuple([each for each in lump.before if not isinstance(each.value, RecordRoute)])


def _ours(msg: SipMsg) -> Lump | None:
    if not msg.has("add_rm"):
        return None
    return next((each for lump in msg.add_rm for each in lump.before if isinstance(each.value, RecordRoute)), None)


def _what(lump: Lump | None) -> RecordRoute | None:
    return lump.value if lump is not None and isinstance(lump.value, RecordRoute) else None


def _put(msg: SipMsg, lump: Lump | None, what: RecordRoute) -> None:
    """Nothing; the header says `what`, and stands above all others (RFC 3261 §16.6 step 4)."""
    if lump is not None:
        lump.value = what
        return
    lumps = msg.add_rm
    lumps.insert_new_lump_before(lumps.anchor_lump(msg.line_start(0)), what)


def _start(msg: SipMsg) -> bytes:
    user = _user(msg) if add_username.value else b""
    return b"Record-Route: <%b:%b" % (b"sips" if _is_sips(msg) else b"sip", user + b"@" if user else b"")


def _user(msg: SipMsg) -> bytes:
    """The user that custom_user_avp says, else that of the received request URI, else that of the one now."""
    spec = custom_user()
    if spec is not None:
        value = spec.get(msg)
        if not value.is_null and value.rs and uri_text_fits(value.rs):
            return value.rs
    for text in (msg.first_line.uri, msg.ruri_text):
        try:
            user = parse_uri(text).user
        except SipParseError:
            continue
        if user:
            return user
    return b""


def _is_sips(msg: SipMsg) -> bool:
    """RFC 3261 §16.6 step 4: sips where the request URI is, or the next Route, at which Kamailio does not look."""
    if ignore_sips.value:
        return False
    if msg.ruri_text[:5].lower() == b"sips:":
        return True
    return bool(msg.count(HdrType.ROUTE)) and next_route(msg)[:5].lower() == b"sips:"


def _ftag(msg: SipMsg) -> bytes:
    tag = initial_from_tag(msg)
    return b";ftag=" + tag if tag and uri_text_fits(tag) and not set(b";?") & set(tag) else b""
