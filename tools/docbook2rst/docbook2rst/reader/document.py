"""The document: one top section, whatever the root element is, with the footnotes at its end."""

from __future__ import annotations

import copy
import functools
import importlib
import pkgutil
from optparse import Values
from pathlib import PurePath

from docutils import frontend, nodes, utils

from docbook2rst import reader as families
from docbook2rst.interpreter import deep_recursion, paused_collection
from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.reader.labels import attach
from docbook2rst.reader.walk import Reader
from docbook2rst.source.tree import Element, Tree

__all__ = ["last_section", "read"]


def read(tree: Tree, options: Options, problems: Problems) -> nodes.document:
    """The doctree of `tree`, not yet transformed: references have no generated text, sections may have no ids."""
    load_families()
    document = utils.new_document(tree.path, copy.copy(_settings()))
    reader = Reader(tree, options, problems, document)
    with deep_recursion(options.max_nesting), paused_collection():
        reader.blocks(_around(tree.root), document)
        top = _top_section(reader)
        reader.end(last_section(top))
    attach(document, reader.labels)
    return document


@functools.cache
def load_families() -> None:
    """Import every family file, so that their reader functions are registered."""
    for module in pkgutil.iter_modules(families.__path__):
        importlib.import_module(f"{families.__name__}.{module.name}")


@functools.cache
def _settings() -> Values:
    settings = frontend.get_default_settings()
    settings.smart_quotes = False
    return settings


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
