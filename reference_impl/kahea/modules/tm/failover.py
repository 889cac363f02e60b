"""The next destination of a branch whose first one failed (RFC 3263 §4.3, kamailio t_fwd.c add_uac_dns_fallback())."""

from kahea.api import SipMsg
from kahea.api.net import DestInfo
from kahea.api.values import create_via, get_send_socket, prepare_request
from kahea.modules.tm import params
from kahea.modules.tm.cell import Cell, Uac
from kahea.modules.tm.failure import failure_message
from kahea.modules.tm.table import via_branch
from kahea.modules.tm.uac_side import send_branch

__all__ = ["failover_codes", "next_destination"]

_UNAVAILABLE, _FINAL, _CLASS = 503, 200, 100


def failover_codes(text: str) -> tuple[frozenset[int], int]:
    """The single codes, and the lowest class of which all do, of parameter failover_reply_codes.

    Raises:
        ValueError: a part is neither ``code=N`` nor ``class=N``.

    >>> failover_codes("code=408;class=5")
    (frozenset({408}), 5)
    """
    codes: set[int] = set()
    lowest = 10
    for part in text.replace(":", ";").split(";"):
        name, _, value = part.strip().partition("=")
        if name == "code":
            codes.add(int(value))
        elif name == "class":
            lowest = min(lowest, int(value))
        elif name:
            raise ValueError(f"{part.strip()!r} is neither code=N nor class=N")
    return frozenset(codes), lowest


async def next_destination(uac: Uac) -> bool:
    """Whether the request goes to the next destination of the branch, as a new branch that takes its place."""
    t = uac.t
    if not uac.dests or not _may_fail_over(t) or not _calls_for_another(uac):
        return False
    for at, dst in enumerate(uac.dests):
        fresh = _successor(uac, dst, uac.dests[at + 1 :])
        if fresh is not None:
            uac.is_hidden = True
            t.uac.append(fresh)
            send_branch(fresh)
            return True
    return False


def _may_fail_over(t: Cell) -> bool:
    engine = t.tm.engine
    is_on = engine.core.use_dns_failover and not t.armed.disable_failover
    return bool(is_on) and not t.is_canceled and t.status < _FINAL and len(t.uac) < engine.core.max_branches


def _calls_for_another(uac: Uac) -> bool:
    """A destination that did not answer, could not be reached, is overloaded, or says what failover_reply_codes names."""
    if uac.is_faked:
        return not uac.received_code
    codes, lowest = failover_codes(params.failover_reply_codes.value)
    return uac.last_code == _UNAVAILABLE or uac.last_code in codes or uac.last_code // _CLASS >= lowest


def _successor(uac: Uac, dst: DestInfo, rest: tuple[DestInfo, ...]) -> Uac | None:
    t = uac.t
    fresh = Uac(t, len(t.uac), uac.uri)
    fresh.dst_uri, fresh.path, fresh.flags, fresh.leg = uac.dst_uri, uac.path, uac.flags, uac.leg
    fresh.instance, fresh.ruid, fresh.location_ua = uac.instance, uac.ruid, uac.location_ua
    fresh.on_reply, fresh.on_branch_failure = uac.on_reply, uac.on_branch_failure
    request = t.request
    if dst.sock is None and params.dns_reuse_rcv_socket.value and request.rcv.proto is dst.proto:
        dst = DestInfo(dst.proto, dst.ip, dst.port, request.rcv.sock, dst.con_id)
    prepared = _rebuilt(fresh, dst) if _is_rebuilt(uac) else _readdressed(fresh, dst, uac.sent, request)
    if prepared is None:
        return None
    fresh.dst, fresh.sent = prepared
    fresh.dests = rest
    return fresh


def _is_rebuilt(uac: Uac) -> bool:
    return not params.reparse_on_dns_failover.value and not uac.t.is_local


def _rebuilt(fresh: Uac, dst: DestInfo) -> tuple[DestInfo, bytes] | None:
    """Built of the received request again: what the branch route changed is lost."""
    msg = failure_message(fresh.t, fresh)
    return prepare_request(msg, dst, via_branch(fresh.t, fresh.index), uri=fresh.uri, path=fresh.path)


def _readdressed(fresh: Uac, dst: DestInfo, sent: bytes, request: SipMsg) -> tuple[DestInfo, bytes] | None:
    """The bytes that were sent, with another Via on top."""
    engine = fresh.t.tm.engine
    sock = dst.sock or get_send_socket(engine, request, dst.ip, dst.proto)
    if sock is None:
        return None
    dst = DestInfo(dst.proto, dst.ip, dst.port, sock, dst.con_id)
    start = sent.find(b"\r\nVia:") + 2
    stop = sent.find(b"\r\n", start) + 2
    via = create_via(engine, request, dst, sock, via_branch(fresh.t, fresh.index))
    return dst, sent[:start] + via + sent[stop:]
