"""A place in the file system for a socket or a pipe: taken over from a server that is gone, given its mode and owner."""

import os
import shutil
import socket
import stat
from collections.abc import Callable
from pathlib import Path

from kahea.core.net import FileOwner
from kahea.transport.errors import TransportError

__all__ = ["bind_at", "give", "make_fifo", "remove"]


def bind_at(sock: socket.socket, path: str, owner: FileOwner) -> None:
    """Nothing; `sock` is bound at `path`, which nobody but its owner may use from the first moment.

    Raises:
        TransportError: something else is there, or another server listens there.
    """
    _clear(path, stat.S_ISSOCK, "socket")
    mask = os.umask(0o777 & ~owner.mode)
    try:
        sock.bind(path)
    except OSError as fault:
        raise TransportError(f"{path}: {fault.strerror or fault}") from fault
    finally:
        os.umask(mask)
    give(path, owner)


def make_fifo(path: str, owner: FileOwner) -> None:
    """Nothing; a named pipe is at `path`.

    Raises:
        TransportError: something else is there, or it cannot be made.
    """
    _clear(path, stat.S_ISFIFO, "pipe")
    try:
        os.mkfifo(path, owner.mode)
    except OSError as fault:
        raise TransportError(f"{path}: {fault.strerror}") from fault
    give(path, owner)


def give(path: str, owner: FileOwner) -> None:
    """Nothing; the file has its mode and owner.

    Raises:
        TransportError: there is no such user or group, or the change is not allowed.
    """
    try:
        Path(path).chmod(owner.mode)
        if owner.user:
            shutil.chown(path, user=_known(owner.user))
        if owner.group:
            shutil.chown(path, group=_known(owner.group))
    except (OSError, LookupError) as fault:
        raise TransportError(f"{path}: {fault}") from fault


def _known(name: str) -> int | str:
    """A user or group as `shutil.chown` takes it."""
    return int(name) if name.isdigit() else name


def _clear(path: str, is_kind: Callable[[int], bool], word: str) -> None:
    """What a server that is gone has left at `path` is removed.

    Raises:
        TransportError: a file of another kind is there, or a server that lives.
    """
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    except OSError as fault:
        raise TransportError(f"{path}: {fault.strerror}") from fault
    if not is_kind(mode):
        raise TransportError(f"{path}: there is a file that is no {word}")
    if stat.S_ISSOCK(mode) and _is_served(path):
        raise TransportError(f"{path}: another server listens there")
    remove(path)


def _is_served(path: str) -> bool:
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_UNIX, kind) as probe:
            probe.setblocking(False)
            try:
                probe.connect(path)
            except OSError:
                continue
            return True
    return False


def remove(path: str) -> None:
    """Nothing; no file is at `path`."""
    Path(path).unlink(missing_ok=True)
