"""Run: one call of save(): what it works with, and how it changes the table."""

from collections.abc import Sequence
from enum import IntFlag

from kahea.api import SipMsg, counter, log
from kahea.api.db import DbError
from kahea.api.peers.usrloc import Ucontact, UlChange, UsrlocStore
from kahea.modules.registrar.conf import Conf
from kahea.modules.registrar.errors import Problem, Refused
from kahea.modules.registrar.outcome import Outcome

__all__ = ["Run", "SaveFlag"]

_RETRY_S = 5
"""What Retry-After says where the database is away and parameter retry_after says nothing."""


class SaveFlag(IntFlag):
    """The flags of save()."""

    MEMORY = 1
    NO_REPLY = 2
    REPLACE = 4
    NO_VARIATION = 8
    PREPARE_REPLY = 16


_MEMORY = int(SaveFlag.MEMORY)


class Run:
    """The message, the table and the flags of one call; `outcome` is what becomes of it."""

    __slots__ = ("conf", "flags", "is_mem", "msg", "now", "outcome", "store")

    def __init__(self, conf: Conf, msg: SipMsg, store: UsrlocStore, flags: int, *, now: int, outcome: Outcome) -> None:
        self.conf = conf
        self.msg = msg
        self.store = store
        self.flags = flags
        self.is_mem = bool(flags & _MEMORY)
        self.now = now
        self.outcome = outcome

    async def contacts(self, aor: bytes) -> Sequence[Ucontact]:
        """The contacts that are registered.

        Raises:
            Refused: the database does not answer.
        """
        try:
            return await self.store.get_urecord(aor)
        except DbError as fault:
            raise self.database_fault(fault, Problem.UL_GET_R) from fault

    async def change(self, aor: bytes, changes: Sequence[UlChange], problem: Problem) -> None:
        """Nothing; the changes have happened.

        Raises:
            Refused: the database did not take them; none has happened.
        """
        try:
            await self.store.change(aor, changes)
        except DbError as fault:
            raise self.database_fault(fault, problem) from fault

    def database_fault(self, fault: DbError, problem: Problem) -> Refused:
        """The refusal: a phone that tries again may find the database back, so it is told when (RFC 3261 §21.5.1)."""
        log("registrar").err("a REGISTER is refused: %s", fault)
        counter("registrar", "db_errors").update()
        if self.conf.is_strict and fault.is_outage:
            self.outcome.retry_after_s = _RETRY_S
        return Refused(problem)
