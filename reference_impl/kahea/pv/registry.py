"""Which variables and transformations exist: modules register them, the reader asks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kahea.pv.errors import PvError, PvTakenError, did_you_mean
from kahea.pv.names import NAME
from kahea.pv.spec import Getter, Setter
from kahea.pv.transform.table import TrTable

__all__ = ["IndexParser", "Inner", "NameParser", "PvExport", "PvRegistry"]

NameParser = Callable[[bytes, "PvRegistry"], Any]
"""Makes PvParam.name of the inner part; raises PvSyntaxError with an offset into that part."""

IndexParser = Callable[[bytes, "PvRegistry"], Any]
"""Makes PvParam.index of the text between the brackets; raises PvSyntaxError likewise."""


class Inner(StrEnum):
    """Whether a class takes an inner part: ``$ru`` takes none, ``$var(x)`` must have one, some may have one."""

    NO = "no"
    MAY = "may"
    MUST = "must"


@dataclass(frozen=True, slots=True, kw_only=True)
class PvExport:
    """One class of variables (Kamailio's ``pv_export_t``).

    Attributes:
        name: without the ``$``.
        getter: gives the value for a context and a parameter.
        setter: assigns; None when read only.
        inner: one of `Inner`.
        parse_name: reads the inner part; None takes it as bytes, or as a variable when it is one.
        parse_index: reads the index; None takes a number, ``*`` or a variable.
        takes_index: whether ``[...]`` may follow.
        is_constant: True when the getter does not look at the context, so that the value can be read at load.
    """

    name: str
    getter: Getter
    setter: Setter | None = None
    inner: Inner = Inner.NO
    parse_name: NameParser | None = None
    parse_index: IndexParser | None = None
    takes_index: bool = False
    is_constant: bool = False


@dataclass(slots=True)
class PvRegistry:
    """The variables by name, and the transformations.

    >>> from kahea.pv.value import pv_str
    >>> registry = PvRegistry()
    >>> registry.register(PvExport(name="ru", getter=lambda ctx, param: pv_str(b"sip:a@b")), "ruri")
    >>> registry.lookup("ruri").name
    'ru'
    >>> registry.lookup("rv")
    Traceback (most recent call last):
    kahea.pv.errors.PvError: unknown variable $rv; did you mean $ru?
    """

    transformations: TrTable = field(default_factory=TrTable)
    depth: int = 0  # of the variable being read; the reader's, kept here because name parsers start readers of their own
    _exports: dict[str, PvExport] = field(default_factory=dict)

    def register(self, export: PvExport, *aliases: str) -> None:
        """Make `export` known under its name and every alias.

        Raises:
            PvTakenError: one of the names is registered already; nothing is registered then.
            PvError: one of the names could not be written in a script.
        """
        names = (export.name, *aliases)
        for at, name in enumerate(names):
            if name in self._exports or name in names[:at]:
                raise PvTakenError(f"variable ${name} is registered already")
            if not name.isascii() or NAME.fullmatch(name.encode()) is None:
                raise PvError(f"{name!r} is no name of a variable: letters, digits and '_', in words joined by '.'")
        self._exports.update(dict.fromkeys(names, export))

    def lookup(self, name: str) -> PvExport:
        """The class registered as `name`.

        Raises:
            PvError: there is none; the message names the nearest one.
        """
        found = self._exports.get(name)
        if found is None:
            raise PvError(f"unknown variable ${name}{did_you_mean(name, list(self._exports), '$')}")
        return found

    def names(self) -> tuple[str, ...]:
        """Every registered name, aliases too, in the order of registration.

        >>> PvRegistry().names()
        ()
        """
        return tuple(self._exports)
