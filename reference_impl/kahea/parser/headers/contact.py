"""Contact: where its sender is reached (RFC 3261 §20.10)."""

from collections.abc import Iterator
from dataclasses import dataclass

from kahea.base.strutils import quote
from kahea.parser.abnf import trim
from kahea.parser.errors import SipParseError
from kahea.parser.hf import HdrType, register
from kahea.parser.limits import MAX_DELTA_SECONDS
from kahea.parser.nameaddr import ToBody, parse_address_list, serialise_address_list

__all__ = ["MOST_Q", "ContactBody", "contact_expires_s", "contact_q", "parse_contact", "serialise_contact"]

MOST_Q = 1000
"""The preference of a contact that does not say one, in thousandths."""

_DECIMALS = 3
_MOST_DIGITS = 10


@dataclass(frozen=True, slots=True)
class ContactBody:
    """The addresses of one Contact header, or the star that removes all bindings."""

    contacts: tuple[ToBody, ...] = ()
    is_star: bool = False

    def __iter__(self) -> Iterator[ToBody]:
        return iter(self.contacts)


def parse_contact(buf: bytes, start: int, end: int) -> ContactBody:
    """The body: a list of addresses, or ``*``.

    Raises:
        SipParseError: 400 when an address is bad.

    >>> parse_contact(b"*", 0, 1).is_star
    True
    >>> parse_contact(b"<sip:a@b>;q=0.5", 0, 15).contacts[0].uri
    b'sip:a@b'
    """
    start, end = trim(buf, start, end)
    if buf[start:end] == b"*":
        return ContactBody(is_star=True)
    return ContactBody(parse_address_list(buf, start, end))


def contact_q(contact: ToBody) -> int:
    """The preference in thousandths, `MOST_Q` without a q parameter.

    Raises:
        SipParseError: 400 when q is not in 0..1 with at most three decimals.

    >>> contact_q(parse_contact(b"<sip:a@b>;q=0.5", 0, 15).contacts[0])
    500
    """
    text = contact.param_lst.get(b"q")
    if text is None:
        return MOST_Q
    whole, _, decimals = text.partition(b".")
    if whole not in (b"0", b"1", b"") or len(decimals) > _DECIMALS or not (whole + decimals).isdigit():
        raise SipParseError(400, f"contact: q {quote(text, 20)} is not in 0..1", 0)
    value = int(whole or b"0") * MOST_Q + int(decimals.ljust(3, b"0"))
    if value > MOST_Q:
        raise SipParseError(400, f"contact: q {quote(text, 20)} is not in 0..1", 0)
    return value


def contact_expires_s(contact: ToBody) -> int | None:
    """The seconds asked for, at most 2**32-1; None without the parameter or when it is no number (RFC 3261 §10.2.1.1).

    >>> contact_expires_s(parse_contact(b"<sip:a@b>;expires=60", 0, 20).contacts[0])
    60
    """
    text = contact.param_lst.get(b"expires")
    if not text or not text.isdigit():
        return None
    return MAX_DELTA_SECONDS if len(text) > _MOST_DIGITS else min(int(text), MAX_DELTA_SECONDS)


def serialise_contact(contact: ContactBody) -> bytes:
    """The body's bytes.

    >>> serialise_contact(ContactBody(is_star=True))
    b'*'
    """
    return b"*" if contact.is_star else serialise_address_list(contact.contacts)


register(HdrType.CONTACT, b"Contact", parse_contact, serialise_contact, compact=b"m", many=True)
