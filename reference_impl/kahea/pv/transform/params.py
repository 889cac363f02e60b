r"""How parameters of transformations are written: ``{s.substr,1,$var(n)}``.

Each kind reads its parameter behind the comma and gives a constant, or a `Late` when a variable stands there::

    NUMBER      [ "-" ] 1*DIGIT, white space around it allowed
    TEXT        bytes up to "," or "}"
    REST        bytes up to the "}" that closes the transformation, commas and balanced braces included
    CHAR        one byte, "," and "}" too, or \\ \n \r \t \s (space)
    SEPARATOR   the same, with \w for the space and \s for any white space
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from kahea.pv.errors import PvSyntaxError
from kahea.pv.names import closing, found, starts_pv
from kahea.pv.spec import Context, PvSpec
from kahea.pv.value import PvValue, parse_int

__all__ = ["CHAR", "NUMBER", "REST", "SEPARATOR", "TEXT", "Argument", "CharParam", "Late", "ReadPv", "TrParam"]

ReadPv = Callable[[bytes, int], tuple[PvSpec, int]]
"""Reads the variable at an offset; gives it and the offset behind it."""


@dataclass(frozen=True, slots=True)
class Late:
    """An argument that is known when a context is.

    >>> Late(lambda ctx: ctx + 1).get(1)
    2
    """

    get: Callable[[Context], Any]


Argument = Late | bytes | int | Any


class TrParam(Protocol):
    """One kind of parameter; a module may bring its own."""

    def read(self, text: bytes, at: int, read_pv: ReadPv) -> tuple[Argument, int]:
        """The argument at `at` and the offset behind it; PvSyntaxError when it is not one."""


_SPACES = re.compile(rb"[ \t\r\n]*")
_NUMBER = re.compile(rb"[ \t\r\n]*([+-]?[0-9]+)[ \t\r\n]*")
_TEXT = re.compile(rb"[^,}]*")


def _late(text: bytes, at: int, read_pv: ReadPv, convert: Callable[[PvValue], Any]) -> tuple[Argument, int]:
    spec, end = read_pv(text, at)
    if text[end : end + 1] not in (b",", b"}"):
        raise PvSyntaxError(f"expected ',' or '}}' after a variable, {found(text, end)}", end)
    if spec.is_constant:
        return convert(spec.get(None)), end
    return Late(lambda ctx: convert(spec.get(ctx))), end


class NumberParam:
    """An integer.

    >>> NUMBER.read(b"s.strip, 2}", 8, None)
    (2, 10)
    """

    def read(self, text: bytes, at: int, read_pv: ReadPv) -> tuple[Argument, int]:
        """The number at `at`."""
        start = _skip(text, at)
        if starts_pv(text, start):
            return _late(text, start, read_pv, PvValue.as_int)
        match = _NUMBER.match(text, at)
        number = parse_int(match[1]) if match else None
        if match is None or number is None:
            raise PvSyntaxError(f"expected a number or a variable, {found(text, start)}", start)
        return number, match.end()


class TextParam:
    """Bytes without a comma or a closing brace.

    >>> TEXT.read(b"s.rm,ab}", 5, None)
    (b'ab', 7)
    """

    def read(self, text: bytes, at: int, read_pv: ReadPv) -> tuple[Argument, int]:
        """The text at `at`, which may be empty."""
        if starts_pv(text, at):
            return _late(text, at, read_pv, PvValue.as_bytes)
        match = _TEXT.match(text, at)
        end = match.end() if match else at
        return text[at:end], end


class RestParam:
    """Everything up to the end of the transformation.

    >>> REST.read(b"s.ftime,%d, %m}", 8, None)
    (b'%d, %m', 14)
    """

    def read(self, text: bytes, at: int, read_pv: ReadPv) -> tuple[Argument, int]:
        """The text at `at`, which may be empty."""
        if starts_pv(text, at):
            return _late(text, at, read_pv, PvValue.as_bytes)
        end = closing(b"{" + text[at:], 0, b"{}") - 1 + at
        return text[at:end], end


@dataclass(frozen=True, slots=True)
class CharParam:
    r"""One byte, or one of the `escapes` behind a backslash.

    >>> CHAR.read(b"s.before,,}", 9, None), SEPARATOR.read(rb"s.select,0,\w}", 11, None)
    ((b',', 10), (b' ', 13))
    """

    escapes: dict[bytes, bytes]

    def read(self, text: bytes, at: int, read_pv: ReadPv) -> tuple[Argument, int]:
        """The byte at `at`."""
        if starts_pv(text, at):
            return _late(text, at, read_pv, lambda value: value.rs[:1])
        if at >= len(text):
            raise PvSyntaxError("expected a character or a variable, found the end", at)
        escaped = self.escapes.get(text[at + 1 : at + 2]) if text.startswith(b"\\", at) else None
        return (text[at : at + 1], at + 1) if escaped is None else (escaped, at + 2)


_ESCAPES = {b"\\": b"\\", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"s": b" "}

NUMBER = NumberParam()
TEXT = TextParam()
REST = RestParam()
CHAR = CharParam(_ESCAPES)
SEPARATOR = CharParam(_ESCAPES | {b"w": b" ", b"s": b" \t\r\n"})


def _skip(text: bytes, at: int) -> int:
    match = _SPACES.match(text, at)
    return match.end() if match else at
