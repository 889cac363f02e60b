"""Our trees against OpenSP's: equal where onsgmls has nothing to object to, else with a problem that says why not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.docbook2rst.source.sgml import generate
from tests.docbook2rst.source.sgml.esis import CATALOG, difference, theirs
from tests.docbook2rst.source.sgml.test_cases import FILES as CASE_FILES
from tests.docbook2rst.source.sgml.test_cases import cases, document
from tests.docbook2rst.source.sgml.trees import FILES

from docbook2rst.options import Options
from docbook2rst.problems import Problems
from docbook2rst.source import SourceError, read
from docbook2rst.source.opening import is_sgml

CORPORA = Path(__file__).parents[5] / "shared" / "corpora"

pytestmark = pytest.mark.peer


def test_the_dtds_of_sgml_are_installed() -> None:
    assert shutil.which("onsgmls") is not None
    assert "docbook.cat" in CATALOG.read_text(encoding="utf-8")


@pytest.mark.parametrize(("family", "at_least"), [
    ("attributes", 8), ("comments", 5), ("entities", 17), ("omitted", 13), ("records", 11), ("sections", 8), ("tags", 9),
])  # fmt: skip
def test_each_case_that_onsgmls_accepts_has_its_tree(tmp_path: Path, family: str, at_least: int) -> None:
    shutil.copytree(FILES, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "case.sgml"
    accepted, different = 0, []
    for name, sgml, _ in cases(CASE_FILES[0].with_name(f"{family}.txt")):
        path.write_text(document(sgml), encoding="utf-8")
        if not theirs(path)[1]:
            continue
        accepted += 1
        problems = Problems()
        found = difference(path, read(path, Options(root=tmp_path), problems).root)
        if found and not problems:
            different.append((name, found))
    assert different == []
    assert accepted >= at_least


@pytest.mark.deep
@pytest.mark.skipif(shutil.which("onsgmls") is None, reason="onsgmls is not there")
@pytest.mark.parametrize("version", ["3.1", "4.1", "4.2", "4.5"])
def test_each_random_document_that_onsgmls_accepts_has_its_tree(tmp_path: Path, version: str) -> None:
    shutil.copytree(FILES, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "random.sgml"
    accepted, different = 0, []
    for seed in range(100):
        path.write_text(generate.document(seed, version), encoding="utf-8")
        if ":E:" in theirs(path)[2]:
            continue
        accepted += 1
        problems = Problems()
        found = difference(path, read(path, Options(root=tmp_path), problems).root)
        if found and {problem.code for problem in problems} <= {"DB115"}:
            different.append((seed, found))
    assert different == []
    assert accepted >= 20


def documents() -> list[Path]:
    """The documents of the corpora that are SGML: those with a DOCTYPE of their own, and parts of others."""
    found = [path for path in CORPORA.rglob("*") if path.suffix in {".sgml", ".sgm", ".xml"} and path.is_file()]
    return sorted(path for path in found if is_sgml(str(path), path.read_bytes()))


@pytest.mark.corpus
@pytest.mark.skipif(not CORPORA.is_dir(), reason="../shared/corpora is not there")
def test_each_document_that_onsgmls_accepts_has_its_tree() -> None:
    accepted, different = [], []
    for path in documents():
        problems = Problems()
        try:
            tree = read(path, Options(root=CORPORA), problems)
        except SourceError:
            assert not theirs(path)[1]
            continue
        if theirs(path)[1]:
            accepted.append(path.name)
            found = difference(path, tree.root)
            if found and not problems:
                different.append(found)
    assert different == []
    assert {"tm.sgml", "ser_radius.sgml", "ser-howto.sgml", "module.sgml"} <= set(accepted)
