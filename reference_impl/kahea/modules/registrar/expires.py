"""How long a contact shall live (kamailio src/modules/registrar/sip_msg.c calc_contact_expires())."""

from kahea.api import SipMsg, rng
from kahea.api.values import ToBody, contact_expires_s
from kahea.modules.registrar import params
from kahea.modules.registrar.conf import Conf
from kahea.modules.registrar.errors import Problem, Refused
from kahea.modules.registrar.xavp_values import int_value

__all__ = ["contact_expires", "shortened"]

_STEPS = 100


def contact_expires(conf: Conf, msg: SipMsg, contact: ToBody, header_s: int | None, *, is_exact: bool = False) -> int:
    """The seconds that the contact is registered for; 0 when it is to be removed.

    Its own expires parameter comes first, then the header, then default_expires (RFC 3261 §10.2.1.1); what xavp_cfg says
    comes before all.  `is_exact` keeps a random range from being applied.

    Raises:
        Refused: it asks for less than min_expires, and min_expires_mode is 1 (423).
    """
    range_ = 0
    asked_s = int_value(conf, msg, b"expires") if conf.xavp_cfg else None
    if asked_s is None or asked_s < 0:
        own = contact.param_lst
        asked_s = contact_expires_s(contact) if own else None
        if asked_s is None and (not own or own.find(b"expires") is None):
            asked_s = header_s
        range_ = params.default_expires_range.value if asked_s is None else params.expires_range.value
        if asked_s is None:
            asked_s = params.default_expires.value
    if not asked_s:
        return 0
    least = params.min_expires.value
    if asked_s < least:
        if conf.min_expires_is_error:
            raise Refused(Problem.LOW_EXP)
        asked_s = least
    if range_ and not is_exact:
        asked_s = max(least, shortened(asked_s, range_, rng().randrange(_STEPS)))
    most = params.max_expires.value
    return min(asked_s, most) if most else asked_s


def shortened(seconds: int, range_: int, step: int) -> int:
    """`seconds` less a part of `range_` percent; `step`, 0 to 99, says how much of it is left.

    >>> shortened(1000, 30, 0), shortened(1000, 30, 50), shortened(1000, 30, 99)
    (700, 850, 997)
    """
    least = seconds - seconds * range_ // 100
    return least + (seconds - least) * step // _STEPS
