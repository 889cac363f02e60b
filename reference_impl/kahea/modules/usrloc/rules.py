"""The parameters that decide about contacts, taken over once when all are set."""

from collections.abc import Sequence

from kahea.api import engine
from kahea.api.peers.usrloc import Matched, Ucontact
from kahea.modules.usrloc import params
from kahea.modules.usrloc.matching import Matching, get_ucontact

__all__ = ["Rules"]


class Rules:
    """The values of one engine, as plain attributes: reading a `Param` costs a look into the engine each time."""

    __slots__ = (
        "close_expired_tcp", "cseq_delay_s", "follows_connections", "is_strict", "matching_mode", "newest_first", "use_domain",
    )  # fmt: skip

    def __init__(self) -> None:
        self.is_strict = engine().core.sip_conformance == "strict"
        self.matching_mode = Matching(params.matching_mode.value)
        self.cseq_delay_s = params.cseq_delay.value
        self.newest_first = bool(params.desc_time_order.value)
        self.use_domain = bool(params.use_domain.value)
        self.follows_connections = bool(params.handle_lost_tcp.value)
        self.close_expired_tcp = bool(params.close_expired_tcp.value)

    def get_ucontact(self, contacts: Sequence[Ucontact], new: Ucontact) -> Matched:
        """Which of `contacts` `new` takes the place of."""
        return get_ucontact(contacts, new, self.matching_mode, self.cseq_delay_s, is_strict=self.is_strict)
