"""What Sphinx is given to build a site: stubs, index pages and conf.py, each written only when it changes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from docbook2rst.options import Options
from docbook2rst.output import Folder
from docbook2rst.pages import Split
from docbook2rst.problems import Problems
from docbook2rst.site.docnames import group_of
from docbook2rst.sphinx_ext import PAGE_SUFFIX
from docbook2rst.sphinx_ext.parser import stub

__all__ = ["Chapter", "Configuration", "write_sources"]

LISTED = 100
"""Up to how many documents the first page lists all, not only the folders."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One document of the site."""

    source: Path
    """Its DocBook file, the real path."""
    docname: str
    pages: tuple[str, ...]
    """The names of its pages, the first is empty."""
    folder: str
    """Where its further pages stand."""
    root: Path
    """No file outside is opened."""

    @property
    def docnames(self) -> tuple[str, ...]:
        """Its pages' docnames, the first page's first."""
        return tuple(f"{self.folder}/{page}" if page else self.docname for page in self.pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """What goes into conf.py."""

    title: str
    options: Options
    split: Split


def write_sources(
    folder: Folder, chapters: Sequence[Chapter], configuration: Configuration, problems: Problems
) -> tuple[str, ...]:
    """Write all of them, and remove the stubs and index pages of earlier builds; the docnames of those come back."""
    files = {"conf.py": conf_py(configuration)}
    for chapter in chapters:
        split = configuration.split if chapter.pages[1:] else Split.NONE
        for page, docname in zip(chapter.pages, chapter.docnames, strict=True):
            above = os.path.realpath(folder.path / group_of(docname))
            source, root = os.path.relpath(chapter.source, above), os.path.relpath(chapter.root, above)
            files[docname + PAGE_SUFFIX] = stub(source, root=root, folder=chapter.folder, page=page, split=split)
    files.update(_indexes(chapters, configuration.title))
    for name, text in files.items():
        folder.write(name, text, problems)
    return tuple(_remove_stale(folder, files.keys()))


def _remove_stale(folder: Folder, names: Iterable[str]) -> Iterable[str]:
    suffixes = (PAGE_SUFFIX, ".rst")
    for name in sorted(folder.recorded() - set(names)):
        path = folder.path / name
        suffix = next((suffix for suffix in suffixes if name.endswith(suffix)), None)
        if suffix and path.is_file():
            path.unlink()
            yield name.removesuffix(suffix)


def _indexes(chapters: Sequence[Chapter], title: str) -> dict[str, str]:
    """The site's first page and, where there are several folders, one page for each folder."""
    groups: dict[str, list[str]] = {}
    documents = {chapter.docname for chapter in chapters}
    for docname in sorted(documents, key=str.casefold):
        group = group_of(docname)
        while group in documents:
            group = group_of(group)
        groups.setdefault(group, []).append(docname)
    names = [docname for group in groups.values() for docname in group]
    folders = sorted(group for group in groups if group)
    if not folders or (len(folders) == 1 and not groups.get("")):
        return {"index.rst": _page(title, [("", names)], depth=1)}
    tops = [*groups.get("", []), *(f"{folder}/index" for folder in folders)]
    depth = 2 if len(names) <= LISTED else 1
    pages = {f"{folder}/index.rst": _page(folder, [("", groups[folder])], depth=1) for folder in folders}
    return {"index.rst": _page(title, [("", tops)], depth=depth), **pages}


def _page(title: str, lists: Iterable[tuple[str, Sequence[str]]], *, depth: int) -> str:
    """An index page in reST; the title is only ever text."""
    heading = _escape(" ".join(title.split()) or "Documentation")
    lines = [heading, "=" * max(4, 2 * len(heading)), ""]
    for caption, docnames in lists:
        lines += [".. toctree::", f"   :maxdepth: {depth}", "   :titlesonly:"]
        lines += [f"   :caption: {caption}"] if caption else []
        lines += ["", *(f"   /{docname}" for docname in docnames), ""]
    return "\n".join(lines)


def _escape(text: str) -> str:
    return re.sub(r"([^\w\s])", r"\\\1", text)


def conf_py(configuration: Configuration) -> str:
    """Sphinx's configuration; Sphinx executes it, so every value in it is a Python literal made by `repr`."""
    options = configuration.options
    extensions = ["docbook2rst.sphinx_ext", "docbook2rst.navigation"]
    if find_spec("sphinx_copybutton"):
        extensions.append("sphinx_copybutton")
    values = {
        "project": configuration.title,
        "html_title": configuration.title,
        "extensions": extensions,
        "html_theme": "furo" if find_spec("furo") else "alabaster",
        "html_copy_source": False,
        "html_show_copyright": False,
        "html_show_sphinx": False,
        "exclude_patterns": [],
        "suppress_warnings": ["docbook2rst"],
        "docbook2rst_root": str(options.root) if options.root else None,
        "docbook2rst_entities": dict(sorted(options.entities.items())),
        "docbook2rst_remarks": options.remarks,
        "docbook2rst_conditions": {name: sorted(values) for name, values in sorted(options.conditions.items())},
    }
    return "".join(f"{name} = {value!r}\n" for name, value in values.items())
