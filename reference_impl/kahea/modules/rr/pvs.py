"""The variables: the first Route, and the direction of a request within a dialog."""

from kahea.api import PvParam, SipMsg
from kahea.api.values import HdrType, Inner, PvRegistry, PvSyntaxError
from kahea.modules.rr.direction import initial_from_tag, initial_to_tag, is_downstream
from kahea.modules.rr.exports import module

__all__: list[str] = []

_DOWN, _UP = (1, b"downstream"), (2, b"upstream")


def _key(inner: bytes, registry: PvRegistry) -> bytes:  # noqa: ARG001  a name parser's signature
    if inner not in (b"id", b"name"):
        raise PvSyntaxError(f"$rdir has id and name, not {inner[:40]!r}", 0)
    return inner


@module.pv("route_uri")
def pv_route_uri(msg: SipMsg) -> bytes | None:
    """$route_uri: the URI of the topmost Route as it came; null without one."""
    routes = msg.parsed(HdrType.ROUTE)
    return routes[0].uri if routes else None


@module.pv("fti")
def pv_fti(msg: SipMsg) -> bytes | None:
    """$fti: the From tag of the request that began the dialog; null without one."""
    return initial_from_tag(msg) or None


@module.pv("tti")
def pv_tti(msg: SipMsg) -> bytes | None:
    """$tti: the tag of the side that was called, null while it has none."""
    return initial_to_tag(msg) or None


@module.pv("rdir", inner=Inner.MUST, parse_name=_key)
def pv_rdir(msg: SipMsg, param: PvParam) -> int | bytes:
    """$rdir(id), $rdir(name): 1, ``downstream`` for a request that goes the way the first one went, 2, ``upstream``."""
    code, name = _DOWN if is_downstream(msg) else _UP
    return code if param.name == b"id" else name
