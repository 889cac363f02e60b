"""Document order without recursion: `nodes.Node.findall` resumes one generator for each level, for each node."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

__all__ = ["elements"]


def elements(root: nodes.Element) -> Iterator[nodes.Element]:
    """`root` and every element below it, in document order; the tree below a node may change while it is looked at."""
    stack: list[nodes.Node] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, nodes.Element):
            yield node
            children = node.children
            if len(children) > 1:
                stack += children[::-1]
            elif children and not isinstance(children[0], nodes.Text):
                stack += children
