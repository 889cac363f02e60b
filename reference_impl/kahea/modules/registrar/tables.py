"""The argument of script functions that names a table."""

from typing import Annotated

from kahea.api import Fixup, peer
from kahea.api.peers.usrloc import UsrlocApi, UsrlocStore

__all__ = ["Table", "table_of"]


def table_of(name: str) -> UsrlocStore:
    """The table of that name, which is read when the server starts.

    Raises:
        ValueError: it cannot be the name of a table.
    """
    if not name.replace("_", "").isalnum() or not name.isascii():
        raise ValueError(f"must be the name of a table, not {name!r}")
    ul = peer(UsrlocApi)
    assert ul is not None, "the module needs usrloc"
    return ul.register_udomain(name)


Table = Annotated[UsrlocStore, Fixup(table_of)]
"""A table, by its name in the script."""
