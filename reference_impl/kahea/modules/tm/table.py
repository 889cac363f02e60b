"""All transactions of one engine, and how they are found (kamailio src/modules/tm/h_table.c)."""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any
from zlib import crc32

from kahea.api import engine
from kahea.api.peers.tm import TmEvent
from kahea.modules.tm.cell import Cell, Uac
from kahea.modules.tm.conf import Conf
from kahea.modules.tm.stats import TmStats
from kahea.modules.tm.timers import Timers
from kahea.modules.tm.work import Step

__all__ = ["BRANCH_PARTS", "COOKIE", "TABLE_ENTRIES", "Tm", "via_branch"]

TABLE_ENTRIES = 1 << 16
"""The values of a transaction's index: what its half of `$T(id_index)` and of RPC identities may be."""

COOKIE = b"z9hG4bK"
BRANCH_PARTS = 5
"""Index, label, seal, mark against loops, number of the branch."""


class Tm:
    """The transactions by what their messages have in common; one per engine."""

    __slots__ = (
        "_by_label",
        "_conf",
        "_invites",
        "_label",
        "branch_event",
        "callbacks",
        "cancels",
        "cells", "conf",
        "engine",
        "module_log",
        "stats",
        "timers",
    )  # fmt: skip

    def __init__(self, branch_event: Step) -> None:
        self.engine = engine()
        self.module_log = self.engine.log.module("tm")
        self.branch_event = branch_event
        """What is done when a branch runs out of time or cannot be sent: timers lie below what they set going."""
        self.timers = Timers(self.engine.timers)
        self.stats = TmStats()
        self.cells: dict[object, Cell] = {}
        """By the key of the request (`kahea.modules.tm.matching`)."""
        self.callbacks: list[tuple[TmEvent, Any]] = []
        """For every new transaction."""
        self.cancels = 0
        """How many of them are of CANCELs: rare, and only then an INVITE may have been overtaken."""
        self._by_label: dict[int, Cell] = {}
        self._invites: dict[tuple[bytes, int], list[Cell]] = {}
        self._label = self.engine.rng.getrandbits(30)
        self.conf = Conf()

    def add(self, t: Cell, mark: int = 0) -> None:
        """Nothing; the transaction can be found, and has its identity and the beginning of its branches, `mark` among it."""
        self._label = (self._label + 1) & 0xFFFFFFFF
        t.label = self._label
        t.index = crc32(t.callid, t.cseq) & (TABLE_ENTRIES - 1)
        t.branch_id = b"%b%x.%x.%b.%x" % (COOKIE, t.index, t.label, self._seal(t.label, t.callid), mark)
        t.created_at = self.engine.now
        if t.key is not None:
            self.cells[t.key] = t
        self._by_label[t.label] = t
        if t.method == b"CANCEL":
            self.cancels += 1
        elif t.is_invite:
            self._invites.setdefault((t.callid, t.cseq), []).append(t)
        self.stats.active += 1

    def _seal(self, label: int, callid: bytes) -> bytes:
        """What makes a branch one that nobody can guess, and that is known again when its transaction is forgotten."""
        seal = blake2b(b"%d %b" % (label, callid), key=self.engine.secret, digest_size=8)
        return seal.hexdigest().encode()

    def is_own(self, branch: bytes, callid: bytes) -> bool:
        """Whether a transaction of this server has sent that Via branch in a request of that call, now or long ago."""
        parts = branch.split(b".")
        try:
            return len(parts) == BRANCH_PARTS and parts[2] == self._seal(int(parts[1], 16), callid)
        except ValueError:
            return False

    def remove(self, t: Cell) -> None:
        """Nothing; the transaction cannot be found any more."""
        if self._by_label.pop(t.label, None) is None:
            return
        if t.key is not None and self.cells.get(t.key) is t:
            del self.cells[t.key]
        if t.method == b"CANCEL":
            self.cancels -= 1
        elif t.is_invite:
            same = self._invites[t.callid, t.cseq]
            same.remove(t)
            if not same:
                del self._invites[t.callid, t.cseq]
        self.stats.freed += 1

    def of_branch(self, branch: bytes) -> Uac | None:
        """The branch that sent the request with that Via branch; None when it is not ours or is forgotten."""
        parts = branch.split(b".")
        if len(parts) != BRANCH_PARTS:
            return None
        try:
            t = self._by_label.get(int(parts[1], 16))
            at = int(parts[4], 16)
        except ValueError:
            return None
        if t is None or not 0 <= at < len(t.uac) or branch != via_branch(t, at):
            return None
        return t.uac[at]

    def of_ident(self, index: int, label: int) -> Cell | None:
        """The transaction with that identity (Kamailio's t_lookup_ident()); None when there is none."""
        t = self._by_label.get(label)
        return t if t is not None and t.index == index else None

    def of_callid(self, callid: bytes, cseq: int) -> Cell | None:
        """The first INVITE transaction of that call and number (Kamailio's t_lookup_callid()); None when there is none."""
        found = self._invites.get((callid, cseq))
        return found[0] if found else None

    def invites(self, callid: bytes, cseq: int) -> list[Cell]:
        """All INVITE transactions of that call and number: a request may come by more than once."""
        return self._invites.get((callid, cseq), [])

    def __iter__(self) -> Iterator[Cell]:
        """The transactions, oldest first."""
        return iter(tuple(self._by_label.values()))

    def __len__(self) -> int:
        return len(self._by_label)


def via_branch(t: Cell, index: int) -> bytes:
    """The branch parameter of the transaction's branch at `index`."""
    return b"%b.%x" % (t.branch_id, index)
