"""Script functions for requests of our own, and for the table of transactions."""

from kahea.api import Routes, SipMsg
from kahea.api.peers.tm import UacRequest
from kahea.api.values import MsgFlags
from kahea.modules.tm.apply import apply_changes
from kahea.modules.tm.branches import add_branches, send_branches
from kahea.modules.tm.cell import Cell
from kahea.modules.tm.own import start_own
from kahea.modules.tm.params import module
from kahea.modules.tm.state import tm_state
from kahea.modules.tm.uac_side import lifetime_ms
from kahea.modules.tm.uas import end

__all__ = ["clean"]

_FINAL = 200


@module.function("t_uac_send")
async def t_uac_send(  # noqa: PLR0917  the script's own signature
    _msg: SipMsg, method: bytes, ruri: bytes, nexthop: bytes, socket: bytes, headers: bytes, body: bytes
) -> int:
    """Send a request of our own; the empty text stands for what is not given."""
    request = UacRequest(method=method, ruri=ruri, next_hop=nexthop, sock_name=socket, headers=headers, body=body)
    return 1 if await start_own(tm_state(), request) is not None else -1


@module.function("t_use_uac_headers")
def t_use_uac_headers(msg: SipMsg) -> int:
    """Have ACK and CANCEL built of the request as it was sent, whatever reparse_invite says."""
    msg.msg_flags |= MsgFlags.USE_UAC_FROM | MsgFlags.USE_UAC_TO
    return 1


def clean() -> int:
    """How many transactions were ended that should have been gone long ago."""
    tm = tm_state()
    count = 0
    for t in tm:
        old_ms = lifetime_ms(t) + 2 * (tm.conf.wt_timer + tm.conf.fr_timer)
        if (tm.engine.now - t.created_at) * 1000 > old_ms and not t.at_work:
            end(t)
            count += 1
    return count


@module.function("t_clean")
def t_clean(_msg: SipMsg) -> int:
    """End transactions that should have been gone long ago."""
    clean()
    return 1


@module.function("t_cell_append_branches")
async def t_cell_append_branches(msg: SipMsg, tindex: int, tlabel: int) -> int:
    """Send the branches of this message's destination set within another transaction that still waits for a final reply."""
    t: Cell | None = tm_state().of_ident(tindex, tlabel)
    if t is None or t.status >= _FINAL or t.is_canceled or not msg.has("branches"):
        return -1
    wanted, msg.branches = msg.branches, []
    made, _ = await add_branches(t, t.request, wanted, None, msg.rcv.proto.NONE)
    return 1 if await send_branches(t, t.request, made) else -1


@module.function("t_msg_apply_changes", routes=Routes.BRANCH)
def t_msg_apply_changes(msg: SipMsg) -> int:
    """Have the changes of the branch route made now, so that what follows sees them."""
    return 1 if apply_changes(msg) else -1


@module.function("t_write_req", "t_write_unix", routes=Routes.REQUEST | Routes.FAILURE)
def t_write_req(_msg: SipMsg, target: bytes, info: bytes) -> int:
    """Refused: the server writes requests to no pipe and no socket of another program; a log line says so."""
    tm_state().module_log.err("t_write_req() and t_write_unix() are not available target=%r info=%r", target[:80], info[:80])
    return -1
