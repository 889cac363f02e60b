"""What the caller may choose about reading a document."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple


class Options(NamedTuple):
    """How a document is read; the defaults are what a module's documentation wants."""

    root: Path | None = None
    """No file outside this folder is opened; None takes the nearest ancestor with `.git`, else the document's folder."""
    entities: Mapping[str, str] = {}
    """Entities that win over the document's own declarations (`--entity NAME=VALUE`); the value may hold markup."""
    conditions: Mapping[str, frozenset[str]] = {}
    """Profiling: attribute name to the values that are kept (`--condition condition=pam`); empty keeps everything."""
    remarks: bool = False
    """Whether editors' remarks (`remark`) are shown."""
    max_bytes: int = 100_000_000
    """The most that one document may grow to, entities and includes together."""
    max_elements: int = 1_500_000
    """The most elements that a document may have, includes counted; each takes about two kilobytes while it is converted."""
    max_depth: int = 100
    """How deep includes and entities may nest."""
    max_nesting: int = 1_000
    """How deep elements may nest."""
