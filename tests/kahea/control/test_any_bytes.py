"""Whatever bytes come in, every decoder gives a value or a CodecError, and every server answers or says that it cannot."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kahea.control import binrpc, datagram, fifo, jsonrpc, mi_xmlrpc, xmlrpc
from kahea.control.binrpc import BinrpcStream
from kahea.control.binrpc_record import read_values
from kahea.control.call import LocalCall, RpcReply, run_now
from kahea.control.core_cmd import register_core_cmd
from kahea.control.errors import CodecError
from kahea.control.fifo import FifoCommand, FifoStream
from kahea.control.json_stream import JsonStream
from kahea.control.json_text import read_json
from kahea.control.jsonrpc import JsonStyle
from kahea.control.mi_registry import MiRegistry
from kahea.control.mi_rpc import mi_tree_of, register_mi_rpc, rpc_as_mi
from kahea.control.mi_text import read_mi_text, write_reply
from kahea.control.rpc_export import RpcExport
from kahea.control.rpc_registry import RpcRegistry
from kahea.control.value import RpcMember, RpcTime, RpcValue
from kahea.control.xml_tree import parse_xml

SEED = 2049
SEEDS = [
    binrpc.request("core.echo", ["a", 5, 2.5, {"a": [1, {"b": 2}]}, [1, [2]]], cookie=77),
    binrpc.request("mi", ["core.echo", "--n", "a"], cookie=1),
    jsonrpc.request("core.echo", ["a", 5, {"x": [1, 2.5, None, True]}], reply_name="r"),
    b"[" + jsonrpc.request("core.echo", ["a"]) + b"," + jsonrpc.request("mi_fifo", ["core.echo"]) + b"]",
    xmlrpc.request("core.echo", ["a", 5, 2.5, True, {"a": [1]}, RpcTime(5), b"x"]),
    xmlrpc.request("mi", ["core.echo", "--a", "b"]),
    b':core.echo:r1\na\nb::c\n"x\ny"\n\n',
    b"200 OK\na:: b\n\tc d=e\n",
]
PIECES = b'\n|\0|\xff|"|{|}|[|]|<|>|:|::|\\|1e999|\\ud800|&|\x83|\x03|\x04|\x84|</value>|<value>|<i4>|\x85|\x25a\0'.split(b"|")
DECODERS: list[Callable[[bytes], object]] = [
    binrpc.decode_packet,
    read_values,
    read_json,
    parse_xml,
    xmlrpc.decode_call,
    xmlrpc.decode_reply,
    read_mi_text,
    jsonrpc.decode_reply,
    datagram.decode_command,
]


def _mutant(rng: random.Random) -> bytes:
    data = bytearray(rng.choice(SEEDS))
    for _ in range(rng.randint(1, 5)):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(4):
            case 0:
                data[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                data[at:at] = rng.choice([*PIECES, b"9" * 30])
            case 2:
                del data[at : at + rng.randint(1, 9)]
            case _:
                start = rng.randrange(len(data) + 1)
                data[at:at] = data[start : start + rng.randint(1, 30)]
    return bytes(data)


def _registries() -> tuple[RpcRegistry, MiRegistry]:
    rpc = RpcRegistry()
    register_core_cmd(rpc)
    mi = MiRegistry(rpc_as_mi(rpc))
    register_mi_rpc(rpc, mi)
    return rpc, mi


def _serve(data: bytes, rpc: RpcRegistry, mi: MiRegistry) -> int:
    """How many answers all servers together gave."""
    sent: list[object] = []
    try:
        run_now(binrpc.answer(data, rpc, sent.append))
    except CodecError:
        assert sent == []
    for style in JsonStyle:
        run_now(jsonrpc.answer(data, rpc, sent.append, style=style))
    run_now(xmlrpc.answer(data, rpc, sent.append))
    run_now(datagram.answer(data, mi, sent.append))
    run_now(mi_xmlrpc.answer(data, mi, sent.append))
    for event in FifoStream().feed(data):
        if isinstance(event, FifoCommand):
            run_now(fifo.answer(event, mi, sent.append))
    JsonStream().feed(data)
    return len(sent)


@pytest.mark.parametrize("rounds", [2_000, pytest.param(300_000, marks=pytest.mark.deep)])
def test_mutated_requests_are_decoded_or_refused(rounds: int) -> None:
    rng = random.Random(SEED)
    rpc, mi = _registries()
    for _ in range(rounds):
        data = _mutant(rng)
        for decode in (*DECODERS, BinrpcStream().feed):
            try:
                decode(data)
            except CodecError as error:
                if not (0 <= error.offset <= len(data) and str(error).isprintable()):
                    pytest.fail(f"{decode}: {error!r} of {data!r}, seed {SEED}")
        if _serve(data, rpc, mi) < 3:
            pytest.fail(f"XML-RPC, datagram and MI over XML-RPC always answer: {data!r}, seed {SEED}")


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.binary(max_size=9),
    st.text(max_size=9),
    st.integers().map(RpcTime),
    st.binary(max_size=9).map(lambda data: data.decode(errors="surrogateescape")),
)
REPLIES = st.lists(
    st.recursive(
        ODD,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.text(max_size=3), inner, max_size=3),
            st.dictionaries(st.text(max_size=3), inner, min_size=1, max_size=1).map(RpcMember),
        ),
        max_leaves=8,
    ),
    max_size=3,
)


@given(REPLIES, st.booleans())
def test_any_reply_can_be_sent_if_only_as_a_fault(values: list[RpcValue], is_array: bool) -> None:
    reply = RpcReply(tuple(values), is_array)
    assert binrpc.decode_packet(binrpc.encode_reply(reply, 1)).reply is not None
    assert xmlrpc.decode_reply(xmlrpc.encode_reply(reply)) is not None
    assert write_reply(mi_tree_of(reply)).startswith((b"200 OK\n", b"500 "))
    assert mi_xmlrpc.encode_reply(mi_tree_of(reply)).startswith(b"<?xml")

    def command() -> list[RpcValue]:
        return values

    rpc = RpcRegistry()
    rpc.register(RpcExport("t.command", command))
    sent: list[jsonrpc.JsonAnswer] = []
    run_now(jsonrpc.answer(jsonrpc.request("t.command"), rpc, sent.append))
    assert jsonrpc.decode_reply(sent[0].body) is not None
    run_now(rpc.dispatch(call := LocalCall("t.command")))
    assert call.answer == RpcReply(tuple(values), is_array=True)
