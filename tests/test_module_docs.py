"""The modules' DocBook: ids follow one scheme, name what their titles name, and every link inside a module leads somewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

MODULES_FOLDER = Path(__file__).parents[1] / "reference_impl/kahea/modules"
MODULES = tuple(sorted(folder.parent.name for folder in MODULES_FOLDER.glob("*/doc")))
KIND = r"(?:p|f|v|t|e|s|rpc|mi)"
ROUTES = re.compile(r"This function can be used from (?:ANY_ROUTE|[A-Z]+_ROUTE(?:(?:, | and )[A-Z]+_ROUTE)*)\.")
ENTITY = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;|#)\w+;")
DOCTYPE = re.compile(r"<!DOCTYPE[^\[]*\[.*?\]>", re.DOTALL)

Root = ET.Element


def documents(module: str) -> list[Path]:
    return sorted((MODULES_FOLDER / module / "doc").glob("*.xml"))


def read(path: Path) -> Root:
    """The root of a document whose shared entities stand for nothing; they are only words."""
    text = DOCTYPE.sub("", path.read_text(encoding="utf-8"))
    return ET.fromstring(ENTITY.sub("", text).encode("utf-8"))


def elements(module: str) -> Iterator[Root]:
    for path in documents(module):
        yield from read(path).iter()


def ids(module: str) -> list[str]:
    return [element.attrib["id"] for element in elements(module) if "id" in element.attrib]


def text_of(element: Root) -> str:
    return " ".join("".join(element.itertext()).split())


def named_sections(module: str) -> list[tuple[str, Root]]:
    """The sections whose title is a function or a variable, each with the words of its title."""
    found = []
    for element in elements(module):
        title = element.find("title") if element.tag == "section" else None
        if title is not None and not (title.text or "").strip() and len(title) and title[0].tag in {"function", "varname"}:
            found.append((text_of(title[0]), element))
    return found


def name_in(title: str, module: str) -> str:
    """What a title is about: `f` of `f(x)`, `v` of `$v(key)`, `e` of `event_route[m:e]`, `r` of `m.r`, `c.t` of `{c.t,x}`."""
    event = re.fullmatch(rf"event_route\[{module}:([\w-]+)\]", title)
    if event:
        return event[1]
    word = re.match(r"[\w.-]+", title.lstrip("${"))
    return word[0].removeprefix(f"{module}.") if word else ""


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("send_reply(code, reason)", "send_reply"),
        ("default_code", "default_code"),
        ("$ltt(key)", "ltt"),
        ("event_route[sl:filtered-ack]", "filtered-ack"),
        ("sl.stats", "stats"),
        ("{re.subst,expression}", "re.subst"),
    ],
)
def test_name_of_a_title(title: str, name: str) -> None:
    assert name_in(title, "sl") == name


@pytest.mark.parametrize("module", MODULES)
def test_ids_follow_the_scheme(module: str) -> None:
    scheme = re.compile(rf"{module}\.{KIND}\.\w[\w.-]*")
    assert [name for name in ids(module) if not scheme.fullmatch(name)] == []


def test_every_id_is_unique() -> None:
    counted = Counter(name for module in MODULES for name in ids(module))
    assert [name for name, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("module", MODULES)
def test_section_of_a_name_has_its_id(module: str) -> None:
    sections = named_sections(module)
    assert sections
    wrong = []
    for title, section in sections:
        name = name_in(title, module)
        if not name or not re.fullmatch(rf"{module}\.{KIND}\.{re.escape(name)}", section.get("id", "")):
            wrong.append((title, section.get("id")))
    assert wrong == []


@pytest.mark.parametrize("module", MODULES)
def test_function_names_its_routes_and_shows_an_example(module: str) -> None:
    functions = [section for _, section in named_sections(module) if section.get("id", "").startswith(f"{module}.f.")]
    assert [section.get("id") for section in functions if not ROUTES.search(text_of(section))] == []
    listings = {section.get("id"): section.find("example/programlisting") for section in functions}
    assert [name for name, listing in listings.items() if listing is None or listing.get("language") != "kamailio"] == []


@pytest.mark.parametrize("module", MODULES)
def test_parameter_names_its_default(module: str) -> None:
    parameters = [section for _, section in named_sections(module) if section.get("id", "").startswith(f"{module}.p.")]
    assert [section.get("id") for section in parameters if "Default value is" not in text_of(section)] == []


@pytest.mark.parametrize("module", MODULES)
def test_links_lead_to_ids_of_the_module(module: str) -> None:
    known = set(ids(module))
    assert sorted({element.attrib["linkend"] for element in elements(module) if "linkend" in element.attrib} - known) == []


@pytest.mark.parametrize("module", MODULES)
def test_lines_are_short(module: str) -> None:
    long = [
        f"{path.name}:{number}"
        for path in documents(module)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > 135
    ]
    assert long == []
