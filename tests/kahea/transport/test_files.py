"""Files that a script reads and writes."""

import os
from pathlib import Path

import pytest

from kahea.transport.files import MAX_FILE_BYTES, read_file, write_file


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "note"
    assert write_file(str(path), b"a longer text")
    assert write_file(str(path), b"short")
    assert read_file(str(path)) == b"short"
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["none", "folder", "pipe", "large", "a\0b"])
def test_what_is_no_file_of_a_bounded_size_is_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").write_bytes(b"x" * (MAX_FILE_BYTES + 1))
    assert read_file(f"{tmp_path}/{name}") is None


@pytest.mark.parametrize("name", ["folder", "pipe", "link", "none/inside", "a\0b"])
def test_what_is_no_regular_file_is_not_written(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "target").write_bytes(b"kept")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    assert not write_file(f"{tmp_path}/{name}", b"x")
    assert (tmp_path / "target").read_bytes() == b"kept"
