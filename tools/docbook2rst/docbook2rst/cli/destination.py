"""Where the text of each document goes: standard output, a file, a folder, or beside each module's `doc` folder."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from docbook2rst.cli.errors import UsageError
from docbook2rst.cli.run import Run
from docbook2rst.cli.stdout import write_stdout
from docbook2rst.convert import Converted, Format
from docbook2rst.discover import Document, output_names
from docbook2rst.output import Folder, read_old, write_text
from docbook2rst.problems import Problems
from docbook2rst.source.tree import Position

__all__ = ["Destination", "plan"]


class Destination(NamedTuple):
    """The file of each document; without one its text goes to standard output."""

    files: Mapping[Document, Path | None]
    folder: Folder | None = None
    """Set where the files are names in an output folder, which guards what others put there."""

    @property
    def documents(self) -> list[Document]:
        """The documents to convert, in order."""
        return list(self.files)

    @property
    def is_stdout(self) -> bool:
        """Whether anything goes to standard output."""
        return None in self.files.values()

    def path(self, document: Document) -> Path:
        """The file of `document`."""
        file = self.files[document]
        if file is None:
            raise ValueError(f"{document.path} goes to standard output")
        return self.folder.path / file if self.folder else file

    def old(self, document: Document) -> str | None:
        """The present content of the file of `document`, None where there is none."""
        return read_old(self.path(document))

    def write(self, document: Document, text: str, problems: Problems) -> tuple[Path, ...]:
        """The files that `text` was written to; none where it went to standard output.

        Raises:
            OutputError: it was not written; the problem is recorded.
        """
        file = self.files[document]
        if file is None:
            write_stdout(text, problems)
            return ()
        if self.folder:
            self.folder.write(file.as_posix(), text, problems)
        else:
            write_text(file, text, problems)
        return (self.path(document),)


def plan(
    documents: Sequence[Document],
    inputs: Sequence[Path],
    output: Path | None,
    format: Format,  # noqa: A002 - the option's name
    run: Run,
    *,
    beside: bool,
    force: bool,
) -> Destination:
    """Where the text of each of `documents` goes.

    Raises:
        UsageError: several documents would go to one place, or a document would overwrite itself.
    """
    if beside:
        destination = Destination(_beside(documents, format, run))
    elif output is None or str(output) == "-":
        destination = Destination(dict.fromkeys(documents))
        if len(documents) > 1:
            raise UsageError(f"{len(documents)} documents: name a folder for them with --output")
    elif _is_folder(output, inputs):
        names = output_names(documents, format.suffix)
        if output.exists() and not output.is_dir():
            raise UsageError(f"{output} is a file; several documents need a folder")
        destination = Destination({document: Path(name) for document, name in names.items()}, Folder(output, force=force))
    else:
        destination = Destination(dict.fromkeys(documents, output))
    _refuse_own_source(destination)
    return destination


def _is_folder(output: Path, inputs: Sequence[Path]) -> bool:
    """Whether `output` means a folder: it is one, or what is converted is a folder or more than one document."""
    return output.is_dir() or len(inputs) > 1 or any(path.is_dir() for path in inputs)


def _beside(documents: Sequence[Document], format: Format, run: Run) -> dict[Document, Path | None]:  # noqa: A002
    """The README of each module, made from the document named as the module, else from the first; others are left out."""
    modules: dict[Path, list[Document]] = {}
    for document in documents:
        modules.setdefault(_module(document.path), []).append(document)
    files: dict[Document, Path | None] = {}
    for module, candidates in modules.items():
        name = module.resolve().name
        chosen = next((document for document in candidates if document.path.stem == name), candidates[0])
        target = module / format.beside
        files[chosen] = target
        for document in candidates:
            if document is not chosen:
                problems = Problems()
                problems.add("DB404", Position(str(document.path), 0), path=target, first=chosen.path)
                run.record(document, Converted(None, ()), (), problems)
    return files


def _module(path: Path) -> Path:
    """The folder of the module that the document at `path` describes: the one that holds its `doc` folder, else its own."""
    folder = path.parent
    if folder.name == "doc":
        return folder.parent
    return folder / ".." if folder.absolute().name == "doc" else folder


def _refuse_own_source(destination: Destination) -> None:
    for document in destination.documents:
        if destination.files[document] and os.path.realpath(destination.path(document)) == os.path.realpath(document.path):
            raise UsageError(f"{document.path} is both input and output")
