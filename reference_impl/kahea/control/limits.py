"""Named limits of what a control interface accepts and sends, each with its precedent.

A limit that is crossed gives a `CodecError` which names the number found and the number allowed.
"""

from typing import Final

__all__ = [
    "INT64",
    "MAX_DEPTH",
    "MAX_FIFO_BYTES",
    "MAX_INT_DIGITS",
    "MAX_JSON_BATCH",
    "MAX_JSON_BYTES",
    "MAX_MI_NODES",
    "MAX_NAME_BYTES",
    "MAX_PACKET_BYTES",
    "MAX_REPLY_NAME_BYTES",
    "MAX_REQUEST_BYTES",
    "MAX_VALUES",
    "MAX_XML_BYTES",
]

MAX_REQUEST_BYTES: Final = 65_535
"""A request of one datagram or packet; Kamailio's ctl reads into a buffer of this size."""

MAX_PACKET_BYTES: Final = 64 * 1024 * 1024
"""A BINRPC reply: 100,000 contacts as ``ul.dump`` shows them; Kamailio's default is 32 KiB, and kamcmd has no limit."""

MAX_JSON_BYTES: Final = 1024 * 1024
"""A JSON document; Kamailio's JSON-RPC buffers hold 64 KiB."""

MAX_XML_BYTES: Final = 1024 * 1024
"""An XML-RPC document."""

MAX_FIFO_BYTES: Final = 65_535
"""One command with its arguments as a FIFO delivers it; Kamailio's MAX_MI_FIFO_BUFFER is 8192 for each line."""

MAX_DEPTH: Final = 32
"""Structures inside each other, in either direction; ``ul.dump`` has 8."""

MAX_VALUES: Final = 10_000
"""Values of one request, counting those inside structures; no command takes more than some dozens."""

MAX_JSON_BATCH: Final = 100
"""Calls of one JSON-RPC batch."""

MAX_INT_DIGITS: Final = 19
"""Digits of an integer: what 64 bits can hold."""

INT64: Final = range(-(2**63), 2**63)
"""The integers that every format carries."""

MAX_MI_NODES: Final = 1_000
"""Arguments of one MI command."""

MAX_NAME_BYTES: Final = 256
"""The name of a command or of a member."""

MAX_REPLY_NAME_BYTES: Final = 128
"""The name of a reply FIFO; Kamailio's MAX_MI_FILENAME."""
