"""What the caller may choose about reading a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a document is read; the defaults are what a module's documentation wants."""

    root: Path | None = None
    """No file outside this folder is opened; None takes the nearest ancestor with `.git`, else the document's folder."""
    entities: Mapping[str, str] = field(default_factory=dict)
    """Entities that win over the document's own declarations (`--entity NAME=VALUE`); the value may hold markup."""
    conditions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Profiling: attribute name to the values that are kept (`--condition condition=pam`); empty keeps everything."""
    max_bytes: int = 100_000_000
    """The most that one document may grow to, entities and includes together."""
    max_depth: int = 100
    """How deep includes and entities may nest."""
    max_nesting: int = 1_000
    """How deep elements may nest."""
