"""The way that Route headers prescribe, by loose and by strict routers before and behind us (RFC 3261 §16.4, §16.6, §16.12)."""

from kahea.api import SipMsg, log
from kahea.api.values import HdrType, LumpError, SipParseError, SipUri
from kahea.modules.rr.exports import (
    callbacks,
    enable_double_rr,
    enable_socket_mismatch_warning,
    force_send_socket,
    sockname_mode,
)
from kahea.modules.rr.routed import Routed, is_own, params_text, routed, socket_of_uri
from kahea.modules.rr.routes import RouteSet

__all__ = ["DONE", "FAILED", "PRELOADED", "follow"]

DONE, FAILED, PRELOADED = 1, -1, -3


def follow(msg: SipMsg, *, may_be_strict: bool) -> int:
    """DONE when Route says where the request goes, PRELOADED for a first request whose only Route is ours, FAILED otherwise.

    Asked again, it changes nothing and answers the same.
    """
    if not msg.count(HdrType.ROUTE):
        return FAILED
    here, forced = routed(msg), msg.force_send_socket
    if not here.code:
        try:
            here.code = _follow(msg, here, may_be_strict=may_be_strict)
        except (SipParseError, LumpError) as error:
            log("rr").err("the Route headers cannot be followed: %s", error)
            msg.force_send_socket, here.has_next = forced, False
            return FAILED
    return here.code


def _follow(msg: SipMsg, here: Routed, *, may_be_strict: bool) -> int:
    routes = RouteSet(msg)
    to = msg.parsed(HdrType.TO)
    is_preloaded = to is None or not to.tag_value
    target = msg.ruri_or_none
    if may_be_strict and not is_preloaded and target is not None and is_own(target):
        own = target if target.params else here.own
        code = _after_strict(msg, routes, target)
    else:
        code, own = _after_loose(msg, here, routes, is_preloaded=is_preloaded)
    here.own, here.routes = own, routes
    if own is not None:
        params = params_text(own)[1:]
        for callback in callbacks():
            callback(msg, params)
    return code


def _after_strict(msg: SipMsg, routes: RouteSet, own: SipUri) -> int:
    """The router before us has put our URI into the request line: the real one stands behind all Routes (RFC 3261 §16.4)."""
    first = routes.first_uri
    if _is_double(own) and is_own(first) and len(routes) > 1:
        _force_socket(msg, first)
        routes.take_first()
        first = routes.first_uri
    next_hop, target = routes.first, routes.first
    if first.has_lr:
        target = routes.take_last()
    else:
        routes.take_first()
    routes.write(msg)
    msg.set_ruri(target)
    msg.dst_uri = next_hop if first.has_lr else b""
    return DONE


def _after_loose(msg: SipMsg, here: Routed, routes: RouteSet, *, is_preloaded: bool) -> tuple[int, SipUri | None]:
    """The answer, and our own Route if there was one on top: it is gone, and the next one leads (RFC 3261 §16.4, §16.6)."""
    first = routes.first_uri
    own = first if is_own(first) else None
    if own is not None:
        _take_own(msg, routes, own)
        if not len(routes):
            routes.write(msg)
            return (PRELOADED if is_preloaded else DONE), own
        first = routes.first_uri
        here.has_next = True
    if first.has_lr:
        routes.write(msg)
        msg.dst_uri = routes.first
        return DONE, own
    target = routes.take_first()
    routes.append(msg.ruri_text)
    routes.write(msg)
    msg.set_ruri(target)
    msg.dst_uri = b""
    return DONE, own


def _take_own(msg: SipMsg, routes: RouteSet, own: SipUri) -> None:
    """Nothing; our Route is gone, and the second one where we had written two."""
    routes.take_first()
    if not (_is_double(own) and len(routes)):
        if force_send_socket.value:
            _force_socket(msg, own)
        return
    second = routes.first_uri
    if is_own(second) or _is_double(second):
        _force_socket(msg, second)
        routes.take_first()


def _is_double(uri: SipUri) -> bool:
    return bool(enable_double_rr.value) and uri.params.get(b"r2") == b"on"


def _force_socket(msg: SipMsg, uri: SipUri) -> None:
    """Nothing; the request leaves from the socket that our Route names."""
    sock = socket_of_uri(uri, by_name=bool(sockname_mode.value))
    if sock is not None:
        msg.force_send_socket = sock
    elif enable_socket_mismatch_warning.value:
        log("rr").warn("no socket has the address of our Route host=%s", uri.host.decode("ascii", "replace"))
