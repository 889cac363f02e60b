"""Parts of the topmost, the second and the last Via."""

from typing import Any

from kahea.api import PvParam, PvValue, SipMsg
from kahea.api.net import proto_of
from kahea.api.values import HdrType, Inner, PvRegistry, ViaBody, pv_of
from kahea.modules.pv.exports import module
from kahea.modules.pv.keys import one_of

__all__: list[str] = []


def _params(via: ViaBody) -> bytes | None:
    """The parameters as they are written, without the first semicolon."""
    return b";".join([name if value is None else b"%b=%b" % (name, value) for name, value in via.params]) or None


def _rport(via: ViaBody) -> bytes | None:
    return via.params.get(b"rport") or None


_PARTS: dict[bytes, Any] = {
    b"host": lambda via: via.host,
    b"port": lambda via: via.port or 5060,
    b"proto": lambda via: via.transport,
    b"protoid": lambda via: int(proto_of(via.transport)),
    b"branch": lambda via: via.branch,
    b"rport": _rport,
    b"received": lambda via: via.received,
    b"i": lambda via: via.i,
    b"params": _params,
    b"oc": lambda via: via.params.get(b"oc"),
}


def _part(inner: bytes, registry: PvRegistry) -> bytes:  # noqa: ARG001  a name parser's signature
    return one_of("via0", inner, _PARTS)


def _read(via: ViaBody | None, param: PvParam) -> PvValue | None:
    return pv_of(_PARTS[param.name](via)) if via is not None else None


@module.pv("via0", inner=Inner.MUST, parse_name=_part)
def pv_via0(msg: SipMsg, param: PvParam) -> PvValue | None:
    """$via0(key): a part of the topmost Via."""
    return _read(msg.via1, param)


@module.pv("via1", inner=Inner.MUST, parse_name=_part)
def pv_via1(msg: SipMsg, param: PvParam) -> PvValue | None:
    """$via1(key): a part of the second Via."""
    vias: tuple[ViaBody, ...] = msg.values(HdrType.VIA)
    return _read(vias[1], param) if len(vias) > 1 else None


@module.pv("viaZ", inner=Inner.MUST, parse_name=_part)
def pv_via_last(msg: SipMsg, param: PvParam) -> PvValue | None:
    """$viaZ(key): a part of the last Via, that of the client."""
    vias: tuple[ViaBody, ...] = msg.values(HdrType.VIA)
    return _read(vias[-1], param) if vias else None
