"""Parameters of the request URI."""

from kahea.api import PvSpec, Routes, SipMsg
from kahea.api.values import EMPTY, pv_str, uri_text_fits
from kahea.modules.siputils.exports import module

__all__ = ["without_param"]

_SENDING = Routes.REQUEST | Routes.BRANCH | Routes.FAILURE


def _value(msg: SipMsg, name: bytes) -> tuple[bytes | None] | None:
    """The parameter's value as it is written, in a tuple; None without the parameter."""
    uri = msg.ruri_or_none
    found = uri.params.find(name.lower()) if uri is not None else None
    return (found[1],) if found is not None else None


def without_param(uri: bytes, name: bytes) -> bytes:
    """The URI without that parameter, in any case; the user's own parameters stay.

    >>> without_param(b"sip:a;x=0@b;X=1;y?h=;x=2", b"x")
    b'sip:a;x=0@b;y?h=;x=2'
    """
    user, at, rest = uri.rpartition(b"@")
    head, mark, headers = rest.partition(b"?")
    host, *params = head.split(b";")
    left = [param for param in params if param.partition(b"=")[0].lower() != name.lower()]
    return b"".join((user, at, b";".join((host, *left)), mark, headers))


@module.function("uri_param", routes=_SENDING)
def uri_param(msg: SipMsg, param: bytes, value: bytes | None = None) -> int:
    """1 when the request URI has the parameter with that value, or with none where none is given."""
    found = _value(msg, param)
    if found is None:
        return -1
    return 1 if (found[0] or b"") == (value or b"") else -1


@module.function("uri_param_any", routes=_SENDING)
def uri_param_any(msg: SipMsg, param: bytes) -> int:
    """1 when the request URI has the parameter, with a value or without."""
    return 1 if _value(msg, param) is not None else -1


@module.function("get_uri_param", routes=Routes.REQUEST | Routes.LOCAL)
def get_uri_param(msg: SipMsg, name: bytes, var: PvSpec) -> int:
    """1 when the request URI has the parameter, whose value `var` has now; -1 without it."""
    found = _value(msg, name)
    if found is None:
        return -1
    var.set(msg, pv_str(found[0]) if found[0] else EMPTY)
    return 1


@module.function("uri_param_rm", routes=_SENDING)
def uri_param_rm(msg: SipMsg, param: bytes) -> int:
    """Take the parameter out of the request URI; 1 also where it is not there."""
    before = msg.ruri_text
    after = without_param(before, param)
    if after != before:
        msg.set_ruri(after)
    return 1


@module.function("add_uri_param", routes=Routes.REQUEST)
def add_uri_param(msg: SipMsg, param: bytes) -> int:
    """Put ``name=value`` behind the parameters of the request URI; 1 also for nothing, -1 for text that cannot stand there."""
    if not param:
        return 1
    uri = msg.ruri_or_none
    if uri is None or not uri_text_fits(param) or b"?" in param or b"@" in param:
        return -1
    user, at, rest = msg.ruri_text.rpartition(b"@")
    head, mark, headers = rest.partition(b"?")
    msg.set_ruri(b"".join((user, at, head, b";", param, mark, headers)))
    return 1
