"""Module sl: replies without a transaction."""

from kahea.modules.sl import functions
from kahea.modules.sl.exports import module
from kahea.modules.sl.statistics import register

register()

__all__ = ["functions", "module"]
