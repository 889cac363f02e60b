"""The text of references: checked targets, and for those without text what docbook-xsl would print."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from docbook2rst.nodes import indexterm, xref
from docbook2rst.problems import Problems
from docbook2rst.reader import space
from docbook2rst.reader.labels import Label, Labels, Reference
from docbook2rst.transforms.numbering import label_of, title_of
from docbook2rst.transforms.order import elements

__all__ = ["fill_references"]

_LEFT_OUT = (nodes.target, nodes.footnote_reference, indexterm)
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def fill_references(document: nodes.document, labels: Labels, problems: Problems) -> None:
    """Check the targets of all references, and give text to those that have none."""
    waiting = {id(reference.node): reference for reference in labels.references}
    for reference in labels.references:
        if waiting.pop(id(reference.node), None):
            _fill(reference, labels, problems, waiting)
    if any(reference.node["refid"] not in labels.by_id for reference in labels.references):
        for node in [node for node in elements(document) if isinstance(node, xref) and _is_undefined(node, labels)]:
            _undefined(node)


def _fill(reference: Reference, labels: Labels, problems: Problems, waiting: dict[int, Reference]) -> None:
    """Finish one reference, and before it those whose text it quotes."""
    node = reference.node
    document, mark, target = node["refid"].rpartition("#")
    if mark and document in labels.by_id:
        node["refid"] = target or document
    label = labels.by_id.get(node["refid"])
    if label is None:
        problems.add("DB301", reference.position, element=reference.tag, target=node["refid"])
        if not node.astext():
            node.append(nodes.Text(target or document))
        return
    if any(not isinstance(child, _LEFT_OUT) for child in node.children):
        return
    content = _endterm(reference, labels, problems)
    if content is None:
        content = [nodes.Text(label.xreflabel)] if label.xreflabel else _target_text(label, labels)
    for source in content:
        for inner in _xrefs_in(source):
            if id(inner) in waiting:
                _fill(waiting.pop(id(inner)), labels, problems, waiting)
    node.extend(_copies(content))
    space.trim(node, [])
    if not node.astext():
        node.append(nodes.Text(node["refid"]))


def _is_undefined(node: xref, labels: Labels) -> bool:
    """Whether the reference leads nowhere; one into another document may lead somewhere, which only the project knows."""
    return node["refid"] not in labels.by_id and "#" not in node["refid"]


def _undefined(node: xref) -> None:
    """Put text in the place of a reference that leads nowhere, or of a piece of one that a block cut in two."""
    inline = nodes.inline(classes=["db-undefined"])
    inline.source, inline.line = node.source, node.line
    inline.extend(node.children)
    siblings = node.parent.children
    siblings[siblings.index(node)] = inline
    inline.parent = node.parent


def _endterm(reference: Reference, labels: Labels, problems: Problems) -> list[nodes.Node] | None:
    """The content of the element that `endterm` names."""
    if not reference.endterm:
        return None
    label = labels.by_id.get(reference.endterm)
    if label is None:
        problems.add("DB304", reference.position, element=reference.tag, target=reference.endterm)
        return None
    title = title_of(label.node)
    if title is not None:
        return _without_label(title)
    if isinstance(label.node, nodes.target) and isinstance(label.node.parent, nodes.term):
        return list(label.node.parent.children)
    content = list(label.node.children)
    has_blocks = any(not isinstance(child, nodes.Text | nodes.Inline) for child in content)
    return [nodes.Text(label.node.astext())] if has_blocks else content


def _without_label(title: nodes.Element) -> list[nodes.Node]:
    return title.children[1:] if label_of(title) is not None else list(title.children)


def _target_text(label: Label, labels: Labels) -> list[nodes.Node]:
    """What a reference to the labelled node says; the title of the section around it if it has nothing to say.

    A section's short title wins over its title, as docbook-xsl has it (gentext.xsl, `titleabbrev.markup` for an xref).
    """
    node: nodes.Element = label.node
    if id(node) in labels.short_titles:
        return list(labels.short_titles[id(node)].children)
    if isinstance(node, nodes.target | nodes.inline) and label.tag in ("term", "glossterm") and _term(node):
        return list(_term(node))
    if label.tag in ("co", "callout") and not isinstance(node, nodes.list_item):
        return [nodes.Text(node.astext())]
    content = _question_text(node, label.tag) if label.tag in ("question", "answer") else _own_text(label.tag, node)
    while not content and node.parent is not None:
        node = node.parent
        if isinstance(node, nodes.section):
            content = _own_text("", node)
    return content


def _own_text(tag: str, node: nodes.Element) -> list[nodes.Node]:
    """What names `node` itself; nothing for a paragraph, a listing and the like."""
    if isinstance(node, nodes.footnote):
        return [nodes.Text(f"[{node.children[0].astext()}]")]
    if isinstance(node, nodes.list_item):
        mark = label_of(node.children[0]) if tag == "callout" and isinstance(node.children[0], nodes.Element) else None
        if mark is not None:
            return [nodes.Text(mark.astext())]
        number = _item_number(node)
        if tag == "callout" and number:
            return [nodes.Text(f"({number})")]
        return [nodes.Text(f"Step {number}" if tag == "step" and number else number)] if number else []
    if isinstance(node, nodes.definition_list_item | nodes.definition):
        return _definition_text(node)
    if "db-biblioentry" in node["classes"]:
        return [nodes.Text(_bracketed(node.astext()))]
    title = title_of(node)
    if title is None:
        return []
    mark = label_of(title)
    return list(title.children) if mark is None else [nodes.Text(mark.astext().strip().removesuffix("."))]


def _term(node: nodes.Element) -> list[nodes.Node]:
    """The content of the term around `node`."""
    ancestor: nodes.Element | None = node
    while ancestor is not None and not isinstance(ancestor, nodes.term):
        ancestor = ancestor.parent
    return [] if ancestor is None else list(ancestor.children)


def _question_text(node: nodes.Element, tag: str) -> list[nodes.Node]:
    """The number of the question around `node`, marked as what of it is meant."""
    ancestor: nodes.Element | None = node
    while ancestor is not None and not isinstance(ancestor, nodes.definition_list_item):
        ancestor = ancestor.parent
    content = _definition_text(ancestor) if ancestor is not None else []
    return [nodes.Text(content[0].astext().replace("Q:", "A:"))] if tag == "answer" and content else content


def _definition_text(node: nodes.Element) -> list[nodes.Node]:
    """The term of a definition; the number of a question."""
    item = node if isinstance(node, nodes.definition_list_item) else node.parent
    if not isinstance(item, nodes.definition_list_item):
        return []
    if "db-qandaset" in item.parent["classes"]:
        entries = [child for child in item.parent.children if isinstance(child, nodes.definition_list_item)]
        return [nodes.Text(f"Q: {entries.index(item) + 1}")]
    return _term(item.children[0]) if isinstance(item.children[0], nodes.term) else []


def _bracketed(text: str) -> str:
    """The label "[x]" that `text` begins with, else its first words."""
    if text.startswith("[") and "]" in text:
        return text[: text.index("]") + 1]
    return " ".join(text.split()[:5])


def _item_number(item: nodes.list_item) -> str:
    """The number of an item as its list shows it; empty in a bulleted list."""
    parent = item.parent
    if not isinstance(parent, nodes.enumerated_list):
        return ""
    number = parent.get("start", 1) + parent.index(item)
    kind = parent["enumtype"]
    if kind == "arabic":
        text = str(number)
    elif kind.endswith("roman"):
        text = _roman(number)
    else:
        text = _letters(number)
    return text.upper() if kind.startswith("upper") else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _letters(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number - 1, 26)
        text = chr(ord("a") + digit) + text
    return text


def _xrefs_in(node: nodes.Node) -> list[xref]:
    if isinstance(node, xref):
        return [node]
    return [found for child in node.children for found in _xrefs_in(child)]


def _copies(content: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Copies of `content` without ids, footnote marks, index entries, targets and links, which may stand only once."""
    copies: list[nodes.Node] = []
    for node in content:
        if isinstance(node, nodes.Text):
            copies.append(nodes.Text(str(node)))
        elif isinstance(node, xref | nodes.reference):
            copies += _copies(node.children)
        elif isinstance(node, nodes.Element) and not isinstance(node, _LEFT_OUT):
            copy = node.copy()
            copy["ids"] = []
            copy.extend(_copies(node.children))
            copies.append(copy)
    return copies
