"""kahea.parser.reply_parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kahea.parser.reply_parts import ReplyParts, reply_parts

BAD = (
    b"INVITE  sip:a b SIP/9.9\r\nvia : SIP/2.0/UDP [::1]:5060;;,\r\nv: SIP / 2.0 / TCP h\r\n"
    b"To: <sip:a\r\n\t@b>;tag=\r\nTo: ;tag=\r\n"
    b'From: "x\r\nnonsense\r\nCall-ID: c\rd\x00\r\nCSeq: x\r\n\r\nFrom: body'
)


def test_parts_of_a_bad_request() -> None:
    """CVE-2018-14767, CVE-2018-16657: a second To with an empty tag, a Via that no grammar accepts."""
    assert reply_parts(BAD) == ReplyParts(
        method=b"INVITE",
        vias=(b"SIP/2.0/UDP [::1]:5060;;,", b"SIP / 2.0 / TCP h"),
        from_=b'"x',
        to=b"<sip:a @b>;tag=",
        callid=b"c d\x00",
        cseq=b"x",
    )
    assert reply_parts(BAD).sent_by_host == b"[::1]"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\r\n\r\n",
        b"\0\0\0\0",
        b"INVITE sip:a SIP/2.0\r\n\r\n",
        b"INVITE sip:a SIP/2.0\r\nVia: \r\n\r\n",
        b"INVITE sip:a SIP/2.0\r\nVia: x\r\n\r\n",
        b"ACK sip:a SIP/2.0\r\nVia: SIP/2.0/UDP h\r\n\r\n",
        b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP h\r\n\r\n",
    ],
)
def test_not_answerable(data: bytes) -> None:
    assert not reply_parts(data).is_answerable


@given(st.binary(max_size=300))
def test_any_bytes_give_parts_fit_for_one_line(data: bytes) -> None:
    parts = reply_parts(b"X y z\r\nVia:" + data)
    for body in (*parts.vias, parts.from_, parts.to, parts.callid, parts.cseq):
        assert not body or (b"\r" not in body and b"\n" not in body)
