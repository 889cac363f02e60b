"""The XAVP of a contact as rows of the table ``location_attrs`` (parameter xavp_contact)."""

from collections.abc import Coroutine
from typing import Any, Final

from kahea.api import engine
from kahea.api.db import Db1Con, db_datetime, db_init, db_int, db_str
from kahea.api.peers.usrloc import Ucontact
from kahea.api.values import XavpList
from kahea.modules.usrloc import params
from kahea.modules.usrloc.rows import Rows

__all__ = ["AttrRows"]

_TEXT: Final = 0
_NUMBER: Final = 1
_SUFFIX: Final = "_attrs"


class AttrRows:
    """The table that has the name of the contacts' table and ``_attrs`` behind it; a row for each value."""

    def __init__(self, contacts: Db1Con, rows: Rows) -> None:
        self._con = db_init(params.db_url.value, engine().db)
        self._con.use_table(contacts.table + _SUFFIX)
        self._rows = rows

    def calls(self, old: Ucontact | None, new: Ucontact | None, table: str) -> list[Coroutine[Any, Any, None]]:
        """What has to be done beside a change of the contact."""
        self._con.use_table(table + _SUFFIX)
        calls = []
        if old is not None:
            calls.append(self._con.delete(["ruid"], [db_str(old.ruid)]))
        if new is not None and new.xavp is not None:
            calls += [self._insertion(new, name, value) for name, value in new.xavp if not isinstance(value, XavpList)]
        return calls

    def _insertion(self, contact: Ucontact, name: bytes, value: bytes | int) -> Coroutine[Any, Any, None]:
        user, domain = contact.aor, b""
        if self._rows.use_domain:
            user, _, domain = contact.aor.rpartition(b"@")
        is_number = isinstance(value, int)
        cells = {
            "ruid": db_str(contact.ruid),
            "username": db_str(user),
            "domain": db_str(domain),
            "aname": db_str(name),
            "atype": db_int(_NUMBER if is_number else _TEXT),
            "avalue": db_str(b"%d" % value if isinstance(value, int) else value),
            "last_modified": db_datetime(contact.last_modified),
        }
        return self._con.insert(list(cells), list(cells.values()))

    async def of(self, contact: Ucontact, table: str) -> XavpList | None:
        """The values of a contact; None without any.

        Raises:
            DbError: the database does not answer.
        """
        self._con.use_table(table + _SUFFIX)
        res = await self._con.query(["ruid"], [db_str(contact.ruid)], ["aname", "atype", "avalue"], order_by="id")
        found = XavpList()
        for name, kind, value in res.rows:
            text = value.str_val
            found.add_last(name.str_val, int(text) if kind.int_val == _NUMBER and text.lstrip(b"-").isdigit() else text)
        return found if len(found) else None
