"""All that a module may import: what it offers with, what it uses, and what other modules provide to it."""

from kahea.api.extend import Module, Param, State
from kahea.api.services import (
    counter,
    engine,
    log,
    now,
    peer,
    provide,
    register_timer,
    rng,
    timer_add,
    wall_time,
)
from kahea.base.counters import Counter
from kahea.cfg.runtime import ANY_ROUTE, Routes
from kahea.core.fixup import FixedStr, Fixup, Regex, RouteName
from kahea.core.sip_msg import SipMsg
from kahea.pv import PvFormat, PvParam, PvSpec, PvValue

__all__ = [
    "ANY_ROUTE",
    "Counter",
    "FixedStr",
    "Fixup",
    "Module",
    "Param",
    "PvFormat",
    "PvParam",
    "PvSpec",
    "PvValue",
    "Regex",
    "RouteName",
    "Routes",
    "SipMsg",
    "State",
    "counter",
    "engine",
    "log",
    "now",
    "peer",
    "provide",
    "register_timer",
    "rng",
    "timer_add",
    "wall_time",
]
