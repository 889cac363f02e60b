"""The pipeline: bytes to tree, tree to doctree, doctree to text; the roads differ only in their last step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from docutils import nodes

from docbook2rst import reader, source, transforms
from docbook2rst.elements import ELEMENTS
from docbook2rst.interpreter import deep_recursion, paused_collection
from docbook2rst.nodes import xref
from docbook2rst.options import Options
from docbook2rst.pattern import Pattern
from docbook2rst.problems import Problem, Problems
from docbook2rst.reader.labels import attached
from docbook2rst.source.tree import Position, Tree

__all__ = ["FORMATS", "Converted", "Counts", "Format", "Layout", "convert", "count", "read", "read_document"]

MAX_DETAIL = 200
"""How many characters of an exception's words are repeated."""

_WORD = Pattern(r"\w+")


class Layout(NamedTuple):
    """What the caller may choose about plain text."""

    width: int = 76
    """The width of a README's lines, in columns."""
    numbered: bool = False
    """Whether a README's sections are numbered."""


class Format(NamedTuple):
    """One format of text: how it is asked for, what its files are called, what writes it."""

    name: str
    suffix: str
    """The suffix of a file in an output folder."""
    beside: str
    """The name of the file that `--beside` writes next to a module's `doc` folder."""
    write: Callable[[nodes.document, Layout], str]
    summary: str


def _rst(document: nodes.document, _layout: Layout) -> str:
    from docbook2rst.writers import rst  # noqa: PLC0415 - only the writer that is asked for is loaded

    return rst.write(document)


def _readme(document: nodes.document, layout: Layout) -> str:
    from docbook2rst.writers import readme  # noqa: PLC0415

    return readme.write(document, width=layout.width, numbered=layout.numbered)


def _markdown(document: nodes.document, _layout: Layout) -> str:
    from docbook2rst.writers import markdown  # noqa: PLC0415

    return markdown.write(document)


def _doctree(document: nodes.document, _layout: Layout) -> str:
    return document.pformat()


FORMATS: Mapping[str, Format] = {
    entry.name: entry
    for entry in (
        Format("rst", ".rst", "README.rst", _rst, "reStructuredText for Sphinx"),
        Format("readme", ".txt", "README", _readme, "plain text, as module READMEs have it"),
        Format("markdown", ".md", "README.md", _markdown, "Markdown, as GitHub and MyST read it"),
        Format("readme-rst", ".rst", "README.rst", _rst, "reStructuredText under the name of a README"),
        Format("doctree", ".txt", "README.doctree", _doctree, "the docutils tree, to look at"),
    )
}
"""The formats by name."""


class Counts(NamedTuple):
    """What a document holds."""

    words: int = 0
    """Runs of letters and digits in its text, generated words included."""
    ids: int = 0
    references: int = 0
    """References inside the document and links out of it."""
    listings: int = 0
    examples: int = 0
    elements: Mapping[str, int] = {}
    """How many elements are treated in each way (`elements.Status`); `unknown` for those that are not DocBook's."""


class Converted(NamedTuple):
    """What became of one document."""

    text: str | None
    """The text, None where there is none: an error among the problems says why."""
    problems: tuple[Problem, ...]
    dependencies: tuple[str, ...] = ()
    """Every other file that was read, sorted."""
    counts: Counts = Counts()
    """What it holds; zeros where nobody wanted to know."""
    traceback: str = ""
    """Where an internal error happened (DB403), for whoever mends it."""


def read(path: Path, options: Options, problems: Problems, data: bytes | None = None) -> tuple[nodes.document, Tree]:
    """The finished doctree of the document at `path`, and the tree it was read from.

    `data` stands for the file's content where it is given.

    Raises:
        SourceError: the document cannot be read; the problem is recorded in `problems`.
    """
    tree = source.read(path, options, problems, data=data)
    document = reader.read(tree, options, problems)
    tree = tree._replace(dependencies=tuple(sorted({*tree.dependencies, *attached(document).text_files})))
    with deep_recursion(options.max_nesting):
        transforms.apply(document, problems)
    return document, tree


def read_document(path: Path, options: Options, problems: Problems, data: bytes | None = None) -> nodes.document:
    """The finished doctree of the document at `path`; as `read`, for those who need nothing else."""
    return read(path, options, problems, data)[0]


def convert(
    path: Path,
    to: str | None = "rst",
    options: Options | None = None,
    *,
    layout: Layout | None = None,
    data: bytes | None = None,
    counted: bool = True,
) -> Converted:
    """The document at `path` in the format `to`, with everything that is to be said about it.

    Without a format (`None`) it is read only; what it holds is counted unless `counted` says no.  No error of a document is
    raised: it is among the problems, a defect of this program too (DB403), so that the other documents of a run are converted.

    Raises:
        KeyError: there is no format `to`.
    """
    write = FORMATS[to].write if to is not None else None
    with paused_collection():
        return _convert(path, write, options or Options(), layout or Layout(), data, counted=counted)


def _convert(
    path: Path,
    write: Callable[[nodes.document, Layout], str] | None,
    options: Options,
    layout: Layout,
    data: bytes | None,
    *,
    counted: bool,
) -> Converted:
    """`convert` in a frame of its own: when it is left, the trees are garbage that the collector takes in one sweep."""
    problems = Problems()
    try:
        document, tree = read(path, options, problems, data)
        with deep_recursion(options.max_nesting):
            text = write(document, layout) if write else None
            counts = count(document, tree) if counted else Counts()
        return Converted(text, tuple(problems), tree.dependencies, counts)
    except source.SourceError:
        return Converted(None, tuple(problems))
    except Exception as err:  # noqa: BLE001 - the edge: a defect in one document must not stop a run over many
        import traceback  # noqa: PLC0415 - only for a defect

        detail = f"{type(err).__name__}: {err}"[:MAX_DETAIL].rstrip(": ")
        problems.add("DB403", Position(str(path), 0), detail=detail)
        return Converted(None, tuple(problems), traceback=traceback.format_exc())


def count(document: nodes.document, tree: Tree) -> Counts:
    """What the document holds, by its doctree and by the elements of its source."""
    tally: Counter[str] = Counter()
    for node in document.findall():
        if isinstance(node, nodes.Text):
            tally["words"] += len(_WORD().findall(node))
        elif isinstance(node, nodes.Element):
            tally["ids"] += len(node["ids"])
            tally["references"] += isinstance(node, xref | nodes.reference)
            tally["listings"] += isinstance(node, nodes.literal_block)
            tally["examples"] += "db-example" in node["classes"]
    statuses = Counter(ELEMENTS[tag].status.value if tag in ELEMENTS else "unknown" for tag in _tags(tree))
    return Counts(**tally, elements=dict(sorted(statuses.items())))


def _tags(tree: Tree) -> list[str]:
    return [element.tag for element in tree.root.iter()]
