"""What names have resolved to, kept as long as the records say and the parameters allow (kamailio src/core/dns_cache.c)."""

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from kahea.core.resolve_records import DnsError, DnsQuery, DnsRecord, usable

if TYPE_CHECKING:
    from kahea.core.engine import Engine

__all__ = ["DnsCache", "lookup"]

MAX_ENTRIES: Final = 4_096
_Key = tuple[str, str]


class DnsCache:
    """Records by name and type, each with the time when it ends; the least recently used go first; the engine owns it.

    >>> cache = DnsCache()
    >>> cache.put("a.example", "A", (), 10.0)
    >>> cache.get("a.example", "A", 9.9), cache.get("a.example", "A", 10.0) is None
    ((), True)
    """

    __slots__ = ("_entries",)

    def __init__(self) -> None:
        self._entries: OrderedDict[_Key, tuple[tuple[DnsRecord, ...], float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def entries(self, now: float) -> list[tuple[str, str, tuple[DnsRecord, ...], float]]:
        """Name, type, records and seconds left of all that is known (RPC dns.view)."""
        return [(*key, records, end - now) for key, (records, end) in self._entries.items() if end > now]

    def get(self, name: str, rtype: str, now: float) -> tuple[DnsRecord, ...] | None:
        """The records, empty when it is known that there are none; None when nothing is known."""
        key = (name, rtype)
        entry = self._entries.get(key)
        if entry is None:
            return None
        if entry[1] <= now:
            del self._entries[key]
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def put(self, name: str, rtype: str, records: tuple[DnsRecord, ...], end: float) -> None:
        """Nothing; the records are known until the time `end`."""
        self._entries[name, rtype] = (records, end)
        self._entries.move_to_end((name, rtype))
        while len(self._entries) > MAX_ENTRIES:
            self._entries.popitem(last=False)

    def delete(self, name: str, rtype: str) -> bool:
        """Whether it was known; it is forgotten (RPC dns.delete_a and its like)."""
        return self._entries.pop((name, rtype), None) is not None

    def flush(self) -> None:
        """Nothing; all is forgotten (RPC dns.delete_all)."""
        self._entries.clear()


async def lookup(engine: "Engine", name: str, rtype: str) -> tuple[DnsRecord, ...]:
    """The records of a name, from the cache while they last; empty when there are none or nobody can say."""
    name = name.lower().rstrip(".")
    core = engine.core
    if core.use_dns_cache:
        known = engine.dns_cache.get(name, rtype, engine.now)
        if known is not None:
            return known
    try:
        records = usable(rtype, await DnsQuery(name, rtype))
    except DnsError as fault:
        engine.log.module("core").err("no answer name=%s type=%s: %s", name, rtype, fault)
        records = ()
    if core.use_dns_cache:
        engine.dns_cache.put(name, rtype, records, engine.now + _lifetime(engine, records))
    return records


def _lifetime(engine: "Engine", records: tuple[DnsRecord, ...]) -> int:
    """Seconds: of the record that ends first, between dns_cache_min_ttl and dns_cache_max_ttl; of a refusal its own."""
    core = engine.core
    if not records:
        return core.dns_cache_negative_ttl
    ttl = max(min(record.ttl for record in records), core.dns_cache_min_ttl, 0)
    return min(ttl, core.dns_cache_max_ttl) if core.dns_cache_max_ttl > 0 else ttl
