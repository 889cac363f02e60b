"""kahea.parser.nameaddr, the body of To and all like it."""

from dataclasses import replace

import pytest

from kahea.parser.errors import SipParseError
from kahea.parser.nameaddr import ToBody, parse_address_list, parse_to, plain_address, serialise_address_list, serialise_to
from kahea.parser.params import Params

GOOD = [  # (text, display, uri, tag)
    (b"sip:user@example.com", b"", b"sip:user@example.com", b""),
    (b"sip:caller@example.org;tag=33242", b"", b"sip:caller@example.org", b"33242"),
    (b"<sip:a@b;lr>;tag=1", b"", b"sip:a@b;lr", b"1"),
    (b"caller<sip:caller@example.com>;tag=323", b"caller", b"sip:caller@example.com", b"323"),
    (b"T. Watson <sip:w@h>", b"T. Watson", b"sip:w@h", b""),
    (b'"a <b>, \\" c" <sip:w@h>', b'"a <b>, \\" c"', b"sip:w@h", b""),
    (b'"J Rosenberg \\\\\\""       <sip:j@h>\r\n  ;\r\n  tag = 98asjd8', b'"J Rosenberg \\\\\\""', b"sip:j@h", b"98asjd8"),
    (b"J\xc3\xbcrgen <sip:j@h>", b"J\xc3\xbcrgen", b"sip:j@h", b""),  # the RFC wants quotes; the field does not
    (b"\r\n sip:a@b ;   tag    = 1918181833n", b"", b"sip:a@b", b"1918181833n"),
    (b"<isbn:2983792873>", b"", b"isbn:2983792873", b""),
    (b'<sip:a@b>;TAG=x;y="q;,z"', b"", b"sip:a@b", b"x"),
]
BAD = [
    b"",
    b"   ",
    b"<>",
    b"< sip:a@b >",
    b"<sip:a b@c>",
    b"<sip:a@b",
    b"sip:a@b>",
    b'"Mr. J <sip:j@h>',
    b"Bell, Alexander <sip:a@h>",
    b"Watson, Thomas <sip:t@h>",
    b'"x" sip:a@b',
    b"<sip:a@b>;",
    b"<sip:a@b>;;tag=1",
    b"<sip:a@b>;tag=",
    b"<sip:a@b>;=1",
    b'<sip:a@b>"',
    b"<sip:a@b> x",
    b"<sip:a<b@c>",
    b"user@example.com",
    b"sip:user@example.com?Route=%3Csip:sip.example.com%3E",
    b"<sip:a@b>" + b";x" * 65,
    b'<sip:a@b>;x="',
]


@pytest.mark.parametrize(("text", "display", "uri", "tag"), GOOD)
def test_good_address(text: bytes, display: bytes, uri: bytes, tag: bytes) -> None:
    body, pos = parse_to(text, 0, len(text))
    assert (body.display, body.uri, body.tag_value, pos) == (display, uri, tag, len(text))
    assert serialise_to(body) == text.strip()
    again, _ = parse_to(serialise_to(replace(body)), 0, len(serialise_to(replace(body))))
    assert (again.display, again.uri, again.param_lst) == (body.display, body.uri, body.param_lst)


@pytest.mark.parametrize("text", BAD)
def test_bad_address(text: bytes) -> None:
    with pytest.raises(SipParseError) as caught:
        parse_address_list(text, 0, len(text))
    assert caught.value.code == 400


def test_without_brackets_parameters_belong_to_the_header() -> None:
    (contact,) = parse_address_list(b"sip:+19725552222@gw1.example.net;unknownparam", 0, 45)
    assert contact.uri == b"sip:+19725552222@gw1.example.net"
    assert contact.param_lst.get(b"unknownparam") == b""


def test_with_brackets_parameters_belong_to_the_uri() -> None:
    (contact,) = parse_address_list(b"<sip:+19725552222@gw1.example.net;unknownparam>", 0, 47)
    assert contact.parsed_uri.params.find(b"unknownparam") is not None
    assert not contact.param_lst


def test_position_is_that_of_the_comma() -> None:
    assert parse_to(b"<sip:a@b> , <sip:c@d>", 0, 21)[1] == 10


def test_a_window_of_the_buffer_is_respected() -> None:
    body, pos = parse_to(b"xx<sip:a@b>;tag=1yy", 2, 17)
    assert (body.uri, body.tag_value, pos) == (b"sip:a@b", b"1", 17)


def test_a_changed_tag_is_written() -> None:
    body, _ = parse_to(b'"Al"<sip:a@b>;tag=1;x=y', 0, 23)
    assert serialise_to(replace(body, param_lst=body.param_lst.with_value(b"tag", b"2"))) == b'"Al" <sip:a@b>;tag=2;x=y'


def test_list_goes_back_to_its_bytes() -> None:
    text = b'"a" <sip:a@b>;x, sip:c@d, <sip:e@f>'
    assert serialise_address_list(parse_address_list(text, 0, len(text))) == text


@pytest.mark.parametrize(
    "text",
    [
        b"<sip:a@b>",
        b" <sip:a@b>;tag=1 ",
        b'"Al \xc3\xa9" <sip:al@h.net;lr?x=y>;tag=t1;q=0.5;ob',
        b'"Al"<sip:al@h.net>',
        b"Al B <sip:al@h.net>",
        b"Al<sip:al@h.net>",
        b"Al  <sip:al@h.net>",
        b'"a\\"b" <sip:a@b>',
        b"<sip:a@b>;tag=",
        b"<sip:a@b>;tag=x/1=",
        b"<sip:a@b> ;tag=1",
        b"<sip:a@b>, <sip:c@d>",
        b"<>",
        b"sip:a@b;tag=1",
    ],
)
def test_plain_address_is_what_the_long_road_makes_of_it(text: bytes) -> None:
    body = plain_address(text, 0, len(text))
    if body is not None:
        assert (body, len(text)) == parse_to(text, 0, len(text))
        assert body.raw == text.strip()


def test_plain_address_takes_the_usual_ones() -> None:
    text = b'"Al" <sip:al@h.net;lr>;tag=t1'
    assert plain_address(text, 0, len(text)) == ToBody(b"sip:al@h.net;lr", b'"Al"', Params([(b"tag", b"t1")]))
