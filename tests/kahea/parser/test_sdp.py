"""kahea.parser.sdp."""

import pytest

from kahea.parser.body import get_sdp
from kahea.parser.errors import SipParseError
from kahea.parser.message import Message
from kahea.parser.sdp import SdpOrigin, parse_sdp

BODY = (
    b"v=0\r\no=alice 289 290 IN IP4 192.0.2.3\r\ns=-\r\nc=IN IP4 192.0.2.4\r\nt=0 0\r\na=sendrecv\r\n"
    b"m=audio 49217 RTP/AVP 0 12\r\na=rtpmap:0 PCMU/8000\r\na=sendonly\r\n"
    b"m=video 3227/2 RTP/SAVP 31 4294967296\r\nc=IN IP6 ::1\r\na=fmtp\x00:101 0-16\r\n"
)


def test_session_and_streams() -> None:
    sdp = parse_sdp(BODY)
    assert sdp.origin == SdpOrigin(b"alice", b"289", b"290", b"IN", b"IP4", b"192.0.2.3")
    assert sdp.direction == b"sendrecv"
    audio, video = sdp.streams
    assert (audio.media, audio.port, audio.port_count, audio.transport, audio.formats) == (
        b"audio",
        49217,
        1,
        b"RTP/AVP",
        (b"0", b"12"),
    )
    assert (audio.direction, audio.is_on_hold, audio.rtpmap) == (b"sendonly", True, {b"0": b"PCMU/8000"})
    assert (video.port_count, video.formats, video.is_on_hold) == (2, (b"31", b"4294967296"), False)
    assert sdp.serialise() == BODY


def test_places_cut_exactly_their_bytes() -> None:
    sdp = parse_sdp(BODY)
    assert sdp.connection is not None
    assert BODY[sdp.connection.start : sdp.connection.end] == b"192.0.2.4"
    audio, video = sdp.streams
    assert BODY[audio.start : audio.end] + BODY[video.start : video.end] == BODY[BODY.index(b"m=audio") :]
    assert all(BODY[line.start : line.end].startswith(line.type + b"=" + line.value) for line in (*sdp.lines, *video.lines))


def test_a_nul_does_not_end_an_attribute() -> None:
    assert parse_sdp(BODY).streams[1].attribute(b"fmtp\x00") == b"101 0-16"


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_line_ends(end: bytes) -> None:
    assert len(parse_sdp(BODY.replace(b"\r\n", end)).streams) == 2


BAD = [
    b"",
    b"o=x",
    b"v=0\r\nxyz\r\n",
    b"v=0\r\nm=audio\r\n",
    b"v=0\r\nm=audio x RTP/AVP 0",
    b"v=0\nm=audio 70000 RTP/AVP 0",
    b"v=0\nc=IN IP4\n",
    b"v=0\nm=audio 1/-1 RTP/AVP 0",
    b"v=0\nm=audio 1 RTP/AVP 0\nc=x\n",
    b"v=0\n" + b"a=x\n" * 3000,
]


@pytest.mark.parametrize("body", BAD)
def test_bad_description(body: bytes) -> None:
    with pytest.raises(SipParseError):
        parse_sdp(body)


def test_the_description_is_found_in_a_message() -> None:
    head = b"INVITE sip:a@b SIP/2.0\r\nContent-Type: %b\r\n\r\n"
    plain = Message(head % b"application/sdp" + BODY)
    mixed = Message(
        head % b'multipart/mixed;boundary="x y"'
        + b"--x y\r\n\r\nhi\r\n--x y\r\nContent-Type: Application/SDP\r\n\r\n"
        + BODY
        + b"\r\n--x y--"
    )
    for msg in (plain, mixed):
        sdp = get_sdp(msg)
        assert sdp is not None
        assert len(sdp.streams) == 2
    assert get_sdp(Message(head % b"text/plain" + b"hi")) is None
    assert get_sdp(Message(b"INVITE sip:a@b SIP/2.0\r\n\r\n")) is None
