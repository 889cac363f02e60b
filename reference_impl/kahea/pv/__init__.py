"""The engine of pseudo-variables and transformations; it knows no variable itself."""

from kahea.pv.errors import PvError, PvSyntaxError, PvTakenError, PvWriteError
from kahea.pv.format import PvFormat, parse_format
from kahea.pv.names import pv_end
from kahea.pv.parse import parse_pv, read_pv
from kahea.pv.registry import Inner, PvExport, PvRegistry
from kahea.pv.spec import ALL, PvParam, PvSpec
from kahea.pv.value import EMPTY, NULL, PvValue, pv_int, pv_intstr, pv_of, pv_str, pv_strint

__all__ = [
    "ALL",
    "EMPTY",
    "NULL",
    "Inner",
    "PvError",
    "PvExport",
    "PvFormat",
    "PvParam",
    "PvRegistry",
    "PvSpec",
    "PvSyntaxError",
    "PvTakenError",
    "PvValue",
    "PvWriteError",
    "parse_format",
    "parse_pv",
    "pv_end",
    "pv_int",
    "pv_intstr",
    "pv_of",
    "pv_str",
    "pv_strint",
    "read_pv",
]
