"""When things are sent again, and when they are given up (RFC 3261 §17, Table 4)."""

from __future__ import annotations

import pytest
from tests.kahea.modules.tm.traffic import CALLEE, CALLER, RELAY, answer, first, firsts, invite, only, request, schedule

from kahea.api.testing import Lab
from kahea.modules.tm.state import tm_state


def with_params(**values: int | str) -> str:
    lines = "\n".join(f'modparam("tm", "{name}", {value!r})'.replace("'", '"') for name, value in values.items())
    return RELAY.replace('loadmodule "tm.so"', f'loadmodule "pv.so"\nloadmodule "tm.so"\n{lines}')


def with_script(line: str, **values: int | str) -> str:
    return with_params(**values).replace("    t_relay();\n", f"    {line}\n    t_relay();\n")


def times(lab: Lab, seconds: float, kind: str) -> list[float]:
    return [when for when, what in schedule(lab, seconds) if what == kind]


def in_memory(lab: Lab) -> int:
    with lab.at_work():
        return len(tm_state())


def test_timer_a_doubles() -> None:
    lab = Lab(RELAY)
    invite(lab)
    assert times(lab, 29.0, "INVITE") == [0.5, 1.5, 3.5, 7.5, 15.5]


def test_timer_a_stops_at_retr_timer2_in_the_conformance_of_kamailio() -> None:
    lab = Lab("sip_conformance=kamailio\n" + RELAY)
    invite(lab)
    assert times(lab, 16.0, "INVITE") == [0.5, 1.5, 3.5, 7.5, 11.5, 15.5]


def test_timer_e_doubles_up_to_retr_timer2() -> None:
    lab = Lab(RELAY)
    lab.receive(request("MESSAGE"), src=CALLER)
    assert times(lab, 16.0, "MESSAGE") == [0.5, 1.5, 3.5, 7.5, 11.5, 15.5]


def test_retr_timer1_and_retr_timer2_set_the_intervals() -> None:
    lab = Lab(with_params(retr_timer1=1000, retr_timer2=2000))
    lab.receive(request("MESSAGE"), src=CALLER)
    assert times(lab, 8.0, "MESSAGE") == [1.0, 3.0, 5.0, 7.0]


def test_a_provisional_reply_stops_timer_a() -> None:
    lab = Lab(RELAY)
    lab.receive(answer(invite(lab), 180), src=CALLEE)
    assert times(lab, 60.0, "INVITE") == []


def test_a_provisional_reply_slows_timer_e_down() -> None:
    lab = Lab(RELAY)
    (sent,) = lab.receive(request("MESSAGE"), src=CALLER)
    lab.receive(answer(sent, 100), src=CALLEE)
    assert times(lab, 13.0, "MESSAGE") == [0.5, 4.5, 8.5, 12.5]


@pytest.mark.parametrize("fr_timer", [30_000, 5_000])
def test_fr_timer_ends_an_invite_without_reply(fr_timer: int) -> None:
    lab = Lab(with_params(fr_timer=fr_timer))
    invite(lab)
    assert times(lab, fr_timer / 1000 + 0.4, "408") == [fr_timer / 1000]


def test_timer_f_ends_another_request_in_silence_by_rfc_4320() -> None:
    lab = Lab(RELAY)
    lab.receive(request("MESSAGE"), src=CALLER)
    assert times(lab, 100.0, "408") == []
    assert in_memory(lab) == 0


def test_timer_f_tells_the_caller_in_the_conformance_of_kamailio() -> None:
    lab = Lab("sip_conformance=kamailio\n" + RELAY)
    lab.receive(request("MESSAGE"), src=CALLER)
    assert times(lab, 100.0, "408") == [30.0]


def test_late_reply_to_another_request_is_absorbed() -> None:
    lab = Lab(RELAY)
    (sent,) = lab.receive(request("MESSAGE"), src=CALLER)
    lab.advance(31.0)
    assert lab.receive(answer(sent, 200), src=CALLEE) == []


@pytest.mark.parametrize("fr_inv_timer", [120_000, 20_000])
def test_fr_inv_timer_cancels_and_answers_408(fr_inv_timer: int) -> None:
    lab = Lab(with_params(fr_inv_timer=fr_inv_timer))
    lab.receive(answer(invite(lab), 180), src=CALLEE)
    happened = schedule(lab, fr_inv_timer / 1000 + 0.1)
    assert happened == [(fr_inv_timer / 1000, "CANCEL"), (fr_inv_timer / 1000, "408")]


def test_max_inv_lifetime_ends_what_keeps_ringing() -> None:
    lab = Lab(with_params(max_inv_lifetime=25_000, fr_inv_timer=20_000))
    sent = invite(lab)
    lab.receive(answer(sent, 180), src=CALLEE)
    lab.advance(10.0)
    lab.receive(answer(sent, 180), src=CALLEE)
    assert times(lab, 15.2, "408") == [15.0]


def test_max_noninv_lifetime_ends_another_request() -> None:
    lab = Lab("sip_conformance=kamailio\n" + with_params(max_noninv_lifetime=7_000))
    lab.receive(request("MESSAGE"), src=CALLER)
    assert times(lab, 30.0, "408") == [7.0]


@pytest.mark.parametrize(("value", "when"), [(1, 20.0), (0, 10.0)])
def test_restart_fr_on_each_reply(value: int, when: float) -> None:
    lab = Lab(with_params(fr_inv_timer=20_000, restart_fr_on_each_reply=value))
    sent = invite(lab)
    lab.receive(answer(sent, 180), src=CALLEE)
    lab.advance(10.0)
    lab.receive(answer(sent, 180), src=CALLEE)
    assert times(lab, 20.1, "408")[0] == when


def test_timer_g_repeats_a_refusal_until_the_ack() -> None:
    lab = Lab(RELAY)
    lab.receive(answer(invite(lab), 486), src=CALLEE)
    assert times(lab, 8.0, "486") == [0.5, 1.5, 3.5, 7.5]
    lab.receive(request("ACK", to_tag="to1"), src=CALLER)
    assert times(lab, 60.0, "486") == []


def test_timer_h_forgets_a_refusal_that_nobody_acknowledges() -> None:
    lab = Lab(RELAY)
    lab.receive(answer(invite(lab), 486), src=CALLEE)
    lab.advance(29.9)
    assert in_memory(lab) == 1
    lab.advance(0.2)
    assert in_memory(lab) == 0


def test_refusal_over_a_stream_is_not_repeated() -> None:
    lab = Lab(RELAY)
    sends = lab.receive(request(via="SIP/2.0/TCP 10.0.0.2:5060;branch=z9hG4bKt"), src=CALLER, proto="tcp")
    lab.receive(answer(only(sends, "INVITE"), 486), src=CALLEE)
    assert times(lab, 20.0, "486") == []


@pytest.mark.parametrize("wt_timer", [5_000, 1_000, 32_000])
def test_wt_timer_says_how_long_a_finished_transaction_absorbs(wt_timer: int) -> None:
    lab = Lab(with_params(wt_timer=wt_timer))
    (sent,) = lab.receive(request("MESSAGE"), src=CALLER)
    lab.receive(answer(sent, 200), src=CALLEE)
    lab.advance(wt_timer / 1000 - 0.1)
    assert in_memory(lab) == 1
    assert firsts(lab.receive(request("MESSAGE"), src=CALLER)) == ["200"]
    lab.advance(0.2)
    assert in_memory(lab) == 0


def test_t_set_fr_sets_both_times() -> None:
    lab = Lab(with_script("t_set_fr(15000, 4000);"))
    invite(lab)
    assert times(lab, 10.0, "408")[0] == 4.0
    lab = Lab(with_script("t_set_fr(15000, 4000);"))
    lab.receive(answer(invite(lab), 180), src=CALLEE)
    assert times(lab, 20.0, "408")[0] == 15.0


def test_t_reset_fr_undoes_t_set_fr() -> None:
    lab = Lab(with_script("t_set_fr(15000, 4000); t_reset_fr();"))
    invite(lab)
    assert times(lab, 31.0, "408")[0] == 30.0


def test_t_set_fr_in_a_reply_route_restarts_the_branch() -> None:
    config = with_script('t_on_reply("R");') + "onreply_route[R] { t_set_fr(3000); }\n"
    lab = Lab(config)
    lab.receive(answer(invite(lab), 180), src=CALLEE)
    assert times(lab, 10.0, "408")[0] == 3.0


def test_t_set_retr_sets_the_intervals() -> None:
    lab = Lab(with_script("t_set_retr(1000, 2000);"))
    lab.receive(request("MESSAGE"), src=CALLER)
    assert times(lab, 6.0, "MESSAGE") == [1.0, 3.0, 5.0]


def test_t_reset_retr_undoes_t_set_retr() -> None:
    lab = Lab(with_script("t_set_retr(1000, 2000); t_reset_retr();"))
    lab.receive(request("MESSAGE"), src=CALLER)
    assert times(lab, 2.0, "MESSAGE") == [0.5, 1.5]


def test_t_set_max_lifetime_ends_the_transaction() -> None:
    lab = Lab(with_script("t_set_max_lifetime(6000, 3000);"))
    lab.receive(answer(invite(lab), 180), src=CALLEE)
    assert times(lab, 10.0, "408")[0] == 6.0


def test_t_reset_max_lifetime_undoes_t_set_max_lifetime() -> None:
    lab = Lab(with_script("t_set_max_lifetime(6000, 3000); t_reset_max_lifetime();"))
    lab.receive(answer(invite(lab), 180), src=CALLEE)
    assert times(lab, 10.0, "408") == []


def test_fr_timer_avp_and_fr_inv_timer_avp_are_in_seconds() -> None:
    params: dict[str, int | str] = {"fr_timer_avp": "$avp(fr)", "fr_inv_timer_avp": "$avp(fi)"}
    lab = Lab(with_script("$avp(fr) = 3; $avp(fi) = 9;", **params))
    invite(lab)
    assert times(lab, 5.0, "408")[0] == 3.0
    lab = Lab(with_script("$avp(fr) = 3; $avp(fi) = 9;", **params))
    lab.receive(answer(invite(lab), 180), src=CALLEE)
    assert times(lab, 12.0, "408")[0] == 9.0


@pytest.mark.parametrize(("value", "heard"), [(1, True), (0, False)])
def test_noisy_ctimer_0_is_silent_about_a_lone_silent_branch(value: int, heard: bool) -> None:
    lab = Lab(with_params(noisy_ctimer=value))
    invite(lab)
    assert bool(times(lab, 31.0, "408")) is heard


def test_reply_408_code_and_reply_408_reason_stand_in_for_silence() -> None:
    lab = Lab(with_params(reply_408_code=480, reply_408_reason="Nobody There"))
    invite(lab)
    sends = lab.advance(30.0)
    assert only([send for send in sends if first(send).isdigit()], "480").data.startswith(b"SIP/2.0 480 Nobody There\r\n")


def test_parameters_change_while_the_server_runs() -> None:
    lab = Lab(RELAY)
    lab.engine.settings.set_now("tm", "fr_timer", 2000)
    invite(lab)
    assert times(lab, 3.0, "408")[0] == 2.0
