"""Element names as the tree has them, from names as a document writes them."""

from __future__ import annotations

from docbook2rst.elements import ELEMENTS
from docbook2rst.problems import Problems
from docbook2rst.source.namespaces import Scope
from docbook2rst.source.sgml.growth import Growth
from docbook2rst.source.sgml.models import Model
from docbook2rst.source.tree import Position

__all__ = ["SUCCESSORS", "Names"]

SUCCESSORS = {
    "comment": "remark",
    "interfacedefinition": "interfacename",
    "bookbiblio": "biblioset",
    "seriesinfo": "biblioset",
}
"""What elements of DocBook 3 are called in DocBook 4."""
_USUAL_PREFIXES = frozenset(("xi", "mml", "svg", "db", "d", "docbook"))


class Names:
    """Folds names, and resolves the prefixes and namespaces of XML in documents that have them."""

    __slots__ = ("_growth", "_is_xml", "_known", "_scope", "_tags", "place")

    def __init__(self, growth: Growth, known: dict[str, Model], problems: Problems, *, is_xml: bool) -> None:
        self._growth, self._known, self._is_xml = growth, known, is_xml
        self._tags: dict[str, str] = {}

        self.place = Position("", 1)
        """Where the tag stands whose name is being resolved, for a problem with its prefix."""

        def undeclared(prefix: str, namespace: str) -> None:
            problems.add("DB109", self.place, prefix=prefix, namespace=namespace)

        self._scope = Scope(undeclared)

    def tag(self, written: str) -> str:
        """The tag for an element name, empty where no element has the name."""
        tag = None if self._scope.outer is not None else self._tags.get(written)
        return self._new(written) if tag is None else tag

    def _new(self, written: str) -> str:
        """The tag for a name that comes for the first time, or under namespaces."""
        if self._scope.outer is not None or ":" in written:
            self._leave()
            return self._scoped(written)
        tag = self._tags[written] = self._plain(written)
        return tag

    def declare(self, written: str, attributes: dict[str, str]) -> tuple[str, dict[str, str]]:
        """The tag and attributes of the next element under the namespaces that it declares, those declarations taken out."""
        declared = {name: attributes.pop(name) for name in list(attributes) if name[:6] == "xmlns:" or name == "xmlns"}
        self._leave()
        if declared:
            self._scope = self._scope.inner(declared, self._growth.depth + 1)
        return self._scoped(written), {self._scope.attributes[name]: value for name, value in attributes.items()}

    def _leave(self) -> None:
        """Come back to the scope of the element that is open."""
        while self._scope.outer is not None and self._scope.depth > self._growth.depth:
            self._scope = self._scope.outer

    def _scoped(self, written: str) -> str:
        prefix, colon, _ = written.partition(":")
        if colon and not (self._is_xml or prefix in _USUAL_PREFIXES or prefix in self._scope.prefixes):
            return ""
        tag = self._scope.tags[written]
        return tag if tag != written or colon else self._plain(written)

    def _plain(self, written: str) -> str:
        folded = written.lower()
        # DocBook 5's names are words like any other in documents of DocBook 4's SGML.
        if folded in self._known or (self._is_xml and folded in ELEMENTS):
            return SUCCESSORS.get(folded, folded)
        return ""
