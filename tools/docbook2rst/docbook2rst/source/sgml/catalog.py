"""SGML catalogs (OASIS TR 9401): files named `catalog` that say which file an identifier means.

    PUBLIC "public identifier" "file"     SYSTEM "identifier" "file"    ENTITY name "file"
    CATALOG "file"    BASE "folder/"    OVERRIDE YES    -- comment --

Other entries are passed over.  The catalogs of the document's folder and of those above it count, the nearest first.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field

from docbook2rst.problems import Problems
from docbook2rst.source.confine import Files, MissingError, RefusedError
from docbook2rst.source.errors import SourceError
from docbook2rst.source.sgml.flavour import to_text

__all__ = ["Catalog"]

NAME = "catalog"
MAX_CATALOGS = 20
"""How many are read for one document, those that they name counted."""

_TOKEN = re.compile(r"""--.*?(?:--|\Z)|"([^"]*)"|'([^']*)'|([^\s"']+)""", re.DOTALL)
_TAKEN = {"PUBLIC": 2, "SYSTEM": 2, "ENTITY": 2, "DOCTYPE": 2, "DELEGATE": 2, "NOTATION": 2, "LINKTYPE": 2, "DTDDECL": 2,
          "SGMLDECL": 1, "DOCUMENT": 1, "CATALOG": 1, "BASE": 1, "OVERRIDE": 1}  # fmt: skip
"""How many words follow each keyword."""


@dataclass(slots=True)
class Catalog:
    """What the catalogs say; each file with the catalog in which it is named."""

    public: dict[str, tuple[str, str, bool]] = field(default_factory=dict)
    """Base, file, and whether it wins over a system identifier."""
    system: dict[str, tuple[str, str]] = field(default_factory=dict)
    entities: dict[str, tuple[str, str]] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, files: Files, document: str) -> Catalog:
        """What the catalogs of the document's folder and of all above it up to the root say."""
        found = cls()
        folder = os.path.dirname(os.path.abspath(document))  # noqa: PTH100, PTH120  names are strings here
        while True:
            found.take(files, os.path.join(folder, NAME))  # noqa: PTH118
            parent = os.path.dirname(folder)  # noqa: PTH120
            if files.real(folder) == files.root or parent == folder:
                return found
            folder = parent

    def take(self, files: Files, name: str) -> None:
        """Add what the catalog `name` says where nothing nearer has said it; a missing one says nothing."""
        real = files.real(name)
        if real in self.read or len(self.read) >= MAX_CATALOGS:
            return
        self.read.add(real)
        try:
            text = to_text(name, files.read(name), Problems())
        except (MissingError, RefusedError, SourceError):
            return
        for other in self._entries(text, name):
            try:
                self.take(files, files.name(name, other))
            except RefusedError:
                continue

    def _entries(self, text: str, name: str) -> list[str]:
        """Take the entries of one catalog; the names of further catalogs come back."""
        words = [found[1] or found[2] or found[3] or "" for found in _TOKEN.finditer(text) if found.lastindex]
        base, overrides, others = name, False, []
        index = 0
        while index < len(words):
            keyword = words[index].upper()
            count = _TAKEN.get(keyword, 0)
            values = words[index + 1 : index + 1 + count]
            index += 1 + count
            if len(values) < count:
                break
            match keyword:
                case "PUBLIC":
                    self.public.setdefault(" ".join(values[0].split()), (base, values[1], overrides))
                case "SYSTEM":
                    self.system.setdefault(values[0], (base, values[1]))
                case "ENTITY":
                    self.entities.setdefault(values[0], (base, values[1]))
                case "OVERRIDE":
                    overrides = values[0].upper() == "YES"
                case "BASE":
                    base = os.path.join(os.path.dirname(base), values[0])  # noqa: PTH118, PTH120
                case "CATALOG":
                    others.append(values[0])
        return others
