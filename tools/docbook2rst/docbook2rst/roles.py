"""The roles `:db:NAME:`, for docutils and for Sphinx: how inline nodes are read back from reST.

A role is declared at the head of a file, `.. role:: db:varname(literal)`: the base says which node it makes, and the class is
the role's name with a hyphen, unless an option `:class:` says otherwise. `db:NAME.rich` reads its content as reST once more,
which is how inline markup nests. A few roles have a meaning of their own (`SPECIAL`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from docutils import nodes
from docutils.parsers.rst import roles
from docutils.parsers.rst.states import Struct  # type: ignore[attr-defined]

from docbook2rst.nodes import indexterm, xref
from docbook2rst.role_names import IMAGE_CLASSES, KINDS, NEXT_ENTRY, NO_CLASS, PLAIN, SPECIAL, embedded
from docbook2rst.writers.listing import ESCAPED, decode

__all__ = ["DocBookRole", "default_role", "index_entry", "registered"]

LITERALS = frozenset(
    (
        *("code", "varname", "function", "command", "option", "filename", "envar"),
        *("constant", "parameter", "type", "structfield", "structname", "symbol", "systemitem"),
        *("token", "userinput", "computeroutput", "prompt", "returnvalue", "classname", "exceptionname"),
        *("interfacename", "methodname", "modifier", "initializer", "property", "markup", "keycode"),
        *("keysym", "errorcode", "errorname", "errortype", "errortext", "database", "buildtarget"),
        *("package", "enumname", "enumvalue", "enumidentifier", "union", "unionname", "typedefname"),
        *("macroname", "templatename", "namespace", "namespacename", "sgmltag", "tag"),
    )
)
ITALICS = frozenset(("citetitle", "firstterm", "foreignphrase", "wordasword", "replaceable"))

_EMBEDDED = re.compile(r"(?:(?P<text>.*) )?<(?P<target>[^<>]*)>(?:\{(?P<options>[^{}]*)\})?(?![\s\S])", re.DOTALL)

RoleResult = tuple[list[nodes.Node], list[nodes.system_message]]


class DocBookRole:
    """One role: its name without `db:`, the node it makes, that node's classes, and whether its content is reST."""

    def __init__(self, name: str, kind: str, classes: Sequence[str] | None = None) -> None:
        self.name, _, rich = name.partition(".rich")
        self.is_rich = name.endswith(".rich") and not rich
        self.kind = kind
        if classes is None:
            classes = () if self.name in PLAIN else (f"db-{self.name}",)
        self.classes = list(classes)

    def __call__(  # noqa: PLR0917 - docutils calls it so
        self,
        name: str,
        rawtext: str,
        text: str,
        lineno: int,
        inliner: Any,  # noqa: ANN401 - docutils has no type for it
        options: dict[str, Any] | None = None,
        content: Sequence[str] | None = None,
    ) -> RoleResult:
        """The nodes for one use of the role, as docutils calls it."""
        del name, options, content
        plain = nodes.unescape(text)
        if self.name in SPECIAL:
            return self._special(plain, rawtext, lineno, inliner)
        if self.kind == "math":
            classes = [name for name in self.classes if name != NO_CLASS]
            return [nodes.math(rawtext, decode(plain, ESCAPED), classes=classes)], []
        node = KINDS.get(self.kind, nodes.inline)(rawtext, classes=list(self.classes))
        messages = self._fill(node, plain, lineno, inliner)
        if self.name == "label":
            node["joined"] = True
        return [node], messages

    def _fill(self, node: nodes.Element, text: str, lineno: int, inliner: Any) -> list[nodes.system_message]:  # noqa: ANN401
        """Put `text` into `node`, read as reST for a rich role."""
        if not self.is_rich:
            if text:
                node += nodes.Text(text)
            return []
        memo = Struct(
            document=inliner.document, reporter=inliner.reporter, language=inliner.language, inliner=inliner, title_styles=[]
        )
        children, messages = inliner.parse(text, lineno, memo, node)
        node.extend(children)
        return list(messages)

    def _special(self, text: str, rawtext: str, lineno: int, inliner: Any) -> RoleResult:  # noqa: ANN401
        match self.name:
            case "anchor":
                return [nodes.target("", "", ids=text.split())], []
            case "char":
                return ([nodes.Text(chr(int(text, 16)))] if text != "-" else []), []
            case "index":
                return [indexterm(entries=[index_entry(embedded(line)) for line in text.split(NEXT_ENTRY)])], []
            case "email":
                link = nodes.reference(rawtext, text, refuri="mailto:" + text)
                return [nodes.inline(rawtext, "", nodes.Text("<"), link, nodes.Text(">"), classes=["db-email"])], []
        found = _EMBEDDED.match(text)
        if found is None:
            message = inliner.reporter.error(f'":db:{self.name}:" needs "text <target>", not "{text}".', line=lineno)
            return [inliner.problematic(rawtext, rawtext, message)], [message]
        target, shown = embedded(found["target"]), found["text"] or ""
        if self.name == "image":
            options = dict(part.split("=", 1) for part in (found["options"] or "").split())
            classes = [name for name in options.pop("class", ",".join(IMAGE_CLASSES)).split(",") if name]
            image = nodes.image(rawtext, uri=target, classes=classes, **options)
            if found["text"] is not None:
                image["alt"] = shown
            return [image], []
        node = xref(rawtext, refid=target) if self.name == "xref" else nodes.reference(rawtext, refuri=target)
        return [node], self._fill(node, shown, lineno, inliner)


def index_entry(line: str) -> tuple[str, str, str, str, None]:
    """One line of an index directive as Sphinx's index node has it: (kind, terms, target, main, key).

    >>> index_entry("!single: loops; parallel")
    ('single', 'loops; parallel', '', 'main', None)
    """
    line = line.strip()
    main = "main" if line.startswith("!") else ""
    kind, colon, terms = line.removeprefix("!").lstrip().partition(":")
    if not colon or not kind.isalpha():
        return ("single", line.removeprefix("!").strip(), "", main, None)
    return (kind, terms.strip(), "", main, None)


def default_role(name: str) -> DocBookRole:
    """The role `name` for a file that has not declared it: its base is what the reader makes of the element."""
    base = name.removesuffix(".rich")
    if base in PLAIN:
        return DocBookRole(name, base)
    return DocBookRole(name, "literal" if base in LITERALS else "emphasis" if base in ITALICS else "inline")


def registered(name: str) -> DocBookRole | None:
    """The role that the last file declared as `db:NAME`, None where none did."""
    role = roles._roles.get("db:" + name)  # type: ignore[attr-defined]  # noqa: SLF001 - docutils offers no other way to ask
    return role if isinstance(role, DocBookRole) else None
