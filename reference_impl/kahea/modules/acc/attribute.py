"""Attributes that the configuration adds to each record: ``name=$variable;name=$variable`` (kamailio acc_extra.c)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from kahea.api import PvSpec, SipMsg
from kahea.api.values import PvRegistry, PvSyntaxError, parse_pv
from kahea.modules.acc.errors import AccError

__all__ = ["Attribute", "Value", "leg_rows", "read_attributes", "values_of"]

Value = bytes | None
"""The text of an attribute; None where its variable has no value."""

_OPENING, _CLOSING = "({[", ")}]"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute: its name in the line or the column's, and the variable that has its value."""

    name: str
    spec: PvSpec

    def value(self, msg: SipMsg) -> Value:
        """What the variable holds for `msg`."""
        found = self.spec.get(msg)
        return None if found.is_null else found.rs

    def of_leg(self, msg: SipMsg, number: int) -> Value:
        """The variable's value at that index, 0 being the newest."""
        found = replace(self.spec, param=replace(self.spec.param, index=number)).get(msg)
        return None if found.is_null else found.rs


def read_attributes(registry: PvRegistry, param: str, text: str, most: int) -> tuple[Attribute, ...]:
    """The attributes that the parameter `param` lists, `most` of them at the most.

    Raises:
        AccError: a piece is no ``name=$variable``, or there are too many.
    """
    found = tuple(_one(registry, param, piece.strip()) for piece in _pieces(text) if piece.strip())
    if len(found) > most:
        raise AccError(f"{param}: {len(found)} attributes are more than {most}; see acc_extra_size")
    return found


def _one(registry: PvRegistry, param: str, piece: str) -> Attribute:
    name, equals, variable = piece.partition("=")
    if not equals or not name.strip():
        raise AccError(f"{param}: {piece!r} is no name=$variable")
    try:
        return Attribute(name.strip(), parse_pv(registry, variable.strip().encode()))
    except PvSyntaxError as fault:
        raise AccError(f"{param}: {piece!r}: {fault}") from fault


def _pieces(text: str) -> Iterator[str]:
    """`text` cut at its semicolons; those within a variable's brackets belong to it.

    >>> list(_pieces("a=$ru;b=$(ct{s.select,0,;});"))
    ['a=$ru', 'b=$(ct{s.select,0,;})', '']
    """
    depth = begin = 0
    for at, char in enumerate(text):
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth -= 1
        elif char == ";" and depth <= 0:
            yield text[begin:at]
            begin = at + 1
    yield text[begin:]


def values_of(attributes: tuple[Attribute, ...], msg: SipMsg) -> list[tuple[str, Value]]:
    """Name and value of each attribute."""
    return [(each.name, each.value(msg)) for each in attributes]


def leg_rows(legs: tuple[Attribute, ...], msg: SipMsg) -> list[list[tuple[str, Value]]]:
    """Name and value of each attribute, leg by leg, the newest first: the first leg even where nothing has a value.

    Empty when no attributes of legs are wanted.
    """
    rows: list[list[tuple[str, Value]]] = []
    for number in count():
        row = [(each.name, each.of_leg(msg, number)) for each in legs]
        if not legs or (rows and all(value is None for _, value in row)):
            break
        rows.append(row)
    return rows
