"""tm: transactions."""

from kahea.modules.tm import (
    contacts,
    functions_arm,
    functions_own,
    functions_relay,
    functions_reply,
    functions_status,
    init,
    mi_commands,
    rpcs,
    rpcs_uac,
)
from kahea.modules.tm.params import module

__all__ = [
    "contacts",
    "functions_arm",
    "functions_own",
    "functions_relay",
    "functions_reply",
    "functions_status",
    "init",
    "mi_commands",
    "module",
    "rpcs",
    "rpcs_uac",
]
