"""A DTD subset: its declarations, marked sections and parameter entities, in the order in which they are written."""

from __future__ import annotations

import re

from docbook2rst.problems import Problems
from docbook2rst.source.confine import TooLargeError
from docbook2rst.source.errors import fail
from docbook2rst.source.sgml.comments import comment_end, declaration_end, instruction_end, strict_comment_end
from docbook2rst.source.sgml.declarations import DECLARATIONS
from docbook2rst.source.sgml.entities import Budget, Declared, character
from docbook2rst.source.sgml.inputs import Input
from docbook2rst.source.sgml.library import Library
from docbook2rst.source.sgml.sections import Status, ignored_end, status_of
from docbook2rst.source.sgml.tokens import tokens
from docbook2rst.source.tree import Position

__all__ = ["Subset"]

_SPACE = re.compile(r"\s++")
_REFERENCE = re.compile(r"%([A-Za-z][A-Za-z0-9._-]*+)(?:;|\n)?")
_IN_LITERAL = re.compile(r"%([A-Za-z][A-Za-z0-9._-]*+)(?:;|\n)?|&#(?:[xX]([0-9A-Fa-f]{1,6})|([0-9]{1,7}));?")
_DECLARATION = re.compile(r"<!([A-Za-z]++)")
_SECTION = re.compile(r"<!\[([^\[<>]*+)\[")
_REST = re.compile(r".(?:(?!<[!?]|%[A-Za-z]|\]).)*+", re.DOTALL)


class Subset:
    """Reads the declarations of one document into `declared`."""

    def __init__(
        self, declared: Declared, library: Library, problems: Problems, budget: Budget, *, max_depth: int, is_xml: bool
    ) -> None:
        self._declared, self._library, self._problems = declared, library, problems
        self._budget, self._max_depth, self._is_xml = budget, max_depth, is_xml
        self._inputs: list[Input] = []

    def read(self, top: Input) -> bool:
        """Read from where `top` stands to the `]` that ends it there, or to its end; whether there was that `]`.

        Raises:
            SourceError: parameter entities call each other in a circle.
            TooLargeError: they grow, or nest, too far.
        """
        self._inputs = [top]
        while self._inputs:
            here = self._inputs[-1]
            here.pos = _after_space(here.text, here.pos)
            if here.pos >= len(here.text):
                self._inputs.pop()
            elif here.text.startswith("]]>", here.pos) and here.sections:
                here.sections.pop()
                here.pos += 3
            elif here.text[here.pos] == "]" and here is top and not here.sections:
                here.pos += 1
                return True
            else:
                self._markup(here)
        return False

    def status(self, words: str, position: Position) -> Status:
        """The status of a marked section whose keywords are `words`, its parameter entities put in."""
        return status_of(part.text for part in tokens(words, lambda name: self._text(name, position, ())))

    def parameter(self, name: str, position: Position) -> Input | None:
        """The text of the parameter entity `name`, which is referred to at `position`."""
        entity = self._declared.parameter.get(name)
        if entity is None:
            self._problems.add("DB112", position, name=name)
            return None
        if entity.value is None:
            return self._library.open(entity, position, is_parameter=True)
        self._budget.spend(len(entity.value))
        return Input(entity.value, position.path, fixed=position, entity=name)

    # One piece of markup

    def _markup(self, here: Input) -> None:
        text, pos = here.text, here.pos
        if text.startswith("<!--", pos) or text.startswith("<!>", pos):
            here.pos = self._comment(here)
        elif text.startswith("<?", pos):
            here.pos = instruction_end(here, pos, is_xml=self._is_xml) or len(text)
        elif found := _SECTION.match(text, pos):
            self._section(here, found)
        elif found := _DECLARATION.match(text, pos):
            self._declaration(here, found[1].upper())
        elif found := _REFERENCE.match(text, pos):
            here.pos = found.end()
            self._push(found[1], here.position(pos))
        else:
            rest = _REST.match(text, pos)
            here.pos = rest.end() if rest else pos + 1
            what = f"{text[pos : here.pos].rstrip()[:60]!r} is no declaration"
            self._problems.add("DB118", here.position(pos), what=what, used="nothing")

    def _comment(self, here: Input) -> int:
        end = strict_comment_end(here.text, here.pos)
        if end is None or self._is_xml:
            end = comment_end(here, here.pos)
            if end is None:
                self._problems.add("DB118", here.position(here.pos), what="a comment does not end", used="a comment")
                return len(here.text)
        return end

    def _section(self, here: Input, found: re.Match[str]) -> None:
        status = self.status(found[1], here.position(found.start()))
        if status is Status.IGNORE:
            here.pos = ignored_end(here.text, found.end()) or len(here.text)
        else:
            here.sections.append(found.start())
            here.pos = found.end()

    def _push(self, name: str, position: Position) -> None:
        opened = self.parameter(name, position)
        if opened is None:
            return
        if any(outer.entity == name for outer in self._inputs[1:]):
            chain = " -> ".join([*(outer.entity for outer in self._inputs[1:]), name])
            fail(self._problems, "DB107", position, what=f"entity %{name};", chain=chain)
        if len(self._inputs) >= self._max_depth:
            raise TooLargeError("the nesting of entity files", f"more than {self._max_depth} levels", self._max_depth)
        self._inputs.append(opened)

    def _declaration(self, here: Input, keyword: str) -> None:
        start = here.pos
        end = declaration_end(here, start)
        position = here.position(start)
        if end is None:
            close = here.find(">", start)
            here.pos = close + 1 if close >= 0 else len(here.text)
            self._problems.add("DB118", position, what=f"the declaration <!{keyword} does not end", used="nothing")
            return
        here.pos = end
        take = DECLARATIONS.get(keyword)
        if take is None:
            return
        place = position._replace(path=here.path)
        parts = list(tokens(here.text[start + 2 + len(keyword) : end - 1], lambda name: self._text(name, position, ())))
        if not take(self._declared, parts, place, lambda literal: self._literal(literal, position, ())):
            self._problems.add("DB118", position, what=f"the declaration <!{keyword} is not complete", used="nothing")

    # Text

    def _text(self, name: str, position: Position, chain: tuple[str, ...]) -> str:
        """The whole text of a parameter entity inside a declaration."""
        opened = self.parameter(name, position)
        return self._expand(opened.text, position, (*chain, name)) if opened else ""

    def _literal(self, literal: str, position: Position, chain: tuple[str, ...]) -> str:
        """The replacement text of a literal: parameter entities and numbered characters put in, others left."""
        return self._expand(literal, position, chain, with_characters=True)

    def _expand(self, text: str, position: Position, chain: tuple[str, ...], *, with_characters: bool = False) -> str:
        if "%" not in text and not (with_characters and "&#" in text):
            return text
        if len(chain) != len(set(chain)):
            fail(self._problems, "DB107", position, what=f"entity %{chain[-1]};", chain=" -> ".join(chain))
        if len(chain) > self._max_depth:
            raise TooLargeError("the nesting of entities", f"more than {self._max_depth} levels", self._max_depth)

        def replaced(found: re.Match[str]) -> str:
            if not found[1]:
                return _character(found) if with_characters else found[0]
            opened = self.parameter(found[1], position)
            return self._expand(opened.text, position, (*chain, found[1]), with_characters=with_characters) if opened else ""

        return _IN_LITERAL.sub(replaced, text)


def _character(found: re.Match[str]) -> str:
    """The character that a number means; the reference itself where it means none, to be reported where it is read."""
    return character(int(found[2], 16) if found[2] else int(found[3])) or found[0]


def _after_space(text: str, pos: int) -> int:
    found = _SPACE.match(text, pos)
    return found.end() if found else pos
