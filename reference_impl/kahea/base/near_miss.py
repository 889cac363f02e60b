"""The known name that a wrong one was probably meant to be."""

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["did_you_mean"]

_LONGEST = 64
_MANY = 5_000


def did_you_mean(name: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """The end of a sentence about an unknown `name`: the known one spelt most like it, or nothing.

    `cutoff`, 0 to 1, is how alike they must be.  A name may come from a peer: only its first characters are compared, and
    with the first few thousand names.

    >>> did_you_mean("sqlit", ["mysql", "sqlite"])
    '; did you mean sqlite?'
    >>> did_you_mean("oracle", ["sqlite"])
    ''
    """
    near = get_close_matches(name[:_LONGEST], list(known)[:_MANY], n=1, cutoff=cutoff)
    return f"; did you mean {near[0]}?" if near else ""
