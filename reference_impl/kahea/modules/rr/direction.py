"""Which way a request within a dialog goes: our Route carries the tag of the side that began it (parameter append_fromtag)."""

from kahea.api import SipMsg
from kahea.api.values import HdrType
from kahea.modules.rr.routed import routed

__all__ = ["initial_from_tag", "initial_to_tag", "is_downstream"]


def _tag(msg: SipMsg, kind: HdrType) -> bytes:
    body = msg.parsed(kind)
    tag: bytes = body.tag_value if body is not None else b""
    return tag


def is_downstream(msg: SipMsg) -> bool:
    """Whether the request goes the way the first one went; true where nothing says that it does not.

    Raises:
        SipParseError: From cannot be read.
    """
    own = routed(msg).own
    ftag = own.params.get(b"ftag") if own is not None else None
    if not ftag:
        return True
    tag = _tag(msg, HdrType.FROM)
    return not tag or tag == ftag


def initial_from_tag(msg: SipMsg) -> bytes:
    """The From tag of the request that began the dialog; empty without one.

    Raises:
        SipParseError: From or To cannot be read.
    """
    return _tag(msg, HdrType.FROM if is_downstream(msg) else HdrType.TO)


def initial_to_tag(msg: SipMsg) -> bytes:
    """The tag of the other side; empty while it has none.

    Raises:
        SipParseError: From or To cannot be read.
    """
    return _tag(msg, HdrType.TO if is_downstream(msg) else HdrType.FROM)
