"""Module acc: what stands in the log, and which transactions it is about."""

from __future__ import annotations

import time

import pytest
from tests.kahea.modules.tm.traffic import CALLEE, CALLER, answer, header, invite, request

from kahea.api.testing import Lab
from kahea.base.errors import KaheaError

from .calls import ack, call, fields, lines, made, server

BODY = "Content-Type: application/sdp\r\n"
SDP = b"v=0\r\n"
RR = 'loadmodule "rr.so"'
ALL = "setflag(1); setflag(2); setflag(3);"


def codes(lab: Lab) -> list[tuple[str, str]]:
    return [(line.partition(":")[0], fields(line)["code"]) for line in lines(lab)]


def test_log_flag_has_an_answered_call_accounted() -> None:
    lab = server()
    call(lab)
    assert lines(lab) == [
        "transaction answered: timestamp=1700000000;method=INVITE;from_tag=from1;to_tag=to1;call_id=call-1;code=200;reason=OK"
    ]


def test_log_flag_leaves_other_requests_alone() -> None:
    lab = server("setflag(4);")
    call(lab)
    assert lines(lab) == []


def test_log_level_is_the_level_of_the_lines() -> None:
    for level, word in ((2, "INFO"), (-1, "ERROR")):
        lab = server(log_level=level)
        call(lab)
        assert [line.split(")")[1].split(":")[0].strip() for line in lab.log if "ACC" in line] == [word]
    lab = server(log_level=3)
    call(lab)
    assert lines(lab) == []


def test_lines_are_never_held_back() -> None:
    lab = server()
    for number in range(30):
        call(lab, branch=f"z9hG4bK{number}", callid=f"c{number}")
    assert len(lines(lab)) == 30


def test_log_extra_adds_attributes_with_the_brackets_of_their_variables() -> None:
    lab = server(log_extra="src_user=$fU; ruri=$(ru{uri.param,a;b});none=$avp(none);ip=$si")
    call(lab)
    assert lines(lab)[0].endswith(";reason=OK;src_user=alice;ruri=;none=;ip=10.0.0.2")


@pytest.mark.parametrize("text", ["a", "=$ru", "a=text", "a=$nosuch", "a=$ru b"])
def test_log_extra_that_cannot_be_read_stops_the_start(text: str) -> None:
    with pytest.raises(KaheaError, match="log_extra"):
        server(log_extra=text)


def test_acc_extra_size_bounds_the_attributes() -> None:
    server(log_extra="a=$ru;b=$ru", acc_extra_size=2)
    with pytest.raises(KaheaError, match="log_extra: 2 attributes are more than 1"):
        server(log_extra="a=$ru;b=$ru", acc_extra_size=1)


def test_failed_transaction_flag_has_failures_accounted() -> None:
    without, with_ = server(), server(ALL, failed_transaction_flag=3)
    for lab in (without, with_):
        call(lab, 486, "Busy Here")
    assert codes(without) == []
    assert codes(with_) == [("transaction answered", "486")]


def test_failed_filter_takes_codes_out() -> None:
    lab = server(ALL, failed_transaction_flag=3, failed_filter="404, 486")
    for number, code in enumerate((486, 404, 500)):
        call(lab, code, "No", branch=f"z9hG4bK{number}", callid=f"c{number}")
    assert codes(lab) == [("transaction answered", "500")]


@pytest.mark.parametrize("text", ["x", "200", "404;486"])
def test_failed_filter_must_list_codes(text: str) -> None:
    with pytest.raises(KaheaError, match="failed_filter"):
        server(failed_filter=text)


def test_log_missed_flag_reports_a_call_that_failed() -> None:
    lab = server("setflag(2);", log_missed_flag=2)
    call(lab, 486, "Busy Here")
    assert lines(lab) == [
        "call missed: timestamp=1700000000;method=INVITE;from_tag=from1;to_tag=to1;call_id=call-1;code=486;reason=Busy Here"
    ]


def test_log_missed_flag_reports_once_for_each_time_it_is_set() -> None:
    script = 'setflag(2); t_on_failure("AGAIN");'
    again = '$ru = "sip:carol@10.0.0.9:5070"; {} t_relay();'
    for more, expected in (("", ["bob"]), ("setflag(2);", ["bob", "carol"])):
        lab = made(script, {"log_missed_flag": 2, "log_extra": "to=$rU"}, failure=again.format(more))
        sends = lab.receive(answer(invite(lab), 486), src=CALLEE)
        second = next(send for send in sends if send.data.startswith(b"INVITE"))
        lab.receive(answer(second, 404, to_tag="to2"), src=CALLEE)
        assert [fields(line)["to"] for line in lines(lab)] == expected


def test_flags_that_a_failure_route_sets_are_the_transactions() -> None:
    again = 'setflag(1); $ru = "sip:carol@10.0.0.9:5070"; t_relay();'
    lab = made('t_on_failure("AGAIN");', {"acc_prepare_always": 1}, failure=again)
    sends = lab.receive(answer(invite(lab), 486), src=CALLEE)
    second = next(send for send in sends if send.data.startswith(b"INVITE"))
    lab.receive(answer(second, 200, to_tag="to2"), src=CALLEE)
    assert codes(lab) == [("transaction answered", "200")]


def test_a_call_that_nobody_answers_is_told_with_408() -> None:
    lab = server(ALL, log_missed_flag=2, failed_transaction_flag=3)
    invite(lab)
    lab.advance(200)
    assert [(fields(line)["what"], fields(line)["code"], fields(line)["reason"]) for line in lines(lab)] == [
        ("call missed", "408", "Request Timeout"),
        ("transaction answered", "408", "Request Timeout"),
    ]


def test_a_reply_of_the_script_has_the_words_of_its_code() -> None:
    lab = server('setflag(1); setflag(3); t_newtran(); t_reply("404", "No Such User"); exit;', failed_transaction_flag=3)
    lab.receive(request(), src=CALLER)
    assert fields(lines(lab)[0])["reason"] == "Not Found"


@pytest.mark.parametrize(("early_media", "expected"), [(0, ["200"]), (1, ["183", "200"])])
def test_early_media_has_provisional_replies_with_a_body_accounted(early_media: int, expected: list[str]) -> None:
    lab = server(early_media=early_media)
    sent = invite(lab)
    lab.receive(answer(sent, 180), src=CALLEE)
    progress = answer(sent, 183, headers=BODY).replace(b"Content-Length: 0", b"Content-Length: %d" % len(SDP)) + SDP
    lab.receive(progress, src=CALLEE)
    lab.receive(answer(sent, 200), src=CALLEE)
    assert [code for _, code in codes(lab)] == expected


@pytest.mark.parametrize("report_ack", [0, 1])
def test_report_ack_has_the_ack_of_a_call_accounted(report_ack: int) -> None:
    lab = server(report_ack=report_ack)
    call(lab)
    ack(lab)
    expected = [
        "request acknowledged: timestamp=1700000000;method=ACK;from_tag=from1;to_tag=to1;call_id=call-1;code=200;reason=OK"
    ]
    assert lines(lab)[1:] == expected * report_ack


@pytest.mark.parametrize("report_cancels", [0, 1])
def test_report_cancels_has_cancels_accounted(report_cancels: int) -> None:
    lab = server('setflag(1); if (method == "CANCEL") { t_relay_cancel(); exit; }', report_cancels=report_cancels)
    sent = invite(lab)
    lab.receive(answer(sent, 180), src=CALLEE)
    lab.receive(request("CANCEL"), src=CALLER)
    assert [fields(line)["method"] for line in lines(lab)] == ["CANCEL"] * report_cancels


@pytest.mark.parametrize(("script", "expected"), [("", 0), ("setflag(5);", 1)])
def test_acc_prepare_flag_lets_a_later_route_decide(script: str, expected: int) -> None:
    lab = server(f'{script} t_on_reply("LATER");', acc_prepare_flag=5)
    call(lab)
    assert len(lines(lab)) == expected


@pytest.mark.parametrize("acc_prepare_always", [0, 1])
def test_acc_prepare_always_prepares_every_request(acc_prepare_always: int) -> None:
    lab = server('t_on_reply("LATER");', acc_prepare_always=acc_prepare_always)
    call(lab)
    assert len(lines(lab)) == acc_prepare_always


def test_multi_leg_info_adds_the_legs_newest_first() -> None:
    script = '$avp(a) = "1"; $avp(b) = "x"; $avp(a) = "2"; setflag(1);'
    lab = server(script, multi_leg_info="la=$avp(a);lb=$avp(b)")
    call(lab)
    assert lines(lab)[0].endswith(";la=2;lb=x;la=1;lb=")


def test_multi_leg_info_takes_avps_alone() -> None:
    with pytest.raises(KaheaError, match=r"multi_leg_info: a must be an AVP, not \$ru"):
        server(multi_leg_info="a=$ru")


@pytest.mark.parametrize(("reason_from_hf", "expected"), [(0, "No"), (1, 'Q.850;cause=17;text="busy"')])
def test_reason_from_hf_takes_the_reason_header(reason_from_hf: int, expected: str) -> None:
    lab = server(ALL, failed_transaction_flag=3, reason_from_hf=reason_from_hf)
    call(lab, 486, "No", headers='Reason: Q.850;cause=17;text="busy"\r\n')
    assert lines(lab)[0].partition("reason=")[2] == expected


@pytest.mark.parametrize(("detect_direction", "tags"), [(0, ("callee", "caller")), (1, ("caller", "callee"))])
def test_detect_direction_turns_the_tags_of_the_called_partys_requests(detect_direction: int, tags: tuple[str, str]) -> None:
    script = 'loose_route(); acc_log_request("bye"); exit;'
    lab = made(script, {"detect_direction": detect_direction}, loads=RR)
    bye = request("BYE", to_tag="caller", headers="Route: <sip:127.0.0.1;lr;ftag=caller>\r\n").replace(b"from1", b"callee")
    lab.receive(bye, src=CALLEE)
    found = fields(lines(lab)[0])
    assert (found["from_tag"], found["to_tag"]) == tags


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"time_mode": 0}, "timestamp=1700000000"),
        ({"time_mode": 1}, "timestamp=1700000000;time_exten=250000"),
        ({"time_mode": 1, "time_exten": "us"}, "timestamp=1700000000;us=250000"),
        ({"time_mode": 2}, "timestamp=1700000000;time_attr=1700000000.250"),
        ({"time_mode": 2, "time_attr": "at"}, "timestamp=1700000000;at=1700000000.250"),
        ({"time_mode": 4}, "timestamp=1700000000;time_attr=2023-11-14 22:13:20"),
        ({"time_mode": 4, "time_format": "%Y/%j"}, "timestamp=1700000000;time_attr=2023/318"),
    ],
)
def test_time_mode_time_attr_time_exten_and_time_format_add_a_second_time(params: dict[str, int | str], expected: str) -> None:
    lab = made("setflag(1);", params)
    lab.advance(0.25)
    call(lab)
    assert lines(lab)[0].removeprefix("transaction answered: ").partition(";method")[0] == expected


def test_time_mode_3_writes_local_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "XXX-3")
    time.tzset()
    try:
        lab = server(time_mode=3)
        call(lab)
        assert "time_attr=2023-11-15 01:13:20;" in lines(lab)[0]
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("comment", "code", "reason"),
    [("404 Not here", "404", "Not here"), ("gone", "", "gone"), ("12", "", "12"), ("$rm", "", "INVITE")],
)
@pytest.mark.parametrize("function", ['acc_log_request("%s");', 'acc_request("%s", "acc");'])
def test_acc_log_request_and_acc_request_write_a_line_now(function: str, comment: str, code: str, reason: str) -> None:
    lab = server(f"{function % comment} exit;")
    lab.receive(request(), src=CALLER)
    found = fields(lines(lab)[0])
    assert (found["what"], found["code"], found["reason"]) == ("request accounted", code, reason)


def test_acc_log_request_is_false_for_a_request_without_call_id() -> None:
    lab = server('if (!acc_log_request("x")) sl_send_reply("400", "false"); exit;')
    sends = lab.receive(request().replace(b"Call-ID: call-1\r\n", b""), src=CALLER)
    assert lines(lab) == []
    assert [send.data[:11] for send in sends] == [b"SIP/2.0 400"]


def test_the_uri_is_that_of_the_branch_that_has_answered() -> None:
    lab = server('setflag(1); append_branch("sip:carol@10.0.0.10:5070");', log_extra="dst=$rU")
    sends = [send for send in lab.receive(request(), src=CALLER) if send.data.startswith(b"INVITE")]
    carol = next(send for send in sends if b"carol" in send.data.split(b"\r\n")[0])
    lab.receive(answer(carol, 200), src=("10.0.0.10", 5070))
    assert fields(lines(lab)[0])["dst"] == "carol"


def test_text_of_a_peer_cannot_begin_a_line() -> None:
    lab = server('setflag(1); $avp(a) = "a\\nACC: forged";', log_extra="x=$avp(a)")
    call(lab)
    assert lines(lab)[0].endswith(r"x=a\nACC: forged")
    assert not any("\n" in line for line in lab.log)


def test_detect_direction_without_rr_stops_the_start() -> None:
    with pytest.raises(KaheaError, match="detect_direction needs module rr"):
        server(detect_direction=1)


def test_report_ack_shows_the_legs_of_the_call() -> None:
    lab = server('$avp(a) = "one"; setflag(1);', report_ack=1, multi_leg_info="leg=$avp(a)")
    call(lab)
    ack(lab)
    assert [fields(line)["leg"] for line in lines(lab)] == ["one", "one"]


def test_the_uri_of_a_timeout_is_the_one_that_was_tried_last() -> None:
    again = 'setflag(2); $ru = "sip:carol@10.0.0.9:5070"; t_relay();'
    script = 'setflag(1); setflag(3); t_on_failure("AGAIN");'
    params: dict[str, int | str] = {"log_missed_flag": 2, "failed_transaction_flag": 3, "log_extra": "to=$rU"}
    lab = made(script, params, failure=again)
    lab.receive(answer(invite(lab), 486), src=CALLEE)
    lab.advance(200)
    assert [(fields(line)["code"], fields(line)["to"]) for line in lines(lab)] == [("408", "carol"), ("408", "carol")]


def test_log_missed_flag_is_of_no_use_to_other_requests() -> None:
    lab = server("setflag(2);", log_missed_flag=2)
    sends = lab.receive(request("MESSAGE"), src=CALLER)
    lab.receive(answer(sends[0], 404), src=CALLEE)
    assert lines(lab) == []


def test_the_tag_of_a_reply_that_was_made_here_is_told() -> None:
    lab = server('setflag(1); setflag(3); t_newtran(); t_reply("404", "No"); exit;', failed_transaction_flag=3)
    sends = lab.receive(request(), src=CALLER)
    tag = header(sends[-1], "To").partition("tag=")[2]
    assert tag
    assert fields(lines(lab)[0])["to_tag"] == tag


def test_a_status_that_the_script_has_changed_is_the_one_of_the_record() -> None:
    later = 'change_reply_status("480", "Not Now");'
    params: dict[str, int | str] = {"failed_transaction_flag": 3}
    lab = made('setflag(1); setflag(3); t_on_reply("LATER");', params, later=later, loads='loadmodule "textopsx.so"')
    call(lab, 486, "Busy Here")
    assert [(fields(line)["code"], fields(line)["reason"]) for line in lines(lab)] == [("480", "Not Now")]
