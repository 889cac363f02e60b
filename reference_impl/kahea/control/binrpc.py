"""BINRPC, what Kamailio's ctl and kamcmd speak: packets of binary values (kamailio src/modules/ctl/binrpc.h).

    packet = 0xA1 byte2 length cookie body
    byte2  = 4 bits type (0 request, 1 reply, 3 fault), 2 bits size of the length - 1, 2 bits size of the cookie - 1

A request's body is the method and the parameters; a reply's the values; a fault's a code and a text. The cookie comes back in
the reply. `answer` is the server's side of one request; `BinrpcStream` cuts what a connection delivers into packets.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from kahea.control.binrpc_record import encode_values, expect_text, read_values
from kahea.control.call import LocalCall, RpcReply
from kahea.control.errors import CodecError, EncodeError, RpcFault
from kahea.control.limits import MAX_PACKET_BYTES, MAX_REQUEST_BYTES
from kahea.control.rpc_registry import RpcRegistry
from kahea.control.value import RpcValue

__all__ = ["BinrpcPacket", "BinrpcStream", "PacketType", "answer", "decode_packet", "encode_packet", "encode_reply", "request"]

_FIRST: Final = 0xA1
_FIXED_BYTES: Final = 2
_MOST_COOKIE: Final = 2**32 - 1


class PacketType(IntEnum):
    """What a packet is."""

    REQUEST = 0
    REPLY = 1
    FAULT = 3


@dataclass(frozen=True, slots=True)
class BinrpcPacket:
    """One packet.

    Attributes:
        cookie: 0 to 2**32 - 1; the same in a request and in its reply.
        values: in a request the method comes first; in a fault they are the code and the text.
    """

    type: PacketType
    cookie: int
    values: tuple[RpcValue, ...]

    @property
    def reply(self) -> RpcReply:
        """What the server answered, as a client sees it.

        Raises:
            CodecError: the packet is a request, or a fault without a code and a text.
        """
        if self.type is PacketType.REPLY:
            return RpcReply(self.values)
        match self.values:
            case (int() as code, str() as text) if self.type is PacketType.FAULT:
                return RpcReply(fault=RpcFault(code, text))
        raise CodecError(f"binrpc: a {self.type.name.lower()} that is no answer", 1)


@dataclass(frozen=True, slots=True)
class _Head:
    type: PacketType
    cookie: int
    start: int
    end: int


def request(method: str, params: Sequence[RpcValue] = (), *, cookie: int) -> bytes:
    r"""The packet that calls `method`.

    Raises:
        EncodeError: a parameter has no place in the format.

    >>> request("core.version", cookie=0x1A2B).hex(" ")
    'a1 01 0f 1a 2b 91 0d 63 6f 72 65 2e 76 65 72 73 69 6f 6e 00'
    """
    return encode_packet(BinrpcPacket(PacketType.REQUEST, cookie, (method, *params)))


def encode_packet(packet: BinrpcPacket) -> bytes:
    """The bytes of `packet`.

    Raises:
        EncodeError: a value has no place in the format, or the packet would be larger than the limit.
    """
    body = encode_values(packet.values)
    if len(body) > MAX_PACKET_BYTES:
        raise EncodeError(f"binrpc: a body of {len(body)} bytes is above {MAX_PACKET_BYTES}")
    if not 0 <= packet.cookie <= _MOST_COOKIE:
        raise EncodeError(f"binrpc: the cookie {packet.cookie} is not in 0..{_MOST_COOKIE}")
    length, cookie = _minimal(len(body)), _minimal(packet.cookie)
    byte2 = packet.type << 4 | (len(length) - 1) << 2 | len(cookie) - 1
    return bytes((_FIRST, byte2)) + length + cookie + body


def encode_reply(reply: RpcReply, cookie: int) -> bytes:
    r"""The packet that brings `reply` to the caller; a fault when it cannot be written.

    >>> encode_reply(RpcReply(("ok",)), 7)
    b'\xa1\x10\x04\x071ok\x00'
    """
    try:
        if reply.fault is None:
            return encode_packet(BinrpcPacket(PacketType.REPLY, cookie, reply.values))
        code, text = reply.fault.code, reply.fault.text
    except EncodeError as error:
        code, text = 500, str(error)
    return encode_packet(BinrpcPacket(PacketType.FAULT, cookie, (code, text)))


def decode_packet(data: bytes, *, max_bytes: int = MAX_REQUEST_BYTES) -> BinrpcPacket:
    r"""The packet that `data` is, no more and no less; a client takes replies up to MAX_PACKET_BYTES.

    Raises:
        CodecError: it is not one whole packet, or crosses a limit.

    >>> decode_packet(b"\xa1\x10\x04\x071ok\x00").values
    ('ok',)
    """
    head = _head(data, max_bytes)
    if head is None or head.end > len(data):
        raise CodecError("binrpc: the packet is cut off", len(data))
    if head.end < len(data):
        raise CodecError(f"binrpc: {len(data) - head.end} bytes behind the packet", head.end)
    values = read_values(data[head.start :], head.start, limit=head.type is PacketType.REQUEST)
    return BinrpcPacket(head.type, head.cookie, tuple(values))


class BinrpcStream:
    r"""Cuts the bytes of one connection into packets; owned by the connection.

    >>> stream = BinrpcStream()
    >>> stream.feed(b"\xa1\x10\x04\x071o")
    []
    >>> stream.feed(b"k\x00\xa1")
    [b'\xa1\x10\x04\x071ok\x00']
    """

    __slots__ = ("_buf", "_max_bytes")

    def __init__(self, *, max_bytes: int = MAX_REQUEST_BYTES) -> None:
        self._buf = bytearray()
        self._max_bytes = max_bytes

    @property
    def pending_bytes(self) -> int:
        """Bytes that wait for the rest of their packet."""
        return len(self._buf)

    def feed(self, data: bytes) -> list[bytes]:
        """The packets that `data` completes, each to be decoded on its own.

        Raises:
            CodecError: no packet begins here, or it is above the limit; the connection is of no more use.
        """
        self._buf += data
        packets = []
        while (head := _head(self._buf, self._max_bytes)) is not None and head.end <= len(self._buf):
            packets.append(bytes(self._buf[: head.end]))
            del self._buf[: head.end]
        return packets


async def answer(data: bytes, registry: RpcRegistry, send: Callable[[bytes], None], *, autoconvert: bool = False) -> None:
    r"""Nothing; the request in `data` has run, and `send` has got its reply.

    With `autoconvert` (parameter ``ctl.autoconversion``) numbers and texts are taken for each other on the context road too.

    Raises:
        CodecError: `data` is no packet, so that there is no cookie to answer to.

    >>> from kahea.control.call import run_now
    >>> run_now(answer(request("nosuch", cookie=7), RpcRegistry(), lambda data: print(data[6:])))
    b'\xf4\x91\x19command nosuch not found\x00'
    """
    head = _head(data, MAX_REQUEST_BYTES)
    if head is None:
        raise CodecError("binrpc: the packet is cut off", len(data))
    cookie = head.cookie
    try:
        method, *params = _called(decode_packet(data), head.start)
    except CodecError as error:
        send(encode_reply(RpcReply(fault=RpcFault(400, f"bad request: {error}")), cookie))
        return
    call = LocalCall(method, params, autoconvert, on_reply=lambda reply: send(encode_reply(reply, cookie)))
    await registry.dispatch(call)


def _called(packet: BinrpcPacket, body_at: int) -> tuple[str, *tuple[RpcValue, ...]]:
    """The method and the parameters."""
    if packet.type is not PacketType.REQUEST or not packet.values:
        raise CodecError("binrpc: the packet calls no method", 1)
    return expect_text(packet.values[0], "the method", body_at), *packet.values[1:]


def _minimal(number: int) -> bytes:
    return number.to_bytes(max(1, (number.bit_length() + 7) // 8))


def _head(data: bytes | bytearray, max_bytes: int) -> _Head | None:
    """What stands before the body, None while it is cut off."""
    if data and data[0] != _FIRST:
        raise CodecError(f"binrpc: 0x{data[0]:02x} is not the first byte of a packet", 0)
    if len(data) < _FIXED_BYTES:
        return None
    kind, length_bytes, cookie_bytes = data[1] >> 4, (data[1] >> 2 & 3) + 1, (data[1] & 3) + 1
    if kind not in PacketType.__members__.values():
        raise CodecError(f"binrpc: {kind} is no type of a packet", 1)
    cookie_at = _FIXED_BYTES + length_bytes
    start = cookie_at + cookie_bytes
    if len(data) < start:
        return None
    length = int.from_bytes(data[_FIXED_BYTES:cookie_at])
    if length > max_bytes:
        raise CodecError(f"binrpc: a body of {length} bytes, at most {max_bytes} are allowed", _FIXED_BYTES)
    return _Head(PacketType(kind), int.from_bytes(data[cookie_at:start]), start, start + length)
