"""How the arguments of core functions are read: fixed words of the configuration, turned into values when it is loaded.

A reader gets the engine and the argument's node; ValueError says, behind the parameter's name, what it must be.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NewType

from kahea.base.ip_addr import parse_ip
from kahea.cfg.nodes import Address, Expr, Ident, Number, String
from kahea.cfg.values import read_int
from kahea.core.flags import MAX_FLAG
from kahea.core.net import Proto, SocketInfo, proto_of

if TYPE_CHECKING:
    from kahea.core.engine import Engine

__all__ = [
    "READERS", "AvpFlagNumber", "FlagNumber", "HostText", "PortNumber", "ProtoWord", "Reader",
    "SocketText", "StaticInt", "StaticText", "declare_avp_flag", "word_of",
]  # fmt: skip

Reader = Callable[["Engine", Expr], object]

FlagNumber = NewType("FlagNumber", int)
"""A flag, by its name of ``flags`` or its number."""

AvpFlagNumber = NewType("AvpFlagNumber", int)
"""A flag of AVPs, by its name of ``avpflags`` or its number."""

StaticText = NewType("StaticText", bytes)
"""Fixed text; dollar signs in it mean nothing."""

StaticInt = NewType("StaticInt", int)
"""A fixed number."""

HostText = NewType("HostText", bytes)
"""A host or an address; ``uri:host`` is the one of the request URI and stands as no bytes."""

PortNumber = NewType("PortNumber", int)
"""A port; ``uri:port`` is the one of the request URI and stands as -1."""

ProtoWord = NewType("ProtoWord", int)
"""A transport protocol."""

SocketText = NewType("SocketText", SocketInfo)
"""One of the server's own sockets: ``[proto:]address[:port]`` or its name."""

URI_PORT = -1
_MAX_PORT = 65_535


def word_of(expr: Expr) -> str:
    """The text of a fixed word.

    Raises:
        ValueError: it is a variable or an expression.
    """
    match expr:
        case String(text) | Ident(text) | Address(text):
            return text
        case Number(number):
            return str(number)
    raise ValueError("must be fixed text, not a variable or an expression")


def read_flag(engine: "Engine", expr: Expr) -> int:
    """The number of a flag.

    Raises:
        ValueError: there is no such flag.
    """
    return _flag(expr, engine.flag_names)


def read_avp_flag(engine: "Engine", expr: Expr) -> int:
    """The number of a flag of AVPs.

    Raises:
        ValueError: there is no such flag.
    """
    return _flag(expr, _avp_flags(engine))


def declare_avp_flag(engine: "Engine", name: str) -> None:
    """Nothing; the flag has the next number, unless it has one."""
    known = _avp_flags(engine)
    known.setdefault(name, len(known))


def _avp_flags(engine: "Engine") -> dict[str, int]:
    """The declared flags of AVPs, kept where the engine keeps what it has one of."""
    found: dict[str, int] = engine.modules.states.setdefault(declare_avp_flag, {})
    return found


def _flag(expr: Expr, names: Mapping[str, int]) -> int:
    word = word_of(expr)
    number = names.get(word)
    number = read_int(word.encode()) if number is None and word else number
    if number is None or not 0 <= number <= MAX_FLAG:
        raise ValueError(f"must be a declared flag or a number in 0..{MAX_FLAG}, not {word!r}")
    return number


def read_text(_engine: "Engine", expr: Expr) -> bytes:
    """The bytes of fixed text."""
    return word_of(expr).encode("utf-8", "surrogateescape")


def read_number(_engine: "Engine", expr: Expr) -> int:
    """A fixed number.

    Raises:
        ValueError: it is none.
    """
    word = word_of(expr)
    number = read_int(word.encode()) if word else None
    if number is None:
        raise ValueError(f"must be an integer, not {word!r}")
    return number


def read_host(_engine: "Engine", expr: Expr) -> bytes:
    """A host; no bytes for that of the request URI."""
    word = word_of(expr)
    return b"" if isinstance(expr, Ident) and word == "uri:host" else word.encode()


def read_port(_engine: "Engine", expr: Expr) -> int:
    """A port; -1 for that of the request URI.

    Raises:
        ValueError: it is none.
    """
    word = word_of(expr)
    if word == "uri:port":
        return URI_PORT
    number = read_int(word.encode()) if word else None
    if number is None or not 0 < number <= _MAX_PORT:
        raise ValueError(f"must be a port in 1..{_MAX_PORT} or uri:port, not {word!r}")
    return number


def read_proto(_engine: "Engine", expr: Expr) -> int:
    """The number of a protocol.

    Raises:
        ValueError: there is no such protocol.
    """
    word = word_of(expr)
    proto = proto_of(word.encode())
    if not proto:
        raise ValueError(f"must be UDP, TCP, TLS or SCTP, not {word!r}")
    return int(proto)


def read_socket(engine: "Engine", expr: Expr) -> SocketInfo:
    """The server's socket that the text names.

    Raises:
        ValueError: the server does not listen there.
    """
    word = word_of(expr)
    proto_text, colon, rest = word.partition(":")
    proto = proto_of(proto_text.encode()) if colon else Proto.NONE
    place = rest if proto else word
    host, port = _host_port(place)
    found = engine.sockets.named(word.encode()) or engine.sockets.find(host, port, proto)
    if found is None:
        listened = ", ".join(sock.text.decode() for sock in engine.sockets)
        raise ValueError(f"must be one of the server's sockets ({listened}), not {word!r}")
    return found


def _host_port(place: str) -> tuple[bytes, int]:
    """Address and port of ``address[:port]``; an IPv6 address without brackets has no port."""
    if parse_ip(place.encode()) is not None:
        return place.encode(), 0
    host, colon, port = place.rpartition(":")
    if not colon or not port.isdigit():
        return place.encode(), 0
    return host.encode(), int(port)


READERS: dict[object, Reader] = {
    AvpFlagNumber: read_avp_flag,
    FlagNumber: read_flag,
    HostText: read_host,
    PortNumber: read_port,
    ProtoWord: read_proto,
    SocketText: read_socket,
    StaticInt: read_number,
    StaticText: read_text,
}
"""What reads an argument, by the annotation of its parameter."""
