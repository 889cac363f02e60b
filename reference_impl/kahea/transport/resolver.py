"""Asks the domain name system for what the engine wants to know: the hosts file first, then the servers of resolv.conf."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dns.asyncresolver
import dns.exception
import dns.resolver
from dns.rdatatype import RdataType

from kahea.base.ip_addr import parse_ip
from kahea.core.coreparam import CoreParams
from kahea.core.driver import Continuation
from kahea.core.engine import Engine
from kahea.core.resolve_records import Address, DnsError, DnsQuery, DnsRecord, Naptr, Srv

__all__ = ["Resolver", "hosts_table"]

_HOSTS = Path("/etc/hosts")
_HOSTS_TTL_S = 60
_MAX_PENDING = 1_000

Enter = Callable[[Callable[[], object]], None]


def hosts_table(text: str) -> dict[tuple[str, str], list[Address]]:
    r"""The addresses of a hosts file by name and record type.

    >>> hosts_table("127.0.0.1 localhost lo # here\n::1 localhost\n")[("localhost", "AAAA")]
    [Address(ip=b'::1', ttl=60)]
    """
    table: dict[tuple[str, str], list[Address]] = {}
    for line in text.splitlines():
        ip, *names = line.partition("#")[0].split() or [""]
        if parse_ip(ip.encode()) is None:
            continue
        rtype = "AAAA" if ":" in ip else "A"
        for name in names:
            table.setdefault((name.lower(), rtype), []).append(Address(ip.encode(), _HOSTS_TTL_S))
    return table


class Resolver:
    """Answers the engine's `DnsQuery`; the application owns it.

    `nameservers`, with their port, stand in for those of resolv.conf.
    """

    def __init__(self, engine: Engine, enter: Enter, nameservers: tuple[tuple[str, int], ...] = ()) -> None:
        self._enter = enter
        self._core = engine.core
        self._hosts = hosts_table(_read_hosts())
        self._resolver = _configured(engine.core, nameservers)
        self._pending: set[asyncio.Task[None]] = set()
        engine.driver.register(DnsQuery, self.answer)

    def answer(self, query: DnsQuery, waiting: Continuation) -> None:
        """Nothing; the query is answered at once from the hosts file, or when a server has answered."""
        known = self._hosts.get((query.name.lower().rstrip("."), query.rtype))
        if known is not None:
            waiting.answer(list(known))
        elif self._resolver is None or len(self._pending) >= _MAX_PENDING:
            waiting.throw(DnsError(f"{query.name}: no name server is known, or {_MAX_PENDING} questions are open"))
        else:
            task = asyncio.get_running_loop().create_task(self._ask(self._resolver, query, waiting))
            self._pending.add(task)
            task.add_done_callback(self._pending.discard)

    async def _ask(self, resolver: dns.asyncresolver.Resolver, query: DnsQuery, waiting: Continuation) -> None:
        try:
            answer = await resolver.resolve(query.name, query.rtype, raise_on_no_answer=False, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            self._enter(lambda: waiting.answer([]))
        except (dns.exception.DNSException, OSError, UnicodeError) as fault:
            error = DnsError(f"{query.name} {query.rtype}: {fault}")
            self._enter(lambda: waiting.throw(error))
        else:
            records = [] if answer.rrset is None else [_record(each, answer.rrset.ttl) for each in answer.rrset]
            found = [record for record in records if record is not None]
            self._enter(lambda: waiting.answer(found))

    def close(self) -> None:
        """Nothing; open questions are forgotten."""
        for task in tuple(self._pending):
            task.cancel()


def _read_hosts() -> str:
    try:
        return _HOSTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _configured(core: CoreParams, nameservers: tuple[tuple[str, int], ...]) -> dns.asyncresolver.Resolver | None:
    """The resolver with the core's dns_* parameters; None when no server is known."""
    try:
        resolver = dns.asyncresolver.Resolver(configure=not nameservers)
    except dns.resolver.NoResolverConfiguration:
        return None
    if nameservers:
        resolver.nameservers = [host for host, _ in nameservers]
        resolver.nameserver_ports = dict(nameservers)
    if core.dns_servers_no:
        resolver.nameservers = resolver.nameservers[: core.dns_servers_no]
    if core.dns_retr_time:
        resolver.timeout = core.dns_retr_time
    resolver.lifetime = resolver.timeout * (core.dns_retr_no or 2)
    return resolver


def _record(data: Any, ttl: int) -> DnsRecord | None:  # noqa: ANN401  dnspython has a class for each type
    """What the core knows of a record; None for a type that it did not ask for."""
    match data.rdtype:
        case RdataType.A | RdataType.AAAA:
            return Address(data.address.encode(), ttl)
        case RdataType.SRV:
            return Srv(data.priority, data.weight, data.port, _name(data.target), ttl)
        case RdataType.NAPTR:
            return Naptr(
                data.order, data.preference, data.flags, data.service, _name(data.replacement), regexp=data.regexp, ttl=ttl
            )
        case _:
            return None


def _name(name: Any) -> bytes:  # noqa: ANN401  dnspython's name
    text: str = name.to_text(omit_final_dot=True)
    return text.encode()
