"""Marked sections: what their keywords mean, and where one that is not read ends."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum

__all__ = ["Status", "ignored_end", "status_of"]

_EDGE = re.compile(r"<!\[|\]\]>")


class Status(IntEnum):
    """What is done with the content; of several keywords the highest counts (ISO 8879 §10.4.2)."""

    INCLUDE = 1
    """TEMP means the same."""
    RCDATA = 2
    """Text with references."""
    CDATA = 3
    IGNORE = 4


_BY_WORD = {"INCLUDE": Status.INCLUDE, "TEMP": Status.INCLUDE} | {status.name: status for status in Status}


def status_of(words: Iterable[str]) -> Status:
    """The status that the keywords give; without a known one the section is read.

    >>> status_of(["INCLUDE", "cdata"]).name, status_of([]).name
    ('CDATA', 'INCLUDE')
    """
    return max((_BY_WORD.get(word.upper(), Status.INCLUDE) for word in words), default=Status.INCLUDE)


def ignored_end(text: str, pos: int) -> int | None:
    """Where the ignored section ends whose content begins at `pos`, sections in it counted; None where it does not."""
    depth = 1
    for edge in _EDGE.finditer(text, pos):
        depth += 1 if edge[0] == "<![" else -1
        if not depth:
            return edge.end()
    return None
