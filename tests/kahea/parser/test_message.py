"""kahea.parser.message: what is parsed when, and where lines end."""

import pytest

from kahea.parser.errors import SipParseError
from kahea.parser.headers.cseq import CSeqBody
from kahea.parser.hf import HDR_EOH_F, HdrType, flag
from kahea.parser.message import Message, parse_headers, parse_msg

MSG = (
    b"INVITE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nt : <sip:a@b>\r\nX-One: 1\r\n"
    b"CSEQ: 1\r\n INVITE\r\nVia: SIP/2.0/TCP i, SIP/2.0/TLS j\r\nCall-ID: c\r\nl: 4\r\n\r\nbodyrest"
)


def test_only_the_top_via_is_parsed_at_first() -> None:
    msg = parse_msg(MSG)
    assert msg.bodies_parsed == 1
    assert msg.parsed_flag == flag(HdrType.VIA)
    assert MSG[msg.unparsed :].startswith(b"t : ")


def test_the_walk_stops_at_the_first_wanted_header() -> None:
    msg = Message(MSG)
    assert msg.parse_headers(flag(HdrType.TO))
    assert MSG[msg.unparsed :].startswith(b"X-One")
    assert msg.bodies_parsed == 0


def test_the_walk_goes_behind_the_folds_of_the_wanted_header() -> None:
    msg = Message(MSG)
    assert msg.parse_headers(flag(HdrType.CSEQ))
    assert MSG[msg.unparsed :].startswith(b"Via: SIP/2.0/TCP")


def test_a_second_call_returns_at_once() -> None:
    msg = Message(MSG)
    msg.parse_headers(flag(HdrType.CALLID))
    at = msg.unparsed
    assert msg.parse_headers(flag(HdrType.TO) | flag(HdrType.VIA))
    assert msg.unparsed == at


def test_next_walks_on_to_a_further_one() -> None:
    msg = Message(MSG)
    assert msg.parse_headers(flag(HdrType.VIA))
    assert msg.parse_headers(flag(HdrType.VIA), next=True)
    assert MSG[msg.unparsed :].startswith(b"Call-ID")
    assert not msg.parse_headers(flag(HdrType.VIA), next=True)
    assert msg.parsed_flag & flag(HdrType.VIA)


def test_an_absent_header_costs_one_walk_to_the_end() -> None:
    msg = Message(MSG)
    assert not msg.parse_headers(flag(HdrType.EXPIRES))
    assert msg.parsed_flag & HDR_EOH_F
    assert msg.parsed(HdrType.EXPIRES) is None
    assert msg.bodies_parsed == 0


def test_parsed_is_made_once() -> None:
    msg = Message(MSG)
    field = msg.hdr(HdrType.CSEQ)
    assert field is not None
    assert not field.is_parsed
    assert field.parsed == CSeqBody(1, b"INVITE")
    assert msg.hdr(HdrType.CSEQ).parsed is field.parsed  # type: ignore[union-attr]
    assert msg.bodies_parsed == 1


def test_each_header_knows_its_bytes() -> None:
    msg = Message(MSG)
    assert b"".join(MSG[field.start : field.end] for field in msg.headers) == MSG[msg.headers[0].start : msg.eoh - 2]
    for field in msg.headers:
        left, right = field.span
        assert MSG[left:right] == field.body
        assert field.len == field.end - field.start
    assert [field.name for field in msg.headers] == [b"Via", b"t", b"X-One", b"CSEQ", b"Via", b"Call-ID", b"l"]
    assert msg.headers[0].next == msg.headers[1]
    assert msg.headers[-1].next is None
    assert msg.last_header == msg.headers[-1]


def test_values_join_lines_and_commas() -> None:
    assert [via.transport for via in Message(MSG).values(HdrType.VIA)] == [b"UDP", b"TCP", b"TLS"]


def test_body_is_as_long_as_announced() -> None:
    assert Message(MSG).body == b"body"
    assert Message(MSG.replace(b"l: 4", b"x: 4")).body == b"bodyrest"


def test_an_unknown_header_keeps_its_bytes() -> None:
    assert [field.parsed for field in Message(MSG).named(b"x-ONE")] == [b"1"]


def _head(lines: bytes) -> bytes:
    return b"BYE sip:a@b SIP/2.0\r\n" + lines + b"\r\n\r\n"


@pytest.mark.parametrize("name", [b"CALL-ID", b"call-id", b"cAlL-Id", b"i", b"I", b"Call-ID ", b"i\t ", b"Call-ID  \t"])
def test_a_name_is_known_in_any_spelling(name: bytes) -> None:
    assert Message(_head(name + b": c1")).parsed(HdrType.CALLID) == b"c1"


def test_blanks_before_the_colon_do_not_hide_a_header() -> None:
    """CVE-2020-28361."""
    assert [field.body for field in Message(_head(b"X-Bypass-me : lol")).named(b"X-Bypass-me")] == [b"lol"]


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_lf_alone_ends_a_line_too(end: bytes) -> None:
    msg = Message(MSG.replace(b"\r\n", end))
    assert [field.name for field in msg.headers] == [b"Via", b"t", b"X-One", b"CSEQ", b"Via", b"Call-ID", b"l"]
    assert msg.body == b"body"
    assert (
        b"".join(msg.buf[field.start : field.end] for field in msg.headers)
        == msg.buf[msg.headers[0].start : msg.eoh - len(end)]
    )


def test_mixed_line_ends_split_at_each() -> None:
    msg = Message(b"BYE sip:a@b SIP/2.0\nSubject: x\r\nX: y\n z\r\n\nbody\r\n\r\n")
    assert [(field.name, field.body) for field in msg.headers] == [(b"Subject", b"x"), (b"X", b"y\n z")]
    assert msg.body == b"body\r\n\r\n"


BAD = [
    (b"BYE sip:a@b SIP/2.0", "no end"),
    (b"BYE sip:a@b SIP/2.0\r\nTo: x\r\n", "no empty line"),
    (_head(b"Subject: x\rEvil: y"), "CR without LF"),
    (_head(b"no colon here"), "no name and colon"),
    (_head(b": empty name"), "no name and colon"),
    (_head(b"two words: x"), "no name and colon"),
    (_head(b" : x"), "begins with a blank"),  # a fold with nothing to continue
    (_head(b"\r\n".join([b"X: y"] * 257)), "257 header lines"),
    (_head(b"X: " + b"y" * 17_000), "17003 bytes"),
    (_head(b"X: y" + b"\r\n z" * 129), "lines of one header"),
    (_head(b"X: y" + b"\r\n z" * 20_000), "65"),
    (b"BYE sip:a@b SIP/2.0\r\n" + b"x" * 66_000, "65535"),
]


@pytest.mark.parametrize(("data", "what"), BAD)
def test_bad_head(data: bytes, what: str) -> None:
    with pytest.raises(SipParseError, match=what):
        Message(data).parse_headers(HDR_EOH_F)


def test_parse_headers_gives_kamailios_result() -> None:
    assert parse_headers(Message(MSG), HDR_EOH_F) == 0
    assert parse_headers(Message(_head(b"no colon")), HDR_EOH_F) == -1


def test_error_offsets_count_from_the_start_of_the_message() -> None:
    data = _head(b"Via: SIP/2.0/UDP h:70000")
    with pytest.raises(SipParseError, match="port 70000 is not in") as caught:
        _ = Message(data).via1
    assert data[caught.value.offset :].startswith(b"70000")


def test_a_message_without_via_is_refused() -> None:
    with pytest.raises(SipParseError, match="missing Via"):
        parse_msg(_head(b"To: <sip:a@b>"))


@pytest.mark.parametrize(
    ("lengths", "ok"),
    [
        ((b"l: 0", b"Content-Length: 0"), True),
        ((b"l: 0", b"Content-Length: 00"), True),
        ((b"l: 1", b"Content-Length: 0"), False),
    ],
)
def test_content_length_twice_must_be_equal(lengths: tuple[bytes, bytes], ok: bool) -> None:
    msg = Message(_head(b"\r\n".join(lengths)))
    if ok:
        assert msg.body == b""
    else:
        with pytest.raises(SipParseError, match="2 different"):
            _ = msg.body


def test_a_missing_body_is_refused() -> None:
    with pytest.raises(SipParseError, match="9 announced, 0 came"):
        _ = Message(_head(b"l: 9")).body


@pytest.mark.parametrize("name", [b"Via", b"Route", b"Contact"])
def test_a_list_has_at_most_64_values(name: bytes) -> None:
    one = b"SIP/2.0/UDP h" if name == b"Via" else b"<sip:h>"
    kind = {b"Via": HdrType.VIA, b"Route": HdrType.ROUTE, b"Contact": HdrType.CONTACT}[name]
    lines = [name + b": " + one] * 64
    assert len(Message(_head(b"\r\n".join(lines))).values(kind)) == 64
    with pytest.raises(SipParseError, match="more than 64"):
        Message(_head(b"\r\n".join([*lines, lines[0]]))).values(kind)
    with pytest.raises(SipParseError, match="more than 64"):
        Message(_head(name + b": " + b", ".join([one] * 65))).values(kind)
