"""The declaration of one setting: its type, its range, and what it accepts.

KaheaError
SettingError        an unknown name or one that is taken, a value that does not fit, a variable that may not be changed
"""

from collections.abc import Callable
from dataclasses import dataclass

from kahea.base.errors import KaheaError

__all__ = ["OnChange", "Setting", "SettingError", "Value"]

Value = int | str | None
OnChange = Callable[[str, str, Value], None]


class SettingError(KaheaError):
    """A setting that cannot be declared, read or changed as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The declaration of one variable.

    Kamailio's ``cfg_def_t``. `kind` is int or str; `low` and `high` bound an int, both inclusive. `check(value)` returns the
    value to keep or raises ValueError. `on_change(group, name, value)` is called after the change of the group's own value.
    """

    group: str
    name: str
    kind: type[int] | type[str]
    default: Value
    description: str
    low: int | None = None
    high: int | None = None
    is_read_only: bool = False
    """Whether it may only be set before `Settings.start`."""
    check: Callable[[Value], Value] | None = None
    on_change: OnChange | None = None

    def accept(self, value: object) -> Value:
        """`value` in the variable's type: digits become an int, an int becomes text; None stays where the default is None.

        Raises:
            SettingError: it has another type, is out of range, or the check refuses it.
        """
        taken = self._typed(value)
        if isinstance(taken, int) and not self._is_in_range(taken):
            raise SettingError(f"{self.group}.{self.name}: {taken} is not in {self.range()}")
        if self.check is None:
            return taken
        try:
            return self.check(taken)
        except ValueError as fault:
            raise SettingError(f"{self.group}.{self.name}: {fault}") from fault

    def range(self) -> str:
        """The range as it is shown, ``LOW..HIGH``, an open end being empty."""
        return f"{'' if self.low is None else self.low}..{'' if self.high is None else self.high}"

    def help(self) -> str:
        """The description with type, range and default (RPC cfg.help)."""
        bounds = "" if self.low is None and self.high is None else f" {self.range()}"
        read_only = ", read-only" if self.is_read_only else ""
        return (
            f"{self.group}.{self.name} ({self.kind.__name__}{bounds}, default {self.default!r}{read_only}): {self.description}"
        )

    def _typed(self, value: object) -> Value:
        if value is None and self.default is None:
            return None
        if self.kind is int and isinstance(value, int):
            return int(value)
        if self.kind is int and isinstance(value, str) and value.isascii() and value.removeprefix("-").isdigit():
            return int(value)
        if self.kind is str and isinstance(value, int | str):
            return str(value)
        raise SettingError(
            f"{self.group}.{self.name} must be {'an integer' if self.kind is int else 'a string'}, not {value!r}"
        )

    def _is_in_range(self, value: int) -> bool:
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)
