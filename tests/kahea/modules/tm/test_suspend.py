"""Scripts that stop and go on later."""

from __future__ import annotations

import pytest
from tests.kahea.modules.tm.traffic import CALLEE, CALLER, answer, firsts, only, request, schedule

from kahea.api import peer
from kahea.api.peers.tm import TmApi
from kahea.api.testing import Lab
from kahea.modules.tm.state import tm_state

HEAD = 'loadmodule "tm.so"\nloadmodule "tmx.so"\nloadmodule "pv.so"\nloadmodule "xlog.so"\n'
SUSPEND = """request_route {
    if (method == "ACK" || method == "CANCEL") { if (!t_check_trans()) exit; t_relay(); exit; }
    $avp(kept) = "yes";
    setflag(2);
    t_suspend();
    exit;
}
"""


def go_on(lab: Lab, route: str = "LATER") -> tuple[int, list[str]]:
    """What t_continue answers for the oldest transaction, and what is sent."""
    with lab.at_work():
        t = next(iter(tm_state()))
        api = peer(TmApi)
    assert api is not None
    before = len(lab.sent)
    code = lab.run(api.t_continue(t.index, t.label, route))
    return code, firsts(lab.sent[before:])


def test_t_suspend_answers_100_and_waits() -> None:
    lab = Lab(HEAD + SUSPEND + "route[LATER] { t_relay(); }")
    assert firsts(lab.receive(request(), src=CALLER)) == ["100"]
    assert schedule(lab, 5.0) == []
    assert firsts(lab.receive(request(), src=CALLER)) == ["100"]


def test_t_continue_relays_with_the_flags_and_avps_of_the_request() -> None:
    lab = Lab(HEAD + SUSPEND + 'route[LATER] { xlog("L_ERR", "has $avp(kept) $mf\\n"); t_relay(); }')
    lab.receive(request(), src=CALLER)
    assert go_on(lab) == (1, ["INVITE"])
    assert any("has yes 4" in line for line in lab.log)
    assert firsts(lab.receive(answer(lab.sent[-1], 200), src=CALLEE)) == ["200"]


def test_t_continue_may_answer() -> None:
    lab = Lab(HEAD + SUSPEND + 'route[LATER] { t_reply("403", "No"); }')
    lab.receive(request(), src=CALLER)
    assert go_on(lab) == (1, ["403"])
    assert go_on(lab)[0] == -1


def test_route_that_does_nothing_is_answered_500() -> None:
    lab = Lab(HEAD + SUSPEND + "route[LATER] { return; }")
    lab.receive(request(), src=CALLER)
    assert go_on(lab) == (1, ["500"])


def test_suspended_request_that_nobody_continues_times_out() -> None:
    lab = Lab(HEAD + SUSPEND + "route[LATER] { return; }")
    lab.receive(request(), src=CALLER)
    assert schedule(lab, 120.1) == [(120.0, "408")]


def test_cancel_of_a_suspended_request_ends_it() -> None:
    lab = Lab(HEAD + SUSPEND + "route[LATER] { t_relay(); }")
    lab.receive(request(), src=CALLER)
    assert firsts(lab.receive(request("CANCEL"), src=CALLER)) == ["200", "487"]
    assert go_on(lab)[0] == -1


REPLY = """request_route { if (method == "ACK") { t_check_trans(); exit; } t_on_reply("R"); t_relay(); }
onreply_route[R] { if (t_is_retr_async_reply()) drop; if (status == "200") t_suspend(); }
route[LATER] { xlog("L_ERR", "later $rs\\n"); }
"""


def test_suspended_reply_goes_on_when_it_is_continued() -> None:
    lab = Lab(HEAD + REPLY)
    sent = only(lab.receive(request(), src=CALLER), "INVITE")
    assert lab.receive(answer(sent, 200), src=CALLEE) == []
    assert go_on(lab) == (1, ["200"])
    assert any("later 200" in line for line in lab.log)


def test_t_is_retr_async_reply_knows_that_a_reply_waits() -> None:
    lab = Lab(HEAD + REPLY.replace("drop;", '{ xlog("L_ERR", "again\\n"); drop; }'))
    sent = only(lab.receive(request(), src=CALLER), "INVITE")
    lab.receive(answer(sent, 200), src=CALLEE)
    lab.receive(answer(sent, 180), src=CALLEE)
    lab.receive(answer(sent, 200), src=CALLEE)
    assert sum("again" in line for line in lab.log) == 1


@pytest.mark.parametrize(("mode", "kinds"), [(1, []), (0, ["200"])])
def test_reply_relay_mode_drops_a_suspended_200_behind_another_final_reply(mode: int, kinds: list[str]) -> None:
    lab = Lab(f'{HEAD}modparam("tm", "reply_relay_mode", {mode})\n{REPLY}')
    sent = only(lab.receive(request(), src=CALLER), "INVITE")
    lab.receive(answer(sent, 200), src=CALLEE)
    with lab.working():
        t = next(iter(tm_state()))
        from kahea.modules.tm.functions_reply import reply_in

        assert reply_in(t, t.request, 480, b"Gone") == 1
    assert go_on(lab) == (1, kinds)
