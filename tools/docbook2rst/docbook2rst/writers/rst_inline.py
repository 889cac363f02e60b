"""Inline nodes as reST: each becomes one string, and `compose` puts the strings side by side so that each is recognised.

reST knows inline markup by its surroundings and does not nest it.  Where the surroundings do not allow it, an escaped space
stands between; where something nests, or its text begins or ends with white space, a role `db:NAME.rich` holds reST.
"""

from __future__ import annotations

import re

from docutils import nodes

from docbook2rst.nodes import indexterm, xref
from docbook2rst.role_names import IMAGE_CLASSES, KINDS, NEXT_ENTRY, NO_CLASS, PLAIN, SPECIAL, embed
from docbook2rst.writers.escape import GUARD, escape_content, escape_text, is_line_hazard, split_odd
from docbook2rst.writers.listing import encode_tight
from docbook2rst.writers.rst_visit import INLINES, UnknownNodeError, Writer, inline

__all__ = ["compose", "index_lines"]

_KIND_NAMES: dict[type[nodes.Element], str] = {node_class: name for name, node_class in KINDS.items()}
_ROLE_NAME = re.compile(r"[a-z0-9]+(?:[-+][a-z0-9]+)*(?![\s\S])")
_SAFE_BEFORE = frozenset("([{</-")
_SAFE_AFTER = frozenset(".,;!?)]}/-\\")
_PLAIN_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-;=?-\[\]^-_a-~]*[!-;=?-\[\]^a-~](?![\s\S])")
_COLON = re.compile(r"((?<= ):(?= ))")
_EDGE = re.compile(r"\A\s+|\s+\Z")


def compose(writer: Writer, node: nodes.Element) -> str:
    """The children of the text element `node` side by side."""
    children = node.children
    if len(children) == 1 and isinstance(children[0], nodes.Text) and not writer.is_term:
        text = str(children[0])
        if text.isascii() and not any(char in text for char in "\v\f\t\r\x1c\x1d\x1e"):
            return escape_text(text)
    return _join(_pieces(writer, node))


def _pieces(writer: Writer, node: nodes.Element) -> list[tuple[str, str]]:
    """The children of `node`, each as its reST and the first character inside its markup (empty for text)."""
    pieces: list[tuple[str, str]] = []
    texts: list[str] = []

    def flush(*, is_last: bool) -> None:
        if texts:
            for at, part in enumerate(_cut(writer, "".join(texts), is_last=is_last)):
                if at % 2:
                    pieces.append((_char(writer, part), "x"))
                elif part:
                    pieces.append((escape_text(part), ""))
            texts.clear()

    for child in node.children:
        if isinstance(child, nodes.Text):
            texts.append(str(child))
            continue
        flush(is_last=False)
        function = INLINES.get(type(child))
        if function is None or not isinstance(child, nodes.Element):
            raise UnknownNodeError(child, f"inside <{node.tagname}>")
        if string := function(writer, child):
            pieces.append((string, _text(child)[:1] or "x"))
    flush(is_last=True)
    return pieces


def _cut(writer: Writer, text: str, *, is_last: bool) -> list[str]:
    """`text` cut where a character must be written by its number; in a term a lone colon, too."""
    if not writer.is_term:
        return split_odd(text, is_last=is_last)
    found: list[str] = []
    parts = _COLON.split(text.replace("\n", " "))
    for at, part in enumerate(parts):
        found.extend([part] if at % 2 else split_odd(part, is_last=is_last and at == len(parts) - 1))
    return found


def _join(pieces: list[tuple[str, str]]) -> str:
    """`pieces` side by side, with an escaped space where a mark would not be recognised."""
    out: list[str] = []
    last, is_after_mark = "\n", False
    for string, inner in pieces:
        if inner:
            is_safe = not out or last.isspace() or (last in _SAFE_BEFORE and inner.isalnum())
            if is_after_mark or not is_safe:
                out.append(GUARD)
        elif is_after_mark and not _may_follow(string):
            out.append(GUARD)
        out.append(string)
        last, is_after_mark = string[-1], bool(inner) and string[-1] != " "
    return "".join(out)


def _may_follow(text: str) -> bool:
    """Whether the escaped `text` may stand behind inline markup as it is."""
    first = text[0]
    if first == ":":
        return len(text) == 1 or text[1].isspace()
    return first in _SAFE_AFTER or first in " \n"


def _role(writer: Writer, name: str, content: str, base: str = "", classes: str = "") -> str:
    """The use of the role `db:NAME`, which is declared at the head with its `base` and, if need be, `classes`."""
    role = "db:" + name
    writer.roles.setdefault(role, (base, classes))
    return f":{role}:`{content}`"


def _char(writer: Writer, char: str) -> str:
    return _role(writer, "char", f"{ord(char):x}")


def _text(node: nodes.Element) -> str:
    """As `node.astext()`, but quick for the usual node, which holds one text."""
    children = node.children
    if len(children) == 1 and isinstance(children[0], nodes.Text) and "\0" not in children[0]:
        return str(children[0])
    return node.astext()


def _is_simple(node: nodes.Element) -> bool:
    """Whether the children of `node` are one text that may stand inside a mark as it is."""
    for child in node.children:
        if not isinstance(child, nodes.Text):
            return False
    text = _text(node)
    return bool(text) and not _EDGE.search(text) and len(split_odd(text, is_last=True)) == 1


def _rich(writer: Writer, node: nodes.Element) -> str:
    """The content of `node` as reST inside a rich role."""
    pieces = _pieces(writer, node)
    if pieces and not pieces[0][1] and (run := re.match(r"\s+", pieces[0][0])):
        rest = pieces[0][0][run.end() :]
        pieces[:1] = [*((_char(writer, char), "x") for char in run[0]), *([(rest, "")] if rest else [])]
    if pieces and not pieces[-1][1] and (run := re.search(r"\s+\Z", pieces[-1][0])):
        rest = pieces[-1][0][: run.start()]
        pieces[-1:] = [*([(rest, "")] if rest else []), *((_char(writer, char), "x") for char in run[0])]
    return escape_content(_join(pieces) or _role(writer, "char", "-"), "`")


def _kind(writer: Writer, node: nodes.Element) -> str:
    """A text element by its role: simple or rich, by its class or by a name made of its kind and classes."""
    base, classes = _KIND_NAMES[type(node)], node["classes"]
    options = ""
    if not classes:
        name = base
    elif len(classes) == 1 and classes[0].startswith("db-") and _may_name(classes[0][3:]):
        name = classes[0][3:]
    else:
        name = "-".join(("as", base, *classes))
        options = " ".join(classes)
    declared = writer.roles.get("db:" + name) or writer.roles.get(f"db:{name}.rich")
    if declared is not None and declared[0] != base:
        name, options = "-".join(("as", base, *classes)), " ".join(classes)
    if _is_simple(node):
        return _role(writer, name, escape_content(_text(node), "`"), base, options)
    return _role(writer, name + ".rich", _rich(writer, node), base, options or (" ".join(classes)))


def _may_name(name: str) -> bool:
    return name not in SPECIAL and name not in PLAIN and name != "label" and _ROLE_NAME.match(name) is not None


@inline(nodes.emphasis, nodes.strong)
def emphasis(writer: Writer, node: nodes.Element) -> str:
    """`*x*`, `**x**`, or a role."""
    if not node["classes"] and _is_simple(node):
        mark = "*" if isinstance(node, nodes.emphasis) else "**"
        return mark + escape_content(_text(node), "*") + mark
    return _kind(writer, node)


@inline(nodes.subscript, nodes.superscript)
def script(writer: Writer, node: nodes.Element) -> str:
    """The standard roles `sub` and `sup`."""
    if not node["classes"] and _is_simple(node):
        name = "sub" if isinstance(node, nodes.subscript) else "sup"
        return f":{name}:`{escape_content(_text(node), '`')}`"
    return _kind(writer, node)


@inline(nodes.literal)
def literal(writer: Writer, node: nodes.Element) -> str:
    """A literal as it is between its marks, or a role."""
    text = _text(node)
    is_bare = not node["classes"] and _is_simple(node) and not any(char in text for char in "`\0") and text[-1] != "\\"
    if is_bare and all(line and line[0].isalnum() and not is_line_hazard(line) for line in text.split("\n")[1:]):
        return f"``{text}``"
    return _kind(writer, node)


@inline(nodes.inline)
def phrase(writer: Writer, node: nodes.Element) -> str:
    """A role; an address of mail and the label of a title have their own."""
    classes = node["classes"]
    if classes == ["db-label"] and (string := _label(writer, node)):
        return string
    if classes == ["db-email"] and (string := _email(writer, node)):
        return string
    return _kind(writer, node)


def _label(writer: Writer, node: nodes.Element) -> str:
    """The label of a title without its last space, which the title goes on with, where that can be told apart."""
    text = _text(node)
    following = node.next_node(descend=False, siblings=True)
    if len(node) != 1 or not isinstance(node[0], nodes.Text) or not text.endswith(" ") or following is None:
        return ""
    if _EDGE.search(text[:-1]) or not text[:-1] or following.astext()[:1].strip() == "" or not text.isascii():
        return ""
    return _role(writer, "label", escape_content(text[:-1], "`"), "inline") + " "


def _email(writer: Writer, node: nodes.Element) -> str:
    match node.children:
        case [nodes.Text() as opening, nodes.reference() as link, nodes.Text() as closing]:
            address = link.astext()
            if (opening, closing) != ("<", ">") or link.get("refuri") != "mailto:" + address or not _is_simple(link):
                return ""
            return _role(writer, "email", escape_content(address, "`"), "inline", "db-email")
    return ""


@inline(nodes.reference)
def reference(writer: Writer, node: nodes.Element) -> str:
    """A link with its address embedded."""
    uri = node.get("refuri")
    if uri is None:
        raise UnknownNodeError(node, "without an address")
    if _is_simple(node) and _PLAIN_URI.match(uri):
        text = _text(node)
        return f"`<{uri}>`__" if text == uri else f"`{escape_content(text, '`<>')} <{uri}>`__"
    return _embedding(writer, node, "link", uri)


@inline(xref)
def cross_reference(writer: Writer, node: nodes.Element) -> str:
    """The role `db:xref`, the target's id embedded."""
    return _embedding(writer, node, "xref", node["refid"])


def _embedding(writer: Writer, node: nodes.Element, name: str, target: str) -> str:
    target = escape_content(embed(target), "`")
    if not node.children:
        return _role(writer, name, f"<{target}>", "inline")
    if _is_simple(node):
        return _role(writer, name, f"{escape_content(_text(node), '`')} <{target}>", "inline")
    return _role(writer, name + ".rich", f"{_rich(writer, node)} <{target}>", "inline", "db-" + name)


@inline(nodes.target)
def target(writer: Writer, node: nodes.Element) -> str:
    """An anchor at this place."""
    return _role(writer, "anchor", escape_content(" ".join(node["ids"]), "`"), "inline") if node["ids"] else ""


@inline(nodes.image)
def image(writer: Writer, node: nodes.Element) -> str:
    """An image in a line."""
    options = " ".join(f"{key}={node[key]}" for key in ("width", "height", "scale", "align") if key in node)
    if node["classes"] != IMAGE_CLASSES:
        options = f"{options} class={','.join(node['classes'])}".lstrip()
    text = " ".join(node["alt"].split()) + " " if "alt" in node else ""
    content = f"{text}<{embed(node['uri'])}>" + (f"{{{options}}}" if options else "")
    return _role(writer, "image", escape_content(content, "`"), "inline")


@inline(nodes.footnote_reference)
def footnote_reference(writer: Writer, node: nodes.Element) -> str:
    """The mark of a footnote."""
    return f"[#{writer.footnotes[id(node)]}]_"


@inline(nodes.math)
def math(writer: Writer, node: nodes.Element) -> str:
    """A formula in TeX."""
    text = _text(node)
    if _is_simple(node) and not node["classes"] and not any(char in text for char in "`\n") and text[-1] != "\\":
        return f":math:`{text}`"
    name, content = "-".join(("as-math", *node["classes"])), escape_content(encode_tight(text), "`")
    return _role(writer, name, content, "math", " ".join(node["classes"]) or NO_CLASS)


@inline(indexterm)
def index(writer: Writer, node: nodes.Element) -> str:
    """The entries of an index term in a line."""
    content = NEXT_ENTRY.join(embed(line) for line in index_lines(node))
    return _role(writer, "index", escape_content(content, "`"), "inline")


def index_lines(node: nodes.Element) -> list[str]:
    """The entries of an `indexterm`, each as the line of a directive."""
    return [f"{'!' if main else ''}{kind}: {' '.join(terms.split())}" for kind, terms, _target, main, _key in node["entries"]]
