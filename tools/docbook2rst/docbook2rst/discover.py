"""Finding the documents of a tree and naming what becomes of them.

A folder of DocBook holds documents and their fragments: files that a document pulls in by an entity or an XInclude.  Only the
first few kilobytes decide whether a file is DocBook, and a cheap scan for `<!ENTITY name SYSTEM "file">` and `<xi:include
href="file">` decides which files are fragments.  Nothing is parsed.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from docbook2rst.pattern import Pattern

__all__ = ["Document", "Found", "discover", "extent", "is_docbook", "output_names", "safe_name", "tops"]

SUFFIXES = frozenset({".xml", ".docbook", ".dbk", ".sgml", ".sgm"})
NAMESPACE = b"http://docbook.org/ns/docbook"
ROOTS = frozenset(
    (
        b"set book part chapter article preface appendix glossary bibliography index reference refentry section sect1 sect2 "
        b"sect3 sect4 sect5 simplesect partintro dedication colophon acknowledgements topic assembly setindex qandaset"
    ).split(),
)
"""Root elements by which a file without DOCTYPE and namespace is taken for DocBook."""

SNIFFED_BYTES = 8_192
SCANNED_BYTES = 1_000_000
MAX_NAME_BYTES = 200

_COMMENT = Pattern(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_DOCTYPE = Pattern(rb"<!DOCTYPE\s+([^\s>\[]+)([^>\[]*)", re.IGNORECASE)
_ROOT = Pattern(rb"<([A-Za-z_][^\s/>]*)([^>]*)")
_ENTITY = Pattern(
    rb"""<!ENTITY\s+(?:%\s+)?[^\s"'%]+\s+(?:SYSTEM|PUBLIC\s+(?:"[^"]*"|'[^']*'))\s+(?:"([^"]+)"|'([^']+)')""",
    re.IGNORECASE,
)
_INCLUDE = Pattern(rb"""<(?:[\w.-]+:)?include\s[^>]*?\bhref\s*=\s*(?:"([^"]+)"|'([^']+)')""")


class Document(NamedTuple):
    """One document to convert: its path as it will be shown, and its place below the common folder."""

    path: Path
    place: str
    """The path relative to the common folder of all inputs, with `/`; the output's name is made from it."""


class Found(NamedTuple):
    """What `discover` found: the documents in order, and the inputs in which there is none."""

    documents: tuple[Document, ...]
    barren: tuple[Path, ...]


def discover(inputs: Iterable[Path]) -> Found:
    """The documents that `inputs` name: files as they are, folders by what is found in and below them.

    A file named by itself is a document whatever it holds.  In a folder, DocBook files are documents unless another file found
    includes them.  The order is that of the inputs, inside a folder that of the paths; nothing comes twice.
    """
    inputs = list(inputs)
    documents: dict[str, Path] = {}
    barren = []
    for path in inputs:
        named = tops(_files(path)) if path.is_dir() else [path]
        if not named:
            barren.append(path)
        for top in named:
            documents.setdefault(os.path.realpath(top), top)
    common = _common([path if path.is_dir() else path.parent for path in inputs])
    return Found(tuple(Document(path, _place(path, common)) for path in documents.values()), tuple(barren))


def is_docbook(head: bytes) -> bool:
    """Whether a file that begins with `head` is DocBook, by its DOCTYPE, its namespace or its root element.

    >>> is_docbook(b'<?xml version="1.0"?><chapter><title>T')
    True
    >>> is_docbook(b'<svg xmlns="http://www.w3.org/2000/svg"><title>T')
    False
    """
    text = _COMMENT().sub(b"", _narrow(head))
    doctype = _DOCTYPE().search(text)
    if doctype:
        identifiers = doctype[2].lower()
        if identifiers.strip():
            return b"docbook" in identifiers
        return doctype[1].lower().rpartition(b":")[2] in ROOTS
    root = _ROOT().search(text)
    if root is None:
        return False
    if b"xmlns" in root[2]:
        return NAMESPACE in root[2] or (not re.search(rb"\bxmlns\s*=", root[2]) and root[1] in ROOTS)
    return root[1].lower() in ROOTS


def output_names(documents: Iterable[Document], suffix: str) -> dict[Document, str]:
    """The name of each document's output below the output folder, safe, and unlike every other in any case of letters."""
    names: dict[Document, str] = {}
    taken: set[str] = set()
    for document in documents:
        *folders, file = [part for part in document.place.split("/") if part]
        stem = Path(file).stem
        for number in range(1, len(taken) + 2):
            last = safe_name(stem if number == 1 else f"{stem}-{number}") + suffix
            name = "/".join([*(safe_name(folder) for folder in folders), last])
            if _folded(name) not in taken:
                break
        taken.add(_folded(name))
        names[document] = name
    return names


def safe_name(name: str) -> str:
    """`name` as one file name that every file system takes and no shell or URL trips over.

    >>> safe_name("../etc/passwd"), safe_name("con"), safe_name("acc.f.acc_db_request")
    ('etc-passwd', 'con-', 'acc.f.acc_db_request')
    """
    name = unicodedata.normalize("NFC", name)
    name = re.sub(r"[^\w.+@~=,-]+", "-", name.encode("utf-8", "replace").decode("utf-8"))
    name = name.encode("utf-8")[:MAX_NAME_BYTES].decode("utf-8", "ignore")
    name = name.lstrip(".-").rstrip(".")
    if re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", name):
        name = re.sub(r"^(\w+)", r"\1-", name)
    return name or "document"


def tops(files: Iterable[Path]) -> list[Path]:
    """Those of `files` that are DocBook and that no other of them includes, in order.

    Files that include each other in a circle have no top; the first of them stands for the circle.
    """
    candidates = [path for path in files if path.suffix.lower() in SUFFIXES and is_docbook(_head(path, SNIFFED_BYTES))]
    graph = _Inclusions()
    reached = {target for path in candidates for target in graph.below(path)}
    found = [path for path in candidates if os.path.realpath(path) not in reached]
    covered = {target for path in found for target in graph.below(path)}
    for path in candidates:
        real = os.path.realpath(path)
        if path not in found and real not in covered:
            found.append(path)
            covered |= {real, *graph.below(path)}
    return sorted(found, key=lambda path: path.parts)


def extent(path: Path) -> int:
    """The bytes of the file `path` and of all files that it includes at any depth, each counted once."""
    files = {os.path.realpath(path), *_Inclusions().below(path)}
    return sum(os.stat(file).st_size for file in files if os.path.isfile(file))  # noqa: PTH113, PTH116


def _files(folder: Path) -> Iterator[Path]:
    """The regular files in and below `folder`, in order; hidden files and folders are passed over, links to folders too."""
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(base, name)
            if not name.startswith(".") and _is_regular(path):
                yield path


class _Inclusions:
    """Which file includes which, read from each file once."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[str, frozenset[str]] = {}

    def below(self, path: Path) -> set[str]:
        """The real paths of all files that `path` includes, at any depth, without itself."""
        start = os.path.realpath(path)
        seen: set[str] = set()
        queue = [start]
        while queue:
            for target in self._direct(queue.pop()) - seen:
                seen.add(target)
                queue.append(target)
        return seen - {start}

    def _direct(self, path: str) -> frozenset[str]:
        if path not in self._known:
            self._known[path] = frozenset(_inclusions(Path(path))) if _is_regular(Path(path)) else frozenset()
        return self._known[path]


def _inclusions(path: Path) -> Iterator[str]:
    """The real paths of the files that `path` itself includes.

    An entity that is declared in one file is often used in another, so each declaration outside a comment counts.
    """
    text = _COMMENT().sub(b"", _narrow(_head(path, SCANNED_BYTES)))
    for pattern in (_ENTITY, _INCLUDE):
        for double, single in pattern().findall(text):
            yield _target(path, double or single)


def _target(path: Path, reference: bytes) -> str:
    """The real path that `reference`, written in the file `path`, means."""
    return os.path.realpath(path.parent / os.fsdecode(reference.partition(b"#")[0].replace(b"\0", b"")))


def _narrow(data: bytes) -> bytes:
    """`data` with one byte a character where it is UTF-16, so that ASCII patterns match."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:2] in (b"<\0", b"\0<"):
        return data.replace(b"\0", b"")
    return data


def _head(path: Path, size: int) -> bytes:
    """The first `size` bytes of the file `path`, none where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""


def _is_regular(path: Path) -> bool:
    """Whether `path` is a file that reading cannot block on."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def _common(folders: list[Path]) -> Path:
    """The deepest folder that holds all of `folders`."""
    return Path(os.path.commonpath([folder.absolute() for folder in folders])) if folders else Path()


def _place(path: Path, common: Path) -> str:
    """Where `path` stands below `common`, without `..`."""
    relative = os.path.relpath(path.absolute(), common)
    return "/".join(part for part in Path(relative).parts if part != "..")


def _folded(name: str) -> str:
    """What two names share that some file system takes for one."""
    return unicodedata.normalize("NFC", name).casefold()
