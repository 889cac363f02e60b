"""Module counters: counters of the script's own, and the RPC commands of all counters."""

from kahea.modules.counters import functions, rpcs  # noqa: F401  each file adds its exports to the module
from kahea.modules.counters.exports import module

__all__ = ["module"]
