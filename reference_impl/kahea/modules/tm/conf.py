"""The parameters that are read for each message, as they are at that moment."""

from typing import Any

from kahea.api import engine

__all__ = ["Conf"]

_AUTO_INV_100, _AUTO_INV_100_REASON = ("tm", "auto_inv_100"), ("tm", "auto_inv_100_reason")
_CALLID, _CALLID_CSEQ = ("tm", "callid_matching"), ("tm", "callid_cseq_matching")
_RURI, _VIA1 = ("tm", "ruri_matching"), ("tm", "via1_matching")
_FR, _FR_INV, _WT = ("tm", "fr_timer"), ("tm", "fr_inv_timer"), ("tm", "wt_timer")
_RETR1, _RETR2 = ("tm", "retr_timer1"), ("tm", "retr_timer2")
_LIFE, _OTHER_LIFE = ("tm", "max_inv_lifetime"), ("tm", "max_noninv_lifetime")
_RESTART = ("tm", "restart_fr_on_each_reply")


class Conf:
    """A view of one engine's parameters that costs one look-up each; they may change while the server runs."""

    __slots__ = ("_values", "fr_inv_timer_avp", "fr_timer_avp", "is_kamailio")

    def __init__(self) -> None:
        here = engine()
        self._values: dict[tuple[str, str], Any] = here.modules.values
        self.is_kamailio = here.core.sip_conformance == "kamailio"
        """The core's sip_conformance is kamailio, not strict."""
        self.fr_timer_avp: bytes | int | None = self._values["tm", "fr_timer_avp"]
        self.fr_inv_timer_avp: bytes | int | None = self._values["tm", "fr_inv_timer_avp"]

    @property
    def ruri_matching(self) -> bool:
        """Whether request URIs of old requests must agree."""
        return bool(self._values[_RURI])

    @property
    def via1_matching(self) -> bool:
        """Whether topmost Vias of old requests must agree."""
        return bool(self._values[_VIA1])

    @property
    def callid_matching(self) -> bool:
        """Whether Call-IDs must agree beside the branch."""
        return bool(self._values[_CALLID])

    @property
    def callid_cseq_matching(self) -> bool:
        """Whether Call-ID and CSeq count instead of the branch."""
        return bool(self._values[_CALLID_CSEQ])

    @property
    def fr_timer(self) -> int:
        """Milliseconds that a request waits for a reply."""
        return int(self._values[_FR])

    @property
    def fr_inv_timer(self) -> int:
        """Milliseconds that an INVITE waits behind a provisional reply."""
        return int(self._values[_FR_INV])

    @property
    def wt_timer(self) -> int:
        """Milliseconds that a finished transaction absorbs what comes late."""
        return int(self._values[_WT])

    @property
    def retr_timer1(self) -> int:
        """T1 in milliseconds."""
        return int(self._values[_RETR1])

    @property
    def retr_timer2(self) -> int:
        """T2 in milliseconds."""
        return int(self._values[_RETR2])

    @property
    def max_inv_lifetime(self) -> int:
        """Milliseconds that an INVITE may be active."""
        return int(self._values[_LIFE])

    @property
    def max_noninv_lifetime(self) -> int:
        """Milliseconds that another request may be active."""
        return int(self._values[_OTHER_LIFE])

    @property
    def restart_fr(self) -> bool:
        """Whether each provisional reply restarts fr_inv_timer."""
        return bool(self._values[_RESTART])

    @property
    def auto_inv_100(self) -> bool:
        """Whether an INVITE is answered with 100."""
        return bool(self._values[_AUTO_INV_100])

    @property
    def auto_inv_100_reason(self) -> bytes:
        """The reason phrase of that 100."""
        return str(self._values[_AUTO_INV_100_REASON]).encode()
