"""The converter's wheel works alone, in an environment that holds nothing of this repository."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.peer
def test_the_wheel_of_docbook2rst_installs_alone_and_converts(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "-q", "--no-isolation", "--wheel", "--outdir", str(tmp_path)]
    subprocess.run([*build, str(ROOT / "tools" / "docbook2rst")], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "empty", with_pip=True)
    python = tmp_path / "empty" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "-c", str(constraints(tmp_path)), str(wheel)], check=True)
    document = tmp_path / "note.xml"
    document.write_text("<article><title>Tea</title><para>Drink <emphasis>tea</emphasis>.</para></article>", encoding="utf-8")
    done = subprocess.run(
        [python, "-m", "docbook2rst", "convert", str(document)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "Drink *tea*." in done.stdout


def constraints(folder: Path) -> Path:
    """The pinned versions without their hashes, which pip does not take as constraints for a local wheel."""
    lines = (ROOT / "requirements" / "docs.txt").read_text(encoding="utf-8").splitlines()
    pins = [line.split(";")[0].rstrip(" \\") for line in lines if line[:1].isalnum()]
    path = folder / "constraints.txt"
    path.write_text("\n".join(pins) + "\n", encoding="utf-8")
    return path
