"""The walk over the lines of the body: bl_iterator_start() and its relatives, ``$blitval``."""

from kahea.api import PvParam, SipMsg
from kahea.api.values import Inner, SipParseError
from kahea.modules.textopsx.exports import module
from kahea.modules.textopsx.walks import Item, at, end, go, insert, remove, start

__all__: list[str] = []

_KIND = "bl_iterator"


def _lines(msg: SipMsg) -> list[Item]:
    """The lines of the body, each with its line end."""
    items = []
    begin = msg.eoh
    for line in msg.body.splitlines(keepends=True):
        items.append(Item(begin, begin + len(line), b"", line))
        begin += len(line)
    return items


@module.function("bl_iterator_start")
def bl_iterator_start(msg: SipMsg, iname: bytes) -> int:
    """1; the walk of that name stands before the first line of the body; -1 when the body cannot be read."""
    try:
        return start(msg, _KIND, iname, _lines(msg))
    except SipParseError:
        return -1


@module.function("bl_iterator_next")
def bl_iterator_next(msg: SipMsg, iname: bytes) -> int:
    """1 when the walk stands at the next line, -1 when there is none."""
    return go(msg, _KIND, iname, 1)


@module.function("bl_iterator_end")
def bl_iterator_end(msg: SipMsg, iname: bytes) -> int:
    """1 when the walk has ended, -1 when there was none of that name."""
    return end(msg, _KIND, iname)


@module.function("bl_iterator_rm")
def bl_iterator_rm(msg: SipMsg, iname: bytes) -> int:
    """1 when the line at which the walk stands is taken away, -1 when it stands at none."""
    return remove(at(msg, _KIND, iname), msg.body_lumps)


@module.function("bl_iterator_append")
def bl_iterator_append(msg: SipMsg, iname: bytes, text: bytes) -> int:
    """1 when `text`, whole lines, comes behind the line at which the walk stands, -1 when it stands at none."""
    return insert(at(msg, _KIND, iname), msg.body_lumps, text, is_behind=True)


@module.function("bl_iterator_insert")
def bl_iterator_insert(msg: SipMsg, iname: bytes, text: bytes) -> int:
    """1 when `text`, whole lines, comes before the line at which the walk stands, -1 when it stands at none."""
    return insert(at(msg, _KIND, iname), msg.body_lumps, text, is_behind=False)


@module.pv("blitval", inner=Inner.MUST)
def pv_blitval(msg: SipMsg, param: PvParam) -> bytes | None:
    """$blitval(iname): the line at which the walk stands, with its line end; null when it stands at none."""
    item = at(msg, _KIND, param.name_in(msg))
    return item.body if item is not None else None
