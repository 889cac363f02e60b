"""Core functions that change the request URI (kamailio src/core/action.c SET_HOST_T and the ones below it)."""

from dataclasses import replace

from kahea.base.errors import KaheaError
from kahea.core.action import NOT_ONSEND, core_action
from kahea.core.action_args import StaticInt, StaticText
from kahea.core.sip_msg import SipMsg
from kahea.parser import Params, SipUri, parse_uri
from kahea.parser.uri import UriType, parse_port

__all__ = [
    "prefix", "revert_uri", "rewritehost", "rewritehostport", "rewritehostporttrans", "rewriteport", "rewriteuri",
    "rewriteuser", "rewriteuserpass", "strip", "strip_tail", "userphone",
]  # fmt: skip

_PHONE = b"+0123456789-.()*#"


def _sip(msg: SipMsg) -> SipUri:
    """The request URI taken apart, when it is of SIP.

    Raises:
        KaheaError: it has no host that could be changed.
    """
    uri = msg.ruri
    if not uri.is_sip:
        raise KaheaError(f"the request URI is a {uri.scheme.decode('ascii', 'replace')} URI: there is no host in it")
    return uri


def _set(msg: SipMsg, uri: SipUri) -> int:
    msg.set_ruri(uri.serialise())
    return 1


@core_action("rewritehost", "sethost", "seth", routes=NOT_ONSEND)
def rewritehost(msg: SipMsg, host: StaticText) -> int:
    """1; the request URI has that host, its port as before."""
    return _set(msg, replace(_sip(msg), host=bytes(host)))


@core_action("rewritehostport", "sethostport", "sethp", routes=NOT_ONSEND)
def rewritehostport(msg: SipMsg, hostport: StaticText) -> int:
    """1; the request URI has that host and the port that stands behind it, none when none does."""
    return _set(msg, _with_hostport(_sip(msg), bytes(hostport)))


def _with_hostport(uri: SipUri, hostport: bytes) -> SipUri:
    host = parse_uri(b"sip:" + hostport)
    return replace(uri, host=host.host, port_no=host.port_no)


@core_action("rewritehostporttrans", "sethostporttrans", "sethpt", routes=NOT_ONSEND)
def rewritehostporttrans(msg: SipMsg, hostporttrans: StaticText) -> int:
    """1; the request URI has that host, port and transport, none of the latter when none is given."""
    new = parse_uri(b"sip:" + bytes(hostporttrans))
    kept = [param for param in _sip(msg).params if param[0].lower() != b"transport"]
    added = [param for param in new.params if param[0].lower() == b"transport"]
    return _set(msg, replace(_sip(msg), host=new.host, port_no=new.port_no, params=Params([*added, *kept])))


@core_action("rewriteport", "setport", "setp", routes=NOT_ONSEND)
def rewriteport(msg: SipMsg, port: StaticText) -> int:
    """1; the request URI has that port, none when it is empty."""
    return _set(msg, replace(_sip(msg), port_no=parse_port(bytes(port)) if port else 0))


@core_action("rewriteuser", "setuser", "setu", routes=NOT_ONSEND)
def rewriteuser(msg: SipMsg, user: StaticText) -> int:
    """1; the request URI has that user, none when it is empty; its password as before."""
    return _with_user(msg, bytes(user))


def _with_user(msg: SipMsg, user: bytes) -> int:
    uri = _sip(msg) if msg.ruri.type not in (UriType.TEL, UriType.TELS) else msg.ruri
    return _set(msg, replace(uri, user=user or None, passwd=uri.passwd if user else None))


@core_action("rewriteuserpass", "setuserpass", "setup", routes=NOT_ONSEND)
def rewriteuserpass(msg: SipMsg, userpass: StaticText) -> int:
    """1; the request URI has that user and the password behind the colon, none when none is given."""
    user, colon, secret = bytes(userpass).partition(b":")
    return _set(msg, replace(_sip(msg), user=user or None, passwd=secret if colon else None))


@core_action("rewriteuri", "seturi", routes=NOT_ONSEND)
def rewriteuri(msg: SipMsg, uri: StaticText) -> int:
    """1; `uri` is the request URI."""
    msg.set_ruri(bytes(uri))
    return 1


@core_action("revert_uri", routes=NOT_ONSEND)
def revert_uri(msg: SipMsg) -> int:
    """1; the request URI is the received one."""
    msg.new_uri = None
    return 1


@core_action("prefix", routes=NOT_ONSEND)
def prefix(msg: SipMsg, text: StaticText) -> int:
    """1; the user of the request URI begins with `text`."""
    return _with_user(msg, bytes(text) + (msg.ruri.user or b""))


@core_action("strip", routes=NOT_ONSEND)
def strip(msg: SipMsg, count: StaticInt) -> int:
    """1; the user of the request URI lacks its first `count` characters."""
    return _with_user(msg, (msg.ruri.user or b"")[max(count, 0) :])


@core_action("strip_tail", routes=NOT_ONSEND)
def strip_tail(msg: SipMsg, count: StaticInt) -> int:
    """1; the user of the request URI lacks its last `count` characters."""
    user = msg.ruri.user or b""
    return _with_user(msg, user[: max(len(user) - max(count, 0), 0)])


@core_action("userphone", routes=NOT_ONSEND)
def userphone(msg: SipMsg) -> int:
    """1; the request URI has ``user=phone`` when its user is a telephone number and the parameter is not there."""
    uri = _sip(msg)
    user = uri.user or b""
    if user.lstrip(b"+")[:1].isdigit() and not user.translate(None, _PHONE) and uri.params.find(b"user") is None:
        return _set(msg, replace(uri, params=uri.params.with_value(b"user", b"phone")))
    return 1
