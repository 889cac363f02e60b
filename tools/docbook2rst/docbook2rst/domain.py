"""What docutils must know to read the reST that the writer writes: directives and roles. `sphinx_domain` tells Sphinx.

Standard directives that docutils and Sphinx read differently (`code-block`, `index`) are given to docutils in Sphinx's form, so
that both read one doctree.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives, roles
from docutils.parsers.rst.directives.misc import Role

from docbook2rst.nodes import indexterm
from docbook2rst.role_names import SPECIAL
from docbook2rst.roles import DocBookRole, index_entry

__all__ = ["LITERAL_ID", "Anchor", "RoleDeclaration", "setup_docutils"]

LITERAL_ID = "docbook_id"
"""The attribute of a `target` node that `db:anchor` makes: its id, for the block that follows."""


class Anchor(Directive):
    """`.. db:anchor:: ID` gives the next block this id, where a label cannot: odd characters, or an id like another one."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """A target for `rst_road` to attach."""
        return [nodes.target("", "", **{LITERAL_ID: self.arguments[0]})]


class Index(Directive):
    """`.. index::` for docutils alone: each line is one entry."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """The `indexterm` with the entries."""
        return [indexterm(entries=[index_entry(line) for line in self.arguments[0].split("\n")])]


class CodeBlock(Directive):
    """`.. code-block::` for docutils alone, as Sphinx has it: one text, the language an attribute."""

    has_content = True
    optional_arguments = 1
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "class": directives.class_option,
        "force": directives.flag,
        "linenos": directives.flag,
        "lineno-start": int,
    }

    def run(self) -> list[nodes.Node]:
        """The `literal_block`."""
        text = "\n".join(self.content)
        node = nodes.literal_block(text, text, classes=list(self.options.get("class", [])))
        node["language"] = self.arguments[0] if self.arguments else "default"
        node["force"] = "force" in self.options
        node["highlight_args"] = {}
        if "linenos" in self.options or "lineno-start" in self.options:
            node["linenos"] = True
        if "lineno-start" in self.options:
            node["highlight_args"]["linenostart"] = self.options["lineno-start"]
        return [node]


class RoleDeclaration(Role):
    """`.. role:: db:NAME(base)` makes a `DocBookRole`; any other role is declared as docutils does."""

    def run(self) -> list[nodes.Node]:
        """Nothing in the document; the role is registered."""
        found = self.argument_pattern.match(self.content[0]) if self.content else None
        if found is None or not found[1].startswith("db:"):
            return list(super().run())
        name = found[1].removeprefix("db:").lower()
        classes = next((line.split()[1:] for line in self.content if line.startswith(":class:")), None)
        roles.register_local_role("db:" + name, DocBookRole(name, found[3] or "inline", classes))  # type: ignore[arg-type]
        return []


def setup_docutils() -> None:
    """Register directives and roles with docutils, for this process."""
    directives.register_directive("db:anchor", Anchor)
    directives.register_directive("role", RoleDeclaration)
    directives.register_directive("index", Index)
    directives.register_directive("code-block", CodeBlock)
    for name in SPECIAL:
        roles.register_local_role("db:" + name, DocBookRole(name, "inline"))  # type: ignore[arg-type]
