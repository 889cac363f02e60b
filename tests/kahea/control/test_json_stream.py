"""kahea.control.json_stream."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kahea.control.errors import CodecError
from kahea.control.json_stream import JsonStream

DOCUMENTS = [b'{"a": "}]\\"{", "b": [1, {"c": "\\\\"}]}', b"[]", b'[{"x": "\\u007d"}]', b"{}"]
STREAMS = [b"".join(DOCUMENTS), b" \n".join(DOCUMENTS) + b"\n", b"\0\n\n" + b"\n\n".join(DOCUMENTS) + b"\0"]


@pytest.mark.parametrize("stream", STREAMS)
def test_documents_are_cut_alike_at_every_byte(stream: bytes) -> None:
    for at in range(len(stream) + 1):
        cut = JsonStream()
        assert cut.feed(stream[:at]) + cut.feed(stream[at:]) == DOCUMENTS


@pytest.mark.parametrize("stream", STREAMS)
def test_documents_are_cut_alike_byte_by_byte(stream: bytes) -> None:
    cut = JsonStream()
    assert [event for at in range(len(stream)) for event in cut.feed(stream[at : at + 1])] == DOCUMENTS
    assert cut.pending_bytes <= 1


@pytest.mark.parametrize("garbage", [b"x{}", b"]", b'"a"', b"5 {}", b"\xff"])
def test_garbage_is_dropped_and_the_next_writer_is_heard(garbage: bytes) -> None:
    cut = JsonStream()
    (event,) = cut.feed(garbage)
    assert isinstance(event, CodecError)
    assert cut.feed(b"{}") == [b"{}"]


def test_documents_before_garbage_are_kept() -> None:
    assert JsonStream().feed(b"{}x")[0] == b"{}"


def test_an_endless_document_is_dropped() -> None:
    cut = JsonStream(max_bytes=100)
    assert cut.feed(b"[" * 100) == []
    (event,) = cut.feed(b"[")
    assert isinstance(event, CodecError)
    assert str(event) == "json: a document of more than 100 bytes (offset 100)"
    assert cut.feed(b"[]") == [b"[]"]


def test_a_document_whose_writer_has_gone_is_forgotten() -> None:
    cut = JsonStream()
    cut.feed(b'{"a": "')
    cut.reset()
    assert cut.feed(b"{}") == [b"{}"]


@given(st.lists(st.text('{}[]"\\ab \n').map(str.encode), max_size=8))
def test_any_cut_gives_the_same_documents(pieces: list[bytes]) -> None:
    whole = JsonStream().feed(b"".join(pieces))
    cut = JsonStream()
    events = [event for piece in pieces for event in cut.feed(piece)]
    if not any(isinstance(event, CodecError) for event in (*whole, *events)):
        assert events == whole
