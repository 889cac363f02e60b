"""The walk over headers: hf_iterator_start() and its relatives, ``$hfitname``, ``$hfitbody``."""

from kahea.api import PvParam, SipMsg
from kahea.api.values import Inner
from kahea.modules.textopsx.exports import module
from kahea.modules.textopsx.walks import Item, start, walk, walks

__all__: list[str] = []

_KIND = "hf_iterator"


@module.function("hf_iterator_start")
def hf_iterator_start(msg: SipMsg, iname: bytes) -> int:
    """1; the walk of that name stands before the first header."""
    return start(msg, _KIND, iname, [Item(each.start, each.end, each.name, each.body) for each in msg.headers])


@module.function("hf_iterator_next")
def hf_iterator_next(msg: SipMsg, iname: bytes) -> int:
    """1 when the walk stands at the next header, -1 when there is none."""
    found = walk(msg, _KIND, iname)
    return found.go(1) if found is not None else -1


@module.function("hf_iterator_prev")
def hf_iterator_prev(msg: SipMsg, iname: bytes) -> int:
    """1 when the walk stands at the header before, -1 when there is none."""
    found = walk(msg, _KIND, iname)
    return found.go(-1) if found is not None else -1


@module.function("hf_iterator_end")
def hf_iterator_end(msg: SipMsg, iname: bytes) -> int:
    """1 when the walk has ended, -1 when there was none of that name."""
    return 1 if walks(msg, _KIND).pop(iname, None) is not None else -1


def _at(msg: SipMsg, iname: bytes) -> Item | None:
    found = walk(msg, _KIND, iname)
    return found.item if found is not None else None


@module.function("hf_iterator_rm")
def hf_iterator_rm(msg: SipMsg, iname: bytes) -> int:
    """1 when the header at which the walk stands is taken away, -1 when it stands at none."""
    item = _at(msg, iname)
    if item is None:
        return -1
    msg.add_rm.del_lump(item.start, item.end - item.start)
    return 1


@module.function("hf_iterator_append")
def hf_iterator_append(msg: SipMsg, iname: bytes, htext: bytes) -> int:
    """1 when `htext`, whole header lines, comes behind the header at which the walk stands, -1 when it stands at none."""
    item = _at(msg, iname)
    if item is None:
        return -1
    msg.add_rm.insert_new_lump_before(msg.add_rm.anchor_lump(item.end), htext)
    return 1


@module.function("hf_iterator_insert")
def hf_iterator_insert(msg: SipMsg, iname: bytes, htext: bytes) -> int:
    """1 when `htext`, whole header lines, comes before the header at which the walk stands, -1 when it stands at none."""
    item = _at(msg, iname)
    if item is None:
        return -1
    msg.add_rm.insert_new_lump_before(msg.add_rm.anchor_lump(item.start), htext)
    return 1


@module.pv("hfitname", inner=Inner.MUST)
def pv_hfitname(msg: SipMsg, param: PvParam) -> bytes | None:
    """$hfitname(iname): the name of the header at which the walk stands; null when it stands at none."""
    item = _at(msg, param.name_in(msg))
    return item.name if item is not None else None


@module.pv("hfitbody", inner=Inner.MUST)
def pv_hfitbody(msg: SipMsg, param: PvParam) -> bytes | None:
    """$hfitbody(iname): the body of the header at which the walk stands; null when it stands at none."""
    item = _at(msg, param.name_in(msg))
    return item.body if item is not None else None
