"""kahea.parser.fline."""

import pytest

from kahea.parser.errors import SipParseError
from kahea.parser.fline import parse_first_line

REQUESTS = [
    (b"INVITE sip:a@b SIP/2.0", b"INVITE", b"sip:a@b"),
    (b"RE%47IST%45R sip:b SIP/2.0", b"RE%47IST%45R", b"sip:b"),  # '%' is a token's byte, not an escape
    (b"OPTIONS sip:b sip/2.0", b"OPTIONS", b"sip:b"),  # the version has no case
    (b"x y SIP/2.0", b"x", b"y"),  # whether y is a URI is asked later
]
REPLIES = [
    (b"SIP/2.0 200 OK", 200, b"OK"),
    (b"SIP/2.0 100 ", 100, b""),
    (b"SIP/2.0 699 = 2**3 * 5**2", 699, b"= 2**3 * 5**2"),
]
BAD = [
    (b"", 400),
    (b"INVITE", 400),
    (b"INVITE sip:a", 400),
    (b"INVITE  sip:a SIP/2.0", 400),
    (b"INVITE sip:a SIP/2.0 ", 400),
    (b"INVITE sip:a; lr SIP/2.0", 400),
    (b"INVITE sip:a\tb SIP/2.0", 400),
    (b"INV\x00ITE sip:a SIP/2.0", 400),
    (b"INVITE sip:a SIP/7.0", 505),
    (b"INVITE sip:a SIP/2.1", 505),
    (b"INVITE sip:a HTTP/1.1", 400),
    (b"INVITE sip:a SIP/x", 400),
    (b"A" * 65 + b" sip:a SIP/2.0", 400),
    (b"INVITE sip:" + b"a" * 5000 + b" SIP/2.0", 414),
    (b"SIP/2.0 4294967301 x", 400),
    (b"SIP/2.0 099 x", 400),
    (b"SIP/2.0 700 x", 400),
    (b"SIP/2.0 200", 400),
    (b"SIP/3.0 200 OK", 505),
]


@pytest.mark.parametrize(("line", "method", "uri"), REQUESTS)
def test_request_line(line: bytes, method: bytes, uri: bytes) -> None:
    start = parse_first_line(line)
    assert (start.is_request, start.method, start.uri) == (True, method, uri)
    assert start.serialise() == line


@pytest.mark.parametrize(("line", "status", "reason"), REPLIES)
def test_status_line(line: bytes, status: int, reason: bytes) -> None:
    start = parse_first_line(line)
    assert (start.is_request, start.status, start.reason) == (False, status, reason)
    assert start.serialise() == line


@pytest.mark.parametrize(("line", "code"), BAD)
def test_bad_first_line_says_its_reply(line: bytes, code: int) -> None:
    with pytest.raises(SipParseError) as caught:
        parse_first_line(line)
    assert caught.value.code == code
