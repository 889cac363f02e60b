"""The Route values of a request: which have been visited, and the header lines that say so when it leaves."""

from kahea.api import SipMsg
from kahea.api.values import HdrField, HdrType, SipParseError, SipUri, ToBody

__all__ = ["RouteSet"]

_ROUTE = HdrType.ROUTE


class RouteSet:
    """The values of all Route lines as one list, of which some are taken; the message changes when `write` is called.

    Raises:
        SipParseError: a line cannot be read.
    """

    __slots__ = ("_added", "_bodies", "_first", "_stop")

    def __init__(self, msg: SipMsg) -> None:
        # Header fields are not kept: they refer to the message that this is hung on, a circle only the collector frees.
        self._bodies: list[ToBody] = [body for field in msg.hdrs(_ROUTE) for body in field.parsed]
        self._first = 0
        self._stop = len(self._bodies)
        self._added = b""

    def __len__(self) -> int:
        return self._stop - self._first

    @property
    def first(self) -> bytes:
        """The URI on top of what is left."""
        return self._bodies[self._first].uri

    @property
    def first_uri(self) -> SipUri:
        """The same, taken apart.

        Raises:
            SipParseError: it is no URI, or one that names no SIP server.
        """
        uri = self._bodies[self._first].parsed_uri
        if not uri.is_sip:
            raise SipParseError(400, "route: the URI is no SIP URI", 0)
        return uri

    @property
    def last(self) -> bytes:
        """The URI at the end of what is left."""
        return self._bodies[self._stop - 1].uri

    @property
    def next(self) -> bytes:
        """The URI on top of what the request leaves with; empty without any."""
        return self.first if len(self) else self._added

    def take_first(self) -> bytes:
        """The first URI, which is gone."""
        uri = self.first
        self._first += 1
        return uri

    def take_last(self) -> bytes:
        """The last URI, which is gone."""
        uri = self.last
        self._stop -= 1
        return uri

    def append(self, uri: bytes) -> None:
        """Nothing; `uri` is behind all others."""
        self._added = uri

    def write(self, msg: SipMsg) -> None:
        """Nothing; the request leaves with what is left.

        Raises:
            LumpError: another change stands where one of ours would; none of ours is made then.
        """
        lumps, at = msg.add_rm.copy(), 0
        fields: tuple[HdrField, ...] = msg.hdrs(_ROUTE)
        for field in fields:
            values: tuple[ToBody, ...] = field.parsed
            left = [body.raw or b"" for index, body in enumerate(values, at) if self._first <= index < self._stop]
            at += len(values)
            if not left:
                lumps.del_lump(field.start, field.len)
            elif len(left) < len(values):
                start, end = field.span
                lumps.insert_new_lump_after(lumps.del_lump(start, end - start), b", ".join(left))
        if self._added:
            lumps.insert_new_lump_after(lumps.anchor_lump(fields[-1].end), b"Route: <%b>\r\n" % self._added)
        msg.add_rm = lumps
