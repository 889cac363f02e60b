"""The trace that was recorded from Kamailio 5.6.3: three branches of which one is dropped, and 486 that becomes 404."""

from __future__ import annotations

import re

from tests.kahea.modules.tm.traffic import CALLEE, CALLER, answer, first, firsts, request, schedule

from kahea.api.testing import Lab

CONFIG = r"""
debug=2
flags aa, bb:7;
listen=udp:127.0.0.1:5060 name "s1"
loadmodule "tm.so"
loadmodule "tmx.so"
loadmodule "pv.so"
loadmodule "xlog.so"
request_route {
    if (method == "ACK") { t_check_trans(); exit; }
    setflag(aa);
    setflag(bb);
    $ru = "sip:x@10.0.0.9:5070";
    append_branch("sip:y@10.0.0.9:5071");
    append_branch("sip:drop@10.0.0.9:5072");
    xlog("L_INFO", "request mf=$mf Rn=$Rn fsn=$fsn\n");
    xlog("L_INFO", "$ds\n");
    xlog("L_INFO", "count=$branch(count) first=$(branch(uri)[0])\n");
    t_on_branch("BB");
    t_on_reply("RR");
    t_on_failure("FF");
    t_relay();
    xlog("L_INFO", "relayed rc=$rc\n");
}
branch_route[BB] {
    xlog("L_INFO", "branch $T_branch_idx $rU\n");
    if ($rU == "drop") drop;
}
onsend_route { xlog("L_INFO", "onsend $rU\n"); }
reply_route {
    xlog("L_INFO", "reply $rs\n");
    if (status == "183") drop;
}
onreply_route[RR] {
    xlog("L_INFO", "onreply $rs\n");
    if (status == "180") drop;
}
failure_route[FF] {
    xlog("L_INFO", "failure $T_reply_code $rm $rU\n");
    if (t_check_status("486")) t_reply("404", "Not Here");
}
"""

BEFORE = [
    "request mf=129 Rn=s1 fsn=<null>",
    "Contact: <sip:x@10.0.0.9:5070>, <sip:y@10.0.0.9:5071>, <sip:drop@10.0.0.9:5072>",
    "count=2 first=sip:y@10.0.0.9:5071",
    "branch 0 x",
    "branch 1 y",
    "branch 2 drop",
    "onsend x",
    "onsend y",
    "relayed rc=1",
]
RINGING = ["reply 183", "reply 180", "onreply 180"]
BUSY = ["reply 486", "onreply 486"]


def script_lines(lab: Lab) -> list[str]:
    return [line.partition("<script>: ")[2].rstrip() for line in lab.log if "<script>" in line]


def test_golden_trace_of_routes_and_messages() -> None:
    lab = Lab(CONFIG)
    sends = lab.receive(request(), src=CALLER)
    invites = [send for send in sends if first(send) == "INVITE"]
    assert firsts(sends) == ["100", "INVITE", "INVITE"]
    assert b"SIP/2.0 100 trying -- your call is important to us\r\n" in sends[0].data
    assert script_lines(lab) == BEFORE
    for each in invites:
        assert lab.receive(answer(each, 183), src=CALLEE) == []
        assert lab.receive(answer(each, 180), src=CALLEE) == []
    assert script_lines(lab)[len(BEFORE) :] == RINGING * 2
    assert firsts(lab.receive(answer(invites[0], 486), src=CALLEE)) == ["ACK"]
    assert firsts(lab.receive(answer(invites[1], 486), src=CALLEE)) == ["ACK", "404"]
    ends = script_lines(lab)[len(BEFORE) + 2 * len(RINGING) :]
    assert ends[:4] == BUSY * 2
    assert [re.sub(r"\s+\w$", "", line) for line in ends[4:]] == ["failure 486 INVITE"]


def test_golden_trace_ends_with_404_until_it_is_acknowledged() -> None:
    lab = Lab(CONFIG)
    invites = [send for send in lab.receive(request(), src=CALLER) if first(send) == "INVITE"]
    for each in invites:
        last = lab.receive(answer(each, 486), src=CALLEE)
    assert firsts(last) == ["ACK", "404"]
    assert schedule(lab, 2.0) == [(0.5, "404"), (1.5, "404")]
    lab.receive(request("ACK", to_tag="any"), src=CALLER)
    assert schedule(lab, 60.0) == []
