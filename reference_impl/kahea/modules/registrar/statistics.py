"""The module's statistics: what was registered, and the parameters that are shown beside."""

from functools import partial

from kahea.modules.registrar import params
from kahea.modules.registrar.params import module

__all__ = ["register"]


def register() -> None:
    """Nothing; the statistics are declared, under Kamailio's names and one of our own."""
    for name, param in (
        ("max_expires", params.max_expires),
        ("max_contacts", params.max_contacts),
        ("default_expire", params.default_expires),
        ("default_expires_range", params.default_expires_range),
        ("expires_range", params.expires_range),
    ):
        module.stat(name, doc=f"the value of parameter {param.name}", callback=partial(getattr, param, "value"), no_reset=True)
    module.stat("accepted_regs", doc="REGISTERs that were obeyed")
    module.stat("rejected_regs", doc="REGISTERs that were refused")
    module.stat("db_errors", doc="REGISTERs and lookups that the database did not answer")
