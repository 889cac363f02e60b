"""The doctree nodes that docutils and Sphinx do not have.

There are only two, both inline and short-lived in a Sphinx build: `sphinx_ext` turns `xref` into Sphinx's `pending_xref` and
`indexterm` into Sphinx's `index`.  Everything else is a standard node whose `classes` carry DocBook's meaning (`db-varname`),
so every builder can write it.  `docs/explanation/doctree.md` says what becomes of each element.
"""

from __future__ import annotations

from docutils import nodes


class xref(nodes.Inline, nodes.TextElement):  # noqa: N801 - node classes are lower case in docutils
    """A reference inside the document: `refid` is the literal id; the children are its text, generated or written."""


class indexterm(nodes.Invisible, nodes.Inline, nodes.Element):  # noqa: N801
    """An index entry at this place: `entries` as in Sphinx's index node, (kind, "a; b; c", targetid, main, None)."""
