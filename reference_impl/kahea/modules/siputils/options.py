"""The reply to an OPTIONS that asks this server itself what it can do (RFC 3261 §11.2)."""

from kahea.api import Routes, SipMsg, log, peer
from kahea.api.peers.sl import SlApi
from kahea.api.values import add_lump_rpl, unlink_lump_rpl
from kahea.modules.siputils.exports import (
    module,
    options_accept,
    options_accept_encoding,
    options_accept_language,
    options_support,
)

__all__ = ["options_reply"]

_HEADERS = (
    (b"Accept", options_accept),
    (b"Accept-Encoding", options_accept_encoding),
    (b"Accept-Language", options_accept_language),
    (b"Supported", options_support),
)


@module.function("options_reply", routes=Routes.REQUEST)
async def options_reply(msg: SipMsg) -> int:
    """Answer 200 with what the parameters say; -1, and nothing is sent, for another request or one with a user in its URI."""
    uri = msg.ruri_or_none
    replies = peer(SlApi)
    if replies is None:
        log("siputils").err("options_reply() needs a module that sends replies: load sl")
        return -1
    if msg.first_line.method != b"OPTIONS" or uri is None or uri.user:
        log("siputils").err("options_reply() is for an OPTIONS without a user in its URI")
        return -1
    lump = add_lump_rpl(msg, b"".join([b"%b: %b\r\n" % (name, param.value.encode()) for name, param in _HEADERS]))
    try:
        return 1 if await replies.send_reply(msg, 200, b"OK") else -1
    finally:
        unlink_lump_rpl(msg, lump)
