"""The two roads from DocBook to HTML: Sphinx reads the DocBook itself, or it reads the reST that was written of it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

TEXT_CONF = """\
project = "text road"
extensions = ["docbook2rst.sphinx_ext"]
html_theme = "basic"
nitpicky = True
"""


def build_direct(corpus: Path, documents: dict[str, Path], out: Path) -> dict[str, list[Path]]:
    """Document name to its pages, built by `docbook2rst site`."""
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "docbook2rst", "site", "-q", "--root", str(corpus), str(corpus), "-o", str(out)]
    subprocess.run(command, check=True)
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    pages = {Path(entry["source"]): [out / page for page in entry["pages"]] for entry in report["documents"]}
    pages = {(out / source).resolve(): of_source for source, of_source in pages.items()}
    return {name: pages.get(path.resolve(), []) for name, path in documents.items()}


def build_text(corpus: Path, documents: dict[str, Path], out: Path) -> dict[str, list[Path]]:
    """Document name to its page, built by Sphinx from the written reST; no DocBook lies in its source folder."""
    shutil.rmtree(out, ignore_errors=True)
    source = out / "source"
    source.mkdir(parents=True)
    _copy_images(corpus, source)
    command = [sys.executable, "-m", "docbook2rst", "convert", "-q", "--root", str(corpus), str(corpus), "-o", str(source)]
    subprocess.run(command, check=False)
    (source / "conf.py").write_text(TEXT_CONF, encoding="utf-8")
    (source / "index.rst").write_text("Index\n=====\n\n.. toctree::\n   :glob:\n\n   **\n", encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-j", "auto", "-b", "html", str(source), str(out / "html")], check=True
    )
    pages = {name: path.relative_to(corpus).with_suffix("") for name, path in documents.items()}
    return {name: [out / "html" / f"{page}.html"] for name, page in pages.items() if (source / f"{page}.rst").exists()}


def _copy_images(corpus: Path, target: Path) -> None:
    """Copy the images of `corpus` to the same places below `target`: reST names them as DocBook does."""
    for path in corpus.rglob("*"):
        if path.suffix in {".png", ".gif", ".jpg", ".svg"}:
            copy = target / path.relative_to(corpus)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
