"""Module ctl: BINRPC over sockets, which kamcmd speaks."""

from kahea.modules.ctl import rpcs, serving
from kahea.modules.ctl.exports import module

__all__ = ["module", "rpcs", "serving"]
