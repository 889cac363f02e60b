"""The variables of transactions (kamailio src/modules/tmx/t_var.c)."""

from typing import Any

from kahea.api import PvParam, PvSpec, PvValue, SipMsg
from kahea.api.peers.tm import TmView
from kahea.api.values import NULL, Inner, PvRegistry, PvSyntaxError, parse_pv, pv_of
from kahea.modules.tmx.declaration import module, tm_api

__all__: list[str] = []

_KEYS = (
    b"id_index", b"id_label", b"id_index_n", b"id_label_n", b"reply_code", b"reply_reason", b"reply_last", b"reply_type",
    b"branch_index", b"ruid",
)  # fmt: skip
_BRANCH_KEYS = (b"uri", b"flags")
_LOCAL, _RECEIVED = 1, 0


def _key_of(allowed: tuple[bytes, ...], variable: str) -> Any:  # noqa: ANN401  a name parser
    """The parser of the part between the parentheses, which is one of `allowed`."""

    def parse(inner: bytes, _registry: PvRegistry) -> bytes:
        if inner not in allowed:
            names = b", ".join(allowed).decode()
            raise PvSyntaxError(f"${variable} takes one of {names}, found {inner[:40]!r}", 0)
        return inner

    return parse


def _inner_pv(inner: bytes, registry: PvRegistry) -> PvSpec:
    return parse_pv(registry, inner)


@module.pv("T_branch_idx")
def pv_branch_idx(msg: SipMsg) -> int:
    """$T_branch_idx: the index of the branch that the route is about; in a failure route that of the next one to be added."""
    return msg.t_branch


@module.pv("T_reply_code")
def pv_reply_code(msg: SipMsg) -> int:
    """$T_reply_code: the reply's code, the best one's in a failure route, that of the last reply sent elsewhere; 0 without."""
    view = tm_api().t_view(msg)
    return view.reply_code if view is not None else 0


@module.pv("T_reply_reason")
def pv_reply_reason(msg: SipMsg) -> bytes | None:
    """$T_reply_reason: the reason phrase that goes with $T_reply_code."""
    view = tm_api().t_view(msg)
    return view.reply_reason or None if view is not None else None


@module.pv("T_reply_last")
def pv_reply_last(msg: SipMsg) -> int | None:
    """$T_reply_last: the code of the reply at hand, or of the one sent last; null in a failure route."""
    view = tm_api().t_view(msg)
    return (view.reply_last or None) if view is not None else None


@module.pv("T_reply_ruid")
def pv_reply_ruid(msg: SipMsg) -> bytes | None:
    """$T_reply_ruid: the ruid of the contact that the branch went to."""
    view = tm_api().t_view(msg)
    return view.ruid or None if view is not None else None


def _value(view: TmView, key: bytes) -> bytes | int | None:
    return {
        b"id_index": view.index,
        b"id_index_n": view.index,
        b"id_label": view.label,
        b"id_label_n": view.label,
        b"reply_code": view.reply_code,
        b"reply_reason": view.reply_reason or None,
        b"reply_last": view.reply_last or None,
        b"reply_type": _LOCAL if view.is_reply_local else _RECEIVED,
        b"branch_index": view.branch_index,
        b"ruid": view.ruid or None,
    }[key]


@module.pv("T", inner=Inner.MUST, parse_name=_key_of(_KEYS, "T"))
def pv_t(msg: SipMsg, param: PvParam) -> PvValue:
    """$T(key): an attribute of the transaction."""
    view = tm_api().t_view(msg)
    return pv_of(_value(view, param.name)) if view is not None else NULL


@module.pv("T_branch", inner=Inner.MUST, parse_name=_key_of(_BRANCH_KEYS, "T_branch"))
def pv_t_branch(msg: SipMsg, param: PvParam) -> PvValue:
    """$T_branch(key): the URI or the flags of the branch that the route is about."""
    view = tm_api().t_view(msg)
    if view is None:
        return NULL
    return pv_of(view.branch_uri if param.name == b"uri" else view.branch_flags)


def _on(msg: SipMsg | None, param: PvParam) -> PvValue:
    """The variable read on another message."""
    inner: PvSpec = param.name
    return inner.get(msg) if msg is not None else NULL


@module.pv("T_req", inner=Inner.MUST, parse_name=_inner_pv)
def pv_t_req(msg: SipMsg, param: PvParam) -> PvValue:
    """$T_req(pv): the variable, read on the transaction's request."""
    return _on(tm_api().t_request(msg), param)


@module.pv("T_rpl", inner=Inner.MUST, parse_name=_inner_pv)
def pv_t_rpl(msg: SipMsg, param: PvParam) -> PvValue:
    """$T_rpl(pv): the variable, read on the reply at hand or the best reply of a failure route."""
    return _on(tm_api().t_final_reply(msg), param)


@module.pv("T_inv", inner=Inner.MUST, parse_name=_inner_pv)
def pv_t_inv(msg: SipMsg, param: PvParam) -> PvValue:
    """$T_inv(pv): the variable, read on the INVITE that this CANCEL is for."""
    return _on(tm_api().t_cancelled(msg), param)
