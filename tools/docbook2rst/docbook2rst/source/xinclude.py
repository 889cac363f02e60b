"""XInclude: documents and texts in the place of the elements that name them.

The included documents wait on a stack of their own, so the depth of includes costs no recursion.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from docbook2rst.pattern import Pattern
from docbook2rst.source.confine import MissingError, RefusedError, TooLargeError
from docbook2rst.source.document import Document, Session
from docbook2rst.source.encodings import locate, to_utf8
from docbook2rst.source.errors import SourceError, fail
from docbook2rst.source.namespaces import FALLBACK, INCLUDE
from docbook2rst.source.opening import parse
from docbook2rst.source.tree import Element
from docbook2rst.source.xpointer import UnknownPointerError, select

__all__ = ["expand"]

_CONTROL = Pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class _Frame(NamedTuple):
    """A document whose includes are being replaced, and the element that it is to replace itself."""

    document: Document
    place: Element | None
    pointer: str
    chain: tuple[str, ...]
    pending: list[Element]
    """The includes that are still to be replaced, the next one last."""


def expand(session: Session, top: Document) -> None:
    """Replace every xi:include of `top`; what cannot be included is reported and leaves nothing, or its fallback if missing.

    Raises:
        SourceError: the whole grows too large.
    """
    stack = [_Frame(top, None, "", (top.name,), list(reversed(top.includes)))]
    while stack:
        frame = stack[-1]
        if frame.pending:
            include = frame.pending.pop()
            if _is_live(include, frame.document.root):
                inner = _include(session, frame, include)
                if inner is not None:
                    stack.append(inner)
        else:
            stack.pop()
            if frame.place is not None:
                _put_selected(session, frame.document.root, frame.pointer, frame.place)


def _is_live(include: Element, root: Element) -> bool:
    """Whether the element is still in the document, and not inside another include (its fallback counts when it is used)."""
    element = include
    while element.parent is not None:
        element = element.parent
        if element.tag == INCLUDE:
            return False
    return element is root


def _include(session: Session, frame: _Frame, include: Element) -> _Frame | None:
    """Replace `include`, or give the document that has to be expanded before it can."""
    href, _, fragment = include.get("href").partition("#")
    pointer = include.get("xpointer") or fragment
    if not href:
        _put_from_same(session, frame.document.root, pointer, include)
        return None
    problems = session.problems
    try:
        name = session.files.name(_base(include), href)
        if include.get("parse", "xml") == "text":
            _replace(include, [_text(session, name, session.files.read(name), include)])
            return None
        chain = (*frame.chain, name)
        real = session.files.real(name)
        if any(session.files.real(other) == real for other in frame.chain):
            problems.add("DB107", include.position, what=f"file {name}", chain=" -> ".join(chain))
        elif len(chain) > session.options.max_depth:
            limit = session.options.max_depth
            problems.add("DB108", include.position, what="the nesting of includes", found=f"{len(chain)} files", limit=limit)
        else:
            document = parse(session, name, session.files.read(name))
            return _Frame(document, include, pointer, chain, list(reversed(document.includes)))
    except RefusedError as error:
        problems.add("DB105", include.position, target=href, reason=error)
    except MissingError:
        _fall_back(session, frame, include, href)
        return None
    except TooLargeError as error:
        what, found, limit = error.args
        fail(problems, "DB108", include.position, what=what, found=found, limit=limit)
    except SourceError:
        pass
    _replace(include, [])
    return None


def _base(include: Element) -> str:
    """The file that the include's href starts from: its own, moved by any xml:base around it."""
    moves = []
    element: Element | None = include
    while element is not None and element.path == include.path:
        if "xml:base" in element.attrib:
            moves.append(element.attrib["xml:base"])
        element = element.parent
    base = include.path
    for move in reversed(moves):
        base = os.path.join(os.path.dirname(base), move)  # noqa: PTH118, PTH120
    return base


def _text(session: Session, name: str, data: bytes, include: Element) -> str:
    """The text of a file; a character that XML does not allow becomes U+FFFD and is reported."""
    data = to_utf8(data, name, session.problems, include.get("encoding"))
    text = data.decode().replace("\r\n", "\n").replace("\r", "\n")
    for found in _CONTROL().finditer(text):
        place = locate(name, text.encode(), len(text[: found.start()].encode()))
        session.problems.add("DB113", place, character=f"U+{ord(found[0]):04X}")
    return _CONTROL().sub("\ufffd", text)


def _fall_back(session: Session, frame: _Frame, include: Element, href: str) -> None:
    fallback = include.find(FALLBACK)
    if fallback is None:
        session.problems.add("DB106", include.position, target=href)
        _replace(include, [])
        return
    nested = [element for element in fallback.iter() if element.tag == INCLUDE]
    _replace(include, fallback.children)
    frame.pending.extend(reversed(nested))


def _put_selected(session: Session, root: Element, pointer: str, place: Element) -> None:
    """Put what `pointer` selects of an expanded document in the place of an include."""
    items: list[Element | str] = [root]
    if pointer:
        try:
            items = select(root, pointer)
            if not items:
                session.problems.add("DB110", place.position, xpointer=pointer, detail="selects nothing")
        except UnknownPointerError:
            items = []
            session.problems.add("DB110", place.position, xpointer=pointer, detail="has a form that is not understood")
    _replace(place, _outermost(items))


def _outermost(items: list[Element | str]) -> list[Element | str]:
    """`items` without those that stand inside others of them."""
    chosen = {id(item) for item in items}
    return [item for item in items if isinstance(item, str) or not _is_inside(item, chosen)]


def _is_inside(element: Element, chosen: set[int]) -> bool:
    parent = element.parent
    while parent is not None:
        if id(parent) in chosen:
            return True
        parent = parent.parent
    return False


def _put_from_same(session: Session, root: Element, pointer: str, include: Element) -> None:
    """Copy what `pointer` selects of the document that the include itself is in."""
    around = set()
    element: Element | None = include
    while element is not None:
        around.add(id(element))
        element = element.parent
    try:
        items = _outermost(select(root, pointer)) if pointer else [root]
    except UnknownPointerError:
        items = []
        session.problems.add("DB110", include.position, xpointer=pointer, detail="has a form that is not understood")
    else:
        if not items:
            session.problems.add("DB110", include.position, xpointer=pointer, detail="selects nothing")
    if any(id(item) in around for item in items):
        session.problems.add("DB107", include.position, what=f"<{root.tag}>", chain=f"{root.path} -> {root.path}")
        items = []
    session.files.spend(sum(len(item if isinstance(item, str) else item.text()) for item in items))
    _replace(include, [item if isinstance(item, str) else _copy(item) for item in items])


def _copy(source: Element) -> Element:
    top = Element(source.tag, dict(source.attrib), source.path, source.line, source.column)
    waiting = [(source, top)]
    while waiting:
        old, new = waiting.pop()
        for child in old.children:
            if isinstance(child, str):
                new.children.append(child)
            elif child.tag != INCLUDE:
                copied = Element(child.tag, dict(child.attrib), child.path, child.line, child.column)
                new.append(copied)
                waiting.append((child, copied))
    return top


def _replace(place: Element, items: list[Element | str]) -> None:
    """Put `items` where `place` stands; text that touches text is merged."""
    parent = place.parent
    assert parent is not None, "the root of a document is replaced through the element above it"
    children, parent.children = parent.children, []
    for child in children:
        if child is place:
            for item in items:
                parent.append(item)
        else:
            parent.append(child)
    place.parent = None
