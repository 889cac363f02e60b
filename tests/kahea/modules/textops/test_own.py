"""What Kamailio 5.6 does not have, or does in another way: no table is shared with it."""

from __future__ import annotations

import pytest
from tests.kahea.modules.textops.traffic import COMPACT, LINES, MIXED, MODULES, PARTS, TEXT, Case, answered, assert_holds, seen

from kahea.api import PvSpec
from kahea.api.testing import Lab
from kahea.api.values import parse_pv
from kahea.cfg.errors import ConfigError
from kahea.modules.textops.content import set_body


@pytest.mark.parametrize(
    "case",
    [
        Case('$var(rc) = subst_v("$rU", "/b/X$var(o)/g", "$var(o)");', codes="1|XoX"),
        Case('$var(o) = "kept"; $var(rc) = subst_v("$rU", "/z/X/", "$var(o)");', codes="-1|kept"),
        Case('$var(rc) = subst_v("a", "/(a/X/", "$var(o)");', codes="-1|"),
        Case('$var(rc) = str_any_in("$rU", "xo"); $var(o) = str_any_in("$rU", "xyz");', codes="1|-1"),
        Case('$var(rc) = str_all_in("$rU", "ob"); $var(o) = str_all_in("$rU", "obx");', codes="1|-1"),
        Case('$var(rc) = set_body_hex("68 69", "text/x");', codes="1|", head=("Content-Type: text/x",), left="hi"),
        Case('$var(rc) = set_body_hex("6", "text/x"); $var(o) = set_body("", "text/x");', codes="-1|-1"),
        # A second body takes the place of the first, type and all; Kamailio writes two types.
        Case(
            'set_body("a", "text/x"); set_body("bb", "text/y");',
            headers=TEXT, body=LINES, head=("Content-Type: text/y",), left="bb",
        ),
        # What stands between the headers of a part and the next boundary, whatever headers it has.
        Case('filter_body("text/plain");', headers=MIXED, body=PARTS, left="hello"),
        # A body of parts is whole at once.
        Case(
            'set_body_multipart("t", "text/y", "d");',
            head=('Content-Type: multipart/mixed;boundary="d"', "Mime-Version: 1.0"),
            left="--d\r\nContent-Type: text/y\r\n\r\nt\r\n--d--\r\n",
        ),
        Case('$var(rc) = set_body_multipart("a--d", "text/y", "d");', codes="-1|"),
        Case('$var(rc) = append_body_part("t", "text/y");', headers=MIXED, body="--uB\r\nno end", codes="-1|"),
        Case('$var(rc) = append_body_part_hex("0", "text/y");', headers=MIXED, body=PARTS, codes="-1|"),
        # Places that are not there.
        Case('$var(rc) = remove_hf_idx("X-A", "1"); $var(o) = remove_hf_idx("X-A", "-2");', "X-A: 1\r\n", codes="-1|-1"),
        Case('$var(rc) = has_body("text/plain");', headers=COMPACT, body="x", codes="1|"),
        # Text that stands in no header is not found: the search begins behind the first line.
        Case('$var(rc) = replace_str("SIP/2.0 ", "x", "a");', codes="-1|"),
        Case('$var(rc) = replace("$^", "x"); $var(o) = replace_str("", "x", "a");', codes="-1|-1"),
    ],
)  # fmt: skip
def test_own_ways_hold(case: Case) -> None:
    assert_holds(case)


@pytest.mark.parametrize(
    ("do", "value"),
    [
        ('get_body_part("text/plain", "$var(x)");', b"hello"),
        ('get_body_part("application/sdp", "$var(x)");', b"v=0"),
        ('get_body_part("text/html", "$var(x)");', b"none"),
        ('get_body_part_raw("application/sdp", "$var(x)");', b"Content-Type: application/sdp\r\n\r\nv=0\r\n--uB\r\n"),
        (
            'get_body_part_raw("text/plain", "$var(x)");',
            b"Content-Type: text/plain\r\nContent-Disposition: x\r\n\r\nhello\r\n--uB--\r\n",
        ),
        ('get_body_part_raw("text/html", "$var(x)");', b"none"),
    ],
)
def test_get_body_part_and_get_body_part_raw_store_a_part(do: str, value: bytes) -> None:
    lab = Lab(f'{MODULES}request_route {{ $var(x) = "none"; {do} }}')
    lab.receive(Case("", headers=MIXED, body=PARTS).request(0, 5090))
    with lab.at_work():
        spec: PvSpec = parse_pv(lab.engine.pvs, b"$var(x)")
        assert spec.get(lab.msg(Case("").request(0, 5090))).printed() == value


@pytest.mark.parametrize(
    ("do", "vias"),
    [
        ('via_param_rm("x", "-1");', ["SIP/2.0/UDP 127.0.0.1:5090;branch=z9hG4bKa0", "SIP/2.0/UDP h;y", "SIP/2.0/UDP i;x"]),
        ('via_param_rm("BRANCH", "0");', ["SIP/2.0/UDP 127.0.0.1:5090", 'SIP/2.0/UDP h;x="1;2";y', "SIP/2.0/UDP i;x"]),
        ('via_param_rm("x", "1");', ["SIP/2.0/UDP 127.0.0.1:5090;branch=z9hG4bKa0", "SIP/2.0/UDP h;y", "SIP/2.0/UDP i;x"]),
        (
            'via_param_rm("x", "2");',
            ["SIP/2.0/UDP 127.0.0.1:5090;branch=z9hG4bKa0", 'SIP/2.0/UDP h;x="1;2";y', "SIP/2.0/UDP i"],
        ),
        (
            'via_param_rm("z", "3");',
            ["SIP/2.0/UDP 127.0.0.1:5090;branch=z9hG4bKa0", 'SIP/2.0/UDP h;x="1;2";y', "SIP/2.0/UDP i;x"],
        ),
    ],
)
def test_via_param_rm_takes_one_parameter_of_one_via(do: str, vias: list[str]) -> None:
    lab = Lab(f'{MODULES}request_route {{ {do.replace("-1", "1")} $du = "sip:127.0.0.1:5090"; forward(); }}')
    data = Case("", headers='Via: SIP/2.0/UDP h;x="1;2";y, SIP/2.0/UDP i;x\r\n').request(0, 5090)
    (sent,) = lab.receive(data, src=("127.0.0.1", 5090))
    lines = [line[5:] for line in sent.data.decode().split("\r\n") if line.startswith("Via: ")][1:]
    assert [via.strip() for line in lines for via in line.split(", ")] == vias


def test_via_param_rm_counts_from_the_end_too() -> None:
    lab = Lab(f'{MODULES}request_route {{ via_param_rm("x", "-1"); $du = "sip:127.0.0.1:5090"; forward(); }}')
    (sent,) = lab.receive(Case("", headers="Via: SIP/2.0/UDP i;x\r\n").request(0, 5090), src=("127.0.0.1", 5090))
    assert b"Via: SIP/2.0/UDP i\r\n" in sent.data


@pytest.mark.parametrize(
    ("do", "word"),
    [
        ('search("(a+)+b");', "take for ever"),
        ('search("(");', "expression"),
        ('subst("/a/b/x");', "flags are i, g and s"),
        ('subst("a/b");', "substitution"),
        ("$var(x) = $(ru{re.subst,/(a*)*b/x/});", "take for ever"),
        ("$var(x) = $(ru{re.subst,,a,b,});", "substitution"),
        ('is_method("INVITE|KNOCK");', "known methods"),
        ('is_privacy("all");', "header, session"),
        ('has_body("text");', "type/subtype"),
        ('search_hf("X", "y", "z");', "first"),
        ('replace_str("a", "b", "z");', "first"),
        ('remove_hf_match("X", "like", "z");', "eq, ne, in, re"),
        ('is_present_hf("");', "name of a header"),
    ],
)
def test_a_wrong_argument_is_told_when_the_configuration_is_loaded(do: str, word: str) -> None:
    with pytest.raises(ConfigError, match=word):
        Lab(f"{MODULES}request_route {{ {do} }}")


def test_a_body_without_content_length_is_a_body() -> None:
    lab = Lab(f'{MODULES}request_route {{ if (has_body("text/plain")) sl_send_reply("299", "body"); }}')
    data = Case("", headers=TEXT, body=LINES).request(0, 5090).replace(b"Content-Length: 28\r\n", b"")
    assert lab.receive(data)[0].data.startswith(b"SIP/2.0 299")


def test_changes_that_contradict_each_other_are_refused_and_logged() -> None:
    case = Case('remove_hf("Subject"); $var(rc) = subst_hf("Subject", "/a/b/", "a");', headers="Subject: a\r\n")
    assert seen(case)[1:3] == ("-1|", ())


@pytest.mark.parametrize(("method", "status"), [("MESSAGE|INFO", b"298"), ("INFO", b"200")])
def test_is_method_asks_cseq_in_a_reply(method: str, status: bytes) -> None:
    sent = answered(f'if (is_method("{method}")) change_reply_status("298", "mine");')
    assert sent.split(b" ")[1] == status


def test_headers_and_body_of_a_reply_are_changed_as_those_of_a_request() -> None:
    do = r'remove_hf("X-A"); append_hf("X-B: 1\r\n"); set_body("new", "text/y");'
    sent = answered(do, headers="X-A: 1\r\n" + TEXT, body=LINES)
    assert b"X-A" not in sent
    assert sent.endswith(b"Content-Length: 3\r\nX-B: 1\r\nContent-Type: text/y\r\n\r\nnew")


def test_set_body_in_a_branch_leaves_the_request_and_the_other_branches_alone() -> None:
    lab = Lab(f"{MODULES}request_route {{ exit; }}")
    msg = lab.msg(Case("", headers=TEXT, body=LINES).request(0, 5090))
    with lab.at_work():
        set_body(msg, b"one", b"text/x")
        branch = msg.clone()
        set_body(branch, b"second", b"text/y")
    heads = [each.add_rm.apply(each.buf, 0, each.eoh) for each in (msg, branch)]
    assert [head.count(b"Content-Type: ") for head in heads] == [1, 1]
    assert (b"text/x" in heads[0], b"text/y" in heads[1]) == (True, True)
    assert [each.body_lumps.apply(each.buf, each.eoh) for each in (msg, branch)] == [b"one", b"second"]
