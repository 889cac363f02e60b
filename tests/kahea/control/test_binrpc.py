"""kahea.control.binrpc."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kahea.control.binrpc import (
    BinrpcPacket,
    BinrpcStream,
    PacketType,
    answer,
    decode_packet,
    encode_packet,
    encode_reply,
    request,
)
from kahea.control.call import RpcReply, run_now
from kahea.control.core_cmd import register_core_cmd
from kahea.control.errors import CodecError, EncodeError, RpcFault
from kahea.control.limits import MAX_PACKET_BYTES, MAX_REQUEST_BYTES
from kahea.control.rpc_export import RpcExport
from kahea.control.rpc_registry import RpcRegistry

# the wire of Kamailio 5.6.3
VERSION_REQUEST = bytes.fromhex("A1 01 0F 1A 2B 91 0D 63 6F 72 65 2E 76 65 72 73 69 6F 6E 00")
VERSION_REPLY = bytes.fromhex("A1 11 21 1A 2B 91 1F") + b"kamailio 5.6.3 (x86_64/linux) \0"
UNKNOWN_FAULT = bytes.fromhex("A1 30 1E 07 20 01 F4 91 19") + b"command nosuch not found\0"
DISPATCHER_LIST = (
    b"\xa1\x11\x66\x1a+\x03uNRSETS\x00\x10\x01\x95\x08RECORDS\x00\x03ESET\x00\x035ID\x00\x10\x02\x83"
    b"ESET\x00\x035ID\x00\x10\x01\x95\x08TARGETS\x00\x03UDEST\x00\x03EURI\x00\x91\x06sip:a\x00\x83"
    b"UDEST\x00\x03EURI\x00\x91\x06sip:b\x00\x83\x83\x83\x83\x83"
)


@pytest.fixture
def registry() -> RpcRegistry:
    made = RpcRegistry()
    register_core_cmd(made)
    return made


def _ask(registry: RpcRegistry, data: bytes) -> BinrpcPacket:
    sent: list[bytes] = []
    run_now(answer(data, registry, sent.append))
    (reply,) = sent
    return decode_packet(reply)


def test_a_request_has_the_bytes_that_kamcmd_sends() -> None:
    assert request("core.version", cookie=0x1A2B) == VERSION_REQUEST
    assert decode_packet(VERSION_REQUEST) == BinrpcPacket(PacketType.REQUEST, 0x1A2B, ("core.version",))


def test_a_reply_has_the_bytes_that_kamailio_sends() -> None:
    assert encode_reply(RpcReply(("kamailio 5.6.3 (x86_64/linux) ",)), 0x1A2B) == VERSION_REPLY
    assert decode_packet(VERSION_REPLY).reply == RpcReply(("kamailio 5.6.3 (x86_64/linux) ",))


def test_a_fault_has_the_bytes_that_kamailio_sends(registry: RpcRegistry) -> None:
    sent: list[bytes] = []
    run_now(answer(request("nosuch", cookie=7), registry, sent.append))
    assert sent == [UNKNOWN_FAULT]
    assert str(decode_packet(UNKNOWN_FAULT).reply.fault) == "500 command nosuch not found"


def test_kamailios_arrays_inside_structures_are_arrays() -> None:
    data = DISPATCHER_LIST[:2] + bytes([len(DISPATCHER_LIST) - 5]) + DISPATCHER_LIST[3:]
    (listed,) = decode_packet(data).reply.values
    assert listed == {
        "NRSETS": 1,
        "RECORDS": [
            {"SET": {"ID": 2}},
            {"SET": {"ID": 1, "TARGETS": [{"DEST": {"URI": "sip:a"}}, {"DEST": {"URI": "sip:b"}}]}},
        ],
    }


@pytest.mark.parametrize("cookie", [0, 1, 0xFF, 0x100, 0xFFFFFF, 0xFFFFFFFF])
@pytest.mark.parametrize("size", [0, 1, 300, 70_000])
def test_sizes_of_length_and_cookie(cookie: int, size: int) -> None:
    packet = BinrpcPacket(PacketType.REPLY, cookie, ("x" * size,))
    assert decode_packet(encode_packet(packet), max_bytes=MAX_PACKET_BYTES) == packet


def test_a_packet_has_its_limits() -> None:
    with pytest.raises(EncodeError, match="above 67108864"):
        encode_packet(BinrpcPacket(PacketType.REPLY, 1, (b"x" * MAX_PACKET_BYTES,)))
    with pytest.raises(EncodeError, match="cookie"):
        encode_packet(BinrpcPacket(PacketType.REPLY, 2**32, ()))
    with pytest.raises(CodecError, match=f"at most {MAX_REQUEST_BYTES}"):
        decode_packet(b"\xa1\x08\x01\x00\x00\x01")


def test_a_reply_that_cannot_be_written_is_a_fault() -> None:
    fault = decode_packet(encode_reply(RpcReply((2**64,)), 3)).reply.fault
    assert fault is not None
    assert str(fault) == "500 binrpc: an integer has more than 64 bits"


BAD_PACKETS = [
    (b"", "the packet is cut off (offset 0)"),
    (b"\x16", "0x16 is not the first byte of a packet (offset 0)"),
    (b"\xa2\x00\x00\x00", "0xa2 is not the first byte of a packet (offset 0)"),
    (b"\xa1\x20\x00\x00", "2 is no type of a packet (offset 1)"),
    (b"\xa1\x00\x05\x01\x00", "the packet is cut off (offset 5)"),
    (b"\xa1\x00\x01\x01\x00\x00", "1 bytes behind the packet (offset 5)"),
    (b"\xa1\x00\x01\x01\x07", "a record of the unknown type 7 (offset 4)"),
]


@pytest.mark.parametrize(("data", "reason"), BAD_PACKETS)
def test_bad_packets_are_refused_with_their_place(data: bytes, reason: str) -> None:
    with pytest.raises(CodecError) as caught:
        decode_packet(data)
    assert str(caught.value) == f"binrpc: {reason}"


BAD_REQUESTS = [
    (b"\xa1\x00\x00\x07", "400 bad request: binrpc: the packet calls no method (offset 1)"),
    (b"\xa1\x10\x02\x0711", "400 bad request: binrpc: a record of 3 bytes, and 1 are left (offset 4)"),
    (b"\xa1\x10\x02\x07\x11\x00", "400 bad request: binrpc: the packet calls no method (offset 1)"),
    (b"\xa1\x00\x02\x07\x10\x05", "400 bad request: binrpc: the method is an integer and not a string (offset 4)"),
    (b"\xa1\x00\x01\x07\x03", "400 bad request: binrpc: a record is missing (offset 5)"),
]


@pytest.mark.parametrize(("data", "fault"), BAD_REQUESTS)
def test_a_bad_request_is_answered_with_its_cookie(registry: RpcRegistry, data: bytes, fault: str) -> None:
    packet = _ask(registry, data)
    assert (packet.cookie, str(packet.reply.fault)) == (7, fault)


def test_an_endless_method_is_refused(registry: RpcRegistry) -> None:
    fault = _ask(registry, request("x" * 300, cookie=7)).reply.fault
    assert fault is not None
    assert "is too long" in fault.text


def test_no_packet_cannot_be_answered(registry: RpcRegistry) -> None:
    for data in (b"", b"\xa1", b"GET / HTTP/1.1\r\n"):
        sent: list[bytes] = []
        with pytest.raises(CodecError):
            run_now(answer(data, registry, sent.append))
        assert sent == []


def test_parameters_reach_the_command(registry: RpcRegistry) -> None:
    def command(a: int, b: float, c: str) -> dict[str, str]:
        return {"got": repr((a, b, c))}

    registry.register(RpcExport("t.command", command))
    assert _ask(registry, request("t.command", [5, 2.5, 7], cookie=1)).values == ({"got": "(5, 2.5, '7')"},)


def test_numbers_and_texts_are_taken_for_each_other_when_asked(registry: RpcRegistry) -> None:
    sent: list[bytes] = []
    for autoconvert in (False, True):
        run_now(answer(request("core.prints", [5], cookie=7), registry, sent.append, autoconvert=autoconvert))
    refused, taken = (decode_packet(data).reply for data in sent)
    assert str(refused.fault) == "400 parameter 1 must be a string, not 5"
    assert taken.values == ("5",)


@pytest.mark.parametrize(
    "packet",
    [
        BinrpcPacket(PacketType.REQUEST, 1, ("a",)),
        BinrpcPacket(PacketType.FAULT, 1, ("a",)),
        BinrpcPacket(PacketType.FAULT, 1, ()),
    ],
)
def test_what_is_no_answer_is_refused_by_a_client(packet: BinrpcPacket) -> None:
    with pytest.raises(CodecError, match="no answer"):
        _ = packet.reply


PACKETS = [VERSION_REQUEST, VERSION_REPLY, UNKNOWN_FAULT, b"\xa1\x10\x00\x00"]


@pytest.mark.parametrize("step", [1, 2, 3, 7])
def test_a_stream_is_cut_alike_in_any_pieces(step: int) -> None:
    data, stream = b"".join(PACKETS), BinrpcStream()
    assert [packet for at in range(0, len(data), step) for packet in stream.feed(data[at : at + step])] == PACKETS
    assert stream.pending_bytes == 0


def test_a_stream_is_cut_alike_at_every_byte() -> None:
    data = b"".join(PACKETS)
    for at in range(len(data)):
        stream = BinrpcStream()
        assert stream.feed(data[:at]) + stream.feed(data[at:]) == PACKETS


def test_a_stream_that_is_no_binrpc_is_refused_at_its_first_byte() -> None:
    with pytest.raises(CodecError, match="0x47"):
        BinrpcStream().feed(b"G")


def test_a_stream_waits_for_no_more_than_the_limit() -> None:
    with pytest.raises(CodecError, match="at most 65535"):
        BinrpcStream().feed(b"\xa1\x0c\x00\x01\x00\x00\x00")


@given(st.data())
def test_mutated_packets_give_a_packet_or_a_codec_error(data: st.DataObject) -> None:
    packet = bytearray(data.draw(st.sampled_from([*PACKETS, DISPATCHER_LIST])))
    for _ in range(data.draw(st.integers(1, 4))):
        packet[data.draw(st.integers(0, len(packet) - 1))] = data.draw(st.integers(0, 255))
    offset = 0
    try:
        decode_packet(bytes(packet))
    except CodecError as error:
        offset = error.offset
    assert 0 <= offset <= len(packet)


@given(st.binary(max_size=60))
def test_any_bytes_behind_a_head_are_answered(body: bytes) -> None:
    made = RpcRegistry()
    register_core_cmd(made)
    packet = _ask(made, b"\xa1\x00" + bytes([len(body)]) + b"\x07" + body)
    assert packet.cookie == 7
    assert packet.reply.fault is None or isinstance(packet.reply.fault, RpcFault)
