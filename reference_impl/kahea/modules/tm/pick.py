"""Which of the branches' final replies is the best one (RFC 3261 §16.7 step 6, kamailio t_reply.c t_pick_branch())."""

from collections.abc import Iterable

from kahea.modules.tm.cell import Uac

__all__ = ["pick_branch", "reply_prio"]

_CLASS_PRIO = (32_000, 11_000, 0, 3_000, 4_000, 5_000, 1_000)
"""6xx before everything, then the lowest class."""

_TELLING = frozenset((401, 407, 415, 420, 484))
"""Replies of 4xx that the caller can do something about (RFC 3261 §16.7 step 6)."""

_CLASS, _UNKNOWN, _FIRST_FINAL, _CLIENT_FAULT = 100, 10_000, 300, 4


def reply_prio(code: int, *, is_faked: bool, faked_prio: int = 0) -> int:
    """How late the reply comes in the choice: the lowest wins.

    >>> sorted([503, 486, 302, 404, 407, 603], key=lambda code: reply_prio(code, is_faked=False))
    [603, 302, 407, 404, 486, 503]
    """
    kind, rest = divmod(code, _CLASS)
    if kind >= len(_CLASS_PRIO):
        return _UNKNOWN + code
    if kind == _CLIENT_FAULT and code not in _TELLING:
        rest += _CLASS
    return _CLASS_PRIO[kind] + rest + (faked_prio if is_faked else 0)


def pick_branch(branches: Iterable[Uac], faked_prio: int = 0) -> Uac | None:
    """The branch whose final reply wins, the earliest of equals; None when no branch has one that counts."""
    best: Uac | None = None
    best_prio = 0
    for uac in branches:
        if uac.last_code < _FIRST_FINAL or uac.is_hidden:
            continue
        prio = reply_prio(uac.last_code, is_faked=uac.is_faked, faked_prio=faked_prio)
        if best is None or prio < best_prio:
            best, best_prio = uac, prio
    return best
