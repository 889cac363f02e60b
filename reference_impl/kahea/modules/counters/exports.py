"""The module's exports, which its other files fill, and its parameters."""

import re

from kahea.api import Module, engine

__all__ = ["module", "script_cnt_grp_name", "script_counter"]

module = Module("counters")

_COUNTER = re.compile(r"(?:([A-Za-z0-9_-]+)\.)?([A-Za-z0-9_-]+)(?:[ \t]+(.*))?")


def _declared(text: str) -> tuple[str | None, str, str]:
    """Group, name and description of ``[group.]name [description]``."""
    match = _COUNTER.fullmatch(text.strip().strip('"'))
    if match is None:
        raise ValueError(f"expected [group.]name and a description, found {text[:60]!r}")
    return match[1], match[2], (match[3] or "custom script counter.").strip().strip('"')


script_cnt_grp_name = module.param("script_cnt_grp_name", default="script", doc="the group of counters without one")
script_counter = module.list_param("script_counter", check=_declared, doc="a counter of the script")


@module.on_init
def declare_counters() -> None:
    """Nothing; the script's counters exist.

    Raises:
        CounterError: one of them is declared twice.
    """
    for group, name, description in script_counter.value:
        engine().counters.register(group or script_cnt_grp_name.value, name, description=description)
