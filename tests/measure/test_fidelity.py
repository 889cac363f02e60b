"""Every bound of the fidelity measure holds, for the modules' own documentation and for the corpus where it is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORPORA = ROOT.parent / "shared" / "corpora"

pytestmark = pytest.mark.peer


def measure(corpus: Path, work: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.measure.fidelity", str(corpus), "--work", str(work)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", ["kamailio", "docbook5", "flatpak", "mini"])
def test_every_bound_holds_for_the_corpus(name: str, tmp_path: Path) -> None:
    if not (CORPORA / name).is_dir():
        pytest.skip(f"{CORPORA / name} is not here")
    done = measure(CORPORA / name, tmp_path)
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
