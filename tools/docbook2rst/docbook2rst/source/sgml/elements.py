"""Tags of every kind that are not of the common one; each function gives the place where reading goes on."""

from __future__ import annotations

import re

from docbook2rst.source.sgml.context import Context
from docbook2rst.source.sgml.inputs import Input
from docbook2rst.source.sgml.tags import NAME, Close, Tag, scan

__all__ = ["empty_start_tag", "end_tag", "start_tag"]

_OPEN = re.compile(rf"<{NAME}")
_END_TAG = re.compile(rf"</(?:({NAME})\s*+)?(>|(?=<)|[^<>]*+>?)")


def start_tag(context: Context, here: Input, pos: int) -> int:
    """Open an element, or keep the `<` as text where no element can be meant."""
    scanned = scan(here.text, pos, is_xml=context.is_xml)
    if scanned is None:
        name = _OPEN.match(here.text, pos)
        return context.keep(here, pos, pos + 1, f"{name[0]!r} is no start tag" if name else "")
    tag, attributes = _named(context, scanned, here, pos)
    if not tag:
        context.problems.add("DB201", here.position(pos), element=scanned.name)
        return context.keep(here, pos, pos + 1)
    growth = context.growth
    if scanned.close is Close.EMPTY and not context.is_xml and here.path not in context.like_xml:
        context.like_xml.add(here.path)
        context.problems.add("DB119", here.position(pos))
    growth.start(tag, attributes, here, pos, is_closed=scanned.close is Close.EMPTY)
    if scanned.close is Close.NET and growth.top.tag == tag:
        growth.start_net()
    return scanned.end


def _named(context: Context, scanned: Tag, here: Input, pos: int) -> tuple[str, dict[str, str]]:
    """The tag, empty where it is to be text, and its attributes.

    A name that DocBook does not have makes an element where it is ended, by XML's slash or anywhere in the text; elsewhere it
    is an unescaped `<`.
    """
    names = context.names
    names.place = here.position(pos)
    declares = any(":" in name or name == "xmlns" for name, _ in scanned.attributes)
    tag = "" if declares else names.tag(scanned.name)
    if not (tag or declares or scanned.close is Close.EMPTY or here.has_end_tag(scanned.name)):
        return "", {}
    attributes = context.attributes.of(tag or scanned.name, scanned, here, pos)
    if declares:
        tag, attributes = names.declare(scanned.name, attributes)
    return tag or (scanned.name if context.is_xml else scanned.name.lower()), attributes


def empty_start_tag(context: Context, here: Input, pos: int) -> int:
    """Open an element by `<>`: the last that ended if it may stand here, else one like that which is open."""
    growth = context.growth
    if not growth.depth or context.is_xml:
        return context.keep(here, pos, pos + 2, "'<>' is no start tag")
    tag = growth.ended if growth.ended and growth.top.may_hold(growth.ended) else growth.top.tag
    growth.start(tag, {}, here, pos)
    return pos + 2


def end_tag(context: Context, here: Input, pos: int) -> int:
    """Close an element, or keep the `</` as text where it ends none."""
    found = _END_TAG.match(here.text, pos)
    assert found is not None, "the pattern matches wherever `</` stands"
    name, close = found.groups()
    if name is None:
        if close == ">" and not context.is_xml and context.growth.end_innermost():
            return found.end()
        return context.keep(here, pos, pos + 2, "'</>' ends no element" if close == ">" else "")
    tag = context.names.tag(name) or context.growth.open_as(name)
    if not tag:
        return context.keep(here, pos, pos + 2, f"'</{name}' ends no element")
    if close not in {">", ""}:
        context.problems.add("DB118", here.position(pos), what=f"{found[0][:60]!r} is no end tag", used=f"</{name}>")
    context.growth.end(tag, here, pos)
    return found.end()
