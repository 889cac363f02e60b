"""The content of a document: its texts read to their ends, tag by tag, into the tree."""

from __future__ import annotations

from collections.abc import Callable

from docbook2rst.source.sgml.context import Context
from docbook2rst.source.sgml.elements import empty_start_tag, end_tag, start_tag
from docbook2rst.source.sgml.entities import Entity, Kind
from docbook2rst.source.sgml.inputs import Input
from docbook2rst.source.sgml.markup import declaration, instruction, leave, section_end
from docbook2rst.source.sgml.tags import DATA_TO

__all__ = ["read_content"]


def read_content(context: Context, top: Input) -> None:
    """Read the document `top` and all entities that it refers to.

    Raises:
        SourceError: an entity contains itself, or a DOCTYPE does not end.
        TooLargeError: the document grows, or nests, too far.
    """
    context.inputs = [top]
    while context.inputs:
        _read_on(context, context.inputs[-1])


def _read_on(context: Context, here: Input) -> None:
    """Read until `here` ends or an entity is to be read first; the hot path, with one match for text and its tag."""
    growth, tag_of, common, inputs = context.growth, context.names.tag, context.attributes.common, context.inputs
    defaults = context.attributes.defaults
    plain, with_net = (pattern.match for pattern in DATA_TO)
    text, pos = here.text, here.pos
    while inputs[-1] is here:
        found = (with_net if growth.nets else plain)(text, pos)
        assert found is not None, "the pattern matches everywhere"
        data, ended, started, written = found.groups()
        if data:
            if growth.top.has_no_text and not data.isspace():
                growth.end_before_text(here, pos)
            growth.text(data)
        pos = found.end(1)
        if started is not None:
            tag = tag_of(started)
            if tag:
                growth.start(tag, common(tag, written, here, pos) if written or defaults else {}, here, pos)
                pos = found.end()
            else:
                pos = start_tag(context, here, pos)
        elif ended is not None:
            tag = tag_of(ended)
            if tag:
                growth.end(tag, here, pos)
                pos = found.end()
            else:
                pos = end_tag(context, here, pos)
        elif pos < len(text):
            pos = here.pos = _markup(context, here, pos)
        else:
            leave(context)
            return


def _markup(context: Context, here: Input, pos: int) -> int:
    """Read what stands at `pos` and is no common tag."""
    character = here.text[pos]
    if character == "<":
        return _AFTER_LESS_THAN.get(here.text[pos + 1 : pos + 2], start_tag)(context, here, pos)
    return _CHARACTERS[character](context, here, pos)


def _reference(context: Context, here: Input, pos: int) -> int:
    end, what = context.references.at(here, pos)
    growth, depth = context.growth, len(context.inputs)
    if isinstance(what, str):
        if growth.top.has_no_text:
            growth.end_before_text(here, pos)
        if what == "\n" and not here.text.startswith("&#RE", pos):
            growth.data(what)
        elif what:
            growth.text(what)
    elif what.kind is Kind.INSTRUCTION:
        growth.markup()
    else:
        _enter(context, what, here, pos)
    if here.text[end - 1] == "\n":
        # The line end belongs to the reference, the line after it begins all the same.
        if len(context.inputs) > depth:
            context.inputs[-1].ends_line = True
        else:
            growth.line()
    return end


def _enter(context: Context, entity: Entity, here: Input, pos: int) -> None:
    """Read the text of an entity next, or take it at once where it is nothing but text."""
    chain = tuple(outer.entity for outer in context.inputs[1:])
    opened = context.references.enter(entity, here.position(pos), chain)
    if opened is None or not opened.text:
        return
    if entity.value is None:
        context.growth.line()
    if entity.kind is Kind.MARKUP:
        context.inputs.append(opened)
    else:
        context.growth.text(opened.text)


def _null_end_tag(context: Context, _here: Input, pos: int) -> int:
    context.growth.end_net()
    return pos + 1


_CHARACTERS: dict[str, Callable[[Context, Input, int], int]] = {"&": _reference, "]": section_end, "/": _null_end_tag}
_AFTER_LESS_THAN: dict[str, Callable[[Context, Input, int], int]] = {
    "/": end_tag,
    "!": declaration,
    "?": instruction,
    ">": empty_start_tag,
}
