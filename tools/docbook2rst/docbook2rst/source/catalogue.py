"""The public and system identifiers that are known without being read: DocBook's DTDs, their modules and entity sets."""

from __future__ import annotations

import re

from docbook2rst.pattern import Pattern

__all__ = ["is_address", "is_known", "is_module"]

_PUBLIC = Pattern(
    r"-//(OASIS|Norman Walsh|Davenport|HaL and O'Reilly)//(DTD|ELEMENTS|ENTITIES) .*DocBook"
    r"|(-//W3C|ISO 8879:1986|ISO 9573-1\d:1991|-//OASIS)//(DTD|ENTITIES|NOTATIONS)",
    re.IGNORECASE,
)
_SYSTEM = Pattern(
    r"(docbookx?|dbcentx|dbpoolx|dbhierx|dbnotnx|dbgenent|calstblx|soextblx|htmltblx|iso-\w+|iso\w+)\.(dtd|mod|ent)$"
)
_MODULE = Pattern(r"https?://[^/]*/.*\.(dtd|mod|ent)$", re.IGNORECASE)
_ADDRESS = Pattern(r"[A-Za-z][A-Za-z0-9+.-]+:|//")


def is_known(public_id: str | None, system_id: str | None) -> bool:
    """Whether this names a part of DocBook's DTD or an ISO entity set; such are never opened."""
    return bool(public_id and _PUBLIC().match(" ".join(public_id.split()))) or bool(system_id and _SYSTEM().search(system_id))


def is_address(system_id: str) -> bool:
    """Whether this is a network or other address and not a path."""
    return bool(_ADDRESS().match(system_id))


def is_module(system_id: str) -> bool:
    """Whether this is the address of a DTD, of one of its modules or of an entity set."""
    return bool(_MODULE().match(system_id))
