"""Files are written whole or not at all, and nothing that others put there is touched."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from docbook2rst.output import RECORD, Folder, OutputError, read_old, write_text
from docbook2rst.problems import Problems


@pytest.fixture
def problems() -> Problems:
    return Problems()


def codes(problems: Problems) -> list[str]:
    return [problem.code for problem in problems]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_folders_on_the_way_are_made(tmp_path: Path, problems: Problems) -> None:
    target = tmp_path / "a" / "b" / "c.rst"
    assert write_text(target, "text\n", problems)
    assert target.read_bytes() == b"text\n"
    assert names(target.parent) == ["c.rst"]


def test_the_same_content_is_not_written_again(tmp_path: Path, problems: Problems) -> None:
    target = tmp_path / "a.rst"
    write_text(target, "text", problems)
    os.utime(target, ns=(1, 1))
    assert not write_text(target, "text", problems)
    assert target.stat().st_mtime_ns == 1
    assert write_text(target, "next", problems)
    assert target.read_text() == "next"


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_an_existing_file_keeps_its_mode(tmp_path: Path, problems: Problems, mode: int) -> None:
    target = tmp_path / "a.rst"
    target.write_text("old")
    target.chmod(mode)
    write_text(target, "new", problems)
    assert target.stat().st_mode & 0o777 == mode


def test_a_new_file_gets_what_the_umask_leaves(tmp_path: Path, problems: Problems) -> None:
    old = os.umask(0o027)
    try:
        write_text(tmp_path / "a.rst", "new", problems)
    finally:
        os.umask(old)
    assert (tmp_path / "a.rst").stat().st_mode & 0o777 == 0o640


def test_a_symbolic_link_is_followed(tmp_path: Path, problems: Problems) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write_text(tmp_path / "link", "new", problems)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_text_that_utf8_does_not_have_is_spelled_out(tmp_path: Path, problems: Problems) -> None:
    write_text(tmp_path / "a", "ü\udcff", problems)
    assert (tmp_path / "a").read_bytes() == "ü\\udcff".encode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_device_is_a_problem(problems: Problems) -> None:
    with pytest.raises(OutputError) as caught:
        write_text(Path("/dev/full"), "text", problems)
    assert codes(problems) == ["DB402"]
    assert caught.value.problem.message == "cannot write /dev/full: no space left on device"


def test_a_device_is_written_to_directly(problems: Problems) -> None:
    assert write_text(Path(os.devnull), "text", problems)
    assert Path(os.devnull).is_char_device()


def test_a_folder_where_a_file_should_be_is_a_problem(tmp_path: Path, problems: Problems) -> None:
    with pytest.raises(OutputError):
        write_text(tmp_path, "text", problems)
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        write_text(tmp_path / "file" / "below", "text", problems)
    assert codes(problems) == ["DB402", "DB402"]
    assert names(tmp_path) == ["file"]


def test_a_disk_that_fills_up_leaves_the_old_file(tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk; it is set in a process of its own."""
    (tmp_path / "a.rst").write_text("old")
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from docbook2rst.output import OutputError, write_text\n"
        "from docbook2rst.problems import Problems\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "problems = Problems()\n"
        "try:\n"
        "    write_text(Path('a.rst'), 'x' * 5000, problems)\n"
        "except OutputError:\n"
        "    print([problem.code for problem in problems])\n"
    )
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 1000
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "['DB402']\n"
    assert (tmp_path / "a.rst").read_text() == "old"
    assert names(tmp_path) == ["a.rst"]


def test_a_killed_run_leaves_no_half_file(tmp_path: Path) -> None:
    """The process kills itself between writing and renaming, the worst moment there is."""
    (tmp_path / "a.rst").write_text("old")
    script = (
        "import os, signal\n"
        "from pathlib import Path\n"
        "from docbook2rst.output import write_text\n"
        "from docbook2rst.problems import Problems\n"
        "Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "write_text(Path('a.rst'), 'x' * 100_000, Problems())\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == -9
    assert (tmp_path / "a.rst").read_text() == "old"


def test_read_old_of_what_is_no_text_is_none(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "text").write_bytes("ü\r\n".encode())
    assert read_old(tmp_path / "binary") is None
    assert read_old(tmp_path / "absent") is None
    assert read_old(tmp_path) is None
    assert read_old(tmp_path / "text") == "ü\r\n"


class TestFolder:
    def test_what_it_wrote_it_may_write_again(self, tmp_path: Path, problems: Problems) -> None:
        Folder(tmp_path / "out").write("a/b.rst", "one", problems)
        Folder(tmp_path / "out").write("a/b.rst", "two", problems)
        assert (tmp_path / "out/a/b.rst").read_text() == "two"
        assert (tmp_path / "out" / RECORD).read_text() == "a/b.rst\n"

    def test_a_strangers_file_is_left_alone(self, tmp_path: Path, problems: Problems) -> None:
        (tmp_path / "a.rst").write_text("by hand")
        with pytest.raises(OutputError):
            Folder(tmp_path).write("a.rst", "ours", problems)
        assert codes(problems) == ["DB401"]
        assert (tmp_path / "a.rst").read_text() == "by hand"

    def test_a_strangers_file_of_the_same_content_is_ours(self, tmp_path: Path, problems: Problems) -> None:
        (tmp_path / "a.rst").write_text("same")
        assert not Folder(tmp_path).write("a.rst", "same", problems)
        assert Folder(tmp_path).recorded() == {"a.rst"}

    def test_force_overwrites(self, tmp_path: Path, problems: Problems) -> None:
        (tmp_path / "a.rst").write_text("by hand")
        Folder(tmp_path, force=True).write("a.rst", "ours", problems)
        assert (tmp_path / "a.rst").read_text() == "ours"

    @pytest.mark.parametrize("name", ["../a.rst", "a/../../b.rst", "/tmp/a.rst", "link/a.rst"])
    def test_nothing_leaves_the_folder(self, tmp_path: Path, problems: Problems, name: str) -> None:
        out = tmp_path / "out"
        out.mkdir()
        (out / "link").symlink_to(tmp_path)
        with pytest.raises(OutputError):
            Folder(out, force=True).write(name, "text", problems)
        assert codes(problems) == ["DB402"]
        assert names(tmp_path) == ["out"]
        assert names(out) == ["link"]

    def test_the_folder_may_be_a_link_itself(self, tmp_path: Path, problems: Problems) -> None:
        (tmp_path / "real").mkdir()
        (tmp_path / "out").symlink_to("real")
        Folder(tmp_path / "out").write("a.rst", "text", problems)
        assert (tmp_path / "real" / "a.rst").read_text() == "text"

    def test_a_folder_that_cannot_be_made_is_a_problem(self, tmp_path: Path, problems: Problems) -> None:
        (tmp_path / "out").write_text("a file")
        with pytest.raises(OutputError):
            Folder(tmp_path / "out").write("a.rst", "text", problems)
        assert codes(problems) == ["DB402"]
