"""New branches: which, where they go, and what they carry (RFC 3261 §16.6, kamailio src/modules/tm/t_fwd.c)."""

from kahea.api import Routes, SipMsg
from kahea.api.net import DestInfo, Proto, Send
from kahea.api.peers.tm import TmEvent
from kahea.api.values import (
    Branch,
    HdrType,
    MsgFlags,
    SipParseError,
    main_branch,
    next_branches,
    parse_uri,
    prepare_request,
    resolve_uri,
    run_onsend,
    run_top_route,
)
from kahea.modules.tm.cell import Cell, Uac
from kahea.modules.tm.faults import Fault
from kahea.modules.tm.table import via_branch
from kahea.modules.tm.uac_side import send_branch

__all__ = ["add_branches", "branches_of", "send_branches"]

_SHM_CLONE = MsgFlags.SHM_CLONE
_MOST_UDP = 65_507
"""Bytes that fit in one datagram over IPv4."""


def branches_of(t: Cell, msg: SipMsg) -> list[Branch]:
    """The branches that the request is to have now, taken out of its destination set.

    The request URI is one of them, but in a failure route only when it was changed there (Kamailio's ruri_get_forking_state()).
    """
    main: Branch = main_branch(msg)
    others: list[Branch] = next_branches(msg) if msg.has("branches") else []
    if t.uac:
        is_old = t.leg_uri == (main.uri, main.dst_uri)
        if is_old or any((each.uri, each.dst_uri) == (main.uri, main.dst_uri) for each in others):
            return others
    return [main, *others]


async def add_branches(
    t: Cell, msg: SipMsg, wanted: list[Branch], dst: DestInfo | None, proto: Proto, *, shares: list[int] | None = None
) -> tuple[list[Uac], Fault]:
    """The branches that were made, not sent yet, and why the last of the others was not.

    `shares` are the Max-Breadth of each; without them the header stays as it is.
    """
    made: list[Uac] = []
    fault = Fault.NO_BRANCH
    for at, branch in enumerate(wanted):
        if len(t.uac) >= t.tm.engine.core.max_branches:
            t.tm.module_log.err(
                "no more than %d branches call-id=%s", t.tm.engine.core.max_branches, t.callid.decode(errors="replace")
            )
            break
        uac = await _make_branch(t, msg, branch, (dst, proto), shares[at] if shares is not None else None)
        if isinstance(uac, Uac):
            made.append(uac)
        elif uac is not None:
            fault = uac
    return made, fault


async def _make_branch(
    t: Cell, msg: SipMsg, branch: Branch, where: tuple[DestInfo | None, Proto], breadth: int | None
) -> Uac | Fault | None:
    """The branch with its request built; None when its branch_route has dropped it."""
    dst, proto = where
    index = len(t.uac)
    on_branch = t.armed.on_branch
    route = t.tm.engine.routes.get("branch_route", on_branch) if on_branch else None
    uac = Uac(t, index, branch.uri)
    own = msg
    if route is not None:
        own = _branch_message(msg, branch, index)
        run = await run_top_route(route, own, Routes.BRANCH)
        t.flags = msg.flags = own.flags
        if run.is_dropped:
            return None
        branch = main_branch(own)
        uac.uri = branch.uri
    _describe(uac, branch)
    uac.on_reply, uac.on_branch_failure = t.armed.on_reply, t.armed.on_branch_failure
    if dst is None:
        fault = await _find_destinations(uac, branch, proto)
        if fault is not None:
            return fault
    else:
        uac.dst = dst
    return _build(t, uac, own, branch, breadth)


def _branch_message(msg: SipMsg, branch: Branch, index: int) -> SipMsg:
    """The request as its branch_route sees it: with the branch's URI, next hop, path and flags."""
    own = msg.clone()
    own.new_uri = branch.uri
    own.dst_uri, own.path_vec, own.ruri_q = branch.dst_uri, branch.path, branch.q
    own.bflags, own.force_send_socket = branch.flags, branch.force_send_socket
    own.instance, own.reg_id, own.ruid, own.location_ua = branch.instance, branch.reg_id, branch.ruid, branch.location_ua
    own.ruri_con_id = branch.con_id
    own.t_branch = index
    own.branches.clear()
    own.msg_flags |= _SHM_CLONE
    return own


def _describe(uac: Uac, branch: Branch) -> None:
    uac.dst_uri, uac.path, uac.flags = branch.dst_uri, branch.path, branch.flags
    uac.instance, uac.ruid, uac.location_ua = branch.instance, branch.ruid, branch.location_ua
    uac.leg = uac.t.leg


async def _find_destinations(uac: Uac, branch: Branch, proto: Proto) -> Fault | None:
    """The branch's destinations by RFC 3263; why there are none."""
    uri = branch.dst_uri or branch.uri
    engine = uac.t.tm.engine
    try:
        found = await resolve_uri(engine, parse_uri(uri), proto)
    except SipParseError as error:
        uac.t.tm.module_log.err("the next hop is no URI uri=%r: %s", uri[:120], error)
        return Fault.BAD_URI
    if not found:
        uac.t.tm.module_log.err("the next hop cannot be resolved uri=%r", uri[:120])
        return Fault.BAD_ADDRESS
    sock = branch.force_send_socket
    first = found[0]
    if branch.con_id or (sock is not None and sock.proto is first.proto):
        first = DestInfo(first.proto, first.ip, first.port, sock or first.sock, branch.con_id if first.proto.is_stream else 0)
    uac.dst, uac.dests = first, tuple(found[1:])
    return None


def _build(t: Cell, uac: Uac, msg: SipMsg, branch: Branch, breadth: int | None) -> Uac | Fault:
    """The branch with its bytes; the first destination that a socket can send to."""
    engine = t.tm.engine
    extra = b""
    if breadth is not None:
        msg, extra = _without_breadth(msg), b"Max-Breadth: %d\r\n" % breadth
    while uac.dst is not None:
        prepared = prepare_request(msg, uac.dst, via_branch(t, uac.index), uri=branch.uri, path=branch.path, extra=extra)
        if prepared is not None:
            if prepared[0].proto is Proto.UDP and len(prepared[1]) > _MOST_UDP:
                return Fault.TOO_LARGE
            before, (uac.dst, uac.sent) = uac.dst, prepared
            if uac.dst.proto is not before.proto:
                uac.dests = (before, *uac.dests)
            t.uac.append(uac)
            uac.msg = msg if engine.routes.get("onsend_route") is not None else None
            return uac
        if not uac.dests or not engine.core.use_dns_failover:
            break
        uac.dst, *rest = uac.dests
        uac.dests = tuple(rest)
    return Fault.NO_SOCKET


def _without_breadth(msg: SipMsg) -> SipMsg:
    """The message without its Max-Breadth, to be given another one."""
    field = msg.hdr(HdrType.MAX_BREADTH)
    if field is None:
        return msg
    own = msg.clone()
    own.add_rm.del_lump(field.start, field.len)
    return own


async def send_branches(t: Cell, msg: SipMsg, made: list[Uac]) -> int:
    """How many of the branches were sent; the onsend_route may have dropped any."""
    sent = 0
    for uac in made:
        if uac.dst is None:
            continue
        own, uac.msg = uac.msg, None
        if own is not None and not await run_onsend(own, Send(uac.dst, uac.sent)):
            uac.drop()
            continue
        send_branch(uac)
        t.tm.engine.statistics.fwd_requests.update()
        sent += 1
        if t.callbacks:
            t.tell(TmEvent.REQUEST_FWDED, msg, None, 0)
            t.tell(TmEvent.REQUEST_SENT, msg, None, 0)
    return sent
