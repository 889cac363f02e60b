"""Headers by name, and those that have a variable of their own."""

from collections.abc import Iterator

from kahea.api import PvParam, PvSpec, SipMsg
from kahea.api.values import (
    ALL,
    HdrType,
    Inner,
    PvRegistry,
    hdr_type,
    parse_pv,
    split_list,
)
from kahea.modules.pv.exports import module
from kahea.modules.pv.keys import one_of

__all__ = ["HdrName", "at_index", "parse_hdr_name"]

HdrName = tuple[HdrType, bytes]
"""The type of a header, and its name in lower case, which counts where the type is OTHER."""

_EVERY: HdrName = (HdrType.OTHER, b"*")


def parse_hdr_name(inner: bytes, registry: PvRegistry) -> HdrName | PvSpec:
    """The header that the inner part names, or the variable that will name it."""
    name = inner.strip()
    return parse_pv(registry, name) if name.startswith(b"$") else _named(name)


def _named(name: bytes) -> HdrName:
    return hdr_type(name), name.lower()


def _bodies(msg: SipMsg, param: PvParam) -> list[bytes]:
    """The bodies of all headers of the name, in order; `*` names them all."""
    name: HdrName = param.name if isinstance(param.name, tuple) else _named(param.name_in(msg))
    if name == _EVERY:
        return [field.body for field in msg.headers]
    return msg.bodies(*name)


def at_index(msg: SipMsg, param: PvParam, values: list[bytes], joint: bytes = b",") -> bytes | None:
    """The value that the index means: the first without one, from the end when negative, all joined for `*`; None when none."""
    index = param.index_in(msg)
    if index is None:
        return values[0] if values else None
    if index is ALL:
        return joint.join(values) if values else None
    return values[index] if -len(values) <= index < len(values) else None


@module.pv("hdr", inner=Inner.MUST, takes_index=True, parse_name=parse_hdr_name)
def pv_hdr(msg: SipMsg, param: PvParam) -> bytes | None:
    """$hdr(name): the body of a header."""
    name = param.name
    if param.index is None and type(name) is tuple and name != _EVERY:
        return msg.first_body(*name)
    return at_index(msg, param, _bodies(msg, param))


@module.pv("hdrc", inner=Inner.MUST, parse_name=parse_hdr_name)
def pv_hdr_count(msg: SipMsg, param: PvParam) -> int:
    """$hdrc(name): how many headers of the name there are."""
    return len(_bodies(msg, param))


def _items(msg: SipMsg, param: PvParam) -> Iterator[bytes]:
    for body in _bodies(msg, param):
        for start, end in split_list(body, 0, len(body)):
            if start < end:
                yield body[start:end]


@module.pv("hfl", inner=Inner.MUST, takes_index=True, parse_name=parse_hdr_name)
def pv_hdr_list(msg: SipMsg, param: PvParam) -> bytes | None:
    """$hfl(name): an item of a header that is a list, wherever it stands; an index alone selects one."""
    return at_index(msg, param, list(_items(msg, param)))


@module.pv("hflc", inner=Inner.MUST, parse_name=parse_hdr_name)
def pv_hdr_list_count(msg: SipMsg, param: PvParam) -> int:
    """$hflc(name): how many items there are."""
    return sum(1 for _ in _items(msg, param))


def _body(msg: SipMsg, kind: HdrType) -> bytes | None:
    return msg.first_body(kind) or None


@module.pv("ci")
def pv_callid(msg: SipMsg) -> bytes | None:
    """$ci: the Call-ID."""
    return _body(msg, HdrType.CALLID)


@module.pv("cs")
def pv_cseq(msg: SipMsg) -> bytes | None:
    """$cs: the number of CSeq, as it is written."""
    cseq = msg.parsed(HdrType.CSEQ)
    return cseq.raw.split(None, 1)[0] if cseq is not None else None


@module.pv("csb")
def pv_cseq_body(msg: SipMsg) -> bytes | None:
    """$csb: the body of CSeq."""
    return _body(msg, HdrType.CSEQ)


@module.pv("cl")
def pv_content_length(msg: SipMsg) -> int | None:
    """$cl: the value of Content-Length."""
    return msg.content_length


@module.pv("cT")
def pv_content_type(msg: SipMsg) -> bytes | None:
    """$cT: the value of Content-Type."""
    return _body(msg, HdrType.CONTENTTYPE)


@module.pv("ua")
def pv_user_agent(msg: SipMsg) -> bytes | None:
    """$ua: the value of User-Agent."""
    return _body(msg, HdrType.USERAGENT)


@module.pv("ct")
def pv_contact(msg: SipMsg) -> bytes | None:
    """$ct: the body of the first Contact."""
    return _body(msg, HdrType.CONTACT)


@module.pv("cts")
def pv_contact_star(msg: SipMsg) -> int:
    """$cts: 1 where Contact is the star that removes all bindings, 0 otherwise."""
    contact = msg.parsed(HdrType.CONTACT)
    return int(contact is not None and contact.is_star)


@module.pv("ctu")
def pv_contact_uri(msg: SipMsg) -> bytes | None:
    """$ctu: the URI of the first contact."""
    contact = msg.parsed(HdrType.CONTACT)
    return contact.contacts[0].uri if contact is not None and contact.contacts else None


def _expires_key(inner: bytes, registry: PvRegistry) -> bytes:  # noqa: ARG001  a name parser's signature
    return one_of("expires", inner, (b"min", b"max"))


@module.pv("expires", inner=Inner.MUST, parse_name=_expires_key)
def pv_expires(msg: SipMsg, param: PvParam) -> int | None:
    """$expires(min), $expires(max): the shortest and the longest life that is asked for, from contacts and Expires.

    A contact's own parameter counts, Expires for contacts without one (RFC 3261 §10.2.1.1).
    """
    header = msg.parsed(HdrType.EXPIRES)
    wanted = [
        _contact_expires(each.param_lst.get(b"expires"), header) for field in msg.hdrs(HdrType.CONTACT) for each in field.parsed
    ]
    found = [seconds for seconds in wanted or [header] if seconds is not None]
    if not found:
        return None
    return min(found) if param.name == b"min" else max(found)


def _contact_expires(text: bytes | None, header: int | None) -> int | None:
    return int(text) if text is not None and text.isdigit() and len(text) < 11 else header  # noqa: PLR2004  digits of 2**32
