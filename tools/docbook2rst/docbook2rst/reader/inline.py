"""Inline elements: what each is called is its class, what it looks like follows docbook-xsl."""

from __future__ import annotations

from docutils import nodes

from docbook2rst.elements import Flow
from docbook2rst.reader import space
from docbook2rst.reader.links import linked
from docbook2rst.reader.walk import Reader, element
from docbook2rst.source.tree import Element

_MONOSPACED = (
    *("literal", "code", "varname", "function", "command", "option", "filename", "envar", "constant", "parameter", "type"),
    *("structfield", "structname", "symbol", "systemitem", "token", "userinput", "computeroutput", "prompt", "returnvalue"),
    *("classname", "exceptionname", "interfacename", "methodname", "modifier", "initializer", "property", "markup"),
    *("keycode", "keysym", "errorcode", "errorname", "errortype", "errortext", "database", "buildtarget", "package"),
    *("enumname", "enumvalue", "enumidentifier", "union", "unionname", "typedefname", "macroname", "templatename"),
    *("namespace", "namespacename"),
)
_PLAIN = (
    *("application", "acronym", "abbrev", "keycap", "guilabel", "guibutton", "guimenu", "guimenuitem", "guisubmenu", "guiicon"),
    *("mousebutton", "shortcut", "accel", "action", "hardware", "interface", "medialabel", "productnumber", "orgname", "date"),
    *("termdef", "lineannotation"),
)
_ITALIC = ("citetitle", "firstterm", "foreignphrase", "wordasword", "replaceable")

_SIGNS = {"trade": "™", "registered": "®", "copyright": "©", "service": "℠"}

_TAGS = {
    "element": ("<", ">"),
    "starttag": ("<", ">"),
    "endtag": ("</", ">"),
    "emptytag": ("<", "/>"),
    "genentity": ("&", ";"),
    "numcharref": ("&#", ";"),
    "paramentity": ("%", ";"),
    "pi": ("<?", ">"),
    "xmlpi": ("<?", "?>"),
    "comment": ("<!--", "-->"),
    "sgmlcomment": ("<!--", "-->"),
}
"""What the class of a `tag` puts around its name."""

_QUOTES = (("“", "”"), ("‘", "’"))  # noqa: RUF001


def _wrap(reader: Reader, element: Element, node: nodes.Element, parent: nodes.Element) -> nodes.Element:
    """`node` with the element's content, placed in `parent`, inside a link where DocBook 5 makes the element one."""
    if element.attrib:
        parent = linked(reader, element, parent)
        reader.open(node, element, parent)
    else:
        node.parent = parent
        node.source, node.line = element.path, element.line
        parent.children.append(node)
    reader.inlines(element, node)
    return node


@element(*_MONOSPACED, flow=Flow.INLINE)
def monospaced(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A literal of the element's name."""
    node = nodes.literal()
    if element.tag != "literal":
        node.attributes["classes"] = [f"db-{element.tag}"]
    _wrap(reader, element, node, parent)


@element(*_PLAIN, flow=Flow.INLINE)
def plain(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """Text with a class of the element's name."""
    _wrap(reader, element, nodes.inline(classes=[f"db-{element.tag}"]), parent)


@element(*_ITALIC, flow=Flow.INLINE)
def italic(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """Emphasis with a class of the element's name."""
    _wrap(reader, element, nodes.emphasis(classes=[f"db-{element.tag}"]), parent)


@element("subscript", flow=Flow.INLINE)
def subscript(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A subscript."""
    _wrap(reader, element, nodes.subscript(), parent)


@element("superscript", flow=Flow.INLINE)
def superscript(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A superscript."""
    _wrap(reader, element, nodes.superscript(), parent)


@element("emphasis", flow=Flow.INLINE)
def emphasis(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """Emphasis; the roles in common use make it strong, underlined or struck through."""
    role = element.get("role").lower()
    node: nodes.Element
    if role in ("bold", "strong"):
        node = nodes.strong()
    elif role in ("underline", "strikethrough"):
        node = nodes.inline(classes=[f"db-{role}"])
    else:
        node = nodes.emphasis()
    _wrap(reader, element, node, parent)


@element("remark", flow=Flow.INLINE)
def remark(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """An editor's remark, where remarks are asked for; else only the place of its id."""
    if reader.options.remarks:
        _wrap(reader, element, nodes.inline(classes=["db-remark"]), parent)
        return
    reader.problem("DB210", element)
    if element.id:
        reader.open(nodes.target(), element, parent)


@element("phrase", flow=Flow.INLINE)
def phrase(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """Text with the class `db-phrase` where it has a role; otherwise its content stands for it."""
    if element.get("role"):
        _wrap(reader, element, nodes.inline(classes=["db-phrase"]), parent)
        return
    if element.id:
        reader.open(nodes.target(), element, parent)
    reader.run(element, linked(reader, element, parent))


def surround(reader: Reader, element: Element, node: nodes.Element, parent: nodes.Element, marks: tuple[str, str]) -> None:
    """Read `element` into `node` with generated `marks` around its content; space at the content's edges goes outside."""
    place = linked(reader, element, parent)
    reader.open(node, element, place)
    reader.inlines(element, node)
    if not reader.is_verbatim:
        space.mark(node, *marks)
    elif node.children:
        node.insert(0, nodes.Text(marks[0]))
        node.append(nodes.Text(marks[1]))


@element("quote", flow=Flow.INLINE)
def quote(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """Text in quotation marks, double and single by turns as quotations nest."""
    marks = _QUOTES[reader.quote_depth % 2]
    reader.quote_depth += 1
    surround(reader, element, nodes.inline(classes=["db-quote"]), parent, marks)
    reader.quote_depth -= 1


@element("optional", "citation", flow=Flow.INLINE)
def bracketed(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """Text in square brackets."""
    surround(reader, element, nodes.inline(classes=[f"db-{element.tag}"]), parent, ("[", "]"))


@element("sgmltag", "tag", flow=Flow.INLINE)
def tag(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A literal with the delimiters of its class."""
    node = nodes.literal(classes=[f"db-{element.tag}"])
    surround(reader, element, node, parent, _TAGS.get(element.get("class"), ("", "")))


@element("trademark", flow=Flow.INLINE)
def trademark(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A name with the sign of its class, ™ unless it has another."""
    sign = _SIGNS.get(element.get("class"), "™")
    surround(reader, element, nodes.inline(classes=["db-trademark"]), parent, ("", sign))


@element("productname", flow=Flow.INLINE)
def productname(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """A name with the sign of its class, if it has one."""
    sign = _SIGNS.get(element.get("class"), "")
    surround(reader, element, nodes.inline(classes=["db-productname"]), parent, ("", sign))


def _joined(reader: Reader, element: Element, parent: nodes.Element, separator: str) -> None:
    """The child elements with `separator` between them; text between them only where it is more than space."""
    node = reader.open(nodes.inline(classes=[f"db-{element.tag}"]), element, linked(reader, element, parent))
    for child in element.children:
        if isinstance(child, str):
            if child.strip():
                node.append(nodes.Text(child))
        else:
            if node.children and child.tag != "shortcut":
                node.append(nodes.Text(separator))
            reader.read(child, node)


@element("menuchoice", flow=Flow.INLINE)
def menuchoice(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """The choices joined by arrows, a shortcut in parentheses behind them."""
    shortcut = element.find("shortcut")
    choices = Element(element.tag, element.attrib, element.path, element.line, element.column)
    choices.parent = element.parent
    choices.children = [child for child in element.children if child is not shortcut]
    _joined(reader, choices, parent, " → ")
    if shortcut is not None:
        parent.append(nodes.Text(" ("))
        reader.read(shortcut, parent)
        parent.append(nodes.Text(")"))


@element("keycombo", flow=Flow.INLINE)
def keycombo(reader: Reader, element: Element, parent: nodes.Element) -> None:
    """The keys joined by plus signs, or by what its action says."""
    separator = {"click": "-", "double-click": "-", "press": "-", "seq": " ", "other": element.get("otheraction", "+")}
    _joined(reader, element, parent, separator.get(element.get("action"), "+"))
