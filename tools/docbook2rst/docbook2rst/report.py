"""The report on a run: each document with its pages, problems and counts, as JSON or Markdown.

It holds no date and no absolute path where a relative one leads there, so two runs on the same sources give the same bytes.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from docbook2rst.convert import Counts
from docbook2rst.problems import Kept, Problem, Severity

__all__ = ["Entry", "Json", "as_json", "as_markdown", "render", "version"]

Json = dict[str, object]


class Entry(NamedTuple):
    """One document of a report."""

    source: Path
    pages: tuple[Path, ...]
    """The files that its text went to."""
    problems: tuple[Problem, ...]
    counts: Counts
    dependencies: tuple[str, ...] = ()


def version() -> str:
    """The version of the installed package."""
    from importlib import metadata  # noqa: PLC0415 - it takes long to load, and most runs do not ask

    return metadata.version("docbook2rst")


def render(entries: Sequence[Entry], path: Path | None, form: str = "") -> str:
    """The report as the file `path` should have it, None is standard output.

    It is Markdown if `form` is `md` or, without a form, if the file is named so; else JSON.
    """
    base = path.absolute().parent if path else Path.cwd()
    is_markdown = form == "md" if form else path is not None and path.suffix.lower() in {".md", ".markdown"}
    return as_markdown(entries, base) if is_markdown else as_json(entries, base)


def as_json(entries: Sequence[Entry], base: Path) -> str:
    """The report in JSON; paths are relative to the folder `base`."""
    report = {
        "documents": [_document(entry, base) for entry in entries],
        "totals": totals(entries),
        "version": version(),
    }
    import json  # noqa: PLC0415 - most runs write no report

    return json.dumps(report, indent=2) + "\n"


def as_markdown(entries: Sequence[Entry], base: Path) -> str:
    """The report in Markdown: the totals, a table of the documents, and the problems of each."""
    lines = ["# Conversion report", "", f"docbook2rst {version()}", "", *_totals_table(entries), "", "## Documents", ""]
    lines += _documents_table(entries, base)
    for entry in entries:
        if entry.problems:
            lines += ["", f"## {_cell(_relative(entry.source, base))}", ""]
            lines += [f"- {_problem_line(problem, base)}" for problem in entry.problems]
    return "\n".join(lines) + "\n"


def totals(entries: Iterable[Entry]) -> Json:
    """What all `entries` come to: documents, problems by severity, code and loss, counts."""
    entries = list(entries)
    problems = [problem for entry in entries for problem in entry.problems]
    severities = Counter(problem.severity for problem in problems)
    elements: Counter[str] = Counter()
    for entry in entries:
        elements.update(entry.counts.elements)
    return {
        "documents": len(entries),
        "pages": sum(len(entry.pages) for entry in entries),
        "problems": len(problems),
        "lossy": sum(problem.kept is not Kept.ALL for problem in problems),
        "severities": {severity.value: severities[severity] for severity in Severity},
        "codes": dict(sorted(Counter(problem.code for problem in problems).items())),
        "counts": {
            **{name: sum(getattr(entry.counts, name) for entry in entries) for name in COLUMNS},
            "elements": dict(sorted(elements.items())),
        },
    }


COLUMNS = ("words", "ids", "references", "listings", "examples")
"""The counts that are one number each."""


def _document(entry: Entry, base: Path) -> Json:
    return {
        "source": _relative(entry.source, base),
        "pages": [_relative(page, base) for page in entry.pages],
        "problems": [_problem(problem, base) for problem in entry.problems],
        "counts": entry.counts._asdict(),
        "dependencies": [_relative(Path(path), base) for path in entry.dependencies],
    }


def _problem(problem: Problem, base: Path) -> Json:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "kept": problem.kept.value,
        "path": _relative(Path(problem.position.path), base),
        "line": problem.position.line,
        "column": problem.position.column,
        "element": problem.element,
        "message": problem.message,
    }


def _totals_table(entries: Sequence[Entry]) -> list[str]:
    problems = [problem for entry in entries for problem in entry.problems]
    rows = [("documents", len(entries))]
    severities = Counter(problem.severity for problem in problems)
    rows += [(f"problems: {severity.value}", severities[severity]) for severity in Severity]
    rows += [("problems: lossy", sum(problem.kept is not Kept.ALL for problem in problems))]
    rows += [(name, sum(getattr(entry.counts, name) for entry in entries)) for name in COLUMNS]
    return ["| what | number |", "|---|---:|", *(f"| {name} | {number} |" for name, number in rows)]


def _documents_table(entries: Sequence[Entry], base: Path) -> list[str]:
    lines = [f"| document | problems | {' | '.join(COLUMNS)} |", f"|---|---:|{'---:|' * len(COLUMNS)}"]
    for entry in entries:
        numbers = " | ".join(str(getattr(entry.counts, name)) for name in COLUMNS)
        lines.append(f"| {_cell(_relative(entry.source, base))} | {len(entry.problems)} | {numbers} |")
    return lines


def _problem_line(problem: Problem, base: Path) -> str:
    line, column = problem.position.line, problem.position.column
    place = ":".join([_relative(Path(problem.position.path), base), *(str(number) for number in (line, column) if number)])
    return _cell(f"{place}: {problem.severity}: {problem.message} [{problem.code}]")


def _cell(text: str) -> str:
    """`text` on one line with Markdown's own characters escaped."""
    text = " ".join(text.split())
    return "".join(f"\\{char}" if char in "\\`*_[]<>|#&" else char for char in text)


def _relative(path: Path, base: Path) -> str:
    """`path` relative to `base`, with `/`; a name that is no path on disk, as `<stdin>`, stays."""
    text = str(path)
    if text.startswith("<"):
        return text
    return Path(os.path.relpath(path.absolute(), base)).as_posix()
