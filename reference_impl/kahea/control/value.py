"""What RPC commands take and give: numbers, text, structures and arrays (kamailio src/core/rpc.h)."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from kahea.base.strutils import quote

__all__ = ["RpcMember", "RpcTime", "RpcValue", "shown", "text_of", "type_name"]

RpcValue: TypeAlias = bool | int | float | str | bytes | Sequence["RpcValue"] | Mapping[str, "RpcValue"] | None
"""A structure is a mapping, an array a list or a tuple. Text from the wire keeps bytes that are no UTF-8 as lone surrogates
(``surrogateescape``), so that they can go back; None is C's null string."""

_NAMES: tuple[tuple[type, str], ...] = (
    (bool, "a boolean"),
    (int, "an integer"),
    (float, "a number"),
    (str, "a string"),
    (bytes, "bytes"),
    (Mapping, "a structure"),
    (Sequence, "an array"),
)


class RpcTime(int):
    """Seconds since 1970 that stand for a moment: the format letter ``t`` of ``rpc.add``.

    >>> RpcTime(0) + 5
    5
    """

    __slots__ = ()


class RpcMember(dict[str, RpcValue]):
    """One named element of an array: what Kamailio's ``struct_add`` on an array handle makes.

    JSON shows it as an object with one member, BINRPC as a name and a value without a structure around them.

    >>> RpcMember(SET=1)
    {'SET': 1}
    """

    __slots__ = ()


def type_name(value: object) -> str:
    """The kind of `value` as an error names it.

    >>> type_name("x"), type_name({}), type_name(None)
    ('a string', 'a structure', 'nothing')
    """
    return next((name for kind, name in _NAMES if isinstance(value, kind)), "nothing")


def shown(value: RpcValue) -> str:
    """`value` as an error shows what it found: a scalar itself, cut when it is long, the rest by its kind.

    >>> shown("ten"), shown(5), shown([1])
    ("'ten'", '5', 'an array')
    """
    if isinstance(value, str):
        return quote(value.encode(errors="surrogateescape"))
    return str(value) if isinstance(value, bool | int | float) else type_name(value)


def text_of(value: RpcValue) -> str:
    """A scalar as text, the way automatic conversion makes it; structures and arrays as Python shows them.

    >>> text_of(5), text_of(2.5), text_of(True), text_of("a")
    ('5', '2.5', '1', 'a')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode(errors="surrogateescape")
    if isinstance(value, bool):
        return str(int(value))
    return "" if value is None else str(value)
