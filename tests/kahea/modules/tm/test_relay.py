"""Relaying requests: where they go, what they carry, what the caller hears."""

from __future__ import annotations

import pytest
from tests.kahea.modules.tm.traffic import (
    CALLEE,
    CALLER,
    RELAY,
    answer,
    first,
    firsts,
    header,
    invite,
    only,
    request,
    schedule,
    shown,
)

from kahea.api.testing import Lab


def script(line: str, *, head: str = "", modules: str = "") -> str:
    """A configuration whose request_route does `line` for everything but an ACK."""
    return (
        f'{head}\nloadmodule "tm.so"\n{modules}\nrequest_route {{ if (method == "ACK") {{ t_check_trans(); exit; }} {line} }}\n'
    )


def test_t_relay_sends_the_request_and_answers_100() -> None:
    sends = Lab(RELAY).receive(request(), src=CALLER)
    assert shown(sends) == ["100 >10.0.0.2", "INVITE >10.0.0.9"]
    assert header(sends[1], "Via").startswith("SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK")


def test_t_relay_to_a_host_keeps_the_request_uri() -> None:
    lab = Lab(script('t_relay("10.0.0.7", "5080");'))
    sent = invite(lab)
    assert (sent.dst.ip, sent.dst.port) == (b"10.0.0.7", 5080)
    assert sent.data.startswith(b"INVITE sip:bob@10.0.0.9:5070 SIP/2.0\r\n")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ('t_relay_to_udp("10.0.0.7", "5080");', b"udp:10.0.0.7:5080"),
        ('t_relay_to_tcp("10.0.0.7", "5080");', b"tcp:10.0.0.7:5080"),
        ("t_relay_to_tcp();", b"tcp:10.0.0.9:5070"),
        ("t_relay_to_udp();", b"udp:10.0.0.9:5070"),
        ('t_relay_to("tcp:10.0.0.7:5080");', b"tcp:10.0.0.7:5080"),
        ('t_relay_to("10.0.0.7");', b"udp:10.0.0.7:5060"),
        ('t_relay_to_proxy("tcp:10.0.0.7:5080", "0x01");', b"tcp:10.0.0.7:5080"),
        ('t_relay_to_avp("tcp", "10.0.0.7:5080");', b"tcp:10.0.0.7:5080"),
        ('t_newtran(); t_forward_nonack("10.0.0.7", "5080");', b"udp:10.0.0.7:5080"),
        ("t_newtran(); t_forward_nonack();", b"udp:10.0.0.9:5070"),
        ("t_newtran(); t_forward_nonack_uri();", b"udp:10.0.0.9:5070"),
        ('t_newtran(); t_forward_nonack_udp("10.0.0.7", "5080");', b"udp:10.0.0.7:5080"),
        ('t_newtran(); t_forward_nonack_tcp("10.0.0.7", "5080");', b"tcp:10.0.0.7:5080"),
        ('t_newtran(); t_forward_nonack_to("tcp", "10.0.0.7:5080");', b"tcp:10.0.0.7:5080"),
        ('t_replicate("sip:10.0.0.7:5080;transport=tcp");', b"tcp:10.0.0.7:5080"),
        ('t_replicate("10.0.0.7", "5080");', b"udp:10.0.0.7:5080"),
        ('t_replicate_udp("10.0.0.7", "5080");', b"udp:10.0.0.7:5080"),
        ('t_replicate_tcp("10.0.0.7", "5080");', b"tcp:10.0.0.7:5080"),
        ('t_replicate_to("tcp", "10.0.0.7:5080");', b"tcp:10.0.0.7:5080"),
    ],
)
def test_relay_functions_choose_destination_and_protocol(line: str, text: bytes) -> None:
    assert invite(Lab(script(line))).dst.text == text


@pytest.mark.parametrize(
    ("line", "proto"),
    [
        ('t_relay_to_tls("10.0.0.7", "5061")', "tls"),
        ('t_relay_to_sctp("10.0.0.7", "5060")', "sctp"),
        ('t_newtran(); $var(x) = 1; t_forward_nonack_tls("10.0.0.7", "5061")', "tls"),
        ('t_newtran(); t_forward_nonack_sctp("10.0.0.7", "5060")', "sctp"),
        ('t_replicate_tls("10.0.0.7", "5061")', "tls"),
        ('t_replicate_sctp("10.0.0.7", "5060")', "sctp"),
    ],
)
def test_relay_over_a_protocol_without_socket_fails(line: str, proto: str) -> None:
    lab = Lab(script(f"{line};", modules='loadmodule "pv.so"'))
    assert "INVITE" not in firsts(lab.receive(request(), src=CALLER))
    assert any("no socket can send to" in line and proto in line for line in lab.log)


def test_t_relay_to_flags_say_no_100() -> None:
    assert firsts(Lab(script('t_relay_to("0x01");')).receive(request(), src=CALLER)) == ["INVITE"]


def test_t_relay_of_a_bad_host_is_answered_at_the_end_of_the_script() -> None:
    sends = Lab(script("t_relay();")).receive(request("MESSAGE", uri="sip:bob@nowhere.example"), src=CALLER)
    assert firsts(sends) == ["500"]


@pytest.mark.parametrize(("head", "code"), [("", "500"), ("sip_conformance=kamailio", "478")])
def test_t_reply_error_tells_the_fault(head: str, code: str) -> None:
    lab = Lab(script("if (!t_relay()) t_reply_error();", head=head))
    assert firsts(lab.receive(request("MESSAGE", uri="sip:bob@nowhere.example"), src=CALLER)) == [code]


def test_t_set_disable_internal_reply_leaves_the_reply_to_the_script() -> None:
    lab = Lab(script('t_set_disable_internal_reply(1); if (!t_relay()) t_reply("404", "No");'))
    assert firsts(lab.receive(request("MESSAGE", uri="sip:bob@nowhere.example"), src=CALLER)) == ["404"]


def test_delayed_reply_0_answers_a_fault_at_once() -> None:
    config = script('t_relay(); t_reply("404", "Too late");', head="").replace(
        'loadmodule "tm.so"', 'loadmodule "tm.so"\nmodparam("tm", "delayed_reply", 0)'
    )
    assert firsts(Lab(config).receive(request("MESSAGE", uri="sip:bob@nowhere.example"), src=CALLER)) == ["500"]


def test_delayed_reply_1_lets_the_script_answer_first() -> None:
    lab = Lab(script('t_relay(); t_reply("404", "First");'))
    assert firsts(lab.receive(request("MESSAGE", uri="sip:bob@nowhere.example"), src=CALLER)) == ["404"]


def test_a_retransmission_is_not_relayed_and_gets_the_last_reply() -> None:
    lab = Lab(RELAY)
    sent = invite(lab)
    assert firsts(lab.receive(request(), src=CALLER)) == ["100"]
    lab.receive(answer(sent, 180), src=CALLEE)
    assert firsts(lab.receive(request(), src=CALLER)) == ["180"]


def test_ten_retransmissions_make_one_copy_upstream() -> None:
    lab = Lab(RELAY)
    for _ in range(10):
        lab.receive(request("MESSAGE"), src=CALLER)
    assert firsts(lab.sent) == ["MESSAGE"]


def test_forking_sends_to_the_whole_destination_set() -> None:
    lab = Lab(script('append_branch("sip:second@10.0.0.8"); t_relay();'))
    sends = lab.receive(request(), src=CALLER)
    assert shown(sends) == ["100 >10.0.0.2", "INVITE >10.0.0.9", "INVITE >10.0.0.8"]
    assert header(sends[1], "Via") != header(sends[2], "Via")


def test_no_more_than_max_branches_are_sent() -> None:
    more = "".join(f'append_branch("sip:b{at}@10.0.0.8");' for at in range(6))
    lab = Lab(script(f"{more} t_relay();", head="max_branches=3"))
    assert firsts(lab.receive(request(), src=CALLER)).count("INVITE") == 3


def test_t_newtran_without_answer_is_answered_500_when_the_script_ends() -> None:
    lab = Lab(script("t_newtran();"))
    assert firsts(lab.receive(request(), src=CALLER)) == ["500"]
    assert firsts(lab.receive(request(), src=CALLER)) == ["500"]


def test_t_newtran_without_answer_is_forgotten_in_the_conformance_of_kamailio() -> None:
    lab = Lab(script("t_newtran();", head="sip_conformance=kamailio"))
    assert lab.receive(request(), src=CALLER) == []
    assert any("a script ended without answering" in line for line in lab.log)


def test_t_newtran_stops_the_script_for_a_retransmission() -> None:
    lab = Lab(script('t_newtran(); xlog("L_ERR", "went on\\n"); t_reply("200", "OK");', modules='loadmodule "xlog.so"'))
    for _ in range(2):
        assert firsts(lab.receive(request("MESSAGE"), src=CALLER)) == ["200"]
    assert sum("went on" in line for line in lab.log) == 1


def test_t_release_ends_the_transaction_without_reply() -> None:
    lab = Lab(script("t_newtran(); t_release();"))
    assert lab.receive(request("MESSAGE"), src=CALLER) == []
    assert lab.receive(request("MESSAGE"), src=CALLER) == []


def test_t_lookup_request_finds_the_transaction_of_a_retransmission() -> None:
    lab = Lab(script('if (t_lookup_request()) { t_retransmit_reply(); exit; } t_newtran(); t_reply("202", "Taken");'))
    for _ in range(2):
        assert firsts(lab.receive(request("MESSAGE"), src=CALLER)) == ["202"]


def test_t_retransmit_reply_sends_the_last_reply_again() -> None:
    lab = Lab(script('t_newtran(); t_reply("183", "One"); t_retransmit_reply(); t_reply("200", "OK");'))
    assert firsts(lab.receive(request(), src=CALLER)) == ["183", "183", "200"]


def test_t_send_reply_makes_the_transaction() -> None:
    lab = Lab(script('t_send_reply("486", "Busy");'))
    assert firsts(lab.receive(request(), src=CALLER)) == ["486"]
    assert schedule(lab, 2.0) == [(0.5, "486"), (1.5, "486")]


def test_t_reply_with_a_bad_code_uses_default_code_and_default_reason() -> None:
    head = 'modparam("tm", "default_code", 505)\nmodparam("tm", "default_reason", "Own Words")'
    lab = Lab(script('t_newtran(); t_reply("42", "Odd");', modules=head))
    assert lab.receive(request(), src=CALLER)[0].data.startswith(b"SIP/2.0 505 Own Words\r\n")


@pytest.mark.parametrize(("rich", "contact"), [(0, "<sip:x@h>"), (1, "<sip:x@h>;flags=8")])
def test_t_reply_3xx_lists_the_destination_set_and_rich_redirect_adds_to_it(rich: int, contact: str) -> None:
    modules = f'modparam("tm", "rich_redirect", {rich})\nloadmodule "pv.so"\nloadmodule "kex.so"'
    lab = Lab(script('$ru = "sip:x@h"; setbflag(3); t_newtran(); t_reply("302", "Moved");', modules=modules))
    assert header(lab.receive(request(), src=CALLER)[0], "Contact") == contact


def test_rich_redirect_2_adds_the_path() -> None:
    lab = Lab(script('t_newtran(); t_reply("302", "Moved");', modules='modparam("tm", "rich_redirect", 2)'))
    with lab.working():
        from kahea.modules.tm.functions_reply import t_send_reply

        msg = lab.msg(request(), src=CALLER)
        msg.set_ruri(b"sip:x@h")
        msg.path_vec = b"<sip:p@q;lr>"
        assert t_send_reply(msg, 302, b"Moved") == 1
    assert "Contact: <sip:x@h?Route=%3Csip%3Ap%40q%3Blr%3E>" in lab.sent[-1].data.decode()


def test_replicated_request_keeps_its_replies_from_the_caller() -> None:
    lab = Lab(script('t_replicate("sip:10.0.0.7:5080"); exit;'))
    sends = lab.receive(request("REGISTER"), src=CALLER)
    assert shown(sends) == ["REGISTER >10.0.0.7"]
    assert lab.receive(answer(sends[0], 200), src=("10.0.0.7", 5080)) == []
    assert schedule(lab, 40.0) == []


def test_e2e_ack_goes_on_without_a_transaction() -> None:
    lab = Lab(script("t_relay();").replace("t_check_trans(); exit;", "t_relay(); exit;"))
    sent = invite(lab)
    lab.receive(answer(sent, 200), src=CALLEE)
    ack = lab.receive(request("ACK", branch="z9hG4bKother", to_tag="to1"), src=CALLER)
    assert shown(ack) == ["ACK >10.0.0.9"]
    assert schedule(lab, 10.0) == []


def test_t_check_trans_tells_requests_apart() -> None:
    config = script(
        'if (t_check_trans()) { t_reply("200", "Known"); exit; } xlog("L_ERR", "new $rm\\n"); t_relay();',
        modules='loadmodule "xlog.so"\nloadmodule "pv.so"',
    )
    lab = Lab(config)
    lab.receive(request(), src=CALLER)
    lab.receive(request(), src=CALLER)
    assert [line.rpartition(" ")[2].strip() for line in lab.log if "new " in line] == ["INVITE"]


def test_t_check_trans_knows_the_ack_of_a_2xx_by_its_tags() -> None:
    config = RELAY.replace("if (!t_check_trans()) exit;", 'if (!t_check_trans()) { xlog("L_ERR", "stray\\n"); exit; }')
    lab = Lab(config.replace('loadmodule "tm.so"', 'loadmodule "tm.so"\nloadmodule "xlog.so"'))
    lab.receive(answer(invite(lab), 200), src=CALLEE)
    assert firsts(lab.receive(request("ACK", branch="z9hG4bKother", to_tag="to1"), src=CALLER)) == ["ACK"]
    assert lab.receive(request("ACK", branch="z9hG4bKthird", to_tag="wrong"), src=CALLER) == []
    assert sum("stray" in line for line in lab.log) == 1


def test_t_exists_looks_without_touching() -> None:
    config = script('if (t_exists()) { xlog("L_ERR", "known\\n"); } t_relay();', modules='loadmodule "xlog.so"')
    lab = Lab(config)
    lab.receive(request(), src=CALLER)
    lab.receive(request(), src=CALLER)
    assert sum("known" in line for line in lab.log) == 1


def test_old_request_without_cookie_is_matched_by_its_headers() -> None:
    lab = Lab(RELAY)
    for _ in range(2):
        lab.receive(request("MESSAGE", branch="1"), src=CALLER)
    lab.receive(request("MESSAGE", branch="1", cseq=2), src=CALLER)
    assert firsts(lab.sent) == ["MESSAGE", "MESSAGE"]


@pytest.mark.parametrize(
    ("param", "value", "change", "copies"),
    [
        ("ruri_matching", 1, {"uri": "sip:other@10.0.0.9"}, 2),
        ("ruri_matching", 0, {"uri": "sip:other@10.0.0.9"}, 1),
        ("via1_matching", 1, {"via": "SIP/2.0/UDP 10.0.0.3:5060;branch=1"}, 2),
        ("via1_matching", 0, {"via": "SIP/2.0/UDP 10.0.0.3:5060;branch=1"}, 1),
    ],
)
def test_ruri_matching_and_via1_matching_tell_old_requests_apart(
    param: str, value: int, change: dict[str, str], copies: int
) -> None:
    lab = Lab(RELAY.replace('loadmodule "tm.so"', f'loadmodule "tm.so"\nmodparam("tm", "{param}", {value})'))
    lab.receive(request("MESSAGE", branch="1"), src=CALLER)
    lab.receive(request("MESSAGE", branch="1", **change), src=CALLER)  # type: ignore[arg-type]
    assert firsts(lab.sent).count("MESSAGE") == copies


@pytest.mark.parametrize(("value", "copies"), [(0, 1), (1, 2)])
def test_callid_matching_tells_equal_branches_apart(value: int, copies: int) -> None:
    lab = Lab(RELAY.replace('loadmodule "tm.so"', f'loadmodule "tm.so"\nmodparam("tm", "callid_matching", {value})'))
    lab.receive(request("MESSAGE"), src=CALLER)
    lab.receive(request("MESSAGE", callid="call-2"), src=CALLER)
    assert firsts(lab.sent).count("MESSAGE") == copies


@pytest.mark.parametrize(("value", "copies"), [(0, 2), (1, 1)])
def test_callid_cseq_matching_ignores_the_branch(value: int, copies: int) -> None:
    lab = Lab(RELAY.replace('loadmodule "tm.so"', f'loadmodule "tm.so"\nmodparam("tm", "callid_cseq_matching", {value})'))
    lab.receive(request("MESSAGE"), src=CALLER)
    lab.receive(request("MESSAGE", branch="z9hG4bKother"), src=CALLER)
    assert firsts(lab.sent).count("MESSAGE") == copies


@pytest.mark.parametrize(("value", "kinds"), [(1, ["100", "INVITE"]), (0, ["INVITE"])])
def test_auto_inv_100_answers_the_invite(value: int, kinds: list[str]) -> None:
    lab = Lab(RELAY.replace('loadmodule "tm.so"', f'loadmodule "tm.so"\nmodparam("tm", "auto_inv_100", {value})'))
    assert firsts(lab.receive(request(), src=CALLER)) == kinds


def test_auto_inv_100_reason_is_said() -> None:
    lab = Lab(RELAY.replace('loadmodule "tm.so"', 'loadmodule "tm.so"\nmodparam("tm", "auto_inv_100_reason", "Wait")'))
    assert lab.receive(request(), src=CALLER)[0].data.startswith(b"SIP/2.0 100 Wait\r\n")


def test_t_set_auto_inv_100_overrides_the_parameter() -> None:
    assert firsts(Lab(script("t_set_auto_inv_100(0); t_relay();")).receive(request(), src=CALLER)) == ["INVITE"]


def test_all_replies_made_here_have_one_to_tag() -> None:
    lab = Lab(script('t_newtran(); t_reply("183", "A"); t_reply("486", "B");'))
    tags = [header(send, "To") for send in lab.receive(request(), src=CALLER)]
    assert tags[0] == tags[1]
    assert ";tag=" in tags[0]


def test_replies_over_udp_go_where_the_via_says() -> None:
    lab = Lab(script('t_send_reply("486", "Busy");'))
    (send,) = lab.receive(request(via="SIP/2.0/UDP 10.0.0.2:5099;branch=z9hG4bKx"), src=("10.0.0.2", 1234))
    assert (send.dst.ip, send.dst.port) == (b"10.0.0.2", 5099)
    assert first(send) == "486"


def test_only_one_of_two_failures_is_relayed() -> None:
    lab = Lab(script('append_branch("sip:second@10.0.0.8"); t_relay();'))
    invites = [send for send in lab.receive(request(), src=CALLER) if first(send) == "INVITE"]
    assert firsts(lab.receive(answer(invites[0], 486), src=CALLEE)) == ["ACK"]
    assert firsts(lab.receive(answer(invites[1], 404), src=CALLEE)) == ["ACK", "404"]


@pytest.mark.parametrize("name", ["t_write_req", "t_write_unix"])
def test_t_write_req_and_t_write_unix_are_refused(name: str) -> None:
    lab = Lab(script(f'if (!{name}("/tmp/pipe", "info")) t_send_reply("501", "Not Here");'))
    assert firsts(lab.receive(request(), src=CALLER)) == ["501"]
    assert any("not available" in line for line in lab.log)


def test_on_a_stream_nothing_is_retransmitted() -> None:
    lab = Lab(RELAY)
    sends = lab.receive(request("MESSAGE", uri="sip:bob@10.0.0.9:5070;transport=tcp"), src=CALLER)
    assert only(sends, "MESSAGE").dst.text == b"tcp:10.0.0.9:5070"
    assert schedule(lab, 20.0) == []
