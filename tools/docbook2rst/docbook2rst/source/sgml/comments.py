"""Comments, processing instructions and declarations: where they end, in SGML and in XML.

SGML: `<!` ( `--` text `--` s* )* `>`, so that ` -- ` inside closes a comment and opens the next.  XML: `<!--` text `-->`.
"""

from __future__ import annotations

import re

from docbook2rst.source.sgml.inputs import Input

__all__ = ["comment_end", "declaration_end", "instruction_end", "strict_comment_end"]

_COMMENTS = re.compile(r"<!(?:--(?:[^-]|-(?!-))*+--\s*+)*+>")
_DECLARATION = re.compile(r"""<!\s*[A-Za-z]*+(?:[^>"'-]++|"[^"]*+"|'[^']*+'|--(?:[^-]|-(?!-))*+--|-)*+(>)?""")


def strict_comment_end(text: str, pos: int) -> int | None:
    """Where the comment declaration at `pos` ends by SGML's rules, None where it breaks them."""
    found = _COMMENTS.match(text, pos)
    return found.end() if found else None


def comment_end(here: Input, pos: int) -> int | None:
    """Where the comment at `pos` ends by XML's rule, None where it does not end."""
    end = here.find("-->", pos + 4)
    return end + 3 if end >= 0 else None


def instruction_end(here: Input, pos: int, *, is_xml: bool) -> int | None:
    """Where the processing instruction at `pos` ends, None where it does not: at `?>` in XML, at the first `>` in SGML."""
    close = "?>" if is_xml or here.text.startswith("<?xml", pos) else ">"
    end = here.find(close, pos + 2)
    return end + len(close) if end >= 0 else None


def declaration_end(here: Input, pos: int) -> int | None:
    """Where the declaration at `pos` ends, literals and comments in it passed over; None where it does not.

    Once a text holds one that does not end, none after it is trusted: each would be sought to the end of the text.
    """
    if here.has_endless_declaration:
        return None
    found = _DECLARATION.match(here.text, pos)
    if found is None or not found[1]:
        here.has_endless_declaration = True
        return None
    return found.end()
