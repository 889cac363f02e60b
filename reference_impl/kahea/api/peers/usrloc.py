"""What usrloc provides: where users are, table by table, as contacts that are values.

A contact that stands in a table is never changed: an update puts another one in its place.  Who changes a table plans first,
with the contacts read, and hands over all changes of an address of record at once: they happen together or not at all.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from enum import Enum, IntFlag
from typing import Final, NamedTuple, Protocol

from kahea.core.dset import Q_UNSPECIFIED
from kahea.core.net import SocketInfo
from kahea.core.xavp import XavpList

__all__ = [
    "ALL_METHODS",
    "FL_EXPCLB",
    "FL_MEM",
    "CState",
    "Match",
    "Matched",
    "Ucontact",
    "UlChange",
    "UlEvent",
    "UsrlocApi",
    "UsrlocStore",
]

ALL_METHODS: Final = 0xFFFFFFFF
"""The methods of a contact that has not said which it takes."""

FL_MEM: Final = 1
"""Flag of a contact that is kept in memory only, whatever the mode of the table."""

FL_EXPCLB: Final = 4
"""Flag of a contact whose expiry was told already."""


class CState(Enum):
    """How a contact in memory stands to its row; the names are those of kamailio src/modules/usrloc/ucontact.h."""

    NEW = "CS_NEW"
    """It has no row."""
    SYNC = "CS_SYNC"
    """Its row says the same."""
    DIRTY = "CS_DIRTY"
    """Its row is older."""


@dataclass(slots=True, eq=False, kw_only=True)
class Ucontact:
    """One binding, with the columns of the table ``location``; the store it stands in owns `state` and `looked_at`."""

    aor: bytes
    contact: bytes
    ruid: bytes = b""
    expires: int = 0
    """When it ends, in seconds since 1970; 0 for one that never does."""
    q: int = Q_UNSPECIFIED
    callid: bytes = b""
    cseq: int = 0
    flags: int = 0
    cflags: int = 0
    """Branch flags, restored by lookup()."""
    user_agent: bytes = b""
    received: bytes = b""
    path: bytes = b""
    sock: SocketInfo | None = None
    """The socket that requests to it leave from; None when it is none of this server's."""
    socket: bytes = b""
    """The same as text, as another server may have written it."""
    methods: int = ALL_METHODS
    instance: bytes = b""
    reg_id: int = 0
    server_id: int = 0
    connection_id: int = -1
    """The connection that it was registered over; -1 when there is none."""
    keepalive: int = 0
    partition: int = 0
    last_modified: int = 0
    last_keepalive: int = 0
    ka_roundtrip_us: int = 0
    xavp: XavpList | None = None
    """The values that the script has attached (parameter xavp_contact)."""
    state: CState = CState.NEW
    looked_at: int = 0

    def is_valid(self, now: int) -> bool:
        """Whether it has not ended at `now`, in seconds since 1970."""
        return self.expires > now or not self.expires


class UlChange(NamedTuple):
    """One change: a contact comes, when there is no `old`, goes, when there is no `new`, or takes the other's place."""

    old: Ucontact | None
    new: Ucontact | None
    is_mem: bool = False
    """Whether the database is not to know of it (save() with its flag 1)."""


class UlEvent(IntFlag):
    """What a callback is called for (Kamailio's ``UL_CONTACT_*``); EXPIRE comes before the contact is removed."""

    INSERT = 1
    UPDATE = 2
    DELETE = 4
    EXPIRE = 8


class Match(Enum):
    """What looking for a contact's predecessor has found."""

    FOUND = "found"
    NOT_FOUND = "not found"
    INVALID = "found, and newer than the request"
    SKIP = "found, and put there by the same request"


class Matched(NamedTuple):
    """The answer of `UsrlocStore.get_ucontact`; `contact` is there unless nothing was found."""

    match: Match
    contact: Ucontact | None


class UsrlocStore(Protocol):
    """One table of contacts (Kamailio's ``udomain_t``), in memory or in a database: nobody above knows which."""

    @property
    def name(self) -> str:
        """The table: ``location``."""

    async def get_urecord(self, aor: bytes) -> Sequence[Ucontact]:
        """The contacts of an address of record in the order of the table, ended ones perhaps among them; empty without any.

        Raises:
            DbError: the database does not answer.
        """

    async def get_by_ruid(self, ruid: bytes) -> Ucontact | None:
        """The contact of that id; None when there is none.

        Raises:
            DbError: the database does not answer.
        """

    async def change(self, aor: bytes, changes: Sequence[UlChange]) -> None:
        """Nothing; all of `changes` have happened, in the database too where the table's mode says so.

        Raises:
            DbError: none has happened.
        """

    def in_order(self, contacts: Sequence[Ucontact], change: UlChange) -> list[Ucontact]:
        """The contacts as they stand after `change`: by q, or the newest first."""

    def get_ucontact(self, contacts: Sequence[Ucontact], new: Ucontact) -> Matched:
        """The one of `contacts` that `new` takes the place of, by the module's matching rules (RFC 3261 §10.3 step 7)."""

    async def lock(self, aor: bytes) -> object:
        """The key to `unlock` with, once nobody else changes the contacts of `aor`.

        Raises:
            DbError: the database does not say how they stand.
        """

    def unlock(self, key: object) -> None:
        """Nothing; others may change them again."""

    def all_contacts(self) -> AsyncIterator[Ucontact]:
        """Every contact that has not ended, one address of record after another.

        Raises:
            DbError: the database does not answer.
        """


class UsrlocApi(Protocol):
    """The tables, and what is common to them (Kamailio's ``usrloc_api_t``)."""

    use_domain: bool
    """Whether an address of record has a domain."""
    nat_flag: int
    """The branch flags of contacts behind a NAT, as a mask; 0 when no flag is set aside for them."""
    xavp_contact: bytes
    """The name of the XAVP that is kept with each contact; empty when none is."""

    def register_udomain(self, name: str) -> UsrlocStore:
        """The table of that name, made when it is not there; its rows are loaded when the server starts."""

    def get_udomain(self, name: str) -> UsrlocStore | None:
        """The table of that name; None when nobody has registered it."""

    def next_ruid(self) -> bytes:
        """An id that no other contact has."""

    def get_aorhash(self, aor: bytes) -> int:
        """The hash of an address of record."""

    def register_ulcb(self, events: UlEvent, function: Callable[[Ucontact, UlEvent], None]) -> None:
        """Nothing; `function` is called for each contact that one of the events happens to."""

    def is_heard(self, event: UlEvent) -> bool:
        """Whether anybody is called for the event."""
