"""The document: one top section, whatever the root element is, with the footnotes at its end."""

from __future__ import annotations

import functools
from pathlib import PurePath
from typing import TYPE_CHECKING, cast

from docutils import nodes, utils

from docbook2rst.interpreter import deep_recursion, paused_collection
from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.reader.labels import attach
from docbook2rst.reader.walk import Reader
from docbook2rst.source.tree import Element, Tree

if TYPE_CHECKING:
    from docutils.frontend import Values

__all__ = ["last_section", "read"]


def read(tree: Tree, options: Options, problems: Problems) -> nodes.document:
    """The doctree of `tree`, not yet transformed: references have no generated text, sections may have no ids."""
    document = _new_document(tree.path)
    reader = Reader(tree, options, problems, document)
    with deep_recursion(options.max_nesting), paused_collection():
        reader.blocks(_around(tree.root), document)
        top = _top_section(reader)
        reader.end(last_section(top))
    attach(document, reader.labels)
    return document


class _Settings:
    """The settings of docutils; its defaults are loaded when somebody looks at one, which reading and writing do not."""

    smart_quotes = False

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(_defaults(), name)


@functools.cache
def _defaults() -> Values:
    from docutils import frontend  # noqa: PLC0415 - it takes long to load

    return frontend.get_default_settings()


def _new_document(path: str) -> nodes.document:
    """An empty document, as `docutils.utils.new_document` makes it."""
    reporter = utils.Reporter(path, utils.Reporter.WARNING_LEVEL, utils.Reporter.SEVERE_LEVEL)
    document = nodes.document(cast("Values", _Settings()), reporter, source=path)
    document.note_source(path, -1)
    return document


def _around(root: Element) -> Element:
    """An element that holds nothing but `root`, which keeps to be nobody's child."""
    outer = Element("", {}, root.path, root.line, root.column)
    outer.children.append(root)
    return outer


def _top_section(reader: Reader) -> nodes.section:
    """The one section that holds the document, made around it where the root is no component."""
    document = reader.document
    children = document.children
    if len(children) == 1 and isinstance(children[0], nodes.section):
        return children[0]
    root = reader.tree.root
    section = nodes.section(classes=["db-fragment"])
    section.source, section.line = root.path, root.line
    section.append(nodes.title("", PurePath(reader.tree.path).stem))
    section.extend(children)
    document.children = []
    document.append(section)
    return section


def last_section(section: nodes.section) -> nodes.section:
    """The section in which `section`'s text ends: reST has no way back out of it."""
    while section.children and isinstance(section.children[-1], nodes.section):
        section = section.children[-1]
    return section
