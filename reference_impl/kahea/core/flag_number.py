"""Flags by number or by the name that the configuration gave them."""

from typing import TYPE_CHECKING

from kahea.core.flags import MAX_FLAG

if TYPE_CHECKING:
    from kahea.core.engine import Engine

__all__ = ["flag_number"]


def flag_number(engine: "Engine", text: bytes) -> int | None:
    """The number of the flag; None, which is logged, when there is none such."""
    word = text.strip().decode("ascii", "replace")
    number = int(word) if word.isdigit() and len(word) < 4 else engine.flag_names.get(word)  # noqa: PLR2004  more is no flag
    if number is not None and number <= MAX_FLAG:
        return number
    engine.log.module("core").err("there is no flag %r: expected 0..%d or a name that flags declares", word[:40], MAX_FLAG)
    return None
