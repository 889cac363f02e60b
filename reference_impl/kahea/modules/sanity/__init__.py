"""Module sanity: what a message must be before a script deals with it, checked on demand."""

from kahea.modules.sanity import functions
from kahea.modules.sanity.exports import module

__all__ = ["functions", "module"]
