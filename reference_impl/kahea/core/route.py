"""The compiled routing blocks by kind and name, and how a top route is run (kamailio src/core/route.c)."""

from typing import TYPE_CHECKING

from kahea.cfg.runtime import RouteFn, Routes, RunActCtx

if TYPE_CHECKING:
    from kahea.core.sip_msg import SipMsg

__all__ = ["RouteTable", "run_top_route"]


class RouteTable:
    """The routes of one engine.

    Kinds are those of the language: request_route, route, branch_route, failure_route, reply_route (every reply, before tm),
    onreply_route (of a transaction), onsend_route, event_route.  The main block of a kind has the name ``""``.
    """

    __slots__ = ("_routes",)

    def __init__(self) -> None:
        self._routes: dict[tuple[str, str], RouteFn] = {}

    def add(self, kind: str, name: str, route: RouteFn) -> None:
        """Nothing; the block is known."""
        self._routes[kind, name] = route

    def get(self, kind: str, name: str = "") -> RouteFn | None:
        """The block, None when the configuration has none such."""
        return self._routes.get((kind, name))

    def names(self, kind: str) -> tuple[str, ...]:
        """The names of the blocks of one kind, in the order of the configuration."""
        return tuple(name for known, name in self._routes if known == kind)


async def run_top_route(route: RouteFn, msg: "SipMsg", routes: Routes) -> RunActCtx:
    """How `route` ran with `msg`: its code and why it ended; the message's own run is put back behind it."""
    run, outer = RunActCtx(routes), msg.run
    msg.run = run
    try:
        run.rc = await route(msg, run)
    finally:
        msg.run = outer
    return run
