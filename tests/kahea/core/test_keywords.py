"""The core's keywords in conditions; every row was run on Kamailio 5.6.3, but for those that say otherwise."""

from collections.abc import Callable
from typing import Any

import pytest

from kahea.api.testing import Lab
from kahea.base.errors import KaheaError
from kahea.cfg.errors import CheckError
from kahea.cfg.words import KEYWORDS as WORDS
from kahea.core.keywords import KEYWORDS, keyword_compare, keyword_value
from kahea.core.resolve import Address

OPTIONS = (
    b"OPTIONS sip:alice@127.0.0.1:5060 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bK1\r\n"
    b"From: <sip:bob@example.org>;tag=f\r\nTo: <sip:alice@127.0.0.1:5060>\r\nCall-ID: c1\r\nCSeq: 1 OPTIONS\r\n"
    b"Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
)
REPLY = (
    b"SIP/2.0 404 Not Found\r\nVia: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK1\r\n"
    b"From: <sip:bob@example.org>;tag=f\r\nTo: <sip:alice@127.0.0.1>;tag=t\r\nCall-ID: c1\r\nCSeq: 1 INVITE\r\n"
    b"Content-Length: 0\r\n\r\n"
)
PRESET = '$var(ip) = "127.0.0.2"; $var(net) = "127.0.0.0/8"; $var(m) = "options"; $var(x) = "SIP:alice@127.0.0.1:5060";'


@pytest.fixture
def holds() -> Callable[..., bool]:
    """Whether a condition holds for a message that came from 127.0.0.2:5071 to 127.0.0.1:5060."""

    def run(condition: str, data: bytes = OPTIONS, src: str = "127.0.0.2", block: str = "request_route") -> bool:
        asked = f"{PRESET} $var(r) = 0; if ({condition}) {{ $var(r) = 1; }}"
        lab = Lab(f'loadmodule "pv"\nalias = "home.example.org"\n{block} {{ {asked} }}')
        lab.dns.add("host.example.org", "A", Address(b"127.0.0.2", 60))
        lab.receive(data, src=(src, 5071))
        value: Any = lab.engine.script_vars[b"r"]
        return bool(value.ri)

    return run


REQUESTS = [
    ('method == "options"', True),
    ("method == OPTIONS", True),
    ('method =~ "opt"', True),
    ('method != "options"', False),
    ('method == "OPTION"', False),
    ("method == INVITE", False),
    ("method == $var(m)", True),
    ("method != $var(m)", False),
    ("method =~ $var(m)", True),
    ('uri == "SIP:ALICE@127.0.0.1:5060"', True),
    ('uri =~ "^sip:ALICE"', True),
    ('uri == "sip:alice@127.0.0.1"', False),
    ("uri == $var(x)", True),
    ("uri == myself", True),
    ("uri != myself", False),
    ("myself == uri", True),
    ("from_uri == myself", False),
    ("to_uri == myself", True),
    ('from_uri == "sip:bob@EXAMPLE.org"', True),
    ("src_ip == 127.0.0.2", True),
    ("src_ip != 127.0.0.2", False),
    ("src_ip == 127.0.0.0/8", True),
    ("src_ip == 127.0.0.0/255.0.0.0", True),
    ("src_ip == 10.0.0.0/8", False),
    ("src_ip != 10.0.0.0/8", True),
    ('src_ip == "127.0.0.2"', True),
    ('src_ip == "127.0.0.0/8"', True),
    ('src_ip =~ "^127"', True),
    ('src_ip =~ "^128"', False),
    ("src_ip == $var(ip)", True),
    ("src_ip == $var(net)", True),
    ("src_ip != $var(net)", False),
    ("src_ip == $var(m)", False),
    ("src_ip == myself", False),
    ("!src_ip == 127.0.0.2", False),
    ("src_ip == 1.2.3.4 || src_ip == 127.0.0.2", True),
    ("src_ip == [::1]", False),
    ("src_ip == host.example.org", True),
    ("src_ip == other.example.org", False),
    ('src_ip != "other.example.org"', True),
    ("dst_ip == 127.0.0.1", True),
    ("dst_ip == myself", True),
    ("dst_port == 5060", True),
    ("dst_port > 5059", True),
    ("src_port != 0", True),
    ("src_port >= 5072", False),
    ("src_port < 5072", True),
    ("src_port <= 5070", False),
    ("src_port == 5070 + 1", True),
    ("af == INET", True),
    ("af == inet6", False),
    ("af != INET6", True),
    ("proto == UDP", True),
    ("proto == udp", True),
    ("proto == 1", True),
    ("proto != TCP", True),
    ('proto == "udp"', True),  # a number there in 5.6.3
    ("msg:len > 100", True),
    ("msg:len >= max_len", False),
    ("msg:len < max_len", True),
    ('status == "200"', False),
]
REPLIES = [
    ('status == "404"', True),
    ("status == 404", True),
    ('status =~ "^4"', True),
    ('status != "404"', False),
    ("method == INVITE", True),
    ("method == OPTIONS", False),
    ('uri == ""', True),
]


@pytest.mark.parametrize(("condition", "expected"), REQUESTS)
def test_a_keyword_of_a_request_compares_as_in_kamailio(condition: str, expected: bool, holds: Callable[..., bool]) -> None:
    assert holds(condition) is expected


@pytest.mark.parametrize(("condition", "expected"), REPLIES)
def test_a_keyword_of_a_reply_compares_as_in_kamailio(condition: str, expected: bool, holds: Callable[..., bool]) -> None:
    assert holds(condition, REPLY, block="reply_route") is expected


@pytest.mark.parametrize(
    ("condition", "source", "expected"),
    [
        ("src_ip == [2001:db8::1]", "2001:db8::1", True),
        ("src_ip == [2001:db8:0:0::1]", "2001:db8::1", True),
        ("src_ip == [2001:db8::1]", "2001:DB8:0::1", True),
        ("src_ip == [2001:db8::]/32", "2001:db8::1", True),
        ("src_ip == [2001:db9::]/32", "2001:db8::1", False),
        ("src_ip == 127.0.0.0/8", "2001:db8::1", False),
        ("af == INET6", "2001:db8::1", True),
    ],
)
def test_ipv6_is_compared_as_addresses(condition: str, source: str, expected: bool, holds: Callable[..., bool]) -> None:
    assert holds(condition, src=source) is expected


MYSELF = [
    (b"sip:127.0.0.1:5060", True),
    (b"sip:127.0.0.1", True),  # its port is 5060 then
    (b"sip:127.0.0.1:5070", False),
    (b"sips:127.0.0.1", False),  # port 5061
    (b"sip:127.0.0.1;transport=tls", False),
    (b"sip:bob@HOME.example.org", True),
    (b"sip:bob@home.example.org:7000", True),  # an alias without a port
    (b"sip:bob@elsewhere.example.org", False),
    (b"tel:+4930123", False),
]


@pytest.mark.parametrize(("uri", "expected"), MYSELF)
def test_myself_is_a_host_and_port_that_the_server_has(uri: bytes, expected: bool, holds: Callable[..., bool]) -> None:
    data = OPTIONS.replace(b"sip:alice@127.0.0.1:5060", uri, 1)
    assert holds("uri == myself", data) is expected
    assert holds("uri != myself", data) is not expected


ONSEND = [
    ("snd_ip == 127.0.0.1", True),
    ("snd_port == 5060", True),
    ("snd_proto == UDP", True),
    ("snd_af == INET", True),
    ("to_ip == 127.0.0.9", True),
    ("to_ip == 127.0.0.0/8", True),
    ("to_port == 5099", True),
    ("to_port != 5099", False),
    ("to_proto == TCP", False),
    ("to_af == INET6", False),
    (f"msg:len > {len(OPTIONS) + 40}", True),  # the bytes that leave: one Via more
]


@pytest.mark.parametrize(("condition", "expected"), ONSEND)
def test_onsend_route_sees_where_the_message_goes(condition: str, expected: bool) -> None:
    onsend = f"onsend_route {{ $var(r) = 0; if ({condition}) {{ $var(r) = 1; }} }}"
    lab = Lab(f'loadmodule "pv"\n{onsend} request_route {{ forward(127.0.0.9, 5099); }}')
    sends = lab.receive(OPTIONS)
    assert len(sends) == 1
    found: Any = lab.engine.script_vars[b"r"]
    assert bool(found.ri) is expected


def test_where_a_message_goes_is_unknown_outside_of_onsend_route() -> None:
    lab = Lab(
        'loadmodule "pv"\nroute[A] { if (to_port == 5060) { $var(r) = 1; } $var(after) = 1; } request_route { route(A); }'
    )
    lab.receive(OPTIONS)
    assert set(lab.engine.script_vars) == {b"after"}
    assert any("only onsend_route knows" in line for line in lab.log)


REFUSED = [
    ("src_ip == 10.0.0.0/99", "is no network"),
    ("src_ip < 10.0.0.1", "src_ip <: expected one of == != behind src_ip"),
    ("method < 5", "expected one of == != =~"),
    ('src_port == "many"', "expected one of == != < > <= >= and a number"),
    ('src_port =~ "5"', "expected one of"),
    ("method == myself", "expected one of a string"),
    ("uri > myself", "expected one of"),
    ("myself", "means nothing here"),
    ("INVITE == $rm", "cannot be compared"),
]


@pytest.mark.parametrize(("condition", "message"), REFUSED)
def test_a_comparison_that_no_keyword_has_is_refused_with_its_place(condition: str, message: str) -> None:
    with pytest.raises(CheckError, match=message) as caught:
        Lab(f'loadmodule "pv"\nrequest_route {{ if ({condition.replace("INVITE", "inet")}) {{ exit; }} }}')
    assert caught.value.position.line == 4


def test_every_keyword_of_the_language_has_a_row() -> None:
    assert set(KEYWORDS) == WORDS - {"myself"}


def test_a_protocol_alone_is_its_number() -> None:
    read, kind = keyword_value("TCP")
    assert (read(None), kind) == (2, int)


def test_an_unknown_word_is_refused() -> None:
    with pytest.raises(KaheaError, match="smoke means nothing"):
        keyword_value("smoke")
    with pytest.raises(KaheaError, match="smoke cannot be compared"):
        keyword_compare("smoke", "==")
