"""One run over documents: what is read, what is said about it, and the exit code that follows."""

from __future__ import annotations

import functools
import gc
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from docbook2rst.cli.errors import GivenUpError
from docbook2rst.cli.exits import Exit
from docbook2rst.convert import Converted, Layout, convert
from docbook2rst.discover import Document, discover
from docbook2rst.interpreter import paused_collection
from docbook2rst.log import Log
from docbook2rst.options import Options
from docbook2rst.problems import Problem, Problems, Severity
from docbook2rst.report import Entry
from docbook2rst.source.tree import Position

__all__ = ["STDIN", "Run"]

STDIN = Document(Path("<stdin>"), "stdin.xml")
"""The document on standard input; what it includes is looked for in the current folder."""

FEW = 8
"""So many documents are not worth more than one process."""


class Run:
    """A run of a command over documents; owns its log, its exit code and the entries of its report."""

    __slots__ = ("_fail_on_warning", "_strict", "_verbose", "differs", "entries", "failed", "jobs", "log", "warned")

    def __init__(self, log: Log, jobs: int, *, fail_on_warning: bool, strict: bool, verbose: bool) -> None:
        self.log = log
        self.jobs = jobs
        """How many processes were asked for; 0 leaves it to the number of documents."""
        self._fail_on_warning = fail_on_warning
        self._strict = strict
        self._verbose = verbose
        self.differs = False
        """Whether an output is not what it should be."""
        self.warned = False
        """Whether there was a warning apart from the documents' problems."""
        self.failed = False
        """Whether something gave up apart from the documents."""
        self.entries: list[Entry] = []

    def documents(self, inputs: Iterable[Path]) -> list[Document]:
        """The documents that `inputs` name, in order; a folder without any is an error."""
        inputs = list(inputs)
        found = discover(path for path in inputs if str(path) != "-")
        self.barren(found.barren)
        return [*found.documents, *([STDIN] if Path("-") in inputs else [])]

    def barren(self, folders: Iterable[Path]) -> None:
        """Say of each of `folders` that there is nothing to read in it."""
        problems = Problems()
        for path in folders:
            problems.add("DB102", Position(str(path), 0), detail="there is no DocBook document in this folder")
        self.log.problems(problems)

    def converted(
        self,
        documents: Sequence[Document],
        to: str | None,
        options: Options,
        layout: Layout | None = None,
        *,
        counted: bool = False,
    ) -> Iterator[tuple[Document, Converted]]:
        """Each document with what became of it, its problems logged; the order is that of `documents`.

        What they hold is counted where it is to be `counted`, for a report.
        """
        work = functools.partial(convert, to=to, options=options, layout=layout, counted=counted)
        total = len(documents)
        results = self._results(work, documents)
        for number, document in enumerate(documents, 1):
            self.log.progress(number, total, document.path)
            result = next(results)
            self.log.problems(result.problems)
            if self._verbose and result.traceback:
                self.log.line(result.traceback.rstrip())
            yield document, result

    def record(
        self,
        document: Document,
        result: Converted,
        pages: Iterable[Path] = (),
        more: Iterable[Problem] = (),
    ) -> None:
        """Enter a document into the report, with the problems of writing it."""
        problems = (*result.problems, *more)
        self.enter(Entry(document.path, tuple(pages), problems, result.counts, result.dependencies))

    def enter(self, entry: Entry) -> None:
        """Enter `entry` into the report; its problems are logged, those that were logged before are not."""
        self.log.problems(entry.problems)
        self.entries.append(entry)

    def exit_code(self) -> Exit:
        """What the program says to its caller: an error first, then loss, warnings, differences."""
        severities = self.log.severities
        if severities[Severity.ERROR] or self.failed:
            return Exit.ERROR
        if self._strict and self.log.lossy:
            return Exit.LOSSY
        if self._fail_on_warning and (severities[Severity.WARNING] or self.warned):
            return Exit.WARNED
        return Exit.DIFFERS if self.differs else Exit.FINE

    def _results(self, work: functools.partial[Converted], documents: Sequence[Document]) -> Iterator[Converted]:
        jobs = self.jobs or (1 if len(documents) < FEW else os.cpu_count() or 1)
        jobs = min(jobs, len(documents))
        if jobs > 1 and STDIN not in documents:
            yield from _in_processes(work, [document.path for document in documents], jobs)
        else:
            yield from _one_by_one(work, documents)


def _one_by_one(work: functools.partial[Converted], documents: Sequence[Document]) -> Iterator[Converted]:
    """The results of this process; garbage is collected between two documents, never within one nor after the last."""
    gc.freeze()
    with paused_collection():
        for number, document in enumerate(documents):
            if number:
                gc.collect()
            yield work(document.path, data=sys.stdin.buffer.read() if document is STDIN else None)


def _in_processes(work: functools.partial[Converted], paths: Sequence[Path], jobs: int) -> Iterator[Converted]:
    from docbook2rst.jobs import WorkerKilled, convert_in_processes  # noqa: PLC0415 - it is slow to load

    try:
        yield from convert_in_processes(work, paths, jobs)
    except WorkerKilled:
        raise GivenUpError("a worker process was killed, for want of memory as a rule; -j 1 needs least of it") from None
