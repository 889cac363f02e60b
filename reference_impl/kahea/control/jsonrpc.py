"""JSON-RPC 2.0 (jsonrpc.org/specification) as Kamailio's jsonrpcs speaks it, over FIFO, datagram, TCP or HTTP.

A request may carry two fields of Kamailio's: ``reply_name``, the FIFO for the reply, and ``store_path``, a file for it.
Parameters may be an array or an object; of an object the order counts and not the names.

Where Kamailio departs from the specification there are two styles:

    request                     strict                        kamailio
    no JSON                     error -32700                  no reply
    another version, no method  error -32600                  an empty result
    params that are a scalar    error -32600                  an empty result
    a batch                     a reply to each               an empty result
    no id                       runs, no reply                runs, a reply without id
    unknown method              error -32601                  error 500 "Method Not Found"
    parameters that do not fit  error -32602, the fault as    error 400 and the fault's text
                                ``data``
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from kahea.control.call import LocalCall, RpcReply
from kahea.control.errors import BadParams, CodecError, EncodeError, RpcFault, UnknownCommand
from kahea.control.json_request import VERSION, InvalidRequestError, JsonId, JsonRequest, as_id, read_request, request
from kahea.control.json_text import read_json, write_json
from kahea.control.limits import MAX_JSON_BATCH
from kahea.control.rpc_export import RET_ARRAY
from kahea.control.rpc_registry import RpcRegistry
from kahea.control.value import RpcValue

__all__ = ["JsonAnswer", "JsonError", "JsonReply", "JsonStyle", "answer", "decode_reply", "request"]

_HTTP_CODES: Final = range(200, 700)
_TOO_LATE: Final = RpcReply(fault=RpcFault(500, "the command replies later, and a batch has one reply"))


class JsonStyle(StrEnum):
    """Whose verdicts are given; see the table above."""

    STRICT = "strict"
    KAMAILIO = "kamailio"


class JsonError(IntEnum):
    """The codes that the specification reserves; Kamailio's texts for them are `text`."""

    PARSE_ERROR = -32700
    INVALID_REQUEST = -32600
    METHOD_NOT_FOUND = -32601
    INVALID_PARAMETERS = -32602
    INTERNAL_ERROR = -32603
    EXECUTION_ERROR = -32000

    @property
    def text(self) -> str:
        """The fixed message of the code.

        >>> JsonError.METHOD_NOT_FOUND.text
        'Method Not Found'
        """
        return self.name.replace("_", " ").title()


@dataclass(frozen=True, slots=True)
class JsonAnswer:
    """What goes back for one document.

    Attributes:
        body: the document of the reply.
        code: the status of an HTTP reply and ``$jsonrpl(code)``: 200, or the fault's.
        text: its reason and ``$jsonrpl(text)``.
        reply_name: the FIFO for the reply, a checked name; None when the request names none.
        store_path: the file for the reply as the client wants it, unchecked; None when it wants none.
    """

    body: bytes
    code: int = 200
    text: str = "OK"
    reply_name: str | None = None
    store_path: str | None = None


@dataclass(frozen=True, slots=True)
class JsonReply:
    """A reply as a client sees it: a result that is an array counts as that many values."""

    id: JsonId
    reply: RpcReply


def decode_reply(data: bytes) -> JsonReply:
    """The reply in `data`.

    Raises:
        CodecError: it is no JSON, or no reply of JSON-RPC.

    >>> decode_reply(b'{"jsonrpc": "2.0", "result": ["a"], "id": 7}').reply.values
    ('a',)
    """
    document = read_json(data, limit=False)
    id_ = as_id(document.get("id")) if isinstance(document, Mapping) else None
    match document:
        case {"error": {"code": int() as code, "message": str() as text}}:
            return JsonReply(id_, RpcReply(fault=RpcFault(code, text)))
        case {"result": list() as values}:
            return JsonReply(id_, RpcReply(tuple(values), is_array=True))
        case {"result": value}:
            return JsonReply(id_, RpcReply((value,)))
    raise CodecError("jsonrpc: a document with neither a result nor an error", 0)


async def answer(
    data: bytes,
    registry: RpcRegistry,
    send: Callable[[JsonAnswer], None],
    *,
    style: JsonStyle = JsonStyle.STRICT,
    indent: bool = False,
) -> None:
    """Nothing; the calls in `data` have run, and `send` has got the answer, if there is one to give.

    >>> from kahea.control.call import run_now
    >>> run_now(answer(request("nosuch"), RpcRegistry(), lambda answer: print(answer.body.decode())))
    {"jsonrpc":"2.0","error":{"code":-32601,"message":"Method Not Found","data":"command nosuch not found"},"id":1}
    """
    server = _Server(registry, style, indent)
    try:
        document = read_json(data)
        if isinstance(document, list) and style is JsonStyle.STRICT:
            await server.batch(document, send)
        else:
            await server.single(document, send)
    except InvalidRequestError as error:
        send(server.refuse_request(error))
    except CodecError as error:
        if style is JsonStyle.STRICT:
            send(server.refuse(JsonError.PARSE_ERROR, error.reason, None))


@dataclass(frozen=True, slots=True)
class _Server:
    """What is the same for all calls of one document."""

    registry: RpcRegistry
    style: JsonStyle
    indent: bool

    async def single(self, document: RpcValue, send: Callable[[JsonAnswer], None]) -> None:
        request = read_request(document)

        def on_reply(reply: RpcReply) -> None:
            if request.has_id or self.style is JsonStyle.KAMAILIO:
                send(self.write(self.body_of(reply, request), reply.fault, request))

        call = LocalCall(request.method, request.params, on_reply=on_reply)
        await self.registry.dispatch(call)

    async def batch(self, documents: list[RpcValue], send: Callable[[JsonAnswer], None]) -> None:
        if not 0 < len(documents) <= MAX_JSON_BATCH:
            raise InvalidRequestError(f"jsonrpc: a batch of {len(documents)}, 1 to {MAX_JSON_BATCH} are allowed")
        bodies: list[RpcValue] = []
        names: list[str] = []
        for document in documents:
            try:
                request = read_request(document)
            except InvalidRequestError as error:
                bodies.append(_error_body(JsonError.INVALID_REQUEST, error.reason, error.id))
                continue
            call = LocalCall(request.method, request.params)
            await self.registry.dispatch(call)
            names += [request.reply_name] if request.reply_name else []
            if request.has_id:
                bodies.append(self.body_of(call.answer or _TOO_LATE, request))
        if bodies:
            send(JsonAnswer(write_json(bodies, indent=self.indent), reply_name=names[0] if names else None))

    def body_of(self, reply: RpcReply, request: JsonRequest) -> dict[str, RpcValue]:
        body: dict[str, RpcValue] = {"jsonrpc": VERSION}
        if reply.fault is None:
            body["result"] = _result(reply)
        else:
            body["error"] = _error(reply.fault, self.style)
        if request.has_id:
            body["id"] = 0 if request.id is None and self.style is JsonStyle.KAMAILIO else request.id
        return body

    def write(self, body: dict[str, RpcValue], fault: RpcFault | None, request: JsonRequest) -> JsonAnswer:
        code, text = (200, "OK") if fault is None else (fault.code, fault.text)
        try:
            data = write_json(body, indent=self.indent)
        except EncodeError as error:
            code, text = 500, str(error)
            data = write_json(_error_body(JsonError.INTERNAL_ERROR, text, request.id), indent=self.indent)
        return JsonAnswer(data, code if code in _HTTP_CODES else 500, text, request.reply_name, request.store_path)

    def refuse_request(self, error: InvalidRequestError) -> JsonAnswer:
        if self.style is JsonStyle.STRICT:
            return self.refuse(JsonError.INVALID_REQUEST, error.reason, error.id)
        is_array = error.method in self.registry and RET_ARRAY in self.registry.lookup(error.method or "").flags
        empty: dict[str, RpcValue] = {"jsonrpc": VERSION, "result": _result(RpcReply((), is_array))}
        return JsonAnswer(write_json({**empty, "id": error.id} if error.has_id else empty, indent=self.indent))

    def refuse(self, code: JsonError, reason: str, id_: JsonId) -> JsonAnswer:
        return JsonAnswer(write_json(_error_body(code, reason, id_), indent=self.indent), 400, code.text)


def _result(reply: RpcReply) -> RpcValue:
    """Kamailio src/modules/jsonrpcs jsonrpc_send(): nothing is an empty object, one value itself, several an array."""
    if reply.is_array or len(reply.values) > 1:
        return reply.values
    return reply.values[0] if reply.values else {}


def _error(fault: RpcFault, style: JsonStyle) -> dict[str, RpcValue]:
    if isinstance(fault, UnknownCommand):
        if style is JsonStyle.KAMAILIO:
            return {"code": fault.code, "message": JsonError.METHOD_NOT_FOUND.text}
        return _error_of(JsonError.METHOD_NOT_FOUND, fault.text + fault.near)
    if isinstance(fault, BadParams) and style is JsonStyle.STRICT:
        return _error_of(JsonError.INVALID_PARAMETERS, fault.text)
    return {"code": fault.code, "message": fault.text}


def _error_of(code: JsonError, data: str) -> dict[str, RpcValue]:
    return {"code": int(code), "message": code.text, "data": data}


def _error_body(code: JsonError, data: str, id_: JsonId) -> dict[str, RpcValue]:
    return {"jsonrpc": VERSION, "error": _error_of(code, data), "id": id_}
