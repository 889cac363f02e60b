"""Headers that are taken away: by name, by place, by expression, by what is in them."""

from collections.abc import Callable, Iterable
from typing import Annotated

from kahea.api import Fixup, SipMsg
from kahea.api.values import HdrField
from kahea.modules.textops.exports import module
from kahea.modules.textops.patterns import LinePattern, Pattern, pattern_of
from kahea.modules.textops.places import cut

__all__ = [
    "remove_hf",
    "remove_hf_exp",
    "remove_hf_exp_pv",
    "remove_hf_idx",
    "remove_hf_match",
    "remove_hf_pv",
    "remove_hf_re",
    "remove_hf_re_pv",
]


def _remove(msg: SipMsg, fields: Iterable[HdrField]) -> int:
    """1 when there is one to take away, -1 when there is none."""
    code = -1
    for field in fields:
        cut(msg, field.start, field.end)
        code = 1
    return code


@module.function("remove_hf", "remove_hf_pv")
def remove_hf(msg: SipMsg, hname: bytes) -> int:
    """1 when all headers of that name, long or compact, are taken away; -1 when there is none."""
    return _remove(msg, msg.named(hname.removesuffix(b":")))


remove_hf_pv = remove_hf
"""The name may hold variables under both."""


@module.function("remove_hf_idx")
def remove_hf_idx(msg: SipMsg, hname: bytes, idx: int) -> int:
    """1 when the header of that name and place, 0 the first, -1 the last, is taken away; -1 when there is none."""
    fields = list(msg.named(hname.removesuffix(b":")))
    return _remove(msg, [fields[idx]]) if -len(fields) <= idx < len(fields) else -1


def _remove_named(msg: SipMsg, match: Pattern, skip: Pattern | None = None) -> int:
    return _remove(
        msg, [each for each in msg.headers if match.search(each.name) and (skip is None or not skip.search(each.name))]
    )


@module.function("remove_hf_re")
def remove_hf_re(msg: SipMsg, re: LinePattern) -> int:
    """1 when all headers whose name matches are taken away; -1 when there is none."""
    return _remove_named(msg, re)


@module.function("remove_hf_re_pv")
def remove_hf_re_pv(msg: SipMsg, re: bytes) -> int:
    """As remove_hf_re(), with an expression that may hold variables."""
    return _remove_named(msg, pattern_of(re))


@module.function("remove_hf_exp")
def remove_hf_exp(msg: SipMsg, expmatch: LinePattern, expskip: LinePattern) -> int:
    """1 when all headers whose name matches the first and not the second are taken away; -1 when there is none."""
    return _remove_named(msg, expmatch, expskip)


@module.function("remove_hf_exp_pv")
def remove_hf_exp_pv(msg: SipMsg, expmatch: bytes, expskip: bytes) -> int:
    """As remove_hf_exp(), with expressions that may hold variables."""
    return _remove_named(msg, pattern_of(expmatch), pattern_of(expskip))


_COMPARE: dict[str, Callable[[bytes, bytes], bool]] = {
    "eq": lambda content, expr: content == expr,
    "ne": lambda content, expr: content != expr,
    "in": lambda content, expr: expr in content,
    "re": lambda content, expr: pattern_of(expr).search(content) is not None,
}


def _read_op(text: str) -> Callable[[bytes, bytes], bool]:
    found = _COMPARE.get(text)
    if found is None:
        raise ValueError(f"must be one of {', '.join(_COMPARE)}, not {text!r}")
    return found


@module.function("remove_hf_match")
def remove_hf_match(
    msg: SipMsg, hname: bytes, op: Annotated[Callable[[bytes, bytes], bool], Fixup(_read_op)], expr: bytes
) -> int:
    """1 when all headers of that name whose body compares so with `expr` are taken away; -1 when there is none."""
    return _remove(msg, [field for field in msg.named(hname.removesuffix(b":")) if op(field.body, expr)])
