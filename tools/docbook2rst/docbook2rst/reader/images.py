"""Image files: which form of a picture a browser shows best, where its file is, and how large it is to be."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from docutils import nodes

from docbook2rst.pattern import Pattern
from docbook2rst.reader.walk import Reader
from docbook2rst.source.confine import default_root
from docbook2rst.source.tree import Element

__all__ = ["Found", "best", "locate", "size"]

_FORMATS = ("svg", "png", "jpg", "jpeg", "webp", "gif", "avif", "apng", "bmp", "tif", "tiff", "eps", "ps", "pdf", "wmf")
"""File name extensions, the best first; a browser shows those before `bmp`."""
_RANK = {name: rank for rank, name in enumerate(_FORMATS)}
_UNKNOWN = _RANK["bmp"]
_ROLES = {"html": 0, "xhtml": 0, "web": 0, "epub": 1, "": 1, "fo": 3, "print": 3}
_MIME = {"svg+xml": "svg", "linespecific": "", "x-eps": "eps", "postscript": "eps"}
_LENGTH = Pattern(r"\s*(\d+(?:\.\d+)?|\.\d+)\s*(px|pt|pc|pi|cm|mm|in|em|ex|%)?\s*")
_SCHEME = Pattern(r"[A-Za-z][A-Za-z0-9+.\-]+:")


class Found(NamedTuple):
    """Where a picture is."""

    uri: str
    """Relative to the top document's folder; a whole address for a picture on the network; empty where it cannot be shown."""
    is_remote: bool = False


def _format(data: Element) -> str:
    name = data.get("fileref").rpartition("/")[2].rpartition(".")[2].lower() if "." in data.get("fileref") else ""
    if name in _RANK:
        return name
    declared = data.get("format").lower().rpartition("/")[2]
    return _MIME.get(declared, declared)


def best(objects: list[Element]) -> Element | None:
    """The `imagedata` of the image object that a browser shows best; the first of equals."""
    found = [(holder, data) for holder in objects if (data := _data(holder)) is not None]
    if not found:
        return None
    return min(found, key=lambda pair: (_ROLES.get(pair[0].get("role"), 2), _RANK.get(_format(pair[1]), _UNKNOWN)))[1]


def _data(holder: Element) -> Element | None:
    if holder.tag in ("imagedata", "graphic", "inlinegraphic"):
        return holder
    inner = holder.find("imagedata", "imageobject")
    return _data(inner) if inner is not None else None


def locate(reader: Reader, data: Element) -> Found:
    """The file that `data` names: beside the file that it is written in, else beside the top document; DB208 for none."""
    name = data.get("fileref").strip()
    if not name:
        reader.problem("DB208", data, target=repr(data.get("entityref")), reason="has no fileref")
        return Found("")
    scheme = _SCHEME().match(name)
    if scheme:
        if scheme[0].lower() in ("http:", "https:"):
            return Found(name, is_remote=True)
        reader.problem("DB208", data, target=name[:200], reason="is not a file")
        return Found("")
    top = Path(reader.tree.path).resolve().parent
    root = (reader.options.root or default_root(reader.tree.path)).resolve()
    return _beside(reader, data, name, top, root)


def _beside(reader: Reader, data: Element, name: str, top: Path, root: Path) -> Found:
    """The first file of that name (with the declared format's extension, if it has none) that exists inside `root`."""
    names = (
        [name] if "." in name.rpartition("/")[2] else [name, *(f"{name}.{ext}" for ext in (_format(data), "png", "svg") if ext)]
    )
    reason = "does not exist"
    for folder in dict.fromkeys((Path(data.path).resolve().parent, top)):
        for candidate in names:
            try:
                path = (folder / candidate).resolve()
                if not path.is_file():
                    continue
            except (OSError, ValueError):
                reason = "is not a file name"
                continue
            if path.is_relative_to(root):
                return Found(Path(os.path.relpath(folder / candidate, top)).as_posix())
            reason = "is outside the root"
    reader.problem("DB208", data, target=name[:200], reason=reason)
    return Found("")


def size(data: Element, image: nodes.image, *, align: nodes.Element | None = None) -> None:
    """Set the size that `data` asks for on `image`, and its alignment on `align`."""
    width = _LENGTH().fullmatch(data.get("contentwidth") or data.get("width"))
    if width:
        image["width"] = width[1] + {"pi": "pc"}.get(width[2] or "", width[2] or "")
    height = _LENGTH().fullmatch(data.get("contentdepth"))
    if height and height[2] != "%":
        image["height"] = height[1] + {"pi": "pc"}.get(height[2] or "", height[2] or "")
    scale = data.get("scale").strip()
    if scale.isascii() and scale.isdigit() and 0 < int(scale[:6]) <= 1000 and not width:  # noqa: PLR2004 - ten times as large
        image["scale"] = int(scale[:6])
    if align is not None and data.get("align") in ("left", "center", "right"):
        align["align"] = data.get("align")
