"""The branch of requests that are forwarded without a transaction (RFC 3261 §16.11).

It is worked out from what every copy of a request has, so that retransmissions, the CANCEL and the ACK of a refusal get the
same, and with the server's secret, so that only replies to what was really forwarded come back through here.
"""

from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from kahea.parser.headers.via import BRANCH_MAGIC, ViaBody
from kahea.parser.hf import HdrType

if TYPE_CHECKING:
    from kahea.core.sip_msg import SipMsg

__all__ = ["is_stateless_branch", "stateless_branch"]

_MARK: Final = BRANCH_MAGIC + b"-sl-"


def stateless_branch(msg: "SipMsg") -> bytes:
    """The branch for the request `msg`."""
    return _branch(msg, msg.via1)


def is_stateless_branch(msg: "SipMsg") -> bool:
    """Whether the reply `msg` answers a request that was forwarded with `stateless_branch`."""
    vias: tuple[ViaBody, ...] = msg.values(HdrType.VIA)
    branch = vias[0].branch or b""
    return len(vias) > 1 and branch.startswith(_MARK) and branch == _branch(msg, vias[1])


def _branch(msg: "SipMsg", via: ViaBody | None) -> bytes:
    """What the sender's Via, Call-ID and CSeq number make: a reply has them too."""
    callid, cseq = msg.hdr(HdrType.CALLID), msg.parsed(HdrType.CSEQ)
    parts = (
        b"" if via is None else via.branch or b"",
        b"" if via is None else via.sent_by,
        b"" if callid is None else callid.body,
        b"%d" % (cseq.number if cseq is not None else 0),
    )
    return _MARK + blake2b(b"\0".join(parts), key=msg.engine.secret, digest_size=10).hexdigest().encode()
