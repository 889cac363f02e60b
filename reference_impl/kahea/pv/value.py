"""PvValue, what a variable holds: null, a string, a number, or both forms at once (Kamailio's ``pv_value_t``)."""

import re
from dataclasses import dataclass
from typing import Final

__all__ = [
    "EMPTY",
    "NULL",
    "PV_VAL_EMPTY",
    "PV_VAL_INT",
    "PV_VAL_NONE",
    "PV_VAL_NULL",
    "PV_VAL_STR",
    "PV_VAL_TYPE_INT",
    "PvValue",
    "parse_int",
    "pv_int",
    "pv_intstr",
    "pv_of",
    "pv_str",
    "pv_strint",
]

# The bits of PvValue.flags, with the numbers of kamailio src/core/pvar.h.
PV_VAL_NONE: Final = 0
PV_VAL_NULL: Final = 1
PV_VAL_EMPTY: Final = 2
PV_VAL_STR: Final = 4
PV_VAL_INT: Final = 8
PV_VAL_TYPE_INT: Final = 16

_INTEGER = re.compile(rb"[ \t\r\n]*([+-]?[0-9]{1,19})[ \t\r\n]*\Z")
_LOWEST, _HIGHEST = -(1 << 63), (1 << 63) - 1


@dataclass(slots=True, unsafe_hash=True)
class PvValue:
    """One value of a variable; nobody changes one, though it is not frozen: building frozen values costs three times as much.

    Attributes:
        rs: the string form; empty for null.
        ri: the number; 0 unless `flags` has PV_VAL_INT.
        flags: which forms hold (STR, INT), whether the number is the native one (TYPE_INT), null and empty.

    >>> pv_int(5).rs, pv_str(b"5").ri
    (b'5', 0)
    """

    rs: bytes
    ri: int
    flags: int

    @property
    def is_null(self) -> bool:
        """True for ``$null``.

        >>> NULL.is_null, EMPTY.is_null
        (True, False)
        """
        return bool(self.flags & PV_VAL_NULL)

    @property
    def is_int(self) -> bool:
        """True when the number is the native form, so that ``+`` adds.

        >>> pv_int(1).is_int, pv_strint(b"200", 200).is_int
        (True, False)
        """
        return bool(self.flags & PV_VAL_TYPE_INT)

    @property
    def is_empty(self) -> bool:
        """True for null and for a string of no bytes.

        >>> NULL.is_empty, EMPTY.is_empty, pv_int(0).is_empty
        (True, True, False)
        """
        return not self.rs

    def as_bytes(self) -> bytes:
        """The string form; null gives no bytes, as in an expression.

        >>> pv_int(-3).as_bytes(), NULL.as_bytes()
        (b'-3', b'')
        """
        return self.rs

    def as_int(self) -> int:
        """The number; a string that is not one counts as 0, as do null and the empty string.

        >>> pv_str(b"12").as_int(), pv_str(b"12ab").as_int(), NULL.as_int()
        (12, 0, 0)
        """
        return self.ri if self.flags & PV_VAL_INT else parse_int(self.rs) or 0

    def int_or_none(self) -> int | None:
        """The number, None when the value has none; lets a caller warn where `as_int` falls back to 0.

        >>> pv_str(b"12ab").int_or_none() is None
        True
        """
        return self.ri if self.flags & PV_VAL_INT else parse_int(self.rs)

    def printed(self) -> bytes:
        """What a format string shows: the string form, ``<null>`` for null.

        >>> NULL.printed()
        b'<null>'
        """
        return b"<null>" if self.flags & PV_VAL_NULL else self.rs

    def native(self) -> bytes | int | None:
        """The value as Python holds it; the other direction of `pv_of`.

        >>> pv_of(5).native(), pv_of(b"x").native(), pv_of(None).native()
        (5, b'x', None)
        """
        if self.flags & PV_VAL_NULL:
            return None
        return self.ri if self.flags & PV_VAL_TYPE_INT else self.rs


NULL: Final = PvValue(b"", 0, PV_VAL_NULL)
"""The value of ``$null`` and of everything that is not there."""

EMPTY: Final = PvValue(b"", 0, PV_VAL_STR | PV_VAL_EMPTY)
"""A string of no bytes: there, unlike null."""


def pv_str(text: bytes) -> PvValue:
    """The string value `text` (pv_get_strval).

    >>> pv_str(b"") is EMPTY
    True
    """
    return PvValue(text, 0, PV_VAL_STR) if text else EMPTY


def pv_int(number: int) -> PvValue:
    """The integer value `number`, with its decimal form (pv_get_sintval, pv_get_uintval).

    >>> pv_int(7)
    PvValue(rs=b'7', ri=7, flags=28)
    """
    if 0 <= number < len(_SMALL):
        return _SMALL[number]
    return PvValue(b"%d" % number, number, PV_VAL_STR | PV_VAL_INT | PV_VAL_TYPE_INT)


_SMALL = tuple(PvValue(b"%d" % number, number, PV_VAL_STR | PV_VAL_INT | PV_VAL_TYPE_INT) for number in range(1000))
"""Codes, flags, counters and lengths: the numbers that are asked for over and over."""


def pv_strint(text: bytes, number: int) -> PvValue:
    """A string that has a number too, such as ``$rs`` (pv_get_strintval): ``+`` joins it.

    >>> pv_strint(b"INVITE", 1).as_int()
    1
    """
    return PvValue(text, number, PV_VAL_STR | PV_VAL_INT)


def pv_intstr(number: int, text: bytes) -> PvValue:
    """A number with a string form of its own, such as a padded one (pv_get_intstrval): ``+`` adds it.

    >>> pv_intstr(32, b"00000020").printed()
    b'00000020'
    """
    return PvValue(text, number, PV_VAL_STR | PV_VAL_INT | PV_VAL_TYPE_INT)


def pv_of(native: PvValue | bytes | int | None) -> PvValue:
    """The value for what a plain Python function gave back; None is null, True is 1.

    >>> pv_of(None) is NULL, pv_of(True).ri
    (True, 1)
    """
    if isinstance(native, PvValue):
        return native
    if native is None:
        return NULL
    return pv_str(native) if isinstance(native, bytes) else pv_int(int(native))


def parse_int(text: bytes) -> int | None:
    """The decimal number that all of `text` writes, None when it writes none or one beyond 64 bits.

    >>> parse_int(b"-12"), parse_int(b""), parse_int(b"12ab"), parse_int(b"9" * 30)
    (-12, None, None, None)
    """
    match = _INTEGER.match(text)
    if match is None:
        return None
    number = int(match[1])
    return number if _LOWEST <= number <= _HIGHEST else None
