"""What the replies of this server get: headers, a date, a body."""

from __future__ import annotations

import pytest
from tests.kahea.modules.textops.traffic import MODULES, Case

from kahea.api.testing import Lab


def reply(do: str) -> tuple[list[str], str]:
    """The header lines behind CSeq, and the body, of a reply made when the statements have run."""
    lab = Lab(f'{MODULES}request_route {{ {do} sl_send_reply("200", "rc=$rc"); }}')
    (sent,) = lab.receive(Case("").request(0, 5090), src=("127.0.0.1", 5090))
    head, _, body = sent.data.decode().partition("\r\n\r\n")
    lines = head.split("\r\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("CSeq"))
    return [line for line in lines[at + 1 :] if not line.startswith("Server")], body


def test_append_to_reply_adds_whole_lines() -> None:
    assert reply(r'append_to_reply("X-A: $rU\r\n"); append_to_reply("X-B: 2\r\n");')[0][:2] == ["X-A: bob", "X-B: 2"]


def test_append_to_reply_ends_a_line_that_lacks_its_end() -> None:
    assert reply('append_to_reply("Retry-After: 5");')[0] == ["Retry-After: 5", "Content-Length: 0"]


def test_append_to_reply_outlives_msg_apply_changes() -> None:
    assert reply(r'append_to_reply("X-A: 1\r\n"); msg_apply_changes();')[0][0] == "X-A: 1"


def test_append_time_tells_the_time_of_day_in_a_reply() -> None:
    assert reply("append_time();")[0][0] == "Date: Tue, 14 Nov 2023 22:13:20 GMT"


def test_append_time_to_request_comes_first() -> None:
    lab = Lab(f'{MODULES}request_route {{ append_time_to_request(); $du = "sip:127.0.0.1:5090"; forward(); }}')
    (sent,) = lab.receive(Case("").request(0, 5090), src=("127.0.0.1", 5090))
    lines = [line for line in sent.data.split(b"\r\n")[1:] if not line.startswith(b"Via")]
    assert lines[0] == b"Date: Tue, 14 Nov 2023 22:13:20 GMT"


@pytest.mark.parametrize(
    ("do", "lines", "body"),
    [
        ('set_reply_body("hi $rU", "text/x");', ["Content-Type: text/x", "Content-Length: 6"], "hi bob"),
        # The last one given is the one that counts, type and all.
        ('set_reply_body("a", "t/a"); set_reply_body("bb", "t/b");', ["Content-Type: t/b", "Content-Length: 2"], "bb"),
        ('set_reply_body("", "text/x");', ["Content-Length: 0"], ""),
        ('set_reply_body_hex("68 69", "text/x");', ["Content-Type: text/x", "Content-Length: 2"], "hi"),
        ('set_reply_body_hex("6x", "text/x");', ["Content-Length: 0"], ""),
    ],
)
def test_set_reply_body_and_set_reply_body_hex_give_replies_a_body(do: str, lines: list[str], body: str) -> None:
    assert reply(do) == (lines, body)
