"""tmx: more functions and the variables of transactions."""

from kahea.modules.tmx import functions, precheck, pvs, stats
from kahea.modules.tmx.declaration import module

__all__ = ["functions", "module", "precheck", "pvs", "stats"]
