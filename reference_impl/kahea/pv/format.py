"""Format strings: text with variables in it, read once, evaluated per message."""

from dataclasses import dataclass

from kahea.pv.errors import PvSyntaxError
from kahea.pv.names import found, starts_pv
from kahea.pv.parse import read_pv
from kahea.pv.registry import PvRegistry
from kahea.pv.spec import Context, PvSpec

__all__ = ["PvFormat", "parse_format"]


@dataclass(frozen=True, slots=True)
class PvFormat:
    """A format string taken apart (Kamailio's ``pv_elem_t`` list).

    Attributes:
        parts: text and variables in order; neighbouring texts are joined, constant variables have become text.

    >>> PvFormat((b"a", b"b")).printf(None)
    b'ab'
    """

    parts: tuple[bytes | PvSpec, ...]

    def printf(self, ctx: Context) -> bytes:
        """The text with every variable's value in its place (pv_printf).

        Null is ``<null>``, and nothing when a transformation stands behind the name, as 5.6.3 prints it.
        """
        return b"".join([part if isinstance(part, bytes) else _printed(part, ctx) for part in self.parts])

    @property
    def constant(self) -> bytes | None:
        """The text when it is the same in every context, else None.

        >>> PvFormat(()).constant
        b''
        """
        if not self.parts:
            return b""
        only = self.parts[0]
        return only if len(self.parts) == 1 and isinstance(only, bytes) else None

    @property
    def single(self) -> PvSpec | None:
        """The variable when the format is one variable and nothing else, so that a caller can keep its type.

        >>> PvFormat((b"x",)).single is None
        True
        """
        only = self.parts[0] if len(self.parts) == 1 else None
        return only if isinstance(only, PvSpec) else None


def _printed(spec: PvSpec, ctx: Context) -> bytes:
    value = spec.get(ctx)
    return b"" if spec.steps and value.is_null else value.printed()


def parse_format(registry: PvRegistry, text: bytes) -> PvFormat:
    """The format that `text` writes; ``$$`` is a dollar sign.

    Raises:
        PvSyntaxError: a ``$`` starts no known variable.

    >>> parse_format(PvRegistry(), b"costs $$5").constant
    b'costs $5'
    """
    parts: list[bytes | PvSpec] = []
    pending: list[bytes] = []
    at = 0
    while (dollar := text.find(b"$", at)) >= 0:
        pending.append(text[at:dollar])
        if not starts_pv(text, dollar):
            raise PvSyntaxError(
                f"expected the name of a variable, {found(text, dollar + 1)}; write $$ for a dollar sign", dollar + 1
            )
        spec, at = read_pv(registry, text, dollar)
        if spec.is_constant:
            pending.append(spec.get(None).printed())
        else:
            _flush(pending, parts)
            parts.append(spec)
    pending.append(text[at:])
    _flush(pending, parts)
    return PvFormat(tuple(parts))


def _flush(pending: list[bytes], parts: list[bytes | PvSpec]) -> None:
    joined = b"".join(pending)
    if joined:
        parts.append(joined)
    pending.clear()
