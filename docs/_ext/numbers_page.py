"""`.. site-numbers::`, the numbers on the first page: counted in the finished build, never written by hand."""  # noqa: INP001 - Sphinx finds it by its folder

from __future__ import annotations

from typing import cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from docbook2rst.codes import CODES
from docbook2rst.elements import ELEMENTS
from docbook2rst.sphinx_ext.ids import DocBookIds


class site_numbers(nodes.General, nodes.Element):  # noqa: N801 - node classes are lower case in docutils
    """Stands for the numbers until every page has been read."""


class SiteNumbers(SphinxDirective):
    """The list of numbers."""

    def run(self) -> list[nodes.Node]:
        """The place holder."""
        return [site_numbers()]


def numbers(env: BuildEnvironment) -> dict[str, int]:
    """What the site counts, by what it is called."""
    documents = cast("DocBookIds", env.domains[DocBookIds.name]).documents
    modules = {docname: document for docname, document in documents.items() if docname.startswith("modules/")}
    ids = [target for document in modules.values() for target in document.titles]
    return {
        "modules": len(modules),
        "parameters": sum(".p." in target for target in ids),
        "functions": sum(".f." in target for target in ids),
        "DocBook elements": len(ELEMENTS),
        "kinds of problem": len(CODES),
    }


def fill(app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    """Put the numbers in their place (`doctree-resolved`)."""
    for place in list(doctree.findall(site_numbers)):
        items = [
            nodes.list_item("", nodes.paragraph("", "", nodes.strong("", str(number)), nodes.Text(f" {name}")))
            for name, number in numbers(app.env).items()
        ]
        place.replace_self(nodes.bullet_list("", *items, bullet="-", classes=["numbers"]))


def refresh(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages with numbers, which are written anew when anything was read (`env-updated`)."""
    ids = cast("DocBookIds", env.domains[DocBookIds.name])
    del app
    return ["index"] if ids.reading else []


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_node(site_numbers)
    app.add_directive("site-numbers", SiteNumbers)
    app.connect("doctree-resolved", fill)
    app.connect("env-updated", refresh)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
