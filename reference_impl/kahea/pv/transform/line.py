"""Class ``line``: the lines of a text."""

from kahea.pv.transform.params import NUMBER, REST
from kahea.pv.transform.table import TrClass

__all__ = ["line", "line_at", "line_count", "line_sw"]

line = TrClass("line")


def _lines(text: bytes) -> list[bytes]:
    lines = text.split(b"\n")
    if not lines[-1]:
        lines.pop()
    return [each.removesuffix(b"\r") for each in lines]


@line.add("count")
def line_count(text: bytes) -> int:
    r"""How many lines there are; an end of line at the very end starts no other.

    >>> line_count(b"one\ntwo\n"), line_count(b"")
    (2, 0)
    """
    return len(_lines(text))


@line.add("at", NUMBER)
def line_at(text: bytes, index: int) -> bytes:
    r"""Line number `index`, from the end when negative, without its end; empty when it is not there.

    >>> line_at(b"one\r\ntwo", 0), line_at(b"one\ntwo", -1), line_at(b"one", 5)
    (b'one', b'two', b'')
    """
    lines = _lines(text)
    return lines[index] if -len(lines) <= index < len(lines) else b""


@line.add("sw", REST)
def line_sw(text: bytes, start: bytes) -> bytes:
    r"""The first line that starts with `start`; empty when none does.

    >>> line_sw(b"one\ntwo\nthree", b"th")
    b'three'
    """
    return next((each for each in _lines(text) if each.startswith(start)), b"")
