"""The tree against what libxml2 makes of the same documents."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.source import Element, read

CORPORA = Path(__file__).parents[4] / "shared" / "corpora"
DOCBOOK = "{http://docbook.org/ns/docbook}"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPORA.is_dir(), reason="../shared/corpora is not there"),
]

# libxml2 reads what the declaration says, and leaves xi:include alone where the prefix is not declared.
DECLARATION_LIES = {"presence_profile"}
UNDECLARED_PREFIX = {"pv_headers"}


def ours(root: Element) -> list[str]:
    stream: list[str] = []
    waiting: list[Element | str] = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            stream.append(item)
        else:
            stream.append(f"<{item.tag.rpartition('}')[2]}>")
            waiting.extend(["</>", *reversed(item.children)])
    return tokens(stream)


def theirs(root: etree._Element) -> list[str]:
    stream: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            stream += [f"<{etree.QName(element).localname}>", element.text or ""]
        elif event == "end":
            stream += ["</>", element.tail or ""]
        else:
            stream.append(element.tail or "")
    return tokens(stream)


def tokens(stream: list[str]) -> list[str]:
    """Tags, and each run of text as one token."""
    return re.split(r"(\x00[^\x01]*\x01)", "".join(f"\x00{s}\x01" if re.fullmatch(r"<[^<>\s]+>", s) else s for s in stream))


def documents() -> list[tuple[Path, Path]]:
    modules = [path for path in CORPORA.glob("kamailio/src/modules/*/doc/*.xml") if path.stem == path.parts[-3]]
    found = [(path, CORPORA / "kamailio") for path in sorted(modules)]
    return found + [(path, CORPORA) for folder in ("flatpak", "docbook5") for path in sorted((CORPORA / folder).glob("*.xml"))]


def resolved(path: Path) -> etree._Element:
    command = ["xmllint", "--nonet", "--noent", "--xinclude", "--nofixup-base-uris", str(path)]
    done = subprocess.run(command, capture_output=True, check=False)
    return (
        etree.fromstring(done.stdout, etree.XMLParser(huge_tree=True, load_dtd=False, no_network=True)).getroottree().getroot()
    )


@pytest.mark.peer
def test_every_document_has_the_elements_and_text_that_libxml2_sees() -> None:
    different = []
    for path, root in documents():
        tree = read(path, Options(root=root), Problems())
        if path.stem in DECLARATION_LIES | UNDECLARED_PREFIX:
            continue
        if ours(tree.root) != theirs(resolved(path)):
            different.append(path.name)
    assert different == []


def test_no_document_is_refused_by_policy() -> None:
    for path, root in documents():
        problems = Problems()
        read(path, Options(root=root), problems)
        assert {problem.code for problem in problems} <= {"DB104", "DB109", "DB111"}
