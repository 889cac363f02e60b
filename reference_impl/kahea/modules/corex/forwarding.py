"""Replies forwarded at once, and branches."""

from kahea.api import Routes, SipMsg
from kahea.api.values import Q_UNSPECIFIED, Branch, forward_core_reply, main_branch, uri_text_fits
from kahea.api.values import append_branch as add_branch
from kahea.modules.corex.exports import module

__all__: list[str] = []

_MOST_Q = 1000


@module.function("forward_reply", routes=Routes.CORE_ONREPLY)
async def forward_reply(msg: SipMsg) -> int:
    """1 when the reply was forwarded at once instead of at the route's end, negative when it could not be."""
    return await forward_core_reply(msg)


def _q(text: bytes) -> int | None:
    """A q of 0 to 1000; None for text that is none."""
    whole, _, decimals = text.strip().partition(b".")
    if not (whole + decimals).isdigit() or len(decimals) > 3 or len(whole) > 1:  # noqa: PLR2004  RFC 3261: 0.xyz
        return None
    value = int(whole or b"0") * _MOST_Q + int(decimals.ljust(3, b"0"))
    return value if value <= _MOST_Q else None


@module.function("append_branch", routes=Routes.REQUEST | Routes.FAILURE)
def append_branch(msg: SipMsg, uri: bytes = b"", q: bytes = b"") -> int:
    """1; a branch to `uri`, or to the request URI without one, is in the destination set; -1 when it cannot be."""
    value = _q(q) if q else Q_UNSPECIFIED
    if value is None or (uri and not uri_text_fits(uri)):
        msg.engine.log.module("corex").err("append_branch: %r with q %r is no branch", uri[:60], q[:20])
        return -1
    branch = Branch(uri) if uri else main_branch(msg)
    branch.q = value
    return 1 if add_branch(msg, branch) else -1
