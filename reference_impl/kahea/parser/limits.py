"""Named limits of what a message may hold, each with its precedent.

A limit that is crossed gives a `SipParseError` which names the number found and the number allowed.
"""

from typing import Final

__all__ = [
    "MAX_CSEQ",
    "MAX_DELTA_SECONDS",
    "MAX_FOLDS",
    "MAX_HEADERS",
    "MAX_HEAD_BYTES",
    "MAX_LINE_BYTES",
    "MAX_LIST_VALUES",
    "MAX_MAX_FORWARDS",
    "MAX_MESSAGE_BYTES",
    "MAX_METHOD_BYTES",
    "MAX_NESTING",
    "MAX_PARAMS",
    "MAX_PARTS",
    "MAX_PORT",
    "MAX_SDP_LINES",
    "MAX_URI_BYTES",
]

MAX_MESSAGE_BYTES: Final = 65_535
"""A whole message; what one UDP datagram can carry, and Kamailio's BUF_SIZE."""

MAX_HEAD_BYTES: Final = 65_535
"""First line and headers together: no head may be longer than a datagram."""

MAX_LINE_BYTES: Final = 16_384
"""One header with its folds; twice what common HTTP servers accept, since Route sets grow."""

MAX_HEADERS: Final = 256
"""Header lines in one message; HTTP servers stop at 100, SIP messages in the field stay below 60."""

MAX_FOLDS: Final = 128
"""Continuation lines of one header; the torture tests use 7."""

MAX_LIST_VALUES: Final = 64
"""Values of one list header (Via, Route, Record-Route, Contact, ...): Max-Forwards starts at 70, so more are a loop."""

MAX_PARAMS: Final = 64
"""Parameters of one value; the largest Contact with feature tags seen in the field has about 30."""

MAX_URI_BYTES: Final = 4_096
"""One URI; Kamailio's buffers for a rewritten URI hold 1024."""

MAX_METHOD_BYTES: Final = 64
"""A method name; the torture test's longest has 46 bytes."""

MAX_CSEQ: Final = 2**31 - 1
"""RFC 3261 §8.1.1.5: the sequence number is below 2**31."""

MAX_DELTA_SECONDS: Final = 2**32 - 1
"""RFC 3261 §20.19: Expires is a 32 bit number of seconds."""

MAX_MAX_FORWARDS: Final = 255
"""RFC 3261 §20.22."""

MAX_PORT: Final = 65_535
"""A transport's port."""

MAX_NESTING: Final = 8
"""Multipart bodies inside each other, and comments inside each other."""

MAX_PARTS: Final = 64
"""Parts of one multipart body."""

MAX_SDP_LINES: Final = 2_048
"""Lines of one session description."""
