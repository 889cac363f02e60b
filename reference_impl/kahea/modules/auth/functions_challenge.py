"""The script functions that challenge."""

from kahea.api import Routes, SipMsg, peer
from kahea.api.peers.sl import SlApi
from kahea.api.values import add_lump_rpl, unlink_lump_rpl
from kahea.modules.auth.algorithm import Algorithm
from kahea.modules.auth.challenge import ANSWER_LATER, challenge_lines
from kahea.modules.auth.codes import AuthCode
from kahea.modules.auth.exports import algorithm, force_stateless_reply, module

__all__ = ["auth_algorithm", "auth_challenge", "proxy_challenge", "www_challenge"]

_ROUTES = Routes.REQUEST | Routes.FAILURE | Routes.ONREPLY
_UNAUTHORIZED = (401, b"Unauthorized")
_PROXY = (407, b"Proxy Authentication Required")


async def challenge(msg: SipMsg, realm: bytes, flags: int, algorithms: bytes, *, is_proxy: bool) -> int:
    """1 when the reply with the challenge was sent, -1 when it cannot be made."""
    if not realm:
        return AuthCode.ERROR
    try:
        lines = challenge_lines(msg, realm, flags, algorithms, is_proxy=is_proxy)
    except ValueError:
        return AuthCode.ERROR
    replies = peer(SlApi)
    if replies is None:
        return AuthCode.ERROR
    code, reason = _PROXY if is_proxy else _UNAUTHORIZED
    lump = add_lump_rpl(msg, lines)
    try:
        send = replies.send_stateless if force_stateless_reply.value else replies.send_reply
        if await send(msg, code, reason):
            return AuthCode.OK
        return AuthCode.ERROR if flags & ANSWER_LATER else await _failed(msg, replies)
    finally:
        unlink_lump_rpl(msg, lump)


async def _failed(msg: SipMsg, replies: SlApi) -> int:
    """The challenge could not be sent: 500 is tried in its place."""
    await replies.send_stateless(msg, 500, b"Internal Server Error")
    return AuthCode.ERROR


@module.function("www_challenge", routes=_ROUTES)
async def www_challenge(msg: SipMsg, realm: bytes, flags: int, algorithms: bytes = b"") -> int:
    """Send 401 with a challenge for `realm`; flags: 1 qop auth, 2 qop auth-int, 4 no 500 on a fault, 16 stale."""
    return await challenge(msg, realm, flags, algorithms, is_proxy=False)


@module.function("proxy_challenge", routes=_ROUTES)
async def proxy_challenge(msg: SipMsg, realm: bytes, flags: int, algorithms: bytes = b"") -> int:
    """Send 407 with a challenge for `realm`; flags as for www_challenge."""
    return await challenge(msg, realm, flags, algorithms, is_proxy=True)


@module.function("auth_challenge", routes=_ROUTES)
async def auth_challenge(msg: SipMsg, realm: bytes, flags: int, algorithms: bytes = b"") -> int:
    """Challenge a REGISTER as a server does, with 401, and any other request as a proxy does, with 407."""
    is_proxy = msg.first_line.method != b"REGISTER"
    return await challenge(msg, realm, flags, algorithms, is_proxy=is_proxy)


@module.function("auth_algorithm", routes=Routes.REQUEST)
def auth_algorithm(msg: SipMsg, name: bytes) -> int:
    """Challenge with another algorithm from now on; -1 for a name that is none."""
    try:
        wanted = Algorithm.of(name)
    except ValueError:
        return AuthCode.ERROR
    msg.engine.modules.values[module.name, algorithm.name] = wanted
    return AuthCode.OK
