"""Branches beside the request URI (`$br`, `$bR`, `$branch`), the static branch `$sbranch`, what usrloc says of the contact."""

from typing import Any

from kahea.api import PvParam, PvValue, SipMsg
from kahea.api.values import (
    Branch,
    Inner,
    PvRegistry,
    append_branch,
    clear_branches,
    find_socket,
    pv_of,
    q_text,
    remove_branch,
)
from kahea.modules.pv.exports import module
from kahea.modules.pv.keys import one_of
from kahea.modules.pv.uri_parts import fits_in_uri

__all__ = ["static_branch"]


def _set_br(msg: SipMsg, _param: PvParam, value: PvValue) -> None:
    if not value.rs:
        clear_branches(msg)
    elif fits_in_uri(msg, value.rs) and not append_branch(msg, Branch(value.rs)):
        msg.engine.log.module("pv").err("the destination set is full")


@module.pv("br", set=_set_br)
def pv_branch_first(msg: SipMsg) -> bytes | None:
    """$br: the URI of the first branch that was appended."""
    return msg.branches[0].uri if msg.has("branches") and msg.branches else None


@module.pv("bR")
def pv_branches(msg: SipMsg) -> bytes | None:
    """$bR: the URIs of all branches that were appended, with their q."""
    if not (msg.has("branches") and msg.branches):
        return None
    return b", ".join([b"<%b>;q=%b" % (each.uri, q_text(each.q)) if each.q >= 0 else each.uri for each in msg.branches])


_READ: dict[bytes, Any] = {
    b"uri": lambda branch: branch.uri or None,
    b"dst_uri": lambda branch: branch.dst_uri or None,
    b"path": lambda branch: branch.path or None,
    b"q": lambda branch: branch.q if branch.q >= 0 else None,
    b"send_socket": lambda branch: branch.force_send_socket.text if branch.force_send_socket is not None else None,
    b"flags": lambda branch: branch.flags,
    b"ruid": lambda branch: branch.ruid or None,
    b"location_ua": lambda branch: branch.location_ua or None,
    b"instance": lambda branch: branch.instance or None,
    b"otcpid": lambda branch: branch.con_id,
}
_FIELDS = {b"path": "path", b"ruid": "ruid", b"location_ua": "location_ua", b"instance": "instance"}
_NUMBERS = {b"q": ("q", -1, 1000), b"flags": ("flags", 0, 0xFFFFFFFF), b"otcpid": ("con_id", 0, 0x7FFFFFFF)}


def _write(msg: SipMsg, branch: Branch, key: bytes, value: PvValue) -> None:
    """Nothing; the attribute of the branch is set, null clearing it."""
    if key in (b"uri", b"dst_uri"):
        if not value.rs or fits_in_uri(msg, value.rs):
            setattr(branch, key.decode(), value.rs)
    elif key in _FIELDS:
        setattr(branch, _FIELDS[key], value.rs)
    elif key in _NUMBERS:
        name, low, high = _NUMBERS[key]
        number = low if value.is_null else value.as_int()
        setattr(branch, name, min(max(number, low), high))
    elif key == b"send_socket":
        branch.force_send_socket = find_socket(msg.engine.sockets, value.rs) if value.rs else None
        if value.rs and branch.force_send_socket is None:
            msg.engine.log.module("pv").err("%r is no socket that the server listens on", value.rs[:60])


def _branch_key(inner: bytes, registry: PvRegistry) -> bytes:  # noqa: ARG001  a name parser's signature
    return one_of("branch", inner, (*_READ, b"count"))


def _appended(msg: SipMsg, param: PvParam) -> int | None:
    """Where in the destination set the branch stands that the index means; None when it is not there."""
    if not msg.has("branches"):
        return None
    index = param.index_in(msg)
    at = index if isinstance(index, int) else 0
    count = len(msg.branches)
    return at % count if -count <= at < count else None


def _set_branch(msg: SipMsg, param: PvParam, value: PvValue) -> None:
    at = _appended(msg, param)
    if at is None or param.name == b"count":
        msg.engine.log.module("pv").err("there is no such branch to be changed")
    elif param.name == b"uri" and not value.rs:
        remove_branch(msg, at)
    else:
        _write(msg, msg.branches[at], param.name, value)


@module.pv("branch", set=_set_branch, inner=Inner.MUST, takes_index=True, parse_name=_branch_key)
def pv_branch_attr(msg: SipMsg, param: PvParam) -> PvValue | None:
    """$branch(key): an attribute of a branch that was appended."""
    if param.name == b"count":
        return pv_of(len(msg.branches) if msg.has("branches") else 0)
    at = _appended(msg, param)
    return pv_of(_READ[param.name](msg.branches[at])) if at is not None else None


def _empty() -> Branch:
    return Branch(b"")


static_branch = module.state(_empty)
"""The static branch, which is filled before it is used."""


def _static_key(inner: bytes, registry: PvRegistry) -> bytes:  # noqa: ARG001  a name parser's signature
    return one_of("sbranch", inner, _READ)


def _set_sbranch(msg: SipMsg, param: PvParam, value: PvValue) -> None:
    _write(msg, static_branch(), param.name, value)


@module.pv("sbranch", set=_set_sbranch, inner=Inner.MUST, parse_name=_static_key)
def pv_static_branch(_msg: SipMsg, param: PvParam) -> PvValue:
    """$sbranch(key): an attribute of the static branch."""
    return pv_of(_READ[param.name](static_branch()))


@module.pv("ruid")
def pv_ruid(msg: SipMsg) -> bytes | None:
    """$ruid: the id of the location record that the request URI was looked up from."""
    return msg.ruid or None


@module.pv("location_ua")
def pv_location_ua(msg: SipMsg) -> bytes | None:
    """$location_ua: the User-Agent that registered the contact which the lookup found."""
    return msg.location_ua or None
