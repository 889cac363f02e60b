"""Script functions beside tm's own (kamailio src/modules/tmx/tmx_mod.c)."""

from kahea.api import Routes, SipMsg
from kahea.modules.tmx.declaration import module, tm_api

__all__: list[str] = []

_MAX_FLAG = 31


def _code(claim: bool) -> int:
    return 1 if claim else -1


def _runs(msg: SipMsg, routes: Routes) -> int:
    return _code(msg.run is not None and bool(msg.run.routes & routes))


@module.function("t_is_failure_route")
def t_is_failure_route(msg: SipMsg) -> int:
    """Whether the top route is a failure_route."""
    return _runs(msg, Routes.FAILURE)


@module.function("t_is_branch_route")
def t_is_branch_route(msg: SipMsg) -> int:
    """Whether the top route is a branch_route."""
    return _runs(msg, Routes.BRANCH)


@module.function("t_is_reply_route")
def t_is_reply_route(msg: SipMsg) -> int:
    """Whether the top route is a reply route."""
    return _runs(msg, Routes.ONREPLY)


@module.function("t_is_request_route")
def t_is_request_route(msg: SipMsg) -> int:
    """Whether the top route is the request_route."""
    return _runs(msg, Routes.REQUEST)


@module.function("t_flush_flags")
def t_flush_flags(msg: SipMsg) -> int:
    """Make the message's flags the transaction's."""
    return _code(tm_api().t_flush_flags(msg))


@module.function("t_flush_xflags")
def t_flush_xflags(msg: SipMsg) -> int:
    """Make the message's extended flags the transaction's."""
    return _code(tm_api().t_flush_xflags(msg))


@module.function("t_suspend")
def t_suspend(msg: SipMsg) -> int:
    """Have the transaction, made now if need be, wait for `t_continue()`."""
    return _code(tm_api().t_suspend(msg) != (-1, -1))


@module.function("t_continue")
async def t_continue(_msg: SipMsg, tindex: int, tlabel: int, rtname: bytes) -> int:
    """Run ``route[rtname]`` with the transaction that waits."""
    return await tm_api().t_continue(tindex, tlabel, rtname.decode(errors="replace"))


@module.function("t_drop")
def t_drop(msg: SipMsg, rcode: int = 500) -> int:
    """End the transaction with this code without telling the caller."""
    return _code(tm_api().t_drop(msg, rcode))


def _bit(flag: int) -> int:
    return 1 << flag if 0 <= flag <= _MAX_FLAG else 0


@module.function("t_vbflag_set")
def t_vbflag_set(msg: SipMsg, flag: int) -> int:
    """Set a flag of the Vias of the transaction's branches."""
    return _code(bool(_bit(flag)) and bool(tm_api().t_vbflags(msg, set_bits=_bit(flag))))


@module.function("t_vbflag_reset")
def t_vbflag_reset(msg: SipMsg, flag: int) -> int:
    """Reset a flag of the Vias of the transaction's branches."""
    tm_api().t_vbflags(msg, reset_bits=_bit(flag))
    return _code(bool(_bit(flag)))


@module.function("t_vbflag_is_set")
def t_vbflag_is_set(msg: SipMsg, flag: int) -> int:
    """Whether a flag of the Vias of the transaction's branches is set."""
    return _code(bool(tm_api().t_vbflags(msg) & _bit(flag)))


@module.function("t_cancel_branches", routes=Routes.ONREPLY)
def t_cancel_branches(msg: SipMsg, which: bytes) -> int:
    """Cancel branches of the reply's transaction: ``all``, ``others``, ``this``."""
    return _code(tm_api().t_cancel_branches(msg, which))


@module.function("t_cancel_branch_idx")
def t_cancel_branch_idx(_msg: SipMsg, tindex: int, tlabel: int, bindex: int) -> int:
    """Cancel one branch of a transaction."""
    return _code(tm_api().t_cancel_branch(tindex, tlabel, bindex))


@module.function("t_cancel_callid")
def t_cancel_callid(_msg: SipMsg, callid: bytes, cseq: int, flag: int, rcode: int = 0) -> int:
    """Cancel an INVITE, which gets the flag if that is above 0; `rcode` is told in the CANCEL's Reason."""
    return _code(tm_api().t_cancel_callid(callid, cseq, flag, rcode))


@module.function("t_reply_callid")
def t_reply_callid(_msg: SipMsg, callid: bytes, cseq: int, code: int, reason: bytes) -> int:
    """Answer an INVITE."""
    return _code(tm_api().t_reply_callid(callid, cseq, code, reason))


@module.function("t_uac_ack_local")
async def t_uac_ack_local(_msg: SipMsg, callid: bytes, cseq: int, headers: bytes = b"", body: bytes = b"") -> int:
    """Acknowledge the 2xx to an INVITE of our own that tm was told to leave alone."""
    return _code(await tm_api().t_uac_ack(callid, cseq, headers, body))


@module.function("t_reuse_branch", routes=Routes.EVENT | Routes.BRANCH_FAILURE)
def t_reuse_branch(msg: SipMsg) -> int:
    """Make the branch that has failed the request's destination again."""
    return _code(tm_api().t_reuse_branch(msg))
