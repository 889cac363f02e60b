"""Resolved source trees made by xmllint, so that the converter's own resolver is never its own judge."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from docbook2rst.discover import find


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
    return sorted(find([corpus]))


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
    return target.exists() and target.stat().st_size > 0
