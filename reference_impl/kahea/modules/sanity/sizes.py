"""Checks of sizes, for networks whose devices take less than the RFCs allow."""

from collections.abc import Callable, Iterator

from kahea.api import SipMsg
from kahea.api.values import HdrType, SipParseError
from kahea.modules.sanity.errors import SanityError
from kahea.modules.sanity.exports import size_checks, size_limits

__all__ = ["check_sizes"]


def _of_uris(kind: HdrType) -> Callable[[SipMsg], Iterator[int]]:
    """The sizes of the URIs in all headers of a type."""

    def sizes(msg: SipMsg) -> Iterator[int]:
        for field in msg.hdrs(kind):
            parsed = field.parsed
            for body in (parsed,) if kind in (HdrType.FROM, HdrType.TO) else parsed:
                yield len(body.uri)

    return sizes


_SIZES: dict[str, tuple[int, str, Callable[[SipMsg], Iterator[int]]]] = {
    "message": (513, "Message Too Large", lambda msg: iter((len(msg.buf),))),
    "method": (400, "Method Too Long", lambda msg: iter((len(msg.first_line.method),))),
    "ruri": (414, "Request-URI Too Long", lambda msg: iter((len(msg.ruri_text),))),
    "from_uri": (400, "From URI Too Long", _of_uris(HdrType.FROM)),
    "to_uri": (400, "To URI Too Long", _of_uris(HdrType.TO)),
    "contact_uri": (400, "Contact URI Too Long", _of_uris(HdrType.CONTACT)),
    "route_uri": (400, "Route URI Too Long", _of_uris(HdrType.ROUTE)),
    "path_uri": (400, "Path URI Too Long", _of_uris(HdrType.PATH)),
    "pai_uri": (400, "P-Asserted-Identity URI Too Long", _of_uris(HdrType.PAI)),
    "header": (400, "Header Too Long", lambda msg: iter([field.len for field in msg.headers])),
    "headers": (513, "Headers Too Large", lambda msg: iter((msg.eoh - msg.line_start(0),))),
    "body": (513, "Body Too Large", lambda msg: iter((len(msg.buf) - msg.eoh,))),
}
"""Code and reason for what is too large, and the sizes to look at, by the names of `size_limits`."""


def check_sizes(msg: SipMsg, _uris: int) -> None:
    """65536: nothing that size_checks names is larger than its limit."""
    wanted = size_checks.value
    for bit, (name, limit) in enumerate(size_limits.items()):
        if not wanted & (1 << bit):
            continue
        code, reason, sizes = _SIZES[name]
        try:
            if any(size > limit.value for size in sizes(msg)):
                raise SanityError(code, reason)
        except SipParseError as error:
            raise SanityError(400, "Bad Headers") from error
