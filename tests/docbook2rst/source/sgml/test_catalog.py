"""SGML catalogs: what is taken from them, and which of several counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from docbook2rst.source.confine import Files
from docbook2rst.source.sgml.catalog import MAX_CATALOGS, Catalog


def catalog(root: Path, document: str = "a/b/doc.sgml") -> Catalog:
    return Catalog.of(Files(root, 1_000_000), str(root / document))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "a" / "b").mkdir(parents=True)
    return tmp_path


def test_the_nearest_catalog_counts(root: Path) -> None:
    (root / "catalog").write_text('PUBLIC "x" "far" PUBLIC "y" "only"')
    (root / "a" / "b" / "catalog").write_text('PUBLIC "x" "near"')
    public = catalog(root).public
    assert public == {
        "x": (str(root / "a" / "b" / "catalog"), "near", False),
        "y": (str(root / "catalog"), "only", False),
    }


def test_none_above_the_root_is_read(root: Path) -> None:
    (root / "catalog").write_text('PUBLIC "x" "far"')
    assert catalog(root / "a", "b/doc.sgml").public == {}


ENTRIES = [
    ('PUBLIC "a  b\nc" "f"', {"a b c": ("f", False)}),
    ("public 'a' f", {"a": ("f", False)}),
    ('-- PUBLIC "no" "no" -- PUBLIC "a" "f"', {"a": ("f", False)}),
    ('OVERRIDE YES PUBLIC "a" "f" OVERRIDE no PUBLIC "b" "g"', {"a": ("f", True), "b": ("g", False)}),
    ('DELEGATE "p" "q" SGMLDECL "s" UNKNOWN PUBLIC "a" "f"', {"a": ("f", False)}),
    ('PUBLIC "a" "f" PUBLIC "b"', {"a": ("f", False)}),
    ('PUBLIC "a" "first" PUBLIC "a" "second"', {"a": ("first", False)}),
    ("", {}),
    ('PUBLIC "a', {}),
]


@pytest.mark.parametrize(("text", "expected"), ENTRIES)
def test_public_entries(root: Path, text: str, expected: dict[str, tuple[str, bool]]) -> None:
    (root / "catalog").write_text(text)
    found = {name: (target, overrides) for name, (_, target, overrides) in catalog(root).public.items()}
    assert found == expected


def test_catalogs_that_name_each_other_end(root: Path) -> None:
    (root / "catalog").write_text("CATALOG one CATALOG catalog")
    (root / "one").write_text('CATALOG catalog ENTITY e "f"')
    assert catalog(root).entities == {"e": (str(root / "one"), "f")}


def test_no_more_than_some_catalogs_are_read(root: Path) -> None:
    (root / "catalog").write_text("CATALOG 0")
    for number in range(100):
        (root / str(number)).write_text(f"CATALOG {number + 1} ENTITY e{number} f")
    assert len(catalog(root).entities) < MAX_CATALOGS
