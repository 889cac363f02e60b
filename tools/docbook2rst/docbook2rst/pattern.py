"""Regular expressions that are compiled when they are first used: one run uses few of all, and compiling takes long."""

from __future__ import annotations

import re
from typing import AnyStr, Generic

__all__ = ["Pattern"]


class Pattern(Generic[AnyStr]):
    """A regular expression; calling it gives the compiled one.

    >>> Pattern("a+")().findall("aabca")
    ['aa', 'a']
    """

    __slots__ = ("_compiled", "_flags", "_source")

    def __init__(self, source: AnyStr, flags: int = 0) -> None:
        self._source: AnyStr = source
        self._flags = flags
        self._compiled: re.Pattern[AnyStr] | None = None

    def __call__(self) -> re.Pattern[AnyStr]:
        """The compiled expression, the same one every time."""
        if self._compiled is None:
            self._compiled = re.compile(self._source, self._flags)
        return self._compiled
