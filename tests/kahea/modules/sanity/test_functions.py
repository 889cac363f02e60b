"""Module sanity: its parameters, and what the table of messages cannot show."""

from __future__ import annotations

import pytest

from kahea.api.net import Send
from kahea.api.testing import Lab

from .traffic import MODULES, Case, status

ANY = 'request_route { $var(rc) = sanity_check(); sl_send_reply("299", "rc=$var(rc)"); }'
SIZES = [
    # parameter, its bit, a case that is exactly as large as the limit, the limit, the answer to a smaller limit
    ("size_method", 2, Case(1, method="MESSAGE", lines={"CSeq": "1 MESSAGE"}), 7, "400 Method Too Long"),
    ("size_ruri", 4, Case(1, ruri="sip:b@127.0.0.1"), 15, "414 Request-URI Too Long"),
    ("size_from_uri", 8, Case(1), 17, "400 From URI Too Long"),
    ("size_to_uri", 16, Case(1), 17, "400 To URI Too Long"),
    ("size_contact_uri", 32, Case(1, lines={"Contact": "<sip:a@b>, <sip:c@dd>"}), 8, "400 Contact URI Too Long"),
    ("size_route_uri", 64, Case(1, lines={"Route": "<sip:a@b>"}), 7, "400 Route URI Too Long"),
    ("size_path_uri", 128, Case(1, lines={"Path": "<sip:a@b>"}), 7, "400 Path URI Too Long"),
    ("size_pai_uri", 256, Case(1, lines={"P-Asserted-Identity": "<sip:a@b>"}), 7, "400 P-Asserted-Identity URI Too Long"),
    ("size_header", 512, Case(1, lines={"X-Long": "x" * 90}), 100, "400 Header Too Long"),
    ("size_body", 2048, Case(1, body="abcde", lines={"Content-Length": "5"}), 5, "513 Body Too Large"),
]


def lab(params: str = "", script: str = ANY, conformance: str = "kamailio") -> Lab:
    text = "".join(f'modparam("sanity", {each})\n' for each in params.split("; ") if each)
    return Lab(f"sip_conformance={conformance}\n{MODULES}{text}{script}")


def answers(lab: Lab, case: Case) -> list[str]:
    return [status(send.data) for send in sends(lab, case)]


def sends(lab: Lab, case: Case) -> list[Send]:
    return lab.receive(case.request(1), src=("127.0.0.1", 5090))


BAD_SCHEME, BAD_CSEQ = Case(1, ruri="foo:x"), Case(1, lines={"CSeq": "1 BYE"})
BAD_TO, BAD_CONTACT = Case(1, lines={"To": "<foo>"}), Case(1, lines={"Contact": "<foo>"})
METHOD = "400 CSeq method does not match request method"


def test_autodrop_ends_the_script_behind_the_reply() -> None:
    assert answers(lab(), BAD_CSEQ) == [METHOD]
    assert answers(lab('"autodrop", 0'), BAD_CSEQ) == [METHOD, "299 rc=-1"]
    assert answers(lab(), Case(1)) == ["299 rc=1"]


def test_default_checks_are_those_of_a_call_without_arguments() -> None:
    assert answers(lab('"default_checks", 2'), BAD_CSEQ) == ["299 rc=1"]
    assert answers(lab('"default_checks", 32'), BAD_SCHEME) == ["299 rc=1"]
    assert answers(lab(), BAD_TO) == ["299 rc=1"]
    assert answers(lab('"default_checks", 1024'), BAD_TO) == ["400 Invalid To Header"]


def test_uri_checks_are_those_of_a_call_with_one_argument() -> None:
    script = 'request_route { sanity_check("1024"); sl_send_reply("299", "fine"); }'
    assert answers(lab(script=script), BAD_TO) == ["400 Invalid To Header"]
    assert answers(lab(script=script), BAD_CONTACT) == ["299 fine"]
    assert answers(lab('"uri_checks", 8', script=script), BAD_CONTACT) == ["400 Bad Contact URI"]
    assert answers(lab('"uri_checks", 8', script=script), BAD_TO) == ["299 fine"]


def test_proxy_require_lists_what_may_be_asked_for_and_the_rest_is_unsupported() -> None:
    asked = Case(1, lines={"Proxy-Require": "Foo, b, bar, c"})
    found = sends(lab('"proxy_require", "foo ,bar"'), asked)
    assert status(found[0].data) == "420 Bad Proxy Require Extension"
    assert b"\r\nUnsupported: b, c\r\n" in found[0].data
    assert answers(lab('"proxy_require", "foo,bar,b,c"'), asked) == ["299 rc=1"]


def test_a_refusals_headers_are_in_no_later_reply() -> None:
    found = sends(lab('"autodrop", 0'), Case(1, lines={"Proxy-Require": "x"}))
    assert [b"Unsupported" in send.data for send in found] == [True, False]


def test_noreply_leaves_the_reply_to_sanity_reply() -> None:
    quiet = 'request_route { if (!sanity_check()) exit; sl_send_reply("299", "fine"); }'
    late = "request_route { if (!sanity_check()) { sanity_reply(); exit; } }"
    both = '"noreply", 1; "autodrop", 0'
    assert answers(lab(both, quiet), BAD_CSEQ) == []
    assert answers(lab(both, late), BAD_CSEQ) == [METHOD]
    assert answers(lab('"autodrop", 0', late), BAD_CSEQ) == [METHOD]


def test_sanity_reply_without_a_fault_is_500() -> None:
    assert answers(lab('"noreply", 1', "request_route { sanity_reply(); }"), Case(1)) == ["500 Server Sanity Failure"]


def test_an_ack_is_refused_without_a_reply() -> None:
    script = 'request_route { if (sanity_check("32")) sl_send_reply("299", "fine"); }'
    assert answers(lab('"autodrop", 0', script), Case(1, method="ACK", lines={"CSeq": "1 BYE"})) == []


def test_sanity_check_looks_at_replies_too_and_answers_none() -> None:
    seen = 'if (!sanity_check("128")) xlog("L_ERR", "bad reply\\n"); else xlog("L_ERR", "good reply\\n");'
    server = lab('"autodrop", 0', f'loadmodule "xlog.so"\nreply_route {{ {seen} }}')
    vias = "Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1\r\nVia: SIP/2.0/UDP 127.0.0.3\r\n"
    head = f"SIP/2.0 200 OK\r\n{vias}CSeq: 1 INVITE\r\nContent-Length: "
    for length in (5, 0):
        server.receive(f"{head}{length}\r\n\r\n".encode())
    assert [line.split(": ")[-1].strip() for line in server.log if "reply" in line] == ["bad reply", "good reply"]


@pytest.mark.parametrize(("name", "bit", "case", "limit", "answer"), SIZES, ids=[row[0] for row in SIZES])
def test_each_size_is_checked_where_size_checks_says_so(name: str, bit: int, case: Case, limit: int, answer: str) -> None:
    params = '"default_checks", 65536; '
    assert answers(lab(f'{params}"size_checks", {bit}; "{name}", {limit}'), case) == ["299 rc=1"]
    assert answers(lab(f'{params}"size_checks", {bit}; "{name}", {limit - 1}'), case) == [answer]
    assert answers(lab(f'{params}"size_checks", {4095 - bit}; "{name}", {limit - 1}'), case) == ["299 rc=1"]


def test_size_message_and_size_headers_count_the_bytes_that_came() -> None:
    data = Case(1, body="abcde", lines={"Content-Length": "5"})
    whole = len(data.request(1))
    first = len(b"INVITE sip:b@127.0.0.1 SIP/2.0\r\n")
    rows = [
        ("size_message", 1, whole, "513 Message Too Large"),
        ("size_headers", 1024, whole - first - 5, "513 Headers Too Large"),
    ]
    for name, bit, size, answer in rows:
        params = f'"default_checks", 65536; "size_checks", {bit}; "{name}", '
        assert answers(lab(f"{params}{size}"), data) == ["299 rc=1"]
        assert answers(lab(f"{params}{size - 1}"), data) == [answer]


def test_rfc_3261_lets_unknown_schemes_stand_in_headers_and_answers_416_in_the_request_line() -> None:
    script = 'request_route { $var(rc) = sanity_check("1026", "15"); sl_send_reply("299", "rc=$var(rc)"); }'
    strict = lab(script=script, conformance="strict")
    headers = {"From": "<http:x>;tag=1", "To": "<isbn:2983792873>", "Contact": "<name:x>"}
    assert answers(strict, Case(1, lines=headers)) == ["299 rc=1"]
    kamailio = lab(script=script)
    assert answers(kamailio, Case(1, lines=headers)) == ["400 Invalid From Header"]
    assert answers(kamailio, BAD_SCHEME) == ["400 Bad Request URI"]


def test_check_32768_gives_the_verdict_of_the_core() -> None:
    script = 'request_route { sanity_check("32768"); sl_send_reply("299", "fine"); }'
    two = Case(1, lines={"t": "<sip:x@y>"})
    assert answers(lab(script=script), two) == answers(lab(script=script, conformance="strict"), two)
    assert answers(lab(script=script), Case(1)) == ["299 fine"]
