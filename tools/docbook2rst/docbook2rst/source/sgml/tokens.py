"""The parts of a markup declaration: words, literals and groups, without comments, parameter entities put in.

declaration = "<!" word (part | "--" comment "--")* ">"
part = word | '"' [^"]* '"' | "'" [^']* "'" | "%" | one of ( ) | & , ? * +
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

__all__ = ["Token", "tokens"]

_PART = re.compile(
    r"""\s+|--(?:[^-]|-(?!-))*+(?:--|\Z)|"(?P<double>[^"]*+)(?:"|\Z)|'(?P<single>[^']*+)(?:'|\Z)"""
    r"""|%(?P<entity>[A-Za-z][A-Za-z0-9._-]*+)(?:;|\n)?|(?P<word>[^\s"'%()|&,?*+>]++|.)""",
    re.DOTALL,
)


class Token(NamedTuple):
    """One part; `is_literal` where it stood in quotes."""

    text: str
    is_literal: bool = False


def tokens(body: str, replace: Callable[[str], str]) -> Iterator[Token]:
    """The parts of the text between `<!` and `>`; `replace` gives the text of a parameter entity, its own ones put in.

    >>> [part.text for part in tokens("ENTITY % a 'b' -- c --", str)]
    ['ENTITY', '%', 'a', 'b']
    """
    for found in _PART.finditer(body):
        group = found.lastgroup
        if group is None:
            continue
        part = found[group]
        if group == "entity":
            yield from tokens(replace(part), lambda _: "")
        else:
            yield Token(part, group != "word")
