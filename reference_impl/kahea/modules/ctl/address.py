"""The address of a control socket, as the parameter binrpc writes it (kamailio src/modules/ctl/init_socks.c)."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["CtlAddress", "CtlKind", "parse_address"]

DEFAULT_PORT = 2049
_HIGHEST = 65_535


class CtlKind(StrEnum):
    """The kind of a socket, by its word in the address."""

    UNIX_STREAM = "unixs"
    UNIX_DATAGRAM = "unixd"
    TCP = "tcp"


_WORDS = {"unix": CtlKind.UNIX_STREAM, **{kind.value: kind for kind in CtlKind}}


@dataclass(frozen=True, slots=True)
class CtlAddress:
    """Where to listen: a path, or a host and a port."""

    kind: CtlKind
    place: str
    port: int = 0

    @property
    def text(self) -> str:
        """The address as it is written."""
        return f"{self.kind}:{self.place}:{self.port}" if self.port else f"{self.kind}:{self.place}"


def parse_address(text: str) -> CtlAddress:
    """The address that `text` writes; a path alone is a stream socket's.

    Raises:
        ValueError: it is none.

    >>> parse_address("unix:/run/k/ctl").text, parse_address("tcp:127.0.0.1").text, parse_address("tcp:[::1]:2050").port
    ('unixs:/run/k/ctl', 'tcp:127.0.0.1:2049', 2050)
    """
    word, colon, rest = text.partition(":")
    if word == "udp":
        raise ValueError("udp is not served: anybody could send from a forged address; use unixs, unixd or tcp")
    kind = _WORDS.get(word) if colon else None
    if kind is None:
        if not text.startswith("/"):
            raise ValueError(f"{text!r} is no address; expected unixs:PATH, unixd:PATH or tcp:HOST:PORT")
        return CtlAddress(CtlKind.UNIX_STREAM, text)
    if kind is not CtlKind.TCP:
        return CtlAddress(kind, rest)
    host, colon, port = rest.rpartition(":") if not rest.endswith("]") else (rest, "", "")
    if not colon:
        host, port = rest, str(DEFAULT_PORT)
    if not port.isdigit() or not 0 < int(port) <= _HIGHEST:
        raise ValueError(f"{text!r}: the port is not in 1..{_HIGHEST}")
    return CtlAddress(kind, host.strip("[]"), int(port))
