"""Dialect: how one database writes what all of them mean."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kahea.db.key import DbKey, check_key, check_table
from kahea.db.val import DbVal

__all__ = ["Dialect", "plain_placeholder"]


def plain_placeholder(_value: DbVal) -> str:
    """The mark of a bound parameter in SQL's own form."""
    return "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One database's SQL.

    Attributes:
        name: as it stands in messages.
        quotes: what stands before and after an identifier. An identifier is a checked name, so it never contains them.
        placeholder: the mark for a bound value, which may depend on the value.
        replace: the words that begin an insertion which removes the rows in its way.
        insert_delayed: the words that begin an insertion which the database may make later.
        on_duplicate: what follows an insertion that becomes an update where a key is taken, up to the assignments.
        excluded: the value that was to be inserted, ``{}`` standing for the quoted column.
        serial: the type, with its constraints, of the column that numbers the rows.
        types: the type for each other kind of column of the schema, ``{}`` standing for its size.

    >>> Dialect(name="sqlite", quotes=("`", "`")).key("partition")
    '`partition`'
    """

    name: str
    quotes: tuple[str, str]
    placeholder: Callable[[DbVal], str] = plain_placeholder
    replace: str = "REPLACE INTO"
    insert_delayed: str = "INSERT INTO"
    on_duplicate: str = "ON CONFLICT DO UPDATE SET"
    excluded: str = "excluded.{}"
    serial: str = ""
    types: Mapping[str, str] = field(default_factory=dict)

    def key(self, key: DbKey) -> str:
        """The column's name, checked and quoted.

        Raises:
            DbNameError: it is none.
        """
        left, right = self.quotes
        return f"{left}{check_key(key)}{right}"

    def table(self, table: str) -> str:
        """The table's name, checked and quoted.

        Raises:
            DbNameError: it is none.
        """
        left, right = self.quotes
        return ".".join(f"{left}{word}{right}" for word in check_table(table))
