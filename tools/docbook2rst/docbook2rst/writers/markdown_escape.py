"""Text that stays text in Markdown: the backslashes and entities that keep GitHub from reading markup into it.

Escaped is what would be markup at its place, and no more: `max_limit (integer)` needs nothing.
Beyond CommonMark that is GitHub's own: `$` (mathematics), `~` (strikethrough), `http://` and `www.` (links), `|` in cells.
"""

from __future__ import annotations

import html
import re

__all__ = [
    "anchor",
    "attribute",
    "code_span",
    "destination",
    "escape",
    "escape_lines",
    "fence_for",
    "html_text",
    "is_linkable",
    "one_line",
]

_MARKUP = re.compile(r"[\\`*\[\]<~$]|&(?=[#A-Za-z]|$)|[!^]$|(?<![^\W_])_|_(?![^\W_])")
_AUTOLINK = re.compile(r"\b(https?|ftp)(?=://)|\b(www)(?=\.)", re.IGNORECASE)
_RUN = re.compile(r"[ \t\r\n\f]+")
_UNICODE_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_LINE_START = re.compile(
    r"""^(\ *)(?:
        (\#{1,6}) (?=\s|$)             # heading
      | ([+-]) (?![^\W_])              # item, rule, underline of a heading, delimiter row of a table
      | (=) (?=[=\s]|$)                # underline of a heading
      | (>)                            # quote
      | (:) (?=-)                      # delimiter row
      | (\|)
      | (\d{1,9}) ([.)]) (?=\s|$)      # numbered item
    )""",
    re.MULTILINE | re.VERBOSE,
)
_LONE_TAG = re.compile(r"\A(<[^>\n]*>)\s*\n")
_BACKTICKS = re.compile("`+")
_LEAST_FENCE = 3
_UNLINKABLE = re.compile(r"\s*(?:javascript|vbscript|file|data):", re.IGNORECASE)
_DESTINATION = re.compile(r"[\\()<>&*_\[\]`~$]")
_OUTSIDE_URL = re.compile(r"[\x00-\x20\x7f|]")


def escape(text: str, *, before: str = "", in_cell: bool = False) -> str:
    """The text as Markdown that shows exactly it; runs of white space become one space or one newline.

    `before` is the character that stands before it in the output.  What is markup only at the beginning of a line is left to
    `escape_lines`.
    """
    text = _RUN.sub(_one_space, text)
    escaped = _MARKUP.sub(r"\\\g<0>", text)
    if ":" in escaped or "www" in escaped.lower():
        escaped = _AUTOLINK.sub(r"\g<0>\\", escaped)
    if in_cell:
        escaped = escaped.replace("|", "\\|")
    if not escaped.isascii():
        escaped = _UNICODE_SPACE.sub(_entity, escaped)
    if before == "]" and escaped[:1] in ("(", ":"):
        return "\\" + escaped
    return escaped


def _one_space(run: re.Match[str]) -> str:
    return "\n" if "\n" in run[0] else " "


def _entity(space: re.Match[str]) -> str:
    return "&nbsp;" if space[0] == "\u00a0" else f"&#x{ord(space[0]):X};"


def escape_lines(markdown: str) -> str:
    """A paragraph's Markdown with what would begin another block at the start of its lines escaped."""
    text = re.sub(r" *\n[ \n]*", "\n", markdown.strip(" \n"))
    return _LINE_START.sub(_escaped_start, _LONE_TAG.sub(r"\1", text))


def _escaped_start(match: re.Match[str]) -> str:
    if match[8]:
        return f"{match[1]}{match[8]}\\{match[9]}"
    return f"{match[1]}\\{match[0][len(match[1]) :]}"


def one_line(markdown: str) -> str:
    """The Markdown without line breaks, for headings and table cells."""
    return markdown.strip(" \n").replace("\n", " ")


def fence_for(text: str, least: int = _LEAST_FENCE) -> str:
    """The shortest run of back-ticks, of at least `least`, that is longer than every run in the text."""
    return "`" * max([least, *(len(run) + 1 for run in _BACKTICKS.findall(text))])


def code_span(text: str) -> str:
    """The text as a code span; its white space is one line's."""
    text = _RUN.sub(" ", text)
    fence = fence_for(text, 1)
    if text[0] == "`" or text[-1] == "`" or (text[0] == text[-1] == " " and text.strip(" ")):
        text = f" {text} "
    return f"{fence}{text}{fence}"


def is_linkable(uri: str) -> bool:
    """Whether Markdown makes a link of it; scripts, `file:` and `data:` are refused."""
    return bool(uri) and not _UNLINKABLE.match(uri)


def destination(uri: str) -> str:
    """The URL between the parentheses of a link."""
    uri = _OUTSIDE_URL.sub(lambda match: f"%{ord(match[0]):02X}", uri)
    return _DESTINATION.sub(r"\\\g<0>", uri)


def html_text(text: str) -> str:
    """The text inside HTML."""
    return html.escape(text, quote=False)


def attribute(value: str) -> str:
    """The text as an attribute's value, safe in a table cell and on a line."""
    return _RUN.sub(" ", html.escape(value)).replace("|", "&#124;")


def anchor(identifier: str) -> str:
    """A place that links can point to."""
    return f'<a id="{attribute(identifier)}"></a>'
