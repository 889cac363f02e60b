"""Module siputils: questions about messages and URIs, and changes of their parts."""

from kahea.modules.siputils import (
    charging_vector,
    checks,
    contact_encoding,
    contact_params,
    numbers,
    options,
    rpid,
    tel,
    uri_params,
    uris,
)
from kahea.modules.siputils.exports import module

__all__ = [
    "charging_vector",
    "checks",
    "contact_encoding",
    "contact_params",
    "module",
    "numbers",
    "options",
    "rpid",
    "tel",
    "uri_params",
    "uris",
]
