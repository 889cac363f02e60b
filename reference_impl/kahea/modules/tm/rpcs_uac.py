"""RPC commands that send requests (kamailio src/modules/tm/rpc_uac.c)."""

from collections.abc import Callable
from typing import Any

from kahea.api import engine
from kahea.api.peers.tm import UacRequest, UacResult
from kahea.api.values import Continuation, RpcFault
from kahea.modules.tm.cell import Cell
from kahea.modules.tm.own import start_own
from kahea.modules.tm.params import module
from kahea.modules.tm.state import tm_state

__all__ = ["OwnReply", "answer_own"]

_NOTHING = "."
_WAITS = ("wait", "block")


class OwnReply:
    """The request, to the driver, to go on when the request of our own has ended; the answer is a `UacResult`."""

    __slots__ = ("request",)

    def __init__(self, request: UacRequest) -> None:
        self.request = request

    def __await__(self) -> Any:  # noqa: ANN401  the type of a generator that yields itself
        return (yield self)


def answer_own(wait: OwnReply, waiting: Continuation) -> None:
    """Nothing; the request is under way, and the one who waits goes on when it has ended."""
    asked = wait.request

    def ended(result: UacResult) -> None:
        waiting.answer(result)

    request = UacRequest(
        method=asked.method, ruri=asked.ruri, headers=asked.headers, body=asked.body, next_hop=asked.next_hop,
        sock_name=asked.sock_name, no_ack=asked.no_ack, fr_ms=asked.fr_ms, fr_inv_ms=asked.fr_inv_ms, done=ended,
    )  # fmt: skip

    def started(t: Cell | None) -> None:
        if t is None:
            waiting.throw(RpcFault(500, "the request could not be sent"))

    engine().start(start_own(tm_state(), request), started)


def _bytes(text: str) -> bytes:
    return b"" if text == _NOTHING else text.encode()


def _body(text: str, *, is_hex: bool) -> bytes:
    if not is_hex:
        return text.encode()
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise RpcFault(400, "the body is not in hexadecimal digits") from None


async def _send(request: UacRequest, *, waits: bool) -> list[object]:
    """Code and reason of the final reply, or nothing when nobody waits.

    Raises:
        RpcFault: 400 for headers without From and To, 500 when it could not be sent.
    """
    names = {line.partition(b":")[0].strip().lower() for line in request.headers.splitlines()}
    if not (names & {b"from", b"f"}) or not (names & {b"to", b"t"}):
        raise RpcFault(400, "the headers must have From and To")
    if not waits:
        if await start_own(tm_state(), request) is None:
            raise RpcFault(500, "the request could not be sent")
        return []
    result: UacResult = await OwnReply(request)
    reason = result.reply.first_line.reason.decode(errors="replace") if result.reply is not None else "Request Timeout"
    return [result.code, reason]


def _command(*, waits: bool = False, is_hex: bool = False, no_ack: bool = False) -> Callable[..., Any]:
    """The function of one of the commands that differ in three switches."""

    async def send(  # noqa: PLR0917  the command's own parameters
        method: str, ruri: str, next_hop: str, socket: str, headers: str, body: str = ""
    ) -> list[object]:
        """Send a request of our own; a dot stands for what is not given, the headers must have From and To."""
        request = UacRequest(
            method=method.encode(),
            ruri=ruri.encode(),
            next_hop=_bytes(next_hop),
            sock_name=_bytes(socket),
            headers=headers.encode(),
            body=_body(body, is_hex=is_hex),
            no_ack=no_ack,
        )
        return await _send(request, waits=waits)

    return send


module.rpc("tm.t_uac_start")(_command())
module.rpc("tm.t_uac_start_hex")(_command(is_hex=True))
module.rpc("tm.t_uac_start_noack")(_command(no_ack=True))
module.rpc("tm.t_uac_start_noack_hex")(_command(no_ack=True, is_hex=True))
module.rpc("tm.t_uac_wait")(_command(waits=True))
module.rpc("tm.t_uac_wait_hex")(_command(waits=True, is_hex=True))
module.rpc("tm.t_uac_wait_noack")(_command(waits=True, no_ack=True))
module.rpc("tm.t_uac_wait_noack_hex")(_command(waits=True, no_ack=True, is_hex=True))
module.rpc("tm.t_uac_wait_block")(_command(waits=True))
module.rpc("tm.t_uac_wait_block_hex")(_command(waits=True, is_hex=True))
module.rpc("tm.t_uac_wait_block_noack")(_command(waits=True, no_ack=True))
module.rpc("tm.t_uac_wait_block_noack_hex")(_command(waits=True, no_ack=True, is_hex=True))


@module.rpc("tm.t_uac_attrs")
async def rpc_t_uac_attrs(  # noqa: PLR0917  the command's own parameters
    attrs: str, method: str, ruri: str, next_hop: str, socket: str, headers: str, body: str = ""
) -> list[object]:
    """Send a request of our own; `attrs` are mode, cbflags, rpflags, fr_timeout and fr_inv_timeout as ``name=value;...``."""
    given = dict(part.strip().partition("=")[::2] for part in attrs.split(";") if part.strip())
    mode = given.get("mode", given.get("reply", "start"))
    numbers = {name: given.get(name, "0") for name in ("rpflags", "fr_timeout", "fr_inv_timeout")}
    if mode not in ("start", *_WAITS) or not all(value.isdigit() for value in numbers.values()):
        raise RpcFault(400, f"{attrs[:80]!r}: mode is start, wait or block, and the others are numbers")
    request = UacRequest(
        method=method.encode(),
        ruri=ruri.encode(),
        next_hop=_bytes(next_hop),
        sock_name=_bytes(socket),
        headers=headers.encode(),
        body=_body(body, is_hex=bool(int(numbers["rpflags"]) & 1)),
        no_ack="noack" in given.get("cbflags", ""),
        fr_ms=int(numbers["fr_timeout"]),
        fr_inv_ms=int(numbers["fr_inv_timeout"]),
    )
    return await _send(request, waits=mode in _WAITS)
