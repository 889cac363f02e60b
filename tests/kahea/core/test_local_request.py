"""ACK and CANCEL out of the INVITE that was sent."""

from __future__ import annotations

from typing import Any

import pytest
from tests.kahea.core.conftest import crlf

from kahea.core.local_request import build_local_ack, build_local_cancel

SENT = crlf(
    "INVITE sip:carol@127.0.0.9 SIP/2.0\n"
    "Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKours\n"
    "Via: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bKtheirs\n"
    "Route: <sip:p1;lr>\n"
    "Route: <sip:p2;lr>\n"
    "Record-Route: <sip:127.0.0.1;lr>\n"
    "Max-Forwards: 9\n"
    "f: <sip:a@b>\n ;tag=1\n"
    "t: <sip:c@d>\n"
    "i: call7\n"
    "CSeq: 0042 INVITE\n"
    "Content-Length: 2\n\n"
    "hi"
)


def test_ack_has_the_vias_top_the_replys_to_and_the_route(bench: Any) -> None:
    assert build_local_ack(bench.engine, SENT, b"<sip:c@d>;tag=2") == crlf(
        "ACK sip:carol@127.0.0.9 SIP/2.0\n"
        "Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKours\n"
        "Route: <sip:p1;lr>\n"
        "Route: <sip:p2;lr>\n"
        "f: <sip:a@b> ;tag=1\n"
        "To: <sip:c@d>;tag=2\n"
        "i: call7\n"
        "CSeq: 42 ACK\n"
        "Max-Forwards: 70\n"
        "User-Agent: kahea\n"
        "Content-Length: 0\n\n"
    )


def test_cancel_has_the_to_as_it_was_sent(bench: Any) -> None:
    bench.engine.core.server_signature = 0
    assert build_local_cancel(bench.engine, SENT, b"Reason: SIP;cause=200\r\n") == crlf(
        "CANCEL sip:carol@127.0.0.9 SIP/2.0\n"
        "Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKours\n"
        "Route: <sip:p1;lr>\n"
        "Route: <sip:p2;lr>\n"
        "f: <sip:a@b> ;tag=1\n"
        "t: <sip:c@d>\n"
        "i: call7\n"
        "CSeq: 42 CANCEL\n"
        "Max-Forwards: 70\n"
        "Reason: SIP;cause=200\n"
        "Content-Length: 0\n\n"
    )


@pytest.mark.parametrize("line", [b"Route: ", b"Max-Forwards: 9"])
def test_what_the_invite_lacks_is_not_invented(bench: Any, line: bytes) -> None:
    sent = b"\r\n".join(each for each in SENT.split(b"\r\n") if not each.startswith(line))
    built = build_local_cancel(bench.engine, sent)
    assert (b"Route: " in built, built.count(b"Max-Forwards: 70\r\n")) == (line != b"Route: ", 1)
