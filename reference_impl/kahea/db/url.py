"""DbUrl: which driver, which server, which database (kamailio src/lib/srdb1/db_id.c parse_db_url()).

::

    url       = scheme "://" [ user [ ":" password ] "@" ] [ host [ ":" port ] ] [ "/" database [ "?" options ] ]
    host      = "[" IPv6 address "]" / name

The last ``@`` ends the password, so that both names and passwords may contain one, and a password may contain ``/``. A path
that follows ``//`` at once is a database alone: ``sqlite:///var/lib/kahea.db`` names ``var/lib/kahea.db`` on no host.
"""

import re
from dataclasses import dataclass, field
from typing import Final, Self

from kahea.base.strutils import quote
from kahea.db.errors import DbUrlError

__all__ = ["MAX_URL", "DbUrl"]

MAX_URL: Final = 1023
"""Kamailio's MAX_URL_LENGTH."""

_MAX_PORT: Final = 65535
_SCHEME: Final = re.compile(r"([a-z][a-z0-9_]*)://(.*)", re.DOTALL)
_HOST: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]]*)(?::([0-9]+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class DbUrl:
    """The parts of a database URL; absent ones are empty, an absent port is 0.

    >>> url = DbUrl.parse("mysql://kamailio:rw@secret@db.example.com:3306/kamailio")
    >>> url.username, url.password, url.host, url.port, url.database
    ('kamailio', 'rw@secret', 'db.example.com', 3306, 'kamailio')
    >>> str(url)
    'mysql://kamailio:***@db.example.com:3306/kamailio'
    """

    scheme: str
    username: str = ""
    password: str = field(default="", repr=False)
    host: str = ""
    port: int = 0
    database: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """The parts of `text`.

        Raises:
            DbUrlError: it is longer than `MAX_URL`, has no scheme, or a port that is none; the password is not shown.
        """
        if len(text) > MAX_URL:
            raise DbUrlError(f"a database URL of {len(text)} characters, at most {MAX_URL} are read")
        whole = _SCHEME.fullmatch(text)
        if whole is None:
            raise DbUrlError(f"{_safe(text)} is no database URL: expected scheme://[user[:password]@][host[:port]]/database")
        user, authority, database = _split(whole[2])
        username, _, password = user.partition(":")
        found = _HOST.fullmatch(authority)
        if found is None or int(found[2] or 0) > _MAX_PORT:
            raise DbUrlError(f"{_safe(text)}: expected a host, or host:port with a port in 1..{_MAX_PORT}")
        return cls(
            scheme=whole[1],
            username=username,
            password=password,
            host=found[1].strip("[]"),
            port=int(found[2] or 0),
            database=database.partition("?")[0],
        )

    def __str__(self) -> str:
        password = ":***" if self.password else ""
        user = f"{self.username}{password}@" if self.username else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = f":{self.port}" if self.port else ""
        return f"{self.scheme}://{user}{host}{port}/{self.database}"


def _split(rest: str) -> tuple[str, str, str]:
    """User with password, host with port, and database, of what follows ``://``."""
    first = re.search(r"[/:@]", rest)
    user, at, after = rest.rpartition("@")
    if first is None or first[0] == "/" or not at:
        user, after = "", rest
    host, _, database = after.partition("/")
    return user, host, database


def _safe(text: str) -> str:
    """`text` quoted, with everything between the scheme and the last ``@`` left out."""
    head, at, tail = text.rpartition("@")
    scheme, slashes, _ = head.partition("://")
    shown = f"{scheme if slashes else ''}{slashes}...@{tail}" if at else text
    return quote(shown.encode("utf-8", "backslashreplace"))
