"""Path: the proxies that requests to a contact must pass (RFC 3327)."""

from kahea.api import SipMsg, engine
from kahea.api.values import HdrType, SipParseError, parse_to, parse_uri, unescape
from kahea.modules.registrar.conf import Conf
from kahea.modules.registrar.errors import Problem, Refused

__all__ = ["build_path_vector", "split_path"]

_MOST_BYTES = 512


def build_path_vector(conf: Conf, msg: SipMsg) -> tuple[bytes, bytes]:
    """The Path headers as one list, and the source that the first of them tells; both empty without a Path.

    Raises:
        Refused: a Path cannot be read, is too long, or its first proxy is no loose router.
    """
    if not msg.count(HdrType.PATH):
        return b"", b""
    path = b",".join([field.body for field in msg.hdrs(HdrType.PATH)])
    if len(path) >= _MOST_BYTES:
        raise Refused(Problem.PARSE_PATH)
    try:
        msg.values(HdrType.PATH)
        first = parse_uri(parse_to(path, 0, len(path))[0].uri)
    except SipParseError as fault:
        raise Refused(Problem.PARSE_PATH) from fault
    if not first.has_lr:
        raise Refused(Problem.PARSE_PATH)
    received = (first.params.get(b"received") or b"") if conf.path_use_received else b""
    return path, unescape(received)


def split_path(conf: Conf, path: bytes) -> tuple[bytes, bytes]:
    """The next hop that a kept Path means, and the Path from there on; both empty when it leads no further than here.

    With path_check_local, a first proxy that is this server is passed over.

    Raises:
        SipParseError: it is no Path.
    """
    first, end = parse_to(path, 0, len(path))
    if not conf.path_check_local or not engine().sockets.is_myself(parse_uri(first.uri).host):
        return first.uri, path
    rest = path[end + 1 :].strip()
    if not rest:
        return b"", b""
    return parse_to(rest, 0, len(rest))[0].uri, rest
