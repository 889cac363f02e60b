"""The two source parsers: `docbook` for a DocBook file, `docbook-page` for a stub that names a page of one.

Both read the DocBook file's bytes themselves and ignore the text that Sphinx has decoded.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from sphinx.addnodes import toctree
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.parsers import Parser

from docbook2rst.options import Options
from docbook2rst.pages import Split
from docbook2rst.sphinx_ext.adopt import adopt
from docbook2rst.sphinx_ext.ids import DocBookIds, DocumentIds, titles
from docbook2rst.sphinx_ext.images import place_images
from docbook2rst.sphinx_ext.reading import Reading, read

__all__ = ["DocBookParser", "PageParser", "options", "stub"]


class DocBookParser(Parser):
    """Reads the DocBook file that Sphinx found, as one page."""

    supported = ("docbook",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Fill `document`; `inputstring` is not looked at."""
        del inputstring
        env = document.settings.env
        reading = read(Path(env.doc2path(env.docname)), options(env.config), Split.NONE)
        _fill(document, env, reading, "", env.docname)


class PageParser(Parser):
    """Reads one page of the DocBook file that a stub names."""

    supported = ("docbook-page",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Fill `document` with the page that the stub `inputstring` names."""
        env = document.settings.env
        wanted = cast("dict[str, str]", json.loads(inputstring))
        here = Path(env.doc2path(env.docname)).parent
        chosen = options(env.config)
        if wanted["root"]:
            chosen = chosen._replace(root=(here / wanted["root"]).resolve())
        reading = read((here / wanted["source"]).resolve(), chosen, Split(wanted["split"]))
        _fill(document, env, reading, wanted["page"], wanted["folder"])


def stub(source: str, *, root: str = "", folder: str = "", page: str = "", split: Split = Split.NONE) -> str:
    """The text of a stub for one `page` of the DocBook file `source`.

    `source` and `root`, outside of which no file is opened, are relative to the stub's folder; an empty `root` leaves it to
    conf.py.  `folder` is where the stubs of the file's further pages stand, as docnames have it.
    """
    return (
        json.dumps(
            {"source": source, "root": root, "folder": folder, "page": page, "split": split.value}, indent=1, sort_keys=True
        )
        + "\n"
    )


def options(config: Config) -> Options:
    """The reading options that a project's conf.py gives."""
    conditions = {name: frozenset(values) for name, values in config.docbook2rst_conditions.items()}
    root = Path(config.docbook2rst_root) if config.docbook2rst_root else None
    return Options(
        root=root, entities=dict(config.docbook2rst_entities), conditions=conditions, remarks=config.docbook2rst_remarks
    )


def _fill(document: nodes.document, env: BuildEnvironment, reading: Reading, name: str, folder: str) -> None:
    """Make `document` the page `name` of `reading`, and record in the environment what it defines and depends on."""
    for dependency in reading.files:
        env.note_dependency(str(dependency))
    section = reading.take(name)
    _complete_toctrees(section, env.docname, folder)
    missing = place_images(section, reading, env)
    adopt(document, section)
    document.settings.smart_quotes = False
    ids = DocumentIds(str(reading.path), titles(document, reading.ids), missing)
    if not name:
        ids = ids._replace(
            problems=(*reading.problems, *missing),
            undefined=reading.undefined,
            counts=reading.counts,
            dependencies=reading.dependencies,
        )
    cast("DocBookIds", env.domains[DocBookIds.name]).documents[env.docname] = ids


def _complete_toctrees(section: nodes.section, docname: str, folder: str) -> None:
    """Turn the page names in `section`'s toctrees into docnames below `root`, and add what Sphinx expects of a toctree."""
    for node in section.findall(toctree):
        entries = [(title, f"{folder}/{name}") for title, name in node["entries"]]
        settings: dict[str, Any] = {
            "parent": docname,
            "entries": entries,
            "includefiles": [target for _, target in entries],
            "rawentries": [],
            "maxdepth": 2,
            "caption": None,
            "glob": False,
            "hidden": False,
            "includehidden": False,
            "numbered": 0,
            "titlesonly": True,
        }
        node.attributes.update(settings)
