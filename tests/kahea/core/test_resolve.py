"""RFC 3263 against a table of records."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest

from kahea.core.net import Proto, SocketInfo
from kahea.core.resolve import Address, DnsError, Naptr, Srv, order_srv, resolve_host, resolve_uri
from kahea.parser import parse_uri

TLS = SocketInfo(proto=Proto.TLS, address=b"127.0.0.1", port=5061)
V6 = SocketInfo(proto=Proto.UDP, address=b"::1", port=5060)
A9, A8 = Address(b"127.0.0.9"), Address(b"127.0.0.8")


def _where(bench: Any, uri: bytes, proto: Proto = Proto.NONE) -> list[tuple[str, bytes, int]]:
    found = bench.run(resolve_uri(bench.engine, parse_uri(uri), proto))
    return [(dst.proto.name, dst.ip, dst.port) for dst in found]


LITERALS = [
    (b"sip:127.0.0.9", [("UDP", b"127.0.0.9", 5060)]),
    (b"sip:a@127.0.0.9:5070;transport=tcp", [("TCP", b"127.0.0.9", 5070)]),
    (b"sip:127.0.0.9;transport=TLS", [("TLS", b"127.0.0.9", 5061)]),
    (b"sips:127.0.0.9", [("TLS", b"127.0.0.9", 5061)]),
    (b"sips:127.0.0.9;transport=tcp", [("TLS", b"127.0.0.9", 5061)]),
    (b"sips:127.0.0.9;transport=ws", [("WSS", b"127.0.0.9", 5061)]),
    (b"sips:127.0.0.9;transport=udp", []),
    (b"sip:[2001:db8::9]:5070", [("UDP", b"2001:db8::9", 5070)]),
    (b"sip:[2001:db8::10:5070]", [("UDP", b"2001:db8::10:5070", 5060)]),
    (b"sip:far.example:5070;maddr=127.0.0.9", [("UDP", b"127.0.0.9", 5070)]),
    (b"sip:127.0.0.9;transport=smoke", []),
    (b"tel:+49", []),
    (b"urn:service:sos", []),
]


@pytest.mark.parametrize(("uri", "wanted"), LITERALS)
def test_an_address_decides_at_once(bench: Any, uri: bytes, wanted: list[tuple[str, bytes, int]]) -> None:
    assert _where(bench, uri) == wanted
    assert bench.asked == []


def test_the_protocol_asked_for_comes_before_the_uris(bench: Any) -> None:
    assert _where(bench, b"sip:127.0.0.9;transport=udp", Proto.TCP) == [("TCP", b"127.0.0.9", 5060)]


def test_a_port_rules_out_srv(bench: Any) -> None:
    bench.dns["a.example", "A"] = [A9]
    assert _where(bench, b"sip:a.example:5070") == [("UDP", b"127.0.0.9", 5070)]
    assert bench.asked == [("a.example", "A")]


def test_without_a_port_the_protocols_spoken_here_are_asked_for(bench: Any) -> None:
    bench.dns["_sip._tcp.a.example", "SRV"] = [Srv(1, 1, 5080, b"h.example.")]
    bench.dns["h.example", "A"] = [A9]
    assert _where(bench, b"sip:A.example") == [("TCP", b"127.0.0.9", 5080)]
    assert bench.asked == [("_sip._udp.a.example", "SRV"), ("_sip._tcp.a.example", "SRV"), ("h.example", "A")]


def test_preferences_order_the_protocols_and_rule_them_out(bench: Any) -> None:
    bench.engine.core.dns_tcp_pref = 99
    _where(bench, b"sip:a.example")
    bench.engine.core.dns_udp_pref = -1
    _where(bench, b"sip:b.example")
    srv = [name for name, rtype in bench.asked if rtype == "SRV"]
    assert srv == ["_sip._tcp.a.example", "_sip._udp.a.example", "_sip._tcp.b.example"]


def test_a_transport_has_its_one_srv_name(bench: Any) -> None:
    bench.engine.sockets.add(TLS)
    bench.dns["_sips._tcp.a.example", "SRV"] = [Srv(1, 1, 5081, b"h.example")]
    bench.dns["h.example", "A"] = [A9]
    assert _where(bench, b"sips:a.example") == [("TLS", b"127.0.0.9", 5081)]
    assert [name for name, rtype in bench.asked if rtype == "SRV"] == ["_sips._tcp.a.example"]


@pytest.mark.parametrize(("transport", "proto", "port"), [(b"", "UDP", 5060), (b";transport=tcp", "TCP", 5060)])
def test_without_srv_the_addresses_count(bench: Any, transport: bytes, proto: str, port: int) -> None:
    bench.dns["a.example", "A"] = [A9]
    assert _where(bench, b"sip:a.example" + transport) == [(proto, b"127.0.0.9", port)]


NAPTR = [
    Naptr(20, 1, b"s", b"SIP+D2U", b"_sip._udp.n.example."),
    Naptr(10, 1, b"S", b"sip+d2t", b"_sip._tcp.n.example"),
    Naptr(5, 1, b"u", b"SIP+D2U", b"x.example"),
    Naptr(1, 1, b"s", b"SIPS+D2T", b"_sips._tcp.n.example"),  # no TLS socket here
]


@pytest.mark.parametrize(("ignore_rfc", "proto"), [(1, "UDP"), (0, "TCP")])
def test_naptr_goes_by_preference_or_by_its_own_order(bench: Any, ignore_rfc: int, proto: str) -> None:
    bench.engine.core.dns_try_naptr = 1
    bench.engine.core.dns_naptr_ignore_rfc = ignore_rfc
    bench.dns["a.example", "NAPTR"] = NAPTR
    bench.dns["_sip._udp.n.example", "SRV"] = [Srv(1, 1, 5071, b"h.example")]
    bench.dns["_sip._tcp.n.example", "SRV"] = [Srv(1, 1, 5072, b"h.example")]
    bench.dns["h.example", "A"] = [A9]
    assert [where[0] for where in _where(bench, b"sip:a.example")] == [proto]


def test_naptr_is_asked_for_only_when_it_is_on(bench: Any) -> None:
    _where(bench, b"sip:a.example")
    assert ("a.example", "NAPTR") not in bench.asked
    bench.engine.core.dns_try_naptr = 1
    _where(bench, b"sip:b.example")
    assert bench.asked.count(("b.example", "NAPTR")) == 1


@pytest.mark.parametrize(("failover", "wanted"), [(0, [b"127.0.0.8"]), (1, [b"127.0.0.8", b"127.0.0.7", b"127.0.0.9"])])
def test_failover_gives_every_place_in_order(bench: Any, failover: int, wanted: list[bytes]) -> None:
    bench.engine.core.use_dns_failover = failover
    bench.dns["_sip._udp.a.example", "SRV"] = [Srv(2, 1, 5060, b"two.example"), Srv(1, 1, 5060, b"one.example")]
    bench.dns["one.example", "A"] = [A8, Address(b"127.0.0.7")]
    bench.dns["two.example", "A"] = [A9]
    found = [where[1] for where in _where(bench, b"sip:a.example")]
    assert found[: len(wanted)] == wanted
    assert (b"127.0.0.9" in found) is bool(failover)


def test_a_target_without_address_is_passed_over(bench: Any) -> None:
    bench.dns["_sip._udp.a.example", "SRV"] = [Srv(1, 1, 5060, b"gone.example"), Srv(2, 1, 5065, b"h.example")]
    bench.dns["h.example", "A"] = [A9]
    assert _where(bench, b"sip:a.example") == [("UDP", b"127.0.0.9", 5065)]


@pytest.mark.parametrize(
    ("flags", "try_v6", "asked"),
    [(0, 1, ["A", "AAAA"]), (0, 0, ["A"]), (1, 1, ["A"]), (2, 1, ["AAAA"]), (4, 1, ["AAAA", "A"])],
)
def test_the_families_to_ask_for(bench: Any, flags: int, try_v6: int, asked: list[str]) -> None:
    bench.engine.sockets.add(V6)
    bench.engine.core.dns_cache_flags, bench.engine.core.dns_try_ipv6 = flags, try_v6
    assert bench.run(resolve_host(bench.engine, b"a.example")) == []
    assert [rtype for _, rtype in bench.asked] == asked


def test_a_family_without_a_socket_is_not_asked_for(bench: Any) -> None:
    bench.run(resolve_host(bench.engine, b"a.example"))
    assert [rtype for _, rtype in bench.asked] == ["A"]


BAD = [
    Srv(1, 1, 0, b"h.example"),
    Srv(1, 1, 70_000, b"h.example"),
    Srv(0, 0, 5060, b"."),
    Srv(1, 1, 5060, b"a b.example"),
    Srv(1, 1, 5060, b"x" * 300),
    Srv(1, 1, 5060, b"a..example"),
    Address(b"127.0.0.9"),
    "nonsense",
    None,
]


def test_malformed_answers_are_left_out(bench: Any) -> None:
    bench.dns["_sip._udp.a.example", "SRV"] = [*BAD, Srv(9, 1, 5066, b"h.example")]
    bench.dns["h.example", "A"] = [Address(b"::9"), Address(b"no"), Address(b""), A9]
    assert _where(bench, b"sip:a.example") == [("UDP", b"127.0.0.9", 5066)]


def test_one_answer_cannot_make_a_flood_of_questions(bench: Any) -> None:
    bench.engine.core.use_dns_failover = 1
    bench.dns["_sip._udp.a.example", "SRV"] = [Srv(1, 1, 5060, b"h%d.example" % at) for at in range(1000)]
    for at in range(1000):
        bench.dns[f"h{at}.example", "A"] = [A8, A9]
    assert len(_where(bench, b"sip:a.example")) == 32
    assert len(bench.asked) < 40
    bench.dns.clear()
    bench.asked.clear()
    bench.engine.dns_cache.flush()
    bench.dns["_sip._udp.a.example", "SRV"] = [Srv(1, 1, 5060, b"h%d.example" % at) for at in range(1000)]
    assert _where(bench, b"sip:a.example") == []
    assert len(bench.asked) < 70


def test_no_answer_is_no_destination_and_is_told(bench: Any) -> None:
    bench.dns["a.example", "A"] = DnsError("timed out")
    assert _where(bench, b"sip:a.example:5060") == []
    assert "timed out" in bench.log[0]


def test_srv_without_load_balancing_takes_the_heaviest_first() -> None:
    records = [Srv(1, weight, 5060, b"h") for weight in (1, 7, 3)]
    assert [record.weight for record in order_srv(records, None)] == [7, 3, 1]


def test_srv_with_load_balancing_draws_by_weight() -> None:
    records = [Srv(1, 0, 5060, b"zero"), Srv(1, 10, 5060, b"ten"), Srv(1, 30, 5060, b"thirty"), Srv(0, 0, 5060, b"first")]
    rng = Random(3)
    drawn = Counter(order_srv(records, rng)[1].target for _ in range(4000))
    assert all(order_srv(records, rng)[0].target == b"first" for _ in range(50))
    assert 2.2 < drawn[b"thirty"] / drawn[b"ten"] < 4.0
    assert 0 < drawn[b"zero"] < 400
    assert len(order_srv(records, rng)) == 4


def test_load_balancing_is_the_parameters_choice(bench: Any) -> None:
    bench.engine.core.dns_srv_lb = 1
    bench.dns["_sip._udp.a.example", "SRV"] = [Srv(1, 1, 5061, b"h.example"), Srv(1, 1, 5062, b"h.example")]
    bench.dns["h.example", "A"] = [A9]
    assert {_where(bench, b"sip:a.example")[0][2] for _ in range(40)} == {5061, 5062}
