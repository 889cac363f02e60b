"""The DOCTYPE of a document: its identifiers, its internal subset, and the external one where that is a file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docbook2rst.problems import Problems
from docbook2rst.source.errors import fail
from docbook2rst.source.sgml.entities import Entity
from docbook2rst.source.sgml.inputs import Input
from docbook2rst.source.sgml.library import Library
from docbook2rst.source.sgml.subset import Subset
from docbook2rst.source.sgml.tokens import tokens

__all__ = ["Doctype", "read_doctype"]

_HEAD = re.compile(r"""<!DOCTYPE(?=\s)((?:[^>\["'-]++|"[^"]*+"|'[^']*+'|--(?:[^-]|-(?!-))*+--|-)*+)([\[>])""", re.IGNORECASE)
_CLOSE = re.compile(r"\s*+(?:--(?:[^-]|-(?!-))*+--\s*+)*+>")


@dataclass(frozen=True, slots=True)
class Doctype:
    """What a DOCTYPE says of the document type."""

    name: str
    public_id: str
    system_id: str | None


def read_doctype(here: Input, subset: Subset, library: Library | None, problems: Problems) -> Doctype:
    """The DOCTYPE where `here` stands; what it declares is read by `subset`, and `here` stands behind it afterwards.

    The external subset is read where there is a `library` to find it in.

    Raises:
        SourceError: it does not end, or its entities call each other in a circle.
        TooLargeError: its entities grow too far.
    """
    start = here.pos
    head = _HEAD.match(here.text, start)
    if head is None:
        fail(problems, "DB101", here.position(start), detail="the DOCTYPE does not end")
    doctype = _doctype(head[1])
    here.pos = head.end()
    if head[2] == "[":
        close = _CLOSE.match(here.text, here.pos) if subset.read(here) else None
        if close is None:
            fail(problems, "DB101", here.position(start), detail="the DOCTYPE does not end")
        here.pos = close.end()
    if library is not None and (doctype.system_id is not None or doctype.public_id):
        position = here.position(start)
        entity = Entity(
            doctype.name, None, position, here.path, system_id=doctype.system_id, public_id=doctype.public_id or None
        )
        opened = library.open(entity, position)
        if opened is not None:
            subset.read(opened)
    return doctype


def _doctype(head: str) -> Doctype:
    parts = list(tokens(head, lambda _: ""))
    words = [part.text for part in parts if not part.is_literal]
    literals = [part.text for part in parts if part.is_literal]
    is_public = words[1:2] != [] and words[1].upper() == "PUBLIC"
    public_id = " ".join(literals.pop(0).split()) if is_public and literals else ""
    return Doctype(words[0] if words else "", public_id, literals[0] if literals else None)
