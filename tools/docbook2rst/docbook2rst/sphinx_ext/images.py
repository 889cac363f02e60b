"""Images named as Sphinx wants them, and only images that may be read."""

from __future__ import annotations

import os
from pathlib import Path

from docutils import nodes
from sphinx.environment import BuildEnvironment

from docbook2rst.problems import Problem, Problems
from docbook2rst.source import default_root
from docbook2rst.source.tree import Position
from docbook2rst.sphinx_ext.reading import Reading

__all__ = ["place_images"]


def place_images(section: nodes.section, reading: Reading, env: BuildEnvironment) -> tuple[Problem, ...]:
    """Make each image's address one that Sphinx finds from its source folder; what comes back are the problems with images.

    An image that is not there, or lies outside the document's root, becomes its text alternative or its name.  Addresses on the
    network stay: the browser fetches those, or does not.
    """
    problems = Problems()
    root = _root(reading)
    for image in list(section.findall(nodes.image)):
        if "://" in image["uri"] or image["uri"].startswith("data:"):
            continue
        path = _find(image, reading)
        if path is not None and path.is_relative_to(root):
            image["uri"] = "/" + Path(os.path.relpath(path, os.path.realpath(env.srcdir))).as_posix()
            continue
        reason = "does not exist" if path is None else f"lies outside {root}"
        problems.add("DB208", _position(image, reading), element="imagedata", target=image["uri"], reason=reason)
        _replace(image)
    return tuple(problems)


def _root(reading: Reading) -> Path:
    """The folder that images must lie in, the same as for everything else that the document includes."""
    return Path(os.path.realpath(reading.options.root or default_root(reading.path)))


def _find(image: nodes.image, reading: Reading) -> Path | None:
    """The real path of the image: relative to the file that names it, else to the top document."""
    for folder in (Path(image.source or reading.path).parent, reading.path.parent):
        path = Path(os.path.realpath(folder / image["uri"]))
        if path.is_file():
            return path
    return None


def _position(image: nodes.image, reading: Reading) -> Position:
    return Position(image.source or str(reading.path), image.line or 0)


def _replace(image: nodes.image) -> None:
    """Put the image's text alternative, or its name, in its place."""
    text = image.get("alt") or image["uri"].rpartition("/")[2]
    inline = nodes.inline("", text, classes=["db-missing-image"], ids=image["ids"])
    stands_in_text = isinstance(image.parent, nodes.TextElement)
    image.replace_self(inline if stands_in_text else nodes.paragraph("", "", inline))
