"""The entities of one document: what is declared, what is used, and the declarations that are missing.

Expat keeps the declarations; this table is kept beside it to refuse circles and bombs before anything is expanded, and to write
the small DTD that gives every other name in use a value: a character of the ISO sets, or its own text `&name;`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from docbook2rst.pattern import Pattern
from docbook2rst.problems import Problems
from docbook2rst.source.characters import characters
from docbook2rst.source.confine import TooLargeError
from docbook2rst.source.encodings import locate
from docbook2rst.source.errors import fail
from docbook2rst.source.tree import Position

__all__ = ["Declaration", "Entities", "early", "overriding", "references"]

_REFERENCE = Pattern(rb"&([A-Za-z_:\x80-\xff][A-Za-z0-9._:\x80-\xff-]*);")
_BARE = Pattern(r"&(?!#\d+;|#x[0-9A-Fa-f]+;|[^\s&;#<>\"'%]+;)")
_PASSED_OVER = rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"
_PREDEFINED = frozenset(("amp", "lt", "gt", "quot", "apos"))

AMPLIFICATION = 100
"""How many times its own size a document may grow by entities, once it is past ALWAYS_ALLOWED."""
ALWAYS_ALLOWED = 8_388_608
MAX_NESTED = 3_000
"""How many entities may be declared by means of others; it bounds the recursion inside expat."""


class Declaration(NamedTuple):
    """One declaration of a general entity; `value` is None where the text is in the file `system_id`."""

    value: str | None
    system_id: str | None
    position: Position
    unparsed: bool = False
    base: str = ""


def references(data: bytes) -> Counter[str]:
    """How often each general entity is referred to, the five predefined ones left out."""
    if b"&" not in data:
        return Counter()
    found = Counter(name.decode("utf-8", "replace") for name in _REFERENCE().findall(data))
    for name in [name for name in found if name in _PREDEFINED or not (name.isascii() or _is_name(name))]:
        del found[name]
    return found


def _is_name(name: str) -> bool:
    return re.sub("[.:-]", "_", name).isidentifier()


def _as_declaration(name: str, value: str, *, parameter: bool = False) -> bytes:
    """The declaration that gives `name` exactly the replacement text `value`, on one line."""
    quoted = (
        value.replace("&", "&#38;").replace("%", "&#37;").replace('"', "&#34;").replace("\r", "&#13;").replace("\n", "&#10;")
    )
    return f'<!ENTITY {"% " if parameter else ""}{name} "{quoted}">'.encode()


def _replacement(value: str) -> str:
    """The replacement text for a value that a person gave: markup stays markup, a lone `&` becomes text."""
    return _BARE().sub("&#38;", value)


class Entities:
    """The general entities of one document."""

    __slots__ = ("declared", "max_bytes", "max_depth", "nested", "problems")

    def __init__(self, problems: Problems, max_depth: int, max_bytes: int) -> None:
        self.problems = problems
        self.max_depth = max_depth
        self.max_bytes = max_bytes
        self.declared: dict[str, Declaration] = {}
        self.nested = 0

    def declare(self, name: str, declaration: Declaration) -> None:
        """Take a declaration; the first of a name counts, as XML has it."""
        value = declaration.value
        if value is not None and ("&" in value or "%" in value):
            self.nested += 1
            if self.nested > MAX_NESTED:
                raise TooLargeError("the number of entities made of entities", self.nested, MAX_NESTED)
        self.declared.setdefault(name, declaration)

    def missing(self, data: bytes, start: int, name: str, read: Callable[[Declaration], tuple[str, bytes]]) -> bytes:
        """A DTD of the names that are used from byte `start` of the document `name` and declared nowhere.

        `read` gives the file and the text of an external entity, empty where it has none.

        Raises:
            SourceError: an entity contains itself, or the document would grow too large.
        """
        used = references(data[start:] if start else data)
        if not used:
            return b""
        graph: dict[str, Counter[str]] = {}
        files: dict[str, tuple[str, bytes]] = {}
        waiting = list(used)
        while waiting:
            entity = waiting.pop()
            if entity in graph:
                continue
            text = self._text(entity, read, files)
            graph[entity] = references(text)
            waiting.extend(graph[entity])
        self._refuse_bombs(used, graph, len(data))
        lines = []
        for entity in sorted(graph.keys() - self.declared.keys()):
            if entity not in characters():
                self._report(entity, graph, files, (name, data, start))
            lines.append(_standing_for_itself(entity))
        return b"".join(lines)

    def _text(
        self, entity: str, read: Callable[[Declaration], tuple[str, bytes]], files: dict[str, tuple[str, bytes]]
    ) -> bytes:
        declaration = self.declared.get(entity)
        if declaration is None or declaration.unparsed:
            return b""
        if declaration.value is not None:
            return declaration.value.encode()
        files[entity] = read(declaration)
        return files[entity][1]

    def _refuse_bombs(self, used: Counter[str], graph: Mapping[str, Counter[str]], size: int) -> None:
        sizes: dict[str, int] = {}
        for first in used:
            self._measure(first, graph, sizes)
        total = sum(count * sizes[entity] for entity, count in used.items())
        limit = min(self.max_bytes, max(ALWAYS_ALLOWED, AMPLIFICATION * size))
        if total > limit:
            raise TooLargeError("the text of the entities", f"{total} bytes", limit)

    def _measure(self, first: str, graph: Mapping[str, Counter[str]], sizes: dict[str, int]) -> None:
        """Put the expanded size of `first` and of all below it in `sizes`."""
        chain: list[str] = []
        waiting = [(first, False)]
        while waiting:
            entity, below_done = waiting.pop()
            if below_done:
                chain.pop()
                declaration = self.declared.get(entity)
                own = len(declaration.value) if declaration is not None and declaration.value is not None else 1
                sizes[entity] = own + sum(count * sizes[name] for name, count in graph[entity].items())
            elif entity in chain:
                self._refuse_circle((*chain[chain.index(entity) :], entity))
            elif entity not in sizes:
                chain.append(entity)
                if len(chain) > self.max_depth:
                    raise TooLargeError("the nesting of entities", f"more than {self.max_depth} levels", self.max_depth)
                waiting.append((entity, True))
                waiting.extend((name, False) for name in graph[entity])

    def _refuse_circle(self, circle: tuple[str, ...]) -> None:
        fail(self.problems, "DB107", self.declared[circle[0]].position, what=f"entity &{circle[0]};", chain=" -> ".join(circle))

    def _report(
        self,
        entity: str,
        graph: Mapping[str, Counter[str]],
        files: Mapping[str, tuple[str, bytes]],
        top: tuple[str, bytes, int],
    ) -> None:
        """DB103 at each reference to `entity`: in the document, in its entity files, and at the values that hold one."""
        self._report_in(entity, *top)
        for user in sorted(name for name, used in graph.items() if entity in used):
            if user in files:
                self._report_in(entity, *files[user], 0)
            else:
                self.problems.add("DB103", self.declared[user].position, name=entity)

    def _report_in(self, entity: str, name: str, data: bytes, start: int) -> None:
        pattern = re.compile(_PASSED_OVER + rb"|(&" + re.escape(entity.encode()) + rb";)", re.DOTALL)
        for found in pattern.finditer(data, start):
            if found[1]:
                self.problems.add("DB103", locate(name, data, found.start()), name=entity)


def _literal(text: str) -> str:
    """Replacement text that is read as exactly `text`."""
    return text.replace("&", "&#38;").replace("<", "&#60;")


def _standing_for_itself(name: str) -> bytes:
    """The declaration of a name that has none: its character, or the reference as text."""
    return _as_declaration(name, _literal(characters().get(name, f"&{name};")))


def early(name: str, data: bytes) -> tuple[bytes, bool]:
    """A declaration of `name` that may stand before all others, and whether it has a meaning.

    An attribute default may only refer to what is declared before it; here it may also name a character, or an entity that the
    document `data` declares later.
    """
    later = re.search(rb"<!ENTITY\s+" + re.escape(name.encode()) + rb"""\s+("[^"]*"|'[^']*')\s*>""", data)
    if later:
        return b"<!ENTITY %s %s>" % (name.encode(), re.sub(rb"\r\n?|\n", b"&#10;", later[1])), True
    return _standing_for_itself(name), name in characters()


def overriding(entities: Mapping[str, str], parameters: Iterable[str] = ()) -> bytes:
    """The declarations that stand before the document's own: the caller's entities, and empty parameter entities."""
    lines = [_as_declaration(name, _replacement(value)) for name, value in entities.items()]
    return b"".join(lines + [_as_declaration(name, "", parameter=True) for name in sorted(parameters)])
