"""Script functions that answer requests."""

from kahea.api import Routes, SipMsg
from kahea.api.values import Q_UNSPECIFIED, Branch, main_branch, q_text
from kahea.modules.tm import params
from kahea.modules.tm.cancel import cancel_branches, reason_of_reply
from kahea.modules.tm.cell import Cell
from kahea.modules.tm.faults import Fault, reply_of
from kahea.modules.tm.forwarding import new_transaction
from kahea.modules.tm.params import module
from kahea.modules.tm.state import tm_state
from kahea.modules.tm.uas import local_reply

__all__ = ["reply_in"]

REPLY = Routes.REQUEST | Routes.ONREPLY | Routes.FAILURE | Routes.BRANCH_FAILURE
_LEAST, _MOST, _FINAL = 100, 699, 200
_REDIRECT = range(300, 400)
_FLAGS, _PATH = 1, 2


def reply_in(t: Cell, msg: SipMsg, code: int, reason: bytes, *, extra: bytes = b"", body: bytes = b"") -> int:
    """1 when the reply was sent within the transaction, -1 when it has its final one already.

    A final reply ends the branches that still wait: they are cancelled.  For a reply's message the transaction's own request is
    answered.
    """
    request = msg if msg.first_line.is_request else t.request
    if code in _REDIRECT:
        extra += _contacts(request)
    if not local_reply(t, request, code, reason, extra=extra, body=body):
        return -1
    t.delayed_error = None
    if code >= _FINAL:
        cancel_branches(t, reason_of_reply(code))
    return 1


def _contacts(msg: SipMsg) -> bytes:
    """The destination set as the Contact of a redirection, the request URI only when a route has set it."""
    branches = list(msg.branches) if msg.has("branches") else []
    if msg.new_uri is not None and msg.new_uri != msg.first_line.uri:
        branches.insert(0, main_branch(msg))
    return b"Contact: %b\r\n" % b", ".join(map(_contact, branches)) if branches else b""


def _contact(branch: Branch) -> bytes:
    """One contact; parameter rich_redirect adds the branch flags and the path."""
    rich = params.rich_redirect.value
    uri = branch.uri
    if rich & _PATH and branch.path:
        uri += (b"&" if b"?" in uri else b"?") + b"Route=" + _escaped(branch.path)
    text = b"<%b>" % uri
    if branch.q != Q_UNSPECIFIED:
        text += b";q=" + q_text(branch.q)
    return text + b";flags=%d" % branch.flags if rich & _FLAGS and branch.flags else text


def _escaped(path: bytes) -> bytes:
    """The path as it may stand in a URI's header part (RFC 3261 §19.1.1)."""
    plain = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!~*'()"
    return b"".join([bytes((byte,)) if byte in plain else b"%%%02X" % byte for byte in path])


def _checked(code: int, reason: bytes) -> tuple[int, bytes]:
    """Code and reason, or those of default_code where the code is none."""
    if _LEAST <= code <= _MOST:
        return code, reason
    return params.default_code.value, params.default_reason.value.encode()


@module.function("t_reply", routes=REPLY)
def t_reply(msg: SipMsg, code: int, reason_phrase: bytes) -> int:
    """Answer the request within its transaction."""
    t: Cell | None = msg.t
    if t is None:
        tm_state().module_log.err("t_reply(): the message has no transaction")
        return -1
    return reply_in(t, msg, *_checked(code, reason_phrase))


@module.function("t_send_reply", routes=REPLY)
def t_send_reply(msg: SipMsg, code: int, reason: bytes) -> int:
    """Answer the request, within a transaction that is made now when there is none."""
    if msg.t is None and (not msg.first_line.is_request or new_transaction(tm_state(), msg) <= 0 or msg.t is None):
        return -1
    return reply_in(msg.t, msg, *_checked(code, reason))


@module.function("t_reply_error", routes=REPLY)
def t_reply_error(msg: SipMsg) -> int:
    """Answer the request with what the last fault of relaying means."""
    t: Cell | None = msg.t
    if t is None:
        return -1
    return reply_in(t, msg, *(msg.error or reply_of(Fault.UNSPEC, is_kamailio=t.tm.conf.is_kamailio)))
