"""Module textops: text of messages looked for and changed, headers, bodies, and strings compared."""

from kahea.modules.textops import (
    content,
    headers_add,
    headers_find,
    headers_remove,
    hold,
    methods,
    parts,
    privacy,
    replace,
    search,
    strings,
    substitute,
    transformations,
    via_params,
)
from kahea.modules.textops.exports import module

__all__ = [
    "content",
    "headers_add",
    "headers_find",
    "headers_remove",
    "hold",
    "methods",
    "module",
    "parts",
    "privacy",
    "replace",
    "search",
    "strings",
    "substitute",
    "transformations",
    "via_params",
]
