"""The manuals of both modules: every export is in them, and every example is a script that can be loaded."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from kahea.api import ANY_ROUTE, Routes
from kahea.api.testing import Lab, find_module

MODULES_FOLDER = Path(__file__).parents[4] / "reference_impl/kahea/modules"
NAMES = ("pv", "sl", "tm", "usrloc", "registrar", "rr", "xlog", "textops", "textopsx")
EXAMPLE = re.compile(r'<programlisting language="kamailio">\n(.*?)</programlisting>', re.DOTALL)
ROUTES = "route[GERMANY] { return; }\nevent_route[textopsx:msg-changed-route] { return; }\n"


def examples(module: str) -> list[str]:
    text = (MODULES_FOLDER / module / "doc" / f"{module}_admin.xml").read_text(encoding="utf-8")
    return [unescape(example) for example in EXAMPLE.findall(text)]


def test_there_are_examples() -> None:
    assert len(examples("textops")) > 50
    assert len(examples("textopsx")) > 30


@pytest.mark.parametrize("module", ["textops", "textopsx"])
def test_the_manual_has_every_export_and_no_other(module: str) -> None:
    exports = find_module(module)
    assert exports is not None
    text = (MODULES_FOLDER / module / "doc" / f"{module}_admin.xml").read_text(encoding="utf-8")
    assert set(re.findall(rf'id="{module}\.f\.(\w+)"', text)) == {cmd.name for cmd in exports.cmds}
    assert set(re.findall(rf'id="{module}\.v\.(\w+)"', text)) == {pv.name for pv, _ in exports.pvs}
    transformations = {member.name for each in exports.transformations for member in each.members}
    assert set(re.findall(rf'id="{module}\.t\.([\w.]+)"', text)) == transformations


@pytest.mark.parametrize("module", ["textops", "textopsx"])
def test_the_manual_names_the_routes_of_every_function(module: str) -> None:
    exports = find_module(module)
    assert exports is not None
    text = (MODULES_FOLDER / module / "doc" / f"{module}_admin.xml").read_text(encoding="utf-8")
    for cmd in exports.cmds:
        section = text[text.index(f'id="{module}.f.{cmd.name}"') :]
        said = section.partition("This function can be used from ")[2].partition(".<")[0]
        words = set(re.findall(r"[A-Z]+(?=_ROUTE)", said))
        assert words == routes_of(cmd.routes), cmd.name


def routes_of(routes: Routes) -> set[str]:
    """The kinds as the manual writes them."""
    if routes == ANY_ROUTE:
        return {"ANY"}
    names = {"REQUEST": Routes.REQUEST, "REPLY": Routes.ONREPLY, "FAILURE": Routes.FAILURE, "BRANCH": Routes.BRANCH}
    return {name for name, bit in names.items() if routes & bit}


@pytest.mark.parametrize("example", [*examples("textops"), *examples("textopsx")])
def test_an_example_can_be_loaded(example: str) -> None:
    load = "".join(f'loadmodule "{name}.so"\n' for name in NAMES)
    is_block = example.startswith(("onreply_route", "event_route"))
    routes = ROUTES.replace("event_route[textopsx:msg-changed-route] { return; }\n", "") if is_block else ROUTES
    block = example if is_block else ""
    body = "exit;" if is_block else example
    if "change_reply_status" in example and not is_block:
        block, body = f"onreply_route[X] {{\n{example}\n}}\n", "exit;"
    Lab(f"{load}request_route {{\n{body}\n}}\n{routes}{block}")
