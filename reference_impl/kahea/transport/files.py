"""Files that a script reads and writes: regular ones, of a bounded size."""

import os
import stat
from typing import Final

__all__ = ["MAX_FILE_BYTES", "read_file", "write_file"]

MAX_FILE_BYTES: Final = 1_048_576
"""The largest file that is read: more would keep the server from its calls."""


def read_file(path: str) -> bytes | None:
    """The content; None for what is no regular file, is too large or cannot be read."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError):
        return None
    try:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_FILE_BYTES:
            return None
        return os.read(fd, MAX_FILE_BYTES)
    except OSError:
        return None
    finally:
        os.close(fd)


def write_file(path: str, data: bytes) -> bool:
    """Whether the file has that content and no other; a new one is the server's user's alone, a link is not followed."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        fd = os.open(path, flags, 0o600)
    except (OSError, ValueError):
        return False
    try:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            return False
        os.ftruncate(fd, 0)
        return os.write(fd, data) == len(data)
    except OSError:
        return False
    finally:
        os.close(fd)
