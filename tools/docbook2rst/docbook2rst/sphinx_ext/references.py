"""DocBook's own nodes made Sphinx's, in every document that holds them, read from DocBook or from reST made of it.

The order: written reST is restored at 5 (`rst_road`), so it is recognised before and its ids are entered after; then its nodes
and those of DocBook are the same.
"""

from __future__ import annotations

from typing import cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from docbook2rst import rst_road
from docbook2rst.nodes import indexterm, xref
from docbook2rst.problems import Problem, Severity
from docbook2rst.sphinx_ext.ids import DocBookIds, DocumentIds, titles

__all__ = ["EnterWrittenIds", "IndexTerms", "RecogniseWritten", "References", "WrappersWithoutIds", "report"]

_logger = logging.getLogger("docbook2rst")
_LEVELS = {Severity.INFO: "VERBOSE", Severity.WARNING: "WARNING", Severity.ERROR: "ERROR"}


class RecogniseWritten(SphinxTransform):
    """Remembers which DocBook file a document was written from, before the comment that says so is taken off."""

    default_priority = 4

    def apply(self, **_kwargs: object) -> None:
        """Look at the first comment."""
        if rst_road.is_written(self.document):
            source = self.document[0].astext().partition(":")[2].strip()
            self.document.settings.docbook2rst_written = source or self.env.docname


class EnterWrittenIds(SphinxTransform):
    """Enters the ids of a document written from DocBook, so that references find them as if Sphinx had read the DocBook."""

    default_priority = 6

    def apply(self, **_kwargs: object) -> None:
        """Record what the document defines."""
        source = getattr(self.document.settings, "docbook2rst_written", None)
        if source is not None:
            ids = cast("DocBookIds", self.env.domains[DocBookIds.name])
            ids.documents[self.env.docname] = DocumentIds(source, titles(self.document))


class References(SphinxTransform):
    """Makes each `xref` a `pending_xref`, which Sphinx asks `DocBookIds` about when it writes the page.

    Early, because docutils' own transforms do not know the node.
    """

    default_priority = 7

    def apply(self, **_kwargs: object) -> None:
        """Replace the nodes."""
        for node in list(self.document.findall(xref)):
            text = node.children or [nodes.Text(node["refid"])]
            content = nodes.inline("", "", *text, classes=list(node["classes"]))
            pending = addnodes.pending_xref(
                "",
                content,
                refdomain=DocBookIds.name,
                reftype="xref",
                reftarget=node["refid"],
                refdoc=self.env.docname,
                refexplicit=True,
                refwarn=False,
                ids=node["ids"],
            )
            pending.source, pending.line = node.source, node.line
            node.replace_self(pending)
            # The text has the classes; on the reference they would stay when it finds its target after all.
            pending["classes"] = []


class IndexTerms(SphinxTransform):
    """Makes each `indexterm` an `index` with a place to go to."""

    default_priority = 8

    def apply(self, **_kwargs: object) -> None:
        """Replace the nodes; an entry that names no id gets a target of its own."""
        for node in list(self.document.findall(indexterm)):
            entries = [tuple(entry) for entry in node["entries"]]
            target = next((entry[2] for entry in entries if entry[2]), "")
            made = addnodes.index("", entries=entries, inline=isinstance(node.parent, nodes.TextElement))
            made.source, made.line = node.source, node.line
            if target:
                node.replace_self(made)
                continue
            target = self._free_id()
            made["entries"] = [(kind, value, target, main, key) for kind, value, _, main, key in entries]
            node.replace_self([made, nodes.target("", "", ids=[target])])

    def _free_id(self) -> str:
        """The next id for an entry: counted apart from Sphinx's own, which reading written reST has used up already."""
        while (name := f"index-{self.env.new_serialno('docbook-index')}") in self.document.ids:
            pass
        return name


class WrappersWithoutIds(SphinxPostTransform):
    """Takes the ids off the boxes that a theme puts around tables and formulas: an id may stand on a page only once."""

    default_priority = 900
    formats = ("html",)

    def run(self, **_kwargs: object) -> None:
        """Look at each box."""
        for box in self.document.findall(nodes.container):
            inner = box.next_node(nodes.Element)
            if {"table-wrapper", "math-wrapper"} & set(box["classes"]) and inner and box["ids"] == inner["ids"]:
                box["ids"] = []


def report(problem: Problem) -> None:
    """Say `problem` in Sphinx's log: with the file and line it is about, as `docbook2rst.CODE`, at its severity's level."""
    path, line, _ = problem.position
    _logger.log(
        _LEVELS[problem.severity],
        "%s",
        problem.message,
        type="docbook2rst",
        subtype=problem.code,
        location=f"{path}:{line or ''}",
    )
