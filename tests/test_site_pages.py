"""The site of this repository: it builds without a warning, its links lead somewhere, and it is readable."""

from __future__ import annotations

import importlib.util
import io
import os
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    path.parent.parent.name for path in ROOT.glob("reference_impl/kahea/modules/*/doc/*.xml") if path.stem == path.parts[-3]
)


class Page(HTMLParser):
    """The ids, links and loaded files of one page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.add(values["id"] or "")
        if tag == "a" and values.get("href"):
            self.links.append(values["href"] or "")
        if tag in {"script", "img", "iframe"} and values.get("src"):
            self.loaded.append(values["src"] or "")
        if tag == "link" and values.get("rel") == "stylesheet":
            self.loaded.append(values["href"] or "")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The site's folder and Sphinx's warnings."""
    return build(tmp_path_factory.mktemp("site"))


def build(folder: Path) -> tuple[Path, str]:
    stream = io.StringIO()
    path = list(sys.path)
    with patch_docutils(ROOT), docutils_namespace():
        app = Sphinx(ROOT, ROOT, folder / "html", folder / "trees", "html", None, None, stream)
        app.build()
    sys.path[:] = path
    return folder / "html", stream.getvalue()


@pytest.fixture(scope="module")
def pages(site: tuple[Path, str]) -> dict[Path, Page]:
    return {path: Page(path) for path in sorted(site[0].rglob("*.html"))}


def test_site_builds_without_a_warning(site: tuple[Path, str]) -> None:
    assert site[1] == ""


def test_site_builds_without_the_optional_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    absent = {"furo", "sphinx_copybutton", "sphinx_design", "a11y_pygments"}
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name in absent else real(name, *rest))
    folder, warnings = build(tmp_path)
    assert warnings == ""
    assert "alabaster" in (folder / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("module", MODULES)
def test_module_has_a_page_of_its_name(site: tuple[Path, str], module: str) -> None:
    assert (site[0] / "modules" / f"{module}.html").exists()


def test_ids_of_the_sources_are_anchors(site: tuple[Path, str], pages: dict[Path, Page]) -> None:
    missing = []
    for module in MODULES:
        found = pages[site[0] / "modules" / f"{module}.html"].ids
        for path in (ROOT / "reference_impl/kahea/modules" / module / "doc").glob("*.xml"):
            wanted = set(re.findall(r'\bid="([^"]+)"', path.read_text(encoding="utf-8")))
            missing += sorted(wanted - found)
    assert missing == []


def test_every_link_inside_the_site_leads_somewhere(pages: dict[Path, Page]) -> None:
    dead = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = Path(os.path.normpath(path.parent / unquote(parts.path))) if parts.path else path
            if target not in pages or (parts.fragment and unquote(parts.fragment) not in pages[target].ids):
                dead.append(f"{path.name}: {link}")
    assert dead == []


def test_pages_load_only_files_of_the_site(pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        for loaded in page.loaded:
            parts = urlsplit(loaded)
            assert not parts.scheme
            assert not parts.netloc
            assert (path.parent / parts.path).exists(), f"{path.name} loads {loaded}"


def test_numbers_of_the_first_page_are_counted(site: tuple[Path, str]) -> None:
    text = (site[0] / "index.html").read_text(encoding="utf-8")
    assert f"<strong>{len(MODULES)}</strong> modules" in text


def test_every_problem_code_has_an_anchor(site: tuple[Path, str], pages: dict[Path, Page]) -> None:
    from docbook2rst.codes import CODES

    assert set(CODES) <= pages[site[0] / "reference" / "problems.html"].ids


def test_every_element_is_in_the_table(site: tuple[Path, str]) -> None:
    from docbook2rst.elements import ELEMENTS

    text = (site[0] / "reference" / "elements.html").read_text(encoding="utf-8")
    assert len(re.findall(r"<tr", text)) == len(ELEMENTS) + 1


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, WCAG 2.1."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("scheme", "backgrounds"), [("light", ("#ffffff", "#f8f9fb")), ("dark", ("#131416", "#1a1c1e"))])
def test_accents_have_the_contrast_of_wcag_aa(scheme: str, backgrounds: tuple[str, str]) -> None:
    namespace: dict[str, object] = {"__file__": str(ROOT / "conf.py")}
    path = list(sys.path)
    exec(compile((ROOT / "conf.py").read_text(encoding="utf-8"), "conf.py", "exec"), namespace)
    sys.path[:] = path
    options = namespace.get("html_theme_options")
    if not isinstance(options, dict):
        pytest.skip("Furo is not installed")
    for colour in options[f"{scheme}_css_variables"].values():
        assert min(contrast(colour, background) for background in backgrounds) >= 4.5
