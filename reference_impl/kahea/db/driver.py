"""Db1Driver and DbDrivers: who answers queries, found by the scheme of the URL (kamailio src/lib/srdb1/db.c db_bind_mod())."""

from typing import Protocol

from kahea.base.near_miss import did_you_mean
from kahea.db.cap import DbCap
from kahea.db.errors import DbSchemeError
from kahea.db.query import DbQuery
from kahea.db.res import Db1Res
from kahea.db.url import DbUrl

__all__ = ["Db1Driver", "DbDrivers"]


class Db1Driver(Protocol):
    """One kind of database; a module ``db_*`` is one. It lives at the edge: it may open files and sockets."""

    @property
    def name(self) -> str:
        """The driver's module, for messages: ``db_sqlite``."""

    @property
    def cap(self) -> DbCap:
        """What it can do."""

    def open(self, url: DbUrl) -> None:
        """Nothing; the database can be reached, which was tried.

        Raises:
            DbError: it cannot; the message says why.
        """

    def execute(self, query: DbQuery) -> Db1Res:
        """The answer; a connection that was lost is made anew first.

        Raises:
            DbError: there is no answer. Nothing was changed then, or the error is the database's own doubt.
        """

    def close(self) -> None:
        """Nothing; every connection is closed. A later query opens its own again."""


class DbDrivers:
    """The drivers of one engine by scheme, in the order of registration; the engine owns it."""

    def __init__(self) -> None:
        self._drivers: dict[str, Db1Driver] = {}

    def register(self, scheme: str, driver: Db1Driver) -> None:
        """Nothing; URLs that begin with ``scheme://`` are answered by `driver`.

        Raises:
            DbSchemeError: the scheme has a driver already.
        """
        if scheme in self._drivers:
            raise DbSchemeError(f"scheme {scheme} has a driver already, {self._drivers[scheme].name}")
        self._drivers[scheme] = driver

    def bind(self, url: DbUrl) -> Db1Driver:
        """The driver of `url` (Kamailio's db_bind_mod()).

        Raises:
            DbSchemeError: no module that was loaded has one; the message names the module, and a scheme that is near.
        """
        found = self._drivers.get(url.scheme)
        if found is None:
            guess = did_you_mean(url.scheme, self._drivers)
            raise DbSchemeError(f"no driver for {url.scheme}://; is module db_{url.scheme} loaded{guess or '?'}", str(url))
        return found

    def execute(self, query: DbQuery) -> Db1Res:
        """The answer of the driver that `query`'s URL belongs to.

        Raises:
            DbError: as `bind` and `Db1Driver.execute`.
        """
        return self.bind(query.url).execute(query)

    def close(self) -> None:
        """Nothing; every driver has closed its connections."""
        for driver in self._drivers.values():
            driver.close()

    def schemes(self) -> tuple[str, ...]:
        """Every scheme that has a driver."""
        return tuple(self._drivers)
