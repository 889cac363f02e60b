"""The documentation of tm and tmx names what they export, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kahea.modules
from kahea.modules.tm import module as tm
from kahea.modules.tmx import module as tmx

FOLDER = Path(kahea.modules.__path__[0])


@pytest.mark.parametrize("module", [tm, tmx], ids=["tm", "tmx"])
def test_documentation_names_every_export(module: object) -> None:
    exports = module.exports  # type: ignore[attr-defined]
    name = exports.name
    text = (FOLDER / name / "doc" / f"{name}_admin.xml").read_text(encoding="utf-8")
    said = set(re.findall(rf'id="{name}\.(\w+\.[^"]+)"', text))
    wanted = {f"p.{each.name}" for each in exports.params}
    wanted |= {f"f.{each.name}" for each in exports.cmds}
    wanted |= {f"v.{each.name}" for each, _ in exports.pvs}
    wanted |= {f"s.{each.name}" for each in exports.stats}
    wanted |= {f"rpc.{each.name.removeprefix(name + '.')}" for each in exports.rpcs}
    wanted |= {f"mi.{each.name}" for each in exports.mis}
    assert {each for each in said if not each.startswith("e.")} == wanted


@pytest.mark.parametrize("module", [tm, tmx], ids=["tm", "tmx"])
def test_documentation_says_which_parameters_have_no_effect(module: object) -> None:
    exports = module.exports  # type: ignore[attr-defined]
    name = exports.name
    text = (FOLDER / name / "doc" / f"{name}_admin.xml").read_text(encoding="utf-8")
    for param in exports.params:
        section = re.search(rf'<section id="{name}\.p\.{param.name}">.*?</section>', text, re.DOTALL)
        assert section is not None
        assert ("has no effect" in section[0]) is not param.has_effect, param.name
