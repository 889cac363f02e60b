"""The Contact of a redirection: where else the request could go (RFC 3261 §8.1.3.4)."""

from kahea.api import SipMsg
from kahea.api.values import Q_UNSPECIFIED, Branch, main_branch, q_text
from kahea.modules.sl.exports import rich_redirect

__all__ = ["contact_line"]

_WITH_Q, _WITH_HEADERS = 1, 2


def contact_line(msg: SipMsg) -> bytes:
    """The header line with the destination set, the request URI first where a route has set one; empty without any."""
    branches = [*([main_branch(msg)] if msg.new_uri is not None else []), *(msg.branches if msg.has("branches") else ())]
    if not branches:
        return b""
    return b"Contact: " + b", ".join(_contact(branch) for branch in branches) + b"\r\n"


def _contact(branch: Branch) -> bytes:
    rich = rich_redirect.value
    uri = branch.uri if rich & _WITH_HEADERS else branch.uri.partition(b"?")[0]
    if rich & _WITH_Q and branch.q != Q_UNSPECIFIED:
        return b"<%b>;q=%b" % (uri, q_text(branch.q))
    return b"<%b>" % uri
