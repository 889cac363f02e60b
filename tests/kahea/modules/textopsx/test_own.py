"""Replies, whole messages, and what Kamailio 5.6 does in another way."""

from __future__ import annotations

import pytest
from tests.kahea.modules.textops.traffic import AUTH, LINES, MODULES, TEXT, Case, X, answered, assert_holds, facts

from kahea.api.testing import Lab
from kahea.cfg.errors import ConfigError
from kahea.modules.textopsx.fnmatching import matches

NEW = (
    r"MESSAGE sip:z@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5090;branch=z9hG4bKq\r\nFrom: <sip:a@b>;tag=ft\r\n"
    r"To: <sip:b@c>\r\nCall-ID: new\r\nCSeq: 1 MESSAGE\r\nContent-Length: 2\r\n\r\nhi"
)


@pytest.mark.parametrize(
    ("do", "status", "left"),
    [
        ('change_reply_status("486", "Busy");', "603 Decline", b"486 Busy"),
        ('change_reply_status("299", "mine");', "200 OK", b"299 mine"),
        ('if (!change_reply_status("180", "no")) change_reply_status("201", "no");', "200 OK", b"201 no"),
        ('change_reply_status("200", "OK");', "486 Busy", b"486 Busy"),
        ('change_reply_status("486", "");', "603 Decline", b"603 Decline"),
        ('change_reply_status("700", "x");', "603 Decline", b"603 Decline"),
        ('change_reply_status_code("404");', "603 Decline", b"404 Decline"),
        ('$var(x) = 480; change_reply_status_code("$var(x)");', "603 Decline", b"480 Decline"),
        ('change_reply_status("486", "Busy"); change_reply_status_code("487");', "603 Decline", b"487 Busy"),
        ('change_reply_status_code("404");', "200 OK", b"200 OK"),
    ],
)
def test_change_reply_status_and_change_reply_status_code_stay_in_their_class(do: str, status: str, left: bytes) -> None:
    assert answered(do, status).split(b"\r\n")[0] == b"SIP/2.0 " + left


def test_msg_apply_changes_works_on_a_reply() -> None:
    do = r'append_hf("X-A: 1\r\n"); change_reply_status("201", "x"); msg_apply_changes(); append_hf("X-B: $hdr(X-A)$rs\r\n");'
    sent = answered(do, body="x")
    assert sent.startswith(b"SIP/2.0 201 x\r\nVia: SIP/2.0/UDP 127.0.0.1:5090")
    assert sent.endswith(b"X-A: 1\r\nX-B: 1201\r\n\r\nx")


@pytest.mark.parametrize(
    "case",
    [
        # A parameter leaves one blank behind, where Kamailio leaves two.
        Case(
            '$var(rc) = remove_hf_value2("Authorization.realm");',
            headers='Authorization: Digest realm="r",nc=1\r\n', codes="1|", head=("Authorization: Digest nc=1",),
        ),
        Case(
            '$var(rc) = remove_hf_value2("X.a");',
            headers='X: D a="1", a=2, b=3\r\nX: a=1\r\n', codes="1|", head=("X: D b=3", "X: a=1"),
        ),
        Case('$var(rc) = remove_hf_value2("X[1].a");', headers="X: c=1, a=1 , b=3\r\n", codes="1|", head=("X: c=1 , b=3",)),
        # All that is left of a header whose values all go is nothing.
        Case('$var(rc) = exclude_hf_value("X", "a");', headers="X: a, A ,a\r\nX: b, a,A\r\n", codes="1|", head=("X: b",)),
        Case('$var(rc) = exclude_hf_value("X", "a");', headers="X: a,b,a,c\r\n", codes="1|", head=("X: b,c",)),
        # A comma in angle brackets parts nothing.
        Case('$var(rc) = remove_hf_value("X[2]");', headers="X: <sip:a,b@c>, d\r\n", codes="1|", head=("X: <sip:a,b@c>",)),
        Case('$var(rc) = fnmatch("ABC", "a*", "i"); $var(o) = fnmatch("ABC", "a*");', codes="1|-1"),
        Case('$var(rc) = keep_hf("^x-a");', headers=X + "c: a/b\r\n", codes="1|", head=("X-A: 1", "X-A: 2", "c: a/b")),
        Case("$var(rc) = keep_hf();", headers=X, codes="1|", head=()),
        Case('$var(rc) = assign_hf_value2("X.a", "1");', headers="X: \r\n", codes="1|", head=("X: a=1",)),
        Case(
            '$var(rc) = hf_iterator_end("i"); if (hf_iterator_rm("i") || hf_iterator_append("i", "x") '
            '|| hf_iterator_insert("i", "x") || hf_iterator_next("i") || hf_iterator_prev("i") || bl_iterator_end("i") '
            '|| bl_iterator_rm("i") || bl_iterator_append("i", "x") || bl_iterator_insert("i", "x") || bl_iterator_next("i")) '
            '$var(o) = "one has";',
            headers=AUTH, codes="-1|",
        ),
        # Walks end when the message has other bytes.
        Case(
            'hf_iterator_start("i"); hf_iterator_next("i"); remove_hf("X-A"); msg_apply_changes(); '
            '$var(rc) = hf_iterator_next("i"); $var(o) = $hfitname(i);',
            headers="X-A: 1\r\n", codes="-1|0", head=(),
        ),
        Case(
            'hf_iterator_start("a"); hf_iterator_start("b"); hf_iterator_start("c"); hf_iterator_start("d"); '
            '$var(rc) = hf_iterator_start("e"); hf_iterator_end("a"); $var(o) = hf_iterator_start("e");',
            codes="-1|1",
        ),
        Case('bl_iterator_start("b"); $var(rc) = bl_iterator_next("b");', codes="-1|"),
    ],
)  # fmt: skip
def test_own_ways_hold(case: Case) -> None:
    assert_holds(case)


def test_hf_iterator_start_and_hf_iterator_append_and_hf_iterator_end_walk_once() -> None:
    do = (
        'hf_iterator_start("i"); while (hf_iterator_next("i")) '
        r'{ if ($hfitname(i) == "X-A") hf_iterator_append("i", "X-N: 1\r\n"); }'
    )
    assert_holds(Case(f'{do} $var(rc) = hf_iterator_end("i"); $var(o) = hf_iterator_end("i");', "X-A: 1\r\nX-B: 1\r\n",
                      codes="1|-1", head=("X-A: 1", "X-N: 1", "X-B: 1")))  # fmt: skip


def test_bl_iterator_start_and_bl_iterator_next_and_bl_iterator_append_and_bl_iterator_end_walk_over_lines() -> None:
    do = (
        r'bl_iterator_start("b"); while (bl_iterator_next("b")) { if ($blitval(b) =~ "two") bl_iterator_append("b", "x\r\n"); }'
    )
    assert_holds(Case(f'{do} $var(rc) = bl_iterator_end("b");', TEXT, LINES, codes="1|", left=LINES + "x\r\n"))


def sent_after(do: str, routes: str = "", request: Case | None = None) -> tuple[Lab, tuple[str, str, tuple[str, ...], str]]:
    lab = Lab(
        f'{MODULES}request_route {{ $var(rc) = 0; $var(o) = ""; {do} append_hf("X-Rc: $var(rc)|$var(o)\\r\\n"); '
        f'$du = "sip:127.0.0.1:5090"; forward(); }}\n{routes}'
    )
    (sent,) = lab.receive((request or Case("")).request(0, 5090), src=("127.0.0.1", 5090))
    return lab, facts(sent.data)


def test_msg_set_buffer_puts_another_message_in_place() -> None:
    _, found = sent_after(f'append_hf("X-A: 1\\r\\n"); $var(rc) = msg_set_buffer("{NEW}"); $var(o) = $ci;')
    assert found == ("sip:z@127.0.0.1", "1|new", (), "hi")


def test_msg_set_buffer_refuses_what_is_no_message() -> None:
    lab, found = sent_after('$var(rc) = msg_set_buffer("hello"); $var(o) = $ci;')
    assert found[1] == "-1|c0"
    assert any("no message" in line for line in lab.log)


def test_msg_apply_changes_stops_the_script_when_no_message_is_left() -> None:
    lab = Lab(f'{MODULES}request_route {{ remove_hf("Via"); msg_apply_changes(); sl_send_reply("200", "OK"); }}')
    assert lab.receive(Case("").request(0, 5090)) == []
    assert any("leave no message" in line for line in lab.log)


def test_msg_changed_route_runs_with_the_changes_and_leaves_the_message() -> None:
    routes = "event_route[textopsx:msg-changed-route] { $avp(seen) = $hdr(X-A); }\nroute[LOOK] { $avp(seen) = $rb; }\n"
    do = r'append_hf("X-A: 1\r\n"); $var(rc) = msg_changed_route("textopsx:msg-changed-route"); '
    _, found = sent_after(do + '$var(o) = $avp(seen) + is_present_hf("X-A");', routes)
    assert found[1] == "1|1-1"
    _, found = sent_after('set_body("new", "a/b"); $var(rc) = msg_changed_route("LOOK"); $var(o) = $avp(seen) + $rb;', routes,
                          Case("", TEXT, "old"))  # fmt: skip
    assert found[1] == "1|newold"


def test_msg_changed_route_needs_its_route() -> None:
    assert sent_after('$var(rc) = msg_changed_route("NONE");')[1][1] == "-1|"


@pytest.mark.parametrize(
    ("do", "word"),
    [
        ('append_hf_value("X.p", "v");', "parameter"),
        ('append_hf_value("X[*]", "v");', "neither"),
        ('remove_hf_value("X[-11]");', "-10"),
        ('remove_hf_value("X[");', "NAME"),
        ('assign_hf_value("X[*]", "v");', "only with a parameter"),
        ('hf_value_exists("X[1]", "v");', "neither an index"),
        ('keep_hf("(");', "expression"),
    ],
)
def test_a_wrong_argument_is_told_when_the_configuration_is_loaded(do: str, word: str) -> None:
    with pytest.raises(ConfigError, match=word):
        Lab(f"{MODULES}request_route {{ {do} }}")


@pytest.mark.parametrize(
    ("pattern", "text", "is_match"),
    [
        (b"", b"", True), (b"", b"a", False), (b"*", b"", True), (b"a*b*c", b"aXbYc", True), (b"a*b*c", b"aXbY", False),
        (b"a?c", b"ac", False), (b"[a-c]x", b"bx", True), (b"[!a-c]x", b"bx", False), (b"[]x]", b"]", True),
        (b"[a", b"[a", True),
        (b"\\*", b"*", True), (b"\\*", b"a", False), (b"[a-]", b"-", True), (b"*.example.[cn]*", b"a.example.net", True),
    ],
)  # fmt: skip
def test_fnmatch_matches_as_a_shell_does(pattern: bytes, text: bytes, is_match: bool) -> None:
    assert matches(pattern, text) is is_match


def test_fnmatch_takes_no_longer_for_many_stars() -> None:
    assert not matches(b"*a" * 30 + b"*b", b"a" * 5_000)
