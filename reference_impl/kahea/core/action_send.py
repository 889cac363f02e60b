"""Core functions that send, log and leave the engine (kamailio src/core/action.c)."""

from kahea.base.log_line import L_DBG, L_ERR
from kahea.core.action import NOT_ONSEND, core_action
from kahea.core.action_args import HostText, PortNumber, StaticText
from kahea.core.forward import forward_request
from kahea.core.net import DestInfo, Proto
from kahea.core.resolve import resolve_host
from kahea.core.sip_msg import SipMsg
from kahea.core.via1 import default_port

__all__ = ["error", "exec_command", "forward", "forward_sctp", "forward_tcp", "forward_tls", "forward_udp", "log"]

ANY_PORT = PortNumber(0)


async def _forward(msg: SipMsg, host: bytes | None, port: int, proto: Proto) -> int:
    """1 when the request left without a transaction: to host and port, or to its next hop when no host is given."""
    if host is None:
        return await forward_request(msg, None, proto)
    uri = msg.ruri
    ips = await resolve_host(msg.engine, host or uri.host)
    if not ips:
        return -1
    over = proto or msg.rcv.proto
    port = (uri.port_no if port < 0 else port) or default_port(over)
    return await forward_request(msg, DestInfo(over, ips[0], port))


@core_action("forward", routes=NOT_ONSEND)
async def forward(msg: SipMsg, host: HostText | None = None, port: PortNumber = ANY_PORT) -> int:
    """1 when the request was forwarded: to `host` and `port`, or to its next hop."""
    return await _forward(msg, host, port, Proto.NONE)


@core_action("forward_udp", routes=NOT_ONSEND)
async def forward_udp(msg: SipMsg, host: HostText | None = None, port: PortNumber = ANY_PORT) -> int:
    """1 when the request was forwarded over UDP."""
    return await _forward(msg, host, port, Proto.UDP)


@core_action("forward_tcp", routes=NOT_ONSEND)
async def forward_tcp(msg: SipMsg, host: HostText | None = None, port: PortNumber = ANY_PORT) -> int:
    """1 when the request was forwarded over TCP."""
    return await _forward(msg, host, port, Proto.TCP)


@core_action("forward_tls", routes=NOT_ONSEND)
async def forward_tls(msg: SipMsg, host: HostText | None = None, port: PortNumber = ANY_PORT) -> int:
    """1 when the request was forwarded over TLS."""
    return await _forward(msg, host, port, Proto.TLS)


@core_action("forward_sctp", routes=NOT_ONSEND)
async def forward_sctp(msg: SipMsg, host: HostText | None = None, port: PortNumber = ANY_PORT) -> int:
    """1 when the request was forwarded over SCTP."""
    return await _forward(msg, host, port, Proto.SCTP)


@core_action("log")
def log(msg: SipMsg, level: StaticText, text: StaticText | None = None) -> int:
    """1; the line is in the log: ``log("text")`` as a debug line, ``log(level, "text")`` at that level."""
    number = int(level) if text is not None and level.lstrip(b"-").isdigit() else L_DBG
    msg.engine.log.script(number, bytes(level if text is None else text).decode("utf-8", "replace").rstrip("\n"))
    return 1


@core_action("error")
def error(msg: SipMsg, first: StaticText, second: StaticText) -> int:
    """1; both texts are in the log as an error."""
    msg.engine.log.script(L_ERR, f"error({first.decode('utf-8', 'replace')}, {second.decode('utf-8', 'replace')})")
    return 1


@core_action("exec")
def exec_command(msg: SipMsg, command: StaticText) -> int:
    """-1: a route that runs programs is refused; the log says so, with the command."""
    msg.engine.log.module("core").err("exec(%r) is not done: routes run no programs", command)
    return -1
