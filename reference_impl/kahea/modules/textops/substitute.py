"""Substitutions in the manner of sed: in the message, in parts of it, in the request URI, in any string."""

from dataclasses import replace

from kahea.api import PvSpec, Routes, SipMsg
from kahea.api.values import SipParseError, pv_str
from kahea.modules.textops.exports import module
from kahea.modules.textops.patterns import Substitution, changes, substitution_of
from kahea.modules.textops.places import Span, body, swap, whole
from kahea.modules.textops.search import Which, fields_of
from kahea.modules.textops.transformations import replaced

__all__ = ["subst", "subst_body", "subst_hf", "subst_uri", "subst_user", "subst_v"]

_URI = Routes.REQUEST | Routes.ONREPLY | Routes.FAILURE | Routes.BRANCH


def _in(msg: SipMsg, span: Span, substitution: Substitution) -> int:
    """1 when something in that part of the message is replaced, -1 when nothing matches."""
    start, text = span
    found = changes(substitution, text, msg) or []
    for begin, end, put in found:
        swap(msg, start + begin, start + end, put)
    return 1 if found else -1


def _replaced(msg: SipMsg, text: bytes, substitution: Substitution) -> bytes | None:
    """`text` with the matches replaced; None when nothing matches."""
    found = changes(substitution, text, msg)
    return replaced(text, found) if found else None


@module.function("subst")
def subst(msg: SipMsg, expression: Substitution) -> int:
    """1 when something in the headers or the body is replaced; -1 when nothing matches."""
    return _in(msg, whole(msg), expression)


@module.function("subst_body")
def subst_body(msg: SipMsg, expression: Substitution) -> int:
    """As subst(), in the body only."""
    return _in(msg, body(msg), expression)


@module.function("subst_hf")
def subst_hf(msg: SipMsg, hf: bytes, subexp: Substitution, flags: Which) -> int:
    """1 when something in the body of a header of that name is replaced; -1 when nothing matches."""
    code = -1
    for field in fields_of(msg, hf, flags):
        start, end = field.span
        code = max(code, _in(msg, (start, msg.buf[start:end]), subexp))
    return code


@module.function("subst_uri", routes=_URI)
def subst_uri(msg: SipMsg, expression: Substitution) -> int:
    """1 when the request URI is the changed one from now on; -1 when nothing matches."""
    uri = _replaced(msg, msg.ruri_text, expression)
    if uri is None:
        return -1
    msg.set_ruri(uri)
    return 1


@module.function("subst_user", routes=_URI)
def subst_user(msg: SipMsg, expression: Substitution) -> int:
    """1 when the user of the request URI is the changed one from now on; -1 when nothing matches or it is no URI."""
    try:
        uri = msg.ruri
    except SipParseError:
        return -1
    user = _replaced(msg, uri.user or b"", expression)
    if user is None:
        return -1
    msg.set_ruri(replace(uri, user=user or None, passwd=uri.passwd if user else None).serialise())
    return 1


@module.function("subst_v")
def subst_v(msg: SipMsg, itext: bytes, subexp: bytes, ovp: PvSpec) -> int:
    """1 when something in `itext` is replaced, and the result is the value of `ovp`; -1 when nothing matches."""
    text = _replaced(msg, itext, substitution_of(subexp))
    if text is None:
        return -1
    ovp.set(msg, pv_str(text))
    return 1
