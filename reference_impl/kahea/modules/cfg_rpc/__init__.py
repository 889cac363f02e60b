"""Module cfg_rpc: settings that may change while the server runs, read and set through RPC."""

from kahea.modules.cfg_rpc import changes, listings  # noqa: F401  each file adds its exports to the module
from kahea.modules.cfg_rpc.exports import module

__all__ = ["module"]
