"""The ACK of a 2xx to an INVITE of our own, which makes a dialog (RFC 3261 §13.2.2.4, §12.2.1.1)."""

from kahea.api import Routes, SipMsg
from kahea.api.net import DestInfo, Proto, ReceiveInfo, Send
from kahea.api.values import (
    HdrType,
    MsgFlags,
    SipParseError,
    create_via,
    get_send_socket,
    parse_uri,
    resolve_uri,
    run_event_route,
)
from kahea.modules.tm import params
from kahea.modules.tm.cell import Uac
from kahea.modules.tm.table import COOKIE, via_branch

__all__ = ["ack_success"]

_TO_BRANCH, _TO_SOURCE = 1, 2
_FROM_SCRIPT = 1


async def ack_success(uac: Uac, reply: SipMsg, headers: bytes = b"", body: bytes = b"") -> bool:
    """Whether the ACK was sent; `headers` are whole lines.

    Where it goes says local_ack_mode: by route set and Contact, to where the INVITE went, or to where the reply came from.
    """
    t, engine = uac.t, uac.t.tm.engine
    target, routes = _dialog(reply)
    dst = await _destination(uac, reply, routes[0] if routes else target)
    sock = dst.sock or get_send_socket(engine, t.request, dst.ip, dst.proto) if dst is not None else None
    if dst is None or sock is None:
        t.tm.module_log.err("the ACK of %s has nowhere to go", t)
        return False
    dst = DestInfo(dst.proto, dst.ip, dst.port, sock, dst.con_id)
    branch = via_branch(t, uac.index) + b"a"
    if params.local_ack_branch_mode.value:
        branch = b"%b%016x" % (COOKIE, engine.rng.getrandbits(64))
    via = create_via(engine, None, dst, sock, branch)
    lines = [b"ACK %b SIP/2.0\r\n" % (target or uac.uri), via, *[b"Route: <%b>\r\n" % route for route in routes]]
    data = _build(uac, reply, lines, headers, body)
    if params.evlreq_mode.value & _FROM_SCRIPT:
        msg = _message(uac, data, dst)
        run = await run_event_route(msg, "tm:local-request", Routes.LOCAL)
        if run is not None and run.is_dropped:
            return False
    engine.send(Send(dst, data))
    await run_event_route(_message(uac, data, dst), "tm:local-ack-sent", Routes.LOCAL)
    return True


def _dialog(reply: SipMsg) -> tuple[bytes, list[bytes]]:
    """The remote target, empty without a Contact, and the route set, which is the Record-Route backwards."""
    try:
        contact = reply.parsed(HdrType.CONTACT)
        target = contact.contacts[0].uri if contact is not None and contact.contacts else b""
        return target, [route.uri for route in reversed(reply.values(HdrType.RECORDROUTE))]
    except SipParseError:
        return b"", []


async def _destination(uac: Uac, reply: SipMsg, hop: bytes) -> DestInfo | None:
    mode = params.local_ack_mode.value
    if mode == _TO_BRANCH or not hop:
        return uac.dst
    if mode == _TO_SOURCE:
        rcv = reply.rcv
        return DestInfo(rcv.proto, rcv.src_ip, rcv.src_port, rcv.sock, rcv.con_id)
    try:
        found = await resolve_uri(uac.t.tm.engine, parse_uri(hop), Proto.NONE)
    except SipParseError:
        return None
    return found[0] if found else None


def _build(uac: Uac, reply: SipMsg, lines: list[bytes], headers: bytes, body: bytes) -> bytes:
    for kind, name in ((HdrType.FROM, b"From"), (HdrType.TO, b"To"), (HdrType.CALLID, b"Call-ID")):
        field = reply.hdr(kind)
        lines.append(b"%b: %b\r\n" % (name, field.body if field is not None else b""))
    lines.append(b"CSeq: %d ACK\r\nMax-Forwards: 70\r\n" % uac.t.cseq)
    lines.append(headers)
    lines.append(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
    return b"".join(lines)


def _message(uac: Uac, data: bytes, dst: DestInfo) -> SipMsg:
    """The ACK as its event routes see it."""
    sock = dst.sock
    assert sock is not None
    msg = SipMsg(data, ReceiveInfo(sock.proto, sock.address, sock.port, sock), uac.t.tm.engine)
    msg.now, msg.msg_flags = uac.t.tm.engine.now, msg.msg_flags | MsgFlags.FAKED
    return msg
