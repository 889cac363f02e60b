"""Module pv: most of the variables and transformations, and the functions that work on structured AVPs."""

from kahea.modules.pv import (  # noqa: F401  each file adds its exports to the module
    address_transformations,
    addresses,
    avps,
    branches,
    characters,
    credentials,
    destination,
    first_line,
    flags,
    functions,
    headers,
    identities,
    parties,
    rpcs,
    ruri,
    sbranch_functions,
    script_vars,
    server,
    shv,
    sockets,
    standard_transformations,
    times,
    uri_transformations,
    values,
    vias,
    xavp_functions,
    xavps,
)
from kahea.modules.pv.exports import module

__all__ = ["module"]
