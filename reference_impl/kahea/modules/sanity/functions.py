"""The script functions."""

from kahea.api import Routes, SipMsg, log, peer
from kahea.api.peers.sl import SlApi
from kahea.api.values import SipParseError, add_lump_rpl, unlink_lump_rpl
from kahea.modules.sanity.checks import CHECKS
from kahea.modules.sanity.errors import SanityError
from kahea.modules.sanity.exports import (
    MOST_CHECKS,
    MOST_URI_CHECKS,
    autodrop,
    default_checks,
    default_uri_checks,
    module,
    noreply,
)

__all__ = ["sanity_check", "sanity_reply"]

_ROUTES = Routes.REQUEST | Routes.ONREPLY
_FOUND = "sanity"
_UNKNOWN = SanityError(500, "Server Sanity Failure")


def _first_fault(msg: SipMsg, checks: int, uris: int) -> SanityError | None:
    """What the first check that fails has found; a header line without a name fails every check that meets it."""
    try:
        for bit, check in CHECKS:
            if checks & bit:
                check(msg, uris)
    except SanityError as fault:
        return fault
    except SipParseError:
        return SanityError(400, "Bad Headers")
    return None


async def _reply(msg: SipMsg, fault: SanityError) -> bool:
    replies = peer(SlApi)
    if replies is None or not msg.is_request or msg.first_line.method == b"ACK":
        return False
    lump = add_lump_rpl(msg, fault.headers) if fault.headers else None
    try:
        return await replies.send_reply(msg, fault.code, fault.reason.encode())
    finally:
        if lump is not None:
            unlink_lump_rpl(msg, lump)


@module.function("sanity_check", routes=_ROUTES)
async def sanity_check(msg: SipMsg, msg_checks: int | None = None, uri_checks: int | None = None) -> int:
    """1 when all checks pass; else the request is answered, and the script ends (0) or goes on (-1), as autodrop says."""
    checks = default_checks.value if msg_checks is None else msg_checks
    uris = default_uri_checks.value if uri_checks is None else uri_checks
    if not 0 < checks <= MOST_CHECKS or not 0 < uris <= MOST_URI_CHECKS:
        log("sanity").err("sanity_check(): %d, %d are not in 1..%d, 1..%d", checks, uris, MOST_CHECKS, MOST_URI_CHECKS)
        return -1
    fault = _first_fault(msg, checks, uris)
    if fault is None:
        return 1
    log("sanity").warn("a message is refused: %s", fault)
    if noreply.value:
        msg.attached[_FOUND] = fault
    else:
        await _reply(msg, fault)
    return 0 if autodrop.value else -1


@module.function("sanity_reply", routes=_ROUTES)
async def sanity_reply(msg: SipMsg) -> int:
    """Send the reply that sanity_check() has kept back, 500 without one; -1 unless noreply is 1."""
    if not noreply.value:
        return -1
    fault = msg.attached.get(_FOUND, _UNKNOWN)
    return 1 if await _reply(msg, fault) else -1
