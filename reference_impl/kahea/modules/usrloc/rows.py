"""Contacts as rows of the table ``location``, and back."""

from collections.abc import Callable, Sequence

from kahea.api import engine
from kahea.api.db import Db1Res, DbKey, DbRow, DbType, DbVal, db_bigint, db_datetime, db_double, db_int, db_null, db_str
from kahea.api.peers.usrloc import ALL_METHODS, FL_EXPCLB, CState, Ucontact
from kahea.api.values import Q_UNSPECIFIED, find_socket
from kahea.modules.usrloc import params

__all__ = ["LAST_MODIFIED", "BadRow", "Rows"]

LAST_MODIFIED = "last_modified"
_MOST_INT = 0x7FFFFFFF
_SIGN = 0x80000000
_UNKNOWN = b"n/a"


class BadRow(ValueError):  # noqa: N818  it says what it is
    """A row that is no contact; the text says why."""


class Rows:
    """The columns as the parameters name them, and how values are written into them."""

    def __init__(self, *, use_domain: bool) -> None:
        self.column: dict[str, DbKey] = {what: column.value for what, column in params.COLUMNS.items()}
        self.column[LAST_MODIFIED] = LAST_MODIFIED
        self.use_domain = use_domain
        self._names_null = bool(params.db_insert_null.value)
        self.by_ruid = bool(params.db_ops_ruid.value)
        self._time: Callable[[int], DbVal] = db_bigint if params.expires_type.value else db_datetime
        self._skips_remote = bool(params.skip_remote_socket.value)

    def names(self) -> list[DbKey]:
        """The columns that a contact is read from."""
        return list(self.column.values())

    def time(self, seconds: int) -> DbVal:
        """A moment as the columns hold it."""
        return self._time(seconds)

    def insertion(self, contact: Ucontact) -> tuple[list[DbKey], list[DbVal]]:
        """Columns and values of a new row; those that would be NULL are left out unless db_insert_null wants them."""
        cells = {**self._identity(contact.aor), **self._cells(contact), "ruid": db_str(contact.ruid)}
        kept = {what: value for what, value in cells.items() if self._names_null or not value.nul}
        return [self.column[what] for what in kept], list(kept.values())

    def update(self, contact: Ucontact) -> tuple[list[DbKey], list[DbVal]]:
        """Columns and values of a row that changes."""
        cells = self._cells(contact)
        return [self.column[what] for what in cells], list(cells.values())

    def where(self, old: Ucontact) -> tuple[list[DbKey], list[DbVal]]:
        """By which the row of `old` is found: its id, or with db_ops_ruid 0 who it belongs to, its contact and Call-ID."""
        if self.by_ruid:
            return [self.column["ruid"]], [db_str(old.ruid)]
        keys, vals = self.of_aor(old.aor)
        return [*keys, self.column["contact"], self.column["callid"]], [*vals, db_str(old.contact), db_str(old.callid)]

    def of_aor(self, aor: bytes) -> tuple[list[DbKey], list[DbVal]]:
        """By which the rows of an address of record are found."""
        cells = {what: value for what, value in self._identity(aor).items() if not value.nul}
        return [self.column[what] for what in cells], list(cells.values())

    def _identity(self, aor: bytes) -> dict[str, DbVal]:
        if not self.use_domain:
            return {"user": db_str(aor), "domain": db_null(DbType.DB1_STR)}
        user, _, domain = aor.rpartition(b"@")
        return {"user": db_str(user), "domain": db_str(domain)}

    def _cells(self, contact: Ucontact) -> dict[str, DbVal]:
        """What a REGISTER may change."""
        return {
            "contact": db_str(contact.contact),
            "expires": self._time(contact.expires),
            "q": db_double(contact.q / 1000 if contact.q != Q_UNSPECIFIED else -1.0),
            "callid": db_str(contact.callid),
            "cseq": db_int(contact.cseq),
            "flags": db_int(contact.flags & ~FL_EXPCLB),
            "cflags": db_int(_signed(contact.cflags)),
            "user_agent": db_str(contact.user_agent),
            "received": _text(contact.received),
            "path": _text(contact.path),
            "socket": _text(contact.socket),
            "methods": db_null(DbType.DB1_INT) if contact.methods == ALL_METHODS else db_int(_signed(contact.methods)),
            LAST_MODIFIED: self._time(contact.last_modified),
            "instance": _text(contact.instance),
            "reg_id": db_int(contact.reg_id & _MOST_INT),
            "server_id": db_int(contact.server_id),
            "connection_id": db_int(contact.connection_id),
            "keepalive": db_int(contact.keepalive),
            "partition": db_int(contact.partition),
        }

    def contacts(self, res: Db1Res, bad: Callable[[str], None]) -> list[Ucontact]:
        """The contacts of the rows; `bad` is told why one was left out."""
        found = []
        for row in res.rows:
            try:
                found.append(self.contact(res.col.names, row))
            except ValueError as fault:
                bad(str(fault))
        return found

    def contact(self, names: Sequence[DbKey], row: DbRow) -> Ucontact:
        """The contact that a row holds.

        Raises:
            BadRow: it holds none, or one of another server's socket that is to be left alone.
        """
        cell = dict(zip(names, row, strict=True))
        at = {what: cell[column] for what, column in self.column.items()}
        aor, address = self._aor(at), _bytes(at["contact"])
        if not address:
            raise BadRow(f"a row of {aor!r} has no contact")
        socket = _bytes(at["socket"])
        sock = find_socket(engine().sockets, socket) if socket else None
        if socket and sock is None and self._skips_remote:
            raise BadRow(f"a row of {aor!r} belongs to socket {socket!r}, which is not ours")
        return Ucontact(
            aor=aor,
            contact=address,
            ruid=_bytes(at["ruid"]),
            expires=_int(at["expires"], "expires"),
            q=_q(at["q"]),
            callid=_bytes(at["callid"]),
            cseq=_int(at["cseq"], "cseq"),
            flags=_int(at["flags"], "flags"),
            cflags=_int(at["cflags"], "cflags") & ALL_METHODS,
            user_agent=_bytes(at["user_agent"]) or _UNKNOWN,
            received=_bytes(at["received"]),
            path=_bytes(at["path"]),
            sock=sock,
            socket=socket,
            methods=ALL_METHODS if at["methods"].nul else _int(at["methods"], "methods") & ALL_METHODS,
            instance=_bytes(at["instance"]),
            reg_id=_int(at["reg_id"], "reg_id"),
            server_id=_int(at["server_id"], "server_id"),
            connection_id=_int(at["connection_id"], "connection_id"),
            keepalive=_int(at["keepalive"], "keepalive"),
            partition=_int(at["partition"], "partition"),
            last_modified=_int(at[LAST_MODIFIED], LAST_MODIFIED),
            last_keepalive=int(engine().wall_time),
            state=CState.SYNC,
        )

    def _aor(self, at: dict[str, DbVal]) -> bytes:
        user, domain = _bytes(at["user"]), _bytes(at["domain"])
        if not self.use_domain:
            if not user:
                raise BadRow("a row has no user")
            return user
        if not domain:
            raise BadRow(f"a row of {user!r} has no domain, which use_domain asks for")
        return user + b"@" + domain if user else domain


def _signed(mask: int) -> int:
    """A mask of 32 bits as the column's signed integer."""
    return mask - 2 * _SIGN if mask & _SIGN else mask


def _text(value: bytes) -> DbVal:
    return db_str(value) if value else db_null(DbType.DB1_STR)


def _bytes(cell: DbVal) -> bytes:
    if cell.val is None:
        return b""
    if isinstance(cell.val, bytes):
        return cell.val
    raise BadRow(f"{cell.val!r} is no text")


def _int(cell: DbVal, what: str) -> int:
    if isinstance(cell.val, int) and cell.val >= -_SIGN:
        return cell.val
    raise BadRow(f"column {what} holds {cell.val!r}, which is no number")


def _q(cell: DbVal) -> int:
    value = cell.val
    if not isinstance(value, int | float):
        raise BadRow(f"column q holds {value!r}, which is no number")
    if value < 0:
        return Q_UNSPECIFIED
    if value > 1:
        raise BadRow(f"q {value} is not in 0..1")
    return round(value * 1000)
