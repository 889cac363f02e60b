"""A database file for each test that asks for one."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.kahea.modules.usrloc.shelf import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)
