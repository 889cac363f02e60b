"""The module and its parameters, with the defaults of kamailio src/modules/registrar/registrar.c and config.c."""

from kahea.api import Module
from kahea.api.values import AvpName, parse_avp_name

__all__ = ["module", "parse_avp"]

module = Module("registrar", needs=("usrloc", "sl"))


def parse_avp(text: str) -> AvpName | None:
    """The name of the AVP that a parameter names as ``$avp(name)``; None for an empty text.

    Raises:
        ValueError: it is something else.

    >>> parse_avp("$avp(RECEIVED)"), parse_avp("$avp(i:42)"), parse_avp("")
    (b'RECEIVED', 42, None)
    """
    if not text:
        return None
    if not (text.startswith("$avp(") and text.endswith(")")):
        raise ValueError(f"{text!r} is no AVP, expected $avp(name)")
    return parse_avp_name(text[5:-1].encode())


# how long
default_expires = module.param(
    "default_expires", default=3600, low=0, runtime=True, doc="seconds of a contact that says nothing"
)
default_expires_range = module.param(
    "default_expires_range", default=0, low=0, high=100, runtime=True, doc="percent that default_expires may be shortened by"
)
expires_range = module.param(
    "expires_range", default=0, low=0, high=100, runtime=True, doc="percent that an asked expires may be shortened by"
)
min_expires = module.param("min_expires", default=60, low=0, runtime=True, doc="fewest seconds of a contact, 0 for no bound")
min_expires_mode = module.param("min_expires_mode", default=0, low=0, high=1, doc="what fewer seconds get: 0 more, 1 a 423")
max_expires = module.param("max_expires", default=0, low=0, runtime=True, doc="most seconds of a contact, 0 for no bound")
use_expired_contacts = module.param(
    "use_expired_contacts", default=0, low=0, high=1, runtime=True, doc="ended contacts count while they are there"
)

# who
realm_prefix = module.param("realm_prefix", default="", runtime=True, doc="what is cut off in front of a domain")
case_sensitive = module.param("case_sensitive", default=0, low=0, high=1, runtime=True, doc="the case of users counts")
max_contacts = module.param("max_contacts", default=0, low=0, runtime=True, doc="most contacts of one user, 0 for no bound")
contact_max_size = module.param("contact_max_size", default=512, low=1, doc="longest contact, in bytes")
default_q = module.param(
    "default_q", default=-1, low=-1, high=1000, runtime=True, doc="q of a contact that has none, in thousandths; -1 for none"
)
retry_after = module.param("retry_after", default=0, low=0, runtime=True, doc="seconds that a 5xx asks to wait, 0 for no word")

# where from
received_param = module.param("received_param", default="received", doc="the parameter of a reply's contacts with the source")
received_avp = module.param("received_avp", kind=str, check=parse_avp, doc="the AVP that holds the source's URI")
sock_mode = module.param("sock_mode", default=0, low=0, high=1, doc="keep the advertised address of the socket")
sock_flag = module.param("sock_flag", default=-1, low=-1, high=31, doc="the flag of messages with a sock_hdr_name header")
sock_hdr_name = module.param("sock_hdr_name", default="", doc="the header that names the socket")
use_path = module.param("use_path", default=0, low=0, high=1, doc="keep Path")
path_mode = module.param(
    "path_mode", default=2, low=0, high=2, doc="what a reply says of Path: 0 nothing, 1 if known, 2 or 420"
)
path_use_received = module.param("path_use_received", default=0, low=0, high=1, doc="the first Path tells the source")
path_check_local = module.param("path_check_local", default=0, low=0, high=1, doc="pass over a first Path that is ourselves")

# extensions
method_filtering = module.param("method_filtering", default=0, low=0, high=1, doc="look up only contacts that take the method")
append_branches = module.param(
    "append_branches", default=1, low=0, high=1, runtime=True, doc="look up all contacts, not the best alone"
)
gruu_enabled = module.param("gruu_enabled", default=1, low=0, high=1, doc="give GRUUs (RFC 5627)")
outbound_mode = module.param(
    "outbound_mode", default=0, low=0, high=2, doc="outbound (RFC 5626): 0 no, 1 supported, 2 required"
)
regid_mode = module.param("regid_mode", default=0, low=0, high=1, doc="keep reg-id without outbound too")
flow_timer = module.param("flow_timer", default=0, low=0, high=999, doc="seconds of Flow-Timer, 0 for none")
xavp_cfg = module.param("xavp_cfg", default="", doc="the XAVP with values for one message")
xavp_rcd = module.param("xavp_rcd", default="", doc="the XAVP that gets details of contacts")
xavp_rcd_mask = module.param("xavp_rcd_mask", default=0, low=0, high=31, doc="which details are left out")
lookup_filter_mode = module.param(
    "lookup_filter_mode", default=0, low=0, high=3, doc="look up: 1 by branch flags, 2 with a living connection"
)
event_callback = module.param(
    "event_callback", default="", has_effect=False, doc="the scripting engine's function for contacts that end"
)
