"""The order of one address of record's contacts (kamailio src/modules/usrloc/urecord.c mem_insert_ucontact())."""

from collections.abc import Sequence

from kahea.api.peers.usrloc import Ucontact, UlChange

__all__ = ["in_order", "placed"]


def placed(contacts: list[Ucontact], new: Ucontact, *, newest_first: bool) -> None:
    """Nothing; `new` is in the list: first, or behind the last contact whose q is not lower."""
    if newest_first:
        contacts.insert(0, new)
        return
    at = 0
    while at < len(contacts) and contacts[at].q >= new.q:
        at += 1
    contacts.insert(at, new)


def in_order(contacts: Sequence[Ucontact], change: UlChange, *, newest_first: bool) -> list[Ucontact]:
    """The contacts as they stand after `change`; one that is updated keeps its place while its q does."""
    old, new, _ = change
    if old is None:
        result = list(contacts)
    elif new is not None and old.q == new.q and not newest_first:
        return [new if each is old else each for each in contacts]
    else:
        result = [each for each in contacts if each is not old]
    if new is not None:
        placed(result, new, newest_first=newest_first)
    return result
