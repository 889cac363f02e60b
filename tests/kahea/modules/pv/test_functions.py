"""The functions of module pv, called from a route; `$var(r)` holds what they left behind."""

import pytest

from kahea.api.testing import Lab

REQUEST = (
    b"INVITE sip:bob@127.0.0.1 SIP/2.0\r\n"
    b"Via: SIP/2.0/UDP 127.0.0.1:45070;branch=z9hG4bKx1;rport\r\n"
    b"Max-Forwards: 70\r\n"
    b"From: <sip:a@b.net>;tag=1\r\n"
    b"To: <sip:bob@c.net>\r\n"
    b"Call-ID: c1\r\n"
    b"CSeq: 7 INVITE\r\n"
    b"Contact: <sip:a@b.net>\r\n"
    b"Content-Length: 0\r\n"
    b"\r\n"
)
CONFIG = """
listen=udp:127.0.0.1:5066 name "s1"
listen=udp:127.0.0.2:5066 name "s2"
loadmodule "pv.so"
request_route { SCRIPT exit; }
"""

SCRIPTS = {
    "pv_isset": [
        ('if (pv_isset("$avp(a)")) { $var(r) = 1; } else { $var(r) = 2; }', "2"),
        ('$avp(a) = ""; if (pv_isset("$avp(a)")) { $var(r) = 1; }', "1"),
    ],
    "pv_unset": [('$avp(a) = 1; $avp(a) = 2; pv_unset("$avp(a)"); $var(r) = $avp(a);', "1")],
    "is_int": [
        ('$var(x) = 5; if (is_int("$var(x)")) { $var(r) = 1; }', "1"),
        ('$var(x) = "5"; if (is_int("$var(x)")) { $var(r) = 1; } else { $var(r) = 2; }', "2"),
    ],
    "is_int_beside_text": [
        ('if (is_int("$rp") && !is_int("$ci") && !is_int("$avp(none)")) { $var(r) = 1; }', "1"),
    ],
    "typeof": [
        ('if (typeof("$avp(a)", "null")) { $var(r) = 1; }', "1"),
        ('$avp(a) = "x"; if (typeof("$avp(a)", "str")) { $var(r) = 1; }', "1"),
        ('$avp(a) = 1; if (typeof("$avp(a)", "int") && !typeof("$avp(a)", "str")) { $var(r) = 1; }', "1"),
        ('typeof("$avp(a)", "float"); $var(r) = $rc;', "-1"),
    ],
    "not_empty": [
        ('$avp(a) = ""; if (not_empty("$avp(a)")) { $var(r) = 1; } else { $var(r) = 2; }', "2"),
        ('$avp(a) = 5; if (not_empty("$avp(a)")) { $var(r) = 1; } else { $var(r) = 2; }', "2"),
        ('$avp(a) = "x"; if (not_empty("$avp(a)")) { $var(r) = 1; }', "1"),
    ],
    "pv_evalx": [
        ('$avp(m) = "Sorry, $fU"; pv_evalx("$var(r)", "$avp(m)!");', "Sorry, a!"),
        ('$avp(m) = "$nosuch"; pv_evalx("$var(x)", "$avp(m)"); $var(r) = $rc;', "-1"),
    ],
    "pv_var_to_xavp": [
        ('$var(started) = 5; pv_var_to_xavp("started", "keep"); $var(r) = $xavp(keep[0]=>started);', "5"),
        ('$var(a) = 1; $var(b) = 2; pv_var_to_xavp("*", "keep"); $var(r) = $xavp(keep=>a) + $xavp(keep=>b);', "3"),
        ('pv_var_to_xavp("nothing", "keep"); $var(r) = $rc;', "-1"),
    ],
    "pv_xavp_to_var": [
        ('$xavp(keep=>r) = "back"; pv_xavp_to_var("keep");', "back"),
        ('pv_xavp_to_var("none"); $var(r) = $rc;', "-1"),
    ],
    "xavp_copy": [
        (
            (
                '$xavp(gw=>n) = "a"; $xavp(gw=>n) = "b"; xavp_copy("gw", "1", "o"); xavp_copy("gw", "0", "o");'
                " $var(r) = $xavp(o[0]=>n) + $xavp(o[1]=>n);"
            ),
            "ab",
        ),
        ('xavp_copy("gw", "0", "o"); $var(r) = $rc;', "-1"),
    ],
    "xavp_slist_explode": [
        (
            'xavp_slist_explode("alice, bob,, carol", ",", "t", "t"); $var(r) = $_s($xavp(t[0]=>v[0]) $xavp(t[0]=>v[2]));',
            "alice carol",
        ),
        ('xavp_slist_explode("a;b c", "; ", "", "t"); $var(r) = $xavp(t[0]=>v[*]);', "a, b, c"),
        ('xavp_slist_explode(",,", ",", "t", "t"); $var(r) = $rc;', "-1"),
    ],
    "xavp_params_explode": [
        ('xavp_params_explode("limit=2;tariff=night", "a"); $var(r) = $_s($xavp(a=>limit) $xavp(a=>tariff));', "2 night"),
        ('xavp_params_explode("", "a"); $var(r) = $rc;', "-1"),
    ],
    "xavp_xparams_explode": [('xavp_xparams_explode("limit=2,tariff=night", ",", "a"); $var(r) = $xavp(a=>tariff);', "night")],
    "xavp_params_implode": [
        ('$xavp(a=>tariff) = "night"; $xavp(a[0]=>limit) = 2; xavp_params_implode("a", "$var(r)");', "limit=2;tariff=night;"),
        ('xavp_params_implode("none", "$var(x)"); $var(r) = $rc;', "-1"),
    ],
    "xavp_params_implode_qval": [('$xavp(a=>t) = "x;y"; xavp_params_implode_qval("a", "$var(r)");', 't="x;y";')],
    "xavu_params_explode": [
        (
            (
                'xavu_params_explode("limit=2;tariff=night", "a"); xavu_params_explode("tariff=day", "a");'
                " $var(r) = $_s($xavu(a=>tariff) $cnt($xavu(a)));"
            ),
            "day 1",
        ),
    ],
    "xavu_params_implode": [
        ('xavu_params_explode("tariff=night", "a"); xavu_params_implode("a", "$var(r)");', "tariff=night;")
    ],
    "xavp_child_seti": [
        ('$var(f) = "limit"; xavp_child_seti("a", "$var(f)", "2"); $var(r) = $xavp(a=>limit) + 1;', "3"),
        ('xavp_child_seti("a", "f", "1"); xavp_child_seti("a", "f", "2"); $var(r) = $xavp(a[0]=>f[*]);', "2"),
    ],
    "xavp_child_sets": [('xavp_child_sets("a", "owner", "$fU of $fd"); $var(r) = $xavp(a=>owner);', "a of b.net")],
    "xavp_rm": [('$xavp(a) = 1; $xavp(a) = 2; xavp_rm("a"); $var(r) = $xavp(a);', "1"), ('xavp_rm("a"); $var(r) = $rc;', "1")],
    "xavp_rm_all": [('$xavp(a) = 1; $xavp(a) = 2; xavp_rm_all("a"); $var(r) = $_s($xavp(a));', "<null>")],
    "xavp_child_rm": [
        ('$xavp(a=>b) = 1; xavp_child_rm("a", "b"); $var(r) = $_s($xavp(a=>b));', "<null>"),
        ('xavp_child_rm("a", "b"); $var(r) = $rc;', "1"),
    ],
    "xavi_child_seti": [('xavi_child_seti("Headers", "Max-Forwards", "70"); $var(r) = $xavi(headers=>max-forwards);', "70")],
    "xavi_child_sets": [('xavi_child_sets("Headers", "Subject", "from $fU"); $var(r) = $xavi(headers=>subject);', "from a")],
    "xavi_rm": [('$xavi(A) = 1; $xavi(a) = 2; xavi_rm("A"); $var(r) = $xavi(a);', "1")],
    "xavi_rm_all": [('$xavi(A) = 1; $xavi(a) = 2; xavi_rm_all("a"); $var(r) = $_s($xavi(a));', "<null>")],
    "xavi_child_rm": [('$xavi(a=>B) = 1; xavi_child_rm("A", "b"); $var(r) = $_s($xavi(a=>b));', "<null>")],
    "xavp_lshift": [
        (
            (
                '$xavp(g) = "c"; $xavp(g) = "b"; $xavp(g) = "a"; xavp_lshift("g", "1");'
                " $var(r) = $xavp(g[0]) + $xavp(g[1]) + $xavp(g[2]);"
            ),
            "bca",
        ),
        ('$xavp(g) = "c"; $xavp(g) = "b"; $xavp(g) = "a"; xavp_lshift("g", "-1"); $var(r) = $xavp(g);', "c"),
        ('xavp_lshift("g", "1"); $var(r) = $rc;', "-1"),
    ],
    "xavp_push_dst": [
        (
            (
                '$xavp(g=>uri) = "sip:u@h"; $xavp(g[0]=>dst_uri) = "sip:d"; $xavp(g[0]=>socket) = "udp:127.0.0.2:5066";'
                ' xavp_push_dst("g"); $var(r) = $_s($ru $du $fsn);'
            ),
            "sip:u@h sip:d s2",
        ),
        ('$xavp(g=>socket) = "udp:9.9.9.9:1"; xavp_push_dst("g"); $var(r) = $rc;', "-1"),
        ('$xavp(g=>uri) = "a b"; xavp_push_dst("g"); $var(r) = $rc;', "-1"),
        ('xavp_push_dst("none"); $var(r) = $rc;', "-1"),
    ],
    "sbranch_set_ruri": [
        (
            (
                '$sbranch(uri) = "sip:s@h"; $sbranch(dst_uri) = "sip:d"; $sbranch(send_socket) = "udp:127.0.0.2:5066";'
                " sbranch_set_ruri(); $var(r) = $_s($ru $du $fsn);"
            ),
            "sip:s@h sip:d s2",
        ),
        ("sbranch_set_ruri(); $var(r) = $rc;", "-1"),
    ],
    "sbranch_append": [
        (
            (
                '$sbranch(uri) = "sip:s@h"; $sbranch(q) = 300; sbranch_append(); $sbranch(uri) = "sip:later";'
                " $var(r) = $_s($branch(uri) $branch(q) $branch(count));"
            ),
            "sip:s@h 300 1",
        ),
        ("sbranch_append(); $var(r) = $rc;", "-1"),
    ],
    "sbranch_reset": [
        (
            '$sbranch(uri) = "sip:s@h"; $sbranch(flags) = 3; sbranch_reset(); $var(r) = $_s($sbranch(uri) $sbranch(flags));',
            "<null> 0",
        )
    ],
}


def run(script: str) -> Lab:
    lab = Lab(CONFIG.replace("SCRIPT", script))
    lab.receive(REQUEST)
    return lab


@pytest.mark.parametrize(("script", "value"), [pair for pairs in SCRIPTS.values() for pair in pairs])
def test_function_leaves_the_value(script: str, value: str) -> None:
    assert run(script).engine.script_vars[b"r"].printed().decode() == value


@pytest.mark.parametrize(
    ("script", "lines"),
    [
        ('$xavp(a=>b) = 1; $xavp(c) = "x"; pv_xavp_print();', ["xavp 'c' = 'x'", "xavp 'a' =>", "xavp   'b' = 1"]),
        ("$xavi(A=>b) = 1; pv_xavi_print();", ["xavi 'A' =>", "xavi   'b' = 1"]),
        ("$xavu(a=>b) = 1; pv_xavu_print();", ["xavu 'a' =>", "xavu   'b' = 1"]),
    ],
)
def test_pv_xavp_print_and_its_like_write_every_value_to_the_log(script: str, lines: list[str]) -> None:
    lab = Lab(CONFIG.replace("SCRIPT", script), overrides={"debug": 2})
    lab.receive(REQUEST)
    written = [line.partition("(): ")[2] for line in lab.log if " pv [" in line]
    assert written == lines


def test_every_function_has_a_row() -> None:
    lab = run("$var(r) = 1;")
    known = {cmd.name for cmd in lab.engine.modules.all()["pv"].cmds}
    printed = {"pv_xavp_print", "pv_xavi_print", "pv_xavu_print"}
    assert known - set(SCRIPTS) == printed
