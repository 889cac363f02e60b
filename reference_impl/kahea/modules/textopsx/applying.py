"""Changes made at once, and a message whose bytes are given by the script."""

from kahea.api import RouteName, Routes, SipMsg
from kahea.api.values import ApplyError, SipParseError, apply_changes, run_top_route, set_buffer
from kahea.modules.textopsx.exports import module

__all__ = ["msg_apply_changes", "msg_changed_route", "msg_set_buffer"]

_STOP = 0


def _may_change(msg: SipMsg) -> bool:
    """Whether the bytes of `msg` may be replaced here: in request_route, and in reply_route before tm has the reply."""
    run = msg.run
    return run is None or bool(run.routes & (Routes.REQUEST | Routes.CORE_ONREPLY))


@module.function("msg_apply_changes", routes=Routes.REQUEST | Routes.ONREPLY)
def msg_apply_changes(msg: SipMsg) -> int:
    """1 when the changes noted so far are made; -1 when they cannot be made here or now; 0 when they leave no message."""
    log = msg.engine.log.module("textopsx")
    if not _may_change(msg):
        log.err("msg_apply_changes() is for request_route and for reply_route")
        return -1
    try:
        apply_changes(msg)
    except ApplyError as fault:
        log.err("%s", fault)
        return -1
    except SipParseError as fault:
        log.err("the changes leave no message: %s", fault)
        return _STOP
    return 1


@module.function("msg_set_buffer", routes=Routes.REQUEST | Routes.ONREPLY)
def msg_set_buffer(msg: SipMsg, data: bytes) -> int:
    """1 when `data` is the message from now on; -1 when it is none, or may not be replaced here."""
    log = msg.engine.log.module("textopsx")
    if not _may_change(msg):
        log.err("msg_set_buffer() is for request_route and for reply_route")
        return -1
    try:
        set_buffer(msg, data)
    except SipParseError as fault:
        log.err("the text is no message: %s", fault)
        return -1
    return 1


@module.function("msg_changed_route")
async def msg_changed_route(msg: SipMsg, rname: RouteName) -> int:
    """1 when the route of that name has run with a copy of the message that has the changes made; -1 when it could not.

    ``event_route[rname]`` is taken before ``route[rname]``.  The message itself is as it was afterwards.
    """
    routes = msg.engine.routes
    route = routes.get("event_route", rname) or routes.get("route", rname)
    if route is None:
        msg.engine.log.module("textopsx").err("there is no route %r", rname)
        return -1
    changed = msg.clone()
    try:
        apply_changes(changed)
    except (ApplyError, SipParseError) as fault:
        msg.engine.log.module("textopsx").err("%s", fault)
        return -1
    await run_top_route(route, changed, Routes.EVENT)
    return 1
