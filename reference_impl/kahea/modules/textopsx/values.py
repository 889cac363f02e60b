r"""The values of a header that is a list, and the parameters of a value, each with its place in the message.

>>> [value.text for value in split_values(b'"a, b" <sip:x@y;u=1,2>;t=1 , c', 100)]
[b'"a, b" <sip:x@y;u=1,2>;t=1', b'c']
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kahea.api import SipMsg
from kahea.api.values import HdrField

__all__ = ["Spot", "Value", "all_values", "list_params", "params_of", "split_values", "values_of"]

_PIECE = re.compile(rb'"(?:[^"\\]|\\.)*+"|<[^<>]*+>|[^",<]++|["<]', re.DOTALL)
_PARAM = re.compile(rb'([ \t\r\n]*);[ \t\r\n]*([^\s=;]*)(?:[ \t\r\n]*=[ \t\r\n]*(?:"[^"]*"?|[^\s;]*))?')
_ADDRESS = re.compile(rb'(?:"(?:[^"\\]|\\.)*+"|<[^<>]*+>|[^";<]++|["<])*+', re.DOTALL)
_COMMA = re.compile(rb"[ \t\r\n]*,[ \t\r\n]*")
_TOKEN = re.compile(
    rb'([ \t\r\n]*+)(,?+)[ \t\r\n]*+(?:([\w-]++)([ \t\r\n]*+=[ \t\r\n]*+(?:"[^"]*+"?+|[^\s,]*+))?+|[^\w\s,-]++)?+', re.ASCII
)


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its bytes, where it begins, and the whole stretch from behind the comma before it to behind its own."""

    text: bytes
    start: int
    area_start: int
    area_end: int

    @property
    def end(self) -> int:
        """Where the value ends."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Spot:
    """A parameter: where the stretch behind its name begins that says its value, and ends; and what to take away with it."""

    start: int
    value_start: int
    value_end: int
    end: int


def split_values(body: bytes, start: int) -> list[Value]:
    """The values of a header's body, which stands at `start`; commas in quotes and in angle brackets part nothing."""
    commas = []
    at = 0
    while at < len(body):
        if body[at : at + 1] == b",":
            commas.append(at)
            at += 1
            continue
        match = _PIECE.match(body, at)
        at = match.end() if match is not None else at + 1
    found = []
    begin = 0
    for end in (*commas, len(body)):
        piece = body[begin:end]
        left = len(piece) - len(piece.lstrip())
        area_end = min(end + 1, len(body))
        found.append(Value(piece.strip(), start + begin + left, start + begin, start + area_end))
        begin = end + 1
    return found


def values_of(field: HdrField) -> list[Value]:
    """The values of one header line."""
    start, end = field.span
    return split_values(field.msg.buf[start:end], start)


def all_values(msg: SipMsg, name: bytes) -> Iterator[tuple[HdrField, Value]]:
    """The values of all headers of that name, each with its header."""
    for field in msg.named(name):
        for value in values_of(field):
            yield field, value


def params_of(value: Value, name: bytes) -> tuple[list[Spot], int]:
    """Where the parameter stands in the value, each time; and where a further one is put."""
    text, low = value.text, name.lower()
    address = _ADDRESS.match(text)
    at = address.end() if address is not None else len(text)
    found = []
    while (match := _PARAM.match(text, at)) is not None:
        if match[2].lower() == low:
            found.append(Spot(value.start + at, value.start + match.end(2), *[value.start + match.end()] * 2))
        at = match.end()
    return found, value.start + len(text[:at].rstrip())


def list_params(body: bytes, start: int, name: bytes) -> tuple[list[Spot], bytes]:
    """Where ``name=value`` stands in a list of such, each time; and what parts a further one from the rest.

    The form is that of Authorization: a word, then parameters with commas between them.
    """
    found: list[Spot] = []
    at = pos = 0
    is_any = False
    while pos < len(body) and (match := _TOKEN.match(body, pos)) is not None:
        pos = max(match.end(), pos + 1)
        if match[4] is None:
            continue
        is_any = True
        if match[3].lower() != name.lower():
            continue
        begin, end = match.start(), match.end()
        if begin < at or not match[2]:
            comma = _COMMA.match(body, end)
            begin, end = (max(match.start(3), at), comma.end()) if comma is not None else (max(begin, at), end)
        found.append(Spot(start + begin, start + match.end(3), start + match.end(), start + end))
        at = end
    return found, b"," if is_any else b" " if body.strip() else b""
