"""A stateless proxy does with the torture messages of RFC 4475 and RFC 5118 what their index says."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.kahea.parser.test_torture import ADVISORIES, INDEX, NO, OK, TORTURE, VERDICTS, _read

from kahea.api.testing import Lab
from kahea.core.net import Send
from kahea.parser.hf import HdrType
from kahea.parser.message import Message
from kahea.parser.reply_parts import reply_parts

pytestmark = pytest.mark.skipif(not TORTURE.is_dir(), reason=f"the torture messages are not there ({TORTURE})")

PROXY = 'request_route { forward("127.0.0.9", 5070); }'
SINK = b"127.0.0.9"
ROWS = [pytest.param(row, id=Path(row["file"]).stem) for row in INDEX]


@pytest.fixture(scope="module")
def lab() -> Lab:
    return Lab(PROXY)


def _sends(lab: Lab, data: bytes, proto: str) -> list[Send]:
    return lab.receive(data, ("127.0.0.2", 5099), proto)


def _is_untouched(received: bytes, sent: bytes) -> bool:
    """Whether only the Vias differ, what lies behind the body is gone, and a stream got the length that it needs."""
    before, after = Message(received), Message(sent)
    free = {HdrType.VIA} if before.count(HdrType.CONTENTLENGTH) else {HdrType.VIA, HdrType.CONTENTLENGTH}
    rest = [[line.replace(b"\r", b"") for kind, line in msg.lines if kind not in free] for msg in (before, after)]
    return rest[0] == rest[1] and before.body == after.body == sent[after.eoh :] and before.first_line == after.first_line


@pytest.mark.parametrize("proto", ["udp", "tcp"])
@pytest.mark.parametrize("row", ROWS)
def test_a_proxy_does_what_the_index_says(lab: Lab, row: dict[str, str], proto: str) -> None:
    data = _read(row)
    wanted = VERDICTS[Path(row["file"]).stem][1]
    sends = _sends(lab, data, proto)
    if row["class"].endswith("response") or wanted == NO:
        assert sends == []
    elif wanted == OK:
        assert [send.dst.ip for send in sends] == [SINK]
        assert _is_untouched(data, sends[0].data)
        assert len(Message(sends[0].data).values(HdrType.VIA)) == len(Message(data).values(HdrType.VIA)) + 1
    elif wanted is not None:
        assert [Message(send.data).first_line.status for send in sends] == [wanted]
        assert (sends[0].dst.ip, sends[0].dst.con_id) == (b"127.0.0.2", int(proto == "tcp"))


@pytest.mark.parametrize("row", ROWS)
def test_a_refusal_has_the_vias_and_names_of_its_request(lab: Lab, row: dict[str, str]) -> None:
    data = _read(row)
    for send in _sends(lab, data, "udp"):
        reply = Message(send.data)
        if reply.is_request:
            continue
        asked, parts = reply_parts(data), reply_parts(b"X x SIP/2.0\r\n" + send.data.partition(b"\r\n")[2])
        assert (parts.from_, parts.callid, parts.cseq) == (asked.from_, asked.callid, asked.cseq)
        assert len(parts.vias) == len(asked.vias)
        assert parts.to is None or b"tag=" in parts.to
        assert len(send.data) <= 1.5 * len(data)


def test_two_requests_without_a_branch_of_their_own_are_not_merged(lab: Lab) -> None:
    data = (TORTURE / "rfc4475" / "inv2543.dat").read_bytes()
    branches = set()
    for callid in (b"inv2543.1717@ift.client.example.com", b"other"):
        (send,) = _sends(lab, data.replace(b"inv2543.1717@ift.client.example.com", callid), "udp")
        via = Message(send.data).via1
        assert via is not None
        branches.add(via.branch)
    assert len(branches) == 2


@pytest.mark.parametrize("name", ADVISORIES)
def test_the_server_lives_through_the_advisories(lab: Lab, name: str) -> None:
    _sends(lab, (TORTURE / "advisory_repro" / f"{name}.dat").read_bytes(), "udp")
    probe = (TORTURE / "rfc4475" / "semiuri.dat").read_bytes()
    assert [send.dst.ip for send in _sends(lab, probe, "udp")] == [SINK]


def test_no_answer_is_sent_to_a_bad_message_of_kamailio_conformance() -> None:
    lab = Lab(PROXY, overrides={"sip_conformance": "kamailio"})
    assert _sends(lab, (TORTURE / "rfc4475" / "badvers.dat").read_bytes(), "udp") == []


LEFT_TO_SCRIPTS = {"intmeth", "esc02", "baddate", "bext01", "invut", "sdp01"}
"""What a user agent server refuses for reasons that only it knows: its methods, extensions, bodies and answers."""


@pytest.mark.parametrize("row", [row for row in ROWS if str(row.id) not in LEFT_TO_SCRIPTS])
def test_a_server_that_says_200_to_everything_is_asked_only_what_can_be_read(row: dict[str, str]) -> None:
    server = Lab('loadmodule "sl.so"\nrequest_route { sl_send_reply("200", "OK"); }')
    wanted = VERDICTS[Path(row["file"]).stem][0]
    codes = [Message(send.data).first_line.status for send in _sends(server, _read(row), "udp")]
    if row["class"].endswith("response"):
        assert codes == []
    elif wanted is not None:
        assert codes == [200 if wanted == OK else wanted]
