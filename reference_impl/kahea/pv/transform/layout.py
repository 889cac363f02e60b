"""Class ``s``: white space, quotes, fields, prefixes and wrapped lines."""

import re

from kahea.pv.transform.limits import fits
from kahea.pv.transform.params import NUMBER, SEPARATOR
from kahea.pv.transform.table import TrClass

__all__ = [
    "fmtlines",
    "fmtlinet",
    "layout",
    "ltrim",
    "prefixes",
    "prefixes_quoted",
    "rmhdws",
    "rmhlws",
    "rmws",
    "rtrim",
    "select",
    "selectws",
    "trim",
    "unbracket",
    "unquote",
]

layout = TrClass("s")

_BLANK = b" \t\r\n"
_FOLD = re.compile(rb"[\r\n]+[ \t]*")
_BRACKETS = (b"()", b"[]", b"{}", b"<>")
_QUOTES = (b'""', b"''")


@layout.add("trim")
def trim(text: bytes) -> bytes:
    r"""The text without white space at both ends.

    >>> trim(b"  a b\r\n")
    b'a b'
    """
    return text.strip(_BLANK)


@layout.add("ltrim")
def ltrim(text: bytes) -> bytes:
    """The text without white space at its start.

    >>> ltrim(b"  a ")
    b'a '
    """
    return text.lstrip(_BLANK)


@layout.add("rtrim")
def rtrim(text: bytes) -> bytes:
    """The text without white space at its end.

    >>> rtrim(b"  a ")
    b'  a'
    """
    return text.rstrip(_BLANK)


@layout.add("rmws")
def rmws(text: bytes) -> bytes:
    """The text without any white space.

    >>> rmws(b"  a b  ")
    b'ab'
    """
    return text.translate(None, _BLANK)


@layout.add("rmhdws")
def rmhdws(text: bytes) -> bytes:
    r"""The text with every fold of a header, an end of line and the blanks behind it, made one space.

    >>> rmhdws(b"a\r\n  b")
    b'a b'
    """
    return _FOLD.sub(b" ", text)


@layout.add("rmhlws")
def rmhlws(text: bytes) -> bytes:
    r"""The text with every fold of a header removed.

    >>> rmhlws(b"a;\r\n  b")
    b'a;b'
    """
    return _FOLD.sub(b"", text)


@layout.add("unquote")
def unquote(text: bytes) -> bytes:
    """The text without the quotes, single or double, that surround it.

    >>> unquote(b'"alice"'), unquote(b'alice"')
    (b'alice', b'alice"')
    """
    return _inside(text, _QUOTES)


@layout.add("unbracket")
def unbracket(text: bytes) -> bytes:
    """The text without the brackets of any kind that surround it.

    >>> unbracket(b"<sip:a@b>"), unbracket(b"<sip:a@b]")
    (b'sip:a@b', b'<sip:a@b]')
    """
    return _inside(text, _BRACKETS)


def _inside(text: bytes, pairs: tuple[bytes, ...]) -> bytes:
    return text[1:-1] if len(text) > 1 and text[:1] + text[-1:] in pairs else text


@layout.add("select", NUMBER, SEPARATOR)
def select(text: bytes, index: int, separator: bytes) -> bytes:
    r"""Field `index` of those that any byte of `separator` divides; from the end when negative, empty when not there.

    >>> select(b"12,34,56", 1, b","), select(b"12,34,56", -1, b","), select(b"12", 9, b",")
    (b'34', b'56', b'')
    """
    if len(separator) > 1:
        return selectws(text, index)
    return _field(text.split(separator) if separator else [text], index)


@layout.add("selectws", NUMBER)
def selectws(text: bytes, index: int) -> bytes:
    r"""Field `index` of those that runs of white space divide.

    >>> selectws(b"12 34\t56", 2)
    b'56'
    """
    return _field(text.split(), index)


layout.add("selectsw", NUMBER)(selectws)  # how kamailio src/modules/pv/pv_trans.c spells it


def _field(fields: list[bytes], index: int) -> bytes:
    return fields[index] if -len(fields) <= index < len(fields) else b""


@layout.add("prefixes", NUMBER, optional=1)
def prefixes(text: bytes, longest: int = 0) -> bytes:
    """Every prefix of the text, shortest first, joined by commas; none longer than `longest` unless that is 0.

    >>> prefixes(b"123"), prefixes(b"123", 2)
    (b'1,12,123', b'1,12')
    """
    return _prefixes(text, longest, b"")


@layout.add("prefixes.quoted", NUMBER, optional=1)
def prefixes_quoted(text: bytes, longest: int = 0) -> bytes:
    """As `prefixes`, each in single quotes.

    >>> prefixes_quoted(b"123", 2)
    b"'1','12'"
    """
    return _prefixes(text, longest, b"'")


def _prefixes(text: bytes, longest: int, quote: bytes) -> bytes:
    count = min(len(text), longest) if longest > 0 else len(text)
    if not fits(count * (count + 7) // 2):
        return b""
    return b",".join([quote + text[:end] + quote for end in range(1, count + 1)])


@layout.add("fmtlines", NUMBER, NUMBER)
def fmtlines(text: bytes, width: int, indent: int) -> bytes:
    r"""The text in lines of `width` bytes that CRLF ends but for the last, each but the first behind `indent` spaces.

    >>> fmtlines(b"abcdefgh", 4, 2)
    b'abcd\r\n  efgh'
    """
    return _wrap(text, width, indent, b" ")


@layout.add("fmtlinet", NUMBER, NUMBER)
def fmtlinet(text: bytes, width: int, indent: int) -> bytes:
    r"""As `fmtlines`, with tabs.

    >>> fmtlinet(b"abcdefgh", 4, 1)
    b'abcd\r\n\tefgh'
    """
    return _wrap(text, width, indent, b"\t")


def _wrap(text: bytes, width: int, indent: int, blank: bytes) -> bytes:
    if width <= 0 or indent < 0:
        return b""
    if not fits(len(text) + (len(text) // width) * (indent + 2)):
        return b""
    return (b"\r\n" + blank * indent).join([text[at : at + width] for at in range(0, len(text), width)])
