"""The documentation of acc and of its neighbours in the list names what they export, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kahea.modules
from kahea.api.testing import find_module
from kahea.core.sr_module import ModuleExports

FOLDER = Path(kahea.modules.__path__[0])
MODULES = ["acc", "auth", "auth_db", "ctl", "jsonrpcs"]


def exports_and_text(name: str) -> tuple[ModuleExports, str]:
    exports = find_module(name)
    assert exports is not None
    return exports, (FOLDER / name / "doc" / f"{name}_admin.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MODULES)
def test_documentation_names_every_export(name: str) -> None:
    exports, text = exports_and_text(name)
    wanted = {f"p.{each.name}" for each in exports.params} | {f"f.{each.name}" for each in exports.cmds}
    wanted |= {f"v.{each.name}" for each, _ in exports.pvs} | {f"s.{each.name}" for each in exports.stats}
    wanted |= {f"rpc.{each.name.removeprefix(name + '.')}" for each in exports.rpcs}
    assert set(re.findall(rf'id="{name}\.(\w+\.[^"]+)"', text)) == wanted


@pytest.mark.parametrize("name", MODULES)
def test_documentation_says_which_parameters_have_no_effect(name: str) -> None:
    exports, text = exports_and_text(name)
    for param in exports.params:
        section = re.search(rf'<section id="{name}\.p\.{param.name}">.*?</section>', text, re.DOTALL)
        assert section is not None
        assert ("has no effect" in " ".join(section[0].split())) is not param.has_effect, param.name
