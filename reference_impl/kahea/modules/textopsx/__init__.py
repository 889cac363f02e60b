"""Module textopsx: changes made at once, values of headers, and walks over headers and bodies."""

from kahea.modules.textopsx import applying, bl_iterator, fnmatching, hf_iterator, hf_values, keeping, reply_status
from kahea.modules.textopsx.exports import module

__all__ = [
    "applying",
    "bl_iterator",
    "fnmatching",
    "hf_iterator",
    "hf_values",
    "keeping",
    "module",
    "reply_status",
]
