"""A site's folder outlives what happens to its builds: two at once, a kill at any moment, a disk that is full."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from docbook2rst.site.build import SOURCE
from docbook2rst.site.turn import Turn

COMMAND = [sys.executable, "-m", "docbook2rst"]
NAMES = ("acc", "dialog", "maxfwd", "sl", "textops", "tm")
WORDS = "<para>Some words that fill a page, as a manual has them, line after line.</para>" * 40


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    folder = tmp_path / "modules"
    for name in NAMES:
        doc = folder / name / "doc"
        doc.mkdir(parents=True)
        text = f'<book><title>{name}</title><chapter id="{name}.c"><title>Guide</title>{WORDS}</chapter></book>'
        (doc / f"{name}.xml").write_text(text, encoding="utf-8")
    return folder


def start(modules: Path, out: Path, *options: str) -> subprocess.Popen[str]:
    """A build of the site in `out`, in a group of processes of its own."""
    words = [*COMMAND, "site", *options, str(modules), "-o", str(out)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """The exit code of a build, its output and its errors."""
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def pages(out: Path) -> dict[str, str]:
    """Each page of the site by its name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(out.glob("*.html"))}


@pytest.fixture
def whole(modules: Path, tmp_path: Path) -> dict[str, str]:
    """The pages as an undisturbed build makes them."""
    code, _, err = ended(start(modules, tmp_path / "whole"))
    assert (code, err) == (0, "")
    made = pages(tmp_path / "whole")
    assert {f"{name}.html" for name in NAMES} <= made.keys()
    return made


def test_two_builds_in_one_folder_at_once_both_succeed(modules: Path, tmp_path: Path, whole: dict[str, str]) -> None:
    both = [start(modules, tmp_path / "out") for _ in range(2)]
    results = [ended(process) for process in both]
    assert [code for code, _, _ in results] == [0, 0]
    assert {err for _, _, err in results} <= {"", f"another build of {tmp_path / 'out'} is running; waiting for it to end\n"}
    assert pages(tmp_path / "out") == whole


MOMENTS: dict[str, Callable[[Path], bool]] = {
    "its folder is there": lambda out: (out / SOURCE).exists(),
    "documents are read": lambda out: (out / ".doctrees").exists(),
    "pages are written": lambda out: any(out.glob("[a-z]*.html")),
}


def kill(process: subprocess.Popen[str], until: Callable[[], bool]) -> None:
    """Kill the build and what it started as soon as `until` says so, or let it end if that never happens."""
    while process.poll() is None and not until():
        time.sleep(0.001)  # a real process on a real disk: there is no clock to turn
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


@pytest.mark.parametrize(
    "moment", [*MOMENTS][-1:] + [pytest.param(moment, marks=pytest.mark.deep) for moment in [*MOMENTS][:-1]]
)
def test_a_build_that_was_killed_is_repaired_by_the_next(
    modules: Path, tmp_path: Path, whole: dict[str, str], moment: str
) -> None:
    out = tmp_path / "out"
    kill(start(modules, out), lambda: MOMENTS[moment](out))
    code, _, err = ended(start(modules, out))
    assert (code, err) == (0, "")
    assert pages(out) == whole
    assert not list(out.rglob("*.tmp"))


def test_a_page_that_a_killed_build_left_half_written_is_written_anew(
    modules: Path, tmp_path: Path, whole: dict[str, str]
) -> None:
    """The worst moment, made by hand: the half page is newer than its source, and everything else says it is up to date."""
    out = tmp_path / "out"
    assert ended(start(modules, out))[0] == 0
    (out / "acc.html").write_text(whole["acc.html"][:100], encoding="utf-8")
    (out / SOURCE / ".unfinished").touch()
    (out / SOURCE / ".docbook2rst-1-1.tmp").write_text("half", encoding="utf-8")
    assert ended(start(modules, out))[0] == 0
    assert pages(out) == whole
    assert not list(out.rglob("*.tmp"))


def test_what_is_not_the_site_s_stays(modules: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    code, _, err = ended(start(modules, out))
    assert code != 0
    assert "[DB401]" in err
    assert [path.name for path in out.iterdir()] == ["notes.txt"]


def only_error(err: str) -> str:
    """The one line that was said."""
    assert "Traceback" not in err
    lines = err.splitlines()
    assert len(lines) == 1, err
    return lines[0]


@pytest.mark.parametrize("blocks", [1, 40])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_files_that_cannot_grow_are_one_clear_error(modules: Path, tmp_path: Path, blocks: int, jobs: str) -> None:
    """A limit on the size of files, in blocks of 512 bytes, stands for the full disk."""
    out = tmp_path / "out"
    command = [*COMMAND, "site", "-q", "-j", jobs, str(modules), "-o", str(out)]
    limited = ["sh", "-c", f'ulimit -f {blocks}; exec "$@"', "-", *command]
    done = subprocess.run(limited, capture_output=True, text=True, check=False)
    assert done.returncode == 4
    assert "file too large [DB402]" in only_error(done.stderr)
    code, _, err = ended(start(modules, out))
    assert (code, err) == (0, "")


@pytest.fixture
def small_disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A disk of its own, of some kilobytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={request.param}k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root can mount a small disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.deep
@pytest.mark.parametrize("small_disk", [4, 64, 200, 400], indirect=True)
def test_a_full_disk_is_one_clear_error(modules: Path, small_disk: Path) -> None:
    code, _, err = ended(start(modules, small_disk / "out", "-q"))
    assert code == 4
    assert "no space left on device [DB402]" in only_error(err)


def test_a_turn_is_a_repair_until_one_is_finished(tmp_path: Path) -> None:
    repairs = []
    for finishes in (False, True, True):
        turn = Turn(tmp_path)
        with turn.taken(pytest.fail):
            repairs.append(turn.is_repair)
            if finishes:
                turn.finish()
    assert repairs == [False, True, False]
