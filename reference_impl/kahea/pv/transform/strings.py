"""Class ``s``: length, number, case, pieces and replacement."""

import time

from kahea.pv.transform.limits import fits
from kahea.pv.transform.params import CHAR, NUMBER, REST, TEXT
from kahea.pv.transform.table import TrClass
from kahea.pv.value import EMPTY, PvValue, parse_int, pv_int

__all__ = [
    "after",
    "before",
    "byteat",
    "charat",
    "count",
    "ftime",
    "integer",
    "intv",
    "length",
    "numeric",
    "rafter",
    "rbefore",
    "remove",
    "replace",
    "strings",
    "strip",
    "striptail",
    "stripto",
    "substr",
    "tolower",
    "toupper",
]

strings = TrClass("s")

_NOT_DIGITS = bytes(byte for byte in range(256) if byte not in b"0123456789")


@strings.add("len")
def length(text: bytes) -> int:
    """The number of bytes.

    >>> length(b"abc")
    3
    """
    return len(text)


@strings.add("int", takes_value=True)
def integer(value: PvValue) -> PvValue:
    """The value as a native integer that keeps its string form; empty when it is no number.

    >>> from kahea.pv.value import pv_str
    >>> integer(pv_str(b"+12")).native(), integer(pv_str(b"x")).native()
    (12, b'')
    """
    number = value.int_or_none()
    if number is None:
        return value if value.is_null else EMPTY
    return PvValue(value.rs, number, pv_int(number).flags)


@strings.add("intv", takes_value=True)
def intv(value: PvValue) -> PvValue:
    """As `integer`, the string form written anew: ``+012`` becomes ``12``.

    >>> from kahea.pv.value import pv_str
    >>> intv(pv_str(b"+012")).rs
    b'12'
    """
    number = value.int_or_none()
    if number is None:
        return value if value.is_null else EMPTY
    return pv_int(number)


@strings.add("numeric")
def numeric(text: bytes) -> bytes:
    """The digits, all else dropped.

    >>> numeric(b"(040)1234/567")
    b'0401234567'
    """
    return text.translate(None, _NOT_DIGITS)


@strings.add("substr", NUMBER, NUMBER)
def substr(text: bytes, offset: int, size: int) -> bytes:
    """`size` bytes from `offset`, counted from the end when negative; 0 means to the end. Empty outside the text.

    >>> substr(b"abcd", 1, 0), substr(b"abcd", -2, 1), substr(b"abcd", 9, 1)
    (b'bcd', b'c', b'')
    """
    start = offset + len(text) if offset < 0 else offset
    if start < 0 or size < 0:
        return b""
    return text[start : start + size] if size else text[start:]


@strings.add("strip", NUMBER)
def strip(text: bytes, size: int) -> bytes:
    """The text without its first `size` bytes.

    >>> strip(b"1234", 2), strip(b"1234", 9)
    (b'34', b'')
    """
    return text[max(size, 0) :]


@strings.add("striptail", NUMBER)
def striptail(text: bytes, size: int) -> bytes:
    """The text without its last `size` bytes.

    >>> striptail(b"1234", 2), striptail(b"1234", 0)
    (b'12', b'1234')
    """
    return text[: max(len(text) - max(size, 0), 0)]


@strings.add("stripto", CHAR)
def stripto(text: bytes, char: bytes) -> bytes:
    """The text from the first `char` on; empty when it is not there.

    >>> stripto(b"ab:cd", b":"), stripto(b"ab", b":")
    (b':cd', b'')
    """
    at = text.find(char)
    return text[at:] if at >= 0 and char else b""


@strings.add("before", CHAR)
def before(text: bytes, char: bytes) -> bytes:
    """What stands before the first `char`; everything when it is not there.

    >>> before(b"abcdefcgh", b"c"), before(b"ab", b"c")
    (b'ab', b'ab')
    """
    return text.partition(char)[0] if char else text


@strings.add("after", CHAR)
def after(text: bytes, char: bytes) -> bytes:
    """What stands behind the first `char`; nothing when it is not there.

    >>> after(b"abcdefcgh", b"c"), after(b"ab", b"c")
    (b'defcgh', b'')
    """
    return text.partition(char)[2] if char else b""


@strings.add("rbefore", CHAR)
def rbefore(text: bytes, char: bytes) -> bytes:
    """What stands before the last `char`; everything when it is not there.

    >>> rbefore(b"abcdefcgh", b"c"), rbefore(b"ab", b"c")
    (b'abcdef', b'ab')
    """
    return text[: text.rfind(char)] if char and char in text else text


@strings.add("rafter", CHAR)
def rafter(text: bytes, char: bytes) -> bytes:
    """What stands behind the last `char`; nothing when it is not there.

    >>> rafter(b"abcdefcgh", b"c"), rafter(b"ab", b"c")
    (b'gh', b'')
    """
    return text.rpartition(char)[2] if char and char in text else b""


@strings.add("replace", TEXT, TEXT)
def replace(text: bytes, match: bytes, replacement: bytes) -> bytes:
    """The text with every `match` made `replacement`.

    >>> replace(b"abababa", b"a", b"c")
    b'cbcbcbc'
    """
    if not match:
        return text
    size = len(text) + text.count(match) * (len(replacement) - len(match))
    return text.replace(match, replacement) if fits(size) else b""


@strings.add("rm", TEXT)
def remove(text: bytes, match: bytes) -> bytes:
    """The text without any `match`.

    >>> remove(b"abababa", b"a")
    b'bbb'
    """
    return text.replace(match, b"") if match else text


@strings.add("count", CHAR)
def count(text: bytes, char: bytes) -> int:
    """How often `char` stands in the text.

    >>> count(b"abababa", b"a")
    4
    """
    return text.count(char) if char else 0


@strings.add("tolower")
def tolower(text: bytes) -> bytes:
    """The text in lower case; bytes beyond ASCII stay.

    >>> tolower(b"SIP")
    b'sip'
    """
    return text.lower()


@strings.add("toupper")
def toupper(text: bytes) -> bytes:
    """The text in upper case; bytes beyond ASCII stay.

    >>> toupper(b"sip")
    b'SIP'
    """
    return text.upper()


@strings.add("charat", NUMBER)
def charat(text: bytes, index: int) -> bytes:
    """The byte at `index`, from the end when negative; empty outside the text.

    >>> charat(b"abc", 1), charat(b"abc", 3)
    (b'b', b'')
    """
    at = index + len(text) if index < 0 else index
    return text[at : at + 1] if 0 <= at < len(text) else b""


@strings.add("byteat", NUMBER)
def byteat(text: bytes, index: int) -> int | bytes:
    """The byte at `index` as a number; empty outside the text.

    >>> byteat(b"abc", 1), byteat(b"", 0)
    (98, b'')
    """
    at = index + len(text) if index < 0 else index
    return text[at] if 0 <= at < len(text) else b""


@strings.add("ftime", REST)
def ftime(text: bytes, pattern: bytes) -> bytes:
    """The seconds since 1970 that `text` writes, as strftime puts them in local time; empty when they are no time.

    >>> ftime(b"1000000000", b"%Y"), ftime(b"soon", b"%Y")
    (b'2001', b'')
    """
    seconds = parse_int(text)
    if seconds is None:
        return b""
    try:
        return time.strftime(pattern.decode("latin-1"), time.localtime(seconds)).encode("latin-1")
    except (ValueError, OverflowError, OSError):
        return b""
