"""Reads a variable: text in, PvSpec out, everything that can be looked up looked up."""

from typing import Any

from kahea.pv.errors import PvError, PvSyntaxError
from kahea.pv.names import closing, expect, found, read_name, starts_pv
from kahea.pv.registry import Inner, PvExport, PvRegistry
from kahea.pv.spec import ALL, PvParam, PvSpec, Step
from kahea.pv.transform.read import read_transformations
from kahea.pv.value import parse_int, pv_str

__all__ = ["MAX_DEPTH", "parse_index", "parse_name", "parse_pv", "read_pv"]

MAX_DEPTH = 32
"""Variables inside variables: deeper is a mistake, and would exhaust the stack."""

_DOLLAR_VALUE = pv_str(b"$")
_DOLLAR = PvSpec(source=b"$$", name="$", param=PvParam(), getter=lambda _ctx, _param: _DOLLAR_VALUE, is_constant=True)


def parse_pv(registry: PvRegistry, text: bytes) -> PvSpec:
    """The variable that all of `text` writes.

    Raises:
        PvSyntaxError: it writes none, or something follows it.

    >>> from kahea.pv.value import pv_str
    >>> registry = PvRegistry()
    >>> registry.register(PvExport(name="ru", getter=lambda ctx, param: pv_str(ctx)))
    >>> parse_pv(registry, b"$ru").get(b"sip:a@b").rs
    b'sip:a@b'
    """
    spec, end = read_pv(registry, text, 0)
    if end != len(text):
        raise PvSyntaxError(f"expected the end after {_shown(spec.source)}, {found(text, end)}", end)
    return spec


def read_pv(registry: PvRegistry, text: bytes, at: int) -> tuple[PvSpec, int]:
    """The variable that starts at `at`, and the offset behind it.

    >>> read_pv(PvRegistry(), b"a$$b", 1)[1]
    3
    """
    return _Reader(registry).read(text, at)


def parse_name(inner: bytes, registry: PvRegistry) -> bytes | PvSpec:
    """The inner part as a variable when it is exactly one, else as it stands; the default name parser.

    >>> parse_name(b"X-A", PvRegistry())
    b'X-A'
    """
    return parse_pv(registry, inner) if starts_pv(inner, 0) else inner


def parse_index(text: bytes, registry: PvRegistry) -> Any:  # noqa: ANN401, what PvParam.index holds
    """The index `text` writes: a number, ``ALL`` for ``*``, or a variable; the default index parser.

    >>> parse_index(b"-1", PvRegistry()), parse_index(b"*", PvRegistry())
    (-1, <All.ALL: '*'>)
    """
    if text.strip() == b"*":
        return ALL
    if starts_pv(text, 0):
        return parse_pv(registry, text)
    number = parse_int(text)
    if number is None:
        raise PvSyntaxError(f"expected an index: a number, '*' or a variable, found {text[:20]!r}", 0)
    return number


class _Reader:
    """The functions of the grammar over one registry, which counts how deep the variables stand in each other."""

    def __init__(self, registry: PvRegistry) -> None:
        self.registry = registry

    def read(self, text: bytes, at: int) -> tuple[PvSpec, int]:
        if text.startswith(b"$$", at):
            return _DOLLAR, at + 2
        if not starts_pv(text, at):
            raise PvSyntaxError(f"expected a variable: '$' and a name, {found(text, at)}; write $$ for a dollar sign", at)
        if self.registry.depth >= MAX_DEPTH:
            raise PvSyntaxError(f"variables stand more than {MAX_DEPTH} deep in each other", at)
        self.registry.depth += 1
        try:
            return self._wrapped(text, at) if text.startswith(b"(", at + 1) else self._bare(text, at)
        finally:
            self.registry.depth -= 1

    def _bare(self, text: bytes, start: int) -> tuple[PvSpec, int]:
        export, at = self._export(text, start + 1)
        name, at = self._inner(text, at, export)
        return _spec(text[start:at], export, PvParam(name), (), is_pure=True), at

    def _wrapped(self, text: bytes, start: int) -> tuple[PvSpec, int]:
        export, at = self._export(text, start + 2)
        name, at = self._inner(text, at, export)
        index, at = self._index(text, at, export)
        steps, is_pure, at = read_transformations(text, at, self.registry.transformations, self.read)
        at = expect(text, at, b")", f"to close $({export.name}")
        return _spec(text[start:at], export, PvParam(name, index), steps, is_pure=is_pure), at

    def _export(self, text: bytes, at: int) -> tuple[PvExport, int]:
        name, end = read_name(text, at)
        try:
            return self.registry.lookup(name), end
        except PvError as error:
            raise PvSyntaxError(error.reason, at) from None

    def _inner(self, text: bytes, at: int, export: PvExport) -> tuple[Any, int]:
        if not text.startswith(b"(", at) or export.inner == Inner.NO:
            if export.inner == Inner.MUST:
                raise PvSyntaxError(f"expected '(' after ${export.name}, {found(text, at)}", at)
            return None, at
        end = closing(text, at, b"()")
        return self._nested(export.parse_name or parse_name, text[at + 1 : end], at + 1), end + 1

    def _index(self, text: bytes, at: int, export: PvExport) -> tuple[Any, int]:
        if not text.startswith(b"[", at):
            return None, at
        if not export.takes_index:
            raise PvSyntaxError(f"${export.name} takes no index", at)
        end = closing(text, at, b"[]")
        return self._nested(export.parse_index or parse_index, text[at + 1 : end], at + 1), end + 1

    def _nested(self, parser: Any, part: bytes, at: int) -> Any:  # noqa: ANN401, a parser of the class gives what its getter takes
        try:
            return parser(part, self.registry)
        except PvSyntaxError as error:
            raise error.shifted(at) from None


def _spec(source: bytes, export: PvExport, param: PvParam, steps: tuple[Step, ...], *, is_pure: bool) -> PvSpec:
    parts = (param.name, param.index)
    is_pure = is_pure and all(part.is_constant for part in parts if isinstance(part, PvSpec))
    return PvSpec(
        source=source,
        name=export.name,
        param=param,
        getter=export.getter,
        setter=export.setter,
        steps=steps,
        is_constant=export.is_constant and is_pure,
    )


def _shown(source: bytes) -> str:
    return source[:40].decode("utf-8", "backslashreplace")
