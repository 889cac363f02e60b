"""The steps of building a site: find, plan, write Sphinx's source, run Sphinx, report."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TextIO

from docbook2rst.discover import Document, discover
from docbook2rst.options import Options
from docbook2rst.output import RECORD, Folder, OutputError, read_old, reason, write_text
from docbook2rst.pages import Split
from docbook2rst.problems import Problem, Problems
from docbook2rst.report import Entry, as_json
from docbook2rst.site.docnames import docnames
from docbook2rst.site.plan import Plan
from docbook2rst.site.sources import Chapter, Configuration, write_sources
from docbook2rst.site.sphinx_run import Run, run
from docbook2rst.site.turn import Turn
from docbook2rst.source import default_root
from docbook2rst.source.tree import Position

__all__ = ["Site", "build"]

SOURCE = ".source"
PLAN = "plan.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What was built."""

    index: Path
    """The page to open first."""
    report: Path
    entries: tuple[Entry, ...]
    """Each document with its HTML files, problems and counts; `report` holds the same."""
    barren: tuple[Path, ...]
    """The inputs in which there is no DocBook."""
    written: int
    """How many pages were written; the others were up to date."""
    sphinx_warnings: int
    """How many warnings Sphinx had apart from `entries`' problems; it wrote them to the stream."""
    failed: bool
    """Whether Sphinx gave up; its words are on the stream."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Each problem once, in the documents' order."""
        return tuple(dict.fromkeys(problem for entry in self.entries for problem in entry.problems))


def build(
    paths: Sequence[Path],
    out: Path,
    *,
    options: Options | None = None,
    split: Split = Split.AUTO,
    title: str = "Documentation",
    jobs: int = 0,
    force: bool = False,
    fresh: bool = False,
    stream: TextIO | None = None,
    progress: TextIO | None = None,
) -> Site:
    """The site of the documents that `paths` name, in the folder `out`; what has not changed since the last build is kept.

    Builds in one folder wait for each other.  What a build that was killed left is written anew.

    `jobs` is the number of processes, 0 is one per processor.  `fresh` forgets the last build.  `force` takes over a folder
    that holds other things.  Sphinx's own warnings go to `stream`, its progress to `progress`.  The documents' problems are
    not written to a stream: they are in what comes back.

    Raises:
        OutputError: `out` is not a site's and there is no `force`, or cannot be written; its `problem` says why.
    """
    problems = Problems()
    _claim(out, problems, force=force)
    turn = Turn(out / SOURCE)

    def wait() -> None:
        (stream or sys.stderr).write(f"another build of {out} is running; waiting for it to end\n")

    try:
        with turn.taken(wait):
            settings = _Settings(options or Options(), split, title, jobs or _processors(), fresh=fresh or turn.is_repair)
            site = _build(paths, out, settings, problems, stream, progress)
            if not site.failed:
                turn.finish()
            return site
    except OSError as err:
        raise _unwritten(out, reason(err), problems) from err


class _Settings(NamedTuple):
    """How the site is to be built."""

    options: Options
    split: Split
    title: str
    jobs: int
    fresh: bool


def _build(  # noqa: PLR0917 - one caller
    paths: Sequence[Path], out: Path, settings: _Settings, problems: Problems, stream: TextIO | None, progress: TextIO | None
) -> Site:
    """`build`, alone in its folder."""
    source = out / SOURCE
    inputs = [path.absolute() for path in paths]
    found = discover(inputs)
    folder = Folder(source, force=True)
    chapters = _chapters(found.documents, inputs, settings.options, settings.split, folder, problems)
    configuration = Configuration(title=settings.title, options=settings.options, split=settings.split)
    stale = write_sources(folder, chapters, configuration, problems)
    for docname in stale:
        (out / f"{docname}.html").unlink(missing_ok=True)
    result = run(source, out, jobs=settings.jobs, fresh=settings.fresh, stream=stream, progress=progress)
    if result.unwritten:
        raise _unwritten(out, result.unwritten, problems)
    entries = tuple(_entry(chapter, out, result) for chapter in chapters)
    report = out / "report.json"
    write_text(report, as_json(entries, out.absolute()), problems)
    return Site(
        index=out / "index.html",
        report=report,
        entries=entries,
        barren=found.barren,
        written=result.written,
        sphinx_warnings=result.warnings,
        failed=result.failed,
    )


def _unwritten(out: Path, detail: str, problems: Problems) -> OutputError:
    """The error that part of the site was not written; the next build writes it anew."""
    return OutputError(problems.add("DB402", Position(str(out), 0), path=out, detail=detail))


def _claim(out: Path, problems: Problems, *, force: bool) -> None:
    """Refuse a folder that holds something and is not a site's."""
    if force or (out / SOURCE / RECORD).exists() or not out.exists():
        return
    # A build that ended at once leaves only this folder.
    if not out.is_dir() or any(path.name != SOURCE for path in out.iterdir()):
        raise OutputError(problems.add("DB401", Position(str(out), 0), path=out))


def _chapters(  # noqa: PLR0917 - one caller
    documents: Sequence[Document], inputs: Sequence[Path], options: Options, split: Split, folder: Folder, problems: Problems
) -> tuple[Chapter, ...]:
    """The documents with their docnames and pages."""
    plan = Plan(read_old(folder.path / PLAN), options, split)
    names = docnames(documents)
    folders = {parent.as_posix() for docname in names.values() for parent in PurePosixPath(docname).parents}
    chapters = []
    for document, docname in names.items():
        source = Path(os.path.realpath(document.path))
        pages = f"{docname}-pages" if docname in folders else docname
        root = options.root or _root(document.path, inputs)
        chapters.append(Chapter(source, docname, plan.names(source, root), pages, Path(os.path.realpath(root))))
    folder.write(PLAN, plan.memory(), problems)
    return tuple(chapters)


def _root(path: Path, inputs: Sequence[Path]) -> Path:
    """The folder that the document `path` may include from: the input it was found in, or the checkout around that."""
    named = next((folder for folder in inputs if folder.is_dir() and path.is_relative_to(folder)), path.parent)
    return default_root(named / path.name)


def _entry(chapter: Chapter, out: Path, result: Run) -> Entry:
    """The report's entry for one document."""
    pages = tuple(out / f"{docname}.html" for docname in chapter.docnames)
    outcome = result.outcomes.get(chapter.docnames[0])
    if outcome is None:
        return Entry(chapter.source, (), (), result.nothing)
    problems = tuple(problem for docname in chapter.docnames for problem in result.problems(docname))
    return Entry(chapter.source, pages, problems, outcome.counts, outcome.dependencies)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
