"""PvSpec, a variable ready to be read or set: the getter, its parameter and the transformations, all bound at load."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from kahea.pv.errors import PvWriteError
from kahea.pv.value import PvValue

__all__ = ["ALL", "Context", "Getter", "Index", "PvParam", "PvSpec", "Setter", "Step"]

Context = Any
"""What a variable is read from: the engine hands it through and never looks into it."""


class All(Enum):
    """The index ``*``."""

    ALL = "*"


ALL = All.ALL
Index = int | All | None
"""An index at run time: a number, ``*``, or None when the script wrote none."""

Step = Callable[[Context, PvValue], PvValue]
"""One transformation with its parameters bound."""


@dataclass(frozen=True, slots=True)
class PvParam:
    """What stands between the parentheses and the brackets (Kamailio's ``pv_param_t``).

    Attributes:
        name: what the name parser made of the inner part; bytes or a PvSpec unless the class has a parser of its own.
        index: a number, ``ALL``, a PvSpec that will give the number, or None.

    >>> PvParam(b"x", 2).index_in(None)
    2
    """

    name: Any = None
    index: "int | All | PvSpec | None" = None

    def name_in(self, ctx: Context) -> bytes:
        """The inner part as bytes, evaluated when it is a variable; no bytes when there is none.

        >>> PvParam(b"x").name_in(None), PvParam().name_in(None)
        (b'x', b'')
        """
        if isinstance(self.name, PvSpec):
            return self.name.get(ctx).rs
        return self.name if isinstance(self.name, bytes) else b""

    def index_in(self, ctx: Context) -> Index:
        """The index, evaluated when it is a variable; a value that is no number counts as 0.

        >>> PvParam(b"x", ALL).index_in(None) is ALL
        True
        """
        return self.index.get(ctx).as_int() if isinstance(self.index, PvSpec) else self.index


Getter = Callable[[Context, PvParam], PvValue]
Setter = Callable[[Context, PvParam, PvValue], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PvSpec:
    """One variable of the configuration, as written at one place (Kamailio's ``pv_spec_t``).

    Attributes:
        source: the text it was read from.
        name: the registered name, an alias resolved.
        param: inner part and index.
        getter: reads the value from a context.
        setter: sets it; None when it is read only.
        steps: the transformations, left to right.
        is_constant: True when no context is needed to read it.

    >>> from kahea.pv.value import pv_int
    >>> PvSpec(source=b"$x", name="x", param=PvParam(), getter=lambda ctx, param: pv_int(ctx)).get(5).ri
    5
    """

    source: bytes
    name: str
    param: PvParam
    getter: Getter
    setter: Setter | None = None
    steps: tuple[Step, ...] = ()
    is_constant: bool = False

    def get(self, ctx: Context) -> PvValue:
        """The value in `ctx`, every transformation applied."""
        value = self.getter(ctx, self.param)
        for step in self.steps:
            value = step(ctx, value)
        return value

    @property
    def is_writable(self) -> bool:
        """Whether it may stand left of an assignment."""
        return self.setter is not None and not self.steps

    def check_writable(self) -> None:
        """Nothing when `set` will work.

        Raises:
            PvWriteError: the class has no setter, or a transformation stands behind the name.
        """
        self._bound_setter()

    def set(self, ctx: Context, value: PvValue) -> None:
        """Assign `value`; null deletes.

        Raises:
            PvWriteError: as in `check_writable`, which the loader calls first.
        """
        self._bound_setter()(ctx, self.param, value)

    def _bound_setter(self) -> Setter:
        written = self.source.decode("utf-8", "backslashreplace")
        if self.steps:
            raise PvWriteError(
                f"{written} cannot be set: a transformation gives a value, not a variable; assign to ${self.name}"
            )
        if self.setter is None:
            raise PvWriteError(f"{written} cannot be set: ${self.name} is read only")
        return self.setter
