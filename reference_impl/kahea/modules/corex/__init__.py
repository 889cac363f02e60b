"""Module corex: functions, variables and RPC commands of the core that not every configuration needs."""

from kahea.modules.corex import (  # noqa: F401  each file adds its exports to the module
    files,
    flags,
    forwarding,
    pvs,
    rpcs,
    sending,
    sock_transformations,
    sockets,
    via,
)
from kahea.modules.corex.exports import module

__all__ = ["module"]
