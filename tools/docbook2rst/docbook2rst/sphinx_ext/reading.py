"""A DocBook file read once and kept until its pages are taken.

Sphinx asks for one page at a time; the pages of one document come one after the other.  So the last few readings are kept in
the process, each as long as no file it came from has changed.  A page leaves its reading when it is taken, because Sphinx
changes the nodes it is given; asking for it again reads the file again.
"""

from __future__ import annotations

import ast
import re
import traceback
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from sphinx.util import logging

from docbook2rst import convert, source
from docbook2rst.nodes import xref
from docbook2rst.options import Options
from docbook2rst.pages import Split, cut
from docbook2rst.problems import Problem, Problems
from docbook2rst.source.tree import Position, Tree

__all__ = ["UNDEFINED", "Reading", "read"]

UNDEFINED = "DB301"
"""The problem of a reference that its own file does not resolve; another document of the project may."""

_KEPT = 4
_readings: OrderedDict[Path, Reading] = OrderedDict()
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one DocBook file."""

    path: Path
    files: tuple[Path, ...]
    """The file and every file that went into it, and that exists."""
    dependencies: tuple[str, ...]
    """The files that it includes, as its reading named them."""
    counts: convert.Counts
    options: Options
    split: Split
    names: tuple[str, ...]
    """All pages' names, the first page's is empty."""
    pages: dict[str, nodes.section]
    """The pages that nobody has taken yet."""
    problems: tuple[Problem, ...]
    """What is wrong, apart from references that another document may resolve."""
    undefined: dict[str, Problem]
    """Those references' problems, by the id that they name."""
    ids: frozenset[str]
    """The ids that the author wrote; sections without one have others."""
    stamps: tuple[int, ...]

    def take(self, name: str) -> nodes.section:
        """The page `name`, which is then no longer here.

        A stub may outlive its page: then what comes back is a section that says so.
        """
        if name not in self.pages and name in self.names:
            self.pages.update(_read(self.path, self.options, self.split).pages)
        if name in self.pages:
            return self.pages.pop(name)
        return _sorry(name or self.path.stem, f"{self.path.name} has no such page.")

    def is_fresh(self) -> bool:
        """Whether no file has changed since."""
        return self.stamps == _stamps(self.files)


def read(path: Path, options: Options, split: Split) -> Reading:
    """The reading of the file `path`, a kept one where it still holds."""
    kept = _readings.pop(path, None)
    if kept is None or (kept.options, kept.split) != (options, split) or not kept.is_fresh():
        kept = _read(path, options, split)
    _readings[path] = kept
    while len(_readings) > _KEPT:
        _readings.popitem(last=False)
    return kept


def _read(path: Path, options: Options, split: Split) -> Reading:
    problems = Problems()
    document, tree = _document(path, options, problems)
    dependencies = tree.dependencies if tree else ()
    ids = frozenset(element.id for element in tree.root.iter() if element.id) if tree else frozenset()
    if document:
        _reopen(document, problems)
    files = {str(path), *dependencies, *(problem.position.path for problem in problems)}
    existing = tuple(sorted(file for file in (Path(name).absolute() for name in files) if file.is_file()))
    pages = cut(_top(document, path), split)
    return Reading(
        path=path,
        files=existing,
        dependencies=dependencies,
        counts=convert.count(document, tree) if document and tree else convert.Counts(),
        options=options,
        split=split,
        names=tuple(page.name for page in pages),
        pages={page.name: page.section for page in pages},
        problems=tuple(problem for problem in problems if problem.code != UNDEFINED),
        ids=ids,
        undefined={_target(problem): problem for problem in problems if problem.code == UNDEFINED},
        stamps=_stamps(existing),
    )


def _document(path: Path, options: Options, problems: Problems) -> tuple[nodes.document | None, Tree | None]:
    """The doctree and the tree it was read from; neither where an error among `problems` says why."""
    try:
        return convert.read(path, options, problems)
    except source.SourceError:
        return None, None
    except Exception as err:  # noqa: BLE001 - the edge: a defect in one document must not end the build of all
        _logger.debug("%s", traceback.format_exc())
        problems.add("DB403", Position(str(path), 0), detail=f"{type(err).__name__}: {err}")
        return None, None


def _reopen(document: nodes.document, problems: Iterable[Problem]) -> None:
    """Make the references that lead nowhere in this file references again, because another document may have their target.

    They are known by their places; where several stand on one line, by their order.  Those into another document, `NAME#ID`,
    are references still.
    """
    waiting: dict[tuple[str | None, int | None], list[str]] = {}
    for problem in sorted(problems, key=lambda problem: problem.position):
        if problem.code == UNDEFINED and "#" not in _target(problem):
            waiting.setdefault((problem.position.path, problem.position.line), []).append(_target(problem))
    for node in [node for node in document.findall(nodes.inline) if "db-undefined" in node["classes"]]:
        targets = waiting.get((node.source, node.line))
        if targets:
            reference = xref("", "", *node.children, refid=targets.pop(0), classes=node["classes"])
            reference.source, reference.line = node.source, node.line
            node.replace_self(reference)


def _top(document: nodes.document | None, path: Path) -> nodes.section:
    """The document's one section; where there is none, a section that says so."""
    top = next((child for child in document.children if isinstance(child, nodes.section)), None) if document else None
    return top if top is not None else _sorry(path.stem, f"{path.name} could not be read; the build's warnings say why.")


def _sorry(title: str, sentence: str) -> nodes.section:
    return nodes.section("", nodes.title("", title), nodes.warning("", nodes.paragraph("", sentence)))


def _target(problem: Problem) -> str:
    """The id that an `UNDEFINED` problem is about, which its message quotes."""
    quoted = re.search(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", problem.message)
    return str(ast.literal_eval(quoted[0])) if quoted else ""


def _stamps(files: tuple[Path, ...]) -> tuple[int, ...]:
    return tuple(file.stat().st_mtime_ns if file.exists() else 0 for file in files)
