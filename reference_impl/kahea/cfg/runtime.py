"""What a running route and the code compiled from it share: where it runs, what it returned, and whether it goes on."""

from enum import IntFlag
from typing import Any

__all__ = ["ANY_ROUTE", "ROUTE_MASKS", "RouteFn", "Routes", "RunActCtx", "RunFlags", "route_words"]


class Routes(IntFlag):
    """The kinds of routing blocks, with the bits of kamailio src/core/route.h; a function names those it may stand in."""

    NONE = 0
    REQUEST = 1 << 0
    FAILURE = 1 << 1
    TM_ONREPLY = 1 << 2
    BRANCH = 1 << 3
    ONSEND = 1 << 4
    ERROR = 1 << 5
    LOCAL = 1 << 6
    CORE_ONREPLY = 1 << 7
    BRANCH_FAILURE = 1 << 8
    EVENT = 1 << 9
    ONREPLY = TM_ONREPLY | CORE_ONREPLY


ANY_ROUTE = Routes(0x3FF)
"""Every kind of routing block."""

ROUTE_MASKS = {
    "request_route": Routes.REQUEST,
    "route": Routes.REQUEST,
    "failure_route": Routes.FAILURE,
    "branch_route": Routes.BRANCH,
    "onsend_route": Routes.ONSEND,
    "reply_route": Routes.CORE_ONREPLY,
    "onreply_route": Routes.TM_ONREPLY,
    "event_route": Routes.EVENT,
}
"""The bit of each kind of block; the block without a name of `onreply_route` is `reply_route`."""


def route_words(mask: Routes) -> str:
    """The kinds of blocks in `mask` as a message names them.

    >>> route_words(Routes.REQUEST | Routes.FAILURE)
    'request_route, failure_route'
    """
    return ", ".join(dict.fromkeys(_WORDS[bit] for bit in Routes if bit in mask and bit in _WORDS))


_WORDS = {
    Routes.REQUEST: "request_route", Routes.FAILURE: "failure_route", Routes.TM_ONREPLY: "onreply_route",
    Routes.BRANCH: "branch_route", Routes.ONSEND: "onsend_route", Routes.CORE_ONREPLY: "reply_route",
    Routes.BRANCH_FAILURE: "event_route[tm:branch-failure]", Routes.EVENT: "event_route",
}  # fmt: skip


class RunFlags(IntFlag):
    """Why a run of actions ended (kamailio src/core/action.h)."""

    NONE = 0
    RETURN = 1
    EXIT = 2
    DROP = 4
    BREAK = 8


_DROP = int(RunFlags.DROP)  # an enum's own operators cost each message a microsecond


class RunActCtx:
    """One run of a top route and of the routes it calls (Kamailio's ``struct run_act_ctx``); the run owns it.

    `rc` is what the last function or route returned (`$rc`), `flags` why the run ended, `depth` how many routes are open.
    """

    __slots__ = ("depth", "flags", "rc", "routes")

    def __init__(self, routes: Routes) -> None:
        self.routes = routes
        """The kind of the top route: what functions that behave differently by kind look at."""
        self.rc = 1
        self.flags = 0
        self.depth = 0

    @property
    def is_dropped(self) -> bool:
        """Whether `drop` ended the run, so that the implicit action is not done."""
        return self.flags & _DROP != 0


RouteFn = Any
"""A compiled route: ``async def route(msg, run) -> int``; the int is the route's return code, flags are set on `run`."""
