"""References in text: characters by number or name, and entities.

    &name;  &name  &#8212;  &#RE;  (in XML also &#x2014;)

Without `;` a reference ends before the first character that no name has; a line end there belongs to it (ISO 8879 §9.4.5).
"""

from __future__ import annotations

import re

from docbook2rst.problems import Problems
from docbook2rst.source.characters import characters
from docbook2rst.source.confine import TooLargeError
from docbook2rst.source.errors import fail
from docbook2rst.source.sgml.entities import Budget, Declared, Entity, Kind, character
from docbook2rst.source.sgml.inputs import Input
from docbook2rst.source.sgml.library import Library
from docbook2rst.source.tree import Position

__all__ = ["References"]

_REFERENCE = re.compile(
    r"&(?:#(?:[xX]([0-9A-Fa-f]++)|([0-9]++)|(RE|RS|SPACE|TAB)(?![A-Za-z0-9._-]))|([A-Za-z_][A-Za-z0-9._-]*+))(?:;|\n)?",
)
_FUNCTIONS = {"RE": "\n", "RS": "", "SPACE": " ", "TAB": "\t"}
_MAX_DIGITS = 8
_PREDEFINED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class References:
    """Says what references of one document stand for."""

    def __init__(self, declared: Declared, library: Library, problems: Problems, budget: Budget, max_depth: int) -> None:
        self._declared, self._library, self._problems = declared, library, problems
        self._budget, self._max_depth = budget, max_depth

    def at(self, here: Input, pos: int) -> tuple[int, str | Entity]:
        """Where the reference at `pos` ends, and its text, or the entity that it is to be replaced by."""
        text = here.text
        found = _REFERENCE.match(text, pos)
        if found is None:
            return pos + 1, "&"
        name = found[4]
        if name is None:
            return found.end(), self._character(found, here)
        entity = self._declared.general.get(name)
        if entity is not None:
            return found.end(), entity
        if name in characters():
            return found.end(), _PREDEFINED.get(name) or characters()[name]
        return self._undeclared(here, found)

    def expand(self, value: str, here: Input, pos: int) -> str:
        """`value`, which stands at `pos`, with everything in it that is referred to as text.

        Raises:
            SourceError: an entity contains itself.
            TooLargeError: the text grows, or nests, too far.
        """
        if "&" not in value:
            return value
        return self._expand(Input(value, here.path, fixed=here.position(pos)), ())

    def enter(self, entity: Entity, position: Position, chain: tuple[str, ...]) -> Input | None:
        """The text of an entity that is referred to at `position` from within the entities of `chain`.

        Raises:
            SourceError: it contains itself.
            TooLargeError: the text grows, or nests, too far.
        """
        if entity.name in chain:
            path = " -> ".join([*chain[chain.index(entity.name) :], entity.name])
            fail(self._problems, "DB107", entity.position, what=f"entity &{entity.name};", chain=path)
        if len(chain) >= self._max_depth:
            raise TooLargeError("the nesting of entities", f"more than {self._max_depth} levels", self._max_depth)
        if entity.kind is Kind.UNPARSED:
            self._problems.add("DB117", position, what=f"entity &{entity.name}; is no text")
            return Input(f"&{entity.name};", position.path, fixed=position, entity=entity.name)
        if entity.value is None:
            return self._library.open(entity, position)
        self._budget.spend(len(entity.value))
        return Input(entity.value, position.path, fixed=position, entity=entity.name)

    def _expand(self, here: Input, chain: tuple[str, ...]) -> str:
        text, parts, pos = here.text, [], 0
        while (start := text.find("&", pos)) >= 0:
            parts.append(text[pos:start])
            pos, what = self.at(here, start)
            parts.append(what if isinstance(what, str) else self._text(what, here.position(start), chain))
        parts.append(text[pos:])
        return "".join(parts)

    def _text(self, entity: Entity, position: Position, chain: tuple[str, ...]) -> str:
        if entity.kind is Kind.INSTRUCTION:
            return ""
        opened = self.enter(entity, position, chain)
        if opened is None:
            return ""
        if entity.kind is not Kind.MARKUP:
            return opened.text
        return self._expand(opened, (*chain, entity.name))

    def _character(self, found: re.Match[str], here: Input) -> str:
        if found[3]:
            return _FUNCTIONS[found[3]]
        digits = found[1] or found[2]
        code = -1 if len(digits.lstrip("0")) > _MAX_DIGITS else int(digits, 16 if found[1] else 10)
        text = character(code)
        if not text:
            shown = f"U+{code:04X}" if code >= 0 else found[0][:20]
            self._problems.add("DB113", here.position(found.start()), character=shown)
        return text or "\ufffd"

    def _undeclared(self, here: Input, found: re.Match[str]) -> tuple[int, str | Entity]:
        """A name that stands for nothing: the name before its last dots if that is one, the default entity, or its own text."""
        name, start = found[4], found.start()
        shorter = name.rstrip(".-_")
        if shorter != name and not found[0].endswith(";") and (shorter in self._declared.general or shorter in characters()):
            what = f"the entity name {name!r} has no meaning"
            self._problems.add("DB118", here.position(start), what=what, used=f"&{shorter}; and {name[len(shorter) :]!r}")
            entity = self._declared.general.get(shorter)
            return start + 1 + len(shorter), entity or characters()[shorter]
        if self._declared.default is not None:
            return found.end(), self._declared.default
        self._problems.add("DB103", here.position(start), name=name)
        return found.end() - found[0].endswith("\n"), found[0].rstrip("\n")
