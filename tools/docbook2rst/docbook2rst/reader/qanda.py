"""Questions and answers: a definition list whose terms are the questions."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.reader import space
from docbook2rst.reader.enclosed import ASIDE, enclosed, part_of
from docbook2rst.reader.phrases import label
from docbook2rst.reader.titles import INFO, TITLES, titled
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element

__all__: list[str] = []

_STYLES = ("qanda", "number", "none")


@element("qandaset")
def qandaset(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A definition list, in a container with the title if it has one."""
    style = _style(element, "number")
    rest, place = enclosed(reader, element, parent)
    _entries(reader, rest, place, style, "")


def _style(element: Element, default: str) -> str:
    """The kind of label that `element` asks for: "qanda", "number" or "none"."""
    style = element.get("defaultlabel")
    return style if style in _STYLES else default


def _entries(reader: Reader, element: Element, place: nodes.Element, style: str, prefix: str) -> None:
    """Append the entries and divisions of `element`, numbered together; what stands before or between them is in place."""
    node: nodes.Element | None = None
    number = 0
    loose: list[Element | str] = []
    needs_id = element.id is not None
    for child in element.children:
        if isinstance(child, str) or child.tag not in ("qandaentry", "qandadiv"):
            loose.append(child)
            continue
        if _is_something(loose):
            reader.blocks(part_of(element, loose), place)
            node = None
        loose = []
        number += 1
        if child.tag == "qandadiv":
            _division(reader, child, place, style, f"{prefix}{number}.")
            node = None
            continue
        if node is None:
            node = nodes.definition_list(classes=["db-qandaset"])
            place.append(node)
        if needs_id:
            reader.label(element, node, first=True)
            needs_id = False
        _entry(reader, child, node, style, f"{prefix}{number}.")
    if _is_something(loose):
        reader.blocks(part_of(element, loose), place)
    if needs_id:
        place.append(nodes.paragraph("", "", target := nodes.target()))
        reader.label(element, target)


def _is_something(loose: list[Element | str]) -> bool:
    return any(not isinstance(child, str) or child.strip() for child in loose)


@element("qandadiv")
def qandadiv(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A division outside a set."""
    _division(reader, element, parent, _style(element, "number"), "1.")


def _division(reader: Reader, element: Element, place: nodes.Element, style: str, number: str) -> None:
    """Append a division: a container with the title, its entries numbered below its own number."""
    node = titled(reader, element, place)
    first = node.children[0] if node.children else None
    if isinstance(first, nodes.rubric) and style == "number":
        label(first, nodes.Text(number))
    for child in element.elements():
        if child.tag in INFO:
            reader.read(child, node)
    rest = part_of(element, [child for child in element.children if isinstance(child, str) or child.tag not in ASIDE])
    _entries(reader, rest, node, _style(element, style), number if style == "number" else "")


@element("qandaentry")
def qandaentry(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """An entry outside a set: a list of one."""
    node = nodes.definition_list(classes=["db-qandaset"])
    parent.append(node)
    _entry(reader, element, node, "number", "1.")


def _entry(reader: Reader, element: Element, node: nodes.Element, style: str, number: str) -> None:
    """Append one item: the question's first paragraph is the term, all else the definition."""
    item = reader.open(nodes.definition_list_item(), element, node)
    term = nodes.term()
    item.append(term)
    definition = nodes.definition()
    question = element.find("question")
    if question is not None:
        _question(reader, question, term, definition, {"qanda": "Q:", "number": number}.get(style, ""))
    if not term.children:
        term.append(nodes.Text(number if style != "qanda" else "Q:"))
    reader.finish(term)
    item.append(definition)
    for child in element.elements():
        if child.tag in INFO:
            reader.read(child, definition)
    rest = [part for part in element.children if isinstance(part, str) or part.tag not in ("question", "answer", *ASIDE)]
    if _is_something(rest):
        reader.blocks(part_of(element, rest), definition)
    for child in element.elements():
        if child.tag == "answer":
            _answer(reader, child, definition, style)
    if not definition.children:
        definition.append(nodes.comment())


def _label(reader: Reader, holder: Element, generated: str) -> list[nodes.Node]:
    """The content of the label of a question or answer: its own, else the generated one."""
    written = holder.find("label")
    if written is None:
        return [nodes.Text(generated)] if generated else []
    content = nodes.inline()
    reader.run(written, content)
    space.tidy(content, [])
    return content.children


def _question(reader: Reader, question: Element, term: nodes.term, definition: nodes.definition, generated: str) -> None:
    """Fill the term with the label and the question's first paragraph; its further blocks open the definition."""
    mark = _label(reader, question, generated)
    blocks = nodes.container()
    reader.blocks(part_of(question, list(question.children)), blocks, skip=("label", *TITLES))
    index = next((at for at, block in enumerate(blocks.children) if isinstance(block, nodes.paragraph)), None)
    if index is not None:
        first = blocks.children.pop(index)
        assert isinstance(first, nodes.paragraph)
        for identifier in first["ids"]:
            term.insert(0, target := nodes.target(ids=[identifier]))
            _move_label(reader, identifier, target)
        term.extend(first.children)
    if mark:
        label(term, *mark)
    if question.id:
        target = nodes.target()
        if reader.label(question, target):
            term.insert(0, target)
    definition.extend(blocks.children)


def _move_label(reader: Reader, identifier: str, target: nodes.target) -> None:
    """Let references to the id of a paragraph that became the term find it there."""
    known = reader.labels.by_id.get(identifier)
    if known is not None:
        reader.labels.by_id[identifier] = known._replace(node=target)


def _answer(reader: Reader, answer: Element, definition: nodes.definition, style: str) -> None:
    """Append an answer's blocks, its label at the start of the first paragraph; entries inside it are a list of their own."""
    before = len(definition.children)
    mark = _label(reader, answer, "A:" if style == "qanda" else "")
    entries = [child for child in answer.elements() if child.tag == "qandaentry"]
    reader.blocks(part_of(answer, list(answer.children)), definition, skip=("label", *TITLES, "qandaentry"))
    added = [node for node in definition.children[before:] if isinstance(node, nodes.Element)]
    if mark:
        if not added or not isinstance(added[0], nodes.paragraph):
            definition.insert(before, nodes.paragraph())
        first = definition.children[before]
        assert isinstance(first, nodes.paragraph)
        label(first, *mark)
    if answer.id and len(definition.children) > before:
        first = definition.children[before]
        assert isinstance(first, nodes.Element)
        reader.label(answer, first, first=True)
    if entries:
        _entries(reader, part_of(answer, list(entries)), definition, style, "")
