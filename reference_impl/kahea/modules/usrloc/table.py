"""ContactTable: one database table of contacts, and what the modes ask of it."""

from collections.abc import Coroutine, Sequence
from typing import Any

from kahea.api import engine, log
from kahea.api.db import Db1Con, Db1Res, DbCap, DbError, DbOp, check_table_version, db_init, db_int, db_str
from kahea.api.peers.usrloc import CState, Ucontact, UlChange
from kahea.modules.usrloc import params
from kahea.modules.usrloc.attrs import AttrRows
from kahea.modules.usrloc.rows import Rows

__all__ = ["ContactTable"]

LOCATION_VERSION = 9
_NEEDS = DbCap.DB_CAP_QUERY | DbCap.DB_CAP_INSERT | DbCap.DB_CAP_DELETE | DbCap.DB_CAP_UPDATE
_STREAMS = ("transport=tcp", "transport=tls", "transport=ws")
_Call = Coroutine[Any, Any, None]


class ContactTable:
    """A table of the database of parameter db_url.

    Raises:
        DbError: the database cannot be reached, or cannot do what is needed.
    """

    def __init__(self, name: str, rows: Rows) -> None:
        self.name = name
        self.rows = rows
        self.con: Db1Con = db_init(params.db_url.value, engine().db, _NEEDS)
        self.con.use_table(name)
        self.bad_rows = 0
        self.attrs = AttrRows(self.con, rows) if params.xavp_contact.value else None
        self._can_insert_update = bool(self.con.cap & DbCap.DB_CAP_INSERT_UPDATE)
        self._can_do_all_or_nothing = bool(self.con.cap & DbCap.DB_CAP_TRANSACTION)
        self._can_fetch = bool(self.con.cap & DbCap.DB_CAP_FETCH)
        self._inserts_update = bool(params.db_insert_update.value) and self._can_insert_update
        self._update_is_insert = bool(params.db_update_as_insert.value)
        self._update_inserts = bool(params.db_check_update.value) and self._can_insert_update
        self._server_id = engine().core.server_id if params.server_id_filter.value else None

    async def check_version(self) -> None:
        """Nothing, when the table is the one this module was written for.

        Raises:
            DbVersionError: it is another one.
            DbError: the database does not answer.
        """
        if params.version_table.value:
            await check_table_version(self.con, self.name, LOCATION_VERSION)

    async def commit(self, changes: Sequence[UlChange]) -> int:
        """How many of `changes`, from the first on, are in the database for good: all of them where it does transactions.

        Raises:
            DbError: none is.
        """
        if not changes:
            return 0
        if self._can_do_all_or_nothing:
            await self.con.transaction([call for change in changes for call in self._calls(change)])
            return len(changes)
        for done, change in enumerate(changes):
            if not await self._done(change, is_first=not done):
                return done
        return len(changes)

    async def _done(self, change: UlChange, *, is_first: bool) -> bool:
        """Whether one change was made; the first must be.

        Raises:
            DbError: the first was not.
        """
        try:
            for call in self._calls(change):
                await call
        except DbError as fault:
            if is_first:
                raise
            log("usrloc").err("table %s: %s", self.name, fault)
            return False
        return True

    def _calls(self, change: UlChange) -> list[_Call]:
        old, new, _ = change
        calls = [self._call(old, new)]
        if self.attrs is not None:
            calls += self.attrs.calls(old, new, self.name)
        return calls

    def _call(self, old: Ucontact | None, new: Ucontact | None) -> _Call:
        if new is None:
            assert old is not None, "a change has an old or a new contact"
            return self.con.delete(*self.rows.where(old))
        has_row = old is not None and old.state is not CState.NEW
        if old is None or not has_row or self._update_is_insert:
            insert = self.con.insert_update if self._inserts_update else self.con.insert
            return insert(*self.rows.insertion(new))
        if self._update_inserts:
            return self.con.insert_update(*self.rows.insertion(new))
        return self.con.update(*self.rows.where(old), *self.rows.update(new))

    async def of_aor(self, aor: bytes) -> list[Ucontact]:
        """The contacts of an address of record.

        Raises:
            DbError: the database does not answer.
        """
        return await self._contacts(await self.con.query(*self.rows.of_aor(aor), self.rows.names()))

    async def of_ruid(self, ruid: bytes) -> list[Ucontact]:
        """The contact of that id, in a list, which is empty when there is none.

        Raises:
            DbError: the database does not answer.
        """
        where = [self.rows.column["ruid"]], [db_str(ruid)]
        return await self._contacts(await self.con.query(*where, self.rows.names()))

    async def all(self, *, is_own: bool = False) -> list[Ucontact]:
        """Every contact of the table, fetch_rows at a time; with `is_own`, as server_id_filter wants.

        Raises:
            DbError: the database does not answer.
        """
        where = self._own() if is_own else ([], [])
        most = params.fetch_rows.value if self._can_fetch else 0
        res = await self.con.query(*where, self.rows.names(), max_rows=most)
        found = await self._contacts(res)
        while res.cursor is not None:
            res = await self.con.fetch_result(res, most)
            found += await self._contacts(res)
        return found

    def _own(self) -> tuple[list[str], list[Any]]:
        if self._server_id is None:
            return [], []
        return [self.rows.column["server_id"]], [db_int(self._server_id)]

    async def ended(self, before: int) -> list[Ucontact]:
        """The contacts that have ended before that second; those without an end have not.

        Raises:
            DbError: the database does not answer.
        """
        keys, vals, ops = self._ended(before)
        return await self._contacts(await self.con.query(keys, vals, self.rows.names(), ops=ops))

    async def delete_ended(self, before: int) -> None:
        """Nothing; the rows of contacts that have ended before that second are gone.

        Raises:
            DbError: they are not.
        """
        keys, vals, ops = self._ended(before)
        await self.con.delete(keys, vals, ops=ops)

    def _ended(self, before: int) -> tuple[list[str], list[Any], list[DbOp]]:
        expires = self.rows.column["expires"]
        keys, vals = self._own()
        return (
            [expires, expires, *keys],
            [self.rows.time(before), self.rows.time(0), *vals],
            [DbOp.OP_LT, DbOp.OP_NEQ, *[DbOp.OP_EQ] * len(keys)],
        )

    async def delete_streams(self) -> None:
        """Nothing; the rows of contacts that are reached over connections, which the last stop has ended, are gone.

        Raises:
            DbError: they are not.
        """
        for contact in await self.all(is_own=True):
            if _is_over_stream(contact):
                await self.con.delete(*self.rows.where(contact))

    async def count(self, now: int, *, is_ended: bool = False) -> list[Ucontact]:
        """The contacts that have not ended, or those that have, for the commands that count them.

        Raises:
            DbError: the database does not answer.
        """
        return [each for each in await self.all() if each.is_valid(now) is not is_ended]

    async def _contacts(self, res: Db1Res) -> list[Ucontact]:
        found = self.rows.contacts(res, self._bad)
        if self.attrs is not None:
            for each in found:
                each.xavp = await self.attrs.of(each, self.name)
        return found

    def _bad(self, reason: str) -> None:
        self.bad_rows += 1
        log("usrloc").warn("table %s: a row was left out: %s", self.name, reason)


def _is_over_stream(contact: Ucontact) -> bool:
    text = (contact.contact + b" " + contact.received).decode("latin-1").lower()
    return contact.socket.partition(b":")[0] in (b"tcp", b"tls", b"ws", b"wss") or any(each in text for each in _STREAMS)
