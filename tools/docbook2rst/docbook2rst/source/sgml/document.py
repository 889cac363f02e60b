"""One SGML document, or one XML document under an SGML name: its bytes to elements, like `source.document` for XML."""

from __future__ import annotations

from docbook2rst.source.confine import TooLargeError
from docbook2rst.source.document import Document, Session
from docbook2rst.source.errors import fail
from docbook2rst.source.profile import prune
from docbook2rst.source.sgml.attributes import Attributes
from docbook2rst.source.sgml.content import read_content
from docbook2rst.source.sgml.context import Context
from docbook2rst.source.sgml.entities import Budget, Declared
from docbook2rst.source.sgml.flavour import is_xml_flavoured, to_text
from docbook2rst.source.sgml.growth import Growth
from docbook2rst.source.sgml.idrefs import respell
from docbook2rst.source.sgml.inputs import Input
from docbook2rst.source.sgml.library import Library
from docbook2rst.source.sgml.names import Names
from docbook2rst.source.sgml.prolog import read_doctype
from docbook2rst.source.sgml.references import References
from docbook2rst.source.sgml.subset import Subset
from docbook2rst.source.tree import Element, Position

__all__ = ["parse"]


def parse(session: Session, name: str, data: bytes) -> Document:
    """The document whose bytes are `data`; `name` is its path.

    Markup that is wrong costs a problem, not the document, and no text.

    Raises:
        SourceError: there is no element in it, an entity contains itself, or it is too large.
    """
    reading = _Reading(session, name, to_text(name, data, session.problems))
    try:
        return reading.document()
    except TooLargeError as error:
        what, found, limit = error.args
        fail(session.problems, "DB108", Position(name, 1, 1), what=what, found=found, limit=limit)


class _Reading:
    """One pass over a document: the parts that share its declarations and its tree."""

    def __init__(self, session: Session, name: str, text: str) -> None:
        self._session, self._name = session, name
        self._is_xml = is_xml_flavoured(text)
        self._top = Input(text, name)
        self._declared = Declared.overriding(session.options.entities, Position(name, 1, 1))
        self._budget = Budget.of(len(text), session.options.max_bytes)
        self._library = Library(session, name)
        self._subset = self._subset_of(self._declared)
        self._growth = Growth(session.problems, session.options, self._declared.elements, is_xml=self._is_xml)
        self._public_id = ""

    def document(self) -> Document:
        """The document's tree."""
        read_content(self._context(), self._top)
        growth = self._growth
        growth.finish()
        root = self._root()
        if not self._is_xml:
            respell(growth.with_attributes)
        prune(root, self._session.options.conditions)
        return Document(root, self._name, tuple(growth.includes), self._public_id)

    def _context(self) -> Context:
        problems, declared, is_xml = self._session.problems, self._declared, self._is_xml
        references = References(declared, self._library, problems, self._budget, self._session.options.max_depth)
        return Context(
            problems=problems,
            growth=self._growth,
            names=Names(self._growth, declared.elements, problems, is_xml=is_xml),
            attributes=Attributes(declared, references, problems, self._budget, is_xml=is_xml),
            references=references,
            subset=self._subset,
            doctype=self._doctype,
            is_xml=is_xml,
        )

    def _subset_of(self, declared: Declared) -> Subset:
        problems, max_depth = self._session.problems, self._session.options.max_depth
        return Subset(declared, self._library, problems, self._budget, max_depth=max_depth, is_xml=self._is_xml)

    def _doctype(self, here: Input, counts: bool) -> None:
        problems = self._session.problems
        if not counts:
            read_doctype(here, self._subset_of(Declared()), None, problems)
            return
        doctype = read_doctype(here, self._subset, self._library, problems)
        self._public_id = doctype.public_id
        self._growth.declare(doctype.public_id)

    def _root(self) -> Element:
        """The document's only element, or a new one around several."""
        above = self._growth.root
        elements = list(above.elements())
        if not elements:
            fail(self._session.problems, "DB101", Position(self._name, 1, 1), detail="there is no element")
        texts = [child for child in above.children if isinstance(child, str) and not child.isspace()]
        if len(elements) > 1 or texts:
            return self._wrapped(above)
        elements[0].parent = None
        return elements[0]

    def _wrapped(self, above: Element) -> Element:
        first, *others = above.elements()
        tag = "book" if first.tag in _BOOK_PARTS else "article"
        place = others[0].position if others else first.position
        what = (
            "the document has more than one element at its top" if others else "text stands outside of the document's element"
        )
        self._session.problems.add("DB118", place, what=what, used=f"the content of one <{tag}>")
        root = Element(tag, {}, *first.position)
        for child in above.children:
            if root.children or not isinstance(child, str) or not child.isspace():
                root.append(child)
        return root


_BOOK_PARTS = frozenset(("chapter", "appendix", "preface", "part", "reference", "glossary", "bibliography", "article", "index"))
