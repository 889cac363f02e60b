"""`$C(xy)`: what colours the rest of a line on a terminal."""

from typing import Final

from kahea.api import PvParam, SipMsg
from kahea.api.values import Inner, PvRegistry, PvSyntaxError
from kahea.modules.xlog.exports import force_color, module

__all__: list[str] = []

_COLOURS: Final = {
    "x": 39, "s": 30, "r": 31, "g": 32, "y": 33, "b": 34, "p": 35, "c": 36, "w": 37,
}  # fmt: skip
"""The letters of the foreground; a capital is the bold colour, and 10 more is the background."""


def _colour(inner: bytes, registry: PvRegistry) -> bytes:  # noqa: ARG001  a name parser's signature
    letters = inner.decode("ascii", "replace")
    if len(letters) != 2 or letters[0].lower() not in _COLOURS or letters[1] not in _COLOURS:  # noqa: PLR2004  two letters
        raise PvSyntaxError(f"expected two letters, foreground and background, of {''.join(_COLOURS)}, found {inner[:10]!r}", 0)
    bold = 1 if letters[0].isupper() else 0
    return b"\x1b[%d;%d;%dm" % (bold, _COLOURS[letters[0].lower()], _COLOURS[letters[1]] + 10)


@module.pv("C", inner=Inner.MUST, parse_name=_colour)
def pv_colour(msg: SipMsg, param: PvParam) -> bytes:
    """$C(xy): the code of a colour; empty where the log does not go to a terminal and force_color is 0."""
    code: bytes = param.name
    return code if msg.engine.core.log_stderror or force_color.value else b""
