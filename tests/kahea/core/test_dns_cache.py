"""What names have resolved to is kept as long as it may be."""

from __future__ import annotations

from typing import Any

import pytest

from kahea.core.dns_cache import MAX_ENTRIES, DnsCache, lookup
from kahea.core.resolve_records import Address, DnsError


def _asked(bench: Any, after: float) -> int:
    """How many questions a second lookup `after` seconds has made, the first one included."""
    bench.run(lookup(bench.engine, "a.example", "A"))
    bench.engine.now += after
    bench.run(lookup(bench.engine, "A.EXAMPLE.", "A"))
    return len(bench.asked)


@pytest.mark.parametrize(
    ("ttl", "least", "most", "after", "questions"),
    [
        (30, 0, 0, 29.9, 1),
        (30, 0, 0, 30, 2),
        (5, 60, 0, 59, 1),
        (5, 60, 0, 60, 2),
        (86400, 0, 100, 99, 1),
        (86400, 0, 100, 100, 2),
        (-5, 0, 0, 0, 2),
    ],
)
def test_records_live_as_long_as_they_say_within_the_bounds(
    bench: Any, *, ttl: int, least: int, most: int, after: float, questions: int
) -> None:
    core = bench.engine.core
    core.dns_cache_min_ttl, core.dns_cache_max_ttl = least, most
    bench.dns["a.example", "A"] = [Address(b"127.0.0.9", 90_000), Address(b"127.0.0.8", ttl)]
    assert _asked(bench, after) == questions


@pytest.mark.parametrize("answer", [[], DnsError("no server")])
@pytest.mark.parametrize(("after", "questions"), [(9, 1), (10, 2)])
def test_that_there_is_nothing_is_kept_too(bench: Any, answer: Any, after: float, questions: int) -> None:
    bench.engine.core.dns_cache_negative_ttl = 10
    bench.dns["a.example", "A"] = answer
    assert _asked(bench, after) == questions


def test_without_the_cache_every_lookup_asks(bench: Any) -> None:
    bench.engine.core.use_dns_cache = 0
    bench.dns["a.example", "A"] = [Address(b"127.0.0.9")]
    assert _asked(bench, 0) == 2
    assert len(bench.engine.dns_cache) == 0


def test_types_are_kept_apart(bench: Any) -> None:
    bench.run(lookup(bench.engine, "a.example", "A"))
    bench.run(lookup(bench.engine, "a.example", "AAAA"))
    assert bench.asked == [("a.example", "A"), ("a.example", "AAAA")]


def test_the_least_recently_used_goes_first() -> None:
    cache = DnsCache()
    for at in range(MAX_ENTRIES):
        cache.put(f"h{at}", "A", (), 100.0)
    assert cache.get("h0", "A", 1.0) == ()
    cache.put("new", "A", (), 100.0)
    assert (len(cache), cache.get("h1", "A", 1.0), cache.get("h0", "A", 1.0)) == (MAX_ENTRIES, None, ())


def test_entries_are_shown_with_the_time_they_have_left() -> None:
    cache = DnsCache()
    cache.put("a", "A", (Address(b"127.0.0.9"),), 100.0)
    cache.put("b", "A", (), 10.0)
    assert cache.entries(40.0) == [("a", "A", (Address(b"127.0.0.9"),), 60.0)]


def test_delete_and_flush_forget() -> None:
    cache = DnsCache()
    cache.put("a", "A", (), 100.0)
    cache.put("b", "A", (), 100.0)
    assert (cache.delete("a", "A"), cache.delete("a", "A"), len(cache)) == (True, False, 1)
    cache.flush()
    assert len(cache) == 0
