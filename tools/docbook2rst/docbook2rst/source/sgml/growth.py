"""The tree while it grows: elements opened and closed by their tags, and by what the tags imply."""

from __future__ import annotations

import re
from collections import Counter

from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.source.confine import TooLargeError
from docbook2rst.source.namespaces import INCLUDE
from docbook2rst.source.sgml.inputs import Input
from docbook2rst.source.sgml.models import UNKNOWN, Model
from docbook2rst.source.sgml.records import Records
from docbook2rst.source.tree import Element

__all__ = ["Growth"]

_STRICT_VERSION = re.compile(r"[-+]//[^/]+//DTD DocBook V(?:[0-3](?!\d)|4\.[01](?!\d))")
_ONCE = {"formalpara": "para"}
"""An element that is complete once it holds this child, so that a second one ends it; what holds it may hold the child too."""


class _Open:
    """An element that has no end tag yet."""

    __slots__ = ("element", "excluded", "has_no_text", "is_net", "model", "records", "tag")

    def __init__(self, element: Element, model: Model, records: Records | None, excluded: frozenset[str]) -> None:
        self.element, self.model, self.records = element, model, records
        self.excluded = model.excluded | excluded if model.excluded else excluded
        """What may stand nowhere in it, by its own model and those of what it is in."""
        self.has_no_text = records is None and model.children is not None
        """Whether only white space may stand between its elements."""
        self.tag = element.tag
        self.is_net = False

    def may_hold(self, tag: str) -> bool:
        """Whether an element with this tag may be the next child."""
        children = self.model.children
        if (children is not None and tag not in children) or tag in self.excluded:
            return False
        return _ONCE.get(self.tag) != tag or self.element.find(tag) is None


class Growth:
    """The tree of one document while it grows."""

    __slots__ = (
        "_ends", "_max_nesting", "_may_omit_all", "_omitted", "_open", "_parts", "_problems", "ended", "includes", "is_xml",
        "known", "last_empty", "nets", "root", "top", "with_attributes",
    )  # fmt: skip

    def __init__(self, problems: Problems, options: Options, known: dict[str, Model], *, is_xml: bool) -> None:
        self._problems, self._max_nesting, self.is_xml = problems, options.max_nesting, is_xml
        self.known = known
        """The models of all elements that the document may use."""
        self.root = Element("#document", {}, "", 0)
        self.includes: list[Element] = []
        self.with_attributes: list[Element] = []
        """The elements that have attributes, in document order."""
        self.nets = 0
        """How many open elements end at the next `/`."""
        self.ended = self.last_empty = ""
        self._parts: list[str] = []
        self.top = _Open(self.root, UNKNOWN, None, frozenset())
        self._open = [self.top]
        self._ends: Counter[str] = Counter()
        self._omitted: list[tuple[Element, str]] = []
        self._may_omit_all = False

    def declare(self, public_id: str) -> None:
        """Take the DTD's version from its public identifier: from 4.2 on every end tag may be omitted."""
        self._may_omit_all = "DTD DocBook" in public_id and not _STRICT_VERSION.match(public_id)

    @property
    def is_empty(self) -> bool:
        """Whether there is no element yet."""
        return not any(True for _ in self.root.elements())

    @property
    def depth(self) -> int:
        """How many elements are open."""
        return len(self._open) - 1

    # Text and markup

    def text(self, data: str) -> None:
        """Take text, which is not empty."""
        records = self.top.records
        if records is None:
            self._parts.append(data)
        else:
            records.text(data)

    def data(self, data: str) -> None:
        """Take text in which a line end is a character like any other."""
        records = self.top.records
        if records is None:
            self._parts.append(data)
        else:
            records.data(data)

    def markup(self) -> None:
        """Know of markup between text that leaves nothing in the tree."""
        if self.top.records is not None:
            self.top.records.markup()

    def line(self) -> None:
        """Know that a line begins here: a file's first, or one after a reference."""
        if self.top.records is not None:
            self.top.records.line()

    # Tags

    def start(self, tag: str, attributes: dict[str, str], here: Input, pos: int, *, is_closed: bool = False) -> None:
        """Open an element; one that has no content, or `is_closed` by its start tag, is closed at once."""
        top = self.top
        children = top.model.children
        if children is not None and (tag not in children or top.excluded or top.tag in _ONCE) and not self.is_xml:
            self._end_what_cannot_hold(tag, here, pos)
            top = self.top
        if top.records is not None:
            top.records.element()
        if self._parts:
            self._flush()
        element = Element(tag, attributes, here.path, *here.place(pos))
        parent = top.element
        element.parent = parent
        parent.children.append(element)
        if attributes:
            self.with_attributes.append(element)
        model = self.known.get(tag, UNKNOWN)
        if is_closed or (model.is_empty and not self.is_xml):
            self.ended = tag
            self.last_empty = tag if model.is_empty else ""
        else:
            records = Records(self._parts) if model.has_text and not self.is_xml else None
            self.top = _Open(element, model, records, top.excluded)
            self._open.append(self.top)
            if len(self._open) > self._max_nesting + 1:
                raise TooLargeError("the nesting of elements", f"{self.depth} levels", self._max_nesting)
        if tag[0] == "{" and tag == INCLUDE:
            self.includes.append(element)

    def start_net(self) -> None:
        """Let the next `/` end the element that was just opened."""
        self.top.is_net = True
        self.nets += 1

    def open_as(self, written: str) -> str:
        """The tag of the innermost open element that no table names and whose name is `written`, empty where there is none."""
        names = (written, written.lower())
        return next((opened.tag for opened in reversed(self._open[1:]) if opened.tag in names), "")

    def end(self, tag: str, here: Input, pos: int) -> None:
        """Close the innermost element with this tag, and what is open in it; the end tag stands at `pos`."""
        top = self.top
        if top.tag == tag and top.element is not self.root:
            self._ends[tag] += 1
            self._close()
            return
        index = next((index for index in range(self.depth, 0, -1) if self._open[index].tag == tag), 0)
        if index and not self._is_astray(index, here, pos):
            self._close_down_to(index + 1, f"</{tag}>")
            self._ends[tag] += 1
            self._close()
        elif tag != self.last_empty:
            self._problems.add("DB116", here.position(pos), element=tag)
        self.last_empty = ""

    def _is_astray(self, index: int, here: Input, pos: int) -> bool:
        """Whether an end tag would also end a list, table or the like whose own end tag comes next."""
        inner = self._open[index + 1 :]
        blocks = (opened for opened in inner if not (opened.model.has_text or opened.model.may_omit_end))
        return any(here.ends_next(opened.tag, pos, 0) for opened in blocks)

    def end_innermost(self) -> bool:
        """Close the innermost element by an empty end tag; whether there was one."""
        if not self.depth:
            return False
        self._ends[self.top.tag] += 1
        self._close()
        return True

    def end_net(self) -> None:
        """Close the innermost element that was opened for a null end tag."""
        index = next(index for index in range(self.depth, 0, -1) if self._open[index].is_net)
        self._close_down_to(index + 1, "/")
        self._close()

    def finish(self) -> None:
        """Close what is open, and report the end tags that should have been there."""
        missing = self._open[1:2]
        self._close_down_to(1, "the end of the document")
        if self._parts:
            self._flush()
        omitted = Counter(element.tag for element, _ in self._omitted)
        for element, before in self._omitted:
            tag = element.tag
            model = self.known.get(tag, UNKNOWN)
            is_meant = model.may_omit_end and omitted[tag] >= self._ends[tag]
            if not is_meant or (missing and element is missing[0].element):
                self._problems.add("DB115", element.position, element=tag, before=before)

    # What the tags imply

    def _end_what_cannot_hold(self, tag: str, here: Input, pos: int) -> None:
        """Close open elements up to one that may hold `tag`, if there is one and their end tags may be omitted.

        Since DocBook 4.2 every end tag may be, which is meant for few: an element whose end tag comes next is not ended before.
        """
        for index in range(self.depth, 0, -1):
            opened = self._open[index]
            if opened.may_hold(tag):
                self._close_down_to(index + 1, f"<{tag}>")
                return
            if not self._may_end(opened, here, pos + 1, opened.tag == tag):
                return

    def end_before_text(self, here: Input, pos: int) -> None:
        """Close the open element, which holds no text, if it is complete and what it is in does hold text."""
        if self.depth < 2 or self.is_xml:  # noqa: PLR2004  there must be one around it
            return
        opened, around = self.top, self._open[-2]
        is_complete = any(True for _ in opened.element.elements())
        if is_complete and around.model.has_text and self._may_end(opened, here, pos, 0):
            self._close_down_to(self.depth, "the text after it")

    def _may_end(self, opened: _Open, here: Input, pos: int, depth: int) -> bool:
        """Whether an element may end without an end tag at `pos`, where `depth` others of its name are open in it."""
        if opened.model.may_omit_end:
            return True
        return self._may_omit_all and not here.ends_next(opened.tag, pos, depth)

    def _close_down_to(self, depth: int, before: str) -> None:
        while len(self._open) > depth:
            self._omitted.append((self.top.element, before))
            self._close()

    def _close(self) -> None:
        """Close the innermost element."""
        if self._parts:
            self._flush()
        closed = self._open.pop()
        if closed.is_net:
            self.nets -= 1
        self.ended = closed.tag
        self.last_empty = ""
        self.top = self._open[-1]

    def _flush(self) -> None:
        """Give the open element the text that has come up to here; no part of it is empty."""
        parts = self._parts
        self.top.element.children.append(parts[0] if len(parts) == 1 else "".join(parts))
        parts.clear()
