"""From a command in the foreground to a daemon: the parent waits until the child serves, and says how it went."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from kahea.base.errors import KaheaError

__all__ = ["daemonise", "drop_privileges", "write_pid"]

_SERVES = b"+"


def daemonise(serve: Callable[[Callable[[], None]], int]) -> int:
    """The exit code: in the parent 0 once the child serves, and the child's own when it does not come to that.

    `serve(ready)` runs in the child, calls `ready` when it serves, and gives the child's exit code.  What it writes to stderr
    before `ready` is still seen in the foreground.
    """
    read_end, write_end = os.pipe()
    child = os.fork()
    if child:
        os.close(write_end)
        return _wait_for(child, read_end)
    os.close(read_end)
    os.setsid()
    code = 1
    try:
        code = serve(lambda: _tell(write_end))
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _wait_for(child: int, read_end: int) -> int:
    with os.fdopen(read_end, "rb") as answers:
        if answers.read(1) == _SERVES:
            return 0
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) or 1


def _tell(write_end: int) -> None:
    """The parent hears that the child serves; the terminal is let go."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(nothing, fd)
    os.close(nothing)
    os.write(write_end, _SERVES)
    os.close(write_end)


def write_pid(path: str, number: int) -> None:
    """Nothing; the file at `path` holds `number`.

    Raises:
        KaheaError: it cannot be written, or holds the id of a process that runs.
    """
    file = Path(path)
    if file.is_file():
        _refuse_running(path, file.read_text(encoding="ascii", errors="replace").strip())
    try:
        file.write_text(f"{number}\n", encoding="ascii")
    except OSError as fault:
        raise KaheaError(f"pid file {path}: {fault.strerror}") from fault


def _refuse_running(path: str, text: str) -> None:
    if not text.isdigit() or int(text) == os.getpid():
        return
    try:
        os.kill(int(text), 0)
    except ProcessLookupError:
        return
    except PermissionError:
        pass
    raise KaheaError(f"pid file {path}: process {text} runs already")


def drop_privileges(user: str, group: str) -> None:
    """Nothing; the process is `group`'s and `user`'s, each a name or a number, where they are given.

    Raises:
        KaheaError: there is no such user or group, or the change is not allowed.
    """
    import grp  # noqa: PLC0415  only where the system has users
    import pwd  # noqa: PLC0415

    try:
        if group:
            os.setgid(int(group) if group.isdigit() else grp.getgrnam(group).gr_gid)
        if user:
            entry = pwd.getpwuid(int(user)) if user.isdigit() else pwd.getpwnam(user)
            if os.getuid() == 0:
                os.initgroups(entry.pw_name, os.getgid())
            os.setuid(entry.pw_uid)
    except KeyError as fault:
        raise KaheaError(f"no such user or group: {fault}") from fault
    except PermissionError as fault:
        raise KaheaError(f"cannot become user {user!r}, group {group!r}: {fault.strerror}") from fault
