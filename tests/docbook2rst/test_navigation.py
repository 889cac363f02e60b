"""The sidebar's tree."""

from __future__ import annotations

import io

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from docbook2rst.navigation import MANY, Navigation


def toctree(*names: str, caption: str = "") -> str:
    return "\n".join(
        [".. toctree::", *([f"   :caption: {caption}"] if caption else []), "", *(f"   {name}" for name in names), ""]
    )


@pytest.fixture(scope="module")
def navigation(tmp_path_factory: pytest.TempPathFactory) -> Navigation:
    source = tmp_path_factory.mktemp("src")
    many = [f"many{number}" for number in range(MANY + 1)]
    pages = {
        "index": toctree("few", "all", caption="Part & one") + toctree("Elsewhere <https://example.org/>", caption="Two"),
        "few": toctree("leaf1", "leaf2"),
        "all": toctree(*many),
        "leaf1": "",
        "leaf2": "",
        **dict.fromkeys(many, ""),
    }
    for name, body in pages.items():
        (source / f"{name}.rst").write_text(f"{name} <b>\n============\n\n{body}", encoding="utf-8")
    warnings = io.StringIO()
    with patch_docutils(source), docutils_namespace():
        settings = {"extensions": ["docbook2rst.navigation"], "html_theme": "basic"}
        app = Sphinx(source, None, source / "out", source / "trees", "html", settings, None, warnings)
        app.build()
    assert warnings.getvalue() == ""
    return Navigation(app.env)


def test_first_level_is_always_there(navigation: Navigation) -> None:
    html = navigation.html("genindex", str)
    assert 'href="few">few &lt;b&gt;</a>' in html
    assert "Part &amp; one" in html
    assert 'class="reference external" href="https://example.org/">Elsewhere' in html
    assert "leaf1" not in html


def test_way_to_the_page_is_open(navigation: Navigation) -> None:
    html = navigation.html("leaf1", str)
    assert '<li class="toctree-l1 current">' in html
    assert '<li class="toctree-l2 current"><a class="current reference internal" href="#">leaf1' in html
    assert "leaf2" in html
    assert "many1" not in html


def test_children_of_the_page_are_listed(navigation: Navigation) -> None:
    assert "leaf2" in navigation.html("few", str)


def test_many_siblings_are_not_listed(navigation: Navigation) -> None:
    html = navigation.html("many7", str)
    assert "many7" in html
    assert "many8" not in html
