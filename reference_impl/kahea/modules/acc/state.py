"""What the module keeps in one engine: its extras, ready to be read, and its handle on the database."""

from dataclasses import dataclass

from kahea.api.db import Db1Con
from kahea.modules.acc.attribute import Attribute
from kahea.modules.acc.exports import module

__all__ = ["acc_state"]


@dataclass(slots=True)
class AccState:
    """The engine's; set when the server starts, but for `pending`."""

    log_extra: tuple[Attribute, ...] = ()
    db_extra: tuple[Attribute, ...] = ()
    legs: tuple[Attribute, ...] = ()
    con: Db1Con | None = None
    """None without db_url: nothing is accounted in a database then."""
    pending: int = 0
    """Rows that the database has not taken yet."""


acc_state = module.state(AccState)
