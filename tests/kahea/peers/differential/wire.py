"""Messages as the players of a scenario read and write them: nothing of the server's own code."""

import re
from dataclasses import dataclass

__all__ = ["Parts", "ack", "cancel", "ident_of", "reply"]

_IDENT = re.compile(rb"^(?:Call-ID|i)[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_SHORT = {b"v": b"via", b"f": b"from", b"t": b"to", b"i": b"call-id", b"m": b"contact", b"l": b"content-length"}


def ident_of(data: bytes) -> str:
    """The Call-ID; empty without one."""
    found = _IDENT.search(data)
    return found[1].decode() if found else ""


@dataclass(frozen=True, slots=True)
class Parts:
    """A message's first line, its header fields with their folds, and its body."""

    first: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @classmethod
    def of(cls, data: bytes) -> "Parts":
        """The parts of what came from the wire."""
        head, _, body = data.partition(b"\r\n\r\n")
        first, _, rest = head.partition(b"\r\n")
        fields = re.split(rb"\r\n(?![ \t])", rest) if rest else []
        pairs = [field.partition(b":")[::2] for field in fields]
        return cls(first, tuple((_name(name), value) for name, value in pairs), body)

    def values(self, name: bytes) -> list[bytes]:
        """The values of one header, without the spaces around them."""
        return [value.strip() for known, value in self.headers if known == name]

    @property
    def method(self) -> bytes:
        """The method of CSeq."""
        return self.values(b"cseq")[0].split()[-1]

    @property
    def status(self) -> int:
        """The status of a reply; 0 for a request."""
        return int(self.first.split()[1]) if self.first.startswith(b"SIP/2.0 ") else 0


def _name(name: bytes) -> bytes:
    lower = name.strip().lower()
    return _SHORT.get(lower, lower)


def reply(request: Parts, code: int, tag: str, *, extra: tuple[str, ...] = (), body: str = "") -> bytes:
    """The reply of a callee with `tag`."""
    to = request.values(b"to")[0]
    lines = [
        b"SIP/2.0 %d Code %d" % (code, code),
        *(b"Via: " + value for value in request.values(b"via")),
        *(b"Record-Route: " + value for value in request.values(b"record-route")),
        b"From: " + request.values(b"from")[0],
        b"To: " + (to if b"tag=" in to or code == 100 else to + b";tag=" + tag.encode()),
        b"Call-ID: " + request.values(b"call-id")[0],
        b"CSeq: " + request.values(b"cseq")[0],
        *(line.encode() for line in extra),
        b"Content-Length: %d" % len(body),
        b"",
        body.encode(),
    ]
    return b"\r\n".join(lines)


def ack(invite: Parts, answer: Parts) -> bytes:
    """The ACK of a caller: in the INVITE's transaction for a failure, along the route for a success (RFC 3261 §13.2.2.4)."""
    uri, via, routes = invite.first.split()[1], invite.values(b"via")[0], invite.values(b"route")
    if answer.status < 300:
        contact = answer.values(b"contact")
        uri = contact[0].partition(b"<")[2].partition(b">")[0] if contact else uri
        via, routes = via.replace(b"z9hG4bK", b"z9hG4bKack"), answer.values(b"record-route")[::-1]
    return _beside(invite, b"ACK", uri, via, routes=routes, to=answer.values(b"to")[0])


def cancel(invite: Parts) -> bytes:
    """The CANCEL of an INVITE."""
    uri, via = invite.first.split()[1], invite.values(b"via")[0]
    return _beside(invite, b"CANCEL", uri, via, routes=invite.values(b"route"), to=invite.values(b"to")[0])


def _beside(invite: Parts, method: bytes, uri: bytes, via: bytes, *, routes: list[bytes], to: bytes) -> bytes:
    number = invite.values(b"cseq")[0].split()[0]
    lines = [
        method + b" " + uri + b" SIP/2.0",
        b"Via: " + re.split(rb",\s*(?=SIP/2\.0)", via)[0],
        b"Max-Forwards: 70",
        *(b"Route: " + route for route in routes),
        b"From: " + invite.values(b"from")[0],
        b"To: " + to,
        b"Call-ID: " + invite.values(b"call-id")[0],
        b"CSeq: " + number + b" " + method,
        b"Content-Length: 0",
        b"",
        b"",
    ]
    return b"\r\n".join(lines)
