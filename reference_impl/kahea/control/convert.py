"""How a parameter becomes the type that a command asks for.

Every transport's numbers and texts are taken for each other when nothing is lost: a shell cannot say whether ``5`` is a text.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kahea.control.limits import MAX_INT_DIGITS
from kahea.control.value import RpcValue, text_of

__all__ = ["CONVERTERS", "ConversionError", "to_array", "to_bool", "to_float", "to_int", "to_str", "to_struct"]

_INT = re.compile(rf"[+-]?[0-9]{{1,{MAX_INT_DIGITS}}}", re.ASCII)
_FLOAT = re.compile(r"[+-]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,3})?", re.ASCII)
_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


class ConversionError(ValueError):
    """The value is something else; the caller knows which parameter it is and says so."""


def to_int(value: RpcValue) -> int:
    """`value` as an integer: one itself, a number without a fraction, or decimal digits.

    >>> to_int("-5"), to_int(2.0), to_int(True)
    (-5, 2, 1)
    """
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and _INT.fullmatch(value):
        return int(value)
    raise ConversionError


def to_float(value: RpcValue) -> float:
    """`value` as a finite number.

    >>> to_float("0.5"), to_float(2)
    (0.5, 2.0)
    """
    if isinstance(value, str) and not _FLOAT.fullmatch(value):
        raise ConversionError
    if not isinstance(value, int | float | str):
        raise ConversionError
    try:
        found = float(value)
    except OverflowError:
        raise ConversionError from None
    if not math.isfinite(found):
        raise ConversionError
    return found


def to_str(value: RpcValue) -> str:
    """`value` as text, a number as its digits.

    >>> to_str(5), to_str("5")
    ('5', '5')
    """
    if isinstance(value, str | int | float | bytes):
        return text_of(value)
    raise ConversionError


def to_bool(value: RpcValue) -> bool:
    """`value` as a truth: 0, 1, and the words that core parameters take.

    >>> to_bool("yes"), to_bool(0)
    (True, False)
    """
    word = text_of(value).lower() if isinstance(value, str | int) else ""
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ConversionError


def _to_bytes(value: RpcValue) -> bytes:
    return value if isinstance(value, bytes) else to_str(value).encode(errors="surrogateescape")


def to_struct(value: RpcValue) -> dict[str, RpcValue]:
    """`value`, which is a structure.

    >>> to_struct({"a": 1})
    {'a': 1}
    """
    if isinstance(value, Mapping):
        return dict(value)
    raise ConversionError


def to_array(value: RpcValue) -> list[RpcValue]:
    """`value`, which is an array.

    >>> to_array((1, 2))
    [1, 2]
    """
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return list(value)
    raise ConversionError


CONVERTERS: dict[Any, tuple[str, Callable[[RpcValue], Any]]] = {
    bool: ("a boolean", to_bool),
    int: ("an integer", to_int),
    float: ("a number", to_float),
    str: ("a string", to_str),
    bytes: ("bytes", _to_bytes),
    dict: ("a structure", to_struct),
    Mapping: ("a structure", to_struct),
    list: ("an array", to_array),
    Sequence: ("an array", to_array),
}
"""Annotation to what the complaint calls it, and the function that converts."""
