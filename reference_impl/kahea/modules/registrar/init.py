"""What registrar does when the server starts."""

from kahea.api.peers.usrloc import UlEvent
from kahea.modules.registrar.conf import conf
from kahea.modules.registrar.params import module
from kahea.modules.registrar.profiles import contact_expired

__all__ = ["mod_init"]


@module.on_init
def mod_init() -> None:
    """Nothing; the parameters fit together, and usrloc tells of contacts that end.

    Raises:
        RegistrarError: they do not.
    """
    conf().ul.register_ulcb(UlEvent.EXPIRE, contact_expired)
