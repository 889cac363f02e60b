"""Info: what all contacts of one REGISTER have in common, and each contact made of it (Kamailio's pack_ci())."""

from kahea.api import SipMsg, engine
from kahea.api.net import SocketInfo
from kahea.api.peers.usrloc import ALL_METHODS, FL_MEM, Ucontact
from kahea.api.values import (
    HdrType,
    SipParseError,
    ToBody,
    XavpList,
    contact_q,
    find_socket,
    method_bit,
    split_list,
)
from kahea.modules.registrar import params
from kahea.modules.registrar.conf import Conf
from kahea.modules.registrar.errors import Problem, Refused
from kahea.modules.registrar.path import build_path_vector
from kahea.modules.registrar.register import Register
from kahea.modules.registrar.xavp_values import int_value, text_value

__all__ = ["Info", "parse_methods"]

_MOST_UA, _MOST_RECEIVED = 255, 255
_MOST_Q = 1000
_UNKNOWN = b"n/a"


class Info:
    """The common part; `now` is the second of the REGISTER.

    Raises:
        Refused: the Path cannot be read, or the phone must know of it and does not.
    """

    __slots__ = (
        "_allowed", "_conf", "_is_mem", "_received", "_reg", "cflags", "connection_id", "now", "path", "path_received", "sock",
        "socket", "use_regid", "user_agent", "xavp",
    )  # fmt: skip

    def __init__(self, conf: Conf, reg: Register, now: int, *, use_regid: bool, is_mem: bool) -> None:
        msg = reg.msg
        self._conf, self._reg, self._is_mem = conf, reg, is_mem
        self.now, self.use_regid = now, use_regid
        self.sock, self.socket = _socket(conf, msg)
        self.connection_id = _connection(conf, msg)
        self.user_agent = _user_agent(msg)
        self.path, self.path_received = build_path_vector(conf, msg) if conf.use_path else (b"", b"")
        self.cflags = msg.bflags
        if self.path_received:
            self.cflags |= conf.ul.nat_flag
        self.xavp = _xavp(conf, msg)
        self._allowed: int | None = None
        self._received: bytes | None = None

    def contact(self, aor: bytes, contact: ToBody, seconds: int) -> Ucontact:
        """The contact as the table shall have it; its id is still empty.

        Raises:
            Refused: its q, its reg-id or its methods cannot be read, or its source is too long.
        """
        reg, named = self._reg, contact.param_lst
        new = Ucontact(
            aor=aor,
            contact=contact.uri,
            expires=self.now + seconds,
            callid=reg.callid,
            cseq=reg.cseq,
            flags=FL_MEM if self._is_mem else 0,
            cflags=self.cflags,
            user_agent=self.user_agent,
            path=self.path,
            sock=self.sock,
            socket=self.socket,
            connection_id=self.connection_id,
            keepalive=1 if self.cflags & self._conf.ul.nat_flag else 0,
            server_id=engine().core.server_id,
            last_modified=self.now,
            last_keepalive=self.now,
            xavp=self.xavp,
        )
        if named:
            new.q = self._q(contact)
            new.instance = named.get(b"+sip.instance") or b""
            if new.instance and self.use_regid:
                new.reg_id = _reg_id(contact)
            methods = named.get(b"methods")
            new.methods = parse_methods(methods) if methods else self.allowed
        else:
            new.q = self._q(contact)
            new.methods = self.allowed
        new.received = self.path_received or named.get(b"received") or self.received
        if len(new.received) > _MOST_RECEIVED:
            raise Refused(Problem.CONTACT_LEN)
        return new

    def _q(self, contact: ToBody) -> int:
        given = int_value(self._conf, self._reg.msg, b"q") if self._conf.xavp_cfg else None
        if given is not None:
            if not 0 <= given <= _MOST_Q:
                raise Refused(Problem.INV_Q)
            return given
        if not contact.param_lst or not contact.param_lst.get(b"q"):
            return params.default_q.value
        try:
            return contact_q(contact)
        except SipParseError as fault:
            raise Refused(Problem.INV_Q) from fault

    @property
    def allowed(self) -> int:
        """The methods of Allow; all of them without one."""
        if self._allowed is None:
            self._allowed = _allowed(self._reg.msg)
        return self._allowed

    @property
    def received(self) -> bytes:
        """The source that parameter received_avp tells."""
        if self._received is None:
            name, msg = self._conf.received_avp, self._reg.msg
            value = msg.avps.get(name) if name is not None and msg.has("avps") else None
            self._received = value if isinstance(value, bytes) else b""
        return self._received


def _socket(conf: Conf, msg: SipMsg) -> tuple[SocketInfo, bytes]:
    """The socket that the REGISTER came to, or the one that a header or xavp_cfg names; and its text."""
    sock = msg.rcv.sock
    if conf.sock_mask and msg.flags & conf.sock_mask:
        sock = _named_socket(conf, msg) or sock
    if not conf.sock_advertised:
        return sock, sock.text
    return sock, b"%b:%b:%d" % (sock.text.partition(b":")[0], *sock.sent_by)


def _named_socket(conf: Conf, msg: SipMsg) -> SocketInfo | None:
    if conf.sock_hdr_name:
        text = next((field.body for field in msg.named(conf.sock_hdr_name)), b"")
    else:
        text = text_value(conf, msg, b"socket") or b""
    return find_socket(engine().sockets, text) if text else None


def _connection(conf: Conf, msg: SipMsg) -> int:
    given = int_value(conf, msg, b"tcpconn_id") if conf.xavp_cfg else None
    return given if given is not None and given > 0 else msg.rcv.con_id or -1


def _user_agent(msg: SipMsg) -> bytes:
    field = msg.hdr(HdrType.USERAGENT)
    text = field.body if field is not None else b""
    return text if 0 < len(text) < _MOST_UA else _UNKNOWN


def _xavp(conf: Conf, msg: SipMsg) -> XavpList | None:
    if not conf.ul.xavp_contact or not msg.has("xavps"):
        return None
    found = msg.xavps.xavp.fields(conf.ul.xavp_contact)
    return found.copy() if found is not None else None


def _reg_id(contact: ToBody) -> int:
    text = contact.param_lst.get(b"reg-id")
    if not text:
        return 0
    if not text.isdigit() or not 0 < int(text[:11]) <= 0x7FFFFFFF:  # noqa: PLR2004  31 bits (RFC 5626 §4.2)
        raise Refused(Problem.INV_REGID)
    return int(text)


def _allowed(msg: SipMsg) -> int:
    if not msg.count(HdrType.ALLOW):
        return ALL_METHODS
    try:
        methods = msg.values(HdrType.ALLOW)
    except SipParseError:
        return ALL_METHODS
    return _mask(methods)


def parse_methods(text: bytes) -> int:
    """The mask of a list of methods: ``INVITE, ACK``.

    Raises:
        Refused: it is no list.

    >>> parse_methods(b"INVITE, ACK")
    5
    """
    try:
        return _mask([text[start:end] for start, end in split_list(text, 0, len(text))])
    except SipParseError as fault:
        raise Refused(Problem.PARSE) from fault


def _mask(methods: "list[bytes] | tuple[bytes, ...]") -> int:
    mask = 0
    for method in methods:
        mask |= method_bit(method)
    return mask
