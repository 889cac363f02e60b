"""Module rr: Record-Route and Route, by which the requests of a dialog find their way through this server (RFC 3261 §16)."""

from kahea.modules.rr import functions, pvs
from kahea.modules.rr.exports import module

__all__ = ["functions", "module", "pvs"]
