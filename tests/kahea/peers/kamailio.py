"""Debian's kamailio as a process for tests, beside which kahea serves the same configuration."""

import signal
import subprocess
from contextlib import suppress
from typing import Self

from tests.kahea.app.server import Server

__all__ = ["Kamailio"]


class Kamailio(Server):
    """One of them; its children end with it, as long as it has the time to end them."""

    def command(self, *more: str) -> list[str]:
        """The command line that starts it."""
        pid = ("-P", str(self.folder / "pid"))
        return ["kamailio", "-f", str(self.config), "-Y", str(self.folder), "-w", str(self.folder), *pid, *more]

    def __enter__(self) -> Self:
        try:
            return super().__enter__()
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *error: object) -> None:
        if self.process is not None and self.process.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                self.stop(signal.SIGTERM)
        super().__exit__(*error)
