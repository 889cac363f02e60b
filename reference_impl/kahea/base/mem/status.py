"""What a memory manager tells of itself: its figures, its fragments, and who owns them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

__all__ = ["Fragment", "MemInfo", "OwnerSum", "Reporting", "status", "sums"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemInfo:
    """The figures of a memory manager, all but the last in bytes.

    They are what RPC core.shmmem and pkg.stats and the statistics of the group shmem show
    (kamailio src/core/mem/meminfo.h struct mem_info).
    """

    total: int
    """The whole chunk."""
    used: int
    """Given to owners, rounded up to words."""
    real_used: int
    """That and the headers of fragments, the guards, and the manager's own words."""
    max_used: int
    """The largest `real_used` there has been."""
    fragments: int
    """Free fragments: one means that nothing is scattered."""

    @property
    def free(self) -> int:
        """What is left: `total` less `real_used`. One fragment may offer less."""
        return self.total - self.real_used


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """One piece of the chunk: its owner's first byte, the bytes it takes up, and those the owner asked for.

    `owner` is the file:line that asked, empty for a free fragment.
    """

    address: int
    size: int
    is_used: bool
    asked: int = 0
    owner: str = ""

    def __str__(self) -> str:
        held = f"used={self.asked} alloc'd from {self.owner}" if self.is_used else "free"
        return f"address={self.address:#x} size={self.size} {held}"


@dataclass(frozen=True, slots=True)
class OwnerSum:
    """What one place in the sources holds: how many fragments, and the bytes it asked for."""

    owner: str
    count: int
    asked: int

    def __str__(self) -> str:
        return f"count={self.count:7d} size={self.asked:11d} bytes from {self.owner}"


class Reporting(Protocol):
    """The part of a memory manager that reports are made from."""

    name: str

    def info(self) -> MemInfo:
        """The figures."""

    def fragments(self) -> Iterable[Fragment]:
        """All fragments by address."""


def sums(manager: Reporting) -> list[OwnerSum]:
    """What each place holds, the largest first (RPC mod.mem_stats, script function pkg_summary())."""
    found: dict[str, tuple[int, int]] = {}
    for each in manager.fragments():
        if each.is_used:
            count, asked = found.get(each.owner, (0, 0))
            found[each.owner] = (count + 1, asked + each.asked)
    every = [OwnerSum(owner, count, asked) for owner, (count, asked) in found.items()]
    return sorted(every, key=lambda each: (-each.asked, each.owner))


def status(manager: Reporting, *, name: str = "", short: bool = False) -> list[str]:
    """The lines of a status dump: figures, then every fragment in use unless it is `short`, then the sums (memlog).

    kamailio src/core/mem/f_malloc.c fm_status(), fm_sums().
    """
    info, title = manager.info(), name or manager.name
    lines = [
        f"{title} status: heap size= {info.total}",
        f"{title} status: used= {info.used}, used+overhead= {info.real_used}, free= {info.free}",
        f"{title} status: max used (+overhead)= {info.max_used}, free fragments= {info.fragments}",
    ]
    if not short:
        used = (each for each in manager.fragments() if each.is_used)
        lines += [f"{title} status: {index:5d}. {each}" for index, each in enumerate(used)]
    return lines + [f"{title} sums: {each}" for each in sums(manager)]
