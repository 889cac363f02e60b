"""The one table of DocBook elements: what becomes of each, for the reader, the report, the documentation and the tests.

A row says how an element is treated:

`handled`       it has a reader function (`@element`), or is consumed by its parent's
`transparent`   its children stand for it
`metadata`      shown in the document's metadata block
`ignored`       not shown, because the site makes it anew (tables of contents) or it holds no text
`unsupported`   kept as readable text, and reported
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    """How an element is treated; the module docstring explains each."""

    HANDLED = "handled"
    TRANSPARENT = "transparent"
    METADATA = "metadata"
    IGNORED = "ignored"
    UNSUPPORTED = "unsupported"


class Flow(StrEnum):
    """Where an element stands in its parent's content."""

    BLOCK = "block"
    INLINE = "inline"
    PART = "part"
    """Only inside a parent that reads it itself (`row`, `term`, `surname`)."""


class Row(NamedTuple):
    """One element: its name, treatment, flow, and what it becomes, in a few words for the documentation."""

    name: str
    status: Status
    flow: Flow
    becomes: str
