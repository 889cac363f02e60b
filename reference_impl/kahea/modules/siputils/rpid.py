"""Remote-Party-ID: who calls, as the authentication has found out (draft-ietf-sip-privacy-04)."""

from kahea.api import PvSpec, Routes, SipMsg, engine, log
from kahea.api.values import KaheaError, PvSyntaxError, SipParseError, parse_pv, parse_to
from kahea.modules.siputils.exports import RPID_AVP, module, rpid_avp, rpid_prefix, rpid_suffix
from kahea.modules.siputils.numbers import is_e164_number

__all__: list[str] = []

_spec = module.state(list[PvSpec])
_LINE_ENDS = b"\r\n\0"


@module.on_init
def read_rpid_avp() -> None:
    """The variable of rpid_avp is known; the default one only where module pv is loaded.

    Raises:
        KaheaError: it is no variable.
    """
    if not rpid_avp.value:
        return
    try:
        _spec().append(parse_pv(engine().pvs, rpid_avp.value.encode()))
    except PvSyntaxError as fault:
        if rpid_avp.value == RPID_AVP:
            return
        raise KaheaError(f"modparam siputils.rpid_avp: {fault}") from fault


def _rpid(msg: SipMsg) -> bytes:
    """The URI that is kept for the header; empty without one."""
    value = _spec()[0].get(msg) if _spec() else None
    return value.rs if value is not None and not value.is_null else b""


@module.function("append_rpid_hf", routes=Routes.REQUEST | Routes.BRANCH | Routes.FAILURE)
def append_rpid_hf(msg: SipMsg, prefix: bytes | None = None, suffix: bytes | None = None) -> int:
    """Add Remote-Party-ID with the URI of rpid_avp between `prefix` and `suffix`, or the parameters; -1 without one."""
    rpid = _rpid(msg)
    if not rpid:
        return -1
    before = prefix if prefix is not None else rpid_prefix.value.encode()
    behind = suffix if suffix is not None else rpid_suffix.value.encode()
    text = before + rpid + behind
    if len(text.translate(None, _LINE_ENDS)) != len(text):
        log("siputils").err("append_rpid_hf(): a line end cannot stand in a header")
        return -1
    end = msg.headers[-1].end
    msg.add_rm.insert_new_lump_before(msg.add_rm.anchor_lump(end), b"Remote-Party-ID: %b\r\n" % text)
    return 1


@module.function("is_rpid_user_e164", routes=Routes.REQUEST)
def is_rpid_user_e164(msg: SipMsg) -> int:
    """1 when the user of the URI of rpid_avp is an E.164 number; -1 without one."""
    rpid = _rpid(msg)
    try:
        user = parse_to(rpid, 0, len(rpid))[0].parsed_uri.user if rpid else None
    except SipParseError as error:
        log("siputils").err("is_rpid_user_e164(): %s", error)
        return -1
    return 1 if user and is_e164_number(user) else -1
