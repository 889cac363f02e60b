"""kahea.control.jsonrpc."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kahea.control.rpc_values_drawn import VALUES

from kahea.control.call import RpcReply, run_now
from kahea.control.core_cmd import register_core_cmd
from kahea.control.errors import CodecError
from kahea.control.jsonrpc import JsonAnswer, JsonError, JsonReply, JsonStyle, answer, decode_reply, request
from kahea.control.rpc import Rpc
from kahea.control.rpc_export import RpcExport
from kahea.control.rpc_registry import RpcRegistry
from kahea.control.value import RpcValue

PARSE = '{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse Error","data":"%s"},"id":null}'
INVALID = '{"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid Request","data":"jsonrpc: %s"},"id":%s}'
EMPTY = '{"jsonrpc":"2.0","result":{}%s}'
VERSION = 'the field jsonrpc must be \\"2.0\\"'
METHOD = "the field method must be a string of at most 256 characters"

# request, answer in the strict style, answer in Kamailio's, which is that of 5.6.3 unless a comment says what differs
TABLE: list[tuple[str, str | None, str | None]] = [
    (
        '{"jsonrpc":"2.0","method":"core.prints","params":["a","b"],"id":1.5}',
        '{"jsonrpc":"2.0","result":["a","b"],"id":1.5}',
        '{"jsonrpc":"2.0","result":["a","b"],"id":1.5}',
    ),
    (
        '{"jsonrpc":"2.0","method":"core.echo","params":{"x":"a","y":5},"id":"q"}',
        '{"jsonrpc":"2.0","result":["a","5"],"id":"q"}',
        '{"jsonrpc":"2.0","result":["a","5"],"id":"q"}',
    ),
    (
        '{"jsonrpc":"2.0","method":"core.echo","id":1}',
        '{"jsonrpc":"2.0","result":[],"id":1}',
        '{"jsonrpc":"2.0","result":[],"id":1}',
    ),
    ('{"jsonrpc":"2.0","method":"t.none","id":1}', EMPTY % ',"id":1', EMPTY % ',"id":1'),
    ('{"jsonrpc":"2.0","method":"t.one","id":1}', '{"jsonrpc":"2.0","result":1,"id":1}', '{"jsonrpc":"2.0","result":1,"id":1}'),
    # Kamailio keeps only the last of several values of a command without RET_ARRAY
    (
        '{"jsonrpc":"2.0","method":"t.two","id":1}',
        '{"jsonrpc":"2.0","result":[1,"b"],"id":1}',
        '{"jsonrpc":"2.0","result":[1,"b"],"id":1}',
    ),
    (
        '{"jsonrpc":"2.0","method":"nosuch","id":1}',
        '{"jsonrpc":"2.0","error":{"code":-32601,"message":"Method Not Found","data":"command nosuch not found"},"id":1}',
        '{"jsonrpc":"2.0","error":{"code":500,"message":"Method Not Found"},"id":1}',
    ),
    (
        '{"jsonrpc":"2.0","method":"core.echp","id":1}',
        (
            '{"jsonrpc":"2.0","error":{"code":-32601,"message":"Method Not Found",'
            '"data":"command core.echp not found; did you mean core.echo?"},"id":1}'
        ),
        '{"jsonrpc":"2.0","error":{"code":500,"message":"Method Not Found"},"id":1}',
    ),
    (
        '{"jsonrpc":"2.0","method":"system.methodHelp","id":4}',
        '{"jsonrpc":"2.0","error":{"code":-32602,"message":"Invalid Parameters","data":"Method Name Expected"},"id":4}',
        '{"jsonrpc":"2.0","error":{"code":400,"message":"Method Name Expected"},"id":4}',
    ),
    (
        '{"jsonrpc":"2.0","method":"system.methodHelp","params":["nix"],"id":4}',
        '{"jsonrpc":"2.0","error":{"code":400,"message":"command not found"},"id":4}',
        '{"jsonrpc":"2.0","error":{"code":400,"message":"command not found"},"id":4}',
    ),
    ('{"jsonrpc":"2.0","method":"t.one"}', None, '{"jsonrpc":"2.0","result":1}'),
    (
        '{"jsonrpc":"2.0","method":"t.one","id":null}',
        '{"jsonrpc":"2.0","result":1,"id":null}',
        '{"jsonrpc":"2.0","result":1,"id":0}',
    ),
    ('{"jsonrpc":"1.0","method":"t.one","id":3}', INVALID % (VERSION, 3), EMPTY % ',"id":3'),
    ('{"method":"t.one","id":3}', INVALID % (VERSION, 3), EMPTY % ',"id":3'),
    ('{"jsonrpc":"2.0","id":4}', INVALID % (METHOD, 4), EMPTY % ',"id":4'),
    ('{"jsonrpc":"2.0","method":5,"id":7}', INVALID % (METHOD, 7), EMPTY % ',"id":7'),  # Kamailio 5.6.3 dies of it
    (
        '{"jsonrpc":"2.0","method":"t.one","params":"x","id":7}',
        INVALID % ("the field params must be an array or an object", 7),
        EMPTY % ',"id":7',
    ),
    (
        '{"jsonrpc":"2.0","method":"t.one","id":[1]}',
        INVALID % ("the field id must be a string, a number or null", "null"),
        EMPTY % ',"id":null',
    ),
    (
        '{"jsonrpc":"2.0","method":"t.one","id":true}',
        INVALID % ("the field id must be a string, a number or null", "null"),
        EMPTY % ',"id":null',
    ),
    (
        '{"jsonrpc":"2.0","method":"t.one","id":1,"reply_name":"../x"}',
        INVALID.replace("jsonrpc: ", "") % ("reply name '../x' is no plain name", 1),
        EMPTY % ',"id":1',
    ),
    (
        '{"jsonrpc":"2.0","method":"t.one","id":1,"store_path":5}',
        INVALID % ("the fields reply_name and store_path must be strings", 1),
        EMPTY % ',"id":1',
    ),
    ("5", INVALID % ("a request is an object", "null"), EMPTY % ""),
    ("{", PARSE % "json: expecting property name enclosed in double quotes", None),
    ("", PARSE % "json: expecting value", None),
    ('{"id":1,"id":2}', PARSE % "json: an object has one name twice", None),
    ("[]", INVALID % ("a batch of 0, 1 to 100 are allowed", "null"), EMPTY % ""),
    ("[" + ",".join("1" * 101) + "]", INVALID % ("a batch of 101, 1 to 100 are allowed", "null"), EMPTY % ""),
    (
        '[{"jsonrpc":"2.0","method":"t.one","id":1},5,{"jsonrpc":"2.0","method":"t.one"},{"jsonrpc":"2.0","method":"nix","id":2}]',
        '[{"jsonrpc":"2.0","result":1,"id":1},'
        + INVALID % ("a request is an object", "null")
        + ',{"jsonrpc":"2.0","error":{"code":-32601,"message":"Method Not Found","data":"command nix not found"},"id":2}]',
        EMPTY % "",
    ),
    ('[{"jsonrpc":"2.0","method":"t.one"}]', None, EMPTY % ""),
]


@pytest.fixture(scope="module")
def registry() -> RpcRegistry:
    def none() -> None:
        return None

    def one() -> int:
        return 1

    def two(rpc: Rpc, ctx: object) -> None:  # noqa: ARG001 - the names of the parameters are the road
        rpc.add("ds", 1, "b")

    def huge(value: str) -> float:
        return float(value)

    def echo(value: RpcValue) -> RpcValue:
        return value

    def teapot(rpc: Rpc, ctx: object) -> None:  # noqa: ARG001 - the names of the parameters are the road
        rpc.fault(418, "I'm a teapot")

    def odd(rpc: Rpc, ctx: object) -> None:  # noqa: ARG001 - the names of the parameters are the road
        rpc.fault(-7, "odd")

    made = RpcRegistry()
    register_core_cmd(made)
    made.register(*(RpcExport(f"t.{each.__name__}", each) for each in (none, one, two, huge, echo, teapot, odd)))
    return made


def _ask(registry: RpcRegistry, data: bytes, **kwargs: Any) -> JsonAnswer | None:
    sent: list[JsonAnswer] = []
    run_now(answer(data, registry, sent.append, **kwargs))
    assert len(sent) <= 1
    return sent[0] if sent else None


@pytest.mark.parametrize(("text", "strict", "kamailio"), TABLE)
def test_both_styles_answer_as_the_table_says(
    registry: RpcRegistry, text: str, strict: str | None, kamailio: str | None
) -> None:
    for style, expected in ((JsonStyle.STRICT, strict), (JsonStyle.KAMAILIO, kamailio)):
        found = _ask(registry, text.encode(), style=style)
        assert (found.body.decode() if found else None) == expected


def test_a_delayed_reply_has_no_place_in_a_batch() -> None:
    def later(rpc: Rpc, ctx: object) -> None:  # noqa: ARG001 - the names of the parameters are the road
        rpc.delayed_ctx_new()

    other = RpcRegistry()
    other.register(RpcExport("t.later", later))
    found = _ask(other, b"[" + request("t.later") + b"]")
    assert found is not None
    assert json.loads(found.body)[0]["error"]["code"] == 500
    assert _ask(other, request("t.later")) is None


def test_the_pretty_form_is_indented(registry: RpcRegistry) -> None:
    found = _ask(registry, request("t.one"), indent=True)
    assert found is not None
    assert found.body == b'{\n\t"jsonrpc": "2.0",\n\t"result": 1,\n\t"id": 1\n}'


CODES = [
    ("t.one", 200, "OK"),
    ("t.teapot", 418, "I'm a teapot"),
    ("nosuch", 500, "command nosuch not found"),
    ("t.odd", 500, "odd"),
]


@pytest.mark.parametrize(("method", "code", "text"), CODES)
def test_the_answer_has_the_status_of_an_http_reply(registry: RpcRegistry, method: str, code: int, text: str) -> None:
    found = _ask(registry, request(method))
    assert found is not None
    assert (found.code, found.text) == (code, text)


def test_a_request_that_cannot_be_read_has_the_status_400(registry: RpcRegistry) -> None:
    found = _ask(registry, b"{")
    assert found is not None
    assert (found.code, found.text, found.reply_name) == (400, "Parse Error", None)


def test_where_the_reply_goes_comes_with_it(registry: RpcRegistry) -> None:
    found = _ask(registry, request("t.one", reply_name="kamailio_receiver_4711"))
    assert found is not None
    assert (found.reply_name, found.store_path) == ("kamailio_receiver_4711", None)
    found = _ask(registry, b'{"jsonrpc":"2.0","method":"t.one","id":1,"store_path":"/tmp/x"}')
    assert found is not None
    assert found.store_path == "/tmp/x"
    found = _ask(registry, b"[" + request("t.one", reply_name="r1") + b"]")
    assert found is not None
    assert found.reply_name == "r1"


def test_a_value_that_json_cannot_hold_is_an_internal_error(registry: RpcRegistry) -> None:
    found = _ask(registry, request("t.huge", ["5"]))
    assert found is not None
    assert found.body == b'{"jsonrpc":"2.0","result":5.0,"id":1}'

    def infinite() -> float:
        return float("inf")

    other = RpcRegistry()
    other.register(RpcExport("t.infinite", infinite))
    found = _ask(other, request("t.infinite"))
    assert found is not None
    assert json.loads(found.body)["error"]["code"] == JsonError.INTERNAL_ERROR
    assert found.code == 500


def test_a_request_is_what_kamctl_sends() -> None:
    assert json.loads(request("core.echo", ["a", 5], request_id=7, reply_name="r1")) == {
        "jsonrpc": "2.0",
        "method": "core.echo",
        "params": ["a", 5],
        "reply_name": "r1",
        "id": 7,
    }


REPLIES = [
    (b'{"jsonrpc":"2.0","result":["a"],"id":1}', JsonReply(1, RpcReply(("a",), is_array=True))),
    (b'{"jsonrpc":"2.0","result":{"a":1},"id":"x"}', JsonReply("x", RpcReply(({"a": 1},)))),
    (b'{"jsonrpc":"2.0","result":null}', JsonReply(None, RpcReply((None,)))),
]


@pytest.mark.parametrize(("data", "reply"), REPLIES)
def test_a_reply_is_read(data: bytes, reply: JsonReply) -> None:
    assert decode_reply(data) == reply


def test_a_client_takes_a_reply_above_the_limits_of_a_request() -> None:
    rows: list[RpcValue] = [{"AoR": f"user{at}", "Contacts": []} for at in range(50_000)]
    body = request("x", rows).replace(b'"params"', b'"result"')
    assert len(decode_reply(body).reply.values) == 50_000


def test_an_error_is_read() -> None:
    fault = decode_reply(b'{"jsonrpc":"2.0","error":{"code":500,"message":"Method Not Found"},"id":1}').reply.fault
    assert str(fault) == "500 Method Not Found"


@pytest.mark.parametrize("data", [b"[]", b"{}", b"5", b'{"error": 5}', b'{"error": {"code": "x", "message": "y"}}', b"{"])
def test_what_is_no_reply_is_refused(data: bytes) -> None:
    with pytest.raises(CodecError):
        decode_reply(data)


@given(VALUES)
def test_any_value_goes_there_and_back(value: RpcValue) -> None:
    def echo(value: RpcValue) -> RpcValue:
        return value

    other = RpcRegistry()
    other.register(RpcExport("t.echo", echo))
    found = _ask(other, request("t.echo", [value]))
    assert found is not None
    assert json.loads(found.body)["result"] == value


@given(
    st.binary(max_size=60)
    | st.fixed_dictionaries(
        {},
        optional={
            "jsonrpc": st.sampled_from(["2.0", 2, None]),
            "method": st.sampled_from(["t.one", "core.echo", 5, None, []]),
            "params": st.sampled_from([[], {}, ["a"], 5, None, [None], [[]]]),
            "id": st.sampled_from([1, "a", None, [], {}, True, 1.5]),
            "reply_name": st.sampled_from(["a", "", "/", 5, None, "\0"]),
        },
    ).map(lambda document: json.dumps(document).encode()),
    st.sampled_from(JsonStyle),
)
def test_any_document_is_answered_with_json_or_not_at_all(data: bytes, style: JsonStyle) -> None:
    made = RpcRegistry()
    register_core_cmd(made)
    found = _ask(made, data, style=style)
    if found is not None:
        body = json.loads(found.body)
        assert ("error" in body) != ("result" in body)
        assert found.reply_name is None or "/" not in found.reply_name
