"""is_method(): the method of a request, or the one that a reply is about."""

from typing import Annotated

from kahea.api import Fixup, SipMsg
from kahea.api.values import METHOD_BITS, HdrType, SipParseError
from kahea.modules.textops.exports import module

__all__ = ["is_method", "read_methods"]

_CSEQ = HdrType.CSEQ


def read_methods(text: str) -> frozenset[bytes]:
    """The methods that ``INVITE|BYE`` lists, or a single one, which may be unknown to the server.

    Case counts not for those that are known (kamailio src/modules/textops/textops.c fixup_method()).

    Raises:
        ValueError: one is empty, or one of several is unknown.

    >>> sorted(read_methods("invite|BYE"))
    [b'BYE', b'INVITE']
    """
    words = [word.strip() for word in text.encode().replace(b",", b"|").split(b"|")]
    unknown = [word for word in words if word.upper() not in METHOD_BITS]
    if b"" in words or (len(words) > 1 and unknown):
        raise ValueError(f"must be a method, or known methods parted by '|', not {text!r}")
    return frozenset(word if word in unknown else word.upper() for word in words)


@module.function("is_method")
def is_method(msg: SipMsg, name: Annotated[frozenset[bytes], Fixup(read_methods)]) -> int:
    """1 when the method of the message, in a reply that of CSeq, is one of those; -1 when not."""
    first = msg.first_line
    if first.is_request:
        return 1 if first.method in name else -1
    try:
        cseq = msg.parsed(_CSEQ)
    except SipParseError:
        return -1
    return 1 if cseq is not None and cseq.method in name else -1
