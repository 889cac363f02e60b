"""Start tags with all of SHORTTAG: unquoted and minimised attributes, tags that the next one closes, and NET.

stag   = "<" name (s* attribute)* s* close
attribute = name s* "=" s* value | value
value  = '"' [^"]* '"' | "'" [^']* "'" | [A-Za-z0-9._-]+
close  = ">" | "/>" | "/" | &"<"
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

__all__ = ["ATTRIBUTE", "DATA_TO", "NAME", "Close", "Tag", "scan"]

NAME = r"[A-Za-z_][A-Za-z0-9._:-]*+"
_LITERAL = r""""[^"&<]*+"|'[^'&<]*+'"""
ATTRIBUTE = re.compile(rf"""\s*+({NAME})\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")
"""An attribute as XML has it: its name, its value in double quotes, its value in single ones."""

_PLAIN = r"[A-Za-z_][A-Za-z0-9._-]*+"
# XML's namespaces and its slash are not common: such tags take the long way.
_COMMON_TAG = rf"<(?:/({_PLAIN})\s*+>|({_PLAIN})((?:\s++(?!xmlns){_PLAIN}\s*+=\s*+(?:{_LITERAL}))*+)\s*+>)"


def _data_to(special: str) -> re.Pattern[str]:
    """Text up to markup, and the tag that follows where it is one of the common kind."""
    return re.compile(rf"([^{special}\]]*+(?:\](?!\]>)[^{special}\]]*+)*+)(?:{_COMMON_TAG})?+")


DATA_TO = (_data_to("<&"), _data_to("<&/"))
"""The same without and with the null end tag: text, end tag's name, start tag's name, its attributes."""

_START = re.compile(rf"<({NAME})")
_NAME = re.compile(NAME)
_EQUALS = re.compile(r"\s*+=\s*+")
_QUOTED = re.compile(r""""([^"]*)"|'([^']*)'""")
_UNQUOTED = re.compile(r"[A-Za-z0-9._:-]++")
_UP_TO_SPACE = re.compile(r"""[^\s>"'<][^\s>]*+""")
_AFTER_VALUE = frozenset(("", "\t", "\n", " ", "/", ">", "<"))
_AFTER_LITERAL = re.compile(r"[\s/><]|[A-Za-z_][\w.:-]*\s*=")
_ADDRESSES = frozenset(("url", "fileref", "href", "xlink:href", "entityref", "targetptr"))


class Close(Enum):
    """How a start tag ends."""

    PLAIN = ">"
    EMPTY = "/>"
    NET = "/"
    """The next `/` in the content is the end tag."""
    UNCLOSED = "<"
    """The next tag begins at once."""


@dataclass(slots=True)
class Tag:
    """A start tag as written; an attribute without a name is a value of some attribute."""

    name: str
    attributes: list[tuple[str, str]] = field(default_factory=list)
    end: int = 0
    close: Close = Close.PLAIN
    faults: list[tuple[int, str, str]] = field(default_factory=list)
    """Where something is not as it should be, what, and what it is read as."""


def scan(text: str, pos: int, *, is_xml: bool) -> Tag | None:
    """The start tag at `pos`, None where there is none that could be meant."""
    found = _START.match(text, pos)
    if found is None:
        return None
    tag = Tag(found[1])
    pos = found.end()
    while True:
        start = pos
        while text[pos : pos + 1].isspace():
            pos += 1
        character = text[pos : pos + 1]
        if character in _CLOSES:
            return _CLOSES[character](text, pos, tag, is_xml)
        if pos == start and not tag.attributes:
            return None
        after = _attribute(text, pos, tag)
        if after is None:
            return None
        pos = after


def _attribute(text: str, pos: int, tag: Tag) -> int | None:
    """Where the attribute at `pos` ends, once it is in `tag`."""
    name = _NAME.match(text, pos)
    equals = _EQUALS.match(text, name.end()) if name else None
    if name and equals:
        return _value(text, equals.end(), tag, name[0])
    value = _UNQUOTED.match(text, pos)
    if value is None:
        return None
    tag.attributes.append(("", value[0]))
    return value.end()


def _value(text: str, pos: int, tag: Tag, name: str) -> int | None:
    quoted = _QUOTED.match(text, pos)
    if quoted:
        return _literal(text, quoted, tag, name)
    value = _UNQUOTED.match(text, pos)
    end = value.end() if value else pos
    following = text[end : end + 1]
    is_whole = following in _AFTER_VALUE and not (following == "/" and name.lower() in _ADDRESSES)
    if not is_whole and not text.startswith("/>", end):
        found = _UP_TO_SPACE.match(text, pos)
        if found is None:
            return None
        end = found.end()
        if name.lower() == "fileref" and text.startswith("/>", end - 1):
            end -= 1
        tag.faults.append((pos, f"the value {text[pos:end][:60]!r} of {name} has no quotes", "up to the next space"))
    if end == pos:
        return None
    tag.attributes.append((name, text[pos:end]))
    return end


def _literal(text: str, quoted: re.Match[str], tag: Tag, name: str) -> int | None:
    """Where a literal ends: at its quote, unless that is plainly the first quote of another one."""
    value = quoted[1] if quoted[1] is not None else quoted[2]
    end = quoted.end()
    following = text[end : end + 1]
    if ">" in value and following and not _AFTER_LITERAL.match(text, end):
        cut = value.index(">")
        tag.faults.append((quoted.start(), f"the value of {name} has no closing quote", "up to the next >"))
        tag.attributes.append((name, value[:cut]))
        return quoted.start() + 1 + cut
    tag.attributes.append((name, value))
    return end


def _plain(_text: str, pos: int, tag: Tag, _is_xml: bool) -> Tag:
    tag.end = pos + 1
    return tag


def _slash(text: str, pos: int, tag: Tag, is_xml: bool) -> Tag | None:
    if text.startswith("/>", pos):
        tag.end, tag.close = pos + 2, Close.EMPTY
        return tag
    tag.end, tag.close = pos + 1, Close.NET
    return None if is_xml else tag


def _unclosed(_text: str, pos: int, tag: Tag, is_xml: bool) -> Tag | None:
    tag.end, tag.close = pos, Close.UNCLOSED
    return None if is_xml else tag


_CLOSES: dict[str, Callable[[str, int, Tag, bool], Tag | None]] = {
    ">": _plain,
    "/": _slash,
    "<": _unclosed,
    "": lambda _text, _pos, _tag, _is_xml: None,
}
