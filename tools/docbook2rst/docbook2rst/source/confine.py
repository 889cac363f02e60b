"""The only place of this package that opens files: regular files under one root, and nothing else.

A file is judged by its real path, so a symbolic link that leads out of the root is refused, and a root that is itself a link is
fine.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from urllib.parse import unquote

from docbook2rst.pattern import Pattern

__all__ = ["Files", "MissingError", "RefusedError", "TooLargeError", "default_root"]

MAX_FILES = 10_000
"""How many files one document may open, repeated ones counted each time."""

_SCHEME = Pattern(r"[A-Za-z][A-Za-z0-9+.-]+:|//|\\\\")
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


class RefusedError(Exception):
    """The file may not be opened; the text is the reason."""


class MissingError(Exception):
    """There is no such file, or it cannot be read; the text is the reason."""


class TooLargeError(Exception):
    """A limit was crossed; the arguments are what is too large, what was found and what is allowed."""


def default_root(path: Path | str) -> Path:
    """The nearest folder at or above `path`'s own that holds `.git`; else `path`'s folder."""
    folder = Path(os.path.abspath(path)).parent  # noqa: PTH100  resolve() would follow links
    return next((parent for parent in (folder, *folder.parents) if (parent / ".git").exists()), folder)


_CACHE: dict[tuple[str, int, int], bytes] = {}
_CACHE_FILES = 64
_CACHE_BYTES = 262_144


class Files:
    """The files of one document: opens them, counts their bytes and remembers their names."""

    def __init__(self, root: Path, max_bytes: int) -> None:
        self.root = os.path.realpath(root)
        self.max_bytes = max_bytes
        self.spent = 0
        self.opened = 0
        self.names: set[str] = set()
        self._folders: dict[str, str] = {}

    def real(self, name: str) -> str:
        """The path of `name` without symbolic links; those of its folder are followed once for a document."""
        folder, last = os.path.split(name)
        if last in {"", ".", ".."}:
            return os.path.realpath(name)
        real = self._folders.get(folder)
        if real is None:
            real = self._folders[folder] = os.path.realpath(folder)
        path = os.path.join(real, last)  # noqa: PTH118
        return os.path.realpath(path) if os.path.islink(path) else path  # noqa: PTH114

    def name(self, base: str, reference: str) -> str:
        """The path that `reference`, found in the file `base`, stands for.

        Raises:
            RefusedError: it is an address or cannot be a path.
        """
        if _SCHEME().match(reference) or "\\" in reference:
            raise RefusedError("addresses are never opened, only paths under the root")
        if "\0" in reference or not reference:
            raise RefusedError("it is not a file name")
        joined = os.path.join(os.path.dirname(base), reference)  # noqa: PTH118, PTH120
        if "%" in reference and not os.path.exists(joined):  # noqa: PTH110
            joined = os.path.join(os.path.dirname(base), unquote(reference).replace("\0", "%00"))  # noqa: PTH118, PTH120
        normal = os.path.normpath(joined)
        return normal if self.real(normal) == self.real(joined) else joined

    def read(self, name: str) -> bytes:
        """The bytes of the file `name`.

        Raises:
            RefusedError: it lies outside the root or is not a regular file.
            MissingError: it is not there or may not be read.
            TooLargeError: it, or all that was read so far, is too large.
        """
        real = self.real(name)
        if real != self.root and not real.startswith(self.root.rstrip(os.sep) + os.sep):
            raise RefusedError(f"it is outside the root {self.root}")
        try:
            data = self._bytes(real)
        except OSError as error:
            raise MissingError(error.strerror or str(error)) from error
        self.names.add(os.path.abspath(name))  # noqa: PTH100
        self.opened += 1
        if self.opened > MAX_FILES:
            raise TooLargeError("the number of included files", self.opened, MAX_FILES)
        self.spend(len(data))
        return data

    def spend(self, count: int) -> None:
        """Count `count` bytes towards the document's size.

        Raises:
            TooLargeError: the document has grown past its limit.
        """
        self.spent += count
        if self.spent > self.max_bytes:
            raise TooLargeError("the document with all it includes", f"{self.spent} bytes", self.max_bytes)

    def _bytes(self, real: str) -> bytes:
        status = os.lstat(real)
        if not stat.S_ISREG(status.st_mode):
            raise RefusedError("it is not a regular file")
        if status.st_size > self.max_bytes:
            raise TooLargeError("the file", f"{status.st_size} bytes", self.max_bytes)
        key = (real, status.st_mtime_ns, status.st_size)
        cached = _CACHE.get(key)
        if cached is None:
            cached = _open(real, self.max_bytes)
            if len(cached) <= _CACHE_BYTES:
                if len(_CACHE) >= _CACHE_FILES:
                    _CACHE.clear()
                _CACHE[key] = cached
        return cached


def _open(real: str, max_bytes: int) -> bytes:
    descriptor = os.open(real, os.O_RDONLY | _NO_FOLLOW)
    with os.fdopen(descriptor, "rb") as stream:
        # Asked again of the open file: it may have been exchanged since.
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise RefusedError("it is not a regular file")
        data = stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise TooLargeError("the file", f"more than {max_bytes} bytes", max_bytes)
    return data
