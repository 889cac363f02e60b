"""Everything that usrloc and registrar export is documented, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kahea.modules.registrar import module as registrar
from kahea.modules.usrloc import module as usrloc

FOLDER = Path(__file__).parents[4] / "reference_impl/kahea/modules"


@pytest.mark.parametrize("module", [usrloc, registrar], ids=["usrloc", "registrar"])
def test_every_export_has_its_section(module: object) -> None:
    exports = module.exports  # type: ignore[attr-defined]
    name = exports.name
    text = (FOLDER / name / "doc" / f"{name}_admin.xml").read_text(encoding="utf-8")
    documented = set(re.findall(r'<section id="([^"]+)"', text))
    exported = {
        *[f"{name}.p.{each.name}" for each in exports.params],
        *[f"{name}.f.{each.name}" for each in exports.cmds],
        *[f"{name}.v.{each.name}" for each, _ in exports.pvs],
        *[f"{name}.rpc.{each.name}" for each in exports.rpcs],
        *[f"{name}.mi.{each.name}" for each in exports.mis],
    }
    assert {each for each in documented if not each.startswith(f"{name}.e.")} == exported
    assert all(re.search(rf"\b{each.name}\b", text.split("<title>Statistics</title>")[1]) for each in exports.stats)


@pytest.mark.parametrize("module", [usrloc, registrar], ids=["usrloc", "registrar"])
def test_the_documented_defaults_are_those_of_the_module(module: object) -> None:
    exports = module.exports  # type: ignore[attr-defined]
    name = exports.name
    text = (FOLDER / name / "doc" / f"{name}_admin.xml").read_text(encoding="utf-8")
    for each in exports.params:
        section = text.split(f'<section id="{name}.p.{each.name}"')[1].split("</section>")[0]
        said = re.search(r"Default value is (?:<quote>(.*?)</quote>|(an empty text)|(not set))", section)
        assert said is not None
        shown = said[1] if said[1] is not None else "" if said[2] else "None"
        assert shown == str(each.default), each.name
        assert ("accepted and has no effect" in " ".join(section.split())) is not each.has_effect, each.name
