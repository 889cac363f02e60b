"""Which pages each document has, remembered from one build to the next.

Only a document that may be cut has to be read to know its pages, and only when one of its files has changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docbook2rst.discover import extent
from docbook2rst.options import Options
from docbook2rst.pages import LIMIT, Split
from docbook2rst.sphinx_ext.reading import read

__all__ = ["Plan"]

FORMAT = 1


class Plan:
    """The pages of a site's documents."""

    def __init__(self, memory: str | None, options: Options, split: Split) -> None:
        """Start with what an earlier build remembered; anything that is not such a memory is as good as none."""
        self._options = options
        self._split = split
        self._key = [FORMAT, split.value, repr(options)]
        self._documents: dict[str, dict[str, Any]] = {}
        self._known = _remembered(memory, self._key)

    def names(self, source: Path, root: Path) -> tuple[str, ...]:
        """The names of the pages of the DocBook file `source`, the first is empty; `root` confines it."""
        if self._split is Split.NONE or (self._split is Split.AUTO and extent(source) <= LIMIT):
            return ("",)
        known = self._known.get(str(source))
        if known is None or known["stamps"] != _stamps(known["stamps"]):
            reading = read(source, self._options._replace(root=root), self._split)
            known = {"names": list(reading.names), "stamps": _stamps({str(file): 0 for file in reading.files})}
        self._documents[str(source)] = known
        return tuple(known["names"])

    def memory(self) -> str:
        """What the next build shall remember."""
        return json.dumps({"key": self._key, "documents": self._documents}, indent=1, sort_keys=True) + "\n"


def _remembered(memory: str | None, key: list[Any]) -> dict[str, dict[str, Any]]:
    try:
        found = json.loads(memory or "{}")
    except ValueError:
        return {}
    return dict(found["documents"]) if isinstance(found, dict) and found.get("key") == key else {}


def _stamps(files: Mapping[str, int]) -> dict[str, int]:
    return {file: Path(file).stat().st_mtime_ns if Path(file).is_file() else 0 for file in files}
