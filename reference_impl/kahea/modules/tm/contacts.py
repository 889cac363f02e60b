"""Serial forking by q: the destination set kept in an XAVP and tried group by group (kamailio t_serial.c)."""

from kahea.api import Routes, SipMsg
from kahea.api.net import SocketInfo, proto_of
from kahea.api.values import Branch, XavpList, append_branch, clear_branches, main_branch
from kahea.modules.tm import params
from kahea.modules.tm.params import module
from kahea.modules.tm.state import tm_state
from kahea.modules.tm.status import picked_branch

__all__ = ["stored", "unstored"]

_DONE, _NOTHING, _FAILED = 1, -2, -1
_BY_WEIGHT = 1
_ATTRIBUTES = b"attributes"
_SERIAL = Routes.REQUEST | Routes.FAILURE


def stored(branch: Branch) -> XavpList:
    """The branch as fields of an XAVP."""
    sock = branch.force_send_socket
    fields = XavpList()
    for name, value in (
        (b"uri", branch.uri), (b"dst_uri", branch.dst_uri), (b"q", branch.q), (b"path", branch.path), (b"flags", branch.flags),
        (b"sock", sock.text if sock is not None else b""), (b"instance", branch.instance), (b"reg_id", branch.reg_id),
        (b"ruid", branch.ruid), (b"ua", branch.location_ua), (b"con_id", branch.con_id),
    ):  # fmt: skip
        fields.add_last(name, value)
    return fields


def unstored(fields: XavpList, msg: SipMsg) -> Branch:
    """The branch that `stored` made the fields of."""
    return Branch(
        uri=_text(fields, b"uri"),
        dst_uri=_text(fields, b"dst_uri"),
        q=_number(fields, b"q"),
        path=_text(fields, b"path"),
        flags=_number(fields, b"flags"),
        force_send_socket=_socket(msg, _text(fields, b"sock")),
        instance=_text(fields, b"instance"),
        reg_id=_number(fields, b"reg_id"),
        ruid=_text(fields, b"ruid"),
        location_ua=_text(fields, b"ua"),
        con_id=_number(fields, b"con_id"),
    )


def _text(fields: XavpList, name: bytes) -> bytes:
    value = fields.get(name)
    return value if isinstance(value, bytes) else b""


def _number(fields: XavpList, name: bytes) -> int:
    value = fields.get(name)
    return value if isinstance(value, int) else 0


def _socket(msg: SipMsg, text: bytes) -> SocketInfo | None:
    proto, _, rest = text.partition(b":")
    host, _, port = rest.rpartition(b":")
    return msg.engine.sockets.find(host, int(port), proto_of(proto)) if port.isdigit() else None


def _by_weight(msg: SipMsg, branches: list[Branch]) -> list[Branch]:
    """An order in which each branch is the first with a chance that grows with its q; those without q come last."""
    rest = [branch for branch in branches if branch.q > 0]
    spare = [branch for branch in branches if branch.q <= 0]
    order: list[Branch] = []
    while rest:
        chosen = msg.engine.rng.choices(rest, weights=[branch.q for branch in rest])[0]
        rest.remove(chosen)
        order.append(chosen)
    return order + spare


@module.function("t_load_contacts", routes=_SERIAL)
def t_load_contacts(msg: SipMsg, mode: int = 0) -> int:
    """Take the destination set out of the request and keep it in contacts_avp, by q: 0 in groups, 1 one by one by weight."""
    name = params.contacts_avp.value.encode()
    if not name:
        tm_state().module_log.err("t_load_contacts(): parameter contacts_avp is not set")
        return _FAILED
    if not msg.has("branches") or not msg.branches:
        return _DONE
    branches = [main_branch(msg), *msg.branches]
    if mode == _BY_WEIGHT:
        order = _by_weight(msg, branches)
        groups = list(range(len(order)))
    else:
        order = sorted(branches, key=_descending)
        groups = [branch.q for branch in order]
    xavps = msg.xavps.xavp
    attributes = _take_attributes(msg, branches)
    clear_branches(msg)
    xavps.remove_all(name)
    for branch, group in zip(order, groups, strict=True):
        fields = stored(branch)
        fields.add_last(b"group", group)
        known = attributes.get(id(branch))
        if known is not None:
            fields.add_last(_ATTRIBUTES, known)
        xavps.add_last(name, fields)
    return _DONE


def _take_attributes(msg: SipMsg, branches: list[Branch]) -> dict[int, XavpList]:
    """The attributes of each branch by its id(), taken out of xavp_contact, where there is one value for each."""
    name = params.xavp_contact.value.encode()
    values = msg.xavps.xavp.values(name) if name else ()
    if len(values) != len(branches):
        return {}
    msg.xavps.xavp.remove_all(name)
    return {id(branch): value for branch, value in zip(branches, values, strict=True) if isinstance(value, XavpList)}


def _descending(branch: Branch) -> int:
    return -branch.q


@module.function("t_next_contacts", routes=_SERIAL)
def t_next_contacts(msg: SipMsg) -> int:
    """Make the next group of contacts_avp the destination set; of one instance's flows the others wait in contact_flows_avp."""
    name, flows = params.contacts_avp.value.encode(), params.contact_flows_avp.value.encode()
    if not name:
        tm_state().module_log.err("t_next_contacts(): parameter contacts_avp is not set")
        return _FAILED
    xavps = msg.xavps.xavp
    first = xavps.fields(name)
    if first is None:
        return _NOTHING
    group, taken, seen = _number(first, b"group"), 0, set[bytes]()
    xavps.remove_all(params.xavp_contact.value.encode())
    while (fields := xavps.fields(name)) is not None and _number(fields, b"group") == group:
        xavps.remove(name)
        instance = _text(fields, b"instance")
        if instance and instance in seen and flows:
            xavps.add_last(flows, fields)
            continue
        seen.add(instance)
        _use(msg, fields, is_first=not taken)
        taken += 1
    return _DONE


@module.function("t_next_contact_flow", routes=Routes.REQUEST | Routes.BRANCH_FAILURE)
def t_next_contact_flow(msg: SipMsg) -> int:
    """Make the next flow to the instance whose branch failed the request's destination."""
    flows = params.contact_flows_avp.value.encode()
    uac = picked_branch(msg)
    if not flows or uac is None:
        return _FAILED
    xavps = msg.xavps.xavp
    for at in range(xavps.count(flows)):
        fields = xavps.fields(flows, at)
        if fields is not None and _text(fields, b"instance") == uac.instance:
            xavps.remove(flows, at)
            xavps.remove_all(params.xavp_contact.value.encode())
            _use(msg, fields, is_first=True)
            return _DONE
    return _NOTHING


def _use(msg: SipMsg, fields: XavpList, *, is_first: bool) -> None:
    """The contact as the request URI with all that goes with it, or as one more branch; xavp_contact gets its attributes."""
    branch, attributes = unstored(fields, msg), fields.fields(_ATTRIBUTES)
    name = params.xavp_contact.value.encode()
    if attributes is not None and name:
        msg.xavps.xavp.add_last(name, attributes)
    if not is_first:
        append_branch(msg, branch)
        return
    msg.set_ruri(branch.uri)
    msg.dst_uri, msg.path_vec, msg.ruri_q, msg.bflags = branch.dst_uri, branch.path, branch.q, branch.flags
    msg.force_send_socket = branch.force_send_socket
    msg.instance, msg.reg_id, msg.ruid, msg.location_ua = branch.instance, branch.reg_id, branch.ruid, branch.location_ua
    msg.ruri_con_id = branch.con_id
