"""The statistics of the core group (kamailio src/core/core_stats.c, src/modules/kex/core_stats.c)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from kahea.base.counters import Counter, Counters

if TYPE_CHECKING:
    from kahea.core.engine import Engine

__all__ = ["CoreStatistics", "register_core_statistics"]

_CORE = {
    "rcv_requests": "requests received",
    "rcv_replies": "replies received",
    "fwd_requests": "requests forwarded without a transaction",
    "fwd_replies": "replies forwarded",
    "drop_requests": "requests dropped before or by their route",
    "drop_replies": "replies dropped before or by their route",
    "err_requests": "requests that could not be forwarded, or whose route failed",
    "err_replies": "replies that could not be forwarded, or whose route failed",
    "bad_URIs_rcvd": "requests whose URI could not be read",
    "unsupported_methods": "requests whose method is not known",
    "bad_msg_hdr": "messages with a header that could not be read",
    "bad_msg": "messages that are no SIP, or larger than is taken",
    "bad_via": "messages without a Via that says where they come from",
    "keepalive_rx": "keep-alives received",
}
_METHODS = (
    *("INVITE", "CANCEL", "ACK", "BYE", "INFO", "REGISTER", "SUBSCRIBE"),
    *("NOTIFY", "MESSAGE", "OPTIONS", "PRACK", "UPDATE", "REFER", "PUBLISH"),
)
_REPLIED = {
    "INVITE": "invite",
    "CANCEL": "cancel",
    "BYE": "bye",
    "REGISTER": "reg",
    "MESSAGE": "message",
    "PRACK": "prack",
    "UPDATE": "update",
    "REFER": "refer",
}
_Register = Callable[[str, str], Counter]
_CODES = (401, 404, 407, 480, 486)
_RINGING_CLASS = 18


class CoreStatistics:
    """The counters of the group ``core``, each under its name; the engine owns it.

    >>> statistics = CoreStatistics(Counters())
    >>> statistics.request(b"INVITE"), statistics.reply(180, b"INVITE")
    (None, None)
    >>> [name for name, counter in statistics.counters.items() if counter.value]
    ['rcv_requests', 'rcv_replies', 'rcv_requests_invite', 'rcv_replies_1xx', 'rcv_replies_18x', 'rcv_replies_1xx_invite']
    """

    def __init__(self, counters: Counters) -> None:
        def register(name: str, description: str) -> Counter:
            return counters.register("core", name, description=description)

        self.counters = {name: register(name, description) for name, description in _CORE.items()}
        self.rcv_requests = self.counters["rcv_requests"]
        self.rcv_replies = self.counters["rcv_replies"]
        self.fwd_requests = self.counters["fwd_requests"]
        self.fwd_replies = self.counters["fwd_replies"]
        self.drop_requests = self.counters["drop_requests"]
        self.drop_replies = self.counters["drop_replies"]
        self.err_requests = self.counters["err_requests"]
        self.err_replies = self.counters["err_replies"]
        self.bad_uris_rcvd = self.counters["bad_URIs_rcvd"]
        self.unsupported_methods = self.counters["unsupported_methods"]
        self.bad_msg_hdr = self.counters["bad_msg_hdr"]
        self.bad_msg = self.counters["bad_msg"]
        self.bad_via = self.counters["bad_via"]
        self.keepalive_rx = self.counters["keepalive_rx"]
        self._by_method = {name.encode(): self._more(register, name.lower()) for name in _METHODS}
        self._by_class = [self._reply(register, f"{hundreds}xx") for hundreds in range(1, 7)]
        self._ringing = self._reply(register, "18x")
        self._by_code = {code: self._reply(register, str(code)) for code in _CODES}
        self._by_answer = {
            (hundreds, method.encode()): self._reply(register, f"{hundreds}xx_{short}")
            for method, short in _REPLIED.items()
            for hundreds in range(1, 7)
        }

    def _more(self, register: _Register, name: str) -> Counter:
        counter = self.counters[f"rcv_requests_{name}"] = register(f"rcv_requests_{name}", f"{name.upper()} requests received")
        return counter

    def _reply(self, register: _Register, name: str) -> Counter:
        counter = self.counters[f"rcv_replies_{name}"] = register(f"rcv_replies_{name}", f"replies received: {name}")
        return counter

    def request(self, method: bytes) -> None:
        """Nothing; a request of that method is counted."""
        self.rcv_requests.update()
        counter = self._by_method.get(method)
        if counter is None:
            self.unsupported_methods.update()
        else:
            counter.update()

    def reply(self, status: int, method: bytes) -> None:
        """Nothing; a reply with that status to a request of that method is counted."""
        self.rcv_replies.update()
        self._by_class[status // 100 - 1].update()
        if status // 10 == _RINGING_CLASS:
            self._ringing.update()
        for counter in (self._by_code.get(status), self._by_answer.get((status // 100, method))):
            if counter is not None:
                counter.update()


def register_core_statistics(engine: "Engine") -> None:
    """Nothing; the counters of the group ``core`` exist, and the engine's `statistics` are they."""
    engine.statistics = CoreStatistics(engine.counters)
