"""Module kex: functions that once were Kamailio's core, and the RPC commands of statistics and memory."""

from kahea.modules.kex import (  # noqa: F401  each file adds its exports to the module
    flags,
    functions,
    memory,
    statistics,
)
from kahea.modules.kex.exports import module

__all__ = ["module"]
