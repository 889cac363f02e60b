"""What `is_plain` takes, the strict checks take."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kahea.parser.errors import SipParseError
from kahea.parser.headers.via import parse_via, plain_via
from kahea.parser.message import Message
from kahea.parser.plain import is_plain
from kahea.parser.uri import parse_uri, plain_uri
from kahea.parser.verdict import check_any, check_request

LINES: dict[bytes, list[bytes | None]] = {
    b"Via": [
        b"SIP/2.0/UDP h.example:5060;rport;branch=z9hG4bK1",
        b"SIP/2.0/TCP 192.0.2.1;received=192.0.2.7;branch=z9hG4bK1, SIP/2.0/UDP x",
        b"SIP/2.0/UDP h;received=1.2.3.4444",
        b"SIP/2.0/UDP h;received=01.2.3.4",
        b"SIP/2.0/UDP h;Received=x",
        b"SIP/2.0/UDP h:0",
        b"SIP/2.0/UDP h:65536",
        b"SIP/2.0/UDP -h",
        b"SIP/2.0/UDP h;;branch=1",
        b"SIP/2.0/UDP h;branch=z9hG4bK",
        b"SIP/2.0/UDP h" + b";p" * 40,
    ],
    b"To": [b"<sip:a@b>", b'"A \xc3\xa9" <sip:a@b>;tag=1', b'"A <sip:a@b>', b"A, B <sip:a@b>", b"< sip:a@b>", b"<sip:a@b>;=1"],
    b"From": [b"A B <sip:a@b>;tag=x/1=", b"<sip:a@b>;tag=", b"<sip:a@b>x", b"<sip:a<b>", b"sip:a@b;tag=1"],
    b"Call-ID": [b"x@y", b"", b"a b"],
    b"CSeq": [b"1 BYE", b"0009 BYE", b"1 ACK", b"2147483648 BYE", b"x BYE", b"1"],
    b"Max-Forwards": [b"70", b"00", b"256", b"-1", None],
    b"Contact": [b"*", b"<sip:a@b>;q=0.5;expires=60, <sip:c@d>", b"<sip:a@b>;", b'""<sip:a@b>"', None],
    b"Route": [b"<sip:a;lr>,<sip:b;lr>", b"<sip:a;lr>,,<sip:b>", None],
    b"Content-Length": [b"0", b"2", b"9", b"-1", b"1 1", None],
    b"Content-Type": [b"application/sdp", None],
}
URIS = [
    b"sip:a@b",
    b"sips:a@b:5061;transport=tcp",
    b"sip:@b",
    b"sip:a@b?x=y",
    b"sip:a@b:70000",
    b"sip:a%@b",
    b"soap:x",
    b"sip:a@b;=",
]


def _message(uri: bytes, bodies: dict[bytes, bytes | None], extra: bytes = b"") -> bytes:
    lines = [name + b": " + body for name, body in bodies.items() if body is not None]
    return b"\r\n".join([b"BYE " + uri + b" SIP/2.0", *lines]) + b"\r\n" + extra + b"\r\nhi"


def _passes(msg: Message) -> bool:
    try:
        check_any(msg)
        check_request(msg)
    except SipParseError:
        return False
    return True


BEST: dict[bytes, bytes | None] = {name: bodies[0] for name, bodies in LINES.items()} | {b"Contact": b"<sip:a@b>"}
CASES = [(uri, {**BEST}) for uri in URIS] + [(URIS[0], {**BEST, name: body}) for name in LINES for body in LINES[name]]


@pytest.mark.parametrize(("uri", "bodies"), CASES)
def test_what_is_plain_passes(uri: bytes, bodies: dict[bytes, bytes | None]) -> None:
    data = _message(uri, bodies)
    if is_plain(Message(data)):
        assert _passes(Message(data))


def test_the_usual_message_is_plain() -> None:
    assert is_plain(Message(_message(URIS[0], BEST)))


@pytest.mark.parametrize("name", [b"To", b"From", b"Call-ID", b"CSeq", b"Max-Forwards", b"Content-Length"])
def test_a_header_that_may_come_once_is_not_plain_twice(name: bytes) -> None:
    body = BEST[name]
    assert body is not None
    data = _message(URIS[0], BEST, name + b": " + body + b"\r\n")
    assert not is_plain(Message(data))


@pytest.mark.parametrize("name", [b"Via", b"To", b"From", b"Call-ID", b"CSeq"])
def test_a_message_that_lacks_a_header_is_not_plain(name: bytes) -> None:
    assert not is_plain(Message(_message(URIS[0], {**BEST, name: None})))


@given(st.sampled_from(URIS), st.tuples(*[st.sampled_from(bodies) for bodies in LINES.values()]))
def test_whatever_is_put_together(uri: bytes, bodies: tuple[bytes | None, ...]) -> None:
    data = _message(uri, dict(zip(LINES, bodies, strict=True)))
    if is_plain(Message(data)):
        assert _passes(Message(data))


@given(st.data())
def test_one_byte_changed(data: st.DataObject) -> None:
    good = _message(URIS[0], BEST)
    at = data.draw(st.integers(0, len(good) - 1))
    changed = good[:at] + bytes((data.draw(st.integers(0, 255)),)) + good[at + 1 :]
    try:
        msg = Message(changed)
        plain = is_plain(msg)
    except SipParseError:
        return
    if plain and msg.is_request:
        assert _passes(Message(changed))


def test_every_pair_of_bodies() -> None:
    names = list(LINES)
    for one, two in product(names, names):
        for first, second in product(LINES[one], LINES[two]):
            data = _message(URIS[0], {**BEST, one: first, two: second})
            if is_plain(Message(data)):
                assert _passes(Message(data)), data


@pytest.mark.parametrize("text", [text for text in LINES[b"Via"] if text is not None])
def test_plain_via_is_what_the_long_road_makes_of_it(text: bytes) -> None:
    via = plain_via(text)
    if via is not None:
        assert (via, len(text)) == parse_via(text, 0, len(text))
        assert via.raw == text


@pytest.mark.parametrize(
    "text", [*URIS, b"sip:a;x=1@b-c.d:5060;lr;m=%41", b"sips:10.0.0.1;lr;x=1", b"sip:a:b@c", b"sip:a@[::1]"]
)
def test_plain_uri_is_what_the_long_road_makes_of_it(text: bytes) -> None:
    uri = plain_uri(text)
    if uri is not None:
        long = parse_uri(text + b"?h=v")  # headers are not plain
        assert uri == replace(long, headers=None)
        assert uri.raw == text


def test_what_is_plain_is_left_in_the_message() -> None:
    msg = Message(_message(URIS[0], BEST))
    assert is_plain(msg)
    assert msg.first_line.parsed_uri == parse_uri(URIS[0])
    assert msg.bodies_parsed == 2  # Via and Content-Length
    assert msg.via1 == parse_via(BEST[b"Via"] or b"", 0, len(BEST[b"Via"] or b""))[0]
    assert msg.content_length == 0
