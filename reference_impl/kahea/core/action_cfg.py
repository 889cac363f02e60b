"""Core functions that choose an instance of a group of settings (kamailio src/core/cfg/cfg_select.c)."""

from kahea.base.errors import KaheaError
from kahea.core.action import core_action
from kahea.core.action_args import StaticInt, StaticText
from kahea.core.sip_msg import SipMsg

__all__ = ["cfg_instance", "cfg_reset", "cfg_select"]

_KEY = "cfg_select"


@core_action("cfg_select")
def cfg_select(msg: SipMsg, group: StaticText, instance: StaticInt) -> int:
    """1; the settings of the group are those of the instance for the rest of this message.

    Raises:
        KaheaError: the group has no such instance.
    """
    name = group.decode("utf-8", "replace")
    if instance not in msg.engine.settings.instances(name):
        raise KaheaError(f"cfg_select(): {name}[{instance}] is not declared")
    msg.attached.setdefault(_KEY, {})[name] = int(instance)
    return 1


@core_action("cfg_reset")
def cfg_reset(msg: SipMsg, group: StaticText) -> int:
    """1; the settings of the group are its own again."""
    if msg.has("attached"):
        msg.attached.get(_KEY, {}).pop(group.decode("utf-8", "replace"), None)
    return 1


def cfg_instance(msg: SipMsg, group: str) -> int | None:
    """The instance of the group that the message has selected; None when it reads the group itself."""
    if not msg.has("attached"):
        return None
    found: int | None = msg.attached.get(_KEY, {}).get(group)
    return found
