"""Module auth_db: digest credentials whose passwords are in a database."""

from kahea.modules.auth_db import functions
from kahea.modules.auth_db.exports import module

__all__ = ["functions", "module"]
