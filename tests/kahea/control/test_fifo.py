"""kahea.control.fifo."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kahea.control import fifo
from kahea.control.call import run_now
from kahea.control.errors import CodecError, EncodeError
from kahea.control.fifo import FifoCommand, FifoStream
from kahea.control.limits import MAX_FIFO_BYTES
from kahea.control.mi import MiNode, MiRoot
from kahea.control.mi_registry import MiCmd, MiRegistry

ONE = b":ul_rm:r1\nlocation\nuser::bob\n\n"
TWO = b":which:\n\n"
THREE = b':fifo_text:r2\n"two\nlines"\n\n'
STREAM = ONE + b"\n" + TWO + THREE


@pytest.fixture
def registry() -> MiRegistry:
    def echo(root: MiRoot) -> MiRoot:
        """Gives the arguments back."""
        return MiRoot(200, "OK", root.node)

    made = MiRegistry()
    made.register(MiCmd("echo", echo))
    return made


def _shown(event: FifoCommand | CodecError) -> object:
    if isinstance(event, CodecError):
        return str(event)
    return event.name, event.reply_name, [(kid.name, kid.value) for kid in event.arguments.kids]


EVENTS = [
    ("ul_rm", "r1", [(None, "location"), ("user", "bob")]),
    ("which", None, []),
    ("fifo_text", "r2", [(None, "two\nlines")]),
]


def test_commands_are_cut_alike_at_every_byte() -> None:
    for at in range(len(STREAM) + 1):
        stream = FifoStream()
        assert [_shown(event) for event in stream.feed(STREAM[:at]) + stream.feed(STREAM[at:])] == EVENTS
        assert stream.pending_bytes == 0


def test_commands_are_cut_alike_byte_by_byte() -> None:
    stream = FifoStream()
    events = [event for at in range(len(STREAM)) for event in stream.feed(STREAM[at : at + 1])]
    assert [_shown(event) for event in events] == EVENTS


BAD = [
    (b"which\n\n", "mi: 'which' is not ':' command ':' reply name (offset 0)"),
    (b":which\n\n", "mi: ':which' is not ':' command ':' reply name (offset 0)"),
    (b"::r1\n\n", "mi: '::r1' is not ':' command ':' reply name (offset 0)"),
    (b":which:../x\n\n", "reply name '../x' is no plain name (offset 7)"),
    (b":which:a:b\n\n", "reply name 'a:b' is no plain name (offset 7)"),
    (b":" + b"x" * 300 + b":\n\n", "mi: a command's name of 300 bytes, at most 256 are allowed (offset 1)"),
    (b":a:\n" + b"x" * MAX_FIFO_BYTES, f"mi: a command of more than {MAX_FIFO_BYTES} bytes (offset {MAX_FIFO_BYTES})"),
]


@pytest.mark.parametrize(("data", "reason"), BAD)
def test_a_bad_command_is_skipped_and_the_next_is_heard(data: bytes, reason: str) -> None:
    stream = FifoStream()
    assert [_shown(event) for event in stream.feed(data)] == [reason]
    assert [_shown(event) for event in stream.feed(TWO)] == [EVENTS[1]]


def _answer(registry: MiRegistry, data: bytes) -> list[bytes]:
    (command,) = FifoStream().feed(data)
    assert isinstance(command, FifoCommand)
    sent: list[bytes] = []
    run_now(fifo.answer(command, registry, sent.append))
    return sent


def test_a_reply_ends_with_an_empty_line(registry: MiRegistry) -> None:
    assert _answer(registry, b":echo:r1\na\nn::b\n\n") == [b"200 OK\na\nn:: b\n\n"]


def test_without_a_reply_name_the_command_runs_in_silence() -> None:
    ran: list[str] = []
    silent = MiRegistry()
    silent.register(MiCmd("run", lambda root: ran.extend(root.args)))
    assert _answer(silent, b":run:\na\n\n") == []
    assert ran == ["a"]


def test_failures_have_kamailios_words(registry: MiRegistry) -> None:
    assert _answer(registry, b":nix:r1\n\n") == [b"500 command 'nix' not available\n\n"]
    assert _answer(registry, b':echo:r1\n"a\n\n') == [b"400 parse error in command 'echo'\n\n"]
    assert _answer(registry, b':nix:r1\n"a\n\n') == [b"500 command 'nix' not available\n\n"]


def test_a_request_is_what_the_stream_reads() -> None:
    data = fifo.request("ul_rm", [MiNode(None, "location"), MiNode("user", "bob")], reply_name="r1")
    assert data == ONE
    for name in ("", "a:b", "a\n"):
        with pytest.raises(EncodeError):
            fifo.request(name)


@given(st.binary(max_size=60) | st.text(':ab\n"', max_size=40).map(lambda text: b":echo:r1\n" + text.encode()))
def test_any_bytes_are_answered_or_skipped(data: bytes) -> None:
    made = MiRegistry()
    made.register(MiCmd("echo", lambda root: MiRoot(200, "OK", root.node)))
    for event in FifoStream().feed(data + b"\n\n"):
        assert isinstance(event, CodecError | FifoCommand)
        if isinstance(event, FifoCommand):
            run_now(fifo.answer(event, made, lambda sent: None))  # noqa: ARG005 - nobody reads it
