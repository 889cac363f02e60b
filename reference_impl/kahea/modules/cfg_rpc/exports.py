"""The module's exports, which its other files fill, and how a group is written."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from kahea.api import Module
from kahea.api.values import RpcFault, SettingError

__all__ = ["group_of", "module", "refusals"]

module = Module("cfg_rpc")

_GROUP = re.compile(r"([^\[\]]+)(?:\[([0-9]{1,9})\])?")


def group_of(text: str) -> tuple[str, int | None]:
    """Group and instance of ``group`` or ``group[instance]``.

    Raises:
        RpcFault: 400 for anything else.

    >>> group_of("core"), group_of("tm[2]")
    (('core', None), ('tm', 2))
    """
    match = _GROUP.fullmatch(text.strip())
    if match is None:
        raise RpcFault(400, f"Invalid group name: {text[:60]}")
    return match[1], int(match[2]) if match[2] is not None else None


@contextmanager
def refusals() -> Iterator[None]:
    """A block whose SettingError is the fault 400 that the caller gets."""
    try:
        yield
    except SettingError as error:
        raise RpcFault(400, str(error)) from error
