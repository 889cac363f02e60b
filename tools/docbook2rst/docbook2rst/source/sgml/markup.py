"""Comments, processing instructions, declarations and marked sections; each function gives the place where reading goes on."""

from __future__ import annotations

import re

from docbook2rst.source.sgml.comments import comment_end, declaration_end, instruction_end, strict_comment_end
from docbook2rst.source.sgml.context import Context
from docbook2rst.source.sgml.inputs import Input
from docbook2rst.source.sgml.sections import Status, ignored_end

__all__ = ["declaration", "instruction", "leave", "section_end"]

_SECTION = re.compile(r"<!\[([^\[<>]*+)\[")
_KEYWORD = re.compile(r"<!([A-Za-z]++)")
_WITHOUT_EFFECT = frozenset(("SGML", "USEMAP", "USELINK"))
_DECLARATIONS = frozenset(("ENTITY", "ELEMENT", "ATTLIST", "NOTATION", "SHORTREF", "LINKTYPE", "IDLINK")) | _WITHOUT_EFFECT
_ENDLESS = "one that ends with the text that it is in"


def instruction(context: Context, here: Input, pos: int) -> int:
    """Pass over a processing instruction."""
    end = instruction_end(here, pos, is_xml=context.is_xml)
    if end is None:
        return context.keep(here, pos, pos + 2, "'<?' begins a processing instruction that does not end")
    context.growth.markup()
    return end


def declaration(context: Context, here: Input, pos: int) -> int:
    """Read what begins with `<!`."""
    text = here.text
    if text.startswith("--", pos + 2) or (text.startswith(">", pos + 2) and not context.is_xml):
        return _comment(context, here, pos)
    if found := _SECTION.match(text, pos):
        return _section(context, here, found)
    keyword = _KEYWORD.match(text, pos)
    name = keyword[1].upper() if keyword else ""
    if name == "DOCTYPE":
        return _document_type(context, here, pos)
    end = declaration_end(here, pos) if name in _DECLARATIONS else None
    if end is None:
        return context.keep(here, pos, pos + 2, f"'<!{name}' begins no declaration" if name else "")
    if name not in _WITHOUT_EFFECT:
        context.problems.add("DB118", here.position(pos), what=f"<!{name} stands outside of the DOCTYPE", used="nothing")
    return end


def _document_type(context: Context, here: Input, pos: int) -> int:
    """Read the document's DOCTYPE; one in an entity, or a second one, is passed over."""
    counts = not context.has_doctype and len(context.inputs) == 1 and context.growth.is_empty
    if not counts:
        context.problems.add("DB114", here.position(pos))
    here.pos = pos
    context.doctype(here, counts)
    context.has_doctype = True
    return here.pos


def _comment(context: Context, here: Input, pos: int) -> int:
    end = None if context.is_xml else strict_comment_end(here.text, pos)
    if end is None:
        end = comment_end(here, pos)
        if end is None:
            return context.keep(here, pos, pos + 2, "'<!--' begins a comment that does not end")
        if not context.is_xml:
            what = "the comment has '--' or text between its parts"
            context.problems.add("DB118", here.position(pos), what=what, used="a comment up to '-->'")
    context.growth.markup()
    return end


def _section(context: Context, here: Input, found: re.Match[str]) -> int:
    pos, start = found.start(), found.end()
    status = context.subset.status(found[1], here.position(pos))
    context.growth.markup()
    if status is Status.INCLUDE:
        here.sections.append(pos)
        return start
    end = _after_section(here, start, status)
    if end is None:
        context.problems.add("DB118", here.position(pos), what="the marked section does not end", used=_ENDLESS)
    _content(context, here, start, len(here.text) if end is None else end - 3, status)
    context.growth.markup()
    return len(here.text) if end is None else end


def _after_section(here: Input, start: int, status: Status) -> int | None:
    if status is Status.IGNORE:
        return ignored_end(here.text, start)
    close = here.find("]]>", start)
    return close + 3 if close >= 0 else None


def _content(context: Context, here: Input, start: int, end: int, status: Status) -> None:
    """Take the text of a section that is not read as markup."""
    content = "" if status is Status.IGNORE else here.text[start:end]
    if status is Status.RCDATA:
        content = context.references.expand(content, here, start)
    if content:
        context.growth.text(content)


def section_end(context: Context, here: Input, pos: int) -> int:
    """Read `]]>`."""
    if not here.sections:
        return context.keep(here, pos, pos + 3, "']]>' ends no marked section")
    here.sections.pop()
    context.growth.markup()
    return pos + 3


def leave(context: Context) -> None:
    """Come to the end of the innermost text; what is open in it ends with it."""
    here = context.inputs.pop()
    if here.ends_line:
        context.growth.line()
    for start in here.sections:
        context.problems.add("DB118", here.position(start), what="the marked section does not end", used=_ENDLESS)
