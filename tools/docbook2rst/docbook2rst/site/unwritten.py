"""What Sphinx could not write, taken out of the stream of its warnings: to Sphinx a page that is not there is a warning."""

from __future__ import annotations

import errno
import os
from typing import TextIO

__all__ = ["Complaints"]

_REASONS = [os.strerror(code) for code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)]


class Complaints:
    """A stream that passes Sphinx's warnings on to another one, and keeps those about files that could not be written."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.encoding = "utf-8"
        self.reason = ""
        """Why files could not be written, in the system's words; empty where all were."""

    def write(self, text: str) -> int:
        """Write `text`, unless it says that something could not be written."""
        reason = next((reason for reason in _REASONS if reason in text), "")
        if reason:
            self.reason = reason.lower()
            return len(text)
        return self._stream.write(text)

    def flush(self) -> None:
        """Flush the stream behind."""
        self._stream.flush()

    def isatty(self) -> bool:
        """Whether a person reads it."""
        return self._stream.isatty()
