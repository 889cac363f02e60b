"""Functions that use the static branch `$sbranch`."""

from dataclasses import replace

from kahea.api import SipMsg
from kahea.api.values import Branch, append_branch
from kahea.modules.pv.branches import static_branch
from kahea.modules.pv.exports import module

__all__: list[str] = []


@module.function("sbranch_set_ruri")
def sbranch_set_ruri(msg: SipMsg) -> int:
    """1; the static branch's attributes are those of the request itself; -1 when it has no URI."""
    branch = static_branch()
    if not branch.uri:
        return -1
    msg.set_ruri(branch.uri)
    msg.dst_uri, msg.path_vec, msg.ruri_q = branch.dst_uri, branch.path, branch.q
    msg.bflags, msg.ruri_con_id = branch.flags, branch.con_id
    msg.ruid, msg.location_ua, msg.instance = branch.ruid, branch.location_ua, branch.instance
    if branch.force_send_socket is not None:
        msg.force_send_socket = branch.force_send_socket
    return 1


@module.function("sbranch_append")
def sbranch_append(msg: SipMsg) -> int:
    """1; a branch with the static branch's attributes is in the destination set; -1 when it has no URI, or the set is full."""
    branch = static_branch()
    return 1 if branch.uri and append_branch(msg, replace(branch, extra={})) else -1


@module.function("sbranch_reset")
def sbranch_reset(_msg: SipMsg) -> int:
    """1; the static branch is empty."""
    branch, empty = static_branch(), Branch(b"")
    for name in Branch.__slots__:
        setattr(branch, name, getattr(empty, name))
    return 1
