r"""Scanners under RFC 3261 §25.1: where a run of the grammar ends, in linear time.

Each rule is a character class taken possessively (``++`` never gives back), so no input makes a scanner go over the same
bytes twice.  The grammar, with what is taken more widely:

    LWS            =  [*WSP CRLF] 1*WSP      ; a head is split at line ends before, so CR and LF left in a body are folds
    token          =  1*(alphanum / "-" / "." / "!" / "%" / "*" / "_" / "+" / "`" / "'" / "~")
    quoted-string  =  SWS DQUOTE *(qdtext / quoted-pair) DQUOTE
    qdtext         =  any byte but DQUOTE and "\"    ; wider than the RFC: bytes that are no UTF-8 travel untouched
    gen-value      =  token / host / quoted-string   ; wider: "=" and "/" too, since tags in the field are base64
    display-name   =  *(token LWS) / quoted-string   ; wider: bytes from 0x80 in tokens, names in the field have them
"""

import re

from kahea.base.strutils import quote
from kahea.parser.errors import SipParseError

__all__ = [
    "BACKSLASH",
    "COLON",
    "COMMA",
    "CR",
    "DQUOTE",
    "EQUAL",
    "LAQUOT",
    "LBRACK",
    "LPAREN",
    "PERCENT",
    "RPAREN",
    "SEMI",
    "SLASH",
    "TOKEN_CHARS",
    "comment_end",
    "display_end",
    "gen_value_end",
    "is_token",
    "number",
    "quoted_end",
    "skip_lws",
    "token_end",
    "trim",
    "unquote",
]

# Bytes by the names RFC 3261 §25.1 gives them.
BACKSLASH = 0x5C
COLON = 0x3A
COMMA = 0x2C
CR = 0x0D
DQUOTE = 0x22
EQUAL = 0x3D
LAQUOT = 0x3C
LBRACK = 0x5B
LPAREN = 0x28
PERCENT = 0x25
RPAREN = 0x29
SEMI = 0x3B
SLASH = 0x2F

TOKEN_CHARS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~"

_MOST_DIGITS = 20  # of 2**64; int() of more costs more than linear time
_BLANKS = b" \t\r\n"
_LWS = re.compile(rb"[ \t\r\n]*+")
_TOKEN = re.compile(rb"[A-Za-z0-9\-.!%*_+`'~]*+")
_DISPLAY = re.compile(rb"[A-Za-z0-9\-.!%*_+`'~\x80-\xff \t\r\n]*+")
_VALUE = re.compile(rb"[^\x00-\x20\x7f\",;<>]*+")
_QUOTED = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_COMMENT_STEP = re.compile(rb"(?:[^()\\]++|\\.)*+", re.DOTALL)
_PAIR = re.compile(rb"\\(.)", re.DOTALL)


def skip_lws(buf: bytes, pos: int, end: int) -> int:
    r"""The first position from `pos` that is no white space, `end` when there is none.

    >>> skip_lws(b"  \r\n x", 0, 7)
    5
    """
    if pos >= end or buf[pos] not in _BLANKS:
        return pos
    found = _LWS.match(buf, pos, end)
    return found.end() if found else pos


def token_end(buf: bytes, pos: int, end: int) -> int:
    """The position behind the token at `pos`; `pos` itself when there is none.

    >>> token_end(b"tag=1", 0, 5)
    3
    """
    found = _TOKEN.match(buf, pos, end)
    return found.end() if found else pos


def display_end(buf: bytes, pos: int, end: int) -> int:
    """The position behind the words of a display name without quotes, with the blanks that follow."""
    found = _DISPLAY.match(buf, pos, end)
    return found.end() if found else pos


def gen_value_end(buf: bytes, pos: int, end: int) -> int:
    """The position behind a parameter's value that has no quotes."""
    found = _VALUE.match(buf, pos, end)
    return found.end() if found else pos


def quoted_end(buf: bytes, pos: int, end: int, what: str = "quoted string") -> int:
    r"""The position behind the quoted string that begins at `pos`.

    Raises:
        SipParseError: 400 when no quote closes it.

    >>> quoted_end(b'"a \\" b" <', 0, 10)
    8
    """
    found = _QUOTED.match(buf, pos, end)
    if not found:
        raise SipParseError(400, f"{what}: the quote is never closed", pos)
    return found.end()


def comment_end(buf: bytes, pos: int, end: int, max_depth: int) -> int:
    """The position behind the comment whose parenthesis opens at `pos`; comments nest up to `max_depth`.

    Raises:
        SipParseError: 400 when it is never closed or nests too deep.

    >>> comment_end(b"(a (b) c) d", 0, 11, 8)
    9
    """
    start, depth = pos, 0
    while pos < end:
        byte = buf[pos]
        if byte == LPAREN:
            depth += 1
            if depth > max_depth:
                raise SipParseError(400, f"comment: nested deeper than {max_depth}", pos)
        elif byte == RPAREN:
            depth -= 1
            if not depth:
                return pos + 1
        pos += 1
        step = _COMMENT_STEP.match(buf, pos, end)
        pos = max(pos, step.end()) if step else pos
        if pos < end and buf[pos] == BACKSLASH:  # a backslash as the last byte
            break
    raise SipParseError(400, "comment: the parenthesis is never closed", start)


def is_token(text: bytes) -> bool:
    """True for one byte or more, all allowed in a token.

    >>> is_token(b"INVITE"), is_token(b"IN VITE"), is_token(b"")
    (True, False, False)
    """
    return bool(text) and not text.translate(None, TOKEN_CHARS)


def trim(buf: bytes, start: int, end: int) -> tuple[int, int]:
    """`start` and `end` moved together over the white space at both sides.

    >>> trim(b"  ab ", 0, 5)
    (2, 4)
    """
    while start < end and buf[start] in _BLANKS:
        start += 1
    while end > start and buf[end - 1] in _BLANKS:
        end -= 1
    return start, end


def unquote(text: bytes) -> bytes:
    r"""The text between the quotes with its escapes undone; `text` itself when it has no quotes.

    >>> unquote(b'"a \\"b\\""'), unquote(b"a")
    (b'a "b"', b'a')
    """
    if text[:1] != b'"' or not text.endswith(b'"', 1):
        return text
    inner = text[1:-1]
    return _PAIR.sub(rb"\1", inner) if b"\\" in inner else inner


def number(buf: bytes, start: int, end: int, most: int, what: str) -> int:
    """The decimal number between `start` and `end`, blanks around it allowed, leading zeros too.

    Raises:
        SipParseError: 400 when it has other bytes than digits or is greater than `most`.

    >>> number(b" 0068 ", 0, 6, 255, "max-forwards")
    68
    """
    text = buf[start:end].strip(_BLANKS)
    if not text.isdigit():
        raise SipParseError(400, f"{what}: {quote(text, 40)} is not a number", start)
    if len(text) > _MOST_DIGITS:
        text = text.lstrip(b"0") or b"0"
        if len(text) > _MOST_DIGITS:
            raise SipParseError(400, f"{what}: a number of {len(text)} digits is greater than {most}", start)
    value = int(text)
    if value > most:
        raise SipParseError(400, f"{what}: {value} is greater than {most}", start)
    return value
