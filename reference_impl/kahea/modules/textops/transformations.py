"""The transformation ``{re.subst,/expression/replacement/flags}``."""

from kahea.api import SipMsg
from kahea.api.values import PvSyntaxError, ReadPv, Subst, TrClass, read_subst
from kahea.modules.textops.exports import module
from kahea.modules.textops.patterns import changes, compile_re

__all__ = ["SubstParam", "re_subst", "regexes", "replaced"]

regexes = module.transformations(TrClass("re"))


class SubstParam:
    """A substitution as the functions take it, with a delimiter that neither ends a parameter nor the transformation."""

    def read(self, text: bytes, at: int, read_pv: ReadPv) -> tuple[Subst, int]:
        """The substitution at `at`, and the offset behind it.

        Raises:
            PvSyntaxError: it is none, or could take for ever.
        """
        if text[at : at + 1] in (b"}", b","):
            raise PvSyntaxError(f"expected a substitution such as /a/b/g, found {text[at : at + 20]!r}", at)
        return read_subst(text, at, read_pv, compile_re)


@regexes.add("subst", SubstParam(), takes_context=True)
def re_subst(text: bytes, substitution: Subst, msg: SipMsg) -> bytes | None:
    """The text with what the expression matches replaced; null when it matches the empty string."""
    found = changes(substitution, text, msg)
    return text if found == [] else replaced(text, found) if found is not None else None


def replaced(text: bytes, found: list[tuple[int, int, bytes]]) -> bytes:
    """`text` with the changes made.

    >>> replaced(b"abab", [(1, 2, b"X"), (3, 4, b"")])
    b'aXa'
    """
    pieces: list[bytes] = []
    at = 0
    for begin, end, put in found:
        pieces += (text[at:begin], put)
        at = end
    return b"".join((*pieces, text[at:]))
