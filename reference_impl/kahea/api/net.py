"""What the transports lend to modules: values for addresses and sockets."""

from kahea.core.net import (
    PROTO_NAMES,
    DestInfo,
    Edge,
    FileOwner,
    Listener,
    Peer,
    Proto,
    ReceiveInfo,
    Send,
    SocketInfo,
    bracketed,
    proto_of,
)
from kahea.core.socket_info import SocketTable

__all__ = [
    "PROTO_NAMES",
    "DestInfo",
    "Edge",
    "FileOwner",
    "Listener",
    "Peer",
    "Proto",
    "ReceiveInfo",
    "Send",
    "SocketInfo",
    "SocketTable",
    "bracketed",
    "proto_of",
]
