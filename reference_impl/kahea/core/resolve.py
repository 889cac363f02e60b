"""From a URI to the places where its requests may be sent, best first (RFC 3263, kamailio src/core/resolve.c, dns_cache.c).

An address in the URI decides at once, and nothing waits.  A name with a port has its addresses; a name without a port is
looked up as NAPTR (dns_try_naptr), then SRV, then by its addresses.
"""

from collections.abc import AsyncIterator, Iterator
from itertools import groupby
from random import Random
from typing import TYPE_CHECKING, Final

from kahea.base.ip_addr import parse_ip
from kahea.core.dns_cache import lookup
from kahea.core.net import DestInfo, Proto, proto_of
from kahea.core.resolve_records import Address, DnsError, DnsQuery, Naptr, Srv
from kahea.core.via1 import default_port
from kahea.parser.uri import SipUri, UriType

if TYPE_CHECKING:
    from kahea.core.engine import Engine

__all__ = ["Address", "DnsError", "DnsQuery", "Naptr", "Srv", "order_srv", "resolve_host", "resolve_uri"]

MAX_DESTINATIONS: Final = 32
"""Places that one URI may lead to; more would let one answer make a flood of queries."""

_V4_ONLY, _V6_ONLY, _PREFER_V6 = 1, 2, 4
"""Bits of dns_cache_flags."""

_SRV_NAMES = {Proto.UDP: "_sip._udp.", Proto.TCP: "_sip._tcp.", Proto.TLS: "_sips._tcp.", Proto.SCTP: "_sip._sctp."}
_SERVICES = {b"sip+d2u": Proto.UDP, b"sip+d2t": Proto.TCP, b"sips+d2t": Proto.TLS, b"sip+d2s": Proto.SCTP}
_SECURE = {Proto.NONE: Proto.TLS, Proto.TCP: Proto.TLS, Proto.TLS: Proto.TLS, Proto.WS: Proto.WSS, Proto.WSS: Proto.WSS}


async def resolve_uri(engine: "Engine", uri: SipUri, proto: Proto = Proto.NONE) -> list[DestInfo]:
    """The destinations of the URI, over `proto` when that is given; empty when it leads nowhere.

    A sips URI is served by TLS or secure WebSocket alone.
    """
    if not uri.is_sip:
        return []
    host = uri.maddr or uri.host
    asked = proto or proto_of(uri.transport or b"")
    if uri.transport and not asked:
        return []
    if uri.type is UriType.SIPS:
        asked = _SECURE.get(asked, Proto.UDP)
        if asked is Proto.UDP:
            return []
    if parse_ip(host) is not None:
        found = asked or Proto.UDP
        return [DestInfo(found, host.strip(b"[]"), uri.port_no or default_port(found))]
    if uri.port_no:
        return _at_port(await resolve_host(engine, host), asked or Proto.UDP, uri.port_no)
    return await _without_port(engine, host.decode("ascii"), asked)


async def _without_port(engine: "Engine", name: str, asked: Proto) -> list[DestInfo]:
    found: list[DestInfo] = []
    async for proto, srv_name in _services(engine, name, asked):
        found += await _srv_destinations(engine, srv_name, proto)
        if found and (not engine.core.use_dns_failover or len(found) >= MAX_DESTINATIONS):
            break
    if found:
        return found[:MAX_DESTINATIONS]
    proto = asked or Proto.UDP
    return _at_port(await resolve_host(engine, name.encode()), proto, default_port(proto))


async def _services(engine: "Engine", name: str, asked: Proto) -> AsyncIterator[tuple[Proto, str]]:
    """Protocols and the SRV names to ask for, best first: those of NAPTR records, else those of the protocols spoken here."""
    if engine.core.dns_try_naptr:
        records = [each for each in await lookup(engine, name, "NAPTR") if isinstance(each, Naptr)]
        chosen = list(_by_naptr(engine, records, asked))
        for proto, srv_name in chosen:
            yield proto, srv_name
        if chosen:
            return
    for proto in [asked] if asked else _spoken(engine):
        if proto in _SRV_NAMES:
            yield proto, _SRV_NAMES[proto] + name


def _preferences(engine: "Engine") -> dict[Proto, int]:
    core = engine.core
    return {
        Proto.UDP: core.dns_udp_pref,
        Proto.TCP: core.dns_tcp_pref,
        Proto.TLS: core.dns_tls_pref,
        Proto.SCTP: core.dns_sctp_pref,
    }


def _spoken(engine: "Engine") -> list[Proto]:
    """The protocols that have a socket and are not ruled out by a negative preference, the most preferred first."""
    wanted = {proto: pref for proto, pref in _preferences(engine).items() if pref >= 0}
    return sorted((proto for proto in wanted if engine.sockets.first(proto) is not None), key=lambda proto: -wanted[proto])


def _by_naptr(engine: "Engine", records: list[Naptr], asked: Proto) -> Iterator[tuple[Proto, str]]:
    """Protocol and SRV name of each record that can be used (RFC 3263 §4.1).

    By the preferences of the configuration; with dns_naptr_ignore_rfc off by the records' own order, of which only the first
    that has a usable record counts.
    """
    spoken = [asked] if asked else _spoken(engine)
    usable = [
        (record, _SERVICES[record.service.lower()])
        for record in records
        if record.flags.lower() == b"s" and _SERVICES.get(record.service.lower()) in spoken
    ]
    if engine.core.dns_naptr_ignore_rfc:
        usable.sort(key=lambda pair: (spoken.index(pair[1]), pair[0].order, pair[0].preference))
    else:
        first = min((record.order for record, _ in usable), default=0)
        usable = sorted((pair for pair in usable if pair[0].order == first), key=lambda pair: pair[0].preference)
    for record, proto in usable:
        yield proto, record.replacement.decode("ascii")


async def _srv_destinations(engine: "Engine", srv_name: str, proto: Proto) -> list[DestInfo]:
    found: list[DestInfo] = []
    records = [each for each in await lookup(engine, srv_name, "SRV") if isinstance(each, Srv)]
    for record in order_srv(records, engine.rng if engine.core.dns_srv_lb else None):
        found += _at_port(await resolve_host(engine, record.target.rstrip(b".")), proto, record.port)
        if found and (not engine.core.use_dns_failover or len(found) >= MAX_DESTINATIONS):
            break
    return found


def order_srv(records: list[Srv], rng: Random | None) -> list[Srv]:
    """The records in the order in which they shall be tried: by priority, and within one by chance, weighted (RFC 2782).

    Without `rng` the heavier comes first, as Kamailio does unless dns_srv_lb is set.

    >>> [record.weight for record in order_srv([Srv(1, 5, 5060, b"a"), Srv(1, 9, 5060, b"b"), Srv(0, 1, 5060, b"c")], None)]
    [1, 9, 5]
    """
    by_rank = sorted(records, key=lambda record: (record.priority, -record.weight))
    if rng is None:
        return by_rank
    return [record for _, same in groupby(by_rank, lambda record: record.priority) for record in _drawn(list(same), rng)]


def _drawn(records: list[Srv], rng: Random) -> Iterator[Srv]:
    """The records of one priority as they are drawn; those of weight 0 stand in front, so that they have a small chance."""
    waiting = sorted(records, key=lambda record: record.weight != 0)
    while waiting:
        mark = rng.randint(0, sum(record.weight for record in waiting))
        total = 0
        for at, record in enumerate(waiting):
            total += record.weight
            if total >= mark:
                yield waiting.pop(at)
                break


async def resolve_host(engine: "Engine", host: bytes) -> list[bytes]:
    """The addresses of a host that this server can send to, best first; one address when it is written as one."""
    if parse_ip(host) is not None:
        return [host.strip(b"[]")]
    name = host.decode("ascii", "replace")
    found: list[bytes] = []
    for rtype in _address_types(engine):
        found += [record.ip for record in await lookup(engine, name, rtype) if isinstance(record, Address)]
        if found and not engine.core.use_dns_failover:
            break
    return found


def _address_types(engine: "Engine") -> list[str]:
    """The types to ask for in turn: the families that have a socket, by dns_cache_flags and dns_try_ipv6."""
    flags = engine.core.dns_cache_flags
    families = {b":" in sock.address for sock in engine.sockets}
    types = []
    if False in families and not flags & _V6_ONLY:
        types.append("A")
    if True in families and not flags & _V4_ONLY and engine.core.dns_try_ipv6:
        types.insert(0 if flags & _PREFER_V6 else 1, "AAAA")
    return types


def _at_port(ips: list[bytes], proto: Proto, port: int) -> list[DestInfo]:
    return [DestInfo(proto, ip, port) for ip in ips]
