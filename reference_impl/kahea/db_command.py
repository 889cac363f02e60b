"""``kahea db create URL``: Kamailio's tables in a database, without a server."""

from importlib import import_module
from importlib.util import find_spec

from kahea.base.errors import KaheaError
from kahea.db import DbDrivers, DbUrl, db_init, run_now
from kahea.db.schema import TABLES, create_all

__all__ = ["create"]


def create(url: str) -> list[str]:
    """One line for each table that was made, and one that says how many there are.

    Raises:
        KaheaError: there is no driver for the URL, or the database refuses.
    """
    parsed = DbUrl.parse(url)
    place = f"kahea.modules.db_{parsed.scheme}"
    if find_spec(place) is None:
        raise KaheaError(f"db create {url}: no module db_{parsed.scheme} is there")
    module = import_module(place)
    drivers = DbDrivers()
    drivers.register(parsed.scheme, module.new_driver(may_create=True))
    try:
        made = run_now(create_all(db_init(url, drivers), module.DIALECT), drivers)
    finally:
        drivers.close()
    return [*(f"created {name}" for name in made), f"{len(made)} of {len(TABLES)} tables created in {url}"]
