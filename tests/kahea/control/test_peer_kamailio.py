"""Our client codecs against the real Kamailio."""

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.kahea.control.peers import WAIT_S, kamailio

from kahea.control import binrpc, jsonrpc
from kahea.control.binrpc import BinrpcStream, decode_packet
from kahea.control.call import LocalCall, RpcReply, run_now
from kahea.control.core_cmd import register_core_cmd
from kahea.control.json_stream import JsonStream
from kahea.control.jsonrpc import JsonAnswer, JsonStyle
from kahea.control.limits import MAX_PACKET_BYTES
from kahea.control.rpc_registry import RpcRegistry
from kahea.control.value import RpcValue

pytestmark = pytest.mark.peer


@pytest.fixture(scope="module")
def run_dir() -> Iterator[Path]:
    with kamailio() as run:
        yield run


@pytest.fixture
def registry() -> RpcRegistry:
    made = RpcRegistry()
    register_core_cmd(made)
    return made


def _binrpc(run_dir: Path, method: str, *params: RpcValue, cookie: int = 0x1A2B) -> RpcReply:
    stream = BinrpcStream(max_bytes=MAX_PACKET_BYTES)
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(WAIT_S)
        client.connect(str(run_dir / "ctl.sock"))
        client.sendall(binrpc.request(method, params, cookie=cookie))
        packets: list[bytes] = []
        while not packets:
            packets = stream.feed(client.recv(100))  # small, so that the stream has something to do
    (packet,) = packets
    reply = decode_packet(packet, max_bytes=MAX_PACKET_BYTES)
    assert reply.cookie == cookie
    return reply.reply


def _json(run_dir: Path, document: bytes) -> bytes:
    own = run_dir / f"client{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as client:
        client.settimeout(WAIT_S)
        client.bind(str(own))
        try:
            client.sendto(document, str(run_dir / "rpc.sock"))
            return client.recv(1 << 20)
        finally:
            own.unlink()


def test_one_value(run_dir: Path) -> None:
    (version,) = _binrpc(run_dir, "core.version").values
    assert isinstance(version, str)
    assert version.startswith("kamailio 5.")


@pytest.mark.parametrize("cookie", [0, 1, 0x100, 0x7FFFFFFF])
def test_cookies_come_back(run_dir: Path, cookie: int) -> None:
    assert _binrpc(run_dir, "core.echo", "a", cookie=cookie).values == ("a",)


@pytest.mark.parametrize("texts", [[], [""], ["a", "b c"], ["\u00e9", "\udcff"], ["x" * 300]])
def test_texts_go_there_and_back(run_dir: Path, texts: list[RpcValue]) -> None:
    assert _binrpc(run_dir, "core.echo", *texts).values == tuple(texts)


@pytest.mark.parametrize("number", [0, 1, -1, 255, 256, 2**24, 2**31 - 1, -(2**31)])
def test_integers_go_there_and_back(run_dir: Path, number: int) -> None:
    assert _binrpc(run_dir, "core.printi", number).values == (number,)


def test_a_structure(run_dir: Path) -> None:
    (uptime,) = _binrpc(run_dir, "core.uptime").values
    assert isinstance(uptime, dict)
    assert list(uptime) == ["now", "up_since", "uptime"]
    assert isinstance(uptime["uptime"], int)


def test_many_values(run_dir: Path) -> None:
    names = _binrpc(run_dir, "system.listMethods").values
    assert len(names) > 50
    assert {"core.echo", "system.methodHelp", "core.uptime"} <= set(names)


def test_arrays_inside_structures(run_dir: Path) -> None:
    listed: Any
    (listed,) = _binrpc(run_dir, "dispatcher.list").values
    assert listed["NRSETS"] == 2
    sets = {each["SET"]["ID"]: each["SET"]["TARGETS"] for each in listed["RECORDS"]}
    assert [each["DEST"]["URI"] for each in sets[1]] == ["sip:127.0.0.1:5071", "sip:127.0.0.1:5070"]
    # one destination only: nothing on the wire tells an array of one named element from a structure
    assert sets[2]["DEST"]["URI"] == "sip:127.0.0.1:5072"


def test_structures_without_names_inside_a_structure(run_dir: Path) -> None:
    _binrpc(run_dir, "htable.seti", "a", "k", 5)
    (entry,) = _binrpc(run_dir, "htable.dump", "a").values
    assert isinstance(entry, dict)
    assert entry["slot"] == [{"name": "k", "value": 5, "type": "int"}]


FAULTS: list[tuple[str, list[RpcValue], str]] = [
    ("nosuch", [], "500 command nosuch not found"),
    ("system.methodHelp", ["nix"], "400 command not found"),
    ("system.methodHelp", [], "400 Method Name Expected"),
    ("core.shmmem", ["x"], "500 bad param, (use b|k|m|g)"),
]


@pytest.mark.parametrize(("method", "params", "fault"), FAULTS)
def test_faults(run_dir: Path, method: str, params: list[RpcValue], fault: str) -> None:
    assert str(_binrpc(run_dir, method, *params).fault) == fault


SAME: list[tuple[str, list[RpcValue]]] = [
    ("core.echo", ["a", 5]),
    ("core.echo", []),
    ("core.prints", ["a", "b"]),
    ("core.printi", [3, -3]),
    ("nosuch", []),
    ("system.methodHelp", ["nix"]),
    ("system.methodHelp", []),
]


@pytest.mark.parametrize(("method", "params"), SAME)
def test_our_own_commands_answer_as_kamailios_do(
    run_dir: Path, registry: RpcRegistry, method: str, params: list[RpcValue]
) -> None:
    call = LocalCall(method, params)
    run_now(registry.dispatch(call))
    assert call.answer is not None
    theirs = _binrpc(run_dir, method, *params)
    assert (call.answer.values, str(call.answer.fault)) == (theirs.values, str(theirs.fault))


DOCUMENTS = [
    b'{"jsonrpc":"2.0","method":"core.prints","params":["a","b"],"id":1}',
    b'{"jsonrpc":"2.0","method":"core.echo","params":{"x":"a","y":5},"id":"q"}',
    b'{"jsonrpc":"2.0","method":"core.echo","id":1}',
    b'{"jsonrpc":"2.0","method":"core.echo","params":["a"]}',
    b'{"jsonrpc":"2.0","method":"core.echo","params":["\\u00e9"],"id":1.5}',
    b'{"jsonrpc":"2.0","method":"core.nosuch","id":1}',
    b'{"jsonrpc":"2.0","method":"system.methodHelp","id":4}',
    b'{"jsonrpc":"2.0","method":"system.methodHelp","params":["nix"],"id":null}',
    b'{"jsonrpc":"1.0","method":"core.echo","id":3}',
    b'{"jsonrpc":"2.0","id":4}',
    b'{"jsonrpc":"2.0","method":"core.echo","params":"x","id":7}',
    b'[{"jsonrpc":"2.0","method":"core.version","id":4}]',
]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_style_of_kamailio_answers_as_kamailio_does(run_dir: Path, registry: RpcRegistry, document: bytes) -> None:
    sent: list[JsonAnswer] = []
    run_now(jsonrpc.answer(document, registry, sent.append, style=JsonStyle.KAMAILIO))
    (ours,) = sent
    theirs = _json(run_dir, document)
    assert json.loads(ours.body) == json.loads(theirs)
    assert list(json.loads(ours.body)) == list(json.loads(theirs))


def test_a_json_reply_is_read(run_dir: Path) -> None:
    reply = jsonrpc.decode_reply(_json(run_dir, jsonrpc.request("core.uptime", request_id="x")))
    assert reply.id == "x"
    (uptime,) = reply.reply.values
    assert isinstance(uptime, dict)
    assert "up_since" in uptime


def test_json_over_the_fifo(run_dir: Path) -> None:
    reply_fifo = run_dir / "kahea_reply"
    os.mkfifo(reply_fifo)
    reader = os.open(reply_fifo, os.O_RDONLY | os.O_NONBLOCK)
    try:
        (run_dir / "rpc.fifo").write_bytes(jsonrpc.request("core.echo", ["a", "b"], reply_name=reply_fifo.name))
        os.set_blocking(reader, True)
        stream, documents = JsonStream(), list[object]()
        while not documents:
            documents = list(stream.feed(os.read(reader, 7)))
    finally:
        os.close(reader)
    (document,) = documents
    assert isinstance(document, bytes)
    assert jsonrpc.decode_reply(document).reply.values == ("a", "b")
