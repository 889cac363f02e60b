"""Which files are documents, and what their pages are called.

Sphinx takes every file with a source's suffix for a document and names its page by the file's path.  For DocBook both are
wrong: a fragment that another document includes is no document, nor is XML that is not DocBook; and a module's page should not
carry the folders of a source tree in its address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.project import Project
from sphinx.util import logging

from docbook2rst.discover import tops

__all__ = ["DocBookProject", "use"]

_logger = logging.getLogger(__name__)


class DocBookProject(Project):
    """Sphinx's list of documents, without fragments and with the docnames that conf.py asks for."""

    def __init__(self, plain: Project, suffixes: Iterable[str], docnames: Iterable[tuple[str, str]]) -> None:
        """Take over from `plain`; files with `suffixes` are DocBook if anything, `docnames` are patterns and replacements."""
        super().__init__(plain.srcdir, plain.source_suffix)
        self.restore(plain)
        self._suffixes = tuple(suffixes)
        self._patterns = [(re.compile(pattern), replacement) for pattern, replacement in docnames]

    def discover(self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)) -> set[str]:
        """Find all documents, and put them in `docnames`."""
        super().discover(exclude_paths, include_paths)
        files = {Path(self.srcdir, path): path for path in self._path_to_docname if path.name.endswith(self._suffixes)}
        fragments = set(files.values()) - {files[path] for path in tops(files)}
        found = {path: docname for path, docname in sorted(self._path_to_docname.items()) if path not in fragments}
        self._path_to_docname.clear()
        self._docname_to_path.clear()
        for path, docname in found.items():
            self._enter(path, self._renamed(docname))
        self.docnames.clear()
        self.docnames.update(self._docname_to_path)
        return self.docnames

    def _renamed(self, docname: str) -> str:
        """`docname` by the first pattern that matches it whole."""
        for pattern, replacement in self._patterns:
            if match := pattern.fullmatch(docname):
                return match.expand(replacement)
        return docname

    def _enter(self, path: Path, docname: str) -> None:
        if docname in self._docname_to_path:
            other = self._docname_to_path[docname]
            _logger.warning(
                "%s would have the page of %s, %r; left out", path, other, docname, type="docbook2rst", subtype="docname"
            )
            return
        self._path_to_docname[path] = docname
        self._docname_to_path[docname] = path


def use(app: Sphinx) -> None:
    """Replace Sphinx's list of documents before it looks for them (`builder-inited`)."""
    suffixes = [suffix for suffix, kind in app.config.source_suffix.items() if kind == "docbook"]
    app.project = app.env.project = DocBookProject(app.project, suffixes, app.config.docbook2rst_docnames)
