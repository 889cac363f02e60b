"""Every bound of the fidelity measure holds, for the modules' own documentation and for the corpus where it is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpora" / "kamailio"

pytestmark = pytest.mark.peer


def measure(corpus: Path, work: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.measure.fidelity", str(corpus), "--work", str(work)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.skipif(not CORPUS.exists(), reason=f"{CORPUS} is not here")
def test_nothing_is_lost_from_the_kamailio_modules(tmp_path: Path) -> None:
    done = measure(CORPUS, tmp_path)
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
