"""kahea.parser.framing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kahea.parser.framing import BadStream, Event, Frame, Phase, Ping, Pong, StreamFraming

ONE = b"BYE sip:a@b SIP/2.0\r\nContent-Length: 4\r\n\r\nbody"
TWO = b"OPTIONS sip:a@b SIP/2.0\r\nl \t:\r\n 0\r\n\r\n"
STREAMS = [
    (ONE, [Frame(ONE)]),
    (ONE + TWO + ONE, [Frame(ONE), Frame(TWO), Frame(ONE)]),
    (b"\r\n\r\n" + ONE, [Ping(), Frame(ONE)]),
    (ONE + b"\r\n\r\n\r\n\r\n" + TWO, [Frame(ONE), Ping(), Ping(), Frame(TWO)]),
    (b"\r\n" + ONE, [Pong(), Frame(ONE)]),
    (ONE + b"\r\n\r\n\r\n" + TWO, [Frame(ONE), Ping(), Pong(), Frame(TWO)]),
    (b"BYE a SIP/2.0\r\nl: 0\r\nContent-Length: 0\r\n\r\n", [Frame(b"BYE a SIP/2.0\r\nl: 0\r\nContent-Length: 0\r\n\r\n")]),
]
BAD = [
    (b"Content-Length: -1", 400),
    (b"Content-Length: +5", 400),
    (b"Content-Length: 0x10", 400),
    (b"Content-Length: 1e3", 400),
    (b"Content-Length: 5, 6", 400),
    (b"Content-Length: 4294967296", 513),
    (b"Content-Length: 9223372036854775808", 400),
    (b"Content-Length:", 400),
    (b"l: 1\r\nContent-Length: 2", 400),
    (b"Content-Length : 1\r\nCONTENT-LENGTH: 0", 400),
    (b"X: y", 400),
    (b"X: y\rl: 0", 400),
    (b"X: y\nl: 0", 400),
    (b"l: 70000", 513),
    (b"l: 1\xa0", 400),
    (b"X-l: 0", 400),
]


def _bytewise(data: bytes) -> list[Event]:
    framing = StreamFraming()
    return [event for at in range(len(data)) for event in framing.feed(data[at : at + 1])]


@pytest.mark.parametrize(("stream", "events"), STREAMS)
def test_stream_is_cut_alike_whole_and_byte_by_byte(stream: bytes, events: list[Event]) -> None:
    assert StreamFraming().feed(stream) == events
    assert _bytewise(stream) == events


@pytest.mark.parametrize(("stream", "events"), STREAMS)
def test_stream_is_cut_alike_at_every_boundary(stream: bytes, events: list[Event]) -> None:
    for at in range(len(stream)):
        framing = StreamFraming()
        assert framing.feed(stream[:at]) + framing.feed(stream[at:]) == events


@pytest.mark.parametrize(("lines", "code"), BAD)
def test_bad_head_closes_the_stream(lines: bytes, code: int) -> None:
    head = b"BYE sip:a@b SIP/2.0\r\n" + lines + b"\r\n\r\n"
    framing = StreamFraming()
    (event,) = framing.feed(head + ONE)
    assert isinstance(event, BadStream)
    assert event.error.code == code
    assert event.data.startswith(b"BYE")
    assert framing.phase is Phase.CLOSED
    assert framing.feed(ONE) == []
    bytewise = _bytewise(head)
    assert [type(each) for each in bytewise] == [BadStream]


@pytest.mark.parametrize("first", [b"\x16\x03\x01", b"\x00\x00\x00\x00", b" BYE", b"\nBYE", b"\rBYE"])
def test_a_stream_that_begins_no_message_is_closed_at_once(first: bytes) -> None:
    assert isinstance(StreamFraming().feed(first)[0], BadStream)


def test_started_says_whether_a_deadline_runs() -> None:
    framing = StreamFraming()
    seen = []
    for piece in (b"", b"\r\n", b"\r\n", b"B", ONE[1:-4], b"bod", b"y"):
        framing.feed(piece)
        seen.append((framing.started, framing.phase))
    idle, head, body = (False, Phase.IDLE), (True, Phase.HEAD), (True, Phase.BODY)
    assert seen == [idle, idle, idle, head, body, body, idle]
    assert framing.pending_bytes == 0


def test_without_length_there_is_no_body_when_allowed() -> None:
    data = b"BYE sip:a@b SIP/2.0\r\nX: y\r\n\r\n"
    assert StreamFraming(accept_no_length=True).feed(data) == [Frame(data)]


def test_an_endless_head_is_refused() -> None:
    framing = StreamFraming()
    events: list[Event] = []
    for _ in range(70):
        events += framing.feed(b"X: " + b"y" * 1000 + b"\r\n")
    (event,) = events
    assert isinstance(event, BadStream)
    assert event.error.code == 513


@given(st.lists(st.binary(max_size=30), max_size=20))
def test_any_bytes_give_events_only(pieces: list[bytes]) -> None:
    framing = StreamFraming()
    events = [event for piece in pieces for event in framing.feed(piece)]
    assert events == StreamFraming().feed(b"".join(pieces)) or any(isinstance(event, BadStream) for event in events)


@given(st.lists(st.sampled_from([ONE, TWO, b"\r\n\r\n"]), max_size=8), st.lists(st.integers(1, 40), min_size=1, max_size=30))
def test_any_cut_gives_the_same_events(parts: list[bytes], sizes: list[int]) -> None:
    stream, framing, events, at = b"".join(parts), StreamFraming(), [], 0
    for size in sizes:
        events += framing.feed(stream[at : at + size])
        at += size
    events += framing.feed(stream[at:])
    assert events == StreamFraming().feed(stream)
