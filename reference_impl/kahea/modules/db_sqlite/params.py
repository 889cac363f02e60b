"""How each database file is opened: the module's parameters, of which each names the file it is for."""

from dataclasses import dataclass, replace
from typing import Final

from kahea.base.strutils import quote
from kahea.db import DbValueError

__all__ = ["FileParams", "Params", "file_of"]

_JOURNALS: Final = ("DELETE", "TRUNCATE", "PERSIST", "MEMORY", "WAL", "OFF")
_SYNCS: Final = ("OFF", "NORMAL", "FULL", "EXTRA")
_MAX_TIMEOUT_MS: Final = 60_000
MEMORY: Final = ":memory:"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileParams:
    """How one file is opened.

    Attributes:
        is_readonly: whether nothing may be written to it.
        journal_mode: SQLite's; WAL lets other programs read while we write.
        synchronous: when the disk is waited for. A row that was acknowledged survives the death of the server in every mode;
            a loss of power it survives with FULL and EXTRA only, while NORMAL, in WAL, may forget the last rows and damages
            nothing.
        busy_timeout_ms: how long a statement waits for another program's lock, and the server with it.
    """

    is_readonly: bool = False
    journal_mode: str = "WAL"
    synchronous: str = "NORMAL"
    busy_timeout_ms: int = 300


def file_of(database: str) -> str:
    """The file for the database part of a URL, or for a parameter: a path from the root, or ``:memory:``.

    Kamailio opens the path as it stands, relative to the working directory, which is the root unless ``-w`` says otherwise.

    >>> file_of("etc/kamailio/kamailio.db"), file_of("/etc/kamailio/kamailio.db")
    ('/etc/kamailio/kamailio.db', '/etc/kamailio/kamailio.db')
    """
    return database if database == MEMORY else "/" + database.lstrip("/")


class Params:
    """The parameters by file; the module owns them and the driver reads them when it opens a file."""

    def __init__(self) -> None:
        self._files: dict[str, FileParams] = {}

    def of(self, file: str) -> FileParams:
        """How `file` is opened."""
        return self._files.get(file, FileParams())

    def set_readonly(self, text: str) -> None:
        """Nothing; the file is only read (db_set_readonly).

        Raises:
            DbValueError: no file is named.
        """
        if not text.strip():
            raise DbValueError("no file is named")
        file = file_of(text.strip())
        self._files[file] = replace(self.of(file), is_readonly=True)

    def set_journal_mode(self, text: str) -> None:
        """Nothing; each ``FILE=MODE`` of `text` holds (db_set_journal_mode).

        Raises:
            DbValueError: it is in another form, or names a mode that SQLite has not.
        """
        for file, value in _pairs(text):
            mode = _one_of(value, _JOURNALS)
            self._files[file] = replace(self.of(file), journal_mode=mode)

    def set_synchronous(self, text: str) -> None:
        """Nothing; each ``FILE=LEVEL`` of `text` holds (db_set_synchronous).

        Raises:
            DbValueError: it is in another form, or names a level that SQLite has not.
        """
        for file, value in _pairs(text):
            level = _one_of(value, _SYNCS)
            self._files[file] = replace(self.of(file), synchronous=level)

    def set_busy_timeout(self, text: str) -> None:
        """Nothing; each ``FILE=MILLISECONDS`` of `text` holds (db_set_busy_timeout).

        Raises:
            DbValueError: it is in another form, or no number in range.
        """
        for file, value in _pairs(text):
            if not value.isascii() or not value.isdigit() or int(value) > _MAX_TIMEOUT_MS:
                raise DbValueError(f"{_shown(value)} is no number in 0..{_MAX_TIMEOUT_MS} ms")
            self._files[file] = replace(self.of(file), busy_timeout_ms=int(value))


def _pairs(text: str) -> list[tuple[str, str]]:
    pairs = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        file, equals, value = part.partition("=")
        if not equals or not file.strip():
            raise DbValueError(f"{_shown(part)} is not FILE=VALUE")
        pairs.append((file_of(file.strip()), value.strip()))
    if not pairs:
        raise DbValueError("nothing is set; expected FILE=VALUE")
    return pairs


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    if value.upper() not in allowed:
        raise DbValueError(f"{_shown(value)} is none of {', '.join(allowed)}")
    return value.upper()


def _shown(text: str) -> str:
    return quote(text.encode("utf-8", "backslashreplace"))
