r"""Class ``re``: ``{re.subst,/expression/replacement/flags}``."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kahea.pv.errors import PvSyntaxError
from kahea.pv.names import found, starts_pv
from kahea.pv.spec import Context, PvSpec
from kahea.pv.transform.limits import fits
from kahea.pv.transform.params import Argument, ReadPv
from kahea.pv.transform.posix_re import compile_posix
from kahea.pv.transform.table import TrClass

__all__ = ["SUBST", "Compile", "Subst", "SubstParam", "read_subst", "regexes", "subst"]

Compile = Callable[[bytes, bool, bool], re.Pattern[bytes]]
"""What compiles an expression: it is told whether case counts not, and whether lines are known."""

regexes = TrClass("re")

_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}
_FLAGS = re.compile(rb"[igs]*")


@dataclass(frozen=True, slots=True)
class Subst:
    """A substitution expression: what to find, what to put (text, group numbers, variables), and whether everywhere."""

    pattern: re.Pattern[bytes]
    parts: tuple[bytes | int | PvSpec, ...]
    is_global: bool

    def apply(self, text: bytes, ctx: Context) -> bytes:
        """`text` with the first match, or every one, replaced; variables are read once."""
        pieces: list[bytes] = []
        size = at = 0
        for start, end, piece in self.changes(text, ctx):
            size += start - at + len(piece)
            if not fits(size):
                return b""
            pieces += (text[at:start], piece)
            at = end
        return b"".join([*pieces, text[at:]])

    def changes(self, text: bytes, ctx: Context) -> Iterator[tuple[int, int, bytes]]:
        """Where each match begins and ends, and what takes its place; variables are read once."""
        fixed = [part.get(ctx).rs if isinstance(part, PvSpec) else part for part in self.parts]
        for match in self.pattern.finditer(text):
            piece = b"".join([(match[part] or b"") if isinstance(part, int) else part for part in fixed])
            yield match.start(), match.end(), piece
            if not self.is_global:
                return


class SubstParam:
    r"""A substitution expression behind a delimiter of its own choice.

    >>> SUBST.read(b"re.subst,/b/X/g}", 9, None)[1]
    15
    """

    def read(self, text: bytes, at: int, read_pv: ReadPv) -> tuple[Argument, int]:
        """The expression at `at`."""
        delimiter = text[at : at + 1]
        if delimiter in (b"}", b","):
            raise PvSyntaxError(f"expected a substitution such as /a/b/g, {found(text, at)}", at)
        return read_subst(text, at, read_pv)


SUBST = SubstParam()


@regexes.add("subst", SUBST, takes_context=True)
def subst(text: bytes, substitution: Subst, ctx: Context) -> bytes:
    r"""The text with what the expression matches replaced.

    >>> subst(b"abab", Subst(re.compile(b"(b)"), (b"<", 1, b">"), True), None)
    b'a<b>a<b>'
    """
    return substitution.apply(text, ctx)


def _compile(expression: bytes, ignore_case: bool, by_line: bool) -> re.Pattern[bytes]:
    return compile_posix(expression, ignore_case=ignore_case, by_line=by_line)


def read_subst(text: bytes, at: int, read_pv: ReadPv, compile_re: Compile = _compile) -> tuple[Subst, int]:
    """The substitution that stands at `at`, and the offset behind its flags.

    Raises:
        PvSyntaxError: there is none.
    """
    delimiter = text[at : at + 1]
    if not delimiter or delimiter == b"\\" or delimiter.isalnum():
        raise PvSyntaxError(f"expected a substitution such as /a/b/g, {found(text, at)}", at)
    end = _until(text, at + 1, delimiter)
    parts, flags_at = _replacement(text, end + 1, delimiter, read_pv)
    match = _FLAGS.match(text, flags_at)
    flags = match[0] if match else b""
    expression = text[at + 1 : end].replace(b"\\" + delimiter, delimiter)
    try:
        pattern = compile_re(expression, b"i" in flags, b"s" not in flags)
    except re.error as error:
        raise PvSyntaxError(f"bad regular expression {expression[:40]!r}: {error.msg}", at + 1) from error
    for part in parts:
        if isinstance(part, int) and part > pattern.groups:
            raise PvSyntaxError(f"\\{part} names a group, the expression has {pattern.groups}", end + 1)
    return Subst(pattern, tuple(parts), b"g" in flags), flags_at + len(flags)


def _until(text: bytes, at: int, delimiter: bytes) -> int:
    start = at
    while at < len(text) and not text.startswith(delimiter, at):
        at += 2 if text.startswith(b"\\", at) else 1
    if at >= len(text):
        raise PvSyntaxError(f"expected {delimiter!r} to close the expression, found the end", start)
    return at


def _replacement(text: bytes, at: int, delimiter: bytes, read_pv: ReadPv) -> tuple[list[bytes | int | PvSpec], int]:
    parts: list[bytes | int | PvSpec] = []
    while not text.startswith(delimiter, at):
        if at >= len(text):
            raise PvSyntaxError(f"expected {delimiter!r} to close the replacement, found the end", at)
        part, at = _part(text, at, read_pv)
        parts.append(part)
    return parts, at + 1


def _part(text: bytes, at: int, read_pv: ReadPv) -> tuple[bytes | int | PvSpec, int]:
    if starts_pv(text, at):
        return read_pv(text, at)
    if not text.startswith(b"\\", at):
        return text[at : at + 1], at + 1
    escaped = text[at + 1 : at + 2]
    return (int(escaped) if escaped.isdigit() else _ESCAPES.get(escaped, escaped)), at + 2
