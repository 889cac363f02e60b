"""Outcome: what save() has decided, kept with the message until its reply is sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from kahea.api import SipMsg
from kahea.api.peers.usrloc import Ucontact
from kahea.modules.registrar.errors import Problem

__all__ = ["Outcome", "keep", "kept"]

_KEY = "registrar"


@dataclass(slots=True)
class Outcome:
    """The contacts that the reply lists, the host of their address of record, the Path, and why it was refused, if it was."""

    contacts: Sequence[Ucontact] = ()
    host: bytes = b""
    path: bytes = b""
    problem: Problem | None = None
    retry_after_s: int = 0


def keep(msg: SipMsg, outcome: Outcome) -> None:
    """Nothing; `kept` finds it."""
    msg.attached[_KEY] = outcome


def kept(msg: SipMsg) -> Outcome | None:
    """What save() has decided about `msg`; None when it was not called."""
    found: Outcome | None = msg.attached.get(_KEY) if msg.has("attached") else None
    return found
