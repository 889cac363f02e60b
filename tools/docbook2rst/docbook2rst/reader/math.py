"""Equations: TeX becomes mathematics, MathML its text on one line, pictures stay pictures."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.elements import Flow
from docbook2rst.reader.enclosed import ASIDE
from docbook2rst.reader.titles import INFO, titled
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element

__all__ = ["linear"]

_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_PICTURES = frozenset(("mediaobject", "graphic", "inlinemediaobject", "inlinegraphic"))
_BINARY = {"msup": "^", "msub": "_", "mfrac": "/", "mover": "^", "munder": "_"}


@element("equation", "informalequation")
def equation(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A container with the title, then the formula; alternative texts only where nothing else says it."""
    node = titled(reader, element, parent)
    for child in element.elements():
        if child.tag in INFO:
            reader.read(child, node)
    alternatives = [child for child in element.elements() if child.tag == "alt"]
    for child in element.elements():
        if child.tag in ASIDE or child.tag == "alt":
            continue
        if child.tag == "mathphrase":
            paragraph = nodes.paragraph()
            node.append(paragraph)
            reader.read(child, paragraph)
            reader.finish(paragraph)
        elif child.tag.startswith(_MATHML):
            _report(reader, child)
            node.append(nodes.paragraph("", "", nodes.inline("", linear(child), classes=["db-mathphrase"])))
        else:
            reader.read(child, node)
    for alt in alternatives:
        _alternative(alt, node, reader)
    loose = " ".join("".join(child for child in element.children if isinstance(child, str)).split())
    if loose:
        node.append(nodes.paragraph("", loose))


def _report(reader: Reader, formula: Element) -> None:
    reader.problems.add("DB202", formula.position, element=formula.tag.removeprefix(_MATHML), form="its text")


def _alternative(alt: Element, node: nodes.Element, reader: Reader) -> None:
    """TeX as mathematics, other text as a paragraph."""
    text = alt.text().strip()
    if not text:
        return
    if _is_tex(alt):
        block = nodes.math_block("", _without_dollars(text))
        block["xml:space"] = "preserve"
        reader.open(block, alt, node)
    else:
        reader.inlines(alt, reader.open(nodes.paragraph(classes=["db-alt"]), alt, node))


def _is_tex(alt: Element) -> bool:
    """Whether `alt` is written in TeX: it says so, or nothing but TeX looks like it."""
    text = alt.text().strip()
    return alt.get("role") in ("tex", "latex") or text.startswith(("\\", "$")) or ("{" in text and "^" in text)


def _without_dollars(text: str) -> str:
    for mark in ("$$", "$"):
        if text.startswith(mark) and text.endswith(mark) and len(text) > 2 * len(mark):
            return text[len(mark) : -len(mark)].strip()
    return text


@element("inlineequation", flow=Flow.INLINE)
def inlineequation(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """The formula in the line: its phrase, picture or MathML; alternative text where there is none of them."""
    if element.id:
        reader.open(nodes.target(), element, parent)
    shown = [child for child in element.elements() if child.tag != "alt" and child.tag not in ASIDE]
    for child in shown:
        if child.tag.startswith(_MATHML):
            _report(reader, child)
            parent.append(nodes.inline("", linear(child), classes=["db-mathphrase"]))
        else:
            reader.read(child, parent)
    for alt in (child for child in element.elements() if child.tag == "alt"):
        if shown:
            parent.append(nodes.Text(" "))
        reader.read(alt, parent)
    for text in (child for child in element.children if isinstance(child, str) and child.strip()):
        parent.append(nodes.Text(text))


@element("mathphrase", flow=Flow.INLINE)
def mathphrase(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A formula in ordinary text."""
    reader.inlines(element, reader.open(nodes.inline(classes=["db-mathphrase"]), element, parent))


@element("alt", flow=Flow.INLINE)
def alt(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """Mathematics where it is TeX, else text of the class db-alt."""
    text = element.text().strip()
    if text and _is_tex(element):
        reader.open(nodes.math("", _without_dollars(" ".join(text.split()))), element, parent)
    elif text:
        reader.inlines(element, reader.open(nodes.inline(classes=["db-alt"]), element, parent))


def linear(element: Element) -> str:
    """MathML on one line: `x^2`, `a/b`, `√(x)`; all of its words in their order.

    >>> linear(Element("mi", {}, "x.xml", 1))
    ''
    """
    name = element.tag.removeprefix(_MATHML)
    parts = [child.strip() if isinstance(child, str) else linear(child) for child in element.children]
    parts = [" ".join(part.split()) for part in parts if part.strip()]
    if name in _BINARY and len(parts) == 2:  # noqa: PLR2004 - base and script
        return _BINARY[name].join(_grouped(part) for part in parts)
    if name in ("msqrt", "mroot"):
        return f"√({' '.join(parts)})"
    if name == "mfenced":
        return f"{element.get('open', '(')}{', '.join(parts)}{element.get('close', ')')}"
    if name == "mtr":
        return f"{', '.join(parts)};"
    return " ".join(parts)


def _grouped(text: str) -> str:
    return text if " " not in text else f"({text})"
