"""The address of each document in the site, made from its place and kept short: `acc/doc/acc.xml` becomes `acc`."""

from __future__ import annotations

from collections.abc import Iterable

from docbook2rst.discover import Document, safe_name

__all__ = ["docnames", "group_of"]

_SILENT = frozenset({"doc", "docs", "documentation", "docbook", "xml", "sgml"})
"""Folders that say nothing about their documents."""

_RESERVED = frozenset({"index", "genindex", "search", "searchindex", "objects", "report", "py-modindex"})
"""Pages and files that the site has itself."""


def docnames(documents: Iterable[Document]) -> dict[Document, str]:
    """Each document's docname: safe as a file name, inside the site, unlike every other also where case is not told apart.

    A docname is neither another one's folder nor a page that the site makes itself.
    """
    names: dict[Document, str] = {}
    taken: set[str] = set()
    for document in documents:
        wanted = _wanted(document.place)
        name, number = wanted, 1
        while name.casefold() in taken or name.rpartition("/")[2].casefold() in _RESERVED:
            number += 1
            name = f"{wanted}-{number}"
        taken.add(name.casefold())
        names[document] = name
    return names


def group_of(docname: str) -> str:
    """The folder that `docname` stands in, empty for the top."""
    return docname.rpartition("/")[0]


def _wanted(place: str) -> str:
    *folders, file = [part for part in place.split("/") if part] or ["document"]
    stem = file.rpartition(".")[0] or file
    kept = [safe_name(folder) for folder in folders if folder.lower() not in _SILENT]
    last = safe_name(stem)
    if kept and kept[-1] == last:
        kept.pop()
    name = "/".join([*kept, last])
    return f"x{name}" if name.startswith("_") else name
