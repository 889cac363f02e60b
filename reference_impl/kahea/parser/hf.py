"""Header types: their numbers and flags, their names long and compact, and who parses their bodies.

The registry is filled by the modules of `kahea.parser.headers`, each with one call of `register`.  A header nobody
registered has type `HdrType.OTHER` and keeps its bytes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, auto
from typing import Any

from kahea.parser.abnf import is_token

__all__ = ["HDR_EOH_F", "HdrType", "HeaderSpec", "flag", "hdr_type", "known_names", "parsers", "register", "spec_of", "specs"]


class HdrType(IntEnum):
    """The number of each known header; its flag is `flag` of it."""

    OTHER = 0
    VIA = auto()
    TO = auto()
    FROM = auto()
    CSEQ = auto()
    CALLID = auto()
    CONTACT = auto()
    MAXFORWARDS = auto()
    ROUTE = auto()
    RECORDROUTE = auto()
    PATH = auto()
    SERVICEROUTE = auto()
    CONTENTTYPE = auto()
    CONTENTLENGTH = auto()
    CONTENTDISPOSITION = auto()
    CONTENTENCODING = auto()
    CONTENTLANGUAGE = auto()
    MIMEVERSION = auto()
    AUTHORIZATION = auto()
    PROXYAUTH = auto()
    WWWAUTHENTICATE = auto()
    PROXYAUTHENTICATE = auto()
    AUTHENTICATIONINFO = auto()
    EXPIRES = auto()
    MINEXPIRES = auto()
    EVENT = auto()
    ALLOWEVENTS = auto()
    SUBSCRIPTIONSTATE = auto()
    REQUIRE = auto()
    PROXYREQUIRE = auto()
    SUPPORTED = auto()
    UNSUPPORTED = auto()
    ALLOW = auto()
    ACCEPT = auto()
    ACCEPTENCODING = auto()
    ACCEPTLANGUAGE = auto()
    PAI = auto()
    PPI = auto()
    RPID = auto()
    DIVERSION = auto()
    REFER_TO = auto()
    REFERREDBY = auto()
    REPLYTO = auto()
    PRIVACY = auto()
    SESSIONEXPIRES = auto()
    MIN_SE = auto()
    RACK = auto()
    RSEQ = auto()
    IDENTITY = auto()
    IDENTITY_INFO = auto()
    DATE = auto()
    USERAGENT = auto()
    SERVER = auto()
    RETRY_AFTER = auto()
    REPLACES = auto()
    JOIN = auto()
    SIPIFMATCH = auto()
    SIPETAG = auto()
    SUBJECT = auto()
    ORGANIZATION = auto()
    PRIORITY = auto()
    REASON = auto()
    WARNING = auto()
    TIMESTAMP = auto()
    ERROR_INFO = auto()
    CALL_INFO = auto()
    ALERT_INFO = auto()
    INREPLYTO = auto()
    MAX_BREADTH = auto()


HDR_EOH_F = 1 << 127
"""Asks `Message.parse_headers` for all headers, to the end of the head."""

Parse = Callable[[bytes, int, int], Any]
Serialise = Callable[[Any], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderSpec:
    """What is known of one header.

    `many` is the claim that it may come on several lines, which then read as one list.
    """

    type: HdrType
    name: bytes
    compact: bytes | None
    many: bool
    parse: Parse
    serialise: Serialise


_specs: dict[HdrType, HeaderSpec] = {}
_types: dict[bytes, HdrType] = {}
_parsers: dict[HdrType, Parse] = {}


def flag(kind: HdrType) -> int:
    """The bit of `kind` in `parsed_flag` and in the flags given to `parse_headers`.

    >>> flag(HdrType.VIA) | flag(HdrType.TO)
    6
    """
    return 1 << kind


def register(
    kind: HdrType, name: bytes, parse: Parse, serialise: Serialise, *, compact: bytes | None = None, many: bool = False
) -> None:
    """Make `parse` and `serialise` those of header `name`; called once per header when the package is imported.

    Raises:
        ValueError: the type or a name is taken, or a name is no token: a fault of the programmer.
    """
    names = [name.lower(), *([compact.lower()] if compact else [])]
    for each in names:
        if each in _types or not is_token(each):
            raise ValueError(f"header name {each!r} is taken or is no token")
    if kind in _specs or kind is HdrType.OTHER:
        raise ValueError(f"header type {kind!r} has its parser already")
    _specs[kind] = HeaderSpec(type=kind, name=name, compact=compact, many=many, parse=parse, serialise=serialise)
    _parsers[kind] = parse
    for each in (*names, name, *([compact.upper()] if compact else [])):
        _types[each] = kind


def hdr_type(name: bytes) -> HdrType:
    """The type of the header called `name`, in any case, long or compact; OTHER for an unknown one.

    Blanks around the name must be gone before.

    >>> import kahea.parser.headers
    >>> hdr_type(b"MaX-fOrWaRdS"), hdr_type(b"m").name, hdr_type(b"X-Foo").name
    (<HdrType.MAXFORWARDS: 7>, 'CONTACT', 'OTHER')
    """
    found = _types.get(name)
    return found if found is not None else _types.get(name.lower(), HdrType.OTHER)


def known_names() -> dict[bytes, HdrType]:
    """The live table of names in their usual spellings, for the one loop that reads it per header line."""
    return _types


def spec_of(kind: HdrType) -> HeaderSpec | None:
    """What is known of `kind`, None for OTHER."""
    return _specs.get(kind)


def parsers() -> dict[HdrType, Parse]:
    """The live table of who parses the bodies of each type, for the one function that reads it per header body."""
    return _parsers


def specs() -> tuple[HeaderSpec, ...]:
    """All registered headers in order of registration."""
    return tuple(_specs.values())
