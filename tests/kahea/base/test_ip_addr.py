"""kahea.base.ip_addr."""

import pytest

from kahea.base.ip_addr import parse_ip, parse_ipv4, parse_ipv6


@pytest.mark.parametrize("text", [b"192.0.2.1", b"255.255.255.255", b"::1", b"[2001:db8::1]", b"::ffff:192.0.2.10"])
def test_an_address_is_read(text: bytes) -> None:
    assert parse_ip(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"example.org",
        b"192.0.2",
        b"192.0.2.256",
        b"192.0.2.01",  # leading zeros are octal to some and decimal to others
        b"[192.0.2.1]",
        b"2001:db8::1::2",
        b"fe80::1%eth0",
        b"1" * 10_000,
        b"\xff\xfe",
    ],
)
def test_anything_else_is_none(text: bytes) -> None:
    assert parse_ip(text) is None


def test_three_colons_count_as_two() -> None:
    assert parse_ipv6(b"2001:db8:::192.0.2.1") == parse_ipv6(b"2001:db8::192.0.2.1")


def test_families_do_not_mix() -> None:
    assert parse_ipv4(b"::1") is None
    assert parse_ipv6(b"192.0.2.1") is None
