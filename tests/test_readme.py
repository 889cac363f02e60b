"""What README.md claims is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PATHS = re.findall(r"^\|[^|]+\| `([^`]+)` \|$", README, re.MULTILINE) + re.findall(r"\]\(([^)#:]+)\)", README)
TARGETS = re.findall(r"^\$ make ([a-z-]+)", README, re.MULTILINE)


@pytest.mark.parametrize("path", PATHS)
def test_path_of_the_map_exists(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("target", TARGETS)
def test_make_target_exists(target: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^[a-z -]*\b{target}\b[a-z -]*:.*## ", makefile, re.MULTILINE)
