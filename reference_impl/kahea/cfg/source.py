"""Where a piece of configuration stands: file, line and column, through includes and definitions."""

from bisect import bisect_right
from dataclasses import dataclass, field

__all__ = ["Position", "SourceFile"]


@dataclass(frozen=True, slots=True, eq=False)
class SourceFile:
    r"""One text of the configuration, under the name that messages show.

    >>> str(SourceFile("kamailio.cfg", "a\nbcd").position(3))
    'kamailio.cfg:2:2'
    """

    name: str
    text: str = field(repr=False)
    included_from: "Position | None" = field(default=None, repr=False)
    starts: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        starts = [0]
        at = self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        object.__setattr__(self, "starts", starts)

    def position(self, offset: int) -> "Position":
        """The place of the character at `offset`; lines and columns count from 1."""
        line = bisect_right(self.starts, offset)
        return Position(self, line, offset - self.starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The text of one line, without its end."""
        start = self.starts[number - 1]
        end = self.starts[number] - 1 if number < len(self.starts) else len(self.text)
        return self.text[start:end].rstrip("\r")


@dataclass(frozen=True, slots=True)
class Position:
    """One character of one source file."""

    source: SourceFile
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.source.name}:{self.line}:{self.column}"
