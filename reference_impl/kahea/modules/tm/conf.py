"""The parameters that are read for each message, taken over once when they are all set."""

from kahea.modules.tm import params

__all__ = ["Conf"]


class Conf:
    """The values of one engine, as plain attributes: reading a `Param` costs a look into the engine each time."""

    __slots__ = (
        "auto_inv_100", "auto_inv_100_reason", "callid_cseq_matching", "callid_matching", "fr_inv_timer", "fr_inv_timer_avp",
        "fr_timer", "fr_timer_avp", "is_kamailio", "max_inv_lifetime", "max_noninv_lifetime", "restart_fr", "retr_timer1",
        "retr_timer2", "ruri_matching", "via1_matching", "wt_timer",
    )  # fmt: skip

    def __init__(self, *, is_kamailio: bool) -> None:
        self.is_kamailio = is_kamailio
        """The core's sip_conformance is kamailio, not strict."""
        self.ruri_matching = bool(params.ruri_matching.value)
        self.via1_matching = bool(params.via1_matching.value)
        self.callid_matching = bool(params.callid_matching.value)
        self.callid_cseq_matching = bool(params.callid_cseq_matching.value)
        self.fr_timer = params.fr_timer.value
        self.fr_inv_timer = params.fr_inv_timer.value
        self.fr_timer_avp = params.fr_timer_avp.value
        self.fr_inv_timer_avp = params.fr_inv_timer_avp.value
        self.wt_timer = params.wt_timer.value
        self.retr_timer1 = params.retr_timer1.value
        self.retr_timer2 = params.retr_timer2.value
        self.max_inv_lifetime = params.max_inv_lifetime.value
        self.max_noninv_lifetime = params.max_noninv_lifetime.value
        self.restart_fr = bool(params.restart_fr_on_each_reply.value)
        self.auto_inv_100 = bool(params.auto_inv_100.value)
        self.auto_inv_100_reason = params.auto_inv_100_reason.value.encode()
