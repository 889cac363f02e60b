"""Failure routes, of the transaction and of one branch (kamailio t_reply.c run_failure_handlers() and its twin)."""

from kahea.api import Routes, SipMsg
from kahea.api.peers.tm import TmEvent
from kahea.api.values import KaheaError, MsgFlags, run_event_route, run_top_route
from kahea.modules.tm.cell import Cell, Uac

__all__ = ["drop_mode_of", "failure_message", "run_branch_failure", "run_failure"]

_FAKED = MsgFlags.FAKED | MsgFlags.SHM_CLONE

_KEEP_ALL = 0
_DROP_MODES = {b"a": 1, b"l": 2, b"n": _KEEP_ALL}


def drop_mode_of(letter: bytes) -> int | None:
    """The failure_reply_mode that a letter of t_drop_replies() stands for; None for any other.

    >>> drop_mode_of(b"l")
    2
    """
    return _DROP_MODES.get(letter)


def failure_message(t: Cell, uac: Uac | None) -> SipMsg:
    """The transaction's request as a failure route sees it, with URI, path and flags of that branch (Kamailio's fake_req())."""
    msg = t.request.clone()
    msg.t, msg.t_branch = t, len(t.uac)
    msg.flags, msg.xflags = t.flags, t.xflags
    msg.msg_flags |= _FAKED
    msg.branches.clear()
    if t.lumps is not None:
        msg.add_rm, msg.body_lumps = (lumps.copy() for lumps in t.lumps)
    if uac is not None:
        msg.new_uri = uac.uri
        msg.path_vec, msg.bflags = uac.path, uac.flags
        msg.instance, msg.ruid, msg.location_ua = uac.instance, uac.ruid, uac.location_ua
        msg.msg_flags |= MsgFlags.TIMEOUT if uac.is_faked else MsgFlags.REPLIED
    t.leg_uri = (msg.ruri_text, msg.dst_uri) if uac is not None else None
    return msg


async def run_failure(t: Cell, best: Uac) -> bool:
    """Whether there was anything to run for a transaction whose branches have all failed, `best` with the best reply."""
    armed = t.armed
    name = armed.on_failure
    route = t.tm.engine.routes.get("failure_route", name) if name else None
    if t.callbacks:
        t.tell(TmEvent.ON_FAILURE_RO, t.request, best.reply, best.last_code)
        t.tell(TmEvent.ON_FAILURE, t.request, best.reply, best.last_code)
    if route is None:
        return False
    msg = failure_message(t, best)
    armed.on_failure = ""
    before, t.picked = t.picked, best.index
    try:
        await run_top_route(route, msg, Routes.FAILURE)
    except KaheaError as fault:
        t.tm.module_log.err("failure_route[%s] was not run to its end: %s", name, fault)
    finally:
        t.picked = before
    t.flags = t.request.flags = msg.flags
    return True


async def run_branch_failure(uac: Uac) -> None:
    """Nothing; event_route[tm:branch-failure:NAME] has run for the branch, if there is one."""
    t = uac.t
    if t.callbacks:
        t.tell(TmEvent.ON_BRANCH_FAILURE, t.request, uac.reply, uac.last_code)
    name = f"tm:branch-failure:{uac.on_branch_failure}"
    if t.tm.engine.routes.get("event_route", name) is None:
        return
    msg = failure_message(t, uac)
    msg.t_branch = uac.index
    before, t.picked = t.picked, uac.index
    # A branch that takes the place of one that failed leaves the replies of the others their part in the choice.
    drop_mode, t.drop_mode = t.drop_mode, _KEEP_ALL
    try:
        await run_event_route(msg, name, Routes.BRANCH_FAILURE)
    finally:
        t.picked, t.drop_mode = before, drop_mode
    t.flags = t.request.flags = msg.flags
