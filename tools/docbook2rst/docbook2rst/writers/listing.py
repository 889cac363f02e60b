r"""Listings, exactly: tabs, white space at lines' ends and empty first lines outlive a reader that strips them.

`retab` says that leading groups of eight spaces are tabs; `escaped` that the text has backslash escapes: `\t`, `\\`, `\xHH`,
`\uHHHH` and `\&`, which is nothing and keeps an empty line from being one.
"""

from __future__ import annotations

import re

__all__ = ["ESCAPED", "decode", "encode", "encode_tight", "mode"]

ESCAPED = "escaped"
"""The way of writing, and the class, in which anything can be written."""

_LEAD = re.compile(r"(?m)^[ \t]+")
_EMPTY = re.compile(r"(?m)^$")
_EIGHT = re.compile(r"(?m)^(?: {8})+")
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(.))")
_STRANGE = re.compile("[\\\\\t\0\v\f\r\x1c-\x1e\x85\u2028\u2029]|[^\\S\n](?=\n|\\Z)")


def _spread(text: str) -> str:
    return _LEAD.sub(lambda lead: lead[0].replace("\t", " " * 8), text)


def mode(text: str) -> str:
    r"""How `text` must be written: empty as it is, `retab`, or `escaped`.

    >>> mode("if (a)\n\tb;"), mode("a \n"), mode("a")
    ('retab', 'escaped', '')
    """
    lines = text.split("\n")
    if not lines[0].strip() or not lines[-1].strip() or _has_odd(text):
        return "escaped"
    if "\t" not in text:
        return ""
    spread = _spread(text)
    return "retab" if "\t" not in spread and _EIGHT.sub(_tabs, spread) == text else "escaped"


def _has_odd(text: str) -> bool:
    return re.search("[\0\v\f\r\x1c-\x1e\x85\u2028\u2029]|[^\\S\n](?=\n|\\Z)", text) is not None


def _tabs(lead: re.Match[str]) -> str:
    return "\t" * (len(lead[0]) // 8)


def encode(text: str, how: str, *, is_first: bool = True, is_last: bool = True) -> str:
    """`text` in the way `how`; `is_first` and `is_last` say whether the listing begins and ends with it."""
    if how == "retab":
        return _spread(text)
    if how != "escaped":
        return text
    text = _STRANGE.sub(_number, text)
    if is_first and (not text or text[0] == "\n" or text[0].isspace()):
        text = "\\&" + text
    if is_last and text.endswith("\n"):
        text += "\\&"
    return text


def encode_tight(text: str) -> str:
    r"""`text` escaped and without an empty line in it, as formulas must be.

    >>> print(encode_tight("x\n\ny"))
    x
    \&
    y
    """
    return _EMPTY.sub(r"\\&", encode(text, ESCAPED))


def _number(match: re.Match[str]) -> str:
    char = match[0]
    if char == "\\":
        return "\\\\"
    if char == "\t":
        return "\\t"
    return f"\\x{ord(char):02x}" if char <= "\xff" else f"\\u{ord(char):04x}"


def decode(text: str, how: str) -> str:
    r"""What `encode` was given.

    >>> decode(encode("\ta \n", "escaped"), "escaped")
    '\ta \n'
    """
    if how == "retab":
        return _EIGHT.sub(_tabs, text)
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    if number := match[1] or match[2]:
        return chr(int(number, 16))
    return {"t": "\t", "&": ""}.get(match[3], match[3])
