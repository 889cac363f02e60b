"""One XML document, without its XIncludes: its bytes, its DTD and its entity files to elements.

A fault in an entity file or an undeclared parameter entity costs that file, not the document: the fault is noted and the document
is read again without it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pyexpat import XML_PARAM_ENTITY_PARSING_ALWAYS, ExpatError, ParserCreate, XMLParserType, errors
from typing import NoReturn

from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.source.builder import Builder
from docbook2rst.source.catalogue import is_address, is_known
from docbook2rst.source.confine import Files, MissingError, RefusedError, TooLargeError
from docbook2rst.source.encodings import locate, to_utf8
from docbook2rst.source.entities import Declaration, Entities, overriding
from docbook2rst.source.errors import SourceError, fail
from docbook2rst.source.profile import prune
from docbook2rst.source.tree import Element, Position

__all__ = ["Document", "Session", "parse"]

MAX_READINGS = 100
"""How often a document is read again without a part that is broken."""

_STANDALONE = re.compile(rb"""(<\?xml\s[^>]*?\bstandalone\s*=\s*)(["'])yes["']""")
_DOCTYPE = re.compile(
    rb"(?:\s|<\?.*?\?>|<!--.*?-->)*<!DOCTYPE\s+[^\s\[>]+\s*"
    rb"""(?:SYSTEM\s*(?:"[^"]*"|'[^']*')|PUBLIC\s*(?:"[^"]*"|'[^']*')\s*(?:"[^"]*"|'[^']*'))?\s*(\[)?""",
    re.DOTALL,
)


@dataclass(slots=True)
class Session:
    """What the documents of one reading share."""

    options: Options
    problems: Problems
    files: Files
    broken: set[str] = field(default_factory=set)
    """Entity files that are not well formed; they are left out."""


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed document: its root, and its xi:include elements in document order."""

    root: Element
    name: str
    includes: tuple[Element, ...]
    public_id: str


class _AgainWithoutError(Exception):
    """Part of the document cannot be read: the parameter entity `parameter`, or a file that `Session.broken` has now."""

    def __init__(self, parameter: str = "") -> None:
        super().__init__(parameter)
        self.parameter = parameter


def parse(session: Session, name: str, data: bytes) -> Document:
    """The document whose bytes are `data`; `name` is its path.

    Raises:
        SourceError: it is not well formed, or too large.
    """
    data = to_utf8(data, name, session.problems)
    data = _STANDALONE.sub(rb"\1\2no\2 ", data, count=1) if b"standalone" in data[:200] else data
    empty_parameters: set[str] = set()
    spent = session.files.spent
    for _ in range(MAX_READINGS):
        try:
            return _Reading(session, name, data, overriding(session.options.entities, empty_parameters)).document()
        except _AgainWithoutError as fault:
            session.files.spent = spent
            if fault.parameter:
                empty_parameters.add(fault.parameter)
        except TooLargeError as error:
            what, found, limit = error.args
            fail(session.problems, "DB108", Position(name, 1, 1), what=what, found=found, limit=limit)
    fail(session.problems, "DB101", Position(name, 1, 1), detail=f"more than {MAX_READINGS} of its entity files are broken")


class _Reading:
    """One pass over a document."""

    def __init__(self, session: Session, name: str, data: bytes, overrides: bytes) -> None:
        self.session, self.name = session, name
        self.overrides = overrides
        self.data, self.shift = _with_overrides(data, overrides)
        options = session.options
        self.parser = ParserCreate("utf-8")
        self.builder = Builder(session.problems, options.max_nesting, options.max_bytes, self.parser, name)
        self.entities = Entities(session.problems, options.max_depth, options.max_bytes)
        self.bases = [name]
        self.doctype: tuple[str | None, str | None] = (None, None)
        self.level = 0

    def document(self) -> Document:
        """The parsed document."""
        parser = self.parser
        parser.buffer_text = True
        parser.buffer_size = max(8_192, min(len(self.data), 1 << 24))
        parser.SetParamEntityParsing(XML_PARAM_ENTITY_PARSING_ALWAYS)
        parser.UseForeignDTD(True)
        parser.SetBase("0")
        parser.StartDoctypeDeclHandler = self._start_doctype
        parser.EntityDeclHandler = self._declare
        parser.AttlistDeclHandler = self._attribute_default
        parser.SkippedEntityHandler = self._skipped
        parser.ExternalEntityRefHandler = self._external
        self.builder.attach()
        try:
            parser.Parse(self.data, True)
        except ExpatError as error:
            self._not_well_formed(error)
        root = next(self.builder.root.elements())
        root.parent = None
        self._shift_back(root)
        prune(root, self.session.options.conditions)
        return Document(root, self.name, tuple(self.builder.includes), self.doctype[1] or "")

    # What expat tells about the DTD

    def _start_doctype(self, _: str, system_id: str | None, public_id: str | None, _has_subset: bool) -> None:
        self.doctype = (system_id, public_id)

    def _declare(
        self,
        name: str,
        is_parameter: bool,
        value: str | None,
        base: str | None,
        system: str,
        _: str | None,
        notation: str | None,
    ) -> None:
        if is_parameter:
            if value is not None and "%" in value:
                self.entities.declare("%" + name, Declaration(value, None, self.builder.position))
            return
        file = self.bases[int(base or 0)]
        self.entities.declare(name, Declaration(value, system, self.builder.position, notation is not None, file))

    def _attribute_default(self, _element: str, _name: str, _type: str, default: str | None, _required: int) -> None:
        if default and len(default) > 100:  # noqa: PLR2004  short ones cannot amount to much
            self.builder.defaults += len(default)

    def _skipped(self, name: str, is_parameter: bool) -> None:
        if is_parameter:
            self.session.problems.add("DB112", self.builder.position, name=name)
            raise _AgainWithoutError(name)

    def _external(self, context: str | None, base: str | None, system_id: str | None, public_id: str | None) -> int:
        file = self.bases[int(base or 0)]
        if self.level == 0 and context is None and (system_id, public_id) == self.doctype:
            self._subset(file, system_id, public_id)
        else:
            opened = self._open(file, system_id or "", public_id)
            if opened is not None or context is None:
                self._feed(context, *(opened or (file, b"")))
        return 1

    def _subset(self, file: str, system_id: str | None, public_id: str | None) -> None:
        """Read the external subset: the document's own where it has a local one, then what is declared nowhere else."""
        opened = self._open(file, system_id, public_id) if system_id else None
        if opened is not None:
            self._feed(None, *opened, last=False)
        start = max(self.parser.CurrentByteIndex, 0)
        missing = self.entities.missing(self.data, start, self.name, self._text)
        self._feed(None, file, (b"" if self.shift else self.overrides) + missing)

    # Files

    def _text(self, declaration: Declaration) -> bytes:
        """The text of an external general entity, for a look at what it refers to; faults are reported when it is read."""
        try:
            name = self.session.files.name(declaration.base, declaration.system_id or "")
            spent = self.session.files.spent
            data = self.session.files.read(name)
            self.session.files.spent = spent
            return to_utf8(data, name, Problems())
        except (RefusedError, MissingError, TooLargeError, SourceError):
            return b""

    def _open(self, base: str, system_id: str, public_id: str | None) -> tuple[str, bytes] | None:
        """The name and the UTF-8 bytes of the file meant; None where it is known, refused, missing or broken."""
        problems, here = self.session.problems, self.builder.position
        if is_known(public_id, system_id):
            return None
        if public_id and is_address(system_id) and not system_id.lower().startswith("file:"):
            problems.add("DB111", here, target=system_id)
            return None
        if re.match(r"https?://[^/]*/.*\.(dtd|mod|ent)$", system_id, re.IGNORECASE):
            problems.add("DB111", here, target=system_id)
            return None
        try:
            name = self.session.files.name(base, system_id)
            if name in self.session.broken:
                return None
            data = self.session.files.read(name)
        except RefusedError as error:
            problems.add("DB105", here, target=system_id, reason=error)
            return None
        except MissingError:
            problems.add("DB106", here, target=system_id)
            return None
        try:
            return name, to_utf8(data, name, problems)
        except SourceError:
            self.session.broken.add(name)
            return None

    def _feed(self, context: str | None, name: str, data: bytes, *, last: bool = True) -> None:
        """Read an external entity with a parser of its own."""
        outer, outer_name = self.builder.parser, self.builder.path
        if self.level >= self.session.options.max_depth:
            raise TooLargeError("the nesting of entity files", f"more than {self.level} levels", self.level)
        parser = outer.ExternalEntityParserCreate(context, "utf-8") if self.pending is None else self.pending
        self.pending = None  # what this one calls for has parsers of its own
        parser.SetBase(str(len(self.bases)))
        self.bases.append(name)
        self.level += 1
        self.builder.enter(parser, name)
        try:
            parser.Parse(data, last)
            self.pending = None if last else parser
        except ExpatError as error:
            position = Position(name, error.lineno, error.offset + 1)
            if error.code == _AMPLIFICATION:
                raise TooLargeError("the text of the entities", "over 100 times the source", "100 times") from error
            self.session.problems.add("DB101", position, detail=_detail(error, data, parser))
            self.session.broken.add(name)
            raise _AgainWithoutError from error
        finally:
            self.builder.enter(outer, outer_name)
            self.level -= 1

    pending: XMLParserType | None = None
    """The parser of the external subset while more of it is to come."""

    # Faults

    def _not_well_formed(self, error: ExpatError) -> NoReturn:
        if error.code == _AMPLIFICATION:
            raise TooLargeError("the text of the entities", "over 100 times the source", "100 times") from error
        position = Position(self.name, error.lineno, error.offset + 1)
        if self.shift and error.lineno == self.shift[0] and error.offset >= self.shift[1]:
            position = position._replace(column=position.column - len(self.overrides))
        detail = _detail(error, self.data, self.parser)
        if error.code == _UNCLOSED_CDATA:
            position = locate(self.name, self.data, self.data.rfind(b"<![CDATA["))
        still_open = self.builder.open_element()
        if error.code in _OPEN_ELEMENT and still_open is not self.builder.root:
            detail += f"; <{still_open.tag}> of {still_open.position} is open"
        fail(self.session.problems, "DB101", position, detail=detail)

    def _shift_back(self, root: Element) -> None:
        """Mend the columns of elements on the line that the overriding declarations were put in."""
        if not self.shift:
            return
        line, column, added = self.shift
        for element in root.iter():
            if element.path == self.name:
                if element.line > line:
                    return
                if element.column > column:
                    element.column -= added


_AMPLIFICATION = 43
_UNCLOSED_CDATA = errors.codes[errors.XML_ERROR_UNCLOSED_CDATA_SECTION]
_OPEN_ELEMENT = (errors.codes[errors.XML_ERROR_TAG_MISMATCH], errors.codes[errors.XML_ERROR_NO_ELEMENTS])


def _with_overrides(data: bytes, overrides: bytes) -> tuple[bytes, tuple[int, int, int] | None]:
    """`data` with declarations first in its internal subset, and the line, column and length of what was put in.

    Without a DOCTYPE nothing is put in: the external subset is the place then.
    """
    found = _DOCTYPE.match(data) if overrides else None
    if found is None:
        return data, None
    added = overrides if found[1] else b"[" + overrides + b"]"
    place = locate("", data, found.end())
    return data[: found.end()] + added + data[found.end() :], (place.line, place.column, len(added.decode()))


def _detail(error: ExpatError, data: bytes, parser: XMLParserType) -> str:
    """What expat says, and the character where it is one that no document may have."""
    message = errors.messages.get(error.code, "unknown error")
    offset = parser.ErrorByteIndex
    if error.code == errors.codes[errors.XML_ERROR_INVALID_TOKEN] and 0 <= offset < len(data):
        character = data[offset : offset + 4].decode("utf-8", "ignore")[:1]
        if character and (character < " " or character in "\ufffe\uffff"):
            return f"the character U+{ord(character):04X} is not allowed"
    return message
