"""Values for one message, which the script gives in the XAVP of parameter xavp_cfg."""

from kahea.api import SipMsg
from kahea.modules.registrar.conf import Conf

__all__ = ["int_value", "text_value"]


def int_value(conf: Conf, msg: SipMsg, name: bytes) -> int | None:
    """The number under `name`; None when there is none."""
    value = _value(conf, msg, name)
    return value if isinstance(value, int) else None


def text_value(conf: Conf, msg: SipMsg, name: bytes) -> bytes | None:
    """The text under `name`; None when there is none."""
    value = _value(conf, msg, name)
    return value if isinstance(value, bytes) else None


def _value(conf: Conf, msg: SipMsg, name: bytes) -> object:
    if not conf.xavp_cfg or not msg.has("xavps"):
        return None
    fields = msg.xavps.xavp.fields(conf.xavp_cfg)
    return fields.get(name) if fields is not None else None
