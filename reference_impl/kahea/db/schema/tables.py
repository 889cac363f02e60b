"""TABLES: Kamailio's tables with their versions, ``version`` first; those of Kamailio's next release where it differs from 5.6.

Kamailio 5.6 has acc_cdrs 2 with the same columns, uacreg 5 without contact_user, and shorter strings in htable.
"""

from typing import Final

from kahea.base.near_miss import did_you_mean
from kahea.db.errors import DbNameError
from kahea.db.schema.accounts import ACCOUNTS
from kahea.db.schema.calls import CALLS
from kahea.db.schema.location import LOCATION
from kahea.db.schema.presence import PRESENCE
from kahea.db.schema.routing import ROUTING
from kahea.db.schema.table import Table

__all__ = ["TABLES", "table_named"]

TABLES: Final[tuple[Table, ...]] = (*ACCOUNTS, *LOCATION, *ROUTING, *PRESENCE, *CALLS)

_BY_NAME: Final = {table.name: table for table in TABLES}


def table_named(name: str) -> Table:
    """The table of that name.

    Raises:
        DbNameError: there is none; the message names one that is near.

    >>> table_named("subscriber").version
    7
    """
    if name not in _BY_NAME:
        raise DbNameError(f"no table {name} in the schema{did_you_mean(name, _BY_NAME)}")
    return _BY_NAME[name]
