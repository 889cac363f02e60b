"""The address of record of a URI (kamailio src/modules/registrar/common.c extract_aor())."""

from kahea.api.values import SipParseError, SipUri, UriType, parse_uri, unescape
from kahea.modules.registrar import params
from kahea.modules.registrar.conf import Conf
from kahea.modules.registrar.errors import Problem, Refused

__all__ = ["aor_of", "extract_aor"]

_MOST_BYTES, _MOST_USER, _MOST_DOMAIN = 512, 255, 255
_KINDS = (UriType.SIP, UriType.SIPS, UriType.TEL, UriType.TELS)


def extract_aor(conf: Conf, text: bytes) -> tuple[bytes, SipUri]:
    """The address of record that the URI `text` means, and the URI.

    Raises:
        Refused: it is no URI, or one that no registrar can serve, or too long.
    """
    try:
        uri = parse_uri(text)
    except SipParseError as fault:
        raise Refused(Problem.AOR_PARSE) from fault
    return aor_of(conf, uri), uri


def aor_of(conf: Conf, uri: SipUri) -> bytes:
    """The address of record: the user, with use_domain the domain too, in lower case unless case_sensitive says otherwise.

    Raises:
        Refused: it is no URI that a registrar can serve, or too long.
    """
    if uri.type not in _KINDS or (conf.is_strict and not uri.is_sip):
        raise Refused(Problem.AOR_PARSE)
    user = unescape(uri.user or b"")
    host = uri.host
    if len(user) > _MOST_USER or len(host) > _MOST_DOMAIN or len(user) + len(host) + 2 > _MOST_BYTES:
        raise Refused(Problem.AOR_LEN)
    if params.case_sensitive.value:
        host = host.lower()
    else:
        user, host = user.lower(), host.lower()
    if not conf.ul.use_domain:
        return user
    prefix = params.realm_prefix.value.encode()
    if prefix and len(prefix) < len(host) and host.startswith(prefix):
        host = host[len(prefix) :]
    return user + b"@" + host if user else host
