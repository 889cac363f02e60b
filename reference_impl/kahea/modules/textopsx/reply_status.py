"""Another status for a reply that is passed on."""

from kahea.api import Routes, SipMsg
from kahea.modules.textopsx.exports import module

__all__ = ["change_reply_status", "change_reply_status_code"]

_LOWEST, _HIGHEST, _FAILURES = 100, 699, 300


def _change(msg: SipMsg, code: int, reason: bytes) -> int:
    """1 when the reply leaves with that status; -1 when the code is none, or of a class that may not take its place."""
    status = msg.first_line.status
    if not _LOWEST <= code <= _HIGHEST or not reason or b"\r" in reason or b"\n" in reason:
        return -1
    if min(code, status) < _FAILURES and code // 100 != status // 100:
        msg.engine.log.module("textopsx").err("a reply %d cannot become %d: only failures change their class", status, code)
        return -1
    msg.reply_status = (code, reason)
    return 1


@module.function("change_reply_status", routes=Routes.ONREPLY)
def change_reply_status(msg: SipMsg, code: int, reason: bytes) -> int:
    """1 when the reply leaves with that code and reason; -1 when it may not, or `msg` is no reply."""
    return _change(msg, code, reason) if not msg.is_request else -1


@module.function("change_reply_status_code", routes=Routes.ONREPLY)
def change_reply_status_code(msg: SipMsg, vcode: int) -> int:
    """As change_reply_status(), with the reason that the reply has."""
    if msg.is_request:
        return -1
    return _change(msg, vcode, msg.reply_status[1] if msg.reply_status is not None else msg.first_line.reason)
