"""Module registrar: REGISTER requests become contacts, requests find them."""

from kahea.modules.registrar import branches, init, lookup, profiles, registered, save, sock_hdr, unregister, xavps
from kahea.modules.registrar.params import module
from kahea.modules.registrar.statistics import register

register()

__all__ = ["branches", "init", "lookup", "module", "profiles", "registered", "save", "sock_hdr", "unregister", "xavps"]
