"""The law on whole documents of others: what is written of each and read again is the same document."""

from __future__ import annotations

from pathlib import Path

import pytest
from docutils import nodes

from docbook2rst import convert, doctree_equal, rst_road
from docbook2rst.discover import discover
from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.writers import rst

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
NAMES = ("kamailio", "flatpak", "docbook5", "mini")
BATCHES = 24
"""So many tests share the documents: a few each, for several processes."""

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPORA.is_dir(), reason=f"no corpora at {CORPORA}"),
]


@pytest.fixture(autouse=True, scope="module")
def registered() -> None:
    rst_road.setup_docutils()


@pytest.fixture(scope="module")
def documents() -> list[Path]:
    return [found.path for found in discover(CORPORA / name for name in NAMES).documents]


def difference(path: Path) -> str:
    """What differs after writing and reading, docutils' messages included."""
    document = convert.read_document(path, Options(), Problems())
    read = rst_road.read(rst.write(document), str(path))
    messages = [message.astext() for message in read.findall(nodes.system_message)]
    return "\n".join([*messages, doctree_equal.difference(document, read)]).strip()


def test_the_corpora_are_whole(documents: list[Path]) -> None:
    assert len(documents) >= 350


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_document_survives(documents: list[Path], batch: int) -> None:
    found = {path.name: difference(path)[:2_000] for path in documents[batch::BATCHES]}
    assert {name: lines for name, lines in found.items() if lines} == {}
