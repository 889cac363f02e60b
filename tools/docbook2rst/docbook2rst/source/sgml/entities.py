"""What the declarations of a document say: its entities, the elements that it adds, and attribute defaults."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from docbook2rst.source.characters import characters
from docbook2rst.source.confine import TooLargeError
from docbook2rst.source.sgml.models import Model, models
from docbook2rst.source.tree import Position

__all__ = ["Budget", "Declared", "Entity", "Kind", "character", "system_data"]

ALWAYS_ALLOWED = 8_388_608
AMPLIFICATION = 100
"""How many times its own size a document may grow by entities, once it is past ALWAYS_ALLOWED."""
REFERENCES = 200_000
"""How many references are followed in any document; a larger one may have five for each of its characters."""

_LONE_AMPERSAND = re.compile(r"&(?!#?[A-Za-z0-9]+;)")
_SYSTEM_DATA = re.compile(r"\[\s*([A-Za-z][A-Za-z0-9.-]*)\s*\]\Z|&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));?\Z")


class Kind(Enum):
    """How the text of an entity is read."""

    MARKUP = "markup"
    DATA = "data"
    """CDATA and SDATA: its characters are text."""
    INSTRUCTION = "PI"
    UNPARSED = "NDATA"


@dataclass(frozen=True, slots=True)
class Entity:
    """One declaration; the text is `value`, or else in the file named by `system_id` or `public_id`."""

    name: str
    value: str | None
    position: Position
    base: str = ""
    """The file in which it is declared."""
    kind: Kind = Kind.MARKUP
    system_id: str | None = None
    public_id: str | None = None


@dataclass(slots=True)
class Budget:
    """What entities may add to a document; bombs end here."""

    characters: int
    references: int
    spent: int = 0
    followed: int = 0

    @classmethod
    def of(cls, size: int, max_bytes: int) -> Budget:
        """The budget of a document with `size` characters."""
        return cls(min(max_bytes, max(ALWAYS_ALLOWED, AMPLIFICATION * size)), max(REFERENCES, 5 * size))

    def spend(self, characters: int) -> None:
        """Count one reference to an entity, whose text has `characters`.

        Raises:
            TooLargeError: there were too many of them.
        """
        self.spent += characters
        self.followed += 1
        if self.spent > self.characters:
            raise TooLargeError("the text of the entities", f"{self.spent} characters", self.characters)
        if self.followed > self.references:
            raise TooLargeError("the number of references to entities", self.followed, self.references)


@dataclass(slots=True)
class Declared:
    """All declarations of one document; the first of a name counts."""

    general: dict[str, Entity] = field(default_factory=dict)
    parameter: dict[str, Entity] = field(default_factory=dict)
    default: Entity | None = None
    """What stands for entities that are not declared."""
    elements: dict[str, Model] = field(default_factory=lambda: dict(models()))
    defaults: dict[str, dict[str, str]] = field(default_factory=dict)
    """Attribute defaults by element, those of the document's own declarations."""

    @classmethod
    def overriding(cls, entities: Mapping[str, str], position: Position) -> Declared:
        """The table with the caller's entities in it; markup in their values stays markup, a lone `&` becomes text."""
        values = {name: _LONE_AMPERSAND.sub("&#38;", value) for name, value in entities.items()}
        return cls({name: Entity(name, value, position, position.path) for name, value in values.items()})


def system_data(name: str, value: str) -> str:
    r"""The text that SDATA stands for: the character that its value or its name means, else its value.

    >>> system_data("mdash", "[mdash ]"), system_data("own", "[own]"), system_data("dash", "&#8212;")
    ('—', '[own]', '—')
    """
    found = _SYSTEM_DATA.match(value)
    if found and found[1]:
        return characters().get(found[1], characters().get(name, value))
    if found:
        return character(int(found[2], 16) if found[2] else int(found[3])) or value
    return characters().get(name, value)


def character(code: int) -> str:
    """The character with this number, empty for a number that no text may have."""
    is_text = 31 < code < 0xD800 or 0xDFFF < code < 0xFFFE or 0xFFFF < code < 0x110000  # noqa: PLR2004  Unicode's own
    return chr(code) if is_text or code in {9, 10, 13} else ""
