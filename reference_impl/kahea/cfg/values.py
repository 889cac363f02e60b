"""What operators of the language do with values (kamailio src/core/rvalue.c): the type of the left operand decides.

Numbers have 64 bits and wrap as C's do.  A string that is no number counts as 0, and a warning says so.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from kahea.base.errors import KaheaError
from kahea.base.strutils import quote
from kahea.cfg.posix_re import PosixRe
from kahea.pv import PvValue, pv_int, pv_str
from kahea.pv.value import PV_VAL_INT, PV_VAL_NULL, PV_VAL_TYPE_INT

__all__ = ["HIGHEST", "LOWEST", "ScriptError", "Values", "quotient", "read_int", "regex_of", "remainder", "shifted", "wrap"]

LOWEST: Final = -(1 << 63)
HIGHEST: Final = (1 << 63) - 1
_SPAN = 1 << 64
_NUMBER = re.compile(rb"[+-]?[0-9]{1,19}\Z")
_HEX = re.compile(rb"0[xX]([0-9A-Fa-f]{1,16})\Z")
_CACHED_EXPRESSIONS = 256


class ScriptError(KaheaError):
    """What a statement of a script cannot do with the values it met; it counts as -1 and the script goes on."""


def wrap(number: int) -> int:
    """`number` as 64 bits hold it.

    >>> wrap((1 << 63) + 1)
    -9223372036854775807
    """
    return (number - LOWEST) % _SPAN + LOWEST


def quotient(left: int, right: int) -> int:
    """`left` divided by `right`, cut towards zero as in C.

    >>> quotient(-7, 2)
    -3

    Raises:
        ScriptError: `right` is 0.
    """
    if not right:
        raise ScriptError("division by zero")
    return wrap(-(-left // right) if (left < 0) != (right < 0) else left // right)


def remainder(left: int, right: int) -> int:
    """What is left of the division, with the sign of `left` as in C.

    >>> remainder(-7, 2)
    -1

    Raises:
        ScriptError: `right` is 0.
    """
    if not right:
        raise ScriptError("mod by zero")
    rest = abs(left) % abs(right)
    return -rest if left < 0 else rest


def shifted(left: int, operator: str, right: int) -> int:
    """`left` shifted; of `right` only six bits count, as processors have it.

    >>> shifted(1, "<<", 65), shifted(-4, ">>", 1)
    (2, -2)
    """
    return wrap(left << (right & 63)) if operator == "<<" else left >> (right & 63)


def read_int(text: bytes) -> int | None:
    """The number that all of `text` writes, decimal or ``0x``; None when it writes none; the empty text is 0.

    >>> read_int(b"-12"), read_int(b"0x10"), read_int(b""), read_int(b"12ab"), read_int(b" 1")
    (-12, 16, 0, None, None)
    """
    if not text:
        return 0
    if _NUMBER.match(text):
        number = int(text)
        return number if LOWEST <= number <= HIGHEST else None
    hexadecimal = _HEX.match(text)
    return wrap(int(hexadecimal[1], 16)) if hexadecimal else None


@lru_cache(maxsize=_CACHED_EXPRESSIONS)
def regex_of(expression: bytes) -> PosixRe:
    """The expression of ``=~`` compiled: POSIX extended, without regard to case; the last ones are kept.

    Raises:
        ScriptError: it is no expression.
    """
    try:
        return PosixRe(expression, ignore_case=True)
    except re.error as fault:
        raise ScriptError(f"bad regular expression {quote(expression)}: {fault}") from fault


class Values:
    """The operators whose operands' types are known at run time only; `warn` hears of strings that are no numbers."""

    __slots__ = ("_warn",)

    def __init__(self, warn: Callable[[str], None]) -> None:
        self._warn = warn

    def text_int(self, text: bytes) -> int:
        """The number that `text` writes, 0 for any other text (rval_get_int)."""
        number = read_int(text)
        if number is None:
            self._warn(f"{quote(text)} is no number and counts as 0")
            return 0
        return number

    def int_of(self, value: PvValue) -> int:
        """The number of a value: 0 for null and for a string that is none."""
        return value.ri if value.flags & PV_VAL_INT else self.text_int(value.rs)

    def plus(self, left: PvValue, right: PvValue) -> PvValue:
        """The sum when `left` is a number, else both joined; null is the empty string then."""
        if left.flags & PV_VAL_TYPE_INT:
            total = left.ri + (right.ri if right.flags & PV_VAL_INT else self.text_int(right.rs))
            return pv_int(total if LOWEST <= total <= HIGHEST else wrap(total))
        return pv_str(left.rs + right.rs)

    def equal(self, left: PvValue, right: PvValue) -> bool:
        """Whether both are the same in the type of `left`; null takes the type of the other, as 0 or the empty string."""
        if left.flags & PV_VAL_TYPE_INT or (left.flags & PV_VAL_NULL and right.flags & PV_VAL_TYPE_INT):
            return left.ri == self.int_of(right)
        return left.rs == right.rs

    def int_arg(self, value: PvValue) -> int:
        """The number for a function's parameter, which null and other text are not.

        Raises:
            ScriptError: the value is no number.
        """
        number = value.ri if value.flags & PV_VAL_INT else read_int(value.rs)
        if number is None or not value.rs:
            raise ScriptError(f"{quote(value.printed())} is no integer")
        return number
