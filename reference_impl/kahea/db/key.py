"""DbKey: the names of tables and columns, the only text of a caller that becomes part of an SQL statement.

Kamailio prints the names as they stand in modparam(); here they are held to a grammar, so that a statement can never be made of
them. ::

    name     = [A-Za-z_] [A-Za-z0-9_]{0,63}
    table    = [ name "." ] name
    order_by = column *( "," column ) ; column = name [ "asc" / "desc" ]
"""

import re
from typing import Final

from kahea.base.strutils import quote
from kahea.db.errors import DbNameError

__all__ = ["MAX_NAME", "DbKey", "check_key", "check_order_by", "check_table"]

DbKey = str

MAX_NAME: Final = 64
"""MySQL's bound, the highest that all servers keep but PostgreSQL, whose 63 nobody reaches."""

_NAME: Final = re.compile(rf"[A-Za-z_][A-Za-z0-9_]{{0,{MAX_NAME - 1}}}")
_DIRECTIONS: Final = {"": "", "asc": " ASC", "desc": " DESC"}


def check_key(key: str) -> DbKey:
    """`key`, when it can be the name of a column.

    Raises:
        DbNameError: it cannot.

    >>> check_key("id; drop table acc")
    Traceback (most recent call last):
    kahea.db.errors.DbNameError: 'id; drop table acc' is no name of a column: letters, digits and '_', at most 64
    """
    if _NAME.fullmatch(key) is None:
        raise DbNameError(f"{_shown(key)} is no name of a column: letters, digits and '_', at most {MAX_NAME}")
    return key


def check_table(table: str) -> tuple[str, ...]:
    """The words of a table's name, a schema first if it has one.

    Raises:
        DbNameError: it cannot be the name of a table.

    >>> check_table("public.location")
    ('public', 'location')
    """
    words = tuple(table.split("."))
    if len(words) > 2 or not all(_NAME.fullmatch(word) for word in words):  # noqa: PLR2004 - a schema and a table
        raise DbNameError(f"{_shown(table)} is no name of a table: letters, digits and '_', at most {MAX_NAME}")
    return words


def check_order_by(order_by: str) -> tuple[tuple[DbKey, str], ...]:
    """The columns of an order, each with the text of its direction.

    Raises:
        DbNameError: something in it is no column.

    >>> check_order_by("priority desc, id")
    (('priority', ' DESC'), ('id', ''))
    """
    return tuple(_column(part) for part in order_by.split(","))


def _column(part: str) -> tuple[DbKey, str]:
    name, _, direction = part.strip(" ").partition(" ")
    word = direction.strip(" ").lower()
    if word not in _DIRECTIONS:
        raise DbNameError(f"{_shown(part)} is no column to order by: a name, then asc or desc")
    return check_key(name), _DIRECTIONS[word]


def _shown(text: str) -> str:
    return quote(text.encode("utf-8", "backslashreplace"))
