"""XML-RPC (xmlrpc.com/spec.md) as Kamailio's xmlrpc module answers it: bodies of HTTP requests to bodies of replies.

A command's values: none is an empty string, one itself, several an array; with RET_ARRAY always an array.
"""

from collections.abc import Callable, Sequence

from kahea.control.call import LocalCall, RpcReply
from kahea.control.errors import CodecError, EncodeError, RpcFault
from kahea.control.limits import MAX_NAME_BYTES
from kahea.control.rpc_registry import RpcRegistry
from kahea.control.value import RpcValue
from kahea.control.xml_text import read_value, write_call, write_fault, write_response
from kahea.control.xml_tree import parse_xml

__all__ = ["answer", "decode_call", "decode_reply", "encode_reply", "request"]


def request(method: str, params: Sequence[RpcValue] = ()) -> bytes:
    """The document that calls `method`.

    Raises:
        EncodeError: a parameter has no place in the format.

    >>> decode_call(request("core.echo", ["a", 5]))
    ('core.echo', ['a', 5])
    """
    return write_call(method, params)


def decode_call(data: bytes) -> tuple[str, list[RpcValue]]:
    """The method and the parameters that a document names.

    Raises:
        CodecError: it is no XML-RPC, or crosses a limit.
    """
    root = parse_xml(data)
    if root.tag != "methodCall":
        raise root.fail("is no <methodCall>")
    parts = {kid.tag: kid for kid in root.all_of("methodName", "params")}
    if len(parts) < len(root.kids) or "methodName" not in parts or parts["methodName"].kids:
        raise root.fail("must hold one <methodName> and at most one <params>")
    method = parts["methodName"].text.strip()
    if not 0 < len(method) <= MAX_NAME_BYTES:
        raise parts["methodName"].fail(f"holds {len(method)} characters, 1 to {MAX_NAME_BYTES} are allowed")
    params = parts["params"].all_of("param") if "params" in parts else []
    return method, [read_value(param.only("value")) for param in params]


def decode_reply(data: bytes) -> RpcReply:
    """What the server answered; an array counts as that many values.

    Raises:
        CodecError: `data` is no XML-RPC, or crosses a limit.

    >>> decode_reply(write_fault(500, "Method Not Found")).fault.text
    'Method Not Found'
    """
    root = parse_xml(data, limit=False)
    if root.tag != "methodResponse":
        raise root.fail("is no <methodResponse>")
    part = root.only("params", "fault")
    if part.tag == "params":
        value = read_value(part.only("param").only("value"))
        return RpcReply(tuple(value), is_array=True) if isinstance(value, list) else RpcReply((value,))
    match read_value(part.only("value")):
        case {"faultCode": int() as code, "faultString": str() as text}:
            return RpcReply(fault=RpcFault(code, text))
    raise part.fail("holds no structure of faultCode and faultString")


def encode_reply(reply: RpcReply) -> bytes:
    """The document that brings `reply` to the caller; a fault when it cannot be written.

    >>> decode_reply(encode_reply(RpcReply(("a", 5)))).values
    ('a', 5)
    """
    try:
        if reply.fault is None:
            return write_response(_result(reply))
        return write_fault(reply.fault.code, reply.fault.text)
    except EncodeError as error:
        return write_fault(500, str(error))


async def answer(
    data: bytes,
    registry: RpcRegistry,
    send: Callable[[bytes], None],
    *,
    autoconvert: bool = False,
    lf_to_crlf: bool = False,
) -> None:
    r"""Nothing; the call in `data` has run, and `send` has got the document of its reply.

    With `autoconvert` (parameter ``xmlrpc.autoconversion``) numbers and texts are taken for each other on the context road too.
    With `lf_to_crlf` two line ends in a parameter are taken for CR LF, which XML parsers make line ends of
    (parameter ``xmlrpc.double_lf_to_crlf``).

    >>> from kahea.control.call import run_now
    >>> run_now(answer(b"<x/>", RpcRegistry(), lambda data: print(decode_reply(data).fault)))
    400 xmlrpc: <x> is no <methodCall> (offset 0)
    """
    try:
        method, params = decode_call(data)
    except CodecError as error:
        send(write_fault(400, str(error)))
        return
    if lf_to_crlf:
        params = [param.replace("\n\n", "\r\n") if isinstance(param, str) else param for param in params]
    await registry.dispatch(LocalCall(method, params, autoconvert, on_reply=lambda reply: send(encode_reply(reply))))


def _result(reply: RpcReply) -> RpcValue:
    if reply.is_array or len(reply.values) > 1:
        return reply.values
    return reply.values[0] if reply.values else ""
