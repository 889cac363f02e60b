"""The module, which has no parameters."""

from kahea.api import Module

__all__ = ["module"]

module = Module("textopsx")
