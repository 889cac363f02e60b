"""kahea.control.xmlrpc."""

import xmlrpc.client

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kahea.control.rpc_values_drawn import VALUES

from kahea.control.call import RpcReply, run_now
from kahea.control.core_cmd import register_core_cmd
from kahea.control.errors import CodecError
from kahea.control.rpc_export import RpcExport
from kahea.control.rpc_registry import RpcRegistry
from kahea.control.value import RpcTime, RpcValue
from kahea.control.xmlrpc import answer, decode_call, decode_reply, encode_reply, request

RESULTS: list[tuple[RpcReply, RpcReply]] = [
    (RpcReply(), RpcReply(("",))),
    (RpcReply((), is_array=True), RpcReply((), is_array=True)),
    (RpcReply(("a",)), RpcReply(("a",))),
    (RpcReply(("a",), is_array=True), RpcReply(("a",), is_array=True)),
    (RpcReply(("a", 1)), RpcReply(("a", 1), is_array=True)),
]


@pytest.mark.parametrize(("reply", "seen"), RESULTS)
def test_a_reply_as_a_client_sees_it(reply: RpcReply, seen: RpcReply) -> None:
    assert decode_reply(encode_reply(reply)) == seen


def test_a_reply_that_cannot_be_written_is_a_fault() -> None:
    fault = decode_reply(encode_reply(RpcReply((2**63,)))).fault
    assert fault is not None
    assert fault.code == 500


@pytest.fixture
def registry() -> RpcRegistry:
    def text(value: str) -> str:
        return repr(value)

    made = RpcRegistry()
    register_core_cmd(made)
    made.register(RpcExport("t.text", text))
    return made


def _ask(registry: RpcRegistry, data: bytes, *, lf_to_crlf: bool = False) -> RpcReply:
    sent: list[bytes] = []
    run_now(answer(data, registry, sent.append, lf_to_crlf=lf_to_crlf))
    (reply,) = sent
    return decode_reply(reply)


def test_a_call_is_answered(registry: RpcRegistry) -> None:
    assert _ask(registry, request("core.echo", ["a", 5])).values == ("a", "5")
    assert str(_ask(registry, request("nosuch")).fault) == "500 command nosuch not found"


def test_two_line_ends_are_crlf_when_asked(registry: RpcRegistry) -> None:
    call = request("t.text", ["a\n\nb\n"])
    assert _ask(registry, call).values == (repr("a\n\nb\n"),)
    assert _ask(registry, call, lf_to_crlf=True).values == (repr("a\r\nb\n"),)


def test_numbers_and_texts_are_taken_for_each_other_when_asked(registry: RpcRegistry) -> None:
    sent: list[bytes] = []
    for autoconvert in (False, True):
        run_now(answer(request("core.prints", [5]), registry, sent.append, autoconvert=autoconvert))
    refused, taken = map(decode_reply, sent)
    assert str(refused.fault) == "400 parameter 1 must be a string, not 5"
    assert taken.values == ("5",)


BAD_CALLS = [
    b"",
    b"<methodResponse/>",
    b"<methodCall/>",
    b"<methodCall><params/></methodCall>",
    b"<methodCall><methodName/></methodCall>",
    b"<methodCall><methodName><b/></methodName></methodCall>",
    b"<methodCall><methodName>" + b"x" * 300 + b"</methodName></methodCall>",
    b"<methodCall><methodName>a</methodName><methodName>b</methodName></methodCall>",
    b"<methodCall><methodName>a</methodName><params><param/></params></methodCall>",
    b"<methodCall><methodName>a</methodName><params><value/></params></methodCall>",
]


@pytest.mark.parametrize("data", BAD_CALLS)
def test_a_bad_call_is_answered_with_a_fault(registry: RpcRegistry, data: bytes) -> None:
    fault = _ask(registry, data).fault
    assert fault is not None
    assert fault.code == 400
    assert fault.text.startswith("xmlrpc: ")


def test_a_client_takes_a_reply_above_the_limits_of_a_request() -> None:
    assert len(decode_reply(encode_reply(RpcReply(("x" * 9,) * 50_000))).values) == 50_000


BAD_REPLIES = [
    b"<methodCall/>",
    b"<methodResponse/>",
    b"<methodResponse><params/></methodResponse>",
    b"<methodResponse><fault><value>x</value></fault></methodResponse>",
]


@pytest.mark.parametrize("data", BAD_REPLIES)
def test_a_bad_reply_is_refused(data: bytes) -> None:
    with pytest.raises(CodecError):
        decode_reply(data)


def test_the_standard_library_reads_what_is_written() -> None:
    (value,), _ = xmlrpc.client.loads(encode_reply(RpcReply(({"a": [1, "x", 2.5, True]},))), use_builtin_types=True)
    assert value == {"a": [1, "x", 2.5, True]}
    with pytest.raises(xmlrpc.client.Fault) as caught:
        xmlrpc.client.loads(encode_reply(RpcReply(fault=None, values=(2**64,))))
    assert caught.value.faultCode == 500


def test_what_the_standard_library_writes_is_read() -> None:
    document = xmlrpc.client.dumps(({"a": [1, "x<", 2.5, True, b"y"]}, "z"), "core.echo").encode()
    assert decode_call(document) == ("core.echo", [{"a": [1, "x<", 2.5, True, b"y"]}, "z"])


@given(VALUES)
def test_values_come_back(value: RpcValue) -> None:
    assert decode_call(request("a", [value])) == ("a", [value])


@given(st.data())
def test_mutated_calls_give_a_call_or_a_codec_error(data: st.DataObject) -> None:
    document = bytearray(request("core.echo", ["a", 5, 2.5, True, {"a": [1]}, RpcTime(5), b"x"]))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(document) - 1))
        document[at : at + data.draw(st.integers(0, 9))] = data.draw(
            st.sampled_from([b"", b"<", b"</value>", b"x", b"&", b"<i4>"])
        )
    offset = 0
    try:
        decode_call(bytes(document))
    except CodecError as error:
        offset = error.offset
    assert 0 <= offset <= len(document)
