"""What the engine of pseudo-variables refuses.

kahea.base.errors.KaheaError
  PvError
    PvSyntaxError     text that is no variable, no transformation or no format; where, and what was expected
    PvTakenError      a name registered twice
    PvWriteError      an assignment to a variable that cannot be set

All of them are raised while the configuration loads; evaluating a loaded variable raises none.
"""

from difflib import get_close_matches
from typing import Self

from kahea.base.errors import KaheaError

__all__ = ["PvError", "PvSyntaxError", "PvTakenError", "PvWriteError", "did_you_mean"]

_LONGEST_GUESS = 64
_MANY = 5000


class PvError(KaheaError):
    """A variable, a transformation or a name that the engine refuses.

    Attributes:
        reason: what was found and what was allowed; one printable line.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class PvSyntaxError(PvError):
    """Text of the configuration that the grammar or the registry refuses.

    Attributes:
        offset: where, counted in bytes from the start of the text that was given to the reader.

    >>> str(PvSyntaxError("expected ')'", 4))
    "expected ')' (offset 4)"
    """

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.offset = offset

    def __str__(self) -> str:
        return f"{self.reason} (offset {self.offset})"

    def shifted(self, by: int) -> Self:
        """The same complaint for a text in which the one that was read starts `by` bytes later.

        >>> PvSyntaxError("expected ')'", 4).shifted(10).offset
        14
        """
        return type(self)(self.reason, self.offset + by)


class PvTakenError(PvError):
    """A second registration of one name."""


class PvWriteError(PvError):
    """An assignment to something that has only a getter, or to the result of a transformation."""


def did_you_mean(name: str, known: list[str], sigil: str = "") -> str:
    """The end of a sentence about an unknown `name`: the nearest known one, or nothing.

    >>> did_you_mean("rv", ["ru", "avp", "rU"], "$")
    '; did you mean $rU?'
    >>> did_you_mean("zzz", ["ru"])
    ''
    """
    folded = {each.lower(): each for each in known[:_MANY]}
    near = get_close_matches(name[:_LONGEST_GUESS].lower(), folded, n=1, cutoff=0.5)
    return f"; did you mean {sigil}{folded[near[0]]}?" if near else ""
