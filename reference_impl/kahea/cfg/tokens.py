"""What the lexer gives to the parser."""

from dataclasses import dataclass
from enum import StrEnum

from kahea.cfg.source import Position

__all__ = ["Kind", "Token"]


class Kind(StrEnum):
    """The kinds of tokens, named as messages name them."""

    ID = "name"
    NUMBER = "number"
    STRING = "string"
    PVAR = "pseudo-variable"
    SELECT = "select"
    AVP = "attribute"
    IP = "address"
    OP = "operator"
    END = "end of configuration"


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its source text, its value (a string without quotes, a number) and its place."""

    kind: Kind
    text: str
    position: Position
    value: str | int = ""

    def __str__(self) -> str:
        """How a message names it."""
        if self.kind is Kind.END:
            return self.kind.value
        if self.kind in (Kind.OP, Kind.ID):
            return repr(self.text)
        return f"{self.kind.value} {self.text if len(self.text) <= 40 else self.text[:40] + '...'!s}".replace("\n", "\\n")  # noqa: PLR2004
