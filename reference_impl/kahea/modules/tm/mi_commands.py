"""MI commands about transactions, as Kamailio 3.x had them (modules/tmx/tmx_mod.c, t_mi.c)."""

from kahea.api.peers.tm import UacRequest, UacResult
from kahea.api.values import MiRoot, RpcFault
from kahea.modules.tm.cancel import cancel_branches
from kahea.modules.tm.forwarding import conclude_cancelled
from kahea.modules.tm.functions_reply import reply_in
from kahea.modules.tm.params import module
from kahea.modules.tm.rpcs import cell_of_callid, cell_of_ident
from kahea.modules.tm.rpcs_uac import OwnReply
from kahea.modules.tm.state import tm_state
from kahea.modules.tm.work import enqueue

__all__: list[str] = []

_NOTHING = "."
_UAC_ARGS, _CANCEL_ARGS, _REPLY_ARGS = 5, 2, 5


@module.mi("t_uac_dlg")
async def mi_t_uac_dlg(root: MiRoot) -> MiRoot:
    """Send a request and answer with its final reply: method, URI, next hop, socket, headers, and a body where there is one."""
    args = root.args
    if len(args) < _UAC_ARGS:
        return MiRoot(400, "Too few parameters")
    method, ruri, next_hop, sock, headers = (b"" if arg == _NOTHING else arg.encode() for arg in args[:_UAC_ARGS])
    body = args[_UAC_ARGS].encode() if len(args) > _UAC_ARGS else b""
    request = UacRequest(method=method, ruri=ruri, next_hop=next_hop, sock_name=sock, headers=headers, body=body)
    try:
        result: UacResult = await OwnReply(request)
    except RpcFault as fault:
        return MiRoot(fault.code, fault.text)
    answer = MiRoot()
    reason = result.reply.first_line.reason.decode(errors="replace") if result.reply is not None else "Request Timeout"
    answer.node.add_mi_node_child(value=f"{result.code} {reason}")
    return answer


@module.mi("t_uac_cancel")
def mi_t_uac_cancel(root: MiRoot) -> MiRoot:
    """Cancel an INVITE: Call-ID and CSeq number."""
    if len(root.args) != _CANCEL_ARGS:
        return MiRoot(400, "Call-ID and CSeq are needed")
    try:
        t = cell_of_callid(tm_state(), *root.args)
    except RpcFault as fault:
        return MiRoot(fault.code, fault.text)
    t.is_canceled = True
    cancel_branches(t, b"")
    enqueue(t, conclude_cancelled, t)
    return MiRoot()


@module.mi("t_hash")
def mi_t_hash(_root: MiRoot) -> MiRoot:
    """The indexes that transactions have, and how many have each."""
    counts: dict[int, int] = {}
    for t in tm_state():
        counts[t.index] = counts.get(t.index, 0) + 1
    answer = MiRoot()
    for index, count in sorted(counts.items()):
        answer.node.add_mi_node_child(name=str(index), value=str(count))
    return answer


@module.mi("t_reply")
def mi_t_reply(root: MiRoot) -> MiRoot:
    """Answer a transaction: code, reason, ``index:label``, To tag, headers, and a body where there is one."""
    args = root.args
    if len(args) < _REPLY_ARGS or not args[0].isdigit():
        return MiRoot(400, "Too few or bad parameters")
    try:
        t = cell_of_ident(tm_state(), args[2])
    except RpcFault as fault:
        return MiRoot(fault.code, fault.text)
    if args[3] not in ("", _NOTHING) and not t.to_tag:
        t.to_tag = args[3].encode()
    headers = b"" if args[4] in ("", _NOTHING) else args[4].strip("\r\n").encode() + b"\r\n"
    body = args[_REPLY_ARGS].encode() if len(args) > _REPLY_ARGS else b""
    done = reply_in(t, t.request, int(args[0]), args[1].encode(), extra=headers, body=body)
    return MiRoot() if done > 0 else MiRoot(500, "The transaction has its final reply")
