"""Target: a contact as a destination: its URI, next hop, path and socket (kamailio src/modules/registrar/lookup.c)."""

from kahea.api import SipMsg
from kahea.api.peers.usrloc import Ucontact
from kahea.api.values import Branch
from kahea.modules.registrar.conf import Conf
from kahea.modules.registrar.path import split_path

__all__ = ["branch_of", "rewrite"]


def branch_of(conf: Conf, contact: Ucontact) -> Branch:
    """The branch to `contact`.

    The first Path decides where it goes, before the source of the REGISTER: the last proxy before a NAT is the one to pass it.

    Raises:
        SipParseError: the Path that was kept is none.
    """
    dst_uri, path = split_path(conf, contact.path) if contact.path else (b"", b"")
    return Branch(
        uri=contact.contact,
        dst_uri=dst_uri or contact.received,
        q=contact.q,
        path=path,
        flags=contact.cflags,
        force_send_socket=contact.sock,
        instance=contact.instance,
        reg_id=contact.reg_id,
        ruid=contact.ruid,
        location_ua=contact.user_agent,
        con_id=max(0, contact.connection_id),
    )


def rewrite(msg: SipMsg, branch: Branch) -> None:
    """Nothing; the message's own destination is `branch`, and the branch flags that it had stay set."""
    msg.set_ruri(branch.uri)
    msg.dst_uri = branch.dst_uri
    msg.path_vec = branch.path
    msg.ruri_q = branch.q
    msg.bflags |= branch.flags
    if branch.force_send_socket is not None:
        msg.force_send_socket = branch.force_send_socket
    msg.instance = branch.instance
    msg.reg_id = branch.reg_id
    msg.ruid = branch.ruid
    msg.location_ua = branch.location_ua
    msg.ruri_con_id = branch.con_id
