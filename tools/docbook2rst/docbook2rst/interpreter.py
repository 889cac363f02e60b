"""What the interpreter allows while trees are built and walked: how deep calls go, and when garbage is collected."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["deep_recursion", "paused_collection"]

_FRAMES_PER_LEVEL = 12
"""An upper bound of the calls that one level of nesting takes."""


@contextmanager
def deep_recursion(levels: int) -> Iterator[None]:
    """Lets code recurse through `levels` nested elements; the interpreter's own limit is back afterwards."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, levels * _FRAMES_PER_LEVEL + 1_000))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


@contextmanager
def paused_collection() -> Iterator[None]:
    """Keeps the garbage collector from looking at a tree that only grows: that takes as long as building it."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
