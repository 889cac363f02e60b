"""The values inside a BINRPC packet (kamailio src/modules/ctl/binrpc.h).

    record = mark [length] value
    mark   = 1 bit S, 3 bits size, 4 bits type
    S = 0    the value has `size` bytes
    S = 1    `size` bytes of length stand before the value; without length it ends a structure or an array

    type  0 integer, two's complement without leading zero bytes; nothing at all is 0
          1 text with a NUL behind it          2 thousandths as an integer
          3 structure: names and values        4 array: values
          5 name of a member, as text          6 bytes

Kamailio 5.6 writes an array inside a structure as a structure of values without names, and its kamcmd reads nothing else there.
So does this encoder; the decoder takes both, and takes a structure for an array when a name is missing in it or stands twice.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from kahea.base.strutils import quote
from kahea.control.errors import CodecError, EncodeError
from kahea.control.limits import MAX_DEPTH, MAX_NAME_BYTES, MAX_VALUES
from kahea.control.value import RpcMember, RpcValue, type_name

__all__ = ["encode_values", "expect_text", "read_values"]

_INT, _STR, _DOUBLE, _STRUCT, _ARRAY, _AVP, _BYTES = range(7)
_END: Final = 0x80
_SHORT: Final = 8
_NULL: Final = "<null string>"
_INT32: Final = 4
_INT64: Final = 8


def encode_values(values: Sequence[RpcValue]) -> bytes:
    r"""The body of a packet that holds `values`.

    Raises:
        EncodeError: an integer has more than 64 bits, or the values nest too deeply.

    >>> encode_values(["abc", 7, {"n": 2.5}])
    b'Aabc\x00\x10\x07\x03%n\x00"\t\xc4\x83'
    """
    out = bytearray()
    for value in values:
        _write(out, value, 0, in_struct=False)
    return bytes(out)


def _write(out: bytearray, value: RpcValue, depth: int, *, in_struct: bool) -> None:
    if depth > MAX_DEPTH:
        raise EncodeError(f"binrpc: values nested deeper than {MAX_DEPTH}")
    if isinstance(value, str | None):
        _write_block(out, _STR, _text(_NULL if value is None else value))
    elif isinstance(value, int):
        _write_block(out, _INT, _int_bytes(int(value)))
    elif isinstance(value, float):
        _write_block(out, _DOUBLE, _int_bytes(_thousandths(value)))
    elif isinstance(value, bytes):
        _write_block(out, _BYTES, value)
    elif isinstance(value, Mapping):
        out.append(_STRUCT)
        _write_members(out, value, depth)
        out.append(_END | _STRUCT)
    else:
        kind = _STRUCT if in_struct else _ARRAY
        out.append(kind)
        for element in value:
            if in_struct and isinstance(element, RpcMember):
                _write_members(out, element, depth)
            else:
                _write(out, element, depth + 1, in_struct=in_struct)
        out.append(_END | kind)


def _write_members(out: bytearray, members: Mapping[str, RpcValue], depth: int) -> None:
    for name, value in members.items():
        _write_block(out, _AVP, _text(name))
        _write(out, value, depth + 1, in_struct=True)


def _write_block(out: bytearray, kind: int, data: bytes) -> None:
    if len(data) < _SHORT:
        out.append(len(data) << 4 | kind)
    else:
        length = len(data).to_bytes((len(data).bit_length() + 7) // 8)
        out.append(_END | len(length) << 4 | kind)
        out += length
    out += data


def _text(text: str) -> bytes:
    return text.encode(errors="surrogateescape") + b"\0"


def _int_bytes(number: int) -> bytes:
    """A negative number takes 4 bytes or 8; a positive one that would look negative in 4 bytes gets a zero in front."""
    if number < 0:
        size = _INT32 if number >= -(2**31) else _INT64
    else:
        size = (number.bit_length() + 7) // 8
        size += size in (_INT32, _INT64) and bool(number >> (8 * size - 1))
    if size > _INT64 or number < -(2**63):
        raise EncodeError("binrpc: an integer has more than 64 bits")
    return (number % 2**64).to_bytes(8)[8 - size :]


def _thousandths(number: float) -> int:
    if not abs(number) < 2**63 / 1000:
        raise EncodeError(f"binrpc: {number} has no place in thousandths of 64 bits")
    return round(number * 1000)


class _Mark(NamedTuple):
    """Where a record starts, its type, the length of its value, and whether the bit of an end mark is set."""

    at: int
    kind: int
    size: int
    is_long: bool


class _Reader:
    """Reads the records of one body; `base` is the body's place in the packet, for the complaints."""

    __slots__ = ("at", "base", "body", "left")

    def __init__(self, body: bytes, base: int, most_values: int) -> None:
        self.body = body
        self.base = base
        self.at = 0
        self.left = most_values

    def fail(self, reason: str, at: int) -> CodecError:
        return CodecError(f"binrpc: {reason}", self.base + at)

    def mark(self) -> _Mark:
        """The mark of the next record; behind it the value begins."""
        at = self.at
        if at >= len(self.body):
            raise self.fail("a record is missing", at)
        byte = self.body[at]
        kind, size, is_long = byte & 0xF, byte >> 4 & 7, bool(byte & _END)
        start = at + 1
        if is_long:
            length = self.body[start : start + size]
            if size > _INT32 or len(length) < size:
                raise self.fail(f"a length of {size} bytes is cut off or above {_INT32}", at)
            start, size = start + size, int.from_bytes(length)
        if size > len(self.body) - start:
            raise self.fail(f"a record of {size} bytes, and {len(self.body) - start} are left", at)
        self.at = start
        return _Mark(at, kind, size, is_long)

    def value(self, mark: _Mark, depth: int) -> RpcValue:
        """The value behind `mark`, which stands inside `depth` structures and arrays."""
        at, kind, size, is_long = mark
        self.left -= 1
        if self.left < 0:
            raise self.fail(f"more than {MAX_VALUES} values", at)
        if kind in (_STRUCT, _ARRAY):
            if is_long or size:
                raise self.fail("the end of a structure or an array that did not begin", at)
            if depth >= MAX_DEPTH:
                raise self.fail(f"values nested deeper than {MAX_DEPTH}", at)
            return self.container(kind, depth + 1)
        data = self.body[self.at : self.at + size]
        self.at += size
        if kind == _STR:
            return _text_of(data)
        if kind == _INT:
            return self.int_of(data, at)
        if kind == _DOUBLE:
            return self.int_of(data, at) / 1000
        if kind == _BYTES:
            return data
        raise self.fail("a member's name outside a structure" if kind == _AVP else f"a record of the unknown type {kind}", at)

    def int_of(self, data: bytes, at: int) -> int:
        if len(data) > _INT64:
            raise self.fail(f"an integer of {len(data)} bytes, at most {_INT64} are allowed", at)
        return int.from_bytes(data, signed=len(data) in (_INT32, _INT64))

    def container(self, opened: int, depth: int) -> RpcValue:
        members: list[tuple[str | None, RpcValue]] = []
        while True:
            mark = self.mark()
            if mark.kind == opened and mark.is_long and not mark.size:
                return _structure(members) if opened == _STRUCT else _array(members)
            name = None
            if mark.kind == _AVP:
                name = self.name(mark)
                mark = self.mark()
            members.append((name, self.value(mark, depth)))

    def name(self, mark: _Mark) -> str:
        if mark.size > MAX_NAME_BYTES:
            raise self.fail(f"a name of {mark.size} bytes, at most {MAX_NAME_BYTES} are allowed", mark.at)
        data = self.body[self.at : self.at + mark.size]
        self.at += mark.size
        return _text_of(data)


def _text_of(data: bytes) -> str:
    """The text without the NUL behind it, which Kamailio's own decoder cuts off unseen."""
    return data.removesuffix(b"\0").decode(errors="surrogateescape")


def _structure(members: list[tuple[str | None, RpcValue]]) -> RpcValue:
    found = {name: value for name, value in members if name is not None}
    return found if len(found) == len(members) else _array(members)


def _array(members: list[tuple[str | None, RpcValue]]) -> RpcValue:
    return [value if name is None else RpcMember({name: value}) for name, value in members]


def read_values(body: bytes, base: int = 0, *, limit: bool = True) -> list[RpcValue]:
    r"""The values of a packet's body; `base` is added to the offset of a complaint.

    Without `limit` a client takes as many values as the server sent.

    Raises:
        CodecError: the body is no sequence of whole records, or crosses a limit.

    >>> read_values(b"\x41abc\0\x00\x03\x25n\0\x10\x07\x83")
    ['abc', 0, {'n': 7}]
    """
    reader = _Reader(body, base, MAX_VALUES if limit else len(body))
    found = []
    while reader.at < len(body):
        found.append(reader.value(reader.mark(), 0))
    return found


def expect_text(value: RpcValue, what: str, base: int) -> str:
    """`value`, which is text: the name of a method, or what a fault says.

    Raises:
        CodecError: it is something else, or too long.
    """
    if not isinstance(value, str):
        raise CodecError(f"binrpc: {what} is {type_name(value)} and not a string", base)
    if len(value) > MAX_NAME_BYTES and what == "the method":
        raise CodecError(f"binrpc: {what} {quote(value.encode(errors='surrogateescape'), 40)} is too long", base)
    return value
