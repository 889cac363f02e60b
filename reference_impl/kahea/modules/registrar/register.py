"""Register: what a REGISTER says, read once and refused where it cannot be obeyed (RFC 3261 §10.3 steps 6 and 7)."""

from kahea.api import SipMsg
from kahea.api.values import ContactBody, HdrType, SipParseError, SipUri, ToBody
from kahea.modules.registrar.conf import Conf
from kahea.modules.registrar.errors import Problem, Refused

__all__ = ["Register", "option_tags", "parse_to_uri"]

_MOST_CALLID = 255
_CONTACT = HdrType.CONTACT
_NONE: frozenset[bytes] = frozenset()


class Register:
    """The parts of one REGISTER: its contacts in order, `is_star` for the star that removes all, `expires_s` of the header.

    Raises:
        Refused: a header is missing or cannot be read, or the star does not stand alone.
    """

    __slots__ = ("callid", "contacts", "cseq", "expires_s", "is_star", "msg")

    def __init__(self, conf: Conf, msg: SipMsg) -> None:
        self.msg = msg
        self.callid, self.cseq = _identity(msg)
        self.expires_s = _expires(msg)
        self.contacts, self.is_star = _contacts(msg)
        if self.is_star and self.expires_s != 0:
            raise Refused(Problem.STAR_EXP)
        for contact in self.contacts:
            if len(contact.uri) > conf.contact_max_size:
                raise Refused(Problem.CONTACT_LEN)


def _identity(msg: SipMsg) -> tuple[bytes, int]:
    """Call-ID and CSeq number."""
    try:
        callid, cseq = msg.parsed(HdrType.CALLID), msg.parsed(HdrType.CSEQ)
    except SipParseError as fault:
        raise Refused(Problem.PARSE) from fault
    if callid is None:
        raise Refused(Problem.CID_MISS)
    if cseq is None:
        raise Refused(Problem.CS_MISS)
    if len(callid) > _MOST_CALLID:
        raise Refused(Problem.CALLID_LEN)
    return callid, cseq.number


def _expires(msg: SipMsg) -> int | None:
    """The seconds of the header; None without one, or when it is no number (RFC 3261 §20.19)."""
    try:
        found: int | None = msg.parsed(HdrType.EXPIRES)
    except SipParseError:
        return None
    return found


def _contacts(msg: SipMsg) -> tuple[tuple[ToBody, ...], bool]:
    try:
        count = msg.count(_CONTACT)
        bodies: list[ContactBody] = [msg.parsed(_CONTACT)] if count == 1 else [each.parsed for each in msg.hdrs(_CONTACT)]
    except SipParseError as fault:
        raise Refused(Problem.PARSE_CONT) from fault
    if any(body.is_star for body in bodies):
        if len(bodies) > 1:
            raise Refused(Problem.STAR_CONT)
        return (), True
    if count == 1:
        return bodies[0].contacts, False
    return tuple([contact for body in bodies for contact in body.contacts]), False


def parse_to_uri(msg: SipMsg) -> SipUri:
    """The URI of To.

    Raises:
        Refused: there is no To, or it cannot be read.
    """
    try:
        to: ToBody | None = msg.parsed(HdrType.TO)
        uri = to.parsed_uri if to is not None else None
    except SipParseError as fault:
        raise Refused(Problem.AOR_PARSE) from fault
    if uri is None:
        raise Refused(Problem.TO_MISS)
    return uri


def option_tags(msg: SipMsg, kind: HdrType) -> frozenset[bytes]:
    """The tags of Supported, Require and their like, in lower case; what cannot be read counts as absent."""
    if not msg.count(kind):
        return _NONE
    try:
        return frozenset(tag.lower() for tag in msg.values(kind))
    except SipParseError:
        return frozenset()
