"""Date: when the message was first sent, always in GMT (RFC 3261 §20.17)."""

import re
from datetime import UTC, datetime

from kahea.base.strutils import quote
from kahea.parser.errors import SipParseError
from kahea.parser.hf import HdrType, register

__all__ = ["parse_date", "serialise_date"]

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = re.compile(rb"([A-Za-z]{3}), ([0-9]{2}) ([A-Za-z]{3}) ([0-9]{4}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) GMT")


def parse_date(buf: bytes, start: int, end: int) -> datetime:
    """The moment, aware of its zone.

    Raises:
        SipParseError: 400 for another form or zone, or a day that the calendar lacks.

    >>> parse_date(b"Sat, 13 Nov 2010 23:29:00 GMT", 0, 29).isoformat()
    '2010-11-13T23:29:00+00:00'
    """
    text = buf[start:end].strip()
    found = _DATE.fullmatch(text)
    try:
        if found and found[1].decode().title() in _DAYS:
            month = _MONTHS.index(found[3].decode().title())
            return datetime(int(found[4]), month, int(found[2]), int(found[5]), int(found[6]), int(found[7]), tzinfo=UTC)
    except ValueError:
        pass
    raise SipParseError(400, f"date: {quote(text, 60)} is not a date like 'Sat, 13 Nov 2010 23:29:00 GMT'", start)


def serialise_date(moment: datetime) -> bytes:
    """The date in its one form.

    >>> serialise_date(datetime(2010, 11, 13, 23, 29, tzinfo=UTC))
    b'Sat, 13 Nov 2010 23:29:00 GMT'
    """
    at = moment.astimezone(UTC)
    return f"{_DAYS[at.weekday()]}, {at.day:02} {_MONTHS[at.month]} {at.year:04} {at:%H:%M:%S} GMT".encode()


register(HdrType.DATE, b"Date", parse_date, serialise_date)
