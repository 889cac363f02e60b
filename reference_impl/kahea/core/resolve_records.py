"""What the domain name system says: the records that the core asks for, and the question itself.

The edge fills these in from what a server answered; what does not fit is left out by `usable`, whoever sent it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from kahea.base.errors import KaheaError
from kahea.base.ip_addr import parse_ip

__all__ = ["Address", "DnsError", "DnsQuery", "DnsRecord", "Naptr", "Srv", "usable"]

DEFAULT_TTL: Final = 3600
MAX_RECORDS: Final = 64
"""Records of one name that are looked at; an answer may carry hundreds."""
_LONGEST_NAME, _HIGHEST = 253, 65_535
_NAME_CHARS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._"


class DnsError(KaheaError):
    """No answer: no server could be reached, or none could say."""


@dataclass(frozen=True, slots=True)
class Address:
    """An A or AAAA record."""

    ip: bytes
    ttl: int = DEFAULT_TTL


@dataclass(frozen=True, slots=True)
class Srv:
    """A SRV record (RFC 2782)."""

    priority: int
    weight: int
    port: int
    target: bytes
    ttl: int = DEFAULT_TTL


@dataclass(frozen=True, slots=True)
class Naptr:
    """A NAPTR record (RFC 3403)."""

    order: int
    preference: int
    flags: bytes
    service: bytes
    replacement: bytes
    regexp: bytes = b""
    ttl: int = DEFAULT_TTL


DnsRecord = Address | Srv | Naptr


class DnsQuery:
    """The request for the records of one type that a name has: A, AAAA, SRV or NAPTR.

    The answer is a list of records, empty when there are none; the edge throws `DnsError` when nobody could say.
    """

    __slots__ = ("name", "rtype")

    def __init__(self, name: str, rtype: str) -> None:
        self.name = name
        self.rtype = rtype

    def __await__(self) -> Any:  # noqa: ANN401  the type of a generator that yields itself
        return (yield self)

    def __repr__(self) -> str:
        return f"DnsQuery({self.name!r}, {self.rtype!r})"


def usable(rtype: str, records: Iterable[object]) -> tuple[DnsRecord, ...]:
    """Those of the records that have the type asked for and values that can be.

    >>> usable("SRV", [Srv(1, 0, 70000, b"a.example"), Srv(1, 0, 5060, b"b.example"), Address(b"192.0.2.1")])
    (Srv(priority=1, weight=0, port=5060, target=b'b.example', ttl=3600),)
    """
    found: list[DnsRecord] = []
    for record in records:
        if len(found) >= MAX_RECORDS:
            break
        match record:
            case Address(ip=ip) if rtype in ("A", "AAAA") and parse_ip(ip) is not None and (b":" in ip) == (rtype == "AAAA"):
                found.append(record)
            case Srv(port=port, target=target) if rtype == "SRV" and 0 < port <= _HIGHEST and _is_name(target):
                found.append(record)
            case Naptr(replacement=replacement) if rtype == "NAPTR" and _is_name(replacement):
                found.append(record)
            case _:
                pass
    return tuple(found)


def _is_name(text: bytes) -> bool:
    """Whether it is a name to ask for; the root alone (``.``) says that the service is not there."""
    name = text.rstrip(b".")
    return bool(name) and len(name) <= _LONGEST_NAME and not name.translate(None, _NAME_CHARS) and b".." not in name
