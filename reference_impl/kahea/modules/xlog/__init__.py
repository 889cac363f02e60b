"""Module xlog: lines of the log written by the script, with variables in them."""

from kahea.modules.xlog import colours, functions  # noqa: F401  each file adds its exports to the module
from kahea.modules.xlog.exports import module

__all__ = ["module"]
