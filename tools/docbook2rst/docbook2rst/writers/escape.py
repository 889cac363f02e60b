r"""Text that stays text: what must be escaped so that reST reads exactly the characters that were written.

reST's inline markup starts where a start-string follows white space or opening punctuation and is followed by something else
than white space (docutils, *reStructuredText Markup Specification*, "Inline markup recognition rules"). A character that
could take part in it gets a backslash; one that cannot, stays bare: `2*3`, `snake_case` and `a | b` are written as they are.

Three characters end a line for docutils though XML has them as text (NEL, LINE SEPARATOR, PARAGRAPH SEPARATOR), and white
space other than the space is stripped at the end of a line. Such a character is written by its number: ``:db:char:`2028` ``.
"""

from __future__ import annotations

import re
import unicodedata

from docutils.utils.urischemes import schemes

__all__ = ["GUARD", "escape_content", "escape_line_starts", "escape_text", "is_line_hazard", "split_odd", "width"]

GUARD = "\\ "
"""An escaped space: nothing in the text, but neither white space nor the start of a construct in reST."""

_SPECIAL = re.compile(
    r"""
      [\\`*|]
    | _(?![A-Za-z0-9])
    | (?<=\S)@(?=\S)
    | (?<=[A-Za-z0-9+.-]):(?=\S|$)
    """,
    re.VERBOSE,
)
_MAYBE = re.compile(r"[\\`*|_@:]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*$")
_BREAKS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_CONTROLS = re.compile("[\t\r\v\f\x1c-\x1e]")
_ODD = re.compile(rf"([{_BREAKS}\t\r\0]|[^\S \n](?=\n))")
_ODD_LAST = re.compile(rf"([{_BREAKS}\t\r\0]|[^\S \n](?=\n|\Z))")


def _is_scheme(text: str, end: int) -> bool:
    """Whether what stands before the colon at `end` is a URI scheme that docutils links."""
    run = _SCHEME.search(text, max(0, end - 64), end)
    if run is None:
        return False
    word = run[0].lower()
    return word in schemes or any(word[at + 1 :] in schemes for at, char in enumerate(word) if char in "+.-")


def escape_text(text: str) -> str:
    r"""`text` so that no inline markup, reference or link can be read in it.

    >>> print(escape_text("*args of foo_ at http://x, 2*3"))
    \*args of foo\_ at http\://x, 2*3
    """
    if _MAYBE.search(text) is None:
        return text

    def mark(match: re.Match[str]) -> str:
        char, at = match[0], match.start()
        if char in "*|":
            before, after = text[at - 1 : at], text[at + 1 : at + 2]
            if before.isascii() and before.isalnum():
                return char
            if before.isspace() and after.isspace():
                return char
        elif char == ":" and not _is_scheme(text, at):
            return char
        return "\\" + char

    return _SPECIAL.sub(mark, text)


def split_odd(text: str, *, is_last: bool) -> list[str]:
    """`text` cut so that each character that reST cannot hold at its place stands alone, at the odd places of the list.

    `is_last` says that a line's end follows `text`.
    """
    if text.isascii() and not _CONTROLS.search(text):
        return [text]
    return (_ODD_LAST if is_last else _ODD).split(text)


def escape_content(text: str, marks: str) -> str:
    r"""`text` as the content of inline markup that ends with one of `marks`, in which nothing else is read.

    >>> print(escape_content("a*b\\c", "*"))
    a\*b\\c
    """
    text = text.replace("\\", "\\\\")
    for mark in marks:
        text = text.replace(mark, "\\" + mark)
    return text


_ENUMERATOR = re.compile(r"(\(?)([0-9]+|[A-Za-z]|[ivxlcdmIVXLCDM]+|\#)([.)])(?= |$)")
_MARKER = re.compile(r"(?:[-+*\u2022\u2023\u2043]|\.\.|>>>|\||__)(?= |$)|\+-[-+]+-\+ *$|=+(?: +=+)+ *$")
_RULE = re.compile(r"([!-/:-@[-`{-~])\1* *$")

# docutils states both in `Body.patterns`, whose module takes longer to load than a README to convert.
#
# field-marker  = ":" field-name ":" ( " " / end )
# field-name    = not beginning with ":" or " ", not ending with " ": *( char / "\" any / ":" not before " ", "`", end )
_FIELD = re.compile(r":(?![: ])(?:[^:\\]|\\.|:(?![ `]|$))*(?<! ):(?= |$)")

# option-marker = option *( ", " option ) ( "  " / [ " " ] end )
# word          = alnum *( alnum / "_" / "-" )
# option        = ( "-" / "+" ) alnum [ [ " " ] argument ] / ( "--" / "/" ) word [ ( " " / "=" ) argument ]
# argument      = letter *( alnum / "_" / "-" ) / "<" 1*char ">"
_WORD = "[A-Za-z0-9][A-Za-z0-9_-]*"
_ARGUMENT = "(?:[A-Za-z][A-Za-z0-9_-]*|<[^<>]+>)"
_ANY_OPTION = f"(?:[-+][A-Za-z0-9](?: ?{_ARGUMENT})?|(?:--|/){_WORD}(?:[ =]{_ARGUMENT})?)"
_OPTION = re.compile(f"{_ANY_OPTION}(?:, {_ANY_OPTION})*(?:  | ?$)")

_ATTRIBUTION = re.compile(r"---?(?!-)|\u2014")
_FIRST = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\u2022\u2023\u2043")


def is_line_hazard(line: str) -> bool:
    """Whether `line` would begin a construct where a block begins, or be taken for the rule under a title."""
    return line[:1].isspace() or _escape_start(line) != line


def _escape_start(line: str) -> str:
    first = line[0]
    if first in _FIRST:
        if _RULE.match(line):
            return (GUARD if first == "\\" else "\\") + line
        if _MARKER.match(line):
            return "\\" + line
        if first == ":" and _FIELD.match(line):
            return "\\" + line
        if first in "-+/" and _OPTION.match(line):
            return "\\" + line
    elif first.isspace():
        return GUARD + line
    enumerator = _ENUMERATOR.match(line)
    if enumerator is None:
        return line
    if enumerator[1]:
        return "\\" + line
    at = enumerator.start(3)
    return line[:at] + "\\" + line[at:]


def escape_line_starts(text: str, *, is_quoted: bool = False) -> str:
    r"""`text`, inline reST of a paragraph, so that none of its lines begins a construct and it does not announce a listing.

    `is_quoted` is for a paragraph in a block quote: it must not be taken for the quote's attribution.

    >>> print(escape_line_starts("1. one\n- two ::"))
    1\. one
    \- two :\:
    """
    if not text:
        return text
    if "\n" in text:
        text = "\n".join(_escape_start(line) if line else line for line in text.split("\n"))
    else:
        text = _escape_start(text)
    if is_quoted and _ATTRIBUTION.match(text):
        text = "\\" + text
    if text.endswith("::"):
        text = text[:-1] + "\\:"
    return text


def width(text: str) -> int:
    """The columns that docutils counts for `text`: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(1 for char in text if unicodedata.combining(char))
