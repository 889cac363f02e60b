"""Module ctl: real sockets, plain clients."""

from __future__ import annotations

import grp
import os
import pwd
import socket
import stat
from pathlib import Path

import pytest

from kahea.base.errors import KaheaError
from kahea.control import binrpc
from kahea.control.binrpc import BinrpcStream
from kahea.control.value import RpcValue
from kahea.modules.ctl.address import CtlKind, parse_address

from .served import WAIT_S, Served, ask_datagram, free_tcp_port, serving, stream_to

CFG = 'loadmodule "ctl.so"\nloadmodule "kex.so"\n{}request_route {{ exit; }}\n'
COOKIE = 0x1A2B


def cfg(**params: int | str) -> str:
    lines = [
        f'modparam("ctl", "{name}", {value})\n' if isinstance(value, int) else f'modparam("ctl", "{name}", "{value}")\n'
        for name, value in params.items()
    ]
    return CFG.format("".join(lines))


def ask(client: socket.socket, method: str, *params: RpcValue) -> bytes:
    """The packet with the answer."""
    client.sendall(binrpc.request(method, params, cookie=COOKIE))
    stream = BinrpcStream()
    while True:
        data = client.recv(65_535)
        assert data, "the connection was closed"
        for packet in stream.feed(data):
            return packet


def values(packet: bytes) -> list[RpcValue]:
    reply = binrpc.decode_packet(packet, max_bytes=1_000_000).reply
    assert reply.fault is None, reply.fault
    return list(reply.values)


def fault(packet: bytes) -> str:
    return str(binrpc.decode_packet(packet).reply.fault)


def test_binrpc_is_served_in_the_run_directory_where_nothing_is_said(tmp_path: Path) -> None:
    with serving(cfg(), tmp_path), stream_to(tmp_path / "kamailio_ctl") as client:
        assert values(ask(client, "core.echo", "a")) == ["a"]


@pytest.mark.parametrize("word", ["unix:", "unixs:", ""])
def test_binrpc_names_a_stream_socket(tmp_path: Path, word: str) -> None:
    with serving(cfg(binrpc=f"{word}{tmp_path}/own"), tmp_path), stream_to(tmp_path / "own") as client:
        assert values(ask(client, "core.echo", "a", 5)) == ["a", "5"]
        assert not (tmp_path / "kamailio_ctl").exists()


def test_binrpc_names_a_datagram_socket(tmp_path: Path) -> None:
    with serving(cfg(binrpc=f"unixd:{tmp_path}/own"), tmp_path):
        answer = ask_datagram(tmp_path / "own", tmp_path / "me", binrpc.request("core.echo", ["a"], cookie=COOKIE))
    assert values(answer) == ["a"]


def test_binrpc_names_a_tcp_socket(tmp_path: Path) -> None:
    port = free_tcp_port()
    with (
        serving(cfg(binrpc=f"tcp:127.0.0.1:{port}"), tmp_path),
        socket.create_connection(("127.0.0.1", port), WAIT_S) as client,
    ):
        assert values(ask(client, "core.echo", "a")) == ["a"]


def test_binrpc_is_served_on_every_address_that_is_given(tmp_path: Path) -> None:
    two = f'modparam("ctl", "binrpc", "unixs:{tmp_path}/a")\nmodparam("ctl", "binrpc", "unixs:{tmp_path}/b")\n'
    with serving(CFG.format(two), tmp_path):
        for name in ("a", "b"):
            with stream_to(tmp_path / name) as client:
                assert values(ask(client, "core.echo", name)) == [name]


@pytest.mark.parametrize("address", ["udp:127.0.0.1:2049", "tcp:127.0.0.1:0", "tcp:127.0.0.1:x", "nowhere"])
def test_binrpc_that_cannot_be_served_stops_the_start(tmp_path: Path, address: str) -> None:
    with pytest.raises(KaheaError, match=r"ctl\.binrpc"), serving(cfg(binrpc=address), tmp_path):
        pass


@pytest.mark.parametrize(
    ("text", "kind", "place", "port"),
    [
        ("/run/ctl", CtlKind.UNIX_STREAM, "/run/ctl", 0),
        ("unixd:/run/ctl", CtlKind.UNIX_DATAGRAM, "/run/ctl", 0),
        ("tcp:localhost", CtlKind.TCP, "localhost", 2049),
        ("tcp:[::1]", CtlKind.TCP, "::1", 2049),
        ("tcp:[::1]:5", CtlKind.TCP, "::1", 5),
    ],
)
def test_an_address_is_read(text: str, kind: CtlKind, place: str, port: int) -> None:
    found = parse_address(text)
    assert (found.kind, found.place, found.port) == (kind, place, port)


@pytest.mark.parametrize(("params", "expected"), [({}, 0o600), ({"mode": 0o660}, 0o660)])
def test_mode_is_the_permissions_of_the_socket(tmp_path: Path, params: dict[str, int | str], expected: int) -> None:
    with serving(cfg(**params), tmp_path):
        assert stat.S_IMODE((tmp_path / "kamailio_ctl").stat().st_mode) == expected


def test_user_and_group_own_the_socket(tmp_path: Path) -> None:
    if os.geteuid():
        user, group = pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name
    else:
        user, group = "nobody", grp.getgrall()[-1].gr_name
    with serving(cfg(user=user, group=group), tmp_path):
        found = (tmp_path / "kamailio_ctl").stat()
    assert (pwd.getpwuid(found.st_uid).pw_name, grp.getgrgid(found.st_gid).gr_name) == (user, group)


@pytest.mark.parametrize("name", ["user", "group"])
def test_user_or_group_that_nobody_has_stops_the_start(tmp_path: Path, name: str) -> None:
    with pytest.raises(KaheaError, match="nosuch-one"), serving(cfg(**{name: "nosuch-one"}), tmp_path):
        pass


def test_autoconversion_takes_texts_for_numbers(tmp_path: Path) -> None:
    for wanted in (0, 1):
        with serving(cfg(autoconversion=wanted), tmp_path), stream_to(tmp_path / "kamailio_ctl") as client:
            packet = ask(client, "core.printi", "5")
            assert (binrpc.decode_packet(packet).reply.fault is None) == bool(wanted), wanted


def test_a_fault_is_answered_and_the_connection_stays(tmp_path: Path) -> None:
    with serving(cfg(), tmp_path), stream_to(tmp_path / "kamailio_ctl") as client:
        assert "command nosuch not found" in fault(ask(client, "nosuch"))
        assert values(ask(client, "core.echo", "a")) == ["a"]


def test_an_answer_of_any_size_comes_whole(tmp_path: Path) -> None:
    text = "x" * 60_000
    with serving(cfg(), tmp_path), stream_to(tmp_path / "kamailio_ctl") as client:
        assert values(ask(client, "core.echo", text)) == [text]


def test_bytes_that_are_no_packet_end_the_connection_and_no_other(tmp_path: Path) -> None:
    with serving(cfg(), tmp_path), stream_to(tmp_path / "kamailio_ctl") as bad, stream_to(tmp_path / "kamailio_ctl") as good:
        assert values(ask(good, "ctl.connections")) == [2]
        bad.sendall(b"hello")
        assert bad.recv(10) == b""
        assert values(ask(good, "ctl.connections")) == [1]


def test_a_datagram_that_is_no_packet_is_ignored(tmp_path: Path) -> None:
    with serving(cfg(binrpc=f"unixd:{tmp_path}/own"), tmp_path):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as stray:
            stray.sendto(b"hello", str(tmp_path / "own"))
        answer = ask_datagram(tmp_path / "own", tmp_path / "me", binrpc.request("core.echo", ["a"], cookie=COOKIE))
    assert values(answer) == ["a"]


def test_ctl_listen_lists_the_sockets(tmp_path: Path) -> None:
    two = f'modparam("ctl", "binrpc", "unixs:{tmp_path}/a")\nmodparam("ctl", "binrpc", "unixd:{tmp_path}/b")\n'
    with serving(CFG.format(two), tmp_path), stream_to(tmp_path / "a") as client:
        assert values(ask(client, "ctl.listen")) == [f"unixs:{tmp_path}/a", f"unixd:{tmp_path}/b"]


def test_ctl_connections_and_ctl_who_tell_of_those_that_are_there(tmp_path: Path) -> None:
    place = f"unixs:{tmp_path}/kamailio_ctl"
    with serving(cfg(), tmp_path), stream_to(tmp_path / "kamailio_ctl") as second_to_be:
        assert values(ask(second_to_be, "ctl.who")) == [f"1 {place}"]
        with stream_to(tmp_path / "kamailio_ctl") as client:
            assert values(ask(client, "ctl.connections")) == [2]
            assert values(ask(client, "ctl.who")) == [f"1 {place}", f"2 {place}"]


def test_ctl_connections_forgets_a_client_that_left(tmp_path: Path) -> None:
    with serving(cfg(), tmp_path) as served:
        with stream_to(tmp_path / "kamailio_ctl") as client:
            assert values(ask(client, "ctl.connections")) == [1]
        assert _connections(served) == 1


def _connections(served: Served) -> int:
    """How many there are for one who has just come, the others' ends having been noticed."""
    for _ in range(100):
        with stream_to(served.folder / "kamailio_ctl") as client:
            found = values(ask(client, "ctl.connections"))
        if found == [1]:
            break
    assert isinstance(found[0], int)
    return found[0]


def test_fifo_binrpc_max_body_size_binrpc_struct_max_body_size_and_binrpc_buffer_size_are_accepted(tmp_path: Path) -> None:
    params: dict[str, int | str] = {
        "fifo": "fifo:/nowhere",
        "binrpc_max_body_size": 1,
        "binrpc_struct_max_body_size": 1,
        "binrpc_buffer_size": 1,
    }
    with serving(cfg(**params), tmp_path), stream_to(tmp_path / "kamailio_ctl") as client:
        assert values(ask(client, "core.echo", "x" * 5_000)) == ["x" * 5_000]
