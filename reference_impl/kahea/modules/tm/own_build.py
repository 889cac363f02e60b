"""The bytes of requests of our own (RFC 3261 §8.1.1, kamailio t_msgbuilder.c build_uac_req())."""

from random import Random

from kahea.api.net import SocketInfo
from kahea.api.peers.tm import UacRequest
from kahea.api.values import HdrType, hdr_type

__all__ = ["build_own", "complete"]

_END = b"\r\n"


def complete(request: UacRequest, rng: Random) -> tuple[dict[HdrType, bytes], bytes]:
    """The bodies of From, To, Call-ID and CSeq, made up where they are not given, and the lines of the other headers.

    What stands in `headers` of those four counts as given.
    """
    found: dict[HdrType, bytes] = {}
    others: list[bytes] = []
    for line in request.headers.replace(b"\r\n", b"\n").split(b"\n"):
        name, colon, body = line.partition(b":")
        kind = hdr_type(name.strip()) if colon else HdrType.OTHER
        if kind in (HdrType.FROM, HdrType.TO, HdrType.CALLID, HdrType.CSEQ):
            found[kind] = body.strip()
        elif line.strip() and kind not in (HdrType.VIA, HdrType.CONTENTLENGTH):
            others.append(line + _END)
    from_ = request.from_ or found.get(HdrType.FROM) or b"<" + request.ruri + b">"
    if b"tag=" not in from_[from_.rfind(b">") + 1 :]:
        from_ = b"%b;tag=%b" % (_bracketed(from_), _token(rng))
    found[HdrType.FROM] = from_
    found[HdrType.TO] = request.to or found.get(HdrType.TO) or b"<" + request.ruri + b">"
    found[HdrType.CALLID] = request.callid or found.get(HdrType.CALLID) or _token(rng)
    number = b"%d" % request.cseq if request.cseq else (found.get(HdrType.CSEQ) or b"10").split()[0]
    found[HdrType.CSEQ] = b"%b %b" % (number, request.method)
    return found, b"".join(others)


def _bracketed(address: bytes) -> bytes:
    """The address so that a parameter behind it is the header's and not the URI's."""
    return address if address.endswith(b">") else b"<" + address + b">"


def _token(rng: Random) -> bytes:
    return b"%016x" % rng.getrandbits(64)


def build_own(
    request: UacRequest, dialog: dict[HdrType, bytes], others: bytes, via: bytes, *, sock: SocketInfo, agent: bytes = b""
) -> bytes:
    """The whole request; `via` and `agent` are lines, a Contact for INVITE and SUBSCRIBE is added where none is given."""
    contact = b""
    if request.method in (b"INVITE", b"SUBSCRIBE") and not _has_contact(others):
        contact = b"Contact: <sip:%b:%d>\r\n" % sock.sent_by
    return b"".join(
        (
            b"%b %b SIP/2.0\r\n" % (request.method, request.ruri),
            via,
            b"To: %b\r\n" % dialog[HdrType.TO],
            b"From: %b\r\n" % dialog[HdrType.FROM],
            b"CSeq: %b\r\n" % dialog[HdrType.CSEQ],
            b"Call-ID: %b\r\n" % dialog[HdrType.CALLID],
            b"" if _has(others, HdrType.MAXFORWARDS) else b"Max-Forwards: 70\r\n",
            others,
            contact,
            b"" if _has(others, HdrType.USERAGENT) else agent,
            b"Content-Length: %d\r\n\r\n" % len(request.body),
            request.body,
        )
    )


def _has(lines: bytes, kind: HdrType) -> bool:
    return any(hdr_type(line.partition(b":")[0].strip()) is kind for line in lines.split(_END))


def _has_contact(lines: bytes) -> bool:
    return _has(lines, HdrType.CONTACT)
