"""The values of a reply while a command makes them: what ``rpc->add``, ``struct_add`` and ``array_add`` do.

The letters of a format:

    letter      what it writes
    d u l L j J an integer
    b           a boolean
    t           a moment, in seconds since 1970
    f           a number
    s S         text
    {  [        nothing yet: the handle of a structure or an array that is filled afterwards
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal, TypeAlias, overload

from kahea.control.value import RpcMember, RpcTime, RpcValue, type_name

__all__ = ["ArrayHandle", "Item", "Made", "StructHandle", "unnamed_values"]

Item: TypeAlias = str | bytes | int | float | None
Made: TypeAlias = "StructHandle | ArrayHandle | None"


class StructHandle:
    """A structure of the reply; the command that asked for it fills it.

    >>> members = {}
    >>> handle = StructHandle(members)
    >>> handle.struct_add("sd", "name", "udp", "port", 5060)
    >>> handle.struct_add("[", "lines").array_add("dd", 1, 2)
    >>> handle.struct_printf("up", "%dd %dh", 1, 2)
    >>> members
    {'name': 'udp', 'port': 5060, 'lines': [1, 2], 'up': '1d 2h'}
    """

    __slots__ = ("_members",)

    def __init__(self, members: dict[str, RpcValue]) -> None:
        self._members = members

    @overload
    def struct_add(self, fmt: Literal["{"], name: str, /) -> "StructHandle": ...
    @overload
    def struct_add(self, fmt: Literal["["], name: str, /) -> "ArrayHandle": ...
    @overload
    def struct_add(self, fmt: str = "", *items: Item, **members: RpcValue) -> Made: ...
    def struct_add(self, fmt: str = "", *items: Item, **members: RpcValue) -> Made:
        """Nothing; for ``{`` and ``[`` alone the handle of what was added.

        `items` are names and values in turn, a name alone for ``{`` and ``[``. `members` are added as they are.

        Raises:
            ValueError: the format and the items do not fit together, or the name is there already.
        """
        made: Made = None
        for name, value, handle in _named_values(fmt, items):
            self._put(name, value)
            made = handle or made
        for name, value in members.items():
            self._put(name, value)
        return made

    def struct_printf(self, name: str, fmt: str, *values: object) -> None:
        """Nothing; the member `name` is text made by `fmt`, as C's printf makes it."""
        self._put(name, fmt % values)

    def _put(self, name: str, value: RpcValue) -> None:
        if name in self._members:
            raise ValueError(f"the structure has a member {name!r} already")
        self._members[name] = value


class ArrayHandle:
    """An array of the reply; the command that asked for it fills it.

    >>> elements = []
    >>> handle = ArrayHandle(elements)
    >>> handle.array_add("s", "a")
    >>> handle.struct_add("{", "SET").struct_add("d", "ID", 1)
    >>> elements
    ['a', {'SET': {'ID': 1}}]
    """

    __slots__ = ("_elements",)

    def __init__(self, elements: list[RpcValue]) -> None:
        self._elements = elements

    @overload
    def array_add(self, fmt: Literal["{"]) -> StructHandle: ...
    @overload
    def array_add(self, fmt: Literal["["]) -> "ArrayHandle": ...
    @overload
    def array_add(self, fmt: str, *values: Item) -> Made: ...
    def array_add(self, fmt: str, *values: Item) -> Made:
        """Nothing; for ``{`` and ``[`` alone the handle of what was added.

        Raises:
            ValueError: the format and the values do not fit together.
        """
        made: Made = None
        for value, handle in unnamed_values(fmt, values):
            self._elements.append(value)
            made = handle or made
        return made

    @overload
    def struct_add(self, fmt: Literal["{"], name: str, /) -> StructHandle: ...
    @overload
    def struct_add(self, fmt: Literal["["], name: str, /) -> "ArrayHandle": ...
    @overload
    def struct_add(self, fmt: str, *items: Item) -> Made: ...
    def struct_add(self, fmt: str, *items: Item) -> Made:
        """As `array_add`, each element with a name of its own: `items` are names and values in turn."""
        made: Made = None
        for name, value, handle in _named_values(fmt, items):
            self._elements.append(RpcMember({name: value}))
            made = handle or made
        return made


def unnamed_values(fmt: str, items: Sequence[Item]) -> Iterator[tuple[RpcValue, Made]]:
    """The values that `fmt` makes of `items`, each with its handle when it is to be filled.

    Raises:
        ValueError: there are more letters than items, or more items than letters.
    """
    rest = iter(items)
    for letter in fmt:
        if letter in "{[":
            yield _container(letter)
        else:
            yield _scalar(letter, next(rest, _MISSING)), None
    if next(rest, _MISSING) is not _MISSING:
        raise ValueError(f"more values than letters in {fmt!r}")


def _named_values(fmt: str, items: Sequence[Item]) -> Iterator[tuple[str, RpcValue, Made]]:
    rest = iter(items)
    for letter in fmt:
        name = next(rest, _MISSING)
        if not isinstance(name, str):
            raise ValueError(f"{fmt!r}: a member's name is a string, not {type_name(name)}")  # noqa: TRY004 - as a bad count
        value, handle = _container(letter) if letter in "{[" else (_scalar(letter, next(rest, _MISSING)), None)
        yield name, value, handle
    if next(rest, _MISSING) is not _MISSING:
        raise ValueError(f"more values than letters in {fmt!r}")


def _container(letter: str) -> tuple[RpcValue, Made]:
    if letter == "{":
        members: dict[str, RpcValue] = {}
        return members, StructHandle(members)
    elements: list[RpcValue] = []
    return elements, ArrayHandle(elements)


def _scalar(letter: str, value: Any) -> RpcValue:  # noqa: ANN401 - checked here
    if letter not in _SCALARS:
        raise ValueError(f"{letter!r} is no letter of an add format, allowed are {' '.join(_SCALARS)} {{ [")
    if value is _MISSING:
        raise ValueError(f"no value for the letter {letter!r}")
    kinds, make = _SCALARS[letter]
    if not isinstance(value, kinds):
        raise ValueError(f"the letter {letter!r} does not write {type_name(value)}")  # noqa: TRY004 - as a bad count
    return make(value)


def _same(value: Any) -> RpcValue:  # noqa: ANN401 - checked by the caller
    return value  # type: ignore[no-any-return]


_MISSING = object()
_SCALARS: dict[str, tuple[tuple[type, ...], Callable[[Any], RpcValue]]] = {
    **dict.fromkeys("dulLjJ", ((int,), int)),
    "b": ((int,), bool),
    "t": ((int,), RpcTime),
    "f": ((int, float), float),
    **dict.fromkeys("sS", ((str, bytes, type(None)), _same)),
}
