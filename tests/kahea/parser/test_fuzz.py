"""Any bytes give a message or a SipParseError; what was parsed goes back to its bytes; nothing is slower than linear."""

import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kahea.parser.body import get_sdp
from kahea.parser.errors import SipParseError
from kahea.parser.framing import StreamFraming
from kahea.parser.hf import HdrType, spec_of, specs
from kahea.parser.message import Message
from kahea.parser.reply_parts import reply_parts
from kahea.parser.sdp import parse_sdp
from kahea.parser.uri import parse_uri
from kahea.parser.verdict import Role, classify

TORTURE = Path(__file__).parents[4] / "shared" / "torture"
REQUEST = b"\r\n".join(
    [
        b"INVITE sip:a@b;lr SIP/2.0",
        b"Via: SIP/2.0/UDP h:5060;branch=z9hG4bK1;rport",
        b'To: "A \\"" <sip:a@b>;tag=1',
        b"From: sip:c@d;tag=2",
        b"Call-ID: x@y",
        b"CSeq: 1\r\n INVITE",
        b"Contact: <sip:c@[::1]>;q=0.5, *",
        b'Authorization: Digest username="a", nc=1',
        b"Accept: a/b;c=d, */*",
        b"Retry-After: 1 (x (y));d=1",
        b"Date: Sat, 13 Nov 2010 23:29:00 GMT",
        b"Content-Type: application/sdp",
        b"l: 9",
        b"",
        b"v=0\r\nm=a ",
    ]
)
REPLY = b"\r\n".join(
    [
        b"SIP/2.0 200 OK",
        b"v: SIP/2.0/TCP [::1]:5060;branch=z9hG4bK1;received=::2, SIP/2.0/UDP h",
        b"t: sip:a",
        b"Replaces: a;to-tag=1;from-tag=2",
        b"",
        b"",
    ]
)
OWN_SEEDS = [REQUEST, REPLY]
SEEDS = OWN_SEEDS + [path.read_bytes() for path in sorted(TORTURE.glob("*/*.dat"))]
SEED = 3261
INTERESTING = [
    b"\r\n",
    b"\n",
    b"\r",
    b"\0",
    b" ",
    b"\t",
    b";",
    b",",
    b'"',
    b"<",
    b">",
    b":",
    b"=",
    b"%",
    b"\\",
    b"(",
    b"\xff",
    b"9" * 30,
    b"[",
    b"@",
    b"?",
]


def _read_everything(data: bytes) -> None:
    try:
        msg = Message(data)
        for field in msg.headers:
            _read_header(field.type, field.body)
            assert field.len >= len(field.body)
        _ = msg.body
        get_sdp(msg)
    except SipParseError as error:
        assert 400 <= error.code <= 699  # noqa: PT017
        assert str(error).isprintable()  # noqa: PT017


def _read_header(kind: HdrType, body: bytes) -> None:
    spec = spec_of(kind)
    if spec is None:
        return
    try:
        value = spec.parse(body, 0, len(body))
    except SipParseError:
        return
    written = spec.serialise(value)
    assert spec.parse(written, 0, len(written)) == value


def _mutate(data: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.randint(1, 4)):
        at, end = sorted((rng.randint(0, len(data)), rng.randint(0, len(data))))
        match rng.randrange(5):
            case 0:
                data = data[:at] + rng.randbytes(1) + data[at + 1 :]
            case 1:
                data = data[:at] + rng.choice(INTERESTING) + data[at:]
            case 2:
                data = data[:at] + data[min(end, at + 20) :]
            case 3:
                data = data[:end] + data[at : min(end, at + 60)] + data[end:]
            case _:
                data = data[:at] + rng.choice(INTERESTING) * rng.randint(1, 20) + data[at + 1 :]
    return data


@given(st.binary(max_size=400))
@example(b"")
@example(b"\r\n\r\n")
@example(b"BYE sip:a SIP/2.0\r\n \r\n\r\n")
def test_any_bytes_give_a_message_or_a_parse_error(data: bytes) -> None:
    _read_everything(data)
    for role in Role:
        classify(data, role)


@given(st.sampled_from(sorted(spec.type for spec in specs())), st.binary(max_size=80))
def test_any_body_gives_a_value_or_a_parse_error(kind: HdrType, body: bytes) -> None:
    _read_header(HdrType(kind), body)


@given(st.sampled_from(sorted(spec.type for spec in specs())), st.text(alphabet=' \t\r\n;,"<>=:%\\()[]@?*/.aB1-', max_size=40))
def test_any_grammatical_looking_body_gives_a_value_or_a_parse_error(kind: HdrType, body: str) -> None:
    _read_header(HdrType(kind), body.encode())


@given(st.sampled_from([b"sip:", b"sips:", b"tel:", b"x:", b""]), st.text(alphabet=";,=:%[]@?&+/.aA14 ", max_size=40))
@settings(max_examples=200)
def test_any_uri_goes_back_to_its_bytes(scheme: bytes, rest: str) -> None:
    text = scheme + rest.encode()
    try:
        assert parse_uri(text).serialise() == text
    except SipParseError as error:
        assert error.code == 400  # noqa: PT017


@given(st.binary(max_size=200))
def test_any_description_is_kept_or_refused(body: bytes) -> None:
    try:
        assert parse_sdp(b"v=0\r\n" + body).serialise() == b"v=0\r\n" + body
    except SipParseError as error:
        assert error.code == 400  # noqa: PT017


def _survive_mutations(seed: int, rounds: int) -> None:
    """Nothing; so many mutations of known messages raise nothing but SipParseError."""
    rng = random.Random(seed)
    for count in range(rounds):
        data = _mutate(SEEDS[count % len(SEEDS)], rng)
        try:
            _read_everything(data)
            if not count % 8:
                classify(data, Role.UAS)
                reply_parts(data)
                StreamFraming().feed(data)
        except Exception as error:
            error.add_note(f"seed {seed}, mutation {count}: {data!r}")
            raise


def test_20000_mutations_of_known_messages() -> None:
    _survive_mutations(SEED, 20_000)


@pytest.mark.deep
@pytest.mark.parametrize("seed", [SEED, random.SystemRandom().randrange(1 << 32)], ids=["fixed seed", "random seed"])
def test_200000_mutations_of_known_messages(seed: int) -> None:
    _survive_mutations(seed, 200_000)


def _drop(_: object) -> None:
    """Throws a result away, so that a shape is a call without one."""


def _header(name: bytes, body: bytes) -> Callable[[], None]:
    data = b"BYE sip:a@b SIP/2.0\r\n" + name + b": " + body + b"\r\n\r\n"
    return lambda: _read_everything(data)


SHAPES: dict[str, Callable[[int], Callable[[], None]]] = {
    "quotes": lambda size: _header(b"To", b'"' * size),
    "escaped quotes": lambda size: _header(b"To", b'"' + b'\\"' * (size // 2)),
    "parentheses": lambda size: _header(b"Retry-After", b"1 " + b"(" * size),
    "comments": lambda size: _header(b"Via", b"SIP/2.0/UDP h " + b"()" * (size // 2)),
    "empty parameters": lambda size: _header(b"To", b"<sip:a@b>" + b";a" * (size // 2)),
    "blanks": lambda size: _header(b"CSeq", b"1" + b" " * size + b"x"),
    "commas": lambda size: _header(b"Contact", b"," * size),
    "open brackets": lambda size: _header(b"Route", b"<" * size),
    "quoted commas": lambda size: _header(b"Accept", b'a/b;c=",' + b'",",' * (size // 4)),
    "digits": lambda size: _header(b"CSeq", b"9" * size + b" BYE"),
    "percents": lambda size: _header(b"To", b"<sip:" + b"%" * size + b"@h>"),
    "slashes": lambda size: _header(b"Via", b"SIP/" * (size // 4)),
    "digest": lambda size: _header(b"Authorization", b"Digest " + b'a="' * (size // 3)),
    "folds": lambda size: _header(b"X", b"\r\n y" * (size // 4)),
    "lone LF": lambda size: lambda: _read_everything(b"BYE a SIP/2.0\n" + b"x:y\n" * (size // 4)),
    "no line end": lambda size: lambda: _read_everything(b"BYE a SIP/2.0\n" + b"x" * size),
    "line ends": lambda size: lambda: _read_everything(b"BYE a SIP/2.0\r\nx:" + b"\r" * size),
    "colons": lambda size: lambda: _read_everything(b"BYE a SIP/2.0\r\n" + b":" * size + b"\r\n\r\n"),
    "reply parts": lambda size: lambda: _drop(reply_parts(b"BYE a SIP/2.0\r\n" + b"Via: \r\n " * (size // 8))),
    "sent-by": lambda size: lambda: _drop(reply_parts(b"BYE a SIP/2.0\r\nVia: " + b" " * size + b"/").is_answerable),
    "verdict": lambda size: (
        lambda: _drop(classify(b"BYE a SIP/2.0\r\n" + b"Via: SIP/2.0/UDP h\r\n" * (size // 20) + b"\r\n", Role.UAS))
    ),
}


def _seconds(run: Callable[[], None]) -> float:
    samples = []
    for _ in range(5):
        start = time.process_time()
        run()
        samples.append(time.process_time() - start)
    return min(samples)


@pytest.mark.parametrize("shape", SHAPES)
def test_hostile_shapes_take_linear_time(shape: str) -> None:
    """Eight times the input takes 64 times as long when something is quadratic; 32 leaves room for a busy machine."""
    ratios = [_seconds(SHAPES[shape](16_000)) / _seconds(SHAPES[shape](2_000)) for _ in range(3)]
    assert statistics.median(ratios) < 32
    assert _seconds(SHAPES[shape](60_000)) < 1
