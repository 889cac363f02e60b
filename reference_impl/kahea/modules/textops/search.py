"""Text that is looked for: in the message, in parts of it, in any string."""

from typing import Annotated

from kahea.api import Fixup, PvSpec, SipMsg
from kahea.api.values import HdrField, pv_str
from kahea.modules.textops.exports import module
from kahea.modules.textops.patterns import LinePattern, Pattern, pattern_of
from kahea.modules.textops.places import Span, body, insert, whole

__all__ = [
    "Which",
    "fields_of",
    "regex_substring",
    "search",
    "search_append",
    "search_append_body",
    "search_body",
    "search_hf",
    "search_str",
]


def _read_which(text: str) -> str:
    """The letter for which of several headers: a, f or l."""
    if text[:1] not in ("a", "f", "l"):
        raise ValueError(f"must be a (all), f (first) or l (last), not {text!r}")
    return text[:1]


Which = Annotated[str, Fixup(_read_which)]
"""Which of several headers of a name."""


def fields_of(msg: SipMsg, name: bytes, which: str) -> list[HdrField]:
    """The headers of that name: all, the first, or the last."""
    fields = list(msg.named(name.removesuffix(b":")))
    return fields[:1] if which == "f" else fields[-1:] if which == "l" else fields


def _found(is_found: object) -> int:
    return 1 if is_found else -1


@module.function("search")
def search(msg: SipMsg, re: LinePattern) -> int:
    """1 when the expression matches in the message, the first line included; -1 when not."""
    return _found(re.search(msg.buf))


@module.function("search_body")
def search_body(msg: SipMsg, re: LinePattern) -> int:
    """1 when the expression matches in the body; -1 when not."""
    return _found(re.search(body(msg)[1]))


@module.function("search_hf")
def search_hf(msg: SipMsg, hf: bytes, re: LinePattern, flags: Which) -> int:
    """1 when the expression matches in the body of a header of that name; -1 when not."""
    return _found(any(re.search(field.body) for field in fields_of(msg, hf, flags)))


@module.function("search_str")
def search_str(msg: SipMsg, text: bytes, re: bytes) -> int:  # noqa: ARG001  every function gets the message
    """1 when the expression matches in `text`; -1 when not."""
    return _found(pattern_of(re).search(text))


def _append(msg: SipMsg, span: Span, pattern: Pattern, txt: bytes) -> int:
    start, text = span
    match = pattern.search(text)
    if match is None:
        return -1
    insert(msg, start + match.end(), txt)
    return 1


@module.function("search_append")
def search_append(msg: SipMsg, re: LinePattern, txt: bytes) -> int:
    """1 when `txt` comes behind the first match in the headers or the body; -1 when nothing matches."""
    return _append(msg, whole(msg), re, txt)


@module.function("search_append_body")
def search_append_body(msg: SipMsg, re: LinePattern, txt: bytes) -> int:
    """1 when `txt` comes behind the first match in the body; -1 when nothing matches."""
    return _append(msg, body(msg), re, txt)


@module.function("regex_substring")
def regex_substring(  # noqa: PLR0917  the script gives five
    msg: SipMsg, itext: bytes, regexp: bytes, mindex: int, mcount: int, dpv: PvSpec
) -> int:
    """1 when `regexp` matches in `itext` and its group `mindex`, below `mcount`, is the value of `dpv` now; -1 when not."""
    pattern = pattern_of(regexp)
    match = pattern.search(itext)
    if match is None or not 0 <= mindex < mcount or mindex > pattern.groups or match[mindex] is None:
        return -1
    dpv.set(msg, pv_str(match[mindex]))
    return 1
