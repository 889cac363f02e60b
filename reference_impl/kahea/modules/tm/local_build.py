"""ACK and CANCEL for a branch, built of the INVITE that it sent (RFC 3261 §9.1, §17.1.1.3; kamailio t_msgbuilder.c)."""

from kahea.api.values import HdrType, MsgFlags, build_local_ack, build_local_cancel, hdr_type
from kahea.modules.tm import params
from kahea.modules.tm.cell import Uac

__all__ = ["branch_ack", "branch_cancel"]

_END = b"\r\n\r\n"
_COVERED = frozenset(
    (
        *(HdrType.VIA, HdrType.FROM, HdrType.TO, HdrType.CALLID, HdrType.CSEQ, HdrType.ROUTE, HdrType.MAXFORWARDS),
        *(HdrType.CONTENTLENGTH, HdrType.CONTENTTYPE),
    )
)
"""Headers whose place in ACK and CANCEL the RFC settles."""


def branch_cancel(uac: Uac, reason: bytes) -> bytes:
    """The CANCEL of the branch; `reason` is its Reason line, or nothing."""
    source = _source(uac)
    return build_local_cancel(uac.t.tm.engine, source, reason + _taken_along(source))


def branch_ack(uac: Uac, to: bytes) -> bytes:
    """The ACK of a reply from 300 on; `to` is the body of the reply's To."""
    source = _source(uac)
    return build_local_ack(uac.t.tm.engine, source, to, _taken_along(source))


def _source(uac: Uac) -> bytes:
    """The head of what was sent; with reparse_invite=0 the received one behind our first line and Via."""
    head = uac.sent[: uac.sent.find(_END)] + _END
    request = uac.t.request
    is_wanted = request.msg_flags & (MsgFlags.USE_UAC_FROM | MsgFlags.USE_UAC_TO)
    if params.reparse_invite.value or is_wanted or uac.t.is_local:
        return head
    first, via = head.split(b"\r\n", 2)[:2]
    lines = [line for kind, line in request.lines if kind is not HdrType.VIA]
    return b"\r\n".join((first, via, *lines)) + _END


def _taken_along(head: bytes) -> bytes:
    """The header lines whose names begin with parameter ac_extra_hdrs."""
    prefix = params.ac_extra_hdrs.value.lower().encode()
    if not prefix:
        return b""
    kept: list[bytes] = []
    for line in head.split(b"\r\n")[1:]:
        name = line.partition(b":")[0].rstrip()
        if name.lower().startswith(prefix) and hdr_type(name) not in _COVERED:
            kept.append(line + b"\r\n")
    return b"".join(kept)
