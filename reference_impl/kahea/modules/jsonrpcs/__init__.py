"""Module jsonrpcs: JSON-RPC 2.0 over pipes and sockets, which kamctl and kamcli speak."""

from kahea.modules.jsonrpcs import functions, serving
from kahea.modules.jsonrpcs.exports import module

__all__ = ["functions", "module", "serving"]
