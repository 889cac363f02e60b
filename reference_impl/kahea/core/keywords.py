"""The core's keywords in conditions: `uri`, `method`, `src_ip` ... and what each is compared with (kamailio src/core/route.c).

Each keyword is one of the kinds in `KINDS`; a kind knows how to compare with a constant of the configuration and, at run time,
with the value of a variable.
"""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TYPE_CHECKING, Any, Protocol

from kahea.base.errors import KaheaError
from kahea.base.ip_addr import parse_ip
from kahea.base.strutils import quote
from kahea.cfg.binding import KeywordTest
from kahea.cfg.nodes import Address, Expr, Ident, Number, String
from kahea.cfg.values import read_int, regex_of
from kahea.core.net import proto_of
from kahea.core.resolve import resolve_host
from kahea.parser import KNOWN_METHODS, HdrType, SipParseError, SipUri, UriType, parse_uri
from kahea.pv import PvValue

if TYPE_CHECKING:
    from kahea.core.sip_msg import SipMsg

__all__ = ["KEYWORDS", "Keyword", "keyword_compare", "keyword_test", "keyword_value"]

AF_INET, AF_INET6 = 2, 10
_AF = {"inet": AF_INET, "ipv4": AF_INET, "inet6": AF_INET6, "ipv6": AF_INET6}
_SIP_PORT, _SIPS_PORT = 5060, 5061
_LONGEST_MESSAGE = 65_535
Value = Any
Compare = Callable[[Value, Value], bool]

_ORDER: dict[str, Compare] = {
    "==": lambda left, right: bool(left == right),
    "!=": lambda left, right: bool(left != right),
    "<": lambda left, right: bool(left < right),
    ">": lambda left, right: bool(left > right),
    "<=": lambda left, right: bool(left <= right),
    ">=": lambda left, right: bool(left >= right),
}


class KeywordKind(Protocol):
    """What keywords of one type can be compared with."""

    @property
    def gives(self) -> type:
        """What the keyword's getter gives: bytes or int."""

    def test(self, keyword: "Keyword", operator: str, right: Expr) -> KeywordTest | None:
        """What compares with a constant; None when `right` is none (KaheaError when it never fits)."""

    def compare(self, keyword: "Keyword", operator: str) -> Callable[["SipMsg", PvValue], bool]:
        """What compares with a variable's value (KaheaError when the operator does not fit)."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """One keyword: how it is read from a message, and what kind of value that is."""

    name: str
    get: Callable[["SipMsg"], Any]
    kind: KeywordKind


def _refused(keyword: Keyword, operator: str, allowed: str) -> KaheaError:
    return KaheaError(f"{keyword.name} {operator}: expected one of {allowed} behind {keyword.name}")


def _word(expr: Expr) -> str | None:
    """The text of a constant: a string, a bare word, an address, a number."""
    match expr:
        case String(text) | Ident(text) | Address(text):
            return text
        case Number(number):
            return str(number)
    return None


class TextKind:
    """Text, compared without regard to case (kamailio comp_str()): ``==``, ``!=``, ``=~``."""

    gives = bytes

    def test(self, keyword: Keyword, operator: str, right: Expr) -> KeywordTest | None:
        """What compares with a constant."""
        word = _word(right)
        if word is None:
            return None
        if word == "myself" and isinstance(right, Ident):
            raise _refused(keyword, operator, "a string")
        return self.text_test(keyword, operator, word.encode("utf-8", "surrogateescape"))

    def text_test(self, keyword: Keyword, operator: str, text: bytes) -> KeywordTest:
        """What compares with fixed text."""
        get = keyword.get
        if operator == "=~":
            search = regex_of(text).search
            return lambda msg: search(get(msg)) is not None
        folded, size, wanted = text.lower(), len(text), _wanted(keyword, operator, "== != =~")
        return lambda msg: ((found := get(msg)) == text or (len(found) == size and found.lower() == folded)) is wanted

    def compare(self, keyword: Keyword, operator: str) -> Callable[["SipMsg", PvValue], bool]:
        """What compares with a variable's value."""
        get = keyword.get
        if operator == "=~":
            return lambda msg, value: regex_of(value.rs).search(get(msg)) is not None
        wanted = _wanted(keyword, operator, "== != =~")
        return lambda msg, value: (get(msg).lower() == value.rs.lower()) is wanted


class UriKind(TextKind):
    """A URI: text, or `myself`, which asks whether its host and port are this server's."""

    def test(self, keyword: Keyword, operator: str, right: Expr) -> KeywordTest | None:
        """What compares with a constant."""
        if not (isinstance(right, Ident) and right.name == "myself"):
            return super().test(keyword, operator, right)
        get, wanted = keyword.get, _wanted(keyword, operator)
        return lambda msg: _is_own_uri(msg, get(msg)) is wanted


def _wanted(keyword: Keyword, operator: str, allowed: str = "== !=") -> bool:
    if operator not in ("==", "!="):
        raise _refused(keyword, operator, allowed)
    return operator == "=="


class MethodKind(TextKind):
    """A method, asked for by every message and often: a request's is compared without a call of the getter."""

    def text_test(self, keyword: Keyword, operator: str, text: bytes) -> KeywordTest:
        """What compares with fixed text."""
        if operator != "==" or text not in KNOWN_METHODS:
            return super().text_test(keyword, operator, text)
        folded, size = text.lower(), len(text)

        def test(msg: "SipMsg") -> bool:
            first = msg.first_line
            found = first.method if first.is_request else _method(msg)
            return found == text or (len(found) == size and found.lower() == folded)

        return test


def _is_own_uri(msg: "SipMsg", text: bytes) -> bool:
    """Whether a URI leads to this server; one that cannot be parsed does not."""
    try:
        uri = msg.ruri if text is msg.ruri_text else parse_uri(text)
    except SipParseError:
        return False
    return bool(uri.host) and msg.engine.sockets.is_myself(uri.host, _port(uri))


def _port(uri: SipUri) -> int:
    """The port of a URI, or the one that its scheme and transport imply (GET_URI_PORT)."""
    if uri.port_no:
        return uri.port_no
    return _SIPS_PORT if uri.type is UriType.SIPS or uri.transport == b"tls" else _SIP_PORT


class NumberKind:
    """A number, compared with a number or a word that stands for one."""

    gives = int

    def __init__(self, words: Callable[[str], int | None] = lambda _word: None) -> None:
        self._words = words

    def number_of(self, text: str) -> int | None:
        """The number that a word stands for; None for any other word."""
        number = self._words(text)
        return number if number is not None else read_int(text.encode("utf-8", "surrogateescape"))

    def test(self, keyword: Keyword, operator: str, right: Expr) -> KeywordTest | None:
        """What compares with a constant."""
        word = _word(right)
        if word is None:
            return None
        number, order = self.number_of(word), _ORDER.get(operator)
        if number is None or order is None:
            raise _refused(keyword, operator, "== != < > <= >= and a number")
        get = keyword.get
        if operator == "==":
            return lambda msg: bool(get(msg) == number)
        return lambda msg: order(get(msg), number)

    def compare(self, keyword: Keyword, operator: str) -> Callable[["SipMsg", PvValue], bool]:
        """What compares with a variable's value."""
        get, order = keyword.get, _ORDER.get(operator)
        if order is None:
            raise _refused(keyword, operator, "== != < > <= >=")

        def compare(msg: "SipMsg", value: PvValue) -> bool:
            number = value.ri if value.is_int else self.number_of(value.rs.decode("latin-1"))
            return number is not None and order(get(msg), number)

        return compare


Network = IPv4Network | IPv6Network


class AddressKind(TextKind):
    """An address: in a network or not, equal to the address of a host, this server's own, or text for ``=~``."""

    def test(self, keyword: Keyword, operator: str, right: Expr) -> KeywordTest | None:
        """What compares with a constant."""
        word = _word(right)
        if word is None:
            return None
        if operator == "=~":
            return self.text_test(keyword, operator, word.encode())
        get, wanted = keyword.get, _wanted(keyword, operator)
        if word == "myself":
            return lambda msg: msg.engine.sockets.is_myself(get(msg)) is wanted
        network = _network(word)
        if network is None:
            return _host_test(get, word.encode(), wanted)
        if network.num_addresses == 1:
            return _one_address(get, network, wanted)
        return lambda msg: (parse_ip(get(msg)) in network) is wanted

    def compare(self, keyword: Keyword, operator: str) -> Callable[["SipMsg", PvValue], bool]:
        """What compares with a variable's value: an address or a network; names are not resolved there."""
        if operator == "=~":
            return super().compare(keyword, operator)
        get, wanted = keyword.get, _wanted(keyword, operator)

        def compare(msg: "SipMsg", value: PvValue) -> bool:
            network = _network(value.rs.decode("latin-1"))
            return (network is not None and parse_ip(get(msg)) in network) is wanted

        return compare


def _one_address(get: Callable[["SipMsg"], bytes], network: Network, wanted: bool) -> KeywordTest:
    """Equality of bytes decides nearly always; two ways to write one IPv6 address are the same."""
    address = network.network_address
    text = str(address).encode()
    return lambda msg: ((found := get(msg)) == text or (b":" in found and parse_ip(found) == address)) is wanted


def _host_test(get: Callable[["SipMsg"], bytes], host: bytes, wanted: bool) -> KeywordTest:
    """Whether the address is one of those that a name has; the name is asked for when the route comes by, and cached."""

    async def test(msg: "SipMsg") -> bool:
        return (get(msg) in await resolve_host(msg.engine, host)) is wanted

    return test


def _network(text: str) -> Network | None:
    """The network that ``IP``, ``IP/bits`` or ``IP/mask`` writes; None for anything else."""
    address, slash, mask = text.partition("/")
    try:
        return ip_network(address.strip("[]") + slash + mask, strict=False)
    except ValueError:
        if slash:
            raise KaheaError(f"{quote(text.encode())} is no network: expected an address and bits or a mask") from None
        return None


def _method(msg: "SipMsg") -> bytes:
    """The method of a request; of a reply that of its CSeq."""
    first = msg.first_line
    if first.is_request:
        return first.method
    cseq = msg.parsed(HdrType.CSEQ)
    return bytes(cseq.method) if cseq is not None else b""


def _status(msg: "SipMsg") -> bytes:
    first = msg.first_line
    return b"" if first.is_request else b"%d" % (msg.reply_status[0] if msg.reply_status else first.status)


def _uri_in(kind: HdrType) -> Callable[["SipMsg"], bytes]:
    def get(msg: "SipMsg") -> bytes:
        try:
            body = msg.parsed(kind)
        except SipParseError:
            return b""
        return bytes(body.uri) if body is not None else b""

    return get


def _length(msg: "SipMsg") -> int:
    """The length of the message; in onsend_route that of what leaves."""
    return len(msg.snd.data) if msg.snd is not None else len(msg.buf)


def _family(ip: bytes) -> int:
    return AF_INET6 if b":" in ip else AF_INET


def _sent(read: Callable[[Any], Any]) -> Callable[["SipMsg"], Any]:
    """What is read from the message that is about to leave; only onsend_route has one."""

    def get(msg: "SipMsg") -> Any:  # noqa: ANN401  bytes or int, as `read` gives
        if msg.snd is None:
            raise KaheaError("only onsend_route knows where a message leaves from and goes to")
        return read(msg.snd.dst)

    return get


def _proto_word(text: str) -> int | None:
    proto = proto_of(text.encode("utf-8", "surrogateescape"))
    return int(proto) if proto else None


_TEXT, _URI, _ADDRESS, _NUMBER = TextKind(), UriKind(), AddressKind(), NumberKind()
_PROTO = NumberKind(_proto_word)
_FAMILY = NumberKind(lambda word: _AF.get(word.lower()))

KEYWORDS = {
    keyword.name: keyword
    for keyword in (
        Keyword("method", _method, MethodKind()),
        Keyword("status", _status, _TEXT),
        Keyword("uri", lambda msg: msg.ruri_text, _URI),
        Keyword("from_uri", _uri_in(HdrType.FROM), _URI),
        Keyword("to_uri", _uri_in(HdrType.TO), _URI),
        Keyword("src_ip", lambda msg: msg.rcv.src_ip, _ADDRESS),
        Keyword("dst_ip", lambda msg: msg.rcv.sock.address, _ADDRESS),
        Keyword("src_port", lambda msg: msg.rcv.src_port, _NUMBER),
        Keyword("dst_port", lambda msg: msg.rcv.sock.port, _NUMBER),
        Keyword("proto", lambda msg: int(msg.rcv.proto), _PROTO),
        Keyword("af", lambda msg: _family(msg.rcv.src_ip), _FAMILY),
        Keyword("msg:len", _length, _NUMBER),
        Keyword("max_len", lambda _msg: _LONGEST_MESSAGE, _NUMBER),
        Keyword("snd_ip", _sent(lambda dst: dst.sock.address), _ADDRESS),
        Keyword("snd_port", _sent(lambda dst: dst.sock.port), _NUMBER),
        Keyword("snd_proto", _sent(lambda dst: int(dst.proto)), _PROTO),
        Keyword("snd_af", _sent(lambda dst: _family(dst.ip)), _FAMILY),
        Keyword("to_ip", _sent(lambda dst: dst.ip), _ADDRESS),
        Keyword("to_port", _sent(lambda dst: dst.port), _NUMBER),
        Keyword("to_proto", _sent(lambda dst: int(dst.proto)), _PROTO),
        Keyword("to_af", _sent(lambda dst: _family(dst.ip)), _FAMILY),
    )
}
"""Every keyword by its name."""


def keyword_value(name: str) -> tuple[Callable[[Any], Any], type]:
    """What reads the keyword from a message, and whether that is bytes or int; a protocol or family stands for its number.

    Raises:
        KaheaError: the word means nothing alone.
    """
    keyword = KEYWORDS.get(name)
    if keyword is not None:
        return keyword.get, keyword.kind.gives
    number = _proto_word(name) or _AF.get(name.lower())
    if number is None:
        raise KaheaError(f"{name} means nothing here: expected a value")
    return (lambda _msg: number), int


def _keyword(name: str) -> Keyword:
    keyword = KEYWORDS.get(name)
    if keyword is None:
        raise KaheaError(f"{name} cannot be compared: expected one of {' '.join(KEYWORDS)}")
    return keyword


def keyword_test(name: str, operator: str, right: Expr) -> KeywordTest | None:
    """What compares the keyword with a constant: a predicate of a message, or a coroutine function when it may have to wait.

    None when `right` is no constant.

    Raises:
        KaheaError: the keyword is never compared so.
    """
    keyword = _keyword(name)
    if isinstance(right, Ident) and right.name in KEYWORDS:
        return None
    return keyword.kind.test(keyword, operator, right)


def keyword_compare(name: str, operator: str) -> Callable[[Any, Any], bool]:
    """What compares the keyword with a variable's value.

    Raises:
        KaheaError: the keyword has no such operator.
    """
    keyword = _keyword(name)
    return keyword.kind.compare(keyword, operator)
