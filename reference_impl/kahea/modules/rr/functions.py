"""The script functions, and what is provided to other modules."""

from collections.abc import Callable
from typing import Annotated

from kahea.api import Fixup, Regex, Routes, SipMsg, provide
from kahea.api.peers.rr import RrApi
from kahea.modules.rr import direction, loose, record
from kahea.modules.rr.exports import append_fromtag, callbacks, default_mode, module, read_custom_user
from kahea.modules.rr.routed import params_text, routed

__all__ = ["RecordRoutes"]

_SENDING = Routes.REQUEST | Routes.BRANCH | Routes.FAILURE
_TRUE, _FALSE = 1, -1


def _direction(word: str) -> bool:
    """Whether `word` says downstream.

    Raises:
        ValueError: it says neither, or Record-Route has no tag by which the direction could be told.
    """
    if not append_fromtag.value:
        raise ValueError("the direction of requests is known only while modparam rr.append_fromtag is 1")
    if word.lower() not in ("downstream", "upstream"):
        raise ValueError(f"{word!r} is no direction: write downstream or upstream")
    return word.lower() == "downstream"


@module.function("record_route", routes=_SENDING)
def record_route(msg: SipMsg, sparams: bytes = b"") -> int:
    """Add Record-Route with our address; -1 when the request has it already."""
    return _TRUE if record.record(msg, record.own, sparams) else _FALSE


@module.function("record_route_preset", routes=_SENDING)
def record_route_preset(msg: SipMsg, string: bytes, string2: bytes = b"") -> int:
    """Add Record-Route with the address given, and a second one; -1 when the request has it already."""
    texts = tuple(text for text in (string, string2) if text)
    return _TRUE if texts and record.record(msg, record.preset(*texts), b"", *texts) else _FALSE


@module.function("record_route_advertised_address", routes=_SENDING)
def record_route_advertised_address(msg: SipMsg, address: bytes) -> int:
    """Add Record-Route with the address given, twice where the transport changes; -1 when the request has it already."""
    return _TRUE if address and record.record(msg, record.advertised(address), b"", address) else _FALSE


@module.function("remove_record_route", routes=Routes.REQUEST | Routes.FAILURE)
def remove_record_route(msg: SipMsg) -> int:
    """Take back what the functions above have added, and their parameters."""
    record.remove(msg)
    return _TRUE


@module.function("add_rr_param", routes=_SENDING)
def add_rr_param(msg: SipMsg, param: bytes) -> int:
    """Add ``;name=value`` to our Record-Route, before or after it is added itself; -1 for text that cannot stand there."""
    return _TRUE if record.add_param(msg, param) else _FALSE


@module.function("loose_route", routes=Routes.REQUEST)
def loose_route(msg: SipMsg) -> int:
    """1 when Route says where the request goes, -1 without a usable one, -3 for a first request whose only Route is ours."""
    return loose.follow(msg, may_be_strict=not default_mode.value)


@module.function("loose_route_mode", routes=Routes.REQUEST)
def loose_route_mode(msg: SipMsg, vmode: int) -> int:
    """As `loose_route`; with 1 the request URI is never taken for the work of a strict router."""
    return loose.follow(msg, may_be_strict=not vmode)


@module.function("loose_route_preloaded", routes=Routes.REQUEST)
def loose_route_preloaded(msg: SipMsg) -> int:
    """1 for a first request whose only Route is ours, -1 for every other; the Route is followed all the same."""
    return _TRUE if loose.follow(msg, may_be_strict=not default_mode.value) == loose.PRELOADED else _FALSE


@module.function("check_route_param", routes=Routes.REQUEST)
def check_route_param(msg: SipMsg, re: Regex) -> int:
    """1 when the parameters of our own Route match the expression."""
    params = params_text(routed(msg).own)
    return _TRUE if params and re.search(params) else _FALSE


@module.function("is_direction", routes=Routes.REQUEST)
def is_direction(msg: SipMsg, dir: Annotated[bool, Fixup(_direction)]) -> int:  # noqa: A002  Kamailio's word
    """1 when a request within a dialog goes that way: downstream is the way of the first one."""
    return _TRUE if direction.is_downstream(msg) == dir else _FALSE


@module.function("rr_next_hop_route")
def rr_next_hop_route(msg: SipMsg) -> int:
    """1 when a Route behind our own decides where the request goes; known after loose_route()."""
    return _TRUE if routed(msg).has_next else _FALSE


class RecordRoutes:
    """`RrApi` for other modules."""

    @property
    def has_fromtag(self) -> bool:
        """Whether our Record-Route has the tag by which `is_downstream` decides."""
        return bool(append_fromtag.value)

    def add_rr_param(self, msg: SipMsg, param: bytes) -> bool:
        """Whether `param` will stand in our Record-Route."""
        return record.add_param(msg, param)

    def get_route_params(self, msg: SipMsg) -> bytes:
        """The parameters of our own Route without the first semicolon."""
        return params_text(routed(msg).own)[1:]

    def get_route_param(self, msg: SipMsg, name: bytes) -> bytes | None:
        """The value of one of them."""
        own = routed(msg).own
        return own.params.get(name) if own is not None else None

    def is_downstream(self, msg: SipMsg) -> bool:
        """Whether the request goes the way the first one of its dialog went."""
        return direction.is_downstream(msg)

    def register_rrcb(self, function: Callable[[SipMsg, bytes], None]) -> None:
        """Nothing; the function is called for each request that our own Route has brought."""
        callbacks().append(function)


@module.on_init
def mod_init() -> None:
    """The variable of custom_user_avp is known, and the module provided to others."""
    read_custom_user()
    provide(RrApi, RecordRoutes())
