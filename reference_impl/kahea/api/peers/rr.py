"""What rr provides: parameters of Record-Route and the direction of requests within a dialog."""

from collections.abc import Callable
from typing import Protocol

from kahea.core.sip_msg import SipMsg

__all__ = ["RrApi"]


class RrApi(Protocol):
    """Record-Route and Route (Kamailio's ``struct rr_binds``)."""

    @property
    def has_fromtag(self) -> bool:
        """Whether our Record-Route has the tag by which `is_downstream` decides (rr's parameter append_fromtag)."""

    def add_rr_param(self, msg: SipMsg, param: bytes) -> bool:
        """Whether `param` (``;name=value``) will stand in the Record-Route of `msg`."""

    def get_route_params(self, msg: SipMsg) -> bytes:
        """The parameters of our own Route that `msg` came with, without the leading semicolon; empty without one."""

    def get_route_param(self, msg: SipMsg, name: bytes) -> bytes | None:
        """The value of the parameter `name` (lower case) of our own Route, b"" when it has none; None without the parameter."""

    def is_downstream(self, msg: SipMsg) -> bool:
        """Whether a request within a dialog goes the way the first one went."""

    def register_rrcb(self, function: Callable[[SipMsg, bytes], None]) -> None:
        """Nothing; `function(msg, params)` is called for each request that was loosely routed by our own Route."""
