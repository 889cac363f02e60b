"""Loops of requests that fork (RFC 5393)."""

from __future__ import annotations

import pytest
from tests.kahea.modules.tm.traffic import CALLER, first, firsts, header, invite, request

from kahea.api.testing import Lab

FORK = """loadmodule "tm.so"
loadmodule "pv.so"
request_route {
    if (method == "ACK") { t_check_trans(); exit; }
    append_branch("sip:bob@127.0.0.1:5060");
    t_relay();
}
"""
HOME = "sip:bob@127.0.0.1:5060"


def storm(lab: Lab, most: int) -> int:
    """How many INVITEs are sent in all when each that is sent to the server itself comes back to it."""
    waiting = [send for send in lab.receive(request(uri=HOME), src=CALLER) if first(send) == "INVITE"]
    count = len(waiting)
    while waiting and count < most:
        send = waiting.pop()
        again = [each for each in lab.receive(send.data, src=("127.0.0.1", 5060)) if first(each) == "INVITE"]
        count += len(again)
        waiting += again
    return count


def test_loop_of_a_forking_proxy_is_answered_482() -> None:
    lab = Lab(FORK)
    sent = invite_home(lab)
    assert firsts(lab.receive(sent, src=("127.0.0.1", 5060)))[-1] == "482"


def invite_home(lab: Lab) -> bytes:
    sends = [send for send in lab.receive(request(uri=HOME), src=CALLER) if first(send) == "INVITE"]
    return sends[0].data


def test_two_way_fork_loop_stays_small() -> None:
    assert storm(Lab(FORK), 1000) < 100


def test_spiral_with_another_uri_may_go_on() -> None:
    lab = Lab(FORK.replace("    append_branch", '    if ($rU == "bob") $rU = "carol"; append_branch'))
    sent = invite_home(lab)
    assert b"INVITE sip:carol@" in sent
    assert "482" not in firsts(lab.receive(sent, src=("127.0.0.1", 5060)))


@pytest.mark.parametrize(("given", "shares"), [("", ["30", "30"]), ("Max-Breadth: 5\r\n", ["3", "2"])])
def test_branches_share_the_breadth(given: str, shares: list[str]) -> None:
    sends = [send for send in Lab(FORK).receive(request(headers=given), src=CALLER) if first(send) == "INVITE"]
    assert [header(send, "Max-Breadth") for send in sends] == shares
    assert [send.data.count(b"Max-Breadth:") for send in sends] == [1, 1]


def test_more_branches_than_the_breadth_are_answered_440() -> None:
    assert firsts(Lab(FORK).receive(request(headers="Max-Breadth: 1\r\n"), src=CALLER)) == ["100", "440"]


def test_single_branch_has_no_breadth_of_its_own() -> None:
    lab = Lab(FORK.replace("append_branch", "#append_branch"))
    assert header(invite(lab), "Max-Breadth") == ""
