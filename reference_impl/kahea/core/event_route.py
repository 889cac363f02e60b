"""Event routes: blocks that the core and modules run when something happens (kamailio src/core/fmsg.c, route.c)."""

from typing import TYPE_CHECKING

from kahea.cfg.runtime import Routes, RunActCtx
from kahea.core.route import run_top_route

if TYPE_CHECKING:
    from kahea.core.sip_msg import SipMsg

__all__ = ["has_event_route", "run_event_route"]


def has_event_route(msg: "SipMsg", name: str) -> bool:
    """Whether the configuration has ``event_route[name]``: to be asked before a message is made for it."""
    return msg.engine.routes.get("event_route", name) is not None


async def run_event_route(msg: "SipMsg", name: str, routes: Routes = Routes.EVENT) -> RunActCtx | None:
    """How ``event_route[name]`` ran with `msg`; None when the configuration has no such block."""
    route = msg.engine.routes.get("event_route", name)
    if route is None:
        return None
    return await run_top_route(route, msg, routes)
