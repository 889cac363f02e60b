"""`$cfg`: where in the configuration the running statement stands."""

from collections.abc import Callable

from kahea.api import PvParam, SipMsg
from kahea.api.values import CfgPlace, Inner, PvRegistry, PvSyntaxError, cfg_place
from kahea.modules.corex.exports import module

__all__: list[str] = []

_READ: dict[bytes, Callable[[CfgPlace], int | bytes]] = {
    b"line": lambda place: place.line,
    b"name": lambda place: place.file.encode(),
    b"route": lambda place: place.route.encode(),
}


def _key(inner: bytes, registry: PvRegistry) -> bytes:  # noqa: ARG001  a name parser's signature
    if inner.strip() not in _READ:
        raise PvSyntaxError(f"expected line, name or route, found {inner[:40]!r}", 0)
    return inner.strip()


@module.pv("cfg", inner=Inner.MUST, parse_name=_key)
def pv_cfg(_msg: SipMsg, param: PvParam) -> int | bytes | None:
    """$cfg(key): the line, the file's name or the route of the statement; null outside of every route."""
    place: CfgPlace | None = cfg_place()
    return _READ[param.name](place) if place is not None else None
