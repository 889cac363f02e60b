"""The module and its parameters."""

from kahea.api import Module
from kahea.modules.auth.algorithm import Algorithm

__all__ = [
    "add_authinfo_hdr",
    "algorithm",
    "auth_checks_in_dlg",
    "auth_checks_no_dlg",
    "auth_checks_register",
    "challenge_attr",
    "force_stateless_reply",
    "module",
    "nc_array_size",
    "nonce_auth_max_drift",
    "nonce_count",
    "nonce_expire",
    "one_time_nonce",
    "otn_in_flight_no",
    "protect_contacts",
    "proxy_challenge_header",
    "qop",
    "realm_prefix",
    "secret",
    "use_domain",
    "www_challenge_header",
]  # fmt: skip

_QOPS = ("", "auth", "auth-int")
_MAX_CHECKS = 15


def _qop(text: str) -> str:
    taken = "" if text in ("not-set", "none") else text
    if taken not in _QOPS:
        raise ValueError(f"{text!r} is no quality of protection; expected auth or auth-int")
    return taken


def _algorithm(text: str) -> Algorithm | None:
    return Algorithm.of(text.encode()) if text else None


module = Module("auth")
secret = module.param("secret", default="", doc="what nonces are signed with; drawn at start when it is empty")
nonce_expire = module.param("nonce_expire", default=300, low=1, doc="seconds that a nonce may be used")
nonce_auth_max_drift = module.param(
    "nonce_auth_max_drift", default=3, low=0, doc="seconds that a nonce may come from the future"
)
protect_contacts = module.param("protect_contacts", default=0, low=0, high=1, doc="whether a nonce holds for its Contact alone")
challenge_attr = module.param("challenge_attr", default="digest_challenge", doc="the AVP that gets a challenge")
proxy_challenge_header = module.param("proxy_challenge_header", default="Proxy-Authenticate", doc="the header of 407")
www_challenge_header = module.param("www_challenge_header", default="WWW-Authenticate", doc="the header of 401")
qop = module.param("qop", default="", check=_qop, doc="the quality of protection of challenges that name none")
auth_checks_register = module.param(
    "auth_checks_register",
    default=0,
    low=0,
    high=_MAX_CHECKS,
    doc="what a REGISTER's nonce is bound to: 1 URI, 2 Call-ID, 4 From tag, 8 source",
)
auth_checks_no_dlg = module.param("auth_checks_no_dlg", default=0, low=0, high=_MAX_CHECKS, doc="the same, outside of dialogs")
auth_checks_in_dlg = module.param("auth_checks_in_dlg", default=0, low=0, high=_MAX_CHECKS, doc="the same, within dialogs")
nonce_count = module.param("nonce_count", default=0, low=0, high=1, doc="whether nc must grow, in kamailio conformance")
nc_array_size = module.param("nc_array_size", default=1_048_576, low=1, doc="nonces whose counts are remembered")
module.param("nc_array_order", default=20, has_effect=False, doc="the same as a power of two; nc_array_size is what counts")
one_time_nonce = module.param("one_time_nonce", default=0, low=0, high=1, doc="whether a nonce may be used once only")
otn_in_flight_no = module.param("otn_in_flight_no", default=1_048_576, low=1, doc="nonces in use that are remembered")
module.param(
    "otn_in_flight_order", default=20, has_effect=False, doc="the same as a power of two; otn_in_flight_no is what counts"
)
module.param("nid_pool_no", default=1, has_effect=False, doc="pools of nonce numbers for processes; one process needs one")
force_stateless_reply = module.param(
    "force_stateless_reply", default=0, low=0, high=1, doc="whether challenges are stateless replies"
)
realm_prefix = module.param("realm_prefix", default="", doc="what is left out at the start of a realm before it is compared")
use_domain = module.param(
    "use_domain", default=0, low=0, high=1, doc="whether a user name with another domain than the realm is refused"
)
algorithm = module.param(
    "algorithm", default="", check=_algorithm, doc="the digest of challenges: MD5, SHA-256 or their -sess forms"
)
add_authinfo_hdr = module.param(
    "add_authinfo_hdr", default=0, low=0, high=1, doc="whether a 200 proves that we know the password too"
)
