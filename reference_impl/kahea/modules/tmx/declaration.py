"""The module and its parameter; everything it does it asks tm for."""

from kahea.api import Module, peer
from kahea.api.peers.tm import TmApi
from kahea.api.values import KaheaError

__all__ = ["module", "tm_api"]

module = Module("tmx", needs=("tm",))

precheck_trans = module.param("precheck_trans", default=1, doc="whether t_precheck_trans() keeps note of requests")


def tm_api() -> TmApi:
    """The transactions of the engine at work.

    Raises:
        KaheaError: tm is not there, which the loader has excluded.
    """
    found = peer(TmApi)
    if found is None:
        raise KaheaError("module tmx: tm is not loaded")
    return found
