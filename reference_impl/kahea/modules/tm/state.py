"""The transactions of the engine at work."""

from kahea.modules.tm.params import module
from kahea.modules.tm.replies import branch_event
from kahea.modules.tm.table import Tm

__all__ = ["tm_state"]

tm_state = module.state(lambda: Tm(branch_event))
"""The transactions of the engine at work."""
