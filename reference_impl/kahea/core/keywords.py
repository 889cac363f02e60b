"""The core's keywords in conditions: `uri`, `method`, `src_ip` ... (kamailio src/core/cfg.lex, route.c).

Each is read from the message by a function and compared as its kind says.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kahea.base.errors import KaheaError
from kahea.cfg.binding import KeywordTest
from kahea.cfg.nodes import Expr, Ident
from kahea.core.keyword_kinds import AddressKind, Keyword, MethodKind, NumberKind, TextKind, UriKind, method_of
from kahea.core.net import proto_of
from kahea.parser import HdrType, SipParseError

if TYPE_CHECKING:
    from kahea.core.sip_msg import SipMsg

__all__ = ["KEYWORDS", "Keyword", "keyword_compare", "keyword_test", "keyword_value"]

AF_INET, AF_INET6 = 2, 10
_AF = {"inet": AF_INET, "ipv4": AF_INET, "inet6": AF_INET6, "ipv6": AF_INET6}
_LONGEST_MESSAGE = 65_535


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
        Keyword("method", method_of, MethodKind()),
        Keyword("status", _status, _TEXT),
        Keyword("uri", lambda msg: msg.ruri_text, _URI),
        Keyword("from_uri", _uri_in(HdrType.FROM), _URI),
        Keyword("to_uri", _uri_in(HdrType.TO), _URI),
        Keyword("src_ip", lambda msg: msg.rcv.src_ip, _ADDRESS),
        Keyword("dst_ip", lambda msg: msg.rcv.sock.address, _ADDRESS),
        Keyword("src_port", lambda msg: msg.rcv.src_port, _NUMBER),
        Keyword("dst_port", lambda msg: msg.rcv.sock.port, _NUMBER),
        Keyword("proto", lambda msg: msg.rcv.proto, _PROTO),
        Keyword("af", lambda msg: _family(msg.rcv.src_ip), _FAMILY),
        Keyword("msg:len", _length, _NUMBER),
        Keyword("max_len", lambda _msg: _LONGEST_MESSAGE, _NUMBER),
        Keyword("snd_ip", _sent(lambda dst: dst.sock.address), _ADDRESS),
        Keyword("snd_port", _sent(lambda dst: dst.sock.port), _NUMBER),
        Keyword("snd_proto", _sent(lambda dst: dst.proto), _PROTO),
        Keyword("snd_af", _sent(lambda dst: _family(dst.ip)), _FAMILY),
        Keyword("to_ip", _sent(lambda dst: dst.ip), _ADDRESS),
        Keyword("to_port", _sent(lambda dst: dst.port), _NUMBER),
        Keyword("to_proto", _sent(lambda dst: dst.proto), _PROTO),
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
    if keyword is not None and keyword.kind is _PROTO:
        return (lambda msg: int(keyword.get(msg))), int
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
