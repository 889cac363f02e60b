"""Structured AVPs: `$xavp`, `$xavi` with names in any case, `$xavu` with one value for each name.

    path   =  step *( "=>" step )
    step   =  name [ "[" ( [ "-" ] number / "*" / variable ) "]" ]

Assigning to ``$xavp(a=>b)`` makes a new root `a`; with an index behind the root, the one that is there is changed.
"""

from collections.abc import Callable
from typing import Any, Final

from kahea.api import PvParam, PvSpec, PvValue, SipMsg
from kahea.api.values import (
    ALL,
    NULL,
    Inner,
    PvRegistry,
    PvSyntaxError,
    XavpList,
    parse_index,
    parse_pv,
    pv_of,
    pv_str,
)
from kahea.modules.pv.exports import module

__all__ = ["count_xavps", "roots_of"]

_MAX_DEPTH: Final = 8


class _Step:
    """One name of a path and the index behind it; what is fixed when the configuration is loaded is worked out then."""

    __slots__ = ("_index", "_name", "at", "index", "is_fixed", "name")

    def __init__(self, name: bytes | PvSpec, index: Any) -> None:  # noqa: ANN401  a number, ALL, a variable or None
        self._name = name
        self._index = index
        self.is_fixed = isinstance(name, bytes) and not isinstance(index, PvSpec)
        self.name = name if isinstance(name, bytes) else b""
        self.index: Any = None if isinstance(index, PvSpec) else index
        """A number, ALL, or None where none is written."""
        self.at = index if isinstance(index, int) else 0
        """The index as a number, 0 for all and for none."""

    def read(self, msg: SipMsg) -> "_Step":
        """The step with its variables read from `msg`."""
        if self.is_fixed:
            return self
        name = self._name if isinstance(self._name, bytes) else self._name.get(msg).rs
        index = self._index.get(msg).as_int() if isinstance(self._index, PvSpec) else self._index
        return _Step(name, index)


Path = tuple[_Step, ...]


def _parse_path(inner: bytes, registry: PvRegistry) -> Path:
    """The steps of a path.

    Raises:
        PvSyntaxError: a name is missing, a bracket is never closed, or there are too many steps.
    """
    pieces = inner.split(b"=>")
    if len(pieces) > _MAX_DEPTH:
        raise PvSyntaxError(f"more than {_MAX_DEPTH} names joined by '=>'", 0)
    return tuple(_parse_step(piece.strip(), registry) for piece in pieces)


def _parse_step(text: bytes, registry: PvRegistry) -> _Step:
    index: Any = None
    name = text
    if text.endswith(b"]") and not text.startswith(b"$("):
        name, bracket, inside = text[:-1].partition(b"[")
        if not bracket:
            raise PvSyntaxError("expected '[' before ']'", len(text) - 1)
        index = parse_index(inside, registry)
    name = name.strip()
    if not name or (not name.startswith(b"$") and (b"[" in name or b"]" in name)):
        raise PvSyntaxError(f"expected the name of a value, found {text[:40]!r}", 0)
    return _Step(parse_pv(registry, name) if name.startswith(b"$") else name, index)


def roots_of(msg: SipMsg, kind: str) -> XavpList:
    """The roots of one kind, xavp, xavi or xavu, of the message or its transaction."""
    roots: XavpList = getattr(msg.xavps, kind)
    return roots


def _find(msg: SipMsg, kind: str, path: Path) -> tuple[XavpList, _Step] | None:
    """The list that the last step is looked for in, and that step; None when something before it is not there."""
    if "xavps" not in msg.__dict__:
        return None
    values: XavpList = getattr(msg.xavps, kind)
    for written in path[:-1]:
        step = written if written.is_fixed else written.read(msg)
        fields = values.get(step.name, step.at)
        if not isinstance(fields, XavpList):
            return None
        values = fields
    return values, path[-1].read(msg)


def _getter(kind: str) -> Callable[[SipMsg, PvParam], PvValue]:
    """What reads the values of one kind."""

    def get(msg: SipMsg, param: PvParam) -> PvValue:
        found = _find(msg, kind, param.name)
        if found is None:
            return NULL
        values, step = found
        if step.index is ALL:
            every = values.values(step.name)
            return pv_str(b", ".join([_shown(kind, step.name, each).rs for each in every])) if every else NULL
        value = values.get(step.name, step.at)
        return _shown(kind, step.name, value) if value is not None else NULL

    return get


def _shown(kind: str, name: bytes, value: bytes | int | XavpList) -> PvValue:
    """The value; of one that has fields, its kind and name."""
    return pv_str(b"<<%b:%b>>" % (kind.encode(), name)) if isinstance(value, XavpList) else pv_of(value)


def _setter(kind: str) -> Callable[[SipMsg, PvParam, PvValue], None]:
    """What assigns to the values of one kind."""

    def set_value(msg: SipMsg, param: PvParam, value: PvValue) -> None:
        path: Path = param.name
        native = value.native()
        if native is None:
            found = _find(msg, kind, path)
            if found is not None:
                _remove(*found)
        elif len(path) == 1:
            _store(msg, roots_of(msg, kind), path[0].read(msg), native)
        else:
            fields = _fields_for(msg, roots_of(msg, kind), path)
            if fields is not None:
                _store(msg, fields, path[-1].read(msg), native)

    return set_value


def _remove(values: XavpList, step: _Step) -> None:
    if step.index is ALL:
        values.remove_all(step.name)
    else:
        values.remove(step.name, step.at)


def _store(msg: SipMsg, values: XavpList, step: _Step, native: bytes | int) -> None:
    """Nothing; the value is pushed, or with an index takes the place of the one that is there."""
    if step.index is ALL:
        values.remove_all(step.name)
    if not isinstance(step.index, int):
        values.add(step.name, native)
    elif not values.set(step.name, native, step.index):
        msg.engine.log.module("pv").dbg("%r has no value at %d to be set", step.name, step.index)


def _fields_for(msg: SipMsg, values: XavpList, path: Path) -> XavpList | None:
    """The fields that the last step is stored in: of a new root without an index, of the one at the index with it."""
    for written in path[:-1]:
        step = written.read(msg)
        fields = None if step.index is None and not values.is_single else values.fields(step.name, step.at)
        if fields is None:
            if step.index is not None and not values.is_single:
                msg.engine.log.module("pv").dbg("%r has no fields at %r", step.name, step.index)
                return None
            fields = values.new_fields()
            values.add(step.name, fields)
        values = fields
    return values


def count_xavps(msg: SipMsg, spec: PvSpec) -> int:
    """How many values the variable `spec`, one of this file's, has."""
    found = _find(msg, spec.name, spec.param.name)
    return found[0].count(found[1].name) if found is not None else 0


_read_xavp, _read_xavi, _read_xavu = _getter("xavp"), _getter("xavi"), _getter("xavu")


@module.pv("xavp", set=_setter("xavp"), inner=Inner.MUST, parse_name=_parse_path)
def pv_xavp(msg: SipMsg, param: PvParam) -> PvValue:
    """$xavp(root=>field): a structured AVP or a field of it."""
    return _read_xavp(msg, param)


@module.pv("xavi", set=_setter("xavi"), inner=Inner.MUST, parse_name=_parse_path)
def pv_xavi(msg: SipMsg, param: PvParam) -> PvValue:
    """$xavi(root=>field): the same with names in which case does not count."""
    return _read_xavi(msg, param)


@module.pv("xavu", set=_setter("xavu"), inner=Inner.MUST, parse_name=_parse_path)
def pv_xavu(msg: SipMsg, param: PvParam) -> PvValue:
    """$xavu(root=>field): the same with one value for each name."""
    return _read_xavu(msg, param)
