"""Who stands in Refer-To, Remote-Party-ID, P-Asserted-Identity, P-Preferred-Identity and Diversion."""

from typing import Any

from kahea.api import PvParam, SipMsg
from kahea.api.values import HdrType, ToBody
from kahea.modules.pv.exports import module

__all__: list[str] = []


def _addresses(msg: SipMsg, kind: HdrType) -> list[ToBody]:
    """All addresses of the headers of one type, in order.

    Raises:
        SipParseError: one is bad.
    """
    found: list[ToBody] = []
    for field in msg.hdrs(kind):
        body: Any = field.parsed
        found += body if isinstance(body, tuple) else (body,)
    return found


def _address(msg: SipMsg, kind: HdrType, param: PvParam | None = None) -> ToBody | None:
    """The address that the index means, the first without one; None when it is not there."""
    found = _addresses(msg, kind)
    index = param.index_in(msg) if param is not None else None
    at = index if isinstance(index, int) else 0
    return found[at] if -len(found) <= at < len(found) else None


@module.pv("rt")
def pv_refer_to(msg: SipMsg) -> bytes | None:
    """$rt: the URI of Refer-To."""
    found = _address(msg, HdrType.REFER_TO)
    return found.uri if found is not None else None


@module.pv("re")
def pv_rpid(msg: SipMsg) -> bytes | None:
    """$re: the URI of Remote-Party-ID."""
    found = _address(msg, HdrType.RPID)
    return found.uri if found is not None else None


@module.pv("ai", takes_index=True)
def pv_pai(msg: SipMsg, param: PvParam) -> bytes | None:
    """$ai: the URI of P-Asserted-Identity."""
    found = _address(msg, HdrType.PAI, param)
    return found.uri if found is not None else None


@module.pv("pu", takes_index=True)
def pv_ppi(msg: SipMsg, param: PvParam) -> bytes | None:
    """$pu: the URI of P-Preferred-Identity."""
    found = _address(msg, HdrType.PPI, param)
    return found.uri if found is not None else None


@module.pv("pU", takes_index=True)
def pv_ppi_user(msg: SipMsg, param: PvParam) -> bytes | None:
    """$pU: the user of P-Preferred-Identity."""
    found = _address(msg, HdrType.PPI, param)
    return found.parsed_uri.user if found is not None else None


@module.pv("pd", takes_index=True)
def pv_ppi_domain(msg: SipMsg, param: PvParam) -> bytes | None:
    """$pd: the host of P-Preferred-Identity."""
    found = _address(msg, HdrType.PPI, param)
    return (found.parsed_uri.host or None) if found is not None else None


@module.pv("pn", takes_index=True)
def pv_ppi_display(msg: SipMsg, param: PvParam) -> bytes | None:
    """$pn: the display name of P-Preferred-Identity."""
    found = _address(msg, HdrType.PPI, param)
    return (found.display or None) if found is not None else None


@module.pv("di")
def pv_diversion(msg: SipMsg) -> bytes | None:
    """$di: the URI of the first Diversion."""
    found = _address(msg, HdrType.DIVERSION)
    return found.uri if found is not None else None


def _diversion_param(msg: SipMsg, name: bytes) -> bytes | None:
    found = _address(msg, HdrType.DIVERSION)
    return found.param_lst.get(name) if found is not None else None


@module.pv("dip")
def pv_diversion_privacy(msg: SipMsg) -> bytes | None:
    """$dip: the parameter privacy of the first Diversion."""
    return _diversion_param(msg, b"privacy")


@module.pv("dir")
def pv_diversion_reason(msg: SipMsg) -> bytes | None:
    """$dir: the parameter reason of the first Diversion."""
    return _diversion_param(msg, b"reason")


@module.pv("dic")
def pv_diversion_counter(msg: SipMsg) -> bytes | None:
    """$dic: the parameter counter of the first Diversion."""
    return _diversion_param(msg, b"counter")
