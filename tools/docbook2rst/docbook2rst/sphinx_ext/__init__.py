r"""Sphinx reads DocBook: `extensions = ["docbook2rst.sphinx_ext"]` makes DocBook files sources like any (see SUFFIXES).

conf.py may set

    docbook2rst_conditions = {"condition": ["pam"]}             # profiling: keep what is for these values
    docbook2rst_entities = {"version": "1.2"}                   # entities that win over the document's own
    docbook2rst_root = "/path/to/checkout"                      # no file outside is opened; by default the checkout
    docbook2rst_remarks = True                                  # show editors' remarks, which are left out otherwise
    docbook2rst_docnames = [(r"modules/(.*)/doc/.*", r"\1")]    # pages' names from the names by path; the first match counts

Problems are warnings of the type `docbook2rst` with their code as subtype (`suppress_warnings = ["docbook2rst.DB103"]`).
"""

from __future__ import annotations

from pathlib import Path
from typing import cast

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

from docbook2rst import rst_road
from docbook2rst.sphinx_ext import codec, project
from docbook2rst.sphinx_ext.ids import DocBookIds
from docbook2rst.sphinx_ext.parser import DocBookParser, PageParser
from docbook2rst.sphinx_ext.references import (
    EnterWrittenIds,
    IndexTerms,
    RecogniseWritten,
    References,
    WrappersWithoutIds,
    report,
)

__all__ = ["PAGE_SUFFIX", "SUFFIXES", "setup"]

SUFFIXES = (".xml", ".docbook", ".dbk", ".sgml", ".sgm")
PAGE_SUFFIX = ".docbook-page"
STATIC = Path(__file__).parent / "static"
FORMAT = 2
"""The version of what is kept in the environment and the doctrees; another one makes Sphinx read everything anew."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything; safe to read and write in parallel."""
    codec.register()
    app.add_config_value("docbook2rst_conditions", {}, "env", [dict])
    app.add_config_value("docbook2rst_entities", {}, "env", [dict])
    app.add_config_value("docbook2rst_remarks", False, "env", [bool])
    app.add_config_value("docbook2rst_root", None, "env", [str, type(None)])
    app.add_config_value("docbook2rst_docnames", [], "env", [list, tuple])
    for suffix in SUFFIXES:
        app.add_source_suffix(suffix, "docbook")
    app.add_source_suffix(PAGE_SUFFIX, "docbook-page")
    app.add_source_parser(DocBookParser)
    app.add_source_parser(PageParser)
    app.add_domain(DocBookIds)
    rst_road.setup_sphinx(app)
    app.add_transform(RecogniseWritten)
    app.add_transform(EnterWrittenIds)
    app.add_transform(References)
    app.add_transform(IndexTerms)
    app.add_post_transform(WrappersWithoutIds)
    app.connect("builder-inited", codec.use)
    app.connect("builder-inited", project.use)
    app.connect("builder-inited", _add_style)
    app.connect("env-before-read-docs", _before_reading)
    app.connect("env-updated", _after_reading)
    return {"version": "0.1.0", "env_version": FORMAT, "parallel_read_safe": True, "parallel_write_safe": True}


def _add_style(app: Sphinx) -> None:
    """Give HTML pages the style sheet for the classes that carry DocBook's meaning."""
    app.config.html_static_path.append(str(STATIC))
    app.add_css_file("docbook.css", priority=550)


def _before_reading(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Take the published labels back, and remember what will be read."""
    del app
    ids = cast("DocBookIds", env.domains[DocBookIds.name])
    ids.withdraw()
    ids.reading = tuple(docnames)


def _after_reading(app: Sphinx, env: BuildEnvironment) -> None:
    """Report what reading found, and publish the labels."""
    del app
    ids = cast("DocBookIds", env.domains[DocBookIds.name])
    for problem in ids.problems(ids.reading):
        report(problem)
    ids.publish()
