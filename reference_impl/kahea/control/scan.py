"""``rpc->scan``: parameters read one after the other by a format of letters (kamailio src/modules/ctl/binrpc_run.c).

The letters of a format:

    letter      what it takes
    b           a boolean: an integer, 0 for false
    d l L       an integer
    u           an integer, a negative one of 32 bits taken for what it is without sign
    j J t       an integer that is not negative
    f           a number
    s S         a string
    {           a structure
    [           an array
    *           what follows may be missing
    .           the next one may be a number where text is asked for, or text where a number is
"""

from collections.abc import Callable, Sequence
from typing import Any

from kahea.control.convert import ConversionError, to_array, to_float, to_int, to_str, to_struct
from kahea.control.errors import BadParams
from kahea.control.value import RpcValue, shown

__all__ = ["Scanner"]


class Scanner:
    """Reads the parameters of one call from the first to the last; owned by that call.

    >>> scanner = Scanner(["location", 5])
    >>> scanner.scan("s"), scanner.scan("d*s"), scanner.fault
    (['location'], [5], None)
    >>> scanner.scan("d"), str(scanner.fault)
    ([], '400 parameter 3 is missing, an integer is expected')
    """

    __slots__ = ("_at", "_autoconvert", "_params", "fault")

    def __init__(self, params: Sequence[RpcValue], *, autoconvert: bool = False) -> None:
        self._params = params
        self._autoconvert = autoconvert
        self._at = 0
        self.fault: BadParams | None = None
        """What was wrong with the last format; the reply, when the command answers nothing else."""

    def scan(self, fmt: str) -> list[Any]:
        """The values that were read: fewer than asked for when one is missing or does not fit.

        What does not fit is not consumed: the caller may try another format.

        Raises:
            ValueError: `fmt` holds a letter that the table above does not.
        """
        self.fault = None
        is_optional, converts, found = False, self._autoconvert, list[Any]()
        for letter in fmt:
            if letter == "*":
                is_optional = True
            elif letter == ".":
                converts = True
            else:
                try:
                    found.append(self._next(letter, converts=converts))
                except BadParams as fault:
                    is_end = self._at >= len(self._params)
                    self.fault = None if is_end and is_optional else fault
                    return found
                converts = self._autoconvert
        return found

    def _next(self, letter: str, *, converts: bool) -> Any:  # noqa: ANN401 - the format says the type
        if letter not in _LETTERS:
            raise ValueError(f"{letter!r} is no letter of a scan format, allowed are {' '.join(_LETTERS)}")
        expected, strict, convert = _LETTERS[letter]
        if self._at >= len(self._params):
            raise BadParams(f"parameter {self._at + 1} is missing, {expected} is expected")
        value = self._params[self._at]
        try:
            taken = convert(value) if converts else strict(value)
        except ConversionError:
            raise BadParams(f"parameter {self._at + 1} must be {expected}, not {shown(value)}") from None
        self._at += 1
        return taken


def _strict_int(value: RpcValue) -> int:
    if isinstance(value, int):
        return int(value)
    raise ConversionError


def _strict_bool(value: RpcValue) -> bool:
    return bool(_strict_int(value))


def _unsigned(number: int) -> int:
    """BINRPC's integers have a sign: kamcmd sends 4294967295 as -1, and C's unsigned int makes it what it was."""
    return _not_negative(number + 2**32 if -(2**31) <= number < 0 else number)


def _not_negative(found: int) -> int:
    if found < 0:
        raise ConversionError
    return found


def _strict_unsigned(value: RpcValue) -> int:
    return _unsigned(_strict_int(value))


def _strict_not_negative(value: RpcValue) -> int:
    return _not_negative(_strict_int(value))


def _strict_float(value: RpcValue) -> float:
    """A JSON client cannot tell 2.0 from 2, so an integer is a number here; Kamailio's BINRPC refuses it."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return to_float(value)
    raise ConversionError


def _strict_str(value: RpcValue) -> str:
    if isinstance(value, str):
        return value
    raise ConversionError


def _bool(value: RpcValue) -> bool:
    return bool(to_int(value))


def _to_unsigned(value: RpcValue) -> int:
    return _unsigned(to_int(value))


def _to_not_negative(value: RpcValue) -> int:
    return _not_negative(to_int(value))


_Reader = Callable[[RpcValue], Any]
_INT = ("an integer", _strict_int, to_int)
_LONG = ("an integer from 0 on", _strict_not_negative, _to_not_negative)
_STR = ("a string", _strict_str, to_str)
_LETTERS: dict[str, tuple[str, _Reader, _Reader]] = {
    "b": ("an integer", _strict_bool, _bool),
    **dict.fromkeys("dlL", _INT),
    "u": ("an integer from 0 on", _strict_unsigned, _to_unsigned),
    **dict.fromkeys("jJt", _LONG),
    "f": ("a number", _strict_float, to_float),
    **dict.fromkeys("sS", _STR),
    "{": ("a structure", to_struct, to_struct),
    "[": ("an array", to_array, to_array),
}
