"""AVPs: `$avp`, a stack of values under each name, which stays with the transaction."""

from collections.abc import Iterator

from kahea.api import PvParam, PvSpec, PvValue, SipMsg
from kahea.api.values import (
    ALL,
    NULL,
    AvpName,
    AvpValue,
    Inner,
    PvRegistry,
    PvSyntaxError,
    parse_avp_name,
    parse_pv,
    pv_int,
    pv_of,
    pv_str,
)
from kahea.modules.pv.exports import avp_aliases, module

__all__ = ["avp_name", "count_avps", "parse_avp"]


def parse_avp(inner: bytes, registry: PvRegistry) -> AvpName | PvSpec:
    """The name of an AVP, or the variable that will give it.

    Raises:
        PvSyntaxError: it is no name.
    """
    text = inner.strip()
    if text.startswith(b"$"):
        return parse_pv(registry, text)
    aliases: Iterator[tuple[bytes, AvpName]] = (pair for pairs in avp_aliases.value for pair in pairs)
    known = dict(aliases)
    if text in known:
        return known[text]
    try:
        return parse_avp_name(text)
    except ValueError as error:
        raise PvSyntaxError(str(error), 0) from error


def avp_name(msg: SipMsg, param: PvParam) -> AvpName:
    """The name, evaluated when a variable gives it."""
    return param.name_in(msg) if isinstance(param.name, PvSpec) else param.name


def count_avps(msg: SipMsg, param: PvParam) -> int:
    """How many values the AVP has."""
    return msg.avps.count(avp_name(msg, param)) if msg.has("avps") else 0


def _value(value: AvpValue) -> PvValue:
    return pv_str(value) if isinstance(value, bytes) else pv_int(value)


def _set_avp(msg: SipMsg, param: PvParam, value: PvValue) -> None:
    name = avp_name(msg, param)
    is_all = param.index_in(msg) is ALL
    native = value.native()
    if native is None:
        if is_all:
            msg.avps.delete_all(name)
        else:
            msg.avps.delete(name)
        return
    if is_all:
        msg.avps.delete_all(name)
    msg.avps.add_avp(name, native)


@module.pv("avp", set=_set_avp, inner=Inner.MUST, takes_index=True, parse_name=parse_avp)
def pv_avp(msg: SipMsg, param: PvParam) -> PvValue:
    """$avp(name): the newest value of an AVP; with an index an older one, with `*` all of them."""
    if "avps" not in msg.__dict__:
        return NULL
    index = param.index
    if index is None:
        value = msg.avps.get(param.name if type(param.name) is bytes else avp_name(msg, param))
        return _value(value) if value is not None else NULL
    name = avp_name(msg, param)
    at = param.index_in(msg)
    if at is ALL:
        values = msg.avps.values(name)
        return pv_str(b", ".join([pv_of(each).rs for each in values])) if values else NULL
    return pv_of(msg.avps.get(name, at if isinstance(at, int) else 0))
