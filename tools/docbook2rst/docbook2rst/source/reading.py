"""A document with all that it includes: the front of this package."""

from __future__ import annotations

import os
from pathlib import Path

from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.source.confine import Files, MissingError, RefusedError, TooLargeError, default_root
from docbook2rst.source.document import Session
from docbook2rst.source.errors import fail
from docbook2rst.source.opening import parse
from docbook2rst.source.tree import Element, Position, Tree
from docbook2rst.source.xinclude import expand

__all__ = ["read"]


def read(path: Path | str, options: Options, problems: Problems, *, data: bytes | None = None) -> Tree:
    """The tree of the document `path`, its entities and XIncludes resolved.

    `data` stands for the file's bytes where they come from elsewhere; `path` is still where its references start.

    Raises:
        SourceError: the document is missing, refused, too large or not well formed; `problems` says which.
    """
    name = os.fspath(path)
    files = Files(options.root or default_root(path), options.max_bytes)
    session = Session(options, problems, files)
    here = Position(name, 1, 1)
    try:
        if data is None:
            data = files.read(name)
        else:
            files.spend(len(data))
        files.names.clear()
        top = parse(session, name, data)
        # An include may replace the root itself, so it needs something above it.
        above = Element("#document", {}, name, 0)
        above.append(top.root)
        above_document = type(top)(above, name, top.includes, top.public_id)
        expand(session, above_document)
    except RefusedError as error:
        fail(problems, "DB105", here, target=name, reason=error)
    except MissingError as error:
        fail(problems, "DB102", here, detail=error)
    except TooLargeError as error:
        what, found, limit = error.args
        fail(problems, "DB108", here, what=what, found=found, limit=limit)
    root = next(above.elements(), None)
    if root is None:
        fail(problems, "DB101", here, detail="nothing is left of the document")
    root.parent = None
    files.names.discard(os.path.abspath(name))  # noqa: PTH100
    return Tree(root, name, tuple(sorted(files.names)), top.public_id)
