"""Functions that print, fill, copy and remove structured AVPs."""

from collections.abc import Callable

from kahea.api import PvSpec, Routes, SipMsg
from kahea.api.values import XavpList, find_socket, pv_of, read_params
from kahea.modules.pv.exports import module
from kahea.modules.pv.functions import set_pv
from kahea.modules.pv.script_vars import script_vars
from kahea.modules.pv.uri_parts import fits_in_uri
from kahea.modules.pv.xavps import roots_of

__all__: list[str] = []


def _print(msg: SipMsg, kind: str) -> int:
    """1; all values of one kind are in the log."""
    log = msg.engine.log.module("pv")
    for line in _lines(roots_of(msg, kind), 0):
        log.info("%s %s", kind, line)
    return 1


def _lines(values: XavpList, depth: int) -> list[str]:
    found: list[str] = []
    for name, value in values:
        head = "  " * depth + repr(name)[1:]
        if isinstance(value, XavpList):
            found += [f"{head} =>", *_lines(value, depth + 1)]
        else:
            found.append(f"{head} = {value if isinstance(value, int) else repr(value)[1:]}")
    return found


@module.function("pv_xavp_print")
def pv_xavp_print(msg: SipMsg) -> int:
    """1; all XAVPs are in the log at level INFO."""
    return _print(msg, "xavp")


@module.function("pv_xavi_print")
def pv_xavi_print(msg: SipMsg) -> int:
    """1; all XAVIs are in the log at level INFO."""
    return _print(msg, "xavi")


@module.function("pv_xavu_print")
def pv_xavu_print(msg: SipMsg) -> int:
    """1; all XAVUs are in the log at level INFO."""
    return _print(msg, "xavu")


@module.function("pv_var_to_xavp")
def pv_var_to_xavp(msg: SipMsg, varname: bytes, xname: bytes) -> int:
    """1; the script variable, or all of them for `*`, are fields of the one XAVP `xname`; -1 when there is none such."""
    known = script_vars()
    names = list(known) if varname == b"*" else [varname]
    roots = roots_of(msg, "xavp")
    fields = roots.new_fields()
    for name in names:
        native = known[name].native() if name in known else None
        if native is not None:
            fields.add(name, native)
    if not len(fields):
        return -1
    roots.remove_all(xname)
    roots.add(xname, fields)
    return 1


@module.function("pv_xavp_to_var")
def pv_xavp_to_var(msg: SipMsg, xname: bytes) -> int:
    """1; the XAVP's fields are in the script variables of the same names; -1 when there is no such XAVP."""
    fields = roots_of(msg, "xavp").fields(xname)
    if fields is None:
        return -1
    for name, value in reversed(list(fields)):
        if not isinstance(value, XavpList):
            script_vars()[name] = pv_of(value)
    return 1


@module.function("xavp_copy")
def xavp_copy(msg: SipMsg, source_name: bytes, source_index: int, destination_name: bytes) -> int:
    """1; a copy of the XAVP stands behind the last one of the name `destination_name`; -1 when there is nothing to copy."""
    roots = roots_of(msg, "xavp")
    value = roots.get(source_name, source_index)
    if value is None:
        return -1
    roots.add_last(destination_name, value.copy() if isinstance(value, XavpList) else value)
    return 1


@module.function("xavp_slist_explode")
def xavp_slist_explode(msg: SipMsg, slist: bytes, sep: bytes, mode: bytes, xname: bytes) -> int:
    """1; the items of the list are fields `v` of a new XAVP, counted from 0; -1 when there are none."""
    separators = sep or b","
    items = slist.translate(bytes.maketrans(separators, separators[:1] * len(separators))).split(separators[:1])
    if b"t" in mode:
        items = [item.strip() for item in items]
    items = [item for item in items if item]
    if not items:
        return -1
    roots = roots_of(msg, "xavp")
    fields = roots.new_fields()
    for item in items:
        fields.add_last(b"v", item)
    roots.add(xname, fields)
    return 1


def _explode(msg: SipMsg, kind: str, sparams: bytes, sep: bytes, xname: bytes) -> int:
    """1; each parameter is a field of a new root; -1 when there are none."""
    roots = roots_of(msg, kind)
    fields = roots.new_fields()
    for name, value in read_params(sparams, sep[:1] or b";"):
        if not name:
            return -1
        fields.add_last(name, value)
    if not len(fields):
        return -1
    roots.add(xname, fields)
    return 1


@module.function("xavp_params_explode")
def xavp_params_explode(msg: SipMsg, sparams: bytes, xname: bytes) -> int:
    """1; each parameter of ``a=1;b=2`` is a field of a new XAVP; -1 when they cannot be read."""
    return _explode(msg, "xavp", sparams, b";", xname)


@module.function("xavp_xparams_explode")
def xavp_xparams_explode(msg: SipMsg, sparams: bytes, sep: bytes, xname: bytes) -> int:
    """As xavp_params_explode(), the parameters being separated by `sep`."""
    return _explode(msg, "xavp", sparams, sep, xname)


@module.function("xavu_params_explode")
def xavu_params_explode(msg: SipMsg, sparams: bytes, xname: bytes) -> int:
    """1; each parameter is a field of the XAVU; -1 when they cannot be read."""
    return _explode(msg, "xavu", sparams, b";", xname)


def _implode(msg: SipMsg, kind: str, xname: bytes, pvname: PvSpec, field: bytes) -> int:
    """1; the fields are in the variable, each written by `field`; -1 when there is no such root."""
    fields = roots_of(msg, kind).fields(xname)
    if fields is None:
        return -1
    text = b"".join([field % (name, pv_of(value).rs) for name, value in fields if not isinstance(value, XavpList)])
    return 1 if set_pv(msg, pvname, text) else -1


@module.function("xavp_params_implode")
def xavp_params_implode(msg: SipMsg, xname: bytes, pvname: PvSpec) -> int:
    """1; the variable holds the XAVP's fields as ``name=value;``; -1 when there is no such XAVP."""
    return _implode(msg, "xavp", xname, pvname, b"%b=%b;")


@module.function("xavp_params_implode_qval")
def xavp_params_implode_qval(msg: SipMsg, xname: bytes, pvname: PvSpec) -> int:
    """As xavp_params_implode(), the values in double quotes."""
    return _implode(msg, "xavp", xname, pvname, b'%b="%b";')


@module.function("xavu_params_implode")
def xavu_params_implode(msg: SipMsg, xname: bytes, pvname: PvSpec) -> int:
    """1; the variable holds the XAVU's fields as ``name=value;``; -1 when there is no such XAVU."""
    return _implode(msg, "xavu", xname, pvname, b"%b=%b;")


def _set_child(msg: SipMsg, kind: str, rname: bytes, cname: bytes, value: bytes | int) -> int:
    """1; the field of the newest root has the value; the root is made when it is not there."""
    roots = roots_of(msg, kind)
    fields = roots.fields(rname)
    if fields is None:
        fields = roots.new_fields()
        roots.add(rname, fields)
    if not fields.set(cname, value):
        fields.add(cname, value)
    return 1


@module.function("xavp_child_seti")
def xavp_child_seti(msg: SipMsg, rname: bytes, cname: bytes, ival: int) -> int:
    """1; the field of the newest XAVP of the name is the integer."""
    return _set_child(msg, "xavp", rname, cname, ival)


@module.function("xavp_child_sets")
def xavp_child_sets(msg: SipMsg, rname: bytes, cname: bytes, sval: bytes) -> int:
    """1; the field of the newest XAVP of the name is the string."""
    return _set_child(msg, "xavp", rname, cname, sval)


@module.function("xavi_child_seti")
def xavi_child_seti(msg: SipMsg, rname: bytes, cname: bytes, ival: int) -> int:
    """1; the field of the newest XAVI of the name is the integer."""
    return _set_child(msg, "xavi", rname, cname, ival)


@module.function("xavi_child_sets")
def xavi_child_sets(msg: SipMsg, rname: bytes, cname: bytes, sval: bytes) -> int:
    """1; the field of the newest XAVI of the name is the string."""
    return _set_child(msg, "xavi", rname, cname, sval)


@module.function("xavp_rm")
def xavp_rm(msg: SipMsg, rname: bytes) -> int:
    """1; the newest XAVP of the name is gone, if there was one."""
    roots_of(msg, "xavp").remove(rname)
    return 1


@module.function("xavi_rm")
def xavi_rm(msg: SipMsg, rname: bytes) -> int:
    """1; the newest XAVI of the name is gone, if there was one."""
    roots_of(msg, "xavi").remove(rname)
    return 1


@module.function("xavp_rm_all")
def xavp_rm_all(msg: SipMsg, rname: bytes) -> int:
    """1; every XAVP of the name is gone, if there was one."""
    roots_of(msg, "xavp").remove_all(rname)
    return 1


@module.function("xavi_rm_all")
def xavi_rm_all(msg: SipMsg, rname: bytes) -> int:
    """1; every XAVI of the name is gone, if there was one."""
    roots_of(msg, "xavi").remove_all(rname)
    return 1


def _remove_child(msg: SipMsg, kind: str, rname: bytes, cname: bytes) -> int:
    fields = roots_of(msg, kind).fields(rname)
    if fields is not None:
        fields.remove(cname)
    return 1


@module.function("xavp_child_rm")
def xavp_child_rm(msg: SipMsg, rname: bytes, cname: bytes) -> int:
    """1; the field of the newest XAVP of the name is gone, if there was one."""
    return _remove_child(msg, "xavp", rname, cname)


@module.function("xavi_child_rm")
def xavi_child_rm(msg: SipMsg, rname: bytes, cname: bytes) -> int:
    """1; the field of the newest XAVI of the name is gone, if there was one."""
    return _remove_child(msg, "xavi", rname, cname)


@module.function("xavp_lshift")
def xavp_lshift(msg: SipMsg, xname: bytes, idx: int) -> int:
    """1; the XAVPs of the name begin with the one that was at `idx`, those before it follow; -1 when there is none."""
    roots = roots_of(msg, "xavp")
    values = roots.values(xname)
    if not values:
        return -1
    at = idx % len(values)
    for place, value in enumerate(values[at:] + values[:at]):
        roots.set(xname, value, place)
    return 1


def _text(fields: XavpList, name: bytes) -> bytes:
    value = fields.get(name)
    return b"" if value is None or isinstance(value, XavpList) else pv_of(value).rs


_TAKERS: dict[bytes, Callable[[SipMsg, bytes], None]] = {
    b"uri": lambda msg, text: msg.set_ruri(text),
    b"dst_uri": lambda msg, text: setattr(msg, "dst_uri", text),
    b"path": lambda msg, text: setattr(msg, "path_vec", text),
    b"ruid": lambda msg, text: setattr(msg, "ruid", text),
    b"location_ua": lambda msg, text: setattr(msg, "location_ua", text),
}


@module.function("xavp_push_dst", routes=Routes.REQUEST | Routes.BRANCH | Routes.FAILURE)
def xavp_push_dst(msg: SipMsg, xname: bytes) -> int:
    """1; the fields uri, dst_uri, path, socket, ruid and location_ua of the XAVP are the message's; -1 when there is none."""
    fields = roots_of(msg, "xavp").fields(xname)
    if fields is None:
        return -1
    for name, take in _TAKERS.items():
        text = _text(fields, name)
        if text and not fits_in_uri(msg, text.replace(b"<", b"").replace(b">", b"")):
            return -1
        if text:
            take(msg, text)
    socket = _text(fields, b"socket")
    if socket:
        found = find_socket(msg.engine.sockets, socket)
        if found is None:
            msg.engine.log.module("pv").err("%r is no socket that the server listens on", socket[:60])
            return -1
        msg.force_send_socket = found
    return 1
