"""Outbound: whether a phone's flows are kept apart by reg-id (RFC 5626 §6, kamailio src/modules/registrar/save.c save())."""

from kahea.api import SipMsg
from kahea.api.values import HdrType, SipParseError, ToBody
from kahea.modules.registrar.conf import Conf
from kahea.modules.registrar.errors import Problem, Refused
from kahea.modules.registrar.register import option_tags

__all__ = ["check_outbound"]

_REQUIRED = 2


def check_outbound(conf: Conf, msg: SipMsg, contacts: tuple[ToBody, ...]) -> bool:
    """Whether reg-id counts.

    Raises:
        Refused: outbound is required on one side and unknown to the other, or to the proxy between.
    """
    if not conf.outbound_mode:
        if b"outbound" in option_tags(msg, HdrType.REQUIRE):
            raise Refused(Problem.OB_REQD)
        return True
    supported = option_tags(msg, HdrType.SUPPORTED)
    if conf.outbound_mode == _REQUIRED and b"outbound" not in supported:
        raise Refused(Problem.OB_UNSUP)
    if not contacts or sum(len(field.parsed) for field in msg.hdrs(HdrType.VIA)) < 2 or _edge_knows(msg):  # noqa: PLR2004  hops
        return True
    if conf.regid_always:
        return True
    if b"outbound" in supported and contacts[0].param_lst.get(b"reg-id"):
        raise Refused(Problem.OB_UNSUP_EDGE)
    return False


def _edge_knows(msg: SipMsg) -> bool:
    """Whether the proxy that the phone reaches first has said so, by ``ob`` in its Path."""
    try:
        path = msg.values(HdrType.PATH)
        return bool(path) and path[0].parsed_uri.has_ob
    except SipParseError:
        return False
