"""Script functions that make transactions and send requests on."""

from kahea.api import Routes, SipMsg
from kahea.api.net import DestInfo, Proto
from kahea.modules.tm.armed import armed_of
from kahea.modules.tm.cell import Cell
from kahea.modules.tm.destination import Proxy, first_destination, parse_proxy
from kahea.modules.tm.faults import Fault, note_fault
from kahea.modules.tm.forwarding import forward_in, new_transaction, relay, relay_cancel, save_lumps
from kahea.modules.tm.lookup import cancelled_of, find
from kahea.modules.tm.params import module
from kahea.modules.tm.relay import send_silence
from kahea.modules.tm.state import tm_state
from kahea.modules.tm.uas import request_again

RELAY = Routes.REQUEST | Routes.FAILURE | Routes.BRANCH_FAILURE
_FINAL = 200
_NO_100, _NO_REPLY, _NO_FAILOVER = 1, 2, 4


async def _relay_to(msg: SipMsg, proxy: Proxy | None, proto: Proto = Proto.NONE, *, is_replication: bool = False) -> int:
    """The code of a relay to the proxy, or without one to the next hop over `proto`."""
    tm = tm_state()
    if proxy is None:
        return await relay(tm, msg, None, proto, is_replication=is_replication)
    dst = await first_destination(tm, proxy)
    if dst is None:
        return note_fault(msg, Fault.BAD_ADDRESS)
    return await relay(tm, msg, dst, is_replication=is_replication)


def _pair(msg: SipMsg, host: bytes | None, port: int | None, proto: Proto = Proto.NONE) -> Proxy | None:
    """Host and port as a proxy, by default over the protocol that the request came by."""
    return None if host is None else (proto or msg.rcv.proto, host, port or 0)


@module.function("t_relay", routes=RELAY)
async def t_relay(msg: SipMsg, host: bytes | None = None, port: int | None = None) -> int:
    """Send the request on within a transaction: to its destination set, or to a host over the protocol that it came by."""
    return await _relay_to(msg, _pair(msg, host, port))


@module.function("t_relay_to_udp", routes=RELAY)
async def t_relay_to_udp(msg: SipMsg, ip: bytes | None = None, port: int | None = None) -> int:
    """As `t_relay()`, over UDP."""
    return await _relay_to(msg, _pair(msg, ip, port, Proto.UDP), Proto.UDP)


@module.function("t_relay_to_tcp", routes=RELAY)
async def t_relay_to_tcp(msg: SipMsg, ip: bytes | None = None, port: int | None = None) -> int:
    """As `t_relay()`, over TCP."""
    return await _relay_to(msg, _pair(msg, ip, port, Proto.TCP), Proto.TCP)


@module.function("t_relay_to_tls", routes=RELAY)
async def t_relay_to_tls(msg: SipMsg, ip: bytes | None = None, port: int | None = None) -> int:
    """As `t_relay()`, over TLS."""
    return await _relay_to(msg, _pair(msg, ip, port, Proto.TLS), Proto.TLS)


@module.function("t_relay_to_sctp", routes=RELAY)
async def t_relay_to_sctp(msg: SipMsg, ip: bytes | None = None, port: int | None = None) -> int:
    """As `t_relay()`, over SCTP."""
    return await _relay_to(msg, _pair(msg, ip, port, Proto.SCTP), Proto.SCTP)


@module.function("t_relay_to", "t_relay_to_proxy", routes=RELAY)
async def t_relay_to(msg: SipMsg, proxy: bytes | None = None, flags: bytes | None = None) -> int:
    """Send the request to ``proto:host:port``; `flags` are 1 no 100, 2 no reply to a fault, 4 no second destination."""
    if proxy is not None and flags is None and _number(proxy) is not None:
        proxy, flags = None, proxy
    bits = _number(flags or b"0") or 0
    armed = armed_of(msg)
    armed.auto_100 = False if bits & _NO_100 else armed.auto_100
    armed.disable_internal_reply = armed.disable_internal_reply or bool(bits & _NO_REPLY)
    armed.disable_failover = armed.disable_failover or bool(bits & _NO_FAILOVER)
    if proxy is None:
        return await _relay_to(msg, None)
    parsed = parse_proxy(proxy)
    return note_fault(msg, Fault.BAD_URI) if parsed is None else await _relay_to(msg, parsed)


def _number(text: bytes) -> int | None:
    try:
        return int(text, 0)
    except ValueError:
        return None


@module.function("t_relay_to_avp", routes=Routes.REQUEST)
async def t_relay_to_avp(msg: SipMsg, proto: bytes, hostport: bytes) -> int:
    """Send the request to ``host:port`` over a protocol; both may come from variables."""
    parsed = parse_proxy(b"%b:%b" % (proto, hostport))
    return note_fault(msg, Fault.BAD_URI) if parsed is None else await _relay_to(msg, parsed)


async def _replicate(msg: SipMsg, proxy: Proxy | None) -> int:
    return await _relay_to(msg, proxy, is_replication=True)


@module.function("t_replicate", routes=Routes.REQUEST)
async def t_replicate(msg: SipMsg, target: bytes | None = None, port: int | None = None) -> int:
    """Send a copy of the request to a URI, or to a host and port, and keep its replies from everybody."""
    if target is None or port is not None:
        return await _replicate(msg, _pair(msg, target, port))
    msg.dst_uri = target if b":" in target and not target[:1].isdigit() else b"sip:" + target
    return await _replicate(msg, None)


@module.function("t_replicate_udp", routes=Routes.REQUEST)
async def t_replicate_udp(msg: SipMsg, host: bytes, port: int) -> int:
    """As `t_replicate()`, over UDP."""
    return await _replicate(msg, (Proto.UDP, host, port))


@module.function("t_replicate_tcp", routes=Routes.REQUEST)
async def t_replicate_tcp(msg: SipMsg, host: bytes, port: int) -> int:
    """As `t_replicate()`, over TCP."""
    return await _replicate(msg, (Proto.TCP, host, port))


@module.function("t_replicate_tls", routes=Routes.REQUEST)
async def t_replicate_tls(msg: SipMsg, host: bytes, port: int) -> int:
    """As `t_replicate()`, over TLS."""
    return await _replicate(msg, (Proto.TLS, host, port))


@module.function("t_replicate_sctp", routes=Routes.REQUEST)
async def t_replicate_sctp(msg: SipMsg, host: bytes, port: int) -> int:
    """As `t_replicate()`, over SCTP."""
    return await _replicate(msg, (Proto.SCTP, host, port))


@module.function("t_replicate_to", routes=Routes.REQUEST)
async def t_replicate_to(msg: SipMsg, proto: bytes, hostport: bytes) -> int:
    """As `t_replicate()`, over a protocol to ``host:port``; both may come from variables."""
    parsed = parse_proxy(b"%b:%b" % (proto, hostport))
    return note_fault(msg, Fault.BAD_URI) if parsed is None else await _replicate(msg, parsed)


async def _forward_nonack(msg: SipMsg, proxy: Proxy | None, proto: Proto = Proto.NONE) -> int:
    """The code of a relay within the transaction that is there already."""
    t: Cell | None = msg.t
    if t is None or msg.first_line.method == b"ACK":
        return -1
    dst: DestInfo | None = None
    if proxy is not None:
        dst = await first_destination(t.tm, proxy)
        if dst is None:
            return note_fault(msg, Fault.BAD_ADDRESS)
    return await forward_in(t, msg, dst, proto)


@module.function("t_forward_nonack", routes=Routes.REQUEST)
async def t_forward_nonack(msg: SipMsg, ip: bytes | None = None, port: int | None = None) -> int:
    """Send the request on within the transaction that `t_newtran()` has made."""
    return await _forward_nonack(msg, _pair(msg, ip, port))


@module.function("t_forward_nonack_uri", routes=Routes.REQUEST)
async def t_forward_nonack_uri(msg: SipMsg) -> int:
    """As `t_forward_nonack()`, to the next hop."""
    return await _forward_nonack(msg, None)


@module.function("t_forward_nonack_udp", routes=Routes.REQUEST)
async def t_forward_nonack_udp(msg: SipMsg, ip: bytes, port: int) -> int:
    """As `t_forward_nonack()`, over UDP."""
    return await _forward_nonack(msg, (Proto.UDP, ip, port))


@module.function("t_forward_nonack_tcp", routes=Routes.REQUEST)
async def t_forward_nonack_tcp(msg: SipMsg, ip: bytes, port: int) -> int:
    """As `t_forward_nonack()`, over TCP."""
    return await _forward_nonack(msg, (Proto.TCP, ip, port))


@module.function("t_forward_nonack_tls", routes=Routes.REQUEST)
async def t_forward_nonack_tls(msg: SipMsg, ip: bytes, port: int) -> int:
    """As `t_forward_nonack()`, over TLS."""
    return await _forward_nonack(msg, (Proto.TLS, ip, port))


@module.function("t_forward_nonack_sctp", routes=Routes.REQUEST)
async def t_forward_nonack_sctp(msg: SipMsg, ip: bytes, port: int) -> int:
    """As `t_forward_nonack()`, over SCTP."""
    return await _forward_nonack(msg, (Proto.SCTP, ip, port))


@module.function("t_forward_nonack_to", routes=Routes.REQUEST)
async def t_forward_nonack_to(msg: SipMsg, proto: bytes, hostport: bytes) -> int:
    """As `t_forward_nonack()`, over a protocol to ``host:port``; both may come from variables."""
    parsed = parse_proxy(b"%b:%b" % (proto, hostport))
    return note_fault(msg, Fault.BAD_URI) if parsed is None else await _forward_nonack(msg, parsed)


@module.function("t_newtran", routes=Routes.REQUEST)
def t_newtran(msg: SipMsg) -> int:
    """Make a transaction; the script ends for a request that has one, whose last reply is repeated."""
    return new_transaction(tm_state(), msg)


@module.function("t_lookup_request", routes=Routes.REQUEST)
def t_lookup_request(msg: SipMsg) -> int:
    """True when the request has a transaction already."""
    return 1 if find(tm_state(), msg) is not None else -1


@module.function("t_lookup_cancel", routes=Routes.REQUEST)
def t_lookup_cancel(msg: SipMsg, mode: int | None = None) -> int:
    """True when the INVITE of this CANCEL is known; with 1 the message gets that one's flags."""
    invite = cancelled_of(tm_state(), msg) if msg.first_line.method == b"CANCEL" else None
    if invite is None:
        return -1
    if mode:
        msg.flags = invite.flags
    return 1


@module.function("t_retransmit_reply", routes=Routes.REQUEST)
def t_retransmit_reply(msg: SipMsg) -> int:
    """Send the last reply of the transaction again."""
    t = find(tm_state(), msg)
    return 1 if t is not None and request_again(t) else -1


@module.function("t_release", routes=Routes.REQUEST)
def t_release(msg: SipMsg) -> int:
    """End the transaction; what comes late is absorbed for a while."""
    t: Cell | None = msg.t
    if t is None:
        return -1
    if t.status < _FINAL and t.wait is None:
        send_silence(t)
    return 1


@module.function("t_relay_cancel", routes=Routes.REQUEST)
async def t_relay_cancel(msg: SipMsg) -> int:
    """Cancel the INVITE of this CANCEL and stop the script; true when that is not known."""
    if msg.first_line.method != b"CANCEL":
        return 1
    return await relay_cancel(tm_state(), msg)


@module.function("t_save_lumps", routes=Routes.REQUEST)
def t_save_lumps(msg: SipMsg) -> int:
    """Have failure routes begin with the changes of the message as they are now."""
    t: Cell | None = msg.t
    if t is None or t.lumps is not None:
        return -1
    save_lumps(t, msg)
    return 1
