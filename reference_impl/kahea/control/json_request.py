"""Requests of JSON-RPC: what a client writes and what a server accepts, with the two fields that are Kamailio's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kahea.control.errors import CodecError
from kahea.control.json_text import write_json
from kahea.control.limits import MAX_NAME_BYTES
from kahea.control.reply_name import check_reply_name
from kahea.control.value import RpcValue, text_of

__all__ = ["VERSION", "InvalidRequestError", "JsonId", "JsonRequest", "as_id", "read_request", "request"]

VERSION: Final = "2.0"

JsonId = str | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonRequest:
    """One call.

    Attributes:
        params: in order; the names of an object are gone.
        id: None when it is null or missing; `has_id` tells which.
        reply_name: the checked name of the FIFO for the reply, None when there is none.
        store_path: the file for the reply as the client wants it, unchecked; None when it wants none.
    """

    method: str
    params: tuple[RpcValue, ...]
    id: JsonId
    has_id: bool
    reply_name: str | None
    store_path: str | None


class InvalidRequestError(CodecError):
    """JSON that is no request.

    Attributes:
        id: of the request that it would have been; None when it is null, missing or none; `has_id` tells which.
        method: what it would have called, when nothing before the method was wrong.
    """

    def __init__(self, reason: str, document: Mapping[str, RpcValue] | None = None) -> None:
        super().__init__(reason, 0)
        fields = document or {}
        self.id = as_id(fields.get("id"))
        self.has_id = "id" in fields
        self.method = _text_or_none(fields.get("method")) if fields.get("jsonrpc") == VERSION else None


def request(method: str, params: Sequence[RpcValue] = (), *, request_id: JsonId = 1, reply_name: str | None = None) -> bytes:
    r"""The document that calls `method`, with the line end that kamctl writes behind it.

    >>> request("core.echo", ["a"], request_id=7)
    b'{"jsonrpc":"2.0","method":"core.echo","params":["a"],"id":7}\n'
    """
    document: dict[str, RpcValue] = {"jsonrpc": VERSION, "method": method}
    if params:
        document["params"] = params
    if reply_name is not None:
        document["reply_name"] = reply_name
    return write_json({**document, "id": request_id}) + b"\n"


def read_request(document: RpcValue) -> JsonRequest:
    """The call that `document` is.

    Raises:
        InvalidRequestError: it is none.

    >>> read_request({"jsonrpc": "2.0", "method": "core.echo", "params": {"x": "a"}}).params
    ('a',)
    """
    if not isinstance(document, Mapping):
        raise InvalidRequestError("jsonrpc: a request is an object")
    wrong = _wrong(document)
    if wrong is not None:
        raise InvalidRequestError(f"jsonrpc: {wrong}", document)
    params = document.get("params")
    values = params.values() if isinstance(params, Mapping) else params
    reply_name, store_path = (_text_or_none(document.get(name)) for name in ("reply_name", "store_path"))
    if reply_name is not None:
        try:
            check_reply_name(reply_name)
        except CodecError as error:
            raise InvalidRequestError(error.reason, document) from error
    return JsonRequest(
        method=text_of(document["method"]),
        params=tuple(values) if isinstance(values, Iterable) else (),
        id=as_id(document.get("id")),
        has_id="id" in document,
        reply_name=reply_name,
        store_path=store_path,
    )


def _wrong(document: Mapping[str, RpcValue]) -> str | None:
    """What makes the object no request; None when it is one."""
    method, id_ = document.get("method"), document.get("id")
    if document.get("jsonrpc") != VERSION:
        return 'the field jsonrpc must be "2.0"'
    if not isinstance(method, str) or len(method) > MAX_NAME_BYTES:
        return f"the field method must be a string of at most {MAX_NAME_BYTES} characters"
    if not isinstance(document.get("params", []), list | dict):
        return "the field params must be an array or an object"
    if id_ is not None and as_id(id_) is None:
        return "the field id must be a string, a number or null"
    if not all(isinstance(document.get(name, ""), str) for name in ("reply_name", "store_path")):
        return "the fields reply_name and store_path must be strings"
    return None


def as_id(value: RpcValue) -> JsonId:
    """`value`, when it can be an id, else None.

    >>> as_id(7), as_id("a"), as_id(True), as_id([])
    (7, 'a', None, None)
    """
    return value if isinstance(value, str | int | float) and not isinstance(value, bool) else None


def _text_or_none(value: RpcValue) -> str | None:
    return value if isinstance(value, str) else None
