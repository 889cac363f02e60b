"""kahea.parser.headers.via."""

from dataclasses import replace

import pytest

from kahea.parser.errors import SipParseError
from kahea.parser.headers.via import ViaBody, parse_via_list, serialise_via, serialise_via_list
from kahea.parser.params import Params


def _parse(text: bytes) -> tuple[ViaBody, ...]:
    return parse_via_list(text, 0, len(text))


GOOD = [  # (text, transport, host, port, branch)
    (b"SIP/2.0/UDP h", b"UDP", b"h", 0, None),
    (b"SIP/2.0/UDP h:5060;branch=z9hG4bK1;rport", b"UDP", b"h", 5060, b"z9hG4bK1"),
    (b"SIP/2.0/TCP [2001:db8::1]:5061;branch=z9hG4bK=/=", b"TCP", b"[2001:db8::1]", 5061, b"z9hG4bK=/="),
    (b"SIP  /   2.0\r\n /UDP\r\n    192.0.2.2;branch=390skdjuw", b"UDP", b"192.0.2.2", 0, b"390skdjuw"),
    (
        b"SIP / 2.0  / TCP     spindle.example.com   ;\r\n  branch  =   z9hG4bK9ikj8",
        b"TCP",
        b"spindle.example.com",
        0,
        b"z9hG4bK9ikj8",
    ),
    (b"SIP/2.0/UNKNOWN t4 : 70;branch=x", b"UNKNOWN", b"t4", 70, b"x"),
    (b"sip/2.0/udp h", b"udp", b"h", 0, None),
    (b'SIP/2.0/UDP h;x="a, b;c" (a (nested) comment)', b"UDP", b"h", 0, None),
]
BAD = [
    b"",
    b"SIP/2.0/UDP",
    b"SIP/2.0 h",
    b"SIP/7.0/UDP h",
    b"HTTP/2.0/UDP h",
    b"SIP/2.0/UDP 192.0.2.15;;,;,,",
    b"SIP/2.0/UDP h;",
    b"SIP/2.0/UDP h;branch=",
    b"SIP/2.0/UDP h,",
    b"SIP/2.0/UDP ,h",
    b"SIP/2.0/UDP h:",
    b"SIP/2.0/UDP h:0",
    b"SIP/2.0/UDP h:65536",
    b"SIP/2.0/UDP h:5a",
    b"SIP/2.0/UDP [::1",
    b"SIP/2.0/UDP [h]",
    b"SIP/2.0/UDP h x",
    b'SIP/2.0/UDP h;a="',
    b"SIP/2.0/UDP h (",
    b"SIP/2.0/UDP h " + b"(" * 20 + b")" * 20,
    b"SIP/2.0/UDP h;received=x y",
    b"SIP/2.0/UDP h;received=host",
    b"SIP/2.0/UDP -h",
    b"SIP/2.0/UDP h" + b";a" * 65,
]


@pytest.mark.parametrize(("text", "transport", "host", "port", "branch"), GOOD)
def test_good_via(text: bytes, transport: bytes, host: bytes, port: int, branch: bytes | None) -> None:
    (via,) = _parse(text)
    assert (via.transport, via.host, via.port, via.branch) == (transport, host, port, branch)
    assert serialise_via(via) == text
    (again,) = _parse(serialise_via(replace(via)))  # a copy joins its parts anew
    assert again == via


@pytest.mark.parametrize("text", BAD)
def test_bad_via(text: bytes) -> None:
    with pytest.raises(SipParseError) as caught:
        _parse(text)
    assert caught.value.code == 400


@pytest.mark.parametrize(
    "text", [b"SIP/2.0/UDP a;branch=z9hG4bK1;rport=5070;alias;i=1", b"SIP/2.0/TLS b.example:5061;rport;branch=x;foo=bar"]
)
def test_the_short_road_and_the_long_one_agree(text: bytes) -> None:
    """A blank behind the value is all it takes to leave the short road."""
    (short,) = _parse(text)
    (long,) = _parse(text.replace(b";", b" ;", 1))
    assert short == long


def test_a_list_is_cut_at_commas() -> None:
    vias = _parse(b"SIP/2.0/UDP a;branch=1,SIP/2.0/TCP b ,\r\n SIP/2.0/TLS c")
    assert [via.host for via in vias] == [b"a", b"b", b"c"]
    assert serialise_via_list(vias) == b"SIP/2.0/UDP a;branch=1, SIP/2.0/TCP b, SIP/2.0/TLS c"


@pytest.mark.parametrize("value", [b"2001:db8::9:255", b"[2001:db8::9:255]"])
def test_received_is_an_address_without_brackets(value: bytes) -> None:
    (via,) = _parse(b"SIP/2.0/UDP [2001:db8::9:1];received=" + value + b";branch=z9hG4bKas3-111")
    assert via.received == b"2001:db8::9:255"


@pytest.mark.parametrize(("text", "rport"), [(b"", None), (b";rport", 0), (b";rport=5062", 5062), (b";rport=9999999999", 0)])
def test_rport(text: bytes, rport: int | None) -> None:
    assert _parse(b"SIP/2.0/UDP h" + text)[0].rport == rport


@pytest.mark.parametrize(
    ("branch", "is_magic"), [(b"z9hG4bK", False), (b"z9hG4bK1", True), (b"Z9HG4BKx", True), (b"390skdjuw", False)]
)
def test_magic_branch(branch: bytes, is_magic: bool) -> None:
    assert _parse(b"SIP/2.0/UDP h;branch=" + branch)[0].has_magic_branch is is_magic


def test_received_and_rport_are_replaced() -> None:
    (via,) = _parse(b"SIP/2.0/UDP h;rport;received=10.0.0.1;branch=x")
    params: Params = via.params.with_value(b"rport", b"5060").with_value(b"received", b"192.0.2.9")
    assert serialise_via(replace(via, params=params)) == b"SIP/2.0/UDP h;rport=5060;received=192.0.2.9;branch=x"
