"""Whether a header is there: by its name, or by an expression that its name matches."""

from typing import Annotated

from kahea.api import Fixup, SipMsg
from kahea.api.values import HdrType, hdr_type
from kahea.modules.textops.exports import module
from kahea.modules.textops.patterns import LinePattern, Pattern, pattern_of

__all__ = ["HeaderName", "is_present_hf", "is_present_hf_pv", "is_present_hf_re", "is_present_hf_re_pv", "read_name"]


def read_name(text: str) -> tuple[HdrType, bytes]:
    """Type and lower case of a header's name; a colon behind it is left out.

    Raises:
        ValueError: it is empty.

    >>> read_name("X-Foo")[1]
    b'x-foo'
    """
    name = text.encode().removesuffix(b":").strip()
    if not name:
        raise ValueError("must be the name of a header")
    return hdr_type(name), name.lower()


HeaderName = Annotated[tuple[HdrType, bytes], Fixup(read_name)]
"""A fixed name."""


def _is_present(msg: SipMsg, name: tuple[HdrType, bytes]) -> int:
    return 1 if msg.first_body(*name) is not None else -1


def _is_any_present(msg: SipMsg, pattern: Pattern) -> int:
    return 1 if any(pattern.search(field.name) for field in msg.headers) else -1


@module.function("is_present_hf")
def is_present_hf(msg: SipMsg, hf_name: HeaderName) -> int:
    """1 when the message has a header of that name, long or compact, -1 when not."""
    return _is_present(msg, hf_name)


@module.function("is_present_hf_pv")
def is_present_hf_pv(msg: SipMsg, hf_name: bytes) -> int:
    """As is_present_hf(), with a name that may hold variables."""
    name = hf_name.removesuffix(b":").strip()
    return _is_present(msg, (hdr_type(name), name.lower())) if name else -1


@module.function("is_present_hf_re")
def is_present_hf_re(msg: SipMsg, hf_name_re: LinePattern) -> int:
    """1 when the name of a header matches, -1 when none does."""
    return _is_any_present(msg, hf_name_re)


@module.function("is_present_hf_re_pv")
def is_present_hf_re_pv(msg: SipMsg, hf_name_re: bytes) -> int:
    """As is_present_hf_re(), with an expression that may hold variables."""
    return _is_any_present(msg, pattern_of(hf_name_re))
