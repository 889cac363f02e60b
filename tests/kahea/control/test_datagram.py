"""kahea.control.datagram."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kahea.control import datagram
from kahea.control.call import run_now
from kahea.control.limits import MAX_REQUEST_BYTES
from kahea.control.mi import MiNode, MiRoot
from kahea.control.mi_registry import MiCmd, MiRegistry


@pytest.fixture
def registry() -> MiRegistry:
    def echo(root: MiRoot) -> MiRoot:
        """Gives the arguments back."""
        return MiRoot(200, "OK", root.node)

    made = MiRegistry()
    made.register(MiCmd("echo", echo))
    return made


def _datagram(registry: MiRegistry, data: bytes) -> bytes:
    sent: list[bytes] = []
    run_now(datagram.answer(data, registry, sent.append))
    (reply,) = sent
    return reply


DATAGRAMS = [
    (b":echo:\na\n", b"200 OK\na\n"),
    (b":echo:\na\n\n", b"200 OK\na\n"),
    (b":echo:\na\n\nb\n", b"200 OK\na\n"),
    (b":echo:\na", b"200 OK\na\n"),
    (b":echo:", b"200 OK\n"),
    (b":echo:ignored.reply\n", b"200 OK\n"),
    (b":nix:\n", b"500 command not available\n"),
    (b':echo:\n"a\n', b"400 parse error in command\n"),
    (b"echo\n", b"400 mi: ':' is not ':' command ':' reply name (offset 0)\n"),
    (b"", b"400 mi: ':' is not ':' command ':' reply name (offset 0)\n"),
]


@pytest.mark.parametrize(("data", "reply"), DATAGRAMS)
def test_datagrams_are_answered(registry: MiRegistry, data: bytes, reply: bytes) -> None:
    assert _datagram(registry, data) == reply


def test_a_datagram_has_a_limit(registry: MiRegistry) -> None:
    reply = _datagram(registry, b":echo:\n" + b"a\n" * MAX_REQUEST_BYTES)
    assert reply.startswith(b"400 mi: a command of 131077 bytes, at most 65535 are allowed")


def test_a_datagram_request_is_what_is_decoded() -> None:
    command = datagram.decode_command(datagram.request("get_statistics", [MiNode(None, "all")]))
    assert (command.name, command.arguments.kids) == ("get_statistics", [MiNode(None, "all")])


@given(st.binary(max_size=60) | st.text(':ab\n"', max_size=40).map(lambda text: b":echo:\n" + text.encode()))
def test_any_bytes_are_answered(data: bytes) -> None:
    made = MiRegistry()
    made.register(MiCmd("echo", lambda root: MiRoot(200, "OK", root.node)))
    assert _datagram(made, data)[:3] in (b"200", b"400", b"500")
