"""One XML document, without its XIncludes: its bytes, its DTD and its entity files to elements.

A fault in an entity file or an undeclared parameter entity costs that file, not the document: the fault is noted and the
document is read again without it.
"""

from __future__ import annotations

from pyexpat import XML_PARAM_ENTITY_PARSING_ALWAYS, ExpatError, ParserCreate, XMLParserType, errors
from typing import NamedTuple, NoReturn

from docbook2rst.options import Options
from docbook2rst.pattern import Pattern
from docbook2rst.problems import Problems
from docbook2rst.source.builder import Builder
from docbook2rst.source.catalogue import is_address, is_known, is_module
from docbook2rst.source.confine import Files, MissingError, RefusedError, TooLargeError
from docbook2rst.source.doctype import Prolog, not_standalone, without_prolog
from docbook2rst.source.encodings import locate, to_utf8
from docbook2rst.source.entities import Declaration, Entities, early, overriding, references
from docbook2rst.source.errors import SourceError, fail
from docbook2rst.source.profile import prune
from docbook2rst.source.tree import Element, Position

__all__ = ["Document", "Session", "parse"]

MAX_READINGS = 100
"""How often a document is read again without a part that is broken."""

_LITERAL = Pattern(rb""""[^"]*"|'[^']*'""")
_DECLARED: dict[tuple[str, bytes], dict[str, Declaration]] = {}
"""What entity files declare that hold nothing but declarations of general entities, by name and bytes."""
_DECLARED_FILES = 64


class Session:
    """What the documents of one reading share."""

    __slots__ = ("broken", "elements", "files", "options", "problems")

    def __init__(self, options: Options, problems: Problems, files: Files) -> None:
        self.options = options
        self.problems = problems
        self.files = files
        self.elements = 0
        """How many elements were read."""
        self.broken: set[str] = set()
        """Entity files that are not well formed; they are left out."""


class Document(NamedTuple):
    """A parsed document: its root, and its xi:include elements in document order."""

    root: Element
    name: str
    includes: tuple[Element, ...]
    public_id: str


class _AgainWithoutError(Exception):
    """Part of the document cannot be read, but it can with this declaration first or without the files of `Session.broken`."""

    def __init__(self, declaration: bytes = b"") -> None:
        super().__init__(declaration)
        self.declaration = declaration


def parse(session: Session, name: str, data: bytes) -> Document:
    """The document whose bytes are `data`; `name` is its path.

    Raises:
        SourceError: it is not well formed, or too large.
    """
    data = not_standalone(to_utf8(data, name, session.problems))
    declarations = overriding(session.options.entities)
    spent, readings = session.files.spent, 0
    while True:
        try:
            return _Reading(session, name, data, declarations).document()
        except _AgainWithoutError as fault:
            session.files.spent = spent
            declarations += fault.declaration
        except TooLargeError as error:
            what, found, limit = error.args
            fail(session.problems, "DB108", Position(name, 1, 1), what=what, found=found, limit=limit)
        readings += 1
        if readings == MAX_READINGS:
            detail = f"more than {MAX_READINGS} of its entities and entity files are broken"
            fail(session.problems, "DB101", Position(name, 1, 1), detail=detail)


class _Reading:
    """One pass over a document."""

    def __init__(self, session: Session, name: str, data: bytes, declarations: bytes) -> None:
        self.session, self.name = session, name
        self.declarations = declarations
        self.prolog = Prolog.of(data, declarations)
        options = session.options
        self.builder = Builder(session.problems, options, session.elements)
        self.entities = Entities(session.problems, options.max_depth, options.max_bytes)
        self.bases = [name]
        self.doctype: tuple[str | None, str | None] = (None, None)
        self.level = 0
        self.pending: XMLParserType | None = None
        """The parser of the external subset while more of it is to come."""

    def document(self) -> Document:
        """The parsed document."""
        data = self.prolog.data
        parser = self._parser(len(data))
        self.builder.attach(parser, self.name, data)
        try:
            parser.Parse(data, True)
        except ExpatError as error:
            self._not_well_formed(error)
        root = next(self.builder.root.elements())
        root.parent = None
        self._move_back(root)
        self.session.elements = self.builder.count
        prune(root, self.session.options.conditions)
        return Document(root, self.name, tuple(self.builder.includes), self.doctype[1] or "")

    def _parser(self, size: int) -> XMLParserType:
        parser = ParserCreate("utf-8")
        parser.buffer_text = True
        parser.buffer_size = max(8_192, min(size, 1 << 24))
        parser.SetParamEntityParsing(XML_PARAM_ENTITY_PARSING_ALWAYS)
        parser.UseForeignDTD(True)
        parser.SetBase("0")
        parser.StartDoctypeDeclHandler = self._start_doctype
        parser.EntityDeclHandler = self._declare
        parser.AttlistDeclHandler = self._attribute_default
        parser.SkippedEntityHandler = self._skipped
        parser.ExternalEntityRefHandler = self._external
        return parser

    # What expat tells about the DTD

    def _start_doctype(self, _: str, system_id: str | None, public_id: str | None, _has_subset: bool) -> None:
        self.doctype = (system_id, public_id)

    def _declare(self, name: str, is_parameter: bool, value: str | None, base: str | None, *external: str | None) -> None:
        if is_parameter:
            if value is not None and "%" in value:
                self.entities.declare("%" + name, Declaration(value, None, self.builder.position))
            return
        system_id, _, notation = external
        file = self.bases[int(base or 0)]
        self.entities.declare(name, Declaration(value, system_id, self.builder.position, notation is not None, file))

    def _attribute_default(self, _element: str, _name: str, _type: str, default: str | None, _required: int) -> None:
        if default is None:
            return
        if len(default) > 100:  # noqa: PLR2004  short ones cannot amount to much
            self.builder.defaults += len(default)
        self._define_early()

    def _define_early(self) -> None:
        """Give a meaning to an entity that the current attribute default refers to before its declaration.

        Expat leaves out such a reference and says nothing, or gives up the document.
        """
        data, start = self.builder.data, self.builder.parser.CurrentByteIndex
        written = _LITERAL().match(data, start)
        for name in references(written[0]) if written else ():
            if name not in self.entities.declared:
                declaration, has_meaning = early(name, self.prolog.data)
                if not has_meaning:
                    position = locate(self.builder.path, data, data.index(b"&%s;" % name.encode(), start))
                    self.session.problems.add("DB103", self._place(position), name=name)
                raise _AgainWithoutError(declaration)

    def _skipped(self, name: str, is_parameter: bool) -> None:
        if is_parameter:
            self.session.problems.add("DB112", self._place(self.builder.position), name=name)
            raise _AgainWithoutError(overriding({}, [name]))

    def _external(self, context: str | None, base: str | None, system_id: str | None, public_id: str | None) -> int:
        file = self.bases[int(base or 0)]
        if self.level == 0 and context is None and (system_id, public_id) == self.doctype:
            self._subset(file, system_id, public_id)
            return 1
        opened = self._open(file, system_id or "", public_id)
        if context is None:
            self._declarations(*(opened or (file, b"")))
        elif opened is not None:
            self._feed(context, *self._content(*opened))
        return 1

    def _subset(self, file: str, system_id: str | None, public_id: str | None) -> None:
        """Read the external subset: the document's own where it has a local one, then what is declared nowhere else."""
        opened = self._open(file, system_id, public_id) if system_id else None
        if opened is not None:
            self._feed(None, *opened, last=False)
        start = max(self.builder.parser.CurrentByteIndex - len(self.prolog.added), 0)
        missing = self.entities.missing(self.prolog.original, start, self.name, self._text)
        self._feed(None, file, (b"" if self.prolog.added else self.declarations) + missing)

    def _declarations(self, name: str, data: bytes) -> None:
        """Read a parameter entity's file; what it declares is taken from the last time where it depends on nothing else."""
        if b"%" in data or b"<!ATTLIST" in data:
            self._feed(None, name, data)
            return
        known = _DECLARED.get((name, data))
        if known is not None:
            for entity, declaration in known.items():
                self.entities.declare(entity, declaration)
            self._feed(None, name, data, are_known=True)
            return
        entities = self.entities
        own = self.entities = Entities(self.session.problems, entities.max_depth, entities.max_bytes)
        try:
            self._feed(None, name, data)
        finally:
            self.entities = entities
        if len(_DECLARED) >= _DECLARED_FILES:
            _DECLARED.clear()
        _DECLARED[name, data] = own.declared
        for entity, declaration in own.declared.items():
            self.entities.declare(entity, declaration)

    # Files

    def _text(self, declaration: Declaration) -> tuple[str, bytes]:
        """The file and text of an external entity, for a look at what it refers to; faults are reported when it is read."""
        try:
            name = self.session.files.name(declaration.base, declaration.system_id or "")
            spent = self.session.files.spent
            data = self.session.files.read(name)
            self.session.files.spent = spent
            return name, without_prolog(to_utf8(data, name, Problems()))[0]
        except (RefusedError, MissingError, TooLargeError, SourceError):
            return "", b""

    def _content(self, name: str, data: bytes) -> tuple[str, bytes]:
        """A general entity's file as the content that it must be; a DOCTYPE that it should not have is reported."""
        content, doctype = without_prolog(data)
        if doctype is not None:
            self.session.problems.add("DB114", locate(name, data, doctype))
        return name, content

    def _open(self, base: str, system_id: str, public_id: str | None) -> tuple[str, bytes] | None:
        """The name and the UTF-8 bytes of the file meant; None where it is known, refused, missing or broken."""
        problems, here = self.session.problems, self._place(self.builder.position)
        if is_known(public_id, system_id):
            return None
        if is_module(system_id) or (public_id and is_address(system_id) and not system_id.lower().startswith("file:")):
            problems.add("DB111", here, target=system_id)
            return None
        try:
            name = self.session.files.name(base, system_id)
            if name in self.session.broken:
                return None
            return name, to_utf8(self.session.files.read(name), name, problems)
        except RefusedError as error:
            problems.add("DB105", here, target=system_id, reason=error)
        except MissingError:
            problems.add("DB106", here, target=system_id)
        except SourceError:
            self.session.broken.add(name)
        return None

    def _feed(self, context: str | None, name: str, data: bytes, *, last: bool = True, are_known: bool = False) -> None:
        """Read an external entity with a parser of its own; nothing is told of its declarations where they are known."""
        outer = (self.builder.parser, self.builder.path, self.builder.data)
        if self.level >= self.session.options.max_depth:
            raise TooLargeError("the nesting of entity files", f"more than {self.level} levels", self.level)
        parser = self.pending or outer[0].ExternalEntityParserCreate(context, "utf-8")
        self.pending = None  # what this one calls for has parsers of its own
        if are_known:
            parser.EntityDeclHandler = None
        parser.SetBase(str(len(self.bases)))
        self.bases.append(name)
        self.level += 1
        self.builder.enter(parser, name, data)
        try:
            parser.Parse(data, last)
            self.pending = None if last else parser
        except ExpatError as error:
            self._broken(error)
        finally:
            self.builder.enter(*outer)
            self.level -= 1

    # Faults

    def _broken(self, error: ExpatError) -> NoReturn:
        """Give up the entity file that is being read, or the document where it is an entity bomb."""
        _refuse_bomb(error)
        builder = self.builder
        detail = _detail(error, builder.data, builder.parser)
        self.session.problems.add("DB101", Position(builder.path, error.lineno, error.offset + 1), detail=detail)
        self.session.broken.add(builder.path)
        raise _AgainWithoutError from error

    def _not_well_formed(self, error: ExpatError) -> NoReturn:
        _refuse_bomb(error)
        data, parser, still_open = self.prolog.data, self.builder.parser, self.builder.open_element
        if error.code == _UNDEFINED:
            self._define_early()
        position = Position(self.name, error.lineno, error.offset + 1)
        detail = _detail(error, data, parser)
        if error.code == _UNCLOSED_CDATA:
            position = locate(self.name, data, data.rfind(b"<![CDATA["))
        if error.code in _OPEN_ELEMENT and still_open is not None:
            detail += f"; <{still_open.tag}> of {self._place(still_open.position)} is open"
        fail(self.session.problems, "DB101", self._place(position), detail=detail)

    def _place(self, position: Position) -> Position:
        """Where `position` is in the file as it was before declarations were put in."""
        return self.prolog.moved_back(position) if position.path == self.name and self.prolog.added else position

    def _move_back(self, root: Element) -> None:
        if not self.prolog.added:
            return
        for element in root.iter():
            if element.path == self.name:
                if element.line > self.prolog.place.line:
                    return
                element.column = self._place(element.position).column


_AMPLIFICATION = 43
_UNDEFINED = errors.codes[errors.XML_ERROR_UNDEFINED_ENTITY]
_UNCLOSED_CDATA = errors.codes[errors.XML_ERROR_UNCLOSED_CDATA_SECTION]
_OPEN_ELEMENT = (errors.codes[errors.XML_ERROR_TAG_MISMATCH], errors.codes[errors.XML_ERROR_NO_ELEMENTS])


def _refuse_bomb(error: ExpatError) -> None:
    if error.code == _AMPLIFICATION:
        raise TooLargeError("the text of the entities", "over 100 times the source", "100 times") from error


def _detail(error: ExpatError, data: bytes, parser: XMLParserType) -> str:
    """What expat says, and the character where it is one that no document may have."""
    message = errors.messages.get(error.code, "unknown error")
    offset = parser.ErrorByteIndex
    if error.code == errors.codes[errors.XML_ERROR_INVALID_TOKEN] and 0 <= offset < len(data):
        character = data[offset : offset + 4].decode("utf-8", "ignore")[:1]
        if character and (character < " " or character in "\ufffe\uffff"):
            return f"the character U+{ord(character):04X} is not allowed"
    return message
