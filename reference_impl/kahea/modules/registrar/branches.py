"""lookup_branches(): every branch of the request looked up (kamailio src/modules/registrar/lookup.c lookup_branches())."""

from kahea.api import Routes, SipMsg, log
from kahea.api.db import DbError
from kahea.api.peers.usrloc import UsrlocStore
from kahea.api.values import Branch, SipParseError, append_branch
from kahea.modules.registrar import params
from kahea.modules.registrar.conf import Conf, conf
from kahea.modules.registrar.errors import Refused
from kahea.modules.registrar.lookup import FAILED, FOUND, find_contacts, lookup
from kahea.modules.registrar.params import module
from kahea.modules.registrar.tables import Table
from kahea.modules.registrar.target import branch_of

__all__ = ["lookup_branches"]


@module.function("lookup_branches", routes=Routes.REQUEST | Routes.FAILURE)
async def lookup_branches(msg: SipMsg, domain: Table) -> int:
    """As lookup(), for the request URI and for every branch that says no more than a URI.

    1 when anything was found, otherwise what the last lookup said.
    """
    count = len(msg.branches)
    code = await lookup(msg, domain)
    found = code == FOUND
    here = conf()
    for at in range(count):
        branch = msg.branches[at]
        if branch.dst_uri or branch.path or branch.force_send_socket is not None or branch.flags:
            continue
        code = await _look_up(here, msg, domain, at, branch)
        found = found or code == FOUND
    return FOUND if found else code


async def _look_up(here: Conf, msg: SipMsg, store: UsrlocStore, at: int, branch: Branch) -> int:
    """The best contact takes the place of the branch, the others are appended."""
    try:
        code, contacts, is_gruu = await find_contacts(here, msg, store, branch.uri)
        if code != FOUND:
            return code
        targets = [branch_of(here, contact) for contact in contacts]
    except (Refused, DbError, SipParseError) as fault:
        log("registrar").err("lookup_branches: %s", fault)
        return FAILED
    msg.branches[at] = targets[0]
    if not is_gruu and params.append_branches.value:
        for target in targets[1:]:
            if not append_branch(msg, target):
                return FOUND
    return FOUND
