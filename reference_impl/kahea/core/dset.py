"""The destination set: the branches that a request is forked to beside its own URI (kamailio src/core/dset.h)."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kahea.core.net import SocketInfo

if TYPE_CHECKING:
    from kahea.core.sip_msg import SipMsg

__all__ = [
    "Q_UNSPECIFIED",
    "Branch",
    "append_branch",
    "clear_branches",
    "contact_list",
    "main_branch",
    "next_branches",
    "q_text",
    "remove_branch",
]

Q_UNSPECIFIED: Final = -1
"""The q of a branch that has none; others are 0 to 1000."""


@dataclass(slots=True)
class Branch:
    """One destination: the request's URI there, the next hop, and what usrloc knows about the contact; the message owns it."""

    uri: bytes
    dst_uri: bytes = b""
    q: int = Q_UNSPECIFIED
    path: bytes = b""
    flags: int = 0
    """Branch flags."""
    force_send_socket: SocketInfo | None = None
    instance: bytes = b""
    reg_id: int = 0
    ruid: bytes = b""
    location_ua: bytes = b""
    con_id: int = 0
    extra: dict[str, object] = field(default_factory=dict)
    """What modules hang on it, by module."""


def append_branch(msg: "SipMsg", branch: Branch) -> bool:
    """True when `branch` is the last of the set now; False when the set is full (core parameter max_branches)."""
    if len(msg.branches) + 1 >= msg.engine.core.max_branches:
        return False
    msg.branches.append(branch)
    return True


def remove_branch(msg: "SipMsg", index: int) -> bool:
    """True when the branch at `index` was there, and now is not."""
    if not 0 <= index < len(msg.branches):
        return False
    del msg.branches[index]
    return True


def clear_branches(msg: "SipMsg") -> None:
    """Nothing; only the request's own URI is left."""
    msg.branches.clear()
    msg.ruri_q = Q_UNSPECIFIED


def main_branch(msg: "SipMsg") -> Branch:
    """The branch that the message's own fields describe: its URI, next hop, path and branch flags."""
    return Branch(
        uri=msg.ruri_text,
        dst_uri=msg.dst_uri,
        q=msg.ruri_q,
        path=msg.path_vec,
        flags=msg.bflags,
        force_send_socket=msg.force_send_socket,
        instance=msg.instance,
        reg_id=msg.reg_id,
        ruid=msg.ruid,
        location_ua=msg.location_ua,
        con_id=msg.ruri_con_id,
    )


def next_branches(msg: "SipMsg") -> list[Branch]:
    """The branches of the set taken out of it, without the main one."""
    taken, msg.branches = msg.branches, []
    return taken


def contact_list(msg: "SipMsg") -> bytes:
    """The set as the Contact of a redirection: ``<sip:a@b>;q=0.5, <sip:c@d>``; empty when there is nowhere to redirect to.

    The request's own URI comes first once a route has set it: redirecting to the received one would lead back here
    (kamailio src/core/dset.c print_dset()).
    """
    branches = msg.branches if msg.new_uri is None else (main_branch(msg), *msg.branches)
    return b", ".join(_contact(branch) for branch in branches)


def _contact(branch: Branch) -> bytes:
    if branch.q == Q_UNSPECIFIED:
        return b"<" + branch.uri + b">"
    return b"<%b>;q=%b" % (branch.uri, q_text(branch.q))


def q_text(q: int) -> bytes:
    """A q of 0 to 1000 as it is written.

    >>> q_text(1000), q_text(500), q_text(5)
    (b'1', b'0.5', b'0.005')
    """
    return b"1" if q >= 1000 else (b"0.%03d" % q).rstrip(b"0").rstrip(b".")  # noqa: PLR2004  1000 is one whole
