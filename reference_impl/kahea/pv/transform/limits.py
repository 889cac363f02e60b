"""How large a transformation's result may grow."""

__all__ = ["MAX_RESULT_BYTES", "fits"]

MAX_RESULT_BYTES = 1 << 20
"""Sixteen times Kamailio's buffer for one result; whatever would be longer gives the empty string."""


def fits(size: int) -> bool:
    """Whether a result of `size` bytes may be built.

    >>> fits(100), fits(1 << 30)
    (True, False)
    """
    return size <= MAX_RESULT_BYTES
