"""Converting many documents in several processes, with the results in the order of the documents.

A worker takes a few documents at a time and sends back what `convert` gives, so the output and the messages are the same for
any number of processes.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool as WorkerKilled
from multiprocessing.context import BaseContext
from pathlib import Path

from docbook2rst.convert import Converted

__all__ = ["WorkerKilled", "convert_in_processes"]

MAX_CHUNK = 8


def convert_in_processes(
    function: Callable[[Path], Converted],
    paths: Sequence[Path],
    processes: int,
    context: BaseContext | None = None,
) -> Iterator[Converted]:
    """What `function` gives for each of `paths`, in their order, computed by `processes` processes.

    `function` is pickled: a function of a module or a `functools.partial` of one.

    Raises:
        WorkerKilled: a worker was killed, for want of memory as a rule.
    """
    chunk = max(1, min(MAX_CHUNK, len(paths) // (processes * 4)))
    pool = ProcessPoolExecutor(processes, mp_context=context or _context(), initializer=_begin)
    try:
        yield from pool.map(function, paths, chunksize=chunk)
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def _context() -> BaseContext:
    """Copies of this process where that is safe, which spares each worker its imports; else fresh processes."""
    may_fork = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if may_fork else "spawn")


def _begin() -> None:
    """Leave Ctrl-C to the parent, and end when the parent ends without a word.

    What was loaded already is not garbage; what a document leaves is collected, whatever the parent does with its own.
    """
    gc.freeze()
    gc.enable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
