"""Blocks as reST: sections, paragraphs, listings, containers, figures and what else is not a list or a table."""

from __future__ import annotations

from typing import cast

from docutils import nodes

from docbook2rst.nodes import indexterm
from docbook2rst.role_names import NO_CLASS
from docbook2rst.writers.escape import escape_content, width
from docbook2rst.writers.listing import ESCAPED, encode, encode_tight, mode
from docbook2rst.writers.rst_inline import compose, index_lines
from docbook2rst.writers.rst_visit import UnknownNodeError, Writer, block, class_option

__all__ = ["DEPTH", "RULES", "SECTION"]

RULES = "=-~^\"'*+#<>_`,.!$%&/;?@|(){}[]"
"""The characters under titles, by depth."""
SECTION = "db-section"
"""The class of a section that no comment names."""
DEPTH = "db-depth-"
"""What begins the comment before footnotes that belong to an outer section."""


@block(nodes.section)
def section(writer: Writer, node: nodes.Element) -> None:
    """A title with a rule under it; a comment before it names the section's classes unless they are the usual one."""
    layout = writer.layout
    if node["classes"] != [SECTION]:
        layout.line(f".. {' '.join(node['classes']) or NO_CLASS}")
        layout.gap()
    writer.label(node)
    children = node.children
    if not children or not isinstance(children[0], nodes.title):
        raise UnknownNodeError(node, "without a title")
    if writer.depth >= len(RULES):
        raise UnknownNodeError(node, f"nested deeper than {len(RULES)}")
    title = writer.one_line(children[0])
    layout.line(title)
    layout.line(RULES[writer.depth] * max(4, width(title)))
    writer.depth += 1
    writer.blocks(children[1:])
    writer.depth -= 1


@block(nodes.paragraph)
def paragraph(writer: Writer, node: nodes.Element) -> None:
    """Its text, one line for each of its source."""
    writer.layout.lines(writer.text(node) or writer.nothing())


@block(nodes.rubric)
def rubric(writer: Writer, node: nodes.Element) -> None:
    """The directive `rubric`."""
    writer.directive("rubric", writer.text(node) or writer.nothing(), {"class": class_option(node)})


@block(nodes.container)
def container(writer: Writer, node: nodes.Element) -> None:
    """The directive `container`, its classes the argument."""
    writer.directive("container", " ".join(node["classes"]))
    writer.content(node.children)


@block(
    nodes.note, nodes.tip, nodes.warning, nodes.caution, nodes.important, nodes.danger, nodes.attention, nodes.hint, nodes.error
)
def admonition(writer: Writer, node: nodes.Element) -> None:
    """The directive of the node's name."""
    writer.directive(node.tagname, "", {"class": class_option(node)})
    writer.content(node.children)


@block(nodes.admonition, nodes.topic, nodes.sidebar)
def titled(writer: Writer, node: nodes.Element) -> None:
    """A directive whose argument is the title."""
    title, *rest = node.children
    if not isinstance(title, nodes.title):
        raise UnknownNodeError(node, "without a title")
    writer.directive(node.tagname, writer.text(title) or writer.nothing(), {"class": class_option(node)})
    writer.content(rest)


@block(nodes.compound)
def compound(writer: Writer, node: nodes.Element) -> None:
    """The directive `compound`."""
    writer.directive("compound", "", {"class": class_option(node)})
    writer.content(node.children)


@block(nodes.block_quote)
def block_quote(writer: Writer, node: nodes.Element) -> None:
    """Indented blocks, the attribution behind two hyphens."""
    outer, writer.is_quoted = writer.is_quoted, True
    with writer.layout.indented("   "):
        children = node.children
        last = children[-1] if children and isinstance(children[-1], nodes.attribution) else None
        blocks = children[:-1] if last is not None else children
        if blocks:
            writer.blocks(blocks)
        else:
            writer.layout.line(writer.nothing())
        if last is not None:
            writer.is_quoted = False
            writer.layout.gap()
            with writer.layout.indented("   ", first="-- "):
                writer.layout.lines(writer.text(last) or writer.nothing())
    writer.is_quoted = outer


@block(nodes.literal_block)
def literal_block(writer: Writer, node: nodes.Element) -> None:
    """`code-block` where the listing has a language and no markup, else `parsed-literal`."""
    text = node.astext()
    is_code = "language" in node and all(isinstance(child, nodes.Text) for child in node.children)
    how = mode(text)
    if how == "retab" and not is_code:
        how = "escaped"
    options: dict[str, str | None] = {"class": " ".join([*node["classes"], *([how] if how else [])]) or NO_CLASS}
    if is_code:
        extra = node.get("highlight_args") or {}
        options["force"] = "" if node.get("force") else None
        options["linenos"] = "" if node.get("linenos") and "linenostart" not in extra else None
        options["lineno-start"] = str(extra["linenostart"]) if "linenostart" in extra else None
        writer.directive("code-block", node["language"], options)
        content = encode(text, how)
    else:
        writer.directive("parsed-literal", "", options)
        content = compose(writer, _encoded(writer, node, how))
    with writer.layout.indented("   "):
        writer.layout.gap()
        writer.layout.lines(content)


def _encoded(writer: Writer, node: nodes.Element, how: str) -> nodes.Element:
    """`node` itself, or a copy of it with each text encoded, its footnote marks known to `writer`."""
    if not how:
        return node
    copy = node.deepcopy()
    marks = zip(node.findall(nodes.footnote_reference), copy.findall(nodes.footnote_reference), strict=True)
    writer.footnotes.update({id(other): writer.footnotes[id(mark)] for mark, other in marks})
    texts = list(copy.findall(nodes.Text))
    for at, text in enumerate(texts):
        coded = encode(str(text), how, is_first=at == 0, is_last=at == len(texts) - 1)
        text.parent.replace(text, nodes.Text(coded))
    if not texts:
        copy += nodes.Text(encode("", how))
    return copy


@block(nodes.math_block)
def math_block(writer: Writer, node: nodes.Element) -> None:
    """The directive `math`; a formula with an empty line, which would be two, is written as an odd listing is."""
    text = node.astext()
    is_odd = mode(text) != "" or "\n\n" in text or text[:1].isspace()
    writer.directive("math", "", {"class": " ".join([*node["classes"], *([ESCAPED] if is_odd else [])]) or None})
    if is_odd:
        text = encode_tight(text)
    with writer.layout.indented("   "):
        writer.layout.gap()
        writer.layout.lines(text)


def _image_options(node: nodes.Element) -> dict[str, str | None]:
    options: dict[str, str | None] = {"alt": None}
    if "alt" in node:
        options["alt"] = "\n".join(line for line in node["alt"].splitlines() if line.strip())
    options |= {key: str(node[key]) if key in node else None for key in ("width", "height", "scale")}
    return options


def _uri(node: nodes.Element) -> str:
    uri = escape_content(node["uri"], " ")
    return "\\" + uri if uri.startswith(":") else uri


@block(nodes.image)
def image(writer: Writer, node: nodes.Element) -> None:
    """The directive `image`."""
    options = _image_options(node) | {"align": node.get("align"), "class": class_option(node)}
    writer.directive("image", _uri(node), options)


@block(nodes.figure)
def figure(writer: Writer, node: nodes.Element) -> None:
    """The directive `figure`: options, caption, legend."""
    picture, *rest = node.children
    if not isinstance(picture, nodes.image):
        raise UnknownNodeError(node, "without an image")
    options = _image_options(picture) | {"class": class_option(picture), "figclass": class_option(node)}
    options |= {"align": node.get("align"), "figwidth": node.get("width")}
    writer.directive("figure", _uri(picture), options)
    if not rest:
        return
    layout = writer.layout
    with layout.indented("   "):
        layout.gap()
        if isinstance(rest[0], nodes.caption):
            layout.lines(writer.text(cast("nodes.Element", rest.pop(0))) or writer.nothing())
        else:
            layout.line("..")
        for legend in rest:
            layout.gap()
            writer.blocks(legend.children)


@block(nodes.footnote)
def footnote(writer: Writer, node: nodes.Element) -> None:
    """A numbered footnote under its label; a comment says the depth of its section where sections stand before it."""
    siblings = node.parent.children if node.parent is not None else []
    at = next((at for at, child in enumerate(siblings) if child is node), 0)
    if at and not isinstance(siblings[at - 1], nodes.footnote) and any(isinstance(n, nodes.section) for n in siblings[:at]):
        writer.layout.line(f".. {DEPTH}{writer.depth}")
        writer.layout.gap()
    writer.item(f".. [#{writer.footnotes[id(node)]}]", [child for child in node.children if not isinstance(child, nodes.label)])


@block(indexterm)
def index(writer: Writer, node: nodes.Element) -> None:
    """The directive `index`, one line an entry."""
    writer.directive("index", "\n".join(index_lines(node)))


@block(nodes.comment)
def comment(writer: Writer, node: nodes.Element) -> None:
    """The comment, which nothing reads."""
    writer.layout.line("..")
    with writer.layout.indented("   "):
        for line in node.astext().split("\n"):
            writer.layout.line(line.rstrip())


@block(nodes.transition)
def transition(writer: Writer, node: nodes.Element) -> None:
    """A rule."""
    del node
    writer.layout.line("----")
