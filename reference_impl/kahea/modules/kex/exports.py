"""The module's exports, which its other files fill."""

from kahea.api import Module

__all__ = ["module"]

module = Module("kex")
