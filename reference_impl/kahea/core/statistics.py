"""The statistics of the core group (kamailio src/core/core_stats.c)."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kahea.core.engine import Engine

__all__ = ["register_core_statistics"]

_CORE = {
    "rcv_requests": "requests received",
    "rcv_replies": "replies received",
    "fwd_requests": "requests forwarded without a transaction",
    "fwd_replies": "replies forwarded",
    "drop_requests": "requests dropped before or by their route",
    "drop_replies": "replies dropped before or by their route",
    "err_requests": "requests that could not be forwarded",
    "err_replies": "replies that could not be forwarded",
    "bad_URIs_rcvd": "URIs that could not be read",
    "unsupported_methods": "requests whose method is not known",
    "bad_msg_hdr": "messages with a header that could not be read",
}


def register_core_statistics(engine: "Engine") -> None:
    """Nothing; the counters of the group ``core`` exist."""
    for name, description in _CORE.items():
        engine.counters.register("core", name, description=description)
