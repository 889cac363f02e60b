"""The walk over headers: hf_iterator_start() and its relatives, ``$hfitname``, ``$hfitbody``."""

from kahea.api import PvParam, SipMsg
from kahea.api.values import Inner
from kahea.modules.textopsx.exports import module
from kahea.modules.textopsx.walks import Item, at, end, go, insert, remove, start

__all__: list[str] = []

_KIND = "hf_iterator"


@module.function("hf_iterator_start")
def hf_iterator_start(msg: SipMsg, iname: bytes) -> int:
    """1; the walk of that name stands before the first header."""
    return start(msg, _KIND, iname, [Item(each.start, each.end, each.name, each.body) for each in msg.headers])


@module.function("hf_iterator_next")
def hf_iterator_next(msg: SipMsg, iname: bytes) -> int:
    """1 when the walk stands at the next header, -1 when there is none."""
    return go(msg, _KIND, iname, 1)


@module.function("hf_iterator_prev")
def hf_iterator_prev(msg: SipMsg, iname: bytes) -> int:
    """1 when the walk stands at the header before, -1 when there is none."""
    return go(msg, _KIND, iname, -1)


@module.function("hf_iterator_end")
def hf_iterator_end(msg: SipMsg, iname: bytes) -> int:
    """1 when the walk has ended, -1 when there was none of that name."""
    return end(msg, _KIND, iname)


@module.function("hf_iterator_rm")
def hf_iterator_rm(msg: SipMsg, iname: bytes) -> int:
    """1 when the header at which the walk stands is taken away, -1 when it stands at none."""
    return remove(at(msg, _KIND, iname), msg.add_rm)


@module.function("hf_iterator_append")
def hf_iterator_append(msg: SipMsg, iname: bytes, htext: bytes) -> int:
    """1 when `htext`, whole header lines, comes behind the header at which the walk stands, -1 when it stands at none."""
    return insert(at(msg, _KIND, iname), msg.add_rm, htext, is_behind=True)


@module.function("hf_iterator_insert")
def hf_iterator_insert(msg: SipMsg, iname: bytes, htext: bytes) -> int:
    """1 when `htext`, whole header lines, comes before the header at which the walk stands, -1 when it stands at none."""
    return insert(at(msg, _KIND, iname), msg.add_rm, htext, is_behind=False)


@module.pv("hfitname", inner=Inner.MUST)
def pv_hfitname(msg: SipMsg, param: PvParam) -> bytes | None:
    """$hfitname(iname): the name of the header at which the walk stands; null when it stands at none."""
    item = at(msg, _KIND, param.name_in(msg))
    return item.name if item is not None else None


@module.pv("hfitbody", inner=Inner.MUST)
def pv_hfitbody(msg: SipMsg, param: PvParam) -> bytes | None:
    """$hfitbody(iname): the body of the header at which the walk stands; null when it stands at none."""
    item = at(msg, _KIND, param.name_in(msg))
    return item.body if item is not None else None
