"""A sidebar that shows where the reader is, at a cost that does not grow with the site.

A theme asks Sphinx for the tree of all pages on every page, which for hundreds of pages is most of a build's time and of each
page's bytes.  This extension answers that call itself: the entries of the first page, opened along the way to the current page
and one level below it.  Where one page has many children only those on the way are listed; the page itself lists them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.addnodes import toctree
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

__all__ = ["MANY", "Navigation", "setup"]

MANY = 40
"""From how many entries below one page on only those on the way are listed."""


class Group(NamedTuple):
    """One toctree: its caption, empty for none, and its entries as (title, docname or address)."""

    caption: str
    entries: tuple[tuple[str, str], ...]


class Navigation:
    """The tree of one build; knows the way from every page up to the first one."""

    def __init__(self, env: BuildEnvironment) -> None:
        self._env = env
        self._parents: dict[str, str] = {}
        for parent, children in env.toctree_includes.items():
            for child in children:
                self._parents.setdefault(child, parent)

    def way(self, docname: str) -> list[str]:
        """The pages from the first one down to `docname`, without the first."""
        way: list[str] = []
        while docname in self._parents and docname not in way:
            way.insert(0, docname)
            docname = self._parents[docname]
        return way

    def html(self, docname: str, uri_of: Any) -> str:  # noqa: ANN401 - Sphinx's own closure
        """The tree for the page `docname`, in the form of Sphinx's own `toctree()`; `uri_of` gives the link to a docname."""
        way = self.way(docname)
        return "".join(self._level(self._env.config.root_doc, way, docname, uri_of, level=1))

    def _level(self, parent: str, way: list[str], current: str, uri_of: Any, *, level: int) -> Iterator[str]:  # noqa: ANN401
        for group in self._groups(parent):
            shown = self._shown(group, way, level)
            if group.caption and shown and level == 1:
                yield f'<p class="caption" role="heading"><span class="caption-text">{escape(group.caption)}</span></p>'
            if shown:
                yield "<ul>\n" if level > 1 or not way else '<ul class="current">\n'
                for title, target in shown:
                    yield from self._item(title, target, way, current, uri_of, level=level)
                yield "</ul>\n"

    def _item(self, title: str, target: str, way: list[str], current: str, uri_of: Any, *, level: int) -> Iterator[str]:  # noqa: ANN401
        here = " current" if target in way else ""
        outside = "://" in target
        link = target if outside else ("#" if target == current else uri_of(target))
        kind = "external" if outside else "internal"
        yield f'<li class="toctree-l{level}{here}"><a class="{"current " if target == current else ""}reference {kind}"'
        yield f' href="{escape(link)}">{escape(title)}</a>'
        if here:
            yield from self._level(target, way, current, uri_of, level=level + 1)
        yield "</li>\n"

    def _shown(self, group: Group, way: list[str], level: int) -> list[tuple[str, str]]:
        """The entries of `group` to list: all, unless they are many and not the site's first level."""
        if len(group.entries) <= MANY or level == 1:
            return list(group.entries)
        return [entry for entry in group.entries if entry[1] in way]

    def _groups(self, docname: str) -> Iterator[Group]:
        toc = self._env.tocs.get(docname, nodes.bullet_list())
        for node in toc.findall(toctree):
            entries = [(self._title(title, target), target) for title, target in node["entries"] if self._is_page(target)]
            yield Group(node.get("caption") or "", tuple(entries))

    def _is_page(self, target: str) -> bool:
        return "://" in target or target in self._env.titles

    def _title(self, title: str | None, target: str) -> str:
        if title:
            return title
        return self._env.titles[target].astext() if target in self._env.titles else target


class _Pages:
    """Hands the navigation to the pages' templates."""

    def __init__(self) -> None:
        self._navigation: Navigation | None = None

    def start(self, app: Sphinx, builder: Builder) -> None:
        """Look at the finished toctrees (`write-started`)."""
        del app
        self._navigation = Navigation(builder.env)

    def page(self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
        """Replace the template function `toctree` (`html-page-context`, before the theme calls it)."""
        del templatename, doctree
        if self._navigation is None:
            return
        navigation, builder = self._navigation, app.builder

        def tree(**_settings: object) -> str:
            return navigation.html(pagename, lambda docname: builder.get_relative_uri(pagename, docname))

        context["toctree"] = tree


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension; it may be used with any theme, with or without `docbook2rst.sphinx_ext`."""
    pages = _Pages()
    app.connect("write-started", pages.start)
    app.connect("html-page-context", pages.page, priority=400)
    return {"version": "0.1.0", "parallel_read_safe": True, "parallel_write_safe": True}
