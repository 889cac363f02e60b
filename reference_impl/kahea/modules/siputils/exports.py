"""The module and its parameters."""

from typing import Final

from kahea.api import Module

__all__ = [
    "RPID_AVP",
    "contact_flds_separator",
    "e164_max_len",
    "module",
    "options_accept",
    "options_accept_encoding",
    "options_accept_language",
    "options_support",
    "rpid_avp",
    "rpid_prefix",
    "rpid_suffix",
]

module = Module("siputils")
options_accept = module.param("options_accept", default="*/*", doc="Accept of the reply to OPTIONS")
options_accept_encoding = module.param("options_accept_encoding", default="", doc="Accept-Encoding of the reply to OPTIONS")
options_accept_language = module.param("options_accept_language", default="en", doc="Accept-Language of the reply to OPTIONS")
options_support = module.param("options_support", default="", doc="Supported of the reply to OPTIONS")
contact_flds_separator = module.param(
    "contact_flds_separator", default="*", doc="the character between the parts of an encoded Contact; the first one counts"
)
rpid_prefix = module.param("rpid_prefix", default="", doc="text in front of the URI in Remote-Party-ID")
rpid_suffix = module.param(
    "rpid_suffix", default=";party=calling;id-type=subscriber;screen=yes", doc="text behind the URI in Remote-Party-ID"
)
RPID_AVP: Final = "$avp(s:rpid)"
rpid_avp = module.param("rpid_avp", default=RPID_AVP, doc="the variable with the URI of Remote-Party-ID")
e164_max_len = module.param("e164_max_len", default=16, low=2, doc="the most characters of an E.164 number, + included")
