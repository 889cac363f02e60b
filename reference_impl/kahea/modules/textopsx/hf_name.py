"""How the functions name a header's value: ``HFNAME[IDX].PARAM``, index and parameter being optional.

>>> read_hf("Supported[-1]").index, read_hf("Via [ * ] .branch").param
(-1, b'branch')
"""

import re
from dataclasses import dataclass, replace
from typing import Annotated

from kahea.api import Fixup

__all__ = ["HfName", "NameOnly", "ToAppend", "ToAssign", "ToInsert", "ToRemove", "read_hf"]

_FORM = re.compile(rb"\s*([\w-]+)\s*(?:\[\s*(?:(\*)|([+-]?[0-9]{1,6}))?\s*\])?\s*(?:\.\s*([\w-]+)\s*)?", re.ASCII)
_DEEPEST = -10
"""Values are counted from the end no further than that, as in Kamailio."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HfName:
    """A header, and which of its values: `index` from 1, or from -1 for the last; None when none is written, 0 for ``[*]``."""

    name: bytes
    index: int | None
    param: bytes = b""

    @property
    def is_all(self) -> bool:
        """Whether every value is meant."""
        return self.index == 0


def read_hf(text: str) -> HfName:
    """The value that `text` names.

    Raises:
        ValueError: it is not of that form, or counts too far from the end.
    """
    match = _FORM.fullmatch(text.encode())
    if match is None:
        raise ValueError(f"must be NAME, NAME[INDEX], NAME[*], each with .PARAM behind it or not, found {text!r}")
    name, star, number, param = match.groups()
    index = 0 if star else int(number) if number and int(number) else None
    if index is not None and index < _DEEPEST:
        raise ValueError(f"counts from the end to {_DEEPEST} at most, not to {index}")
    return HfName(name=name, index=index, param=param or b"")


def _without_param(text: str) -> HfName:
    found = read_hf(text)
    if found.param or found.is_all:
        raise ValueError(f"takes neither [*] nor a parameter, found {text!r}")
    return found


def _one_or_all(text: str) -> HfName:
    found = read_hf(text)
    return found if found.index is not None else replace(found, index=1)


def _to_assign(text: str) -> HfName:
    found = _one_or_all(text)
    if found.is_all and not found.param:
        raise ValueError(f"takes [*] only with a parameter, found {text!r}")
    return found


def _name_only(text: str) -> HfName:
    found = read_hf(text)
    if found.index is not None or found.param:
        raise ValueError(f"takes neither an index nor a parameter, found {text!r}")
    return found


ToAppend = Annotated[HfName, Fixup(_without_param)]
"""Behind which value something is put; the last one without an index."""
ToInsert = ToAppend
ToRemove = Annotated[HfName, Fixup(_one_or_all)]
"""What is taken away; the first value without an index."""
ToAssign = Annotated[HfName, Fixup(_to_assign)]
NameOnly = Annotated[HfName, Fixup(_name_only)]
