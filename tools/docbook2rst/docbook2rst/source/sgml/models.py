"""The table of content models as objects: what an element may hold, and whether its end tag may be implied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from docbook2rst.source.sgml.content_models import CONTENT, EMPTY, EXCLUDED, HAS_TEXT, NEEDS_END_TAG

__all__ = ["UNKNOWN", "Model", "models"]

_ENTRY = re.compile(r"^(\S[^:]*):((?:.*\n(?=\s))*.*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Model:
    """The declaration of one element."""

    children: frozenset[str] | None
    """What may stand in it; None where that is not known, and anything may."""
    has_text: bool = False
    is_empty: bool = False
    may_omit_end: bool = False
    """Whether a start tag that it cannot hold ends it, in every version of DocBook."""
    excluded: frozenset[str] = frozenset()
    """What may stand nowhere below it."""


UNKNOWN = Model(None)
"""The model of an element that no table names."""


@cache
def models() -> dict[str, Model]:
    """The models of DocBook's elements by name.

    >>> models()["listitem"].may_omit_end, "para" in models()["listitem"].children, models()["xref"].is_empty
    (True, True, True)
    """
    empty, has_text, strict = (frozenset(table.split()) for table in (EMPTY, HAS_TEXT, NEEDS_END_TAG))
    excluded = dict(_entries(EXCLUDED))
    found = {name: Model(frozenset(), is_empty=True) for name in empty}
    for name, children in _entries(CONTENT):
        if name not in empty:
            found[name] = Model(
                children,
                has_text=name in has_text,
                may_omit_end=name not in strict,
                excluded=excluded.get(name, frozenset()),
            )
    return found


def _entries(table: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Each element of the table with its children."""
    groups: dict[str, frozenset[str]] = {}
    for entry in _ENTRY.finditer(table):
        names = entry[1].split()
        children = _children(entry[2].split(), groups)
        for name in names:
            if name[0] == "@":
                groups[name] = children
            else:
                yield name, children


def _children(words: Iterable[str], groups: dict[str, frozenset[str]]) -> frozenset[str]:
    words = list(words)
    added = [groups[word] if word[0] == "@" else {word} for word in words if word[0] != "-"]
    return frozenset().union(*added).difference(word[1:] for word in words if word[0] == "-")
