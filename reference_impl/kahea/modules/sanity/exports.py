"""The module and its parameters."""

from kahea.api import Module

__all__ = [
    "MOST_CHECKS",
    "MOST_URI_CHECKS",
    "autodrop",
    "default_checks",
    "default_uri_checks",
    "module",
    "noreply",
    "proxy_require",
    "size_checks",
    "size_limits",
]

MOST_CHECKS = (1 << 17) - 1
MOST_URI_CHECKS = (1 << 4) - 1
_MOST_SIZES = (1 << 12) - 1

module = Module("sanity")
default_checks = module.param(
    "default_checks", default=3047, low=1, high=MOST_CHECKS, doc="the checks of a sanity_check() that names none"
)
default_uri_checks = module.param("uri_checks", default=7, low=1, high=MOST_URI_CHECKS, doc="the URIs that check 1024 looks at")
proxy_require = module.param(
    "proxy_require",
    default="",
    check=lambda text: frozenset(each.strip().lower().encode() for each in text.split(",") if each.strip()),
    kind=str,
    doc="the extensions that Proxy-Require may ask for, with commas between them",
)
autodrop = module.param("autodrop", default=1, low=0, high=1, doc="whether a failed check ends the script")
noreply = module.param("noreply", default=0, low=0, high=1, doc="whether the reply is left to sanity_reply()")
size_checks = module.param("size_checks", default=0, low=0, high=_MOST_SIZES, doc="the sizes that check 65536 looks at")
size_limits = {
    "message": module.param("size_message", default=16_384, low=1, doc="the most bytes of a message"),
    "method": module.param("size_method", default=32, low=1, doc="the most bytes of a method"),
    "ruri": module.param("size_ruri", default=256, low=1, doc="the most bytes of a request URI"),
    "from_uri": module.param("size_from_uri", default=256, low=1, doc="the most bytes of From's URI"),
    "to_uri": module.param("size_to_uri", default=256, low=1, doc="the most bytes of To's URI"),
    "contact_uri": module.param("size_contact_uri", default=256, low=1, doc="the most bytes of a Contact's URI"),
    "route_uri": module.param("size_route_uri", default=256, low=1, doc="the most bytes of a Route's URI"),
    "path_uri": module.param("size_path_uri", default=256, low=1, doc="the most bytes of a Path's URI"),
    "pai_uri": module.param("size_pai_uri", default=256, low=1, doc="the most bytes of a P-Asserted-Identity's URI"),
    "header": module.param("size_header", default=2_048, low=1, doc="the most bytes of one header line"),
    "headers": module.param("size_headers", default=8_192, low=1, doc="the most bytes of all header lines"),
    "body": module.param("size_body", default=8_192, low=1, doc="the most bytes of a body"),
}
"""The parameters with the limits, in the order of the bits of size_checks."""
