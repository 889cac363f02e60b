"""Regular expressions of the script: POSIX extended ones, matched in a time that no text can blow up.

Most expressions of configurations cost Python's `re` a time that grows with the text, and `re` has them.  Those that can cost
more (repetitions in repetitions, several repetitions in a row) are searched by `re` as long as the text is short, and by an
automaton when it is not: a message can never make a route stand still.  Expressions with back references and word boundaries,
which POSIX does not have, are left to `re`, and refused when their repetitions stand in each other.
"""

import re
from collections.abc import Callable

from kahea.cfg.posix_automaton import Automaton, TooLargeError
from kahea.cfg.posix_cost import EXPONENTIAL, degree_of
from kahea.cfg.posix_tree import read_tree
from kahea.pv.transform.posix_re import compile_posix

__all__ = ["PosixRe", "compile_posix", "compile_safe"]

_FOR_EVER = "a repetition within a repetition could take for ever; write it without the inner one"
_STEPS = 1_000_000
"""Tries that a search may cost: a few hundredths of a second."""


class PosixRe:
    """A compiled expression: `search(text)` gives None when nothing in `text` matches.

    Raises:
        re.error: it is no expression, or one that cannot be matched safely.

    >>> PosixRe(b"^(a+)+$", ignore_case=True).search(b"A" * 5000 + b"b") is None
    True
    """

    __slots__ = ("search",)

    def __init__(self, expression: bytes, *, ignore_case: bool) -> None:
        pattern = compile_posix(expression, ignore_case=ignore_case)
        self.search: Callable[[bytes], object | None] = _search(pattern, expression, ignore_case=ignore_case)
        """The search, bound when the expression was compiled."""


def _search(pattern: re.Pattern[bytes], expression: bytes, *, ignore_case: bool) -> Callable[[bytes], object | None]:
    """What searches: `re` itself when it is safe, the automaton, or the one of them that suits the length."""
    tree, is_whole = read_tree(expression, ignore_case=ignore_case)
    degree = degree_of(tree)
    if degree <= 1 or (not is_whole and degree < EXPONENTIAL):
        return pattern.search
    if not is_whole:
        raise re.error(_FOR_EVER)
    try:
        automaton = Automaton(tree)
    except TooLargeError as fault:
        raise re.error(str(fault)) from fault
    longest = 0 if degree == EXPONENTIAL else int(_STEPS ** (1 / degree))
    if not longest:
        return automaton.search
    return lambda text: pattern.search(text) if len(text) <= longest else automaton.search(text)


def compile_safe(expression: bytes, *, ignore_case: bool = False, by_line: bool = False) -> re.Pattern[bytes]:
    """The expression as a pattern with groups, for functions that need to know what matched where.

    With `by_line`, ``^`` and ``$`` know lines and a dot stays within one.

    Raises:
        re.error: it is no expression, or one that could take for ever: a repetition with several ways within a repetition.

    >>> compile_safe(b"^([a-z]+)@").match(b"al@h")[1]
    b'al'
    """
    pattern = compile_posix(expression, ignore_case=ignore_case, by_line=by_line)
    if degree_of(read_tree(expression, ignore_case=ignore_case)[0]) == EXPONENTIAL:
        raise re.error(_FOR_EVER)
    return pattern
