"""The real kamcmd, kamcli and kamctl against our codecs and dispatcher."""

import json
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.kahea.control.peers import WAIT_S, program, run, run_directory, serving

from kahea.control import binrpc, jsonrpc
from kahea.control.binrpc import BinrpcStream
from kahea.control.call import LocalCall, run_now
from kahea.control.core_cmd import register_core_cmd
from kahea.control.errors import RpcFault
from kahea.control.json_stream import JsonStream
from kahea.control.jsonrpc import JsonAnswer
from kahea.control.printout import print_reply, read_argument
from kahea.control.rpc import Rpc
from kahea.control.rpc_export import RET_ARRAY, RpcExport
from kahea.control.rpc_registry import RpcRegistry
from kahea.control.value import RpcValue

pytestmark = pytest.mark.peer


def uptime() -> dict[str, RpcValue]:
    """Returns how long."""
    return {"now": "Mon", "uptime": 5, "load": 2.5}


def sets(rpc: Rpc, ctx: object) -> None:  # noqa: ARG001 - the names of the parameters are the road
    """Returns sets as dispatcher.list does."""
    top = rpc.add("{")
    top.struct_add("d", "NRSETS", 1)
    records = top.struct_add("[", "RECORDS").struct_add("{", "SET")
    records.struct_add("d", "ID", 1)
    targets = records.struct_add("[", "TARGETS")
    for uri in ("sip:a", "sip:b"):
        targets.struct_add("{", "DEST").struct_add("s", "URI", uri)


def slots() -> dict[str, RpcValue]:
    """Returns a list of structures and a list of texts inside a structure."""
    return {"slot": [{"name": "k"}, {"name": "l"}], "tags": ["x", "y"], "none": [], "deep": [["z"]]}


def types(text: str, number: int, real: float) -> list[str]:
    """Returns what it was given."""
    return [repr(text), repr(number), repr(real)]


def broken(rpc: Rpc, ctx: object) -> None:  # noqa: ARG001 - the names of the parameters are the road
    """Faults."""
    raise RpcFault(404, "AOR not found")


@pytest.fixture(scope="module")
def registry() -> RpcRegistry:
    made = RpcRegistry()
    register_core_cmd(made)
    made.register(*(RpcExport(f"t.{each.__name__}", each) for each in (uptime, slots, types, broken)))
    made.register(RpcExport("t.sets", sets), RpcExport("core.psx", uptime, flags=RET_ARRAY))
    return made


@pytest.fixture(scope="module")
def ctl(registry: RpcRegistry) -> Iterator[Path]:
    def serve(listener: socket.socket) -> None:
        listener.listen()
        while True:
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(WAIT_S)
                stream, heard = BinrpcStream(), False
                while data := connection.recv(7):  # small, so that the stream has something to do
                    heard = True
                    for packet in stream.feed(data):
                        run_now(binrpc.answer(packet, registry, connection.sendall))
            if not heard:
                return

    with serving(serve, socket.SOCK_STREAM) as path:
        yield path


def _kamcmd(ctl: Path, *arguments: str) -> str:
    return run(program("kamcmd"), "-s", f"unixs:{ctl}", *arguments)


KAMCMD = [
    (["core.echo", "a", "s:5", "5"], "a\n5\n5\n"),
    (["core.prints"], ""),
    (["core.printi", "3", "4"], "3\n4\n"),
    (["t.uptime"], "{\n\tnow: Mon\n\tuptime: 5\n\tload: 2.500000\n}\n"),
    (["t.types", "5", "s:7", "2"], "'5'\n7\n2.0\n"),
    (["t.types", "a", "7", "2.5"], "'a'\n7\n2.5\n"),
    (["t.types", "a", "x", "2.5"], "error: 400 - parameter 2 (number) must be an integer, not 'x'\n"),
    (["t.types"], "error: 400 - parameter 1 (text) is missing: (text: str, number: int, real: float) -> list[str]\n"),
    (["t.broken"], "error: 404 - AOR not found\n"),
    (["nosuch"], "error: 500 - command nosuch not found\n"),
    (["system.methodHelp", "t.uptime"], "Returns how long.\n"),
    (["system.methodSignature", "t.types"], "(text: str, number: int, real: float) -> list[str]\n"),
    (
        ["t.sets"],
        (
            "{\n\tNRSETS: 1\n\tRECORDS: {\n\t\tSET: {\n\t\t\tID: 1\n\t\t\tTARGETS: {\n"
            "\t\t\t\tDEST: {\n\t\t\t\t\tURI: sip:a\n\t\t\t\t}\n\t\t\t\tDEST: {\n\t\t\t\t\tURI: sip:b\n\t\t\t\t}\n"
            "\t\t\t}\n\t\t}\n\t}\n}\n"
        ),
    ),
    (
        ["t.slots"],
        (
            "{\n\tslot: {\n\t\t{\n\t\t\tname: k\n\t\t}\n\t\t{\n\t\t\tname: l\n\t\t}\n\t}\n"
            "\ttags: {\n\t\tx\n\t\ty\n\t}\n\tnone: {\n\t}\n\tdeep: {\n\t\t{\n\t\t\tz\n\t\t}\n\t}\n}\n"
        ),
    ),
]


@pytest.mark.parametrize(("arguments", "printed"), KAMCMD)
def test_kamcmd_prints_what_a_command_answers(ctl: Path, arguments: list[str], printed: str) -> None:
    assert _kamcmd(ctl, *arguments) == printed


@pytest.mark.parametrize(("arguments", "printed"), KAMCMD)
def test_our_printout_is_kamcmds(registry: RpcRegistry, arguments: list[str], printed: str) -> None:
    method, *words = arguments
    call = LocalCall(method, [read_argument(word) for word in words])
    run_now(registry.dispatch(call))
    assert call.answer is not None
    assert print_reply(call.answer) == printed


def test_kamcmd_lists_every_method(ctl: Path, registry: RpcRegistry) -> None:
    assert _kamcmd(ctl, "system.listMethods").split() == sorted(export.name for export in registry)


def test_kamcmd_runs_commands_as_they_are_typed(ctl: Path) -> None:
    printed = run(program("kamcmd"), "-s", f"unixs:{ctl}", keys="core.echo a\nt.broken\nquit\n")
    assert "core.echo a\na\n" in printed
    assert "error: 404 - AOR not found" in printed


@pytest.fixture(scope="module")
def rpc_socket(registry: RpcRegistry) -> Iterator[Path]:
    def serve(listener: socket.socket) -> None:
        while (heard := listener.recvfrom(65536))[0] != b"stop":
            data, sender = heard
            answers: list[JsonAnswer] = []
            run_now(jsonrpc.answer(data, registry, answers.append))
            listener.sendto(answers[0].body, sender)

    with serving(serve, socket.SOCK_DGRAM) as path:
        yield path


def _kamcli(rpc_socket: Path, *arguments: str) -> dict[str, RpcValue]:
    config = rpc_socket.parent / "kamcli.ini"
    config.write_text(
        "[main]\ndomain=test\n[ctl]\ntype=jsonrpc\n[jsonrpc]\ntransport=socket\n"
        f"srvaddr={rpc_socket}\nrcvaddr={rpc_socket.parent}/kamcli\noutformat=json\n"
    )
    printed = run(program("kamcli"), "--no-default-configs", "-c", str(config), *arguments)
    answer: dict[str, RpcValue]
    answer, _ = json.JSONDecoder().raw_decode(printed[printed.index("{") :])  # its log follows
    return answer


def test_kamcli_shows_the_result(rpc_socket: Path) -> None:
    answer = _kamcli(rpc_socket, "jsonrpc", "core.echo", "a", "i:5")
    assert (answer["jsonrpc"], answer["result"]) == ("2.0", ["a", "5"])
    assert _kamcli(rpc_socket, "jsonrpc", "t.uptime")["result"] == {"now": "Mon", "uptime": 5, "load": 2.5}


def test_kamcli_shows_the_error(rpc_socket: Path) -> None:
    error = _kamcli(rpc_socket, "jsonrpc", "t.broken")["error"]
    assert error == {"code": 404, "message": "AOR not found"}


@pytest.fixture(scope="module")
def rpc_fifo(registry: RpcRegistry) -> Iterator[Path]:
    """A FIFO whose documents are answered as the module will do it: reply FIFOs where the client makes them."""

    def reply(answer: JsonAnswer) -> None:
        if answer.reply_name is not None:
            with os.fdopen(os.open(Path("/tmp") / answer.reply_name, os.O_WRONLY | os.O_NOFOLLOW), "wb") as writer:
                writer.write(answer.body)

    def serve(reader: int) -> None:
        stream = JsonStream()
        while (data := os.read(reader, 7)) != b"stop":
            for document in stream.feed(data):
                assert isinstance(document, bytes)
                run_now(jsonrpc.answer(document, registry, reply))

    with run_directory() as directory:
        path = directory / "rpc.fifo"
        os.mkfifo(path)
        reader = os.open(path, os.O_RDWR)  # a writer of its own keeps it open between clients
        thread = threading.Thread(target=serve, args=(reader,))
        thread.start()
        try:
            yield path
        finally:
            path.write_bytes(b"stop")
            thread.join(WAIT_S)
            assert not thread.is_alive()
            os.close(reader)


def test_kamctl_shows_the_answer(rpc_fifo: Path) -> None:
    printed = run(program("kamctl"), "rpc", "core.echo", "a", "5", RPCFIFOPATH=str(rpc_fifo))
    assert json.loads(printed)["result"] == ["a", "5"]
