"""Class ``s``: ``s.escape.*``, ``s.unescape.*`` and the form URLs use."""

import re

from kahea.pv.transform.table import TrClass

__all__ = [
    "escape_common",
    "escape_crlf",
    "escape_csv",
    "escape_param",
    "escape_user",
    "escapes",
    "unescape_common",
    "unescape_crlf",
    "unescape_csv",
    "unescape_percent",
    "urldecode",
    "urlencode",
]

escapes = TrClass("s")

_ALPHANUM = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_UNRESERVED = _ALPHANUM + b"-_.!~*'()"  # RFC 3261 §25.1


def _percent_table(allowed: bytes) -> tuple[bytes, ...]:
    return tuple(bytes((byte,)) if byte in allowed else b"%%%02x" % byte for byte in range(256))


_USER = _percent_table(_UNRESERVED + b"&=+$,;?/")  # user-unreserved
_PARAM = _percent_table(_UNRESERVED + b"[]/:&+$")  # param-unreserved
_URL = _percent_table(_ALPHANUM + b"-_.~")  # RFC 3986 §2.3

_COMMON = re.compile(rb"['\"\\\0]")
_COMMON_BACK = re.compile(rb"\\(['\"\\0])")
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})?")
_CRLF = {b"\r": b"\\r", b"\n": b"\\n"}
_CRLF_BACK = {b"\\r": b"\r", b"\\n": b"\n"}
_CR_OR_LF = re.compile(rb"[\r\n]")
_CR_OR_LF_BACK = re.compile(rb"\\[rn]")


@escapes.add("escape.common")
def escape_common(text: bytes) -> bytes:
    r"""The text with a backslash before quotes, backslashes and, written ``0``, NUL.

    >>> escape_common(b"b'c\0")
    b"b\\'c\\0"
    """
    return _COMMON.sub(lambda match: b"\\" + (match[0] if match[0] != b"\0" else b"0"), text)


@escapes.add("unescape.common")
def unescape_common(text: bytes) -> bytes:
    r"""The text that `escape_common` was given.

    >>> unescape_common(b"b\\'c\\0")
    b"b'c\x00"
    """
    return _COMMON_BACK.sub(lambda match: match[1] if match[1] != b"0" else b"\0", text)


@escapes.add("escape.user")
def escape_user(text: bytes) -> bytes:
    """The text with ``%hh`` for what may not stand in the user part of a URI (RFC 3261 §25.1).

    >>> escape_user(b"a b'c@d")
    b"a%20b'c%40d"
    """
    return b"".join([_USER[byte] for byte in text])


@escapes.add("escape.param")
def escape_param(text: bytes) -> bytes:
    """The text with ``%hh`` for what may not stand in a parameter of a URI (RFC 3261 §25.1).

    >>> escape_param(b"a b'c@d")
    b"a%20b'c%40d"
    """
    return b"".join([_PARAM[byte] for byte in text])


@escapes.add("unescape.user")
@escapes.add("unescape.param")
def unescape_percent(text: bytes) -> bytes:
    """The text with every ``%hh`` made its byte; empty when a ``%`` has no two hexadecimal digits behind it.

    >>> unescape_percent(b"a%20b"), unescape_percent(b"100%")
    (b'a b', b'')
    """
    if any(match[1] is None for match in _PERCENT.finditer(text)):
        return b""
    return _PERCENT.sub(lambda match: bytes.fromhex(match[1].decode("ascii")), text)


@escapes.add("escape.csv")
def escape_csv(text: bytes) -> bytes:
    """The text as a field of RFC 4180: in double quotes, those inside doubled.

    >>> escape_csv(b'foo,bar"baz')
    b'"foo,bar""baz"'
    """
    return b'"' + text.replace(b'"', b'""') + b'"'


@escapes.add("unescape.csv")
def unescape_csv(text: bytes) -> bytes:
    """The text that `escape_csv` was given; a field without quotes stays as it is.

    >>> unescape_csv(b'"foo,bar""baz"'), unescape_csv(b"foo")
    (b'foo,bar"baz', b'foo')
    """
    quoted = len(text) > 1 and text[:1] == text[-1:] == b'"'
    return text[1:-1].replace(b'""', b'"') if quoted else text


@escapes.add("escape.crlf")
def escape_crlf(text: bytes) -> bytes:
    r"""The text on one line: CR and LF written as a backslash with a letter.

    >>> escape_crlf(b"a\r\nb")
    b'a\\r\\nb'
    """
    return _CR_OR_LF.sub(lambda match: _CRLF[match[0]], text)


@escapes.add("unescape.crlf")
def unescape_crlf(text: bytes) -> bytes:
    r"""The text with CR and LF back; a backslash before one of these letters cannot be told from an escape.

    >>> unescape_crlf(b"a\\r\\nb")
    b'a\r\nb'
    """
    return _CR_OR_LF_BACK.sub(lambda match: _CRLF_BACK[match[0]], text)


@escapes.add("urlencode.param")
def urlencode(text: bytes) -> bytes:
    """The text as a parameter of a URL: ``%hh`` for all but unreserved bytes (RFC 3986 §2.3).

    >>> urlencode(b"a b'c@d")
    b'a%20b%27c%40d'
    """
    return b"".join([_URL[byte] for byte in text])


@escapes.add("urldecode.param")
def urldecode(text: bytes) -> bytes:
    """The text that `urlencode` was given, or a form with ``+`` for spaces.

    >>> urldecode(b"a+b%27c")
    b"a b'c"
    """
    return unescape_percent(text.replace(b"+", b" "))
