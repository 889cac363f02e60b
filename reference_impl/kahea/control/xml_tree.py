"""XML elements behind limits: expat reads, nothing is expanded, and every element knows where it began.

A document type is refused whole, so that there are no entities but XML's own five, no external files and no bombs. The text is
UTF-8, whatever the declaration says.
"""

from dataclasses import dataclass, field
from typing import Final, NoReturn
from xml.parsers import expat

from kahea.control.errors import CodecError
from kahea.control.limits import MAX_DEPTH, MAX_VALUES, MAX_XML_BYTES

__all__ = ["XmlElement", "parse_xml"]

# one value inside another takes four elements: value, struct, member, value; a call has four around the first
_MOST_DEEP: Final = 4 * MAX_DEPTH + 4
_MOST_ELEMENTS: Final = 8 * MAX_VALUES


@dataclass(slots=True)
class XmlElement:
    """One element; attributes are not kept, since XML-RPC has none."""

    tag: str
    offset: int
    kids: list["XmlElement"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The character data right below the element."""
        return "".join(self.pieces)

    def fail(self, reason: str) -> CodecError:
        """The complaint about this element."""
        return CodecError(f"xmlrpc: <{self.tag}> {reason}", self.offset)

    def only(self, *tags: str) -> "XmlElement":
        """The one child, which has one of `tags`.

        Raises:
            CodecError: there is none, more than one, another, or text beside it.
        """
        found = self.all_of(*tags)
        if len(found) != 1:
            raise self.fail(f"must hold one <{'> or <'.join(tags)}>, not {len(found)}")
        return found[0]

    def all_of(self, *tags: str) -> list["XmlElement"]:
        """The children, each of which has one of `tags`.

        Raises:
            CodecError: one has another, or text stands beside them.
        """
        if self.text.strip():
            raise self.fail("holds text beside its elements")
        for kid in self.kids:
            if kid.tag not in tags:
                raise kid.fail(f"has no place inside <{self.tag}>")
        return self.kids


def parse_xml(data: bytes, *, limit: bool = True) -> XmlElement:
    """The root element of `data`.

    Without `limit` a client takes as many bytes and elements as the server sent; they nest no deeper for that.

    Raises:
        CodecError: it is not well-formed, has a document type, or crosses a limit.

    >>> parse_xml(b"<a><b>x</b></a>").only("b").text
    'x'
    >>> parse_xml(b"<!DOCTYPE a><a/>")
    Traceback (most recent call last):
    kahea.control.errors.CodecError: xmlrpc: a document type is refused (offset 0)
    """
    if limit and len(data) > MAX_XML_BYTES:
        raise CodecError(f"xmlrpc: {len(data)} bytes, at most {MAX_XML_BYTES} are allowed", MAX_XML_BYTES)
    return _Builder(data, _MOST_ELEMENTS if limit else len(data)).build()


class _Builder:
    """Takes expat's events for one document."""

    def __init__(self, data: bytes, most_elements: int) -> None:
        self._data = data
        self._most_elements = most_elements
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.buffer_text = True
        self._root = XmlElement("document", 0)
        self._open = [self._root]
        self._count = 0

    def build(self) -> XmlElement:
        try:
            self._parser.Parse(self._data, True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code) or "not well-formed"
            raise CodecError(f"xmlrpc: {reason}", max(0, self._parser.ErrorByteIndex)) from error
        return self._root.kids[0]

    def _start(self, tag: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - expat's signature
        self._count += 1
        offset = self._parser.CurrentByteIndex
        if len(self._open) > _MOST_DEEP or self._count > self._most_elements:
            raise CodecError(f"xmlrpc: more than {self._most_elements} elements, or nested deeper than {_MOST_DEEP}", offset)
        element = XmlElement(tag[:64], offset)
        self._open[-1].kids.append(element)
        self._open.append(element)

    def _end(self, tag: str) -> None:  # noqa: ARG002 - expat's signature
        self._open.pop()

    def _characters(self, text: str) -> None:
        self._open[-1].pieces.append(text)

    def _doctype(self, name: str, system: str | None, public: str | None, has_subset: int) -> NoReturn:  # noqa: ARG002 - expat's signature
        seen_at = self._parser.CurrentByteIndex  # behind the name
        raise CodecError("xmlrpc: a document type is refused", max(0, self._data.rfind(b"<!DOCTYPE", 0, seen_at + 1)))
