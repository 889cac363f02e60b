"""The names and forms of the roles `:db:NAME:`, on which the reST writer and the roles that read it back agree."""

from __future__ import annotations

import re

from docutils import nodes

__all__ = ["IMAGE_CLASSES", "KINDS", "NEXT_ENTRY", "NO_CLASS", "PLAIN", "SPECIAL", "embed", "embedded"]

KINDS: dict[str, type[nodes.TextElement]] = {
    "literal": nodes.literal,
    "emphasis": nodes.emphasis,
    "strong": nodes.strong,
    "subscript": nodes.subscript,
    "superscript": nodes.superscript,
    "inline": nodes.inline,
}
"""The base of a role to the node it makes."""

PLAIN = frozenset(KINDS)
"""The names of the roles whose nodes have no class."""

NO_CLASS = "db-none"
"""What stands for "no class at all" where reST wants a word."""
IMAGE_CLASSES = ["db-inlinemediaobject"]
"""The classes of an image that the role `db:image` makes, unless it says others."""

NEXT_ENTRY = "{;}"
"""What stands between the entries in a role `db:index`."""

SPECIAL = frozenset(("xref", "link", "anchor", "image", "index", "char", "email"))
"""The roles that make another node than a text element with a class."""

_EMBED = {"{": "{lb}", "<": "{lt}", ">": "{gt}"}
_NAMES = {name: char for char, name in _EMBED.items()}


def embed(target: str) -> str:
    """`target` as it stands between angle brackets in a role's content.

    >>> embed("a<b")
    'a{lt}b'
    """
    return re.sub("[{<>]", lambda char: _EMBED[char[0]], target)


def embedded(text: str) -> str:
    """What `embed` was given."""
    return re.sub(r"\{(?:lb|lt|gt)\}", lambda name: _NAMES[name[0]], text)
