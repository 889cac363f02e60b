"""A database file for the tests, and servers that use it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

from tests.kahea.modules.registrar.phone import MODULES, config

from kahea.api.db import DbRow
from kahea.api.net import Send
from kahea.api.testing import Lab
from kahea.db import DbDrivers, DbError, DbQuery, QueryKind, db_init, run_now
from kahea.db.errors import DbStorageError
from kahea.db.schema import create_all
from kahea.modules.db_sqlite import SQLITE, SqliteDriver

DB_MODULES = 'loadmodule "db_sqlite.so"\n' + MODULES


class Shelf:
    """One file, with Kamailio's tables in it."""

    def __init__(self, folder: Path) -> None:
        self._seeds = count(1)
        self.url = f"sqlite://{folder}/location.db"
        self._drivers = DbDrivers()
        self._drivers.register("sqlite", SqliteDriver(may_create=True))
        con = db_init(self.url, self._drivers)
        run_now(create_all(con, SQLITE), self._drivers)

    def server(self, mode: int, *modparams: str, save: str = "", top: str = "", other: str | None = None) -> Lab:
        """A server that is started on the file as it is now."""
        params = (f'usrloc.db_url="{self.url}"', f"usrloc.db_mode={mode}", *modparams)
        more = {} if other is None else {"other": other}
        return Lab(top + config(*params, save=save, modules=DB_MODULES, **more), seed=next(self._seeds))

    def rows(self, *columns: str, where: str = "1=1", table: str = "location") -> list[tuple[object, ...]]:
        """The rows of a table, in the order of their ids."""
        con = db_init(self.url, self._drivers)
        sql = f"SELECT {', '.join(columns)} FROM {table} WHERE {where} ORDER BY id"
        found: Sequence[DbRow] = run_now(con.raw_query(sql), self._drivers).rows
        return [tuple(cell.val for cell in row) for row in found]

    def execute(self, sql: str) -> None:
        """Nothing; the statement was done."""
        run_now(db_init(self.url, self._drivers).raw_query(sql), self._drivers)


class Faults:
    """Stands between a server and its database: counts what is asked, and fails where it is told to.

    `is_failing(number)` is asked for each query that a serving engine makes, the first being 1; with `after`, the query is
    done before it fails, as when the answer is lost.
    """

    def __init__(self, lab: Lab, is_failing: Callable[[int], bool], *, after: bool = False) -> None:
        self.queries: list[DbQuery] = []
        self.is_failing = is_failing
        self.after = after
        self._lab = lab
        lab.engine.driver.register(DbQuery, self._answer)

    def _answer(self, query: DbQuery, waiting: object) -> None:
        self.queries.append(query)
        fails = self.is_failing(len(self.queries))
        try:
            result = None if fails and not self.after else self._lab.engine.db.execute(query)
        except DbError as fault:
            waiting.throw(fault)  # type: ignore[attr-defined]
            return
        if fails:
            waiting.throw(DbStorageError("database or disk is full", str(query.url)))  # type: ignore[attr-defined]
        else:
            waiting.answer(result)  # type: ignore[attr-defined]

    def kinds(self) -> list[QueryKind]:
        """What was asked."""
        return [query.kind for query in self.queries]


class Later:
    """A database that answers when the test says so: each query waits in a line."""

    def __init__(self, lab: Lab) -> None:
        self.line: list[tuple[DbQuery, object]] = []
        self._lab = lab
        lab.engine.driver.register(DbQuery, lambda query, waiting: self.line.append((query, waiting)))

    def answer(self) -> list[Send]:
        """What the server sends when the first query in line is answered."""
        query, waiting = self.line.pop(0)
        engine = self._lab.engine
        result = engine.db.execute(query)
        return engine.enter(self._lab.now, lambda: waiting.answer(result))  # type: ignore[attr-defined]

    def answer_all(self) -> list[Send]:
        """What the server sends until it asks nothing more."""
        sends: list[Send] = []
        while self.line:
            sends += self.answer()
        return sends
