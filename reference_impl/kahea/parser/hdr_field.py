"""HdrField: one header of a message (Kamailio's ``struct hdr_field``)."""

from typing import TYPE_CHECKING, Any

from kahea.base.strutils import quote
from kahea.parser.abnf import trim
from kahea.parser.hf import HdrType

if TYPE_CHECKING:
    from kahea.parser.message import Message

__all__ = ["HdrField"]


class HdrField:
    """One header: its type, and where in the message its name and body stand.

    Made when asked for and not kept by the message, which would make a cycle that only the collector could free; two of
    the same line are equal, and share what was parsed.
    """

    __slots__ = ("_index", "line", "msg", "type")

    def __init__(self, msg: "Message", index: int, kind: HdrType, line: bytes) -> None:
        self.msg = msg
        self.type = kind
        self.line = line
        self._index = index

    def __eq__(self, other: object) -> bool:
        return isinstance(other, HdrField) and other.msg is self.msg and other._index == self._index

    def __hash__(self) -> int:
        return hash((id(self.msg), self._index))

    def __repr__(self) -> str:
        return f"HdrField({self.type.name}, {quote(self.name, 40)}: {quote(self.body)})"

    @property
    def name(self) -> bytes:
        """The name as written, without blanks before the colon."""
        return self.line[: self.line.find(b":")].rstrip()

    @property
    def body(self) -> bytes:
        """The body as written, folds inside it included."""
        return self.line[self.line.find(b":") + 1 :].strip()

    @property
    def start(self) -> int:
        """The position of the name in the message."""
        return self.msg.line_start(self._index)

    @property
    def end(self) -> int:
        """The position behind the line with its line end: of the next header, or of the empty line."""
        return self.msg.line_start(self._index + 1)

    @property
    def len(self) -> int:
        """The bytes of the whole line with its line end."""
        return self.end - self.start

    @property
    def span(self) -> tuple[int, int]:
        """Where the body begins and ends in the message, blanks at both sides left out."""
        line, at = self.line, self.start
        left, right = trim(line, line.find(b":") + 1, len(line))
        return at + left, at + right

    @property
    def next(self) -> "HdrField | None":
        """The header behind this one, None behind the last."""
        following = self.msg.headers[self._index + 1 : self._index + 2]
        return following[0] if following else None

    @property
    def is_parsed(self) -> bool:
        """True once `parsed` was read."""
        return self.msg.is_parsed(self._index)

    @property
    def parsed(self) -> Any:  # noqa: ANN401  each header has its own type of value
        """The value the header's own parser makes of the body, made on first use; an unknown header's is its body.

        Raises:
            SipParseError: the body is bad; its offset counts from the start of the message.
        """
        return self.msg.value(self._index)
