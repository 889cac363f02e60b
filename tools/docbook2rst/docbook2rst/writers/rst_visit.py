"""What the families of the reST writer share: its state, and the tables from node class to function."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from docutils import nodes

from docbook2rst.writers.escape import escape_line_starts
from docbook2rst.writers.layout import Layout

__all__ = ["BLOCKS", "INLINES", "UnknownNodeError", "Writer", "block", "class_option", "inline"]

BlockFunction = Callable[["Writer", nodes.Element], None]
InlineFunction = Callable[["Writer", nodes.Element], str]

BLOCKS: dict[type[nodes.Node], BlockFunction] = {}
INLINES: dict[type[nodes.Node], InlineFunction] = {}

WRAP = "db-wrap"
"""The class of a container that only lends its other classes to the one block inside."""

_WRAPPED = frozenset(
    (
        nodes.paragraph,
        nodes.bullet_list,
        nodes.enumerated_list,
        nodes.definition_list,
        nodes.field_list,
        nodes.block_quote,
        nodes.line_block,
        nodes.comment,
    )
)
"""The blocks whose reST has no place for a class."""
_MERGING = _WRAPPED - {nodes.paragraph, nodes.comment}
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._+-]*[A-Za-z0-9])?(?![\s\S])")


class UnknownNodeError(Exception):
    """A node that no function writes: a defect of the reader, or of this writer."""

    def __init__(self, node: nodes.Node, place: str) -> None:
        super().__init__(f"the reST writer has no form for <{type(node).__name__}> {place} (line {node.line} of {node.source})")
        self.node = node


def block(*classes: type[nodes.Node]) -> Callable[[BlockFunction], BlockFunction]:
    """Register the function that writes blocks of `classes`."""

    def register(function: BlockFunction) -> BlockFunction:
        for node_class in classes:
            if node_class in BLOCKS:
                raise ValueError(f"{node_class.__name__} is written by {BLOCKS[node_class].__name__}() already")
            BLOCKS[node_class] = function
        return function

    return register


def inline(*classes: type[nodes.Node]) -> Callable[[InlineFunction], InlineFunction]:
    """Register the function that gives the reST of inline nodes of `classes`."""

    def register(function: InlineFunction) -> InlineFunction:
        for node_class in classes:
            if node_class in INLINES:
                raise ValueError(f"{node_class.__name__} is written by {INLINES[node_class].__name__}() already")
            INLINES[node_class] = function
        return function

    return register


class Writer:
    """Writes one document; owns its layout, the names it has used and the roles it must declare."""

    def __init__(
        self, compose: Callable[[Writer, nodes.Element], str], footnotes: dict[int, str], unlabelled: frozenset[int]
    ) -> None:
        self.layout = Layout()
        self.depth = 0
        self.is_quoted = False
        self.is_term = False
        self.roles: dict[str, tuple[str, str]] = {}
        """Role name to its base role and, where it is not the role's name, its classes."""
        self.footnotes = footnotes
        """The label of each footnote and footnote reference, by `id(node)`."""
        self._unlabelled = unlabelled
        self._compose = compose
        self._labels = set(footnotes.values())

    def text(self, node: nodes.Element) -> str:
        """The content of the text element `node` as lines of reST, safe at the start of a block."""
        return escape_line_starts(self._compose(self, node), is_quoted=self.is_quoted)

    def one_line(self, node: nodes.Element) -> str:
        """The content of `node` as one line of reST, for a place where reST has only one."""
        return escape_line_starts(self._compose(self, node).replace("\n", " "))

    def blocks(self, children: Iterable[nodes.Node]) -> None:
        """Write `children` one under the other, with what keeps neighbours apart."""
        layout = self.layout
        previous: nodes.Node | None = None
        for child in children:
            function = BLOCKS.get(type(child))
            if function is None or not isinstance(child, nodes.Element):
                raise UnknownNodeError(child, "as a block")
            is_listed = isinstance(previous, nodes.footnote) and isinstance(child, nodes.footnote)
            if not is_listed or id(child) not in self._unlabelled:
                layout.gap()
            if _needs_separator(previous, child):
                layout.line("..")
                layout.gap()
            attributes = child.attributes
            if attributes["classes"] and type(child) in _WRAPPED:
                self.wrapped(child, attributes["classes"], function)
            else:
                if attributes["ids"] and type(child) is not nodes.section and id(child) not in self._unlabelled:
                    self.label(child)
                function(self, child)
            previous = child

    def wrapped(self, node: nodes.Element, classes: Iterable[str], function: BlockFunction) -> None:
        """Write `node` in a container that carries its classes."""
        self.label(node)
        self.directive("container", " ".join((WRAP, *classes)))
        with self.layout.indented("   "):
            self.layout.gap()
            if isinstance(node, nodes.block_quote):
                self.layout.line("..")
                self.layout.gap()
            function(self, node)

    def label(self, node: nodes.Element) -> None:
        """Write the labels of a block before it."""
        for name in node["ids"]:
            key = name.lower()
            if _LABEL.match(name) and key not in self._labels:
                self._labels.add(key)
                self.layout.line(f".. _{name}:")
            else:
                self.layout.line(f".. db:anchor:: {name}")
        if node["ids"]:
            self.layout.gap()

    def directive(self, name: str, argument: str = "", options: Mapping[str, str | None] | None = None) -> None:
        """Write a directive's first lines; its content follows, indented by three spaces."""
        layout = self.layout
        first, *rest = argument.split("\n")
        layout.line(f".. {name}:: {first}" if first else f".. {name}::")
        if not rest and not options:
            return
        with layout.indented("   "):
            for line in rest:
                layout.line(line)
            for option, value in (options or {}).items():
                if value is not None:
                    lines = value.split("\n")
                    layout.line(f":{option}: {lines[0]}".rstrip(" "))
                    for line in lines[1:]:
                        layout.line("   " + line.strip())

    def content(self, children: list[nodes.Node]) -> None:
        """Write `children` as the content of the directive before."""
        with self.layout.indented("   "):
            self.layout.gap()
            if children:
                self.blocks(children)
            else:
                self.layout.line("..")

    def item(self, mark: str, children: Sequence[nodes.Node]) -> None:
        """Write `children` as the body of a field or footnote, which is indented by three spaces whatever its mark's length."""
        layout = self.layout
        if len(children) == 1 and isinstance(children[0], nodes.paragraph) and not children[0]["classes"] + children[0]["ids"]:
            with layout.indented("   ", first=mark + " "):
                self.blocks(children)
            return
        layout.line(mark)
        with layout.indented("   "):
            if children:
                self.blocks_tight(children)

    def blocks_tight(self, children: Sequence[nodes.Node]) -> None:
        """Write `children` without an empty line before the first."""
        with self.layout.tight():
            self.blocks(children)

    def captured_by(self, write: Callable[[], None]) -> list[str]:
        """The lines that `write` writes, kept apart."""
        outer, self.layout = self.layout, Layout()
        try:
            write()
            return self.layout.result()
        finally:
            self.layout = outer

    def char(self, char: str) -> str:
        """The role that stands for `char`."""
        self.roles.setdefault("db:char", ("", ""))
        return f":db:char:`{ord(char):x}`"

    def nothing(self) -> str:
        """The role that stands for no text at all, where reST wants some."""
        self.roles.setdefault("db:char", ("", ""))
        return ":db:char:`-`"


def class_option(node: nodes.Element) -> str | None:
    """The value of the directive option for the classes of `node`, None where it has none."""
    return " ".join(node["classes"]) or None


def _needs_separator(previous: nodes.Node | None, child: nodes.Element) -> bool:
    """Whether an empty comment must stand before `child`, lest it merge with `previous` or become its content."""
    if type(child) not in _WRAPPED or child["classes"]:
        return False
    if isinstance(child, nodes.block_quote):
        return not isinstance(previous, nodes.paragraph) or bool(previous["classes"])
    return type(child) in _MERGING and isinstance(previous, type(child)) and not previous["classes"]
