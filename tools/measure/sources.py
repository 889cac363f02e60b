"""Resolved source trees made by xmllint, so that the converter's own resolver is never its own judge."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from docbook2rst.discover import discover

_PARTS = "firstname|surname|type|methodname|parameter|modifier|varname|glossterm|acronym|abbrev"


class PeerMissingError(RuntimeError):
    """A program that a measure needs is not installed; says which Debian package has it."""


def peer(program: str, package: str) -> str:
    """The path of `program`.

    Raises:
        PeerMissingError: it is not installed.
    """
    path = shutil.which(program)
    if path is None:
        raise PeerMissingError(f"{program} is not installed (Debian package {package})")
    return path


def top_documents(corpus: Path) -> list[Path]:
    """The documents of `corpus` that are complete by themselves, in a stable order."""
    return sorted(document.path for document in discover([corpus]).documents)


def name_of(document: Path, corpus: Path) -> str:
    """A name for `document` that is unique in `corpus` and fit for a file."""
    return str(document.relative_to(corpus).with_suffix("")).replace(os.sep, "__")


def resolve(document: Path, target: Path) -> bool:
    """Write `document` with entities and includes resolved to `target`; False where xmllint cannot read it.

    xmllint keeps going where an include is missing, so its exit code says little; a tree that parses is what counts.
    """
    command = [
        peer("xmllint", "libxml2-utils"),
        "--nonet",
        "--noent",
        "--xinclude",
        "--encode",
        "UTF-8",
        "--output",
        str(target),
    ]
    # The DTD gives &nbsp; and the like, and costs time: it is loaded only where the document cannot be read without it.
    done = subprocess.run([*command, str(document)], capture_output=True, text=True, check=False)
    if "not defined" in done.stderr:
        subprocess.run([*command, "--loaddtd", str(document)], capture_output=True, check=False)
    if not target.exists() or not target.stat().st_size:
        return False
    tree = target.read_text(encoding="utf-8")
    target.write_text(_apart(_repaired(tree)), encoding="utf-8")
    return True


def _repaired(tree: str) -> str:
    """`tree` with UTF-8 that xmllint took for ISO-8859-1, as its file declared wrongly, put right."""
    return re.sub(r"[\xc2-\xf4][\x80-\xbf]+", _decoded_again, tree)


def _decoded_again(match: re.Match[str]) -> str:
    try:
        return match[0].encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def _apart(tree: str) -> str:
    """`tree` with a space between parts that touch and that are two words on any page: of names, synopses, terms."""
    return re.sub(rf"</((?:db:)?(?:{_PARTS}))><((?:db:)?(?:{_PARTS}))>", r"</\1> <\2>", tree)
