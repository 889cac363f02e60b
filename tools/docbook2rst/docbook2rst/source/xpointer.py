"""The xpointer forms in use: an id, `element()`, and `xpointer()` with a simple path.

pointer   = NAME | part { part }              the first part that selects something counts
part      = "element(" NAME? { "/" N } ")" | "xpointer(" path { "|" path } ")" | "xmlns(" PREFIX "=" URI ")"
path      = "id('x')" { step } | step { step }
step      = ("/" | "//") [ "child::" | "descendant::" | "self::" ] test { "[" predicate "]" }
test      = "*" | NAME | PREFIX ":" NAME | "node()" | "text()"
predicate = N | "@" NAME [ "=" LITERAL ] | "not(" predicate ")" | "self::" NAME { "or" "self::" NAME }
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbook2rst.pattern import Pattern
from docbook2rst.source.tree import Element

__all__ = ["UnknownPointerError", "select"]

_NAME = r"[^\W\d][\w.\-]*"
_PART = Pattern(r"\s*(\w+)\(")
_ID = Pattern(r"""id\(\s*(?:"([^"]*)"|'([^']*)')\s*\)""")
_STEP = Pattern(
    rf"(//?)(?:(child|descendant|descendant-or-self|self)::)?(\*|node\(\)|text\(\)|(?:{_NAME}:)?{_NAME}|(?:{_NAME}:)\*)((?:\[[^\[\]]*\])*)"
)
_PREDICATE = Pattern(r"\[([^\[\]]*)\]")
_HAS_ATTRIBUTE = Pattern(rf"""@((?:{_NAME}:)?{_NAME})(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?$""")
_IS_NAMED = Pattern(rf"self::(?:{_NAME}:)?({_NAME})$")


class UnknownPointerError(Exception):
    """The pointer has a form that is not understood."""


def select(root: Element, pointer: str) -> list[Element | str]:
    """The elements and texts below (or at) `root` that `pointer` names, in document order; empty where there are none.

    Raises:
        UnknownPointerError: its form is not one of those above.
    """
    pointer = pointer.strip()
    if re.fullmatch(_NAME, pointer):
        return _by_id(root, pointer)
    for scheme, body in _parts(pointer):
        match scheme:
            case "element":
                found = _element(root, body)
            case "xpointer" | "xpath" | "xpath1":
                found = _union(root, body)
            case "xmlns":
                continue
            case _:
                raise UnknownPointerError(scheme)
        if found:
            return found
    return []


def _parts(pointer: str) -> Iterator[tuple[str, str]]:
    """The schemes of a pointer with what stands in their parentheses."""
    start = 0
    while start < len(pointer):
        head = _PART().match(pointer, start)
        if head is None:
            raise UnknownPointerError(pointer)
        depth, index = 1, head.end()
        while depth and index < len(pointer):
            depth += {"(": 1, ")": -1}.get(pointer[index], 0)
            index += 1
        if depth:
            raise UnknownPointerError(pointer)
        yield head[1], pointer[head.end() : index - 1].strip()
        start = index + len(pointer[index:]) - len(pointer[index:].lstrip())


def _by_id(root: Element, name: str) -> list[Element | str]:
    return next(([element] for element in root.iter() if element.id == name), [])


def _above(root: Element) -> Element:
    """A document node that knows its root; the root does not know it."""
    document = Element("#document", {}, root.path, 0)
    document.children = [root]
    return document


def _element(root: Element, body: str) -> list[Element | str]:
    name, *numbers = body.split("/")
    if not all(number.isascii() and number.isdigit() for number in numbers) or not (name or numbers):
        raise UnknownPointerError(body)
    found: list[Element | str] = _by_id(root, name) if name else [_above(root)]
    for number in numbers:
        below = [child for element in found if isinstance(element, Element) for child in element.elements()]
        found = list(below[int(number) - 1 : int(number)]) if int(number) else []
    return found


def _union(root: Element, body: str) -> list[Element | str]:
    found: list[Element | str] = []
    for path in body.split("|"):
        found += [item for item in _path(root, path.strip()) if not any(item is other for other in found)]
    return found


def _path(root: Element, path: str) -> list[Element | str]:
    start = _ID().match(path)
    document = _above(root)
    items: list[Element | str] = [document]
    index = 0
    if start:
        items, index = _by_id(root, start[1] or start[2] or ""), start.end()
    while index < len(path):
        step = _STEP().match(path, index)
        if step is None:
            raise UnknownPointerError(path)
        items = _step(items, *step.groups(default=""))
        index = step.end()
    return [item for item in items if item is not document]


def _step(items: list[Element | str], slash: str, axis: str, test: str, predicates: str) -> list[Element | str]:
    found: dict[int, Element | str] = {}
    for context in items:
        if not isinstance(context, Element):
            continue
        parents = list(context.iter()) if slash == "//" else [context]
        for parent in parents:
            chosen = [item for item in _axis(parent, axis) if _passes(item, test)]
            for predicate in _PREDICATE().findall(predicates):
                chosen = _filter(chosen, predicate.strip())
            found.update((id(item), item) for item in chosen)
    return list(found.values())


def _axis(parent: Element, axis: str) -> list[Element | str]:
    if axis == "self":
        return [parent]
    if axis.startswith("descendant"):
        below = list(parent.iter())
        return list(below if axis.endswith("self") else below[1:])
    return list(parent.children)


def _passes(item: Element | str, test: str) -> bool:
    if isinstance(item, str):
        return test in {"node()", "text()"}
    if test == "text()":
        return False
    local = test.rpartition(":")[2]
    return local in {"node()", "*", item.tag.rpartition("}")[2]}


def _filter(items: list[Element | str], predicate: str) -> list[Element | str]:
    if predicate.isascii() and predicate.isdigit():
        number = int(predicate)
        return items[number - 1 : number] if number else []
    if predicate == "last()":
        return items[-1:]
    return [item for item in items if _holds(item, predicate)]


def _holds(item: Element | str, predicate: str) -> bool:
    if predicate.startswith("not(") and predicate.endswith(")"):
        return not _holds(item, predicate[4:-1].strip())
    attribute = _HAS_ATTRIBUTE().match(predicate)
    if attribute:
        if isinstance(item, str):
            return False
        value = item.attrib.get(attribute[1])
        wanted = attribute[2] if attribute[2] is not None else attribute[3]
        return value is not None and (wanted is None or value == wanted)
    names = [_IS_NAMED().match(part.strip()) for part in predicate.split(" or ")]
    if not all(names):
        raise UnknownPointerError(predicate)
    return isinstance(item, Element) and any(name and name[1] == item.tag.rpartition("}")[2] for name in names)
