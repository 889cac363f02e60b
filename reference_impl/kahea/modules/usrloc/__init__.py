"""Module usrloc: where users are."""

from kahea.modules.usrloc import init, keepalive, mis, rpcs, timers
from kahea.modules.usrloc.params import module

__all__ = ["init", "keepalive", "mis", "module", "rpcs", "timers"]
