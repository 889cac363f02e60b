"""Walks over the headers and over the lines of the body: where each one stands, by its name."""

from dataclasses import dataclass, field

from kahea.api import SipMsg
from kahea.api.values import Lumps

__all__ = ["MOST_WALKS", "Item", "Walk", "at", "end", "go", "insert", "remove", "start"]

MOST_WALKS = 4
"""So many walks of each kind a message has at one time, as in Kamailio."""


@dataclass(frozen=True, slots=True)
class Item:
    """A header or a line: where it begins and ends in the message, and what is in it."""

    start: int
    end: int
    name: bytes
    body: bytes


@dataclass(slots=True)
class Walk:
    """A walk over `items`, made of the bytes `buf`; at `place` -1 it has not begun."""

    buf: bytes
    items: list[Item]
    place: int = field(default=-1)

    @property
    def item(self) -> Item | None:
        """What the walk stands at; None before the first and behind the last."""
        return self.items[self.place] if 0 <= self.place < len(self.items) else None

    def go(self, step: int) -> int:
        """1 when there is something at the new place, -1 when there is none."""
        self.place = max(-1, min(self.place + step, len(self.items)))
        return 1 if self.item is not None else -1


def walks(msg: SipMsg, kind: str) -> dict[bytes, Walk]:
    """The walks of that kind, by name."""
    found: dict[bytes, Walk] = msg.attached.setdefault(f"textopsx.{kind}", {})
    return found


def walk(msg: SipMsg, kind: str, name: bytes) -> Walk | None:
    """The walk of that name; None when there is none, or when the message has other bytes by now."""
    found = walks(msg, kind).get(name)
    return found if found is not None and found.buf is msg.buf else None


def start(msg: SipMsg, kind: str, name: bytes, items: list[Item]) -> int:
    """1 when the walk has begun, again where it had; -1 when there are too many."""
    all_walks = walks(msg, kind)
    if name not in all_walks and len(all_walks) >= MOST_WALKS:
        msg.engine.log.module("textopsx").err("more than %d walks of one kind at a time", MOST_WALKS)
        return -1
    all_walks[name] = Walk(msg.buf, items)
    return 1


def go(msg: SipMsg, kind: str, name: bytes, step: int) -> int:
    """1 when the walk of that name stands at something after `step` steps, -1 when there is nothing, or no such walk."""
    found = walk(msg, kind, name)
    return found.go(step) if found is not None else -1


def end(msg: SipMsg, kind: str, name: bytes) -> int:
    """1 when the walk of that name has ended, -1 when there was none."""
    return 1 if walks(msg, kind).pop(name, None) is not None else -1


def at(msg: SipMsg, kind: str, name: bytes) -> Item | None:
    """What the walk of that name stands at; None for nothing, or no such walk."""
    found = walk(msg, kind, name)
    return found.item if found is not None else None


def remove(item: Item | None, lumps: Lumps) -> int:
    """1 when `item` goes, by a lump among `lumps`; -1 without an item."""
    if item is None:
        return -1
    lumps.del_lump(item.start, item.end - item.start)
    return 1


def insert(item: Item | None, lumps: Lumps, text: bytes, *, is_behind: bool) -> int:
    """1 when `text` comes behind `item` or before it, by a lump among `lumps`; -1 without an item."""
    if item is None:
        return -1
    lumps.insert_new_lump_before(lumps.anchor_lump(item.end if is_behind else item.start), text)
    return 1
