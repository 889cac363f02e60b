"""The script's own calls, and what they gave."""

from kahea.api import PvParam, Routes, SipMsg
from kahea.api.control import JsonAnswer
from kahea.api.values import Inner
from kahea.modules.jsonrpcs.exports import module
from kahea.modules.jsonrpcs.serving import answer

__all__ = ["jsonrpc_dispatch", "jsonrpc_exec"]

_last = module.state(list[JsonAnswer])
_OK = 200


@module.function("jsonrpc_exec")
def jsonrpc_exec(msg: SipMsg, cmd: bytes) -> int:  # noqa: ARG001  every script function gets the message
    """Run the calls of a JSON document; 1 when they were answered, -1 when the answer waits for something or is a fault.

    $jsonrpl(code), $jsonrpl(text) and $jsonrpl(body) are the answer.
    """
    last = _last()
    last.clear()
    answer(cmd, last.append)
    return 1 if last and last[0].code == _OK else -1


@module.function("jsonrpc_dispatch", routes=Routes.REQUEST)
def jsonrpc_dispatch(msg: SipMsg) -> int:  # noqa: ARG001  every script function gets the message
    """Answer the HTTP request at hand; -1 for anything else, which is all there is until HTTP is served."""
    return -1


@module.pv("jsonrpl", inner=Inner.MUST)
def pv_jsonrpl(msg: SipMsg, param: PvParam) -> bytes | int | None:
    """$jsonrpl(key): code, text or body of the last answer; null before the first."""
    last = _last()
    if not last:
        return None
    reply = last[0]
    parts: dict[bytes, bytes | int] = {b"code": reply.code, b"text": reply.text.encode(), b"body": reply.body}
    return parts.get(param.name_in(msg))


@module.rpc("jsonrpc.echo")
def rpc_echo(*texts: str) -> list[str]:
    """What it was given."""
    return list(texts)
