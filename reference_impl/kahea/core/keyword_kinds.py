"""What the core's keywords are compared with: text, URIs, numbers, addresses (kamailio src/core/route.c comp_str(), comp_ip()).

A kind knows how to compare with a constant of the configuration and, at run time, with the value of a variable.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TYPE_CHECKING, Any, Protocol

from kahea.base.errors import KaheaError
from kahea.base.ip_addr import parse_ip
from kahea.base.strutils import quote
from kahea.cfg.binding import KeywordTest
from kahea.cfg.nodes import Address, Expr, Ident, Number, String
from kahea.cfg.values import read_int, regex_of
from kahea.core.resolve import resolve_host
from kahea.parser import KNOWN_METHODS, HdrType, SipParseError, SipUri, UriType, parse_uri
from kahea.pv import PvValue

if TYPE_CHECKING:
    from kahea.core.sip_msg import SipMsg

__all__ = ["AddressKind", "Keyword", "KeywordKind", "MethodKind", "NumberKind", "TextKind", "UriKind", "method_of"]

_SIP_PORT, _SIPS_PORT = 5060, 5061
_SIPS = UriType.SIPS
_KEPT_ANSWERS = 1_024
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
        if keyword.name == "uri":
            return lambda msg: _is_own(msg, msg.ruri_or_none) is wanted
        return lambda msg: _is_own(msg, _parsed(get(msg))) is wanted


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
            found = first.method if first.is_request else method_of(msg)
            return found == text or (len(found) == size and found.lower() == folded)

        return test


def _parsed(text: bytes) -> SipUri | None:
    try:
        return parse_uri(text)
    except SipParseError:
        return None


def _is_own(msg: "SipMsg", uri: SipUri | None) -> bool:
    """Whether a URI leads to this server; one that cannot be parsed, or has no host, does not."""
    return uri is not None and bool(uri.host) and msg.engine.sockets.is_myself(uri.host, _port(uri))


def _port(uri: SipUri) -> int:
    """The port of a URI, or the one that its scheme and transport imply (GET_URI_PORT)."""
    if uri.port_no:
        return uri.port_no
    return _SIPS_PORT if uri.type is _SIPS or (uri.params and uri.transport == b"tls") else _SIP_PORT


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
            return lambda msg: get(msg) == number
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
        holds = _holds(network)
        return lambda msg: holds(get(msg)) is wanted

    def compare(self, keyword: Keyword, operator: str) -> Callable[["SipMsg", PvValue], bool]:
        """What compares with a variable's value: an address or a network; names are not resolved there."""
        if operator == "=~":
            return super().compare(keyword, operator)
        get, wanted = keyword.get, _wanted(keyword, operator)

        def compare(msg: "SipMsg", value: PvValue) -> bool:
            network = _network(value.rs.decode("latin-1"))
            return (network is not None and parse_ip(get(msg)) in network) is wanted

        return compare


def _holds(network: Network) -> Callable[[bytes], bool]:
    """Whether an address is in the network; the last answers are kept, since peers come back."""

    @lru_cache(maxsize=_KEPT_ANSWERS)
    def holds(ip: bytes) -> bool:
        return parse_ip(ip) in network

    return holds


def _one_address(get: Callable[["SipMsg"], bytes], network: Network, wanted: bool) -> KeywordTest:
    """Equality of bytes decides nearly always; two ways to write one IPv6 address are the same."""
    address = network.network_address
    text = str(address).encode()
    if address.version == 4:  # noqa: PLR2004  IPv4, which is written in one way only
        return lambda msg: (get(msg) == text) is wanted
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


def method_of(msg: "SipMsg") -> bytes:
    """The method of a request; of a reply that of its CSeq."""
    first = msg.first_line
    if first.is_request:
        return first.method
    cseq = msg.parsed(HdrType.CSEQ)
    return bytes(cseq.method) if cseq is not None else b""
