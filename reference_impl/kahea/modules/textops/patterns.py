r"""Expressions and substitutions as the functions take them: fixed ones read when the configuration is loaded.

An expression alone knows lines and takes no heed of case (Kamailio's ``fixup_regexp_null``).  A substitution
``/re/replacement/flags`` says by its flags what holds for it.

>>> line_pattern("^x-a").search(b"To: x\r\nX-A: y\r\n").start()
7
"""

import re
from collections.abc import Callable, Iterator
from typing import Annotated, TypeVar

from kahea.api import Fixup, SipMsg, engine
from kahea.api.values import KaheaError, PvSyntaxError, Subst, compile_safe, read_pv, read_subst
from kahea.modules.textops.exports import module

__all__ = [
    "LinePattern",
    "Pattern",
    "Substitution",
    "TextPattern",
    "changes",
    "compile_re",
    "kept_patterns",
    "line_pattern",
    "pattern_of",
    "substitution_of",
    "text_pattern",
]

Pattern = re.Pattern[bytes]
T = TypeVar("T")

_MOST_KEPT = 256
"""So many expressions that routes made of variables are kept compiled; with one more, all are forgotten."""

kept_patterns = module.state(dict[bytes, Pattern])
_substitutions = module.state(dict[bytes, Subst])


def line_pattern(text: str) -> Pattern:
    """The expression, which knows lines and takes no heed of case.

    Raises:
        ValueError: it is none.
    """
    return _compiled(text.encode("utf-8", "surrogateescape"), ignore_case=True, by_line=True)


def text_pattern(text: str) -> Pattern:
    """The expression, for which a line's end is a byte like any other.

    Raises:
        ValueError: it is none.
    """
    return _compiled(text.encode("utf-8", "surrogateescape"), ignore_case=True, by_line=False)


def _compiled(expression: bytes, *, ignore_case: bool, by_line: bool) -> Pattern:
    try:
        return compile_safe(expression, ignore_case=ignore_case, by_line=by_line)
    except re.error as fault:
        raise ValueError(f"is no expression that can be used: {expression[:60]!r}: {fault}") from fault


def compile_re(expression: bytes, ignore_case: bool, by_line: bool) -> Pattern:
    """The expression of a substitution.

    Raises:
        re.error: it is none, or could take for ever.
    """
    return compile_safe(expression, ignore_case=ignore_case, by_line=by_line)


def _substitution(text: bytes) -> Subst:
    """The substitution that all of `text` is.

    Raises:
        ValueError: it is none.
    """
    registry = engine().pvs

    try:
        found, end = read_subst(text, 0, lambda part, at: read_pv(registry, part, at), compile_re)
    except PvSyntaxError as fault:
        raise ValueError(f"is no substitution: {fault}") from fault
    if end != len(text):
        raise ValueError(f"is no substitution: {text[end : end + 20]!r} stands behind it, flags are i, g and s")
    return found


LinePattern = Annotated[Pattern, Fixup(line_pattern)]
"""A fixed expression by lines."""

TextPattern = Annotated[Pattern, Fixup(text_pattern)]
"""A fixed expression over the whole text."""

Substitution = Annotated[Subst, Fixup(lambda text: _substitution(text.encode("utf-8", "surrogateescape")))]
"""A fixed substitution; variables in the replacement are read at each call."""


def pattern_of(text: bytes) -> Pattern:
    """The expression that a route made of variables, as `line_pattern`.

    Raises:
        KaheaError: it is none.
    """
    return _kept(kept_patterns(), text, lambda each: _compiled(each, ignore_case=True, by_line=True))


def substitution_of(text: bytes) -> Subst:
    """The substitution that a route made of variables.

    Raises:
        KaheaError: it is none.
    """
    return _kept(_substitutions(), text, _substitution)


def _kept(kept: dict[bytes, T], text: bytes, make: Callable[[bytes], T]) -> T:
    found = kept.get(text)
    if found is None:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        try:
            found = kept[text] = make(text)
        except ValueError as fault:
            raise KaheaError(f"the argument {fault}") from fault
    return found


def changes(substitution: Subst, text: bytes, msg: SipMsg) -> list[tuple[int, int, bytes]] | None:
    """What the substitution changes in `text`: beginning, end, replacement; None when it matches the empty string.

    An empty match has no place to stop at; Kamailio refuses it too (kamailio src/core/re.c subst_run()).
    """
    found: list[tuple[int, int, bytes]] = list(_nonempty(substitution.changes(text, msg)))
    if found and found[-1][0] == found[-1][1]:
        msg.engine.log.module("textops").err("the expression %r matches the empty string", substitution.pattern.pattern)
        return None
    return found


def _nonempty(found: Iterator[tuple[int, int, bytes]]) -> Iterator[tuple[int, int, bytes]]:
    """The changes up to the first one of an empty string, which is the last."""
    for change in found:
        yield change
        if change[0] == change[1]:
            return
