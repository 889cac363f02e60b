"""The documentation of module pv and its exports name the same things."""

import re
from pathlib import Path

import pytest

from kahea.modules.pv import module

DOC = Path(__file__).parents[4] / "reference_impl/kahea/modules/pv/doc"


def documented(kind: str) -> set[str]:
    text = "".join(path.read_text(encoding="utf-8") for path in DOC.glob("*.xml"))
    return set(re.findall(rf'id="pv\.{kind}\.([^"]+)"', text))


EXPORTED = {
    "p": {param.name for param in module.exports.params},
    "f": {cmd.name for cmd in module.exports.cmds},
    "v": {name for export, aliases in module.exports.pvs for name in (export.name, *aliases) if name != "?"},
    "rpc": {rpc.name.removeprefix("pv.") for rpc in module.exports.rpcs},
    "mi": {mi.name for mi in module.exports.mis},
}


@pytest.mark.parametrize("kind", EXPORTED)
def test_every_export_is_documented_and_nothing_else(kind: str) -> None:
    assert documented(kind) == EXPORTED[kind]


def test_every_transformation_is_documented_and_nothing_else() -> None:
    exported = {member.name for tr_class in module.exports.transformations for member in tr_class.members}
    classes = {name.partition(".")[0] for name in exported}
    known = {name for name in documented("t") if "." in name and name.partition(".")[0] in classes}
    assert exported - known == set()
    sections = known - exported
    assert {name for name in sections if not any(each.startswith(f"{name}.") for each in exported)} == set()
