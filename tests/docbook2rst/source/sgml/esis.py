"""What onsgmls makes of a document, and our trees in the same form, so that they can be compared.

onsgmls writes one event a line: `(GI`, `)GI`, `Aname TYPE value` before the start tag, `-data`, `L number` where a line is
known, and `C` at the end of a document without an error.  It folds names to capitals, and ids too; it leaves out white space
between elements where the content model allows no text, and puts in attribute defaults.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from docbook2rst.source import Element
from docbook2rst.source.sgml.entities import system_data
from docbook2rst.source.sgml.models import models
from docbook2rst.source.sgml.names import SUCCESSORS

CATALOG = Path("/etc/sgml/catalog")

_ESCAPE = re.compile(r"\\(?:n|\\|\|(.*?)\\\||#(\d+);|%(\d+);|([0-7]{3}))", re.DOTALL)


class Event(NamedTuple):
    """One event; its value is a tag or text."""

    kind: str
    value: str
    attributes: tuple[tuple[str, str], ...] = ()
    line: int = 0


def _text(written: str) -> str:
    def character(found: re.Match[str]) -> str:
        system, decimal, other, octal = found.groups()
        if system is not None:
            return system_data("", system)
        if decimal or other:
            return chr(int(decimal or other))
        return chr(int(octal, 8)) if octal else {"\\n": "\n", "\\\\": "\\"}[found[0]]

    return _ESCAPE.sub(character, written)


def _tag(written: str) -> str:
    """A tag as ours: in lower case, and by DocBook 4's name."""
    return SUCCESSORS.get(written.lower(), written.lower())


def theirs(path: Path) -> tuple[list[Event], bool, str]:
    """The events of a document, whether it has no error, and what onsgmls says of it."""
    environment = {**os.environ, "SP_CHARSET_FIXED": "1", "SP_ENCODING": "utf-8"}
    command = ["onsgmls", "-E0", "-oline", "-c", str(CATALOG), path.name]
    done = subprocess.run(command, cwd=path.parent, env=environment, capture_output=True, check=False)
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    events: list[Event] = []
    attributes: list[tuple[str, str]] = []
    line = 0
    for written in lines:
        kind, rest = written[:1], written[1:]
        match kind:
            case "A":
                name, kind_of_value, *value = rest.split(" ", 2)
                if kind_of_value != "IMPLIED":
                    attributes.append((name.lower(), _text("".join(value))))
            case "L":
                line = int(rest.split()[0])
            case "(":
                events.append(Event("(", _tag(rest), tuple(attributes), line))
                attributes, line = [], 0
            case ")":
                events.append(Event(")", _tag(rest)))
                line = 0
            case "-":
                _add_text(events, _text(rest))
                line = 0
            case _:
                pass
    return events, lines[-1:] == ["C"], done.stderr.decode("utf-8", "replace")


def ours(root: Element) -> list[Event]:
    """The events of a tree, without white space where the content model allows no text."""
    events: list[Event] = []
    waiting: list[Element | Event] = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Event):
            if item.kind == "-":
                _add_text(events, item.value)
            else:
                events.append(item)
            continue
        model = models().get(item.tag)
        only_elements = model is not None and not model.has_text
        events.append(Event("(", item.tag, tuple(item.attrib.items()), item.line))
        waiting.append(Event(")", item.tag))
        for child in reversed(item.children):
            if not isinstance(child, str):
                waiting.append(child)
            elif not (only_elements and child.isspace()):
                waiting.append(Event("-", child))
    return events


def _add_text(events: list[Event], text: str) -> None:
    if events and events[-1].kind == "-":
        events[-1] = Event("-", events[-1].value + text)
    else:
        events.append(Event("-", text))


def difference(path: Path, root: Element) -> str:
    """The first difference between a tree and what onsgmls sees, empty where there is none."""
    peer, _, _ = theirs(path)
    own = ours(root)
    for index in range(max(len(peer), len(own))):
        first, second = (events[index] if index < len(events) else Event("", "") for events in (peer, own))
        if not _same(first, second):
            return f"{path.name}: onsgmls has {first}, we have {second}"
    return ""


def _same(peer: Event, own: Event) -> bool:
    if (peer.kind, peer.value) != (own.kind, own.value) or peer.line not in {0, own.line}:
        return False
    values = dict(peer.attributes)
    return all(values.get(name, "").casefold() == value.casefold() for name, value in own.attributes)
