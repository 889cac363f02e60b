"""The module and its parameters."""

from kahea.api import Module

__all__ = ["bind_tm", "default_code", "default_reason", "module", "rich_redirect"]

module = Module("sl")
default_code = module.param("default_code", default=500, low=300, high=699, doc="the code of a reply that was given none")
default_reason = module.param("default_reason", default="Internal Server Error", doc="the reason that goes with default_code")
bind_tm = module.param("bind_tm", default=1, low=0, high=1, doc="whether replies go through the transaction where there is one")
rich_redirect = module.param(
    "rich_redirect", default=0, low=0, high=3, doc="what a 3xx tells of each branch: 1 its q, 2 the headers in its URI"
)
module.param(
    "event_callback_fl_ack", default="", has_effect=False, doc="the scripting engine's function for an ACK to a reply of ours"
)
module.param(
    "event_callback_lres_sent", default="", has_effect=False, doc="the scripting engine's function for a reply that was sent"
)
