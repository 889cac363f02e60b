"""Several processes give what one gives, in the same order."""

from __future__ import annotations

import functools
import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from docbook2rst.convert import Converted, convert
from docbook2rst.jobs import WorkerKilled, convert_in_processes


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    """Documents, every fourth of them cut."""
    found = []
    for number in range(20):
        path = tmp_path / f"{number}.xml"
        path.write_text(f"<chapter><title>T{number}</title><para>x</para>{'</chapter>' if number % 4 else ''}")
        found.append(path)
    return found


def kill_worker(path: Path) -> Converted:
    """End this process without a word at the third document."""
    if path.name == "3.xml":
        os.kill(os.getpid(), signal.SIGKILL)
    return Converted(path.name, ())


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_the_results_are_those_of_one_process(paths: list[Path], method: str) -> None:
    work = functools.partial(convert, to="readme")
    context = multiprocessing.get_context(method)
    assert list(convert_in_processes(work, paths, 2, context)) == [work(path) for path in paths]


def test_a_worker_that_is_killed_is_no_reason_to_wait_forever(paths: list[Path]) -> None:
    with pytest.raises(WorkerKilled):
        list(convert_in_processes(kill_worker, paths, 2, multiprocessing.get_context("fork")))


def test_the_results_need_not_all_be_taken(paths: list[Path]) -> None:
    results = convert_in_processes(functools.partial(convert, to="readme"), paths, 2)
    assert next(results).text is None
    assert next(results).text
    results.close()
