"""Where the message came from and where it was received."""

from kahea.api import PvParam, PvValue, SipMsg
from kahea.api.net import PROTO_NAMES, Proto, bracketed
from kahea.api.values import Inner, PvRegistry, pv_strint
from kahea.modules.pv.exports import module
from kahea.modules.pv.keys import one_of

__all__ = ["AF_INET", "AF_INET6", "family_of", "uri_of"]

AF_INET, AF_INET6 = 2, 10
"""The numbers of address families on Linux."""

_PROTOS = {proto: pv_strint(name, int(proto)) for proto, name in PROTO_NAMES.items()}


def family_of(ip: bytes) -> int:
    """The number of the address's family.

    >>> family_of(b"::1")
    10
    """
    return AF_INET6 if b":" in ip else AF_INET


def uri_of(host: bytes, port: int, proto: Proto, *, is_whole: bool) -> bytes:
    """The URI of an address whose host is bracketed already; the transport is left out for UDP unless `is_whole`.

    >>> uri_of(b"127.0.0.1", 5060, Proto.UDP, is_whole=False)
    b'sip:127.0.0.1:5060'
    """
    if proto is Proto.UDP and not is_whole:
        return b"sip:%b:%d" % (host, port)
    return b"sip:%b:%d;transport=%b" % (host, port, PROTO_NAMES[proto])


@module.pv("si", "src_ip")
def pv_srcip(msg: SipMsg) -> bytes:
    """$si: the address that the message came from."""
    return msg.rcv.src_ip


@module.pv("siz")
def pv_srcipz(msg: SipMsg) -> bytes:
    """$siz: the same, IPv6 between brackets."""
    return bracketed(msg.rcv.src_ip)


@module.pv("sp")
def pv_srcport(msg: SipMsg) -> int:
    """$sp: the port that the message came from."""
    return msg.rcv.src_port


@module.pv("su")
def pv_srcaddr_uri(msg: SipMsg) -> bytes:
    """$su: the source as a URI, its transport left out for UDP."""
    return uri_of(bracketed(msg.rcv.src_ip), msg.rcv.src_port, msg.rcv.proto, is_whole=False)


@module.pv("sut")
def pv_srcaddr_uri_full(msg: SipMsg) -> bytes:
    """$sut: the source as a URI with its transport."""
    return uri_of(bracketed(msg.rcv.src_ip), msg.rcv.src_port, msg.rcv.proto, is_whole=True)


@module.pv("sas")
def pv_srcaddr_socket(msg: SipMsg) -> bytes:
    """$sas: the source as protocol, address and port."""
    return b"%b:%b:%d" % (PROTO_NAMES[msg.rcv.proto], bracketed(msg.rcv.src_ip), msg.rcv.src_port)


@module.pv("Ri")
def pv_rcvip(msg: SipMsg) -> bytes:
    """$Ri: the address of the socket that received the message."""
    return msg.rcv.sock.address


@module.pv("Rp")
def pv_rcvport(msg: SipMsg) -> int:
    """$Rp: the port of the socket that received the message."""
    return msg.rcv.sock.port


@module.pv("Rn")
def pv_rcvsname(msg: SipMsg) -> bytes | None:
    """$Rn: the name of the socket that received the message, null for one without."""
    return msg.rcv.sock.name or None


@module.pv("Ru")
def pv_rcvaddr_uri(msg: SipMsg) -> bytes:
    """$Ru: the socket that received the message as a URI, its transport left out for UDP."""
    sock = msg.rcv.sock
    return uri_of(bracketed(sock.address), sock.port, msg.rcv.proto, is_whole=False)


@module.pv("Rut")
def pv_rcvaddr_uri_full(msg: SipMsg) -> bytes:
    """$Rut: the socket that received the message as a URI with its transport."""
    sock = msg.rcv.sock
    return uri_of(bracketed(sock.address), sock.port, msg.rcv.proto, is_whole=True)


@module.pv("Ras")
def pv_rcvaddr_socket(msg: SipMsg) -> bytes:
    """$Ras: the socket that received the message as protocol, address and port."""
    return b"%b:%b:%d" % (PROTO_NAMES[msg.rcv.proto], bracketed(msg.rcv.sock.address), msg.rcv.sock.port)


@module.pv("RAi")
def pv_rcv_advertised_ip(msg: SipMsg) -> bytes:
    """$RAi: the address that the socket advertises, its own where it advertises none."""
    return msg.rcv.sock.advertise_host or msg.rcv.sock.address


@module.pv("RAp")
def pv_rcv_advertised_port(msg: SipMsg) -> int:
    """$RAp: the port that the socket advertises, its own where it advertises none."""
    return msg.rcv.sock.sent_by[1]


@module.pv("RAu")
def pv_rcv_advertised_uri(msg: SipMsg) -> bytes:
    """$RAu: the advertised address as a URI, its transport left out for UDP."""
    return uri_of(*msg.rcv.sock.sent_by, msg.rcv.proto, is_whole=False)


@module.pv("RAut")
def pv_rcv_advertised_uri_full(msg: SipMsg) -> bytes:
    """$RAut: the advertised address as a URI with its transport."""
    return uri_of(*msg.rcv.sock.sent_by, msg.rcv.proto, is_whole=True)


@module.pv("pr", "proto")
def pv_proto(msg: SipMsg) -> PvValue:
    """$pr: the protocol the message came over."""
    return _PROTOS[msg.rcv.proto]


@module.pv("prid")
def pv_protoid(msg: SipMsg) -> int:
    """$prid: the number of that protocol."""
    return int(msg.rcv.proto)


def _af_key(inner: bytes, registry: PvRegistry) -> bytes:  # noqa: ARG001  a name parser's signature
    return one_of("af", inner, (b"id", b"name"))


@module.pv("af", inner=Inner.MUST, parse_name=_af_key)
def pv_af(msg: SipMsg, param: PvParam) -> int | bytes:
    """$af(id), $af(name): the family of the address that received the message, as a number or a name."""
    family = family_of(msg.rcv.sock.address)
    if param.name == b"id":
        return family
    return b"IPv6" if family == AF_INET6 else b"IPv4"


@module.pv("conid")
def pv_tcpconn_id(msg: SipMsg) -> int | None:
    """$conid: the number of the connection that the message came over, null for UDP."""
    return msg.rcv.con_id or None
