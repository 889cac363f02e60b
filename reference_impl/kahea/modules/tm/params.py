"""The module and its parameters, with the defaults of kamailio src/modules/tm/tm.c and config.c."""

from kahea.api import Module
from kahea.api.values import parse_avp_name

__all__ = ["avp_name", "module"]

module = Module("tm")


def avp_name(text: str) -> bytes | int | None:
    """The AVP that ``$avp(name)`` or the name alone means; None for the empty text and 0.

    Raises:
        ValueError: it is no name of an AVP.

    >>> avp_name("$avp(i:708)"), avp_name("s:fr"), avp_name("0")
    (708, b'fr', None)
    """
    name = text.strip().removeprefix("$avp(").removesuffix(")")
    return None if name in ("", "0") else parse_avp_name(name.encode())


# matching
reply_matching = module.param("reply_matching", default=1, doc="kept for old configurations", has_effect=False)
ruri_matching = module.param(
    "ruri_matching", default=1, doc="compare request URIs of requests without RFC 3261's branch", runtime=True
)
via1_matching = module.param(
    "via1_matching", default=1, doc="compare topmost Vias of requests without RFC 3261's branch", runtime=True
)
callid_matching = module.param("callid_matching", default=0, doc="compare Call-IDs beside the branch", runtime=True)
callid_cseq_matching = module.param(
    "callid_cseq_matching", default=0, doc="match by Call-ID and CSeq instead of the branch", runtime=True
)
reparse_invite = module.param(
    "reparse_invite", default=1, doc="build CANCEL and ACK from the INVITE as it was sent", runtime=True
)
ac_extra_hdrs = module.param("ac_extra_hdrs", default="", doc="prefix of headers that CANCEL and ACK copy from the INVITE")

# timers, milliseconds
fr_timer = module.param(
    "fr_timer", default=30_000, low=1, doc="how long a request waits for a reply, a final reply for its ACK", runtime=True
)
fr_inv_timer = module.param(
    "fr_inv_timer", default=120_000, low=1, doc="how long an INVITE waits behind a provisional reply", runtime=True
)
wt_timer = module.param(
    "wt_timer", default=5_000, low=1, doc="how long a finished transaction absorbs late messages", runtime=True
)
retr_timer1 = module.param("retr_timer1", default=500, low=1, doc="first retransmission interval, T1", runtime=True)
retr_timer2 = module.param("retr_timer2", default=4_000, low=1, doc="longest retransmission interval, T2", runtime=True)
max_inv_lifetime = module.param(
    "max_inv_lifetime", default=180_000, low=1, doc="how long an INVITE may be active in all", runtime=True
)
max_noninv_lifetime = module.param(
    "max_noninv_lifetime", default=32_000, low=1, doc="how long another request may be active", runtime=True
)
restart_fr_on_each_reply = module.param(
    "restart_fr_on_each_reply", default=1, doc="each provisional reply restarts fr_inv_timer", runtime=True
)
fr_timer_avp = module.param("fr_timer_avp", kind=str, check=avp_name, doc="AVP with a transaction's fr_timer in seconds")
fr_inv_timer_avp = module.param(
    "fr_inv_timer_avp", kind=str, check=avp_name, doc="AVP with a transaction's fr_inv_timer in seconds"
)
noisy_ctimer = module.param(
    "noisy_ctimer", default=1, doc="answer 408 to the caller when a lone branch was silent", runtime=True
)
unix_tx_timeout = module.param("unix_tx_timeout", default=500, doc="kept for old configurations", has_effect=False)
exec_time_check = module.param("exec_time_check", default=5_000, doc="kept for old configurations", has_effect=False)

# replies
auto_inv_100 = module.param("auto_inv_100", default=1, doc="answer 100 to an INVITE that is relayed", runtime=True)
auto_inv_100_reason = module.param(
    "auto_inv_100_reason", default="trying -- your call is important to us", doc="the reason phrase of that 100"
)
default_code = module.param(
    "default_code", default=500, low=400, high=699, doc="the code of t_reply() when it has none", runtime=True
)
default_reason = module.param(
    "default_reason", default="Server Internal Error", doc="the reason phrase that goes with it", runtime=True
)
delayed_reply = module.param("delayed_reply", default=1, doc="answer a failed relay when the route has ended", runtime=True)
pass_provisional_replies = module.param(
    "pass_provisional_replies", default=0, doc="tell callbacks of provisional replies too", runtime=True
)
aggregate_challenges = module.param("aggregate_challenges", default=1, doc="join the challenges of all branches", runtime=True)
disable_6xx_block = module.param("disable_6xx_block", default=0, doc="treat 6xx like any other final reply", runtime=True)
faked_reply_prio = module.param(
    "faked_reply_prio", default=0, doc="what a reply made here loses when the best one is chosen", runtime=True
)
failure_reply_mode = module.param(
    "failure_reply_mode", default=3, low=0, high=3, doc="which earlier branches still count", runtime=True
)
failure_exec_mode = module.param("failure_exec_mode", default=0, doc="failed sends run the failure route", runtime=True)
remap_503_500 = module.param("remap_503_500", default=1, doc="a 503 goes to the caller as 500", runtime=True)
reply_408_code = module.param(
    "reply_408_code", default=408, low=300, high=699, doc="the code of a branch that timed out", runtime=True
)
reply_408_reason = module.param("reply_408_reason", default="Request Timeout", doc="the reason phrase that goes with it")
relay_100 = module.param("relay_100", default=0, doc="relay 100 replies to the caller", runtime=True)
reply_relay_mode = module.param(
    "reply_relay_mode", default=1, doc="drop a suspended 200 behind another final reply", runtime=True
)
rich_redirect = module.param("rich_redirect", default=0, low=0, high=3, doc="what a 3xx tells of each branch", runtime=True)
on_sl_reply = module.param("on_sl_reply", default="", doc="onreply_route for replies without a transaction")

# CANCEL and ACK
cancel_b_method = module.param(
    "cancel_b_method", default=1, low=0, high=2, doc="how a branch without reply is cancelled", runtime=True
)
unmatched_cancel = module.param(
    "unmatched_cancel", default=0, low=0, high=2, doc="what happens to a CANCEL without INVITE", runtime=True
)
local_cancel_reason = module.param(
    "local_cancel_reason", default=1, doc="CANCELs caused by a reply say so in Reason", runtime=True
)
e2e_cancel_reason = module.param("e2e_cancel_reason", default=1, doc="CANCELs copy the Reason of the caller's", runtime=True)
e2e_cancel_hop_by_hop = module.param(
    "e2e_cancel_hop_by_hop", default=1, doc="the caller's CANCEL is answered here, always", has_effect=False
)
local_ack_mode = module.param(
    "local_ack_mode", default=0, low=0, high=2, doc="where the ACK of an own INVITE goes", runtime=True
)
local_ack_branch_mode = module.param(
    "local_ack_branch_mode", default=0, doc="1: the ACK of an own INVITE has a branch of its own making", runtime=True
)
headers_mode = module.param("headers_mode", default=0, doc="kept for old configurations", has_effect=False)

# branches and destinations
contacts_avp = module.param("contacts_avp", default="", doc="XAVP for t_load_contacts()")
contact_flows_avp = module.param("contact_flows_avp", default="", doc="XAVP for contacts of one instance")
xavp_contact = module.param("xavp_contact", default="", doc="XAVP with the attributes of each contact")
reparse_on_dns_failover = module.param(
    "reparse_on_dns_failover", default=1, doc="the next destination gets the sent request", runtime=True
)
dns_reuse_rcv_socket = module.param(
    "dns_reuse_rcv_socket", default=0, doc="the next destination is reached from the same socket", runtime=True
)
failover_reply_codes = module.param("failover_reply_codes", default="", doc="replies that try the next destination")
blst_503 = module.param("blst_503", default=0, doc="a 503 blocks its source", has_effect=False)
blst_503_def_timeout = module.param("blst_503_def_timeout", default=0, doc="for how long", has_effect=False)
blst_503_min_timeout = module.param("blst_503_min_timeout", default=0, doc="at least", has_effect=False)
blst_503_max_timeout = module.param("blst_503_max_timeout", default=3_600, doc="at most", has_effect=False)
blst_methods_add = module.param("blst_methods_add", default=1, doc="methods whose timeout blocks", has_effect=False)
blst_methods_lookup = module.param(
    "blst_methods_lookup", default=4_294_967_287, doc="methods that ask the block list", has_effect=False
)
enable_uac_fr = module.param("enable_uac_fr", default=0, doc="own requests may have a failure route", runtime=True)

# scripts and others
tw_append = module.list_param("tw_append", doc="kept for old configurations", has_effect=False)
event_callback = module.param("event_callback", default="", doc="function of a scripting engine", has_effect=False)
evcb_local_ack_sent = module.param("evcb_local_ack_sent", default="", doc="function of a scripting engine", has_effect=False)
event_callback_lres_sent = module.param(
    "event_callback_lres_sent", default="", doc="function of a scripting engine", has_effect=False
)
evlreq_mode = module.param(
    "evlreq_mode", default=0, doc="1: event_route[tm:local-request] runs for the ACKs of own INVITEs too", runtime=True
)
