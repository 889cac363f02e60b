"""What assigning to a variable does, and what is refused."""

import pytest

from kahea.api import SipMsg
from kahea.api.testing import Lab
from kahea.api.values import PvWriteError, parse_format, parse_pv, pv_of

REQUEST = (
    b"INVITE sip:+49123@127.0.0.1:5066;transport=udp SIP/2.0\r\n"
    b"Via: SIP/2.0/UDP 127.0.0.1:45070;branch=z9hG4bKx1;rport\r\n"
    b"Max-Forwards: 70\r\n"
    b'From: "Al" <sip:a:pw@b.net>;tag=1\r\n'
    b"To: sip:bob@c.net;x=1\r\n"
    b"Call-ID: c1\r\n"
    b"CSeq: 7 INVITE\r\n"
    b"Content-Length: 0\r\n"
    b"\r\n"
)
CONFIG = """
listen=udp:127.0.0.1:5066 name "s1"
listen=udp:127.0.0.2:5066 name "s2"
modparam_here
loadmodule "pv.so"
request_route { exit; }
"""


@pytest.fixture
def lab() -> Lab:
    return Lab(CONFIG.replace("modparam_here", ""))


def assign(lab: Lab, msg: SipMsg, *assignments: tuple[str, bytes | int | None]) -> None:
    for name, native in assignments:
        with lab.at_work():
            parse_pv(lab.engine.pvs, name.encode()).set(msg, pv_of(native))


def read(lab: Lab, msg: SipMsg, text: str) -> str:
    with lab.at_work():
        return parse_format(lab.engine.pvs, text.encode()).printf(msg).decode()


WRITTEN = [
    # assignments, what is read, value
    ([("$ru", b"sip:x@y;lr")], "$ru $rU $rd $ou", "sip:x@y;lr x y sip:+49123@127.0.0.1:5066;transport=udp"),
    ([("$rU", b"me")], "$ru", "sip:me@127.0.0.1:5066;transport=udp"),
    ([("$rU", None)], "$ru $rU", "sip:127.0.0.1:5066;transport=udp <null>"),
    ([("$ru", b"sip:u:secret@h"), ("$rU", None)], "$ru", "sip:h"),
    ([("$ruri.user", b"x")], "$ru", "sip:x@127.0.0.1:5066;transport=udp"),
    ([("$rd", b"foo.org"), ("$rU", b"me"), ("$rp", 5080)], "$ru", "sip:me@foo.org:5080;transport=udp"),
    ([("$rp", None)], "$ru $rp", "sip:+49123@127.0.0.1;transport=udp 5060"),
    ([("$ru", b"tel:+49123"), ("$rU", b"110")], "$ru $rz", "tel:110 tel"),
    ([("$ru", b"sips:a@h")], "$rp $rP", "5061 TLS"),
    # a value that would end the line is refused
    ([("$ru", b"sip:x@y\r\nEvil: 1")], "$rU", "+49123"),
    ([("$rU", b"a b")], "$rU", "+49123"),
    ([("$rd", None)], "$rd", "127.0.0.1"),
    ([("$rp", 70000)], "$rp", "5066"),
    (
        [("$du", b"sip:gw.example:5070;transport=tcp")],
        "$du $dd $dp $dP",
        "sip:gw.example:5070;transport=tcp gw.example 5070 tcp",
    ),
    ([("$du", b"sip:gw"), ("$du", None)], "$du $nh(d)", "<null> 127.0.0.1"),
    ([("$du", b"sip:gw")], "$nh(u) $nh(U) $nh(d) $nh(p) $nh(P)", "sip:gw <null> gw 5060 UDP"),
    ([("$fs", b"udp:127.0.0.2:5066")], "$fs $fsn $fsp", "udp:127.0.0.2:5066 s2 5066"),
    ([("$fsn", b"s1")], "$fs $fsn", "udp:127.0.0.1:5066 s1"),
    ([("$fsn", b"s1"), ("$fs", None)], "$fs $fsp", "<null> 0"),
    ([("$fs", b"udp:9.9.9.9:1"), ("$fsn", b"none")], "$fs", "<null>"),
    ([("$mf", 32)], "$mf $mF $Mf(5) $Mf(4)", "32 00000020 1 0"),
    ([("$Mf(0)", 1), ("$Mf(31)", 1), ("$Mf(0)", 0)], "$mF", "80000000"),
    ([("$bF", 5), ("$Bf(0)", 0)], "$bf $bF", "4 00000004"),
    ([("$sf", 7), ("$Sf(1)", None)], "$sf $sF", "5 00000005"),
    ([("$br", b"sip:x@h"), ("$br", b"sip:y@h")], "$br $bR", "sip:x@h sip:x@h, sip:y@h"),
    ([("$br", b"sip:x@h")], "$ds", "Contact: <sip:x@h>"),
    ([("$rU", b"me"), ("$br", b"sip:x@h")], "$ds", "Contact: <sip:me@127.0.0.1:5066;transport=udp>, <sip:x@h>"),
    ([("$rU", b"me")], "$ds", "Contact: <sip:me@127.0.0.1:5066;transport=udp>"),
    ([("$br", b"sip:x@h"), ("$br", None)], "$br $branch(count) $ds", "<null> 0 <null>"),
    ([("$br", b"sip:x@h"), ("$branch(q)", 500)], "$bR $branch(q) $branch(count)", "<sip:x@h>;q=0.5 500 1"),
    (
        [("$br", b"sip:x@h"), ("$branch(dst_uri)", b"sip:d"), ("$branch(path)", b"<sip:p>"), ("$branch(flags)", 3)],
        "$branch(dst_uri) $branch(path) $branch(flags) $branch(ruid)",
        "sip:d <sip:p> 3 <null>",
    ),
    (
        [("$br", b"sip:x@h"), ("$br", b"sip:y@h"), ("$(branch(uri)[0])", None)],
        "$(branch(uri)[0]) $(branch(uri)[-1])",
        "sip:y@h sip:y@h",
    ),
    ([("$br", b"sip:x@h"), ("$branch(send_socket)", b"udp:127.0.0.2:5066")], "$branch(send_socket)", "udp:127.0.0.2:5066"),
    (
        [("$sbranch(uri)", b"sip:s@h"), ("$sbranch(q)", 2000), ("$sbranch(otcpid)", 7)],
        "$sbranch(uri) $sbranch(q) $sbranch(otcpid)",
        "sip:s@h 1000 7",
    ),
    ([("$avp(a)", 1), ("$avp(a)", 2), ("$avp(a)", 3)], "$avp(a) $(avp(a)[1]) $(avp(a)[*]) $cnt($avp(a))", "3 2 3, 2, 1 3"),
    ([("$avp(a)", 1), ("$avp(a)", 2), ("$avp(a)", None)], "$(avp(a)[*])", "1"),
    ([("$avp(a)", 1), ("$avp(a)", 2), ("$(avp(a)[*])", 5)], "$(avp(a)[*])", "5"),
    ([("$avp(a)", 1), ("$avp(a)", 2), ("$(avp(a)[*])", None)], "$avp(a) $cnt($avp(a))", "<null> 0"),
    ([("$avp(i:5)", b"n"), ("$avp(s:5)", b"t")], "$avp(i:5) $avp(5)", "n t"),
    ([("$var(n)", b"dyn"), ("$avp($var(n))", b"v")], "$avp(dyn) $avp($var(n))", "v v"),
    ([("$xavp(a)", 1)], "$xavp(a) $cnt($xavp(a))", "1 1"),
    ([("$xavp(p=>x)", b"old"), ("$xavp(p=>x)", b"new")], "$xavp(p=>x) $xavp(p[1]=>x) $cnt($xavp(p))", "new old 2"),
    (
        [("$xavp(r=>b)", 1), ("$xavp(r[0]=>c)", 2), ("$xavp(r[0]=>b)", 3)],
        "$xavp(r=>b) $xavp(r=>c) $xavp(r[0]=>b[*])",
        "3 2 3, 1",
    ),
    ([("$xavp(r=>b)", 1), ("$xavp(r[0]=>b)", 2), ("$xavp(r[0]=>b[1])", 9)], "$xavp(r[0]=>b[*])", "2, 9"),
    # an index never makes a root
    ([("$xavp(n[0]=>b)", b"x")], "$xavp(n[0]=>b)", "<null>"),
    ([("$xavp(a)", 1), ("$xavp(a)", 2), ("$xavp(a)", None)], "$xavp(a)", "1"),
    ([("$xavp(a)", 1), ("$xavp(a)", 2), ("$xavp(a[*])", None)], "$xavp(a)", "<null>"),
    ([("$xavp(a=>b)", 1), ("$xavp(a[0]=>b)", None)], "$xavp(a=>b)", "<null>"),
    ([("$var(k)", b"b"), ("$var(i)", 1), ("$xavp(a=>b)", 1), ("$xavp(a=>b)", 2)], "$xavp(a[$var(i)]=>$var(k))", "1"),
    ([("$xavi(Root=>Field)", b"v")], "$xavi(rOOT=>FIELD)", "v"),
    ([("$xavu(u=>x)", 1), ("$xavu(u=>y)", 2), ("$xavu(u=>x)", 3)], "$xavu(u=>x) $xavu(u=>y) $cnt($xavu(u))", "3 2 1"),
    ([("$var(a)", b"x"), ("$var(a)", None)], "$var(a)", "0"),
    ([("$vz(a)", b"q")], "$vz(a) $var(a)", "q q"),
    ([("$vn(a)", b"x"), ("$vn(a)", None)], "$vn(a)", "<null>"),
    ([("$shv(a)", 5)], "$shv(a) $shvinc(a) $shvinc(a)", "5 6 7"),
    ([("$shv(a)", 5), ("$shv(a)", None)], "$shv(a)", "0"),
    ([("$ccp(core.udp_mtu)", 1400)], "$ccp(core.udp_mtu) $sel(cfg_get.core.udp_mtu)", "1400 1400"),
    ([("$ccp(core.udp_mtu)", b"many"), ("$ccp(core.none)", 1)], "$ccp(core.udp_mtu) $ccp(core.none)", "0 <null>"),
    ([("$msgbuf(0)", b"X")], "$(mb{s.substr,0,6}) $rm", "XNVITE XNVITE"),
    # one that would make the message unreadable is not made
    ([("$msgbuf(0)", b" ")], "$(mb{s.substr,0,6}) $rm", "INVITE INVITE"),
    # a message that is parsed keeps its bytes
    ([("$rcv(buf)", b"raw bytes"), ("$rcv(len)", 1)], "$(rcv(buf){s.substr,0,6})", "INVITE"),
]


@pytest.mark.parametrize(("assignments", "text", "value"), WRITTEN)
def test_assigning_has_its_effect(lab: Lab, assignments: list[tuple[str, bytes | int | None]], text: str, value: str) -> None:
    msg = lab.msg(REQUEST)
    assign(lab, msg, *assignments)
    assert read(lab, msg, text) == value


PARTIES = [
    ([("$fU", b"new")], b'From: "Al" <sip:new:pw@b.net>;tag=1\r\n'),
    ([("$fU", None)], b'From: "Al" <sip:b.net>;tag=1\r\n'),
    ([("$fd", b"z.net"), ("$fU", b"q")], b'From: "Al" <sip:q:pw@z.net>;tag=1\r\n'),
    ([("$fn", None)], b"From: <sip:a:pw@b.net>;tag=1\r\n"),
    ([("$fu", b"sip:w@v;lr")], b'From: "Al" <sip:w@v;lr>;tag=1\r\n'),
    ([("$tn", b'"Bob"'), ("$td", b"z.net")], b'To: "Bob" <sip:bob@z.net>;x=1\r\n'),
    ([("$tU", b"joe")], b"To: <sip:joe@c.net>;x=1\r\n"),
    ([("$tu", b"sip:other@d")], b"To: <sip:other@d>;x=1\r\n"),
    # refused: the header stays as it is
    ([("$fu", None)], b'From: "Al" <sip:a:pw@b.net>;tag=1\r\n'),
    ([("$tn", b"a\r\nEvil: 1")], b"To: <sip:bob@c.net>;x=1\r\n"),
]


@pytest.mark.parametrize(("assignments", "line"), PARTIES)
def test_assigning_to_a_part_of_from_or_to_changes_the_header_that_is_sent(
    lab: Lab, assignments: list[tuple[str, bytes | int | None]], line: bytes
) -> None:
    msg = lab.msg(REQUEST)
    before = read(lab, msg, "$fu $fU $tu $tU")
    assign(lab, msg, *assignments)
    assert line in read(lab, msg, "$mbu").encode()
    assert read(lab, msg, "$fu $fU $tu $tU") == before


def test_change_of_from_in_one_branch_leaves_the_other_alone(lab: Lab) -> None:
    first, second = lab.msg(REQUEST), lab.msg(REQUEST)
    assign(lab, first, ("$fU", b"one"))
    second.add_rm = first.add_rm.copy()
    assign(lab, second, ("$fU", b"two"))
    assert "sip:one:pw@b.net" in read(lab, first, "$mbu")
    assert "sip:two:pw@b.net" in read(lab, second, "$mbu")


READ_ONLY = [
    "$rm",
    "$ci",
    "$si",
    "$hdr(To)",
    "$ft",
    "$rc",
    "$null",
    "$Ts",
    "$def(X)",
    "$cnt($avp(a))",
    "$K(UDP)",
    "$via0(host)",
]


@pytest.mark.parametrize("name", READ_ONLY)
def test_variable_that_can_only_be_read_refuses_an_assignment(lab: Lab, name: str) -> None:
    with lab.at_work(), pytest.raises(PvWriteError):
        parse_pv(lab.engine.pvs, name.encode()).check_writable()


def preset(*lines: str) -> Lab:
    return Lab(CONFIG.replace("modparam_here\n", "").replace('loadmodule "pv.so"', 'loadmodule "pv.so"\n' + "\n".join(lines)))


def test_shvset_gives_a_shared_variable_its_first_value() -> None:
    lab = preset('modparam("pv", "shvset", "maintenance=i:1")', 'modparam("pv", "shvset", "gateway=s:sip:gw")')
    assert read(lab, lab.msg(REQUEST), "$shv(maintenance) $shv(gateway)") == "1 sip:gw"


def test_varset_gives_a_script_variable_its_first_value() -> None:
    lab = preset('modparam("pv", "varset", "attempts=i:3")', 'modparam("pv", "varset", "domain=s:example.com")')
    assert read(lab, lab.msg(REQUEST), "$var(attempts) $var(domain)") == "3 example.com"


def test_avp_aliases_give_an_avp_another_name() -> None:
    lab = preset('modparam("pv", "avp_aliases", "uid=s:user_id;prefix=i:100")')
    msg = lab.msg(REQUEST)
    assign(lab, msg, ("$avp(uid)", b"u"), ("$avp(prefix)", b"p"))
    assert read(lab, msg, "$avp(user_id) $avp(i:100)") == "u p"


@pytest.mark.parametrize(
    "value",
    ["shvset=x", "shvset=a=f:1", "shvset=a=i:one", "varset=a", "avp_aliases=uid", "avp_aliases=uid=i:x", "avp_aliases==s:x"],
)
def test_bad_parameter_is_refused_with_its_place(value: str) -> None:
    name, _, text = value.partition("=")
    with pytest.raises(Exception, match=rf"modparam pv.{name}: expected"):
        preset(f'modparam("pv", "{name}", "{text}")')
