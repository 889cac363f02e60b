"""The module, its parameters, and what is made of them when the server starts."""

from collections.abc import Callable

from kahea.api import Module, PvSpec, SipMsg, engine
from kahea.api.values import KaheaError, PvSyntaxError, parse_pv

__all__ = [
    "add_username",
    "append_fromtag",
    "callbacks",
    "custom_user",
    "default_mode",
    "enable_double_rr",
    "enable_full_lr",
    "enable_socket_mismatch_warning",
    "force_send_socket",
    "ignore_sips",
    "module",
    "read_custom_user",
    "sockname_mode",
]

module = Module("rr")
append_fromtag = module.param("append_fromtag", default=1, low=0, high=1, doc="whether Record-Route has the caller's tag")
enable_double_rr = module.param(
    "enable_double_rr", default=1, low=0, high=2, doc="1: two Record-Routes where the sockets differ, 2: always two"
)
enable_full_lr = module.param("enable_full_lr", default=0, low=0, high=1, doc="whether lr is written as lr=on")
add_username = module.param("add_username", default=0, low=0, high=1, doc="whether Record-Route has the request URI's user")
enable_socket_mismatch_warning = module.param(
    "enable_socket_mismatch_warning", default=1, low=0, high=1, doc="whether a second Route that is not ours is logged"
)
custom_user_avp = module.param("custom_user_avp", default="", doc="the variable with the user that add_username puts there")
force_send_socket = module.param(
    "force_send_socket", default=0, low=0, high=1, doc="whether a single Route decides the sending socket, as two do"
)
ignore_sips = module.param("ignore_sips", default=0, low=0, high=1, doc="whether Record-Route is sip where the request is sips")
sockname_mode = module.param("sockname_mode", default=0, low=0, high=1, doc="whether the socket's name stands in sn")
default_mode = module.param("loose_route_mode", default=0, low=0, high=1, doc="the mode of loose_route()")

callbacks = module.state(list[Callable[[SipMsg, bytes], None]])
"""What is called for each request that our own Route has brought."""

_custom_user = module.state(list[PvSpec])


def custom_user() -> PvSpec | None:
    """The variable that custom_user_avp names; None when it names none."""
    return next(iter(_custom_user()), None)


def read_custom_user() -> None:
    """Nothing; the variable of custom_user_avp is known.

    Raises:
        KaheaError: it is no variable.
    """
    text = custom_user_avp.value
    if not text:
        return
    try:
        _custom_user().append(parse_pv(engine().pvs, text.encode()))
    except PvSyntaxError as fault:
        raise KaheaError(f"modparam rr.custom_user_avp: {fault}") from fault
