"""The place in the sources that asked for something: what ``__FILE__`` and ``__LINE__`` are to Kamailio's macros."""

import sys
from typing import NamedTuple

__all__ = ["Origin", "origin"]

_PACKAGE = "/kahea/"


class Origin(NamedTuple):
    """A file below the package (or a configuration file as it was named), a line from 1 on, and the function's name.

    >>> str(Origin("core/receive.py", 12, "receive_msg"))
    'core/receive.py:12'
    """

    file: str
    line: int
    function: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def origin(depth: int = 0) -> Origin:
    """The place of the caller, or of its `depth`-th caller (kamailio src/core/dprint.h, src/core/mem/mem.h).

    >>> origin().function
    '<module>'
    """
    frame = sys._getframe(depth + 1)  # noqa: SLF001 - the one way to a caller's line without building a traceback
    code = frame.f_code
    return Origin(code.co_filename.rpartition(_PACKAGE)[2], frame.f_lineno, code.co_name)
