"""The table of subscribers: whose HA1 is what."""

from collections.abc import Sequence
from dataclasses import dataclass

from kahea.api import engine
from kahea.api.db import Db1Con, DbVal, check_table_version, db_init, db_str
from kahea.api.peers.auth import Credentials
from kahea.modules.auth_db.exports import (
    DEFAULT_URL,
    calculate_ha1,
    db_url,
    domain_column,
    load_credentials,
    module,
    password_column,
    password_column_2,
    use_domain,
    user_column,
    version_table,
)

__all__ = ["Found", "find", "is_there", "open_database"]

TABLE_VERSION = 7


@dataclass(frozen=True, slots=True)
class Found:
    """A user's row: the HA1 or password, and the values of the loaded columns in their order."""

    password: bytes
    loaded: tuple[DbVal, ...]


class _Database:
    """The handle of one engine, opened at start; versions of tables are checked on first use."""

    def __init__(self) -> None:
        self.con: Db1Con | None = None
        self.checked: set[str] = set()


_database = module.state(_Database)


def open_database() -> None:
    """Nothing; the database was reached.

    Raises:
        DbError: it cannot be reached, or no module serves its URL.
    """
    if db_url.value != DEFAULT_URL:
        _database().con = db_init(db_url.value, engine().db)


async def _table(name: str) -> Db1Con:
    """The handle, `name` being the table it works on.

    Raises:
        DbError: there is no database, or the table has another version.
    """
    state = _database()
    if state.con is None:
        state.con = db_init(db_url.value, engine().db)
    if version_table.value and name not in state.checked:
        await check_table_version(state.con, name, TABLE_VERSION)
        state.checked.add(name)
    state.con.use_table(name)
    return state.con


def _key(user: bytes, domain: bytes, *, with_domain: bool) -> tuple[list[str], list[DbVal]]:
    if with_domain:
        return [user_column.value, domain_column.value], [db_str(user), db_str(domain)]
    return [user_column.value], [db_str(user)]


async def find(table: str, credentials: Credentials) -> Found | None:
    """The row of the user whose credentials these are; None when there is none.

    Raises:
        DbError: the database does not answer.
    """
    con = await _table(table)
    has_domain = bool((credentials.body.username or b"").partition(b"@")[2])
    column = password_column_2.value if has_domain and not calculate_ha1.value else password_column.value
    keys, values = _key(credentials.user, credentials.domain, with_domain=bool(use_domain.value))
    wanted: Sequence[str] = [column, *(each.column for each in load_credentials.value or ())]
    rows = await con.query(keys, values, columns=wanted)
    if not rows.rows:
        return None
    first, *rest = rows.rows[0]
    return Found(b"" if first.nul else _text(first), tuple(rest))


def _text(value: DbVal) -> bytes:
    return value.val if isinstance(value.val, bytes) else str(value.val).encode()


async def is_there(table: str, user: bytes, domain: bytes, *, with_domain: bool) -> bool:
    """Whether there is such a user.

    Raises:
        DbError: the database does not answer.
    """
    con = await _table(table)
    keys, values = _key(user, domain, with_domain=with_domain or bool(use_domain.value))
    return bool((await con.query(keys, values, columns=[user_column.value])).rows)
