"""Record ends: which line ends of mixed content are text (ISO 8879 §7.6.1).

The first line end of an element is none where nothing but markup stands before it, the last one is none where nothing but
markup stands after it, and a line of nothing but markup has none.  Each is held back until it is known not to be the last.
"""

from __future__ import annotations

from enum import Enum

__all__ = ["Records", "State"]


class State(Enum):
    """What stands before the next character."""

    FRESH = "the start tag, or a line's beginning and markup"
    LINE = "a line's beginning"
    DATA = "text or an element"
    HELD = "a line end that may be the last"
    HELD_MARKUP = "such a line end and markup"


_AFTER_MARKUP = {State.LINE: State.FRESH, State.HELD: State.HELD_MARKUP}
_AT_LINE = {State.HELD: State.HELD, State.HELD_MARKUP: State.HELD}
_HELD = (State.HELD, State.HELD_MARKUP)


class Records:
    """The line ends of one element; `parts` takes the text that is left."""

    __slots__ = ("parts", "state")

    def __init__(self, parts: list[str]) -> None:
        self.parts = parts
        self.state = State.FRESH

    def text(self, data: str) -> None:
        """Take text, which is not empty."""
        state = self.state
        if state is not State.DATA:
            if data[0] == "\n" and (state is State.FRESH or state is State.HELD_MARKUP):
                data = data[1:]
                self.state = state = State.LINE if state is State.FRESH else State.HELD
                if not data:
                    return
            if state in _HELD:
                self.parts.append("\n")
        if data[-1] == "\n":
            data = data[:-1]
            self.state = State.HELD
        else:
            self.state = State.DATA
        if data:
            self.parts.append(data)

    def data(self, data: str) -> None:
        """Take text whose line ends are characters like any other."""
        self.element()
        self.parts.append(data)

    def element(self) -> None:
        """An element begins."""
        if self.state in _HELD:
            self.parts.append("\n")
        self.state = State.DATA

    def markup(self) -> None:
        """A comment, an instruction or the edge of a marked section stands here."""
        self.state = _AFTER_MARKUP.get(self.state, self.state)

    def line(self) -> None:
        """A file begins, and with it a line."""
        self.state = _AT_LINE.get(self.state, State.LINE)
