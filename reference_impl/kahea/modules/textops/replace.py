"""Text that is replaced: matches of an expression, or a plain string, by a text that is taken as it stands."""

from typing import Annotated

from kahea.api import Fixup, SipMsg
from kahea.modules.textops.exports import module
from kahea.modules.textops.patterns import LinePattern, Pattern, TextPattern
from kahea.modules.textops.places import Span, body, head, swap, whole

__all__ = [
    "replace",
    "replace_all",
    "replace_body",
    "replace_body_all",
    "replace_body_atonce",
    "replace_body_str",
    "replace_hdrs",
    "replace_hdrs_str",
    "replace_str",
]


def _read_mode(text: str) -> bool:
    """Whether all places are meant: a; f is the first."""
    if text[:1] not in ("a", "f"):
        raise ValueError(f"must be a (all) or f (the first), not {text!r}")
    return text[:1] == "a"


Mode = Annotated[bool, Fixup(_read_mode)]


def _first(msg: SipMsg, span: Span, pattern: Pattern, txt: bytes) -> int:
    start, text = span
    match = pattern.search(text)
    if match is None or match.start() == match.end():
        return -1
    swap(msg, start + match.start(), start + match.end(), txt)
    return 1


def _every(msg: SipMsg, span: Span, pattern: Pattern, txt: bytes) -> int:
    start, text = span
    code = -1
    for match in pattern.finditer(text):
        if match.start() < match.end():
            swap(msg, start + match.start(), start + match.end(), txt)
            code = 1
    return code


def _plain(msg: SipMsg, span: Span, match: bytes, repl: bytes, *, is_all: bool) -> int:
    start, text = span
    code = -1
    at = text.find(match) if match else -1
    while at >= 0:
        swap(msg, start + at, start + at + len(match), repl)
        code = 1
        at = text.find(match, at + len(match)) if is_all else -1
    return code


@module.function("replace")
def replace(msg: SipMsg, re: LinePattern, txt: bytes) -> int:
    """1 when the first match in the headers or the body is replaced; -1 when nothing matches."""
    return _first(msg, whole(msg), re, txt)


@module.function("replace_hdrs")
def replace_hdrs(msg: SipMsg, re: LinePattern, txt: bytes) -> int:
    """As replace(), in the headers only."""
    return _first(msg, head(msg), re, txt)


@module.function("replace_body")
def replace_body(msg: SipMsg, re: LinePattern, txt: bytes) -> int:
    """As replace(), in the body only."""
    return _first(msg, body(msg), re, txt)


@module.function("replace_all")
def replace_all(msg: SipMsg, re: LinePattern, txt: bytes) -> int:
    """1 when every match in the headers and the body is replaced; -1 when nothing matches."""
    return _every(msg, whole(msg), re, txt)


@module.function("replace_body_all")
def replace_body_all(msg: SipMsg, re: LinePattern, txt: bytes) -> int:
    """As replace_all(), in the body only, line by line."""
    return _every(msg, body(msg), re, txt)


@module.function("replace_body_atonce")
def replace_body_atonce(msg: SipMsg, re: TextPattern, txt: bytes) -> int:
    """As replace_body_all(), with the body as one string."""
    return _every(msg, body(msg), re, txt)


@module.function("replace_str")
def replace_str(msg: SipMsg, match: bytes, repl: bytes, mode: Mode) -> int:
    """1 when the string, the first or every one in the headers and the body, is replaced; -1 when there is none."""
    return _plain(msg, whole(msg), match, repl, is_all=mode)


@module.function("replace_hdrs_str")
def replace_hdrs_str(msg: SipMsg, match: bytes, repl: bytes, mode: Mode) -> int:
    """As replace_str(), in the headers only."""
    return _plain(msg, head(msg), match, repl, is_all=mode)


@module.function("replace_body_str")
def replace_body_str(msg: SipMsg, match: bytes, repl: bytes, mode: Mode) -> int:
    """As replace_str(), in the body only."""
    return _plain(msg, body(msg), match, repl, is_all=mode)
