"""A loop of one turn at a time over real sockets, for tests: readers and writers are served when the test says so."""

import select
from collections.abc import Callable


class TurnLoop:
    """Implements the transports' `Watcher`; `turn` serves whoever is ready."""

    def __init__(self) -> None:
        self.readers: dict[int, Callable[[], object]] = {}
        self.writers: dict[int, Callable[[], object]] = {}

    def add_reader(self, fd: int, callback: Callable[[], object]) -> None:
        self.readers[fd] = callback

    def remove_reader(self, fd: int) -> None:
        self.readers.pop(fd, None)

    def add_writer(self, fd: int, callback: Callable[[], object]) -> None:
        self.writers[fd] = callback

    def remove_writer(self, fd: int) -> None:
        self.writers.pop(fd, None)

    def turn(self, most_s: float = 5.0) -> bool:
        """Whether anybody was served; waits for the first at most `most_s` seconds."""
        readable, writable, _ = select.select(list(self.readers), list(self.writers), [], most_s)
        for fd in readable:
            if fd in self.readers:
                self.readers[fd]()
        for fd in writable:
            if fd in self.writers:
                self.writers[fd]()
        return bool(readable or writable)

    def until(self, wanted: Callable[[], object]) -> None:
        """Turns until `wanted()` is true; AssertionError when nothing more happens."""
        while not wanted():
            assert self.turn(), "nothing happens any more"
