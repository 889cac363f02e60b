"""Classes ``nameaddr`` and ``tobody``: addresses with a name and parameters."""

from functools import lru_cache

from kahea.api.values import SipParseError, SipUri, ToBody, TrClass, parse_to
from kahea.modules.pv.exports import module

__all__ = ["nameaddr", "tobody"]

nameaddr = module.transformations(TrClass("nameaddr"))
tobody = module.transformations(TrClass("tobody"))


@lru_cache(maxsize=256)
def _parsed(text: bytes) -> ToBody | None:
    """The address taken apart; None when it is none.  Kept for a while: one message asks for several parts of it."""
    try:
        return parse_to(text, 0, len(text))[0]
    except SipParseError:
        return None


def _uri(text: bytes) -> SipUri | None:
    body = _parsed(text)
    try:
        return body.parsed_uri if body is not None else None
    except SipParseError:
        return None


@nameaddr.add("name")
def nameaddr_name(text: bytes) -> bytes:
    """What stands before the angle bracket, blanks behind the name included, as Kamailio gives it.

    >>> nameaddr_name(b'"test" <sip:test@k.net>')
    b'"test" '
    """
    body = _parsed(text)
    if body is None or not body.display:
        return b""
    start = text.index(body.display)
    return text[start : text.index(b"<", start + len(body.display))]


@nameaddr.add("uri")
def nameaddr_uri(text: bytes) -> bytes:
    """The URI.

    >>> nameaddr_uri(b'"test" <sip:test@k.net>;x=1')
    b'sip:test@k.net'
    """
    body = _parsed(text)
    return body.uri if body is not None else b""


@nameaddr.add("len")
def nameaddr_len(text: bytes) -> int:
    """The length of name and URI with its brackets, without the parameters; 0 for what is no address.

    >>> nameaddr_len(b'"test" <sip:test@k.net>;x=1')
    23
    """
    body = _parsed(text)
    if body is None:
        return 0
    start = text.index(body.display) if body.display else len(text) - len(text.lstrip())
    if not body.has_brackets:
        return len(body.uri)
    return text.index(b">", text.index(b"<", start + len(body.display))) + 1 - start


@tobody.add("uri")
def tobody_uri(text: bytes) -> bytes:
    """The URI.

    >>> tobody_uri(b'"Al" <sip:al@h.net>;tag=t1')
    b'sip:al@h.net'
    """
    body = _parsed(text)
    return body.uri if body is not None else b""


@tobody.add("tag")
def tobody_tag(text: bytes) -> bytes:
    """The tag.

    >>> tobody_tag(b'"Al" <sip:al@h.net>;tag=t1')
    b't1'
    """
    body = _parsed(text)
    return body.tag_value if body is not None else b""


@tobody.add("user")
def tobody_user(text: bytes) -> bytes:
    """The user of the URI.

    >>> tobody_user(b'"Al" <sip:al@h.net>;tag=t1')
    b'al'
    """
    uri = _uri(text)
    return (uri.user or b"") if uri is not None else b""


@tobody.add("host")
def tobody_host(text: bytes) -> bytes:
    """The host of the URI.

    >>> tobody_host(b'"Al" <sip:al@h.net>;tag=t1')
    b'h.net'
    """
    uri = _uri(text)
    return uri.host if uri is not None else b""


@tobody.add("params")
def tobody_params(text: bytes) -> bytes:
    """The parameters of the header.

    >>> tobody_params(b'"Al" <sip:al@h.net>;tag=t1;p=2')
    b'tag=t1;p=2'
    """
    body = _parsed(text)
    if body is None:
        return b""
    return b";".join([name if value is None else b"%b=%b" % (name, value) for name, value in body.param_lst])


@tobody.add("display")
def tobody_display(text: bytes) -> bytes:
    """The display name with its quotes.

    >>> tobody_display(b'"Al" <sip:al@h.net>')
    b'"Al"'
    """
    body = _parsed(text)
    return body.display if body is not None else b""
