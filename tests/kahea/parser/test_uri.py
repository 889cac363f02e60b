"""kahea.parser.uri."""

from dataclasses import replace

import pytest

from kahea.parser.errors import SipParseError
from kahea.parser.uri import UriType, cmp_uri, escape_user, parse_uri, unescape

GOOD = [  # (text, type, user, host, port)
    (b"sip:atlanta.com", UriType.SIP, None, b"atlanta.com", 0),
    (b"SIPS:alice@atlanta.com:5061", UriType.SIPS, b"alice", b"atlanta.com", 5061),
    (b"sip:sips%3Auser%40example.com@example.net", UriType.SIP, b"sips%3Auser%40example.com", b"example.net", 0),
    (b"sip:user;par=u%40example.net@example.com", UriType.SIP, b"user;par=u%40example.net", b"example.com", 0),
    (b"sip:[2001:db8::10:5070]", UriType.SIP, None, b"[2001:db8::10:5070]", 0),
    (b"sip:[2001:db8::10]:5070", UriType.SIP, None, b"[2001:db8::10]", 5070),
    (b"sip:[2001:db8:::192.0.2.1]", UriType.SIP, None, b"[2001:db8:::192.0.2.1]", 0),  # RFC 5118 §4.10
    (b"sip:%00@h", UriType.SIP, b"%00", b"h", 0),
    (b"sip:a:@h", UriType.SIP, b"a", b"h", 0),
    (
        b"sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com",
        UriType.SIP,
        b"1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*",
        b"example.com",
        0,
    ),
    (b"tel:+358-555-1234567;postd=pp22", UriType.TEL, b"+358-555-1234567", b"", 0),
    (b"urn:service:sos", UriType.URN, None, b"", 0),
    (b"soap.beep://192.0.2.103:3002", UriType.OTHER, None, b"", 0),
    (b"isbn:2983792873", UriType.OTHER, None, b"", 0),
]
BAD = [
    (b"", 400),
    (b"sip", 400),
    (b"sip:", 400),
    (b":a", 400),
    (b"alice@atlanta.com", 400),
    (b"<sip:a@b>", 400),
    (b"sip:@h", 400),
    (b"sip:a@", 400),
    (b"sip:a@b@c", 400),
    (b"sip:a b@c", 400),
    (b"sip:a@b c", 400),
    (b"sip:2001:db8::10", 400),
    (b"sip:[::1", 400),
    (b"sip:[::1]x", 400),
    (b"sip:[x]", 400),
    (b"sip:h:", 400),
    (b"sip:h:0", 400),
    (b"sip:h:70000", 400),
    (b"sip:h:+5", 400),
    (b"sip:h:" + b"9" * 500, 400),
    (b"sip:h;", 400),
    (b"sip:h;=x", 400),
    (b"sip:%zz@h", 400),
    (b"sip:%4@h", 400),
    (b"sip:a\x00@h", 400),
    (b"sip:\xc3\xa9@h", 400),
    (b"tel:", 400),
    (b"tel:alice", 400),
    (b"isbn:a b", 400),
    (b"sip:" + b"a" * 5000, 414),
]


@pytest.mark.parametrize(("text", "kind", "user", "host", "port"), GOOD)
def test_good_uri(text: bytes, kind: UriType, user: bytes | None, host: bytes, port: int) -> None:
    uri = parse_uri(text)
    assert (uri.type, uri.user, uri.host, uri.port_no) == (kind, user, host, port)
    assert uri.serialise() == text
    assert cmp_uri(uri, uri)
    assert cmp_uri(parse_uri(replace(uri).serialise()), uri)  # a copy joins its parts anew


@pytest.mark.parametrize(("text", "code"), BAD)
def test_bad_uri(text: bytes, code: int) -> None:
    with pytest.raises(SipParseError) as caught:
        parse_uri(text)
    assert caught.value.code == code


def test_a_replaced_part_is_written() -> None:
    uri = replace(parse_uri(b"sip:alice:pw@h:5070;lr?Subject=x"), user=b"bob", port_no=0)
    assert uri.serialise() == b"sip:bob:pw@h;lr?Subject=x"


def test_parameters_are_read() -> None:
    uri = parse_uri(b"sip:a@h;transport=TCP;user=phone;ttl=15;method=INVITE;maddr=1.2.3.4;lr;gr=x;ob")
    assert (uri.transport, uri.user_param, uri.ttl, uri.method, uri.maddr) == (b"tcp", b"phone", b"15", b"INVITE", b"1.2.3.4")
    assert (uri.has_lr, uri.gr, uri.has_ob, uri.is_sip) == (True, b"x", True, True)


SAME = [  # RFC 3261 §19.1.4
    (b"sip:%61lice@atlanta.com;transport=TCP", b"sip:alice@AtLanTa.CoM;Transport=tcp"),
    (b"sip:carol@chicago.com", b"sip:carol@chicago.com;newparam=5"),
    (b"sip:carol@chicago.com", b"sip:carol@chicago.com;security=on"),
    (
        b"sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
        b"sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com",
    ),
    (
        b"sip:alice@atlanta.com?subject=project%20x&priority=urgent",
        b"sip:alice@atlanta.com?priority=urgent&subject=project%20x",
    ),
    (b"sip:[2001:db8:::192.0.2.1]", b"sip:[2001:db8::192.0.2.1]"),
    (b"tel:+1-201-555-0123", b"tel:+1(201)5550123"),
]
OTHER = [
    (b"SIP:ALICE@AtLanTa.CoM;Transport=udp", b"sip:alice@AtLanTa.CoM;Transport=UDP"),
    (b"sip:bob@biloxi.com", b"sip:bob@biloxi.com:5060"),
    (b"sip:bob@biloxi.com", b"sip:bob@biloxi.com;transport=udp"),
    (b"sip:carol@chicago.com;security=on", b"sip:carol@chicago.com;security=off"),
    (b"sip:bob@biloxi.com", b"sips:bob@biloxi.com"),
    (b"sip:%00@h", b"sip:%00%00@h"),
    (b"sip:a%40b@h", b"sip:a@h"),
    (b"sip:alice@atlanta.com", b"sip:alice@atlanta.com?Subject=x"),
    (b"sip:a:x@h", b"sip:a:y@h"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_same_uris(first: bytes, second: bytes) -> None:
    assert cmp_uri(parse_uri(first), parse_uri(second))
    assert cmp_uri(parse_uri(second), parse_uri(first))


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_different_uris(first: bytes, second: bytes) -> None:
    assert not cmp_uri(parse_uri(first), parse_uri(second))
    assert not cmp_uri(parse_uri(second), parse_uri(first))


def test_escapes_go_and_come_back() -> None:
    assert unescape(escape_user(bytes(range(256)))) == bytes(range(256))
