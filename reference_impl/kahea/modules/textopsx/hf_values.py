"""Values of headers: put in, taken away, assigned; the manual's header value operations."""

from kahea.api import Routes, SipMsg
from kahea.api.values import HDR_EOH_F, HdrField
from kahea.modules.textopsx.exports import module
from kahea.modules.textopsx.hf_name import HfName, NameOnly, ToAppend, ToAssign, ToInsert, ToRemove
from kahea.modules.textopsx.values import Spot, Value, all_values, list_params, params_of, values_of

__all__ = [
    "append_hf_value",
    "assign_hf_value",
    "assign_hf_value2",
    "exclude_hf_value",
    "hf_value_exists",
    "include_hf_value",
    "insert_hf_value",
    "remove_hf_value",
    "remove_hf_value2",
]

_HERE = Routes.REQUEST | Routes.ONREPLY | Routes.FAILURE | Routes.BRANCH


def _insert(msg: SipMsg, at: int, text: bytes) -> int:
    msg.add_rm.insert_new_lump_before(msg.add_rm.anchor_lump(at), text)
    return 1


def _swap(msg: SipMsg, start: int, end: int, text: bytes = b"") -> int:
    """1; `text` takes the place of the bytes, of which there may be none."""
    if end > start:
        lump = msg.add_rm.del_lump(start, end - start)
        if text:
            msg.add_rm.insert_new_lump_after(lump, text)
    elif text:
        _insert(msg, start, text)
    return 1


def _add_line(msg: SipMsg, name: bytes, value: bytes, at: int | None = None) -> int:
    """1; a header line comes before `at`, behind the last one without it."""
    if at is None:
        msg.parse_headers(HDR_EOH_F)
        at = msg.unparsed
    return _insert(msg, at, name + b": " + value + b"\r\n")


def _pick(msg: SipMsg, hf: HfName) -> tuple[HdrField, Value] | None:
    """The value that `hf` counts to; None when there are not so many."""
    found = list(all_values(msg, hf.name))
    index = hf.index or 1
    at = index - 1 if index > 0 else len(found) + index
    return found[at] if 0 <= at < len(found) else None


@module.function("append_hf_value", routes=_HERE)
def append_hf_value(msg: SipMsg, hf: ToAppend, hvalue: bytes) -> int:
    """1; the value comes behind the one with that index; without index or such a one, it is a header of its own."""
    found = _pick(msg, hf) if hf.index is not None else None
    if found is None:
        return _add_line(msg, hf.name, hvalue)
    field, value = found
    is_last = value.area_end == field.span[1]
    return _insert(msg, value.area_end, b"," + hvalue if is_last else hvalue + b",")


@module.function("insert_hf_value", routes=_HERE)
def insert_hf_value(msg: SipMsg, hf: ToInsert, hvalue: bytes) -> int:
    """1; the value comes before the one with that index; without index it is a header before the first; -1 for no place."""
    found = _pick(msg, hf)
    if found is None:
        return _add_line(msg, hf.name, hvalue) if hf.index in (None, 1) else -1
    field, value = found
    if hf.index is None:
        return _add_line(msg, hf.name, hvalue, field.start)
    return _insert(msg, value.area_start, hvalue + b",")


def _remove_values(msg: SipMsg, field: HdrField, doomed: list[Value]) -> None:
    """Nothing; the values go with one comma each, and the header with the last of them."""
    values = values_of(field)
    kept = [value for value in values if value not in doomed]
    if not kept:
        _swap(msg, field.start, field.end)
        return
    tail = kept[-1].area_end - 1
    for value in doomed:
        if value.start < tail:
            _swap(msg, value.area_start, value.area_end)
    if doomed and doomed[-1].start > tail:
        _swap(msg, tail, field.span[1])


def _take_away(msg: SipMsg, spots: list[Spot]) -> int:
    """1 when there is something to take away, -1 when not."""
    for spot in spots:
        _swap(msg, spot.start, spot.end)
    return 1 if spots else -1


def _written(value: bytes) -> bytes:
    return b"=" + value if value else b""


@module.function("remove_hf_value", routes=_HERE)
def remove_hf_value(msg: SipMsg, hf_par: ToRemove) -> int:
    """1 when the value, or its parameter, is taken away; with ``[*]`` of every value; -1 when there is none."""
    if hf_par.is_all and not hf_par.param:
        return _remove_headers(msg, hf_par)
    if hf_par.is_all:
        return _take_away(
            msg, [spot for _, value in all_values(msg, hf_par.name) for spot in params_of(value, hf_par.param)[0]]
        )
    found = _pick(msg, hf_par)
    if found is None:
        return -1
    if hf_par.param:
        return _take_away(msg, params_of(found[1], hf_par.param)[0])
    _remove_values(msg, found[0], [found[1]])
    return 1


def _remove_headers(msg: SipMsg, hf: HfName) -> int:
    fields = list(msg.named(hf.name))
    for field in fields:
        _swap(msg, field.start, field.end)
    return 1 if fields else -1


@module.function("assign_hf_value", routes=_HERE)
def assign_hf_value(msg: SipMsg, hf: ToAssign, hvalue: bytes) -> int:
    """1 when the value, or its parameter, is that now; a parameter that is not there is added; -1 without the value."""
    found = list(all_values(msg, hf.name)) if hf.is_all else [one] if (one := _pick(msg, hf)) is not None else []
    for _, value in found:
        if hf.param:
            spots, behind = params_of(value, hf.param)
            _assign(msg, spots, hvalue, behind, b";" + hf.param)
        else:
            _swap(msg, value.start, value.end, hvalue)
    return 1 if found else -1


def _assign(msg: SipMsg, spots: list[Spot], value: bytes, behind: int, fresh: bytes) -> None:
    """Nothing; the first of the parameters has that value, and where there is none `fresh` comes in with it."""
    if not spots:
        _insert(msg, behind, fresh + _written(value))
        return
    spot = spots[0]
    _swap(msg, spot.value_start, spot.value_end, _written(value))


def _field_at(msg: SipMsg, hf: HfName) -> list[HdrField]:
    """The header that `hf` counts to, values being whole headers; all for ``[*]``."""
    fields = list(msg.named(hf.name))
    if hf.is_all:
        return fields
    index = hf.index or 1
    at = index - 1 if index > 0 else len(fields) + index
    return fields[at : at + 1] if at >= 0 else []


def _list_params(msg: SipMsg, field: HdrField, name: bytes) -> tuple[list[Spot], bytes]:
    start, end = field.span
    return list_params(msg.buf[start:end], start, name)


@module.function("remove_hf_value2", routes=_HERE)
def remove_hf_value2(msg: SipMsg, hf_par: ToRemove) -> int:
    """As remove_hf_value() for headers such as Authorization, where commas part parameters and not values."""
    fields = _field_at(msg, hf_par)
    if hf_par.param:
        return _take_away(msg, [spot for field in fields for spot in _list_params(msg, field, hf_par.param)[0]])
    for field in fields:
        _swap(msg, field.start, field.end)
    return 1 if fields else -1


@module.function("assign_hf_value2", routes=_HERE)
def assign_hf_value2(msg: SipMsg, hf: ToAssign, hvalue: bytes) -> int:
    """As assign_hf_value() for headers such as Authorization, where commas part parameters and not values."""
    fields = _field_at(msg, hf)
    for field in fields:
        start, end = field.span
        if hf.param:
            spots, delimiter = _list_params(msg, field, hf.param)
            _assign(msg, spots, hvalue, end, delimiter + hf.param)
        else:
            _swap(msg, start, end, hvalue)
    return 1 if fields else -1


def _equal(values: list[Value], hvalue: bytes) -> list[Value]:
    low = hvalue.lower()
    return [value for value in values if value.text.lower() == low]


@module.function("hf_value_exists", routes=_HERE)
def hf_value_exists(msg: SipMsg, hf: NameOnly, hvalue: bytes) -> int:
    """1 when a header of that name has the value, case not counting; -1 when not."""
    return 1 if hvalue and any(_equal(values_of(field), hvalue) for field in msg.named(hf.name)) else -1


@module.function("include_hf_value", routes=_HERE)
def include_hf_value(msg: SipMsg, hf: NameOnly, hvalue: bytes) -> int:
    """1 when a header of that name has the value, which is added to the first one if need be; -1 when it is empty."""
    if not hvalue:
        return -1
    field = next(msg.named(hf.name), None)
    if field is None:
        return _add_line(msg, hf.name, hvalue)
    if hf_value_exists(msg, hf, hvalue) > 0:
        return 1
    return _insert(msg, field.span[1], b"," + hvalue if field.body else hvalue)


@module.function("exclude_hf_value", routes=_HERE)
def exclude_hf_value(msg: SipMsg, hf: NameOnly, hvalue: bytes) -> int:
    """1 when no header of that name has the value; -1 when it is empty."""
    if not hvalue:
        return -1
    for field in msg.named(hf.name):
        doomed = _equal(values_of(field), hvalue)
        if doomed:
            _remove_values(msg, field, doomed)
    return 1
