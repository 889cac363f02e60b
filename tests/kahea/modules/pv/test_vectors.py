"""Values that Kamailio 5.6.3 gave for the same request and the same expressions."""

from importlib.metadata import version

import pytest

from kahea.api.testing import Lab
from kahea.api.values import parse_format, parse_pv, pv_of
from kahea.pv.transform.regex import regexes

REQUEST = (
    b"MESSAGE sip:+49123@127.0.0.1:5066;transport=udp SIP/2.0\r\n"
    b"Via: SIP/2.0/UDP 127.0.0.1:45070;branch=z9hG4bKx1;rport\r\n"
    b"Max-Forwards: 70\r\n"
    b'From: "Al" <sip:a@b.net>;tag=1\r\n'
    b"To: <sip:bob@c.net>\r\n"
    b"Call-ID: c1\r\n"
    b"CSeq: 7 MESSAGE\r\n"
    b"Contact: <sip:a@127.0.0.1>;expires=60\r\n"
    b"X-A: one\r\n"
    b"X-A: two, three\r\n"
    b"Expires: 120\r\n"
    b"User-Agent: test\r\n"
    b"Content-Type: text/plain\r\n"
    b"Content-Length: 5\r\n"
    b"\r\n"
    b"hello"
)
CONFIG = """
#!define NUM 7
listen=udp:127.0.0.1:5066 name "s1"
loadmodule "pv.so"
request_route { exit; }
"""
VARS: dict[str, bytes | int] = {
    "a": b"abcdef",
    "ab2": b"abcdefcgh",
    "tel": b"(040)1234/567-89",
    "n1": b"1234",
    "csv": b"12,34,56",
    "sp": b"  a b  ",
    "q": b'"alice"',
    "br": b"<sip:a@b>",
    "ab": b"abababa",
    "abc1": b"abc?>d",
    "esc": b"a b'c@d",
    "ts": 1000000000,
    "uri": b"sip:alice:pw@server.com:5070;nat=yes;transport=tcp;lr?Subject=x",
    "uri2": b"sip:bob@server.com",
    "uri3": b"sip:127.0.0.1:5060;transport=udp",
    "al": b"127.0.0.1~5060~1",
    "pl": b"a=1;b=22;c=333",
    "pa": b"a=1&b=2",
    "na": b'"test" <sip:test@k.net>;x=1',
    "tb": b'"Al" <sip:al@h.net>;tag=t1;p=2',
    "lines": b"one\ntwo\nthree",
    "p": b"a=1;b=22;c=333",
}

VECTORS = [
    ("$(var(a){s.len})", "6"),
    ("$(var(a){s.substr,1,2})", "bc"),
    ("$(var(a){s.substr,-2,0})", "ef"),
    ("$(var(a){s.strip,2})", "cdef"),
    ("$(var(a){s.striptail,2})", "abcd"),
    ("$(var(a){s.toupper})", "ABCDEF"),
    ("$(var(tel){s.numeric})", "040123456789"),
    ("$(var(n1){s.int})", "1234"),
    ("$(var(a){s.int})", ""),
    ("$(var(csv){s.select,0,,})", "12"),
    ("$(var(csv){s.select,9,,})", ""),
    ("$(var(ab2){s.before,c})", "ab"),
    ("$(var(ab2){s.after,c})", "defcgh"),
    ("$(var(sp){s.trim})|", "a b|"),
    ("$(var(sp){s.rmws})|", "ab|"),
    ("$(var(q){s.unquote})", "alice"),
    ("$(var(br){s.unbracket})", "sip:a@b"),
    ("$(var(n1){s.prefixes})", "1,12,123,1234"),
    ("$(var(n1){s.prefixes,2})", "1,12"),
    ("$(var(n1){s.prefixes.quoted,2})", "'1','12'"),
    ("$(var(ab){s.replace,a,c})", "cbcbcbc"),
    ("$(var(ab){s.rm,a})", "bbb"),
    ("$(var(ab){s.count,a})", "4"),
    ("$(var(a){s.md5})", "e80b5017098950fc58aad83c8c14978e"),
    ("$(var(a){s.sha256})", "bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721"),
    ("$(var(a){s.encode.hexa})", "616263646566"),
    ("$(var(a){s.encode.base64})", "YWJjZGVm"),
    ("$(var(abc1){s.encode.base64})", "YWJjPz5k"),
    ("$(var(abc1){s.encode.base64t})", "YWJjPz5k"),
    ("$(var(abc1){s.encode.base64url})", "YWJjPz5k"),
    ("$(var(abc1){s.encode.base58})", "qVgfk5BR"),
    ("$(var(a){s.encode.7bit}{s.encode.hexa})", "363146313938354333363033"),
    ("$(var(esc){s.escape.common})", r"a b\'c@d"),
    ("$(var(esc){s.escape.user})", "a%20b'c%40d"),
    ("$(var(esc){s.escape.param})", "a%20b'c%40d"),
    ("$(var(esc){s.urlencode.param})", "a%20b%27c%40d"),
    ("$(var(esc){s.escape.csv})", '"a b\'c@d"'),
    ("$(var(a){s.corehash})", "1834986995"),
    ("$(var(a){s.corehash,16})", "3"),
    ("$(var(ts){s.ftime,%Y-%m-%d})", "2001-09-09"),
    ("$(var(uri){uri.user})", "alice"),
    ("$(var(uri){uri.passwd})", "pw"),
    ("$(var(uri){uri.host})", "server.com"),
    ("$(var(uri){uri.port})", "5070"),
    ("$(var(uri){uri.params})", "nat=yes;transport=tcp;lr"),
    ("$(var(uri){uri.param,nat})", "yes"),
    ("$(var(uri){uri.transport})", "tcp"),
    ("$(var(uri){uri.headers})", "Subject=x"),
    ("$(var(uri){uri.scheme})", "sip"),
    ("$(var(uri){uri.tosocket})", "tcp:server.com:5070"),
    ("$(var(uri2){uri.port})", ""),
    ("$(var(uri){uri.lr})", ""),
    ("$(var(pl){param.value,b})", "22"),
    ("$(var(pl){param.value,zz})", ""),
    ("$(var(pl){param.in,b})", "1"),
    ("$(var(pl){param.valueat,1})", "22"),
    ("$(var(pl){param.valueat,-1})", "333"),
    ("$(var(pl){param.name,2})", "c"),
    ("$(var(pl){param.count})", "3"),
    ("$(var(pa){param.value,b,&})", "2"),
    ("$(var(na){nameaddr.name})", '"test" '),
    ("$(var(na){nameaddr.uri})", "sip:test@k.net"),
    ("$(var(na){nameaddr.len})", "23"),
    ("$(var(tb){tobody.uri})", "sip:al@h.net"),
    ("$(var(tb){tobody.tag})", "t1"),
    ("$(var(tb){tobody.user})", "al"),
    ("$(var(tb){tobody.host})", "h.net"),
    ("$(var(tb){tobody.display})", '"Al"'),
    ("$(var(tb){tobody.params})", "tag=t1;p=2"),
    ("$(var(lines){line.count})", "3"),
    ("$(var(lines){line.at,1})", "two"),
    ("$(var(lines){line.at,-1})", "three"),
    ("$(var(lines){line.sw,th})", "three"),
    ("$(var(uri3){urialias.encode})", "127.0.0.1~5060~1"),
    ("$(var(al){urialias.decode})", "sip:127.0.0.1:5060"),
    ("$(var(p){param.value,$(var(p){param.name,1})}{s.len})", "2"),
    # what 5.6.3 gets wrong or does not know: the manual's values
    ("$(var(uri3){uri.duri})", "sip:127.0.0.1:5060;transport=udp"),
    ("$(var(uri){uri.saor})", "sip:alice@server.com"),
    ("$(var(uri){uri.suri})", "sip:alice@server.com:5070;transport=tcp"),
    ("$(var(uri){uri.rmparam,nat})", "sip:alice:pw@server.com:5070;transport=tcp;lr?Subject=x"),
    ("$(null{val.n0})$(null{val.ne})", "0"),
    # the message
    ("$ru", "sip:+49123@127.0.0.1:5066;transport=udp"),
    ("$rU", "+49123"),
    ("$rd", "127.0.0.1"),
    ("$rp", "5066"),
    ("$rP", "udp"),
    ("$rz", "sip"),
    ("$rul $rUl", "39 6"),
    ("$ou", "sip:+49123@127.0.0.1:5066;transport=udp"),
    ("$oU $od $op $oP $oUl", "+49123 127.0.0.1 5066 udp 6"),
    ("$du", "<null>"),
    ("$dd $dp $dP $ds", "<null> <null> <null> <null>"),
    ("$nh(u)", "sip:+49123@127.0.0.1:5066;transport=udp"),
    ("$nh(U) $nh(d) $nh(p) $nh(P)", "+49123 127.0.0.1 5066 udp"),
    ("$rm", "MESSAGE"),
    ("$rmid", "256"),
    ("$rs $rsi $rr", "<null> 0 <null>"),
    ("$rv", "SIP/2.0"),
    ("$mt $mts", "1 rq"),
    ("$fu", "sip:a@b.net"),
    ("$fU", "a"),
    ("$fd", "b.net"),
    ("$fn", '"Al"'),
    ("$ft", "1"),
    ("$tu", "sip:bob@c.net"),
    ("$tt", "<null>"),
    ("$tn", "<null>"),
    ("$ci", "c1"),
    ("$cs", "7"),
    ("$csb", "7 MESSAGE"),
    ("$cl", "5"),
    ("$cT", "text/plain"),
    ("$ua", "test"),
    ("$hdr(CSeq)", "7 MESSAGE"),
    ("$(hdr(X-A)[0])", "one"),
    ("$(hdr(X-A)[1])", "two, three"),
    ("$(hdr(X-A)[-1])", "two, three"),
    ("$(hdr(X-A)[*])", "one,two, three"),
    ("$(hdr(X-A)[5]) $hdr(none)", "<null> <null>"),
    ("$hdrc(X-A)", "2"),
    ("$ct", "<sip:a@127.0.0.1>;expires=60"),
    ("$(hfl(Contact)[0])", "<sip:a@127.0.0.1>;expires=60"),
    ("$rb", "hello"),
    ("$bs", "5"),
    ("$si $siz", "127.0.0.1 127.0.0.1"),
    ("$sp", "40528"),
    ("$su $sut $sas", "sip:127.0.0.1:40528 sip:127.0.0.1:40528;transport=udp udp:127.0.0.1:40528"),
    ("$Ri", "127.0.0.1"),
    ("$Rp", "5066"),
    ("$Rn $Ras", "s1 udp:127.0.0.1:5066"),
    ("$RAi $RAp $RAu $RAut", "127.0.0.1 5066 sip:127.0.0.1:5066 sip:127.0.0.1:5066;transport=udp"),
    ("$pr", "udp"),
    ("$prid", "1"),
    ("$af(id) $af(name)", "2 IPv4"),
    ("$Ru", "sip:127.0.0.1:5066"),
    ("$Rut", "sip:127.0.0.1:5066;transport=udp"),
    ("$fs $fsn $fsp", "<null> <null> 0"),
    ("$snd(ip) $sndto(ip)", "<null> <null>"),
    ("$rpl(duri) $rpl(cntvia)", "<null> <null>"),
    ("$ml $msg(len)", "365 365"),
    ("$msg(fline)", "MESSAGE sip:+49123@127.0.0.1:5066;transport=udp SIP/2.0"),
    ("$msg(body) $msg(body_len)", "hello 5"),
    ("$mf $mF $Mf(0)", "0 00000000 0"),
    ("$bf $bF $Bf(0)", "0 00000000 0"),
    ("$sf $sF $Sf(0)", "0 00000000 0"),
    ("$br $bR $branch(uri)", "<null> <null> <null>"),
    ("$ruid $location_ua", "<null> <null>"),
    ("$rt $re $ai $pu $pU $pd $pn", "<null> <null> <null> <null> <null> <null> <null>"),
    ("$di $dip $dir $dic", "<null> <null> <null> <null>"),
    ("$ar $au $ad $aU $aa $adu $adn $adc $adr $ado", " ".join(["<null>"] * 10)),
    ("$Au $AU", "a@b.net a"),
    ("$err.class $err.level $err.info $err.rcode $err.rreason", "<null> <null> <null> <null> <null>"),
    ("$null", "<null>"),
    ("$true", "1"),
    ("$avp(none)", "<null>"),
    ("$xavp(none)", "<null>"),
    ("$var(never)", "0"),
    ("$vz(never)", "0"),
    ("$vn(never)", "<null>"),
    ("$shv(never)", "0"),
    ("$def(NUM)", "7"),
    ("$defn(NUM) $defs(NUM) $defv(NUM)", '7 "7" 7'),
    ("$sel(via[1].host)", "127.0.0.1"),
    ("$sel(cseq.num)", "7"),
    ('$sel(msg.header["X-A"])', "one"),
    ("$sel(ruri.user)", "+49123"),
    ("$K(TLS) $K(UDP) $K(IPv6)", "3 1 10"),
    ("$via0(branch)", "z9hG4bKx1"),
    ("$via0(host) $via0(port) $via0(proto) $via0(protoid)", "127.0.0.1 45070 UDP 1"),
    ("$via0(rport) $via0(received) $via0(i) $via1(host) $viaZ(host)", "<null> <null> <null> <null> 127.0.0.1"),
    ("$expires(min) $expires(max)", "60 60"),
    ("$_s(x$rU)", "x+49123"),
    ("$cnt($avp(s))", "2"),
    ("$(avp(s)[*])", "2, 1"),
    ("$avp(s) $(avp(s)[0]) $(avp(s)[1])", "2 2 1"),
    ("$(avp(s)[-1])", "<null>"),
    ("$version(num)", version("kahea")),
    ("$En$Er$Et$Es$Ec$Eq$Ek$Ei$Ej$Eb$Ev", "\n\r\t ,\"':;\\`"),
    ("$$ru costs $$5", "$ru costs $5"),
]


@pytest.fixture(scope="module")
def lab() -> Lab:
    return Lab(CONFIG)


@pytest.mark.parametrize(("expression", "value"), VECTORS)
def test_vector_has_the_value_that_kamailio_gives(lab: Lab, expression: str, value: str) -> None:
    msg = lab.msg(REQUEST, src=("127.0.0.1", 40528))
    with lab.at_work():
        for name, native in VARS.items():
            parse_pv(lab.engine.pvs, b"$var(%b)" % name.encode()).set(msg, pv_of(native))
        for text in (b"1", b"2"):
            parse_pv(lab.engine.pvs, b"$avp(s)").set(msg, pv_of(text))
        assert parse_format(lab.engine.pvs, expression.encode()).printf(msg).decode() == value


EXPRESSIONS = [
    ("$(var(ab){re.subst,/b/X/})", "aXababa"),
    ("$(var(ab){re.subst,/b/X/g})", "aXaXaXa"),
    (r"$(ru{re.subst,/^sip:(.*)@(.*)/\1/})", "+49123"),
]


@pytest.mark.parametrize(("expression", "value"), EXPRESSIONS)
def test_vector_of_a_regular_expression_has_the_value_that_kamailio_gives(expression: str, value: str) -> None:
    lab = Lab(CONFIG)
    lab.engine.pvs.transformations.register(regexes)
    msg = lab.msg(REQUEST)
    with lab.at_work():
        parse_pv(lab.engine.pvs, b"$var(ab)").set(msg, pv_of(b"abababa"))
        assert parse_format(lab.engine.pvs, expression.encode()).printf(msg).decode() == value


SCRIPTS = [
    ('$var(s) = "12ab"; $var(r) = 1 + $var(s);', "1"),
    ('$var(r) = "1" + 2;', "12"),
    ("$var(r) = 7 mod 4;", "3"),
    ("$var(r) = 7 / 2;", "3"),
    ("$var(r) = 1 << 4 | 3;", "19"),
    ('$var(r) = "abc" + NUM;', "abc7"),
    ("$var(n) = 5; $var(r) = -$var(n) + 2;", "-3"),
    ('$var(r) = "no"; if ($ru =~ "^SIP:") { $var(r) = "yes"; }', "yes"),
    ('$var(r) = ""; switch (1) { case 1: $var(r) = $var(r) + "1"; case 2: $var(r) = $var(r) + "2"; break; }', "12"),
    (r'switch ($rU) { case /"^\+49": $var(r) = "de"; break; default: $var(r) = "other"; }', "de"),
    ('$var(r) = "no"; if (route(NEG) == -2) { $var(r) = "yes"; }', "no"),
    ("route(NEG); $var(r) = $rc;", "-2"),
    ("setflag(5); $var(r) = $_s($mf $mF);", "32 00000020"),
    ('$ru = "sip:0012@h"; strip(2); prefix("+"); $var(r) = $rU;', "+12"),
    ("$avp(a) = 1; $avp(a) = 2; $avp(a) = 3; $var(r) = $_s($avp(a) $(avp(a)[1]) $(avp(a)[*]));", "3 2 3, 2, 1"),
    ('$xavp(p=>x) = "old"; $xavp(p=>x) = "new"; $var(r) = $xavp(p=>x) + " " + $(xavp(p[1]=>x));', "new old"),
    # a constant empty string asks for any text, a variable with one counts as 0 beside a number
    # what `+` does tells the type
    ('$var(r) = $rp + 1 + ";" + $cs + 1 + ";" + $rm + 1 + ";" + $sel(cfg_get.core.debug) + 1;', "50661;71;MESSAGE1;01"),
    ("$var(a) = $cl + 1; $var(b) = $via0(port) + 1; $var(r) = $_s($var(a) $var(b));", "6 45071"),
    ("$var(r) = $mF + 1;", "000000001"),
    ('$var(z) = 0; $var(r) = "no"; if ($var(z) == "") { $var(r) = "yes"; }', "no"),
    ('$var(z) = 0; $var(e) = ""; $var(r) = "no"; if ($var(z) == $var(e)) { $var(r) = "yes"; }', "yes"),
    ('$var(z) = 0; $var(r) = "no"; if ($var(z) eq "") { $var(r) = "yes"; }', "no"),
]


@pytest.mark.parametrize(("script", "value"), SCRIPTS)
def test_script_has_the_result_that_kamailio_gives(script: str, value: str) -> None:
    routes = f"request_route {{ {script} exit; }}\nroute[NEG] {{ return -2; }}"
    lab = Lab(CONFIG.replace("request_route { exit; }", routes))
    lab.receive(REQUEST, src=("127.0.0.1", 40528))
    assert lab.engine.script_vars[b"r"].printed().decode() == value
