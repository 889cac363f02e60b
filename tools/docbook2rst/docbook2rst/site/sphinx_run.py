"""Sphinx in this process, and what it knows about the documents afterwards."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO, cast

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.console import nocolor
from sphinx.util.docutils import docutils_namespace, patch_docutils

from docbook2rst.convert import Counts
from docbook2rst.output import reason
from docbook2rst.problems import Problem
from docbook2rst.site.unwritten import Complaints
from docbook2rst.sphinx_ext.ids import DocBookIds

__all__ = ["Outcome", "Run", "run"]

DOCTREES = ".doctrees"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one Sphinx document held."""

    problems: tuple[Problem, ...]
    counts: Counts
    dependencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """What came of running Sphinx."""

    outcomes: Mapping[str, Outcome]
    """By docname."""
    written: int
    warnings: int
    failed: bool
    unwritten: str = ""
    """Why files could not be written; empty where all were."""
    nothing: Counts = Counts()  # noqa: RUF009 - immutable
    """The counts of a document that was not read."""

    def problems(self, docname: str) -> tuple[Problem, ...]:
        """The problems of one Sphinx document."""
        outcome = self.outcomes.get(docname)
        return outcome.problems if outcome else ()


def run(
    source: Path, out: Path, *, jobs: int, fresh: bool = False, stream: TextIO | None = None, progress: TextIO | None = None
) -> Run:
    """Build the HTML of the folder `source` in `out`.

    An error of Sphinx is written to `stream`, not raised; a defect is raised.
    """
    complaints = Complaints(stream if stream is not None else io.StringIO())
    folder = Path(os.path.realpath(source))
    if not complaints.isatty():
        nocolor()
    with patch_docutils(folder), docutils_namespace():
        try:
            app = Sphinx(
                folder,
                folder,
                Path(os.path.realpath(out)),
                out / DOCTREES,
                "html",
                status=progress,
                warning=cast("TextIO", complaints),
                freshenv=fresh,
                parallel=jobs,
            )
            app.build(force_all=fresh)
            return _outcome(app, complaints.reason)
        except SphinxError as err:
            complaints.write(f"{err.category}: {err}\n")
            return Run({}, 0, 0, failed=True, unwritten=complaints.reason)
        except OSError as err:
            return Run({}, 0, 0, failed=True, unwritten=reason(err))


def _outcome(app: Sphinx, unwritten: str) -> Run:
    ids = cast("DocBookIds", app.env.domains[DocBookIds.name])
    outcomes = {
        docname: Outcome(tuple(ids.problems([docname])), document.counts, document.dependencies)
        for docname, document in ids.documents.items()
    }
    return Run(outcomes, len(ids.reading), app._warncount, failed=bool(app.statuscode), unwritten=unwritten)  # noqa: SLF001
