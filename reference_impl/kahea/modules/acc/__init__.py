"""Module acc: a line in the log or a row in a database for each transaction that the script wants accounted."""

from kahea.modules.acc import functions, init
from kahea.modules.acc.exports import module

__all__ = ["functions", "init", "module"]
