"""Variables of replies, of IPv6 and connections, of headers that most messages lack, of time, and of what cannot be read."""

import time

import pytest

from kahea.api import SipMsg
from kahea.api.net import DestInfo, Proto, Send
from kahea.api.peers.auth import AuthApi
from kahea.api.testing import START_OF_TIME, WALL_OFFSET, Lab
from kahea.api.values import AuthBody, HdrType, PvSyntaxError, parse_format, parse_pv, pv_of

CONFIG = """
listen=udp:127.0.0.1:5060 advertise sip.example.org:5070 name "out"
listen=tcp:[::1]:5060
server_id=7
loadmodule "pv.so"
request_route { exit; }
"""
REPLY = (
    b"SIP/2.0 180 Ringing now\r\n"
    b"Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1\r\n"
    b"Via: SIP/2.0/TCP host.example:5062;branch=z9hG4bK2;received=192.0.2.9;rport=7777;i=2a\r\n"
    b"From: <sip:a@b>;tag=1\r\n"
    b"To: Bob <sip:bob@c>;tag=2\r\n"
    b"Call-ID: r1\r\n"
    b"CSeq: 9 INVITE\r\n"
    b"Contact: *\r\n"
    b"\r\n"
)
RICH = (
    b"REFER sips:bob@example.org SIP/2.0\r\n"
    b"Via: SIP/2.0/TCP [::1]:5062;branch=z9hG4bK1;oc=5\r\n"
    b"From: <sip:a@b>;tag=1\r\n"
    b"To: <sip:bob@c>;tag=2\r\n"
    b"Call-ID: r1\r\n"
    b"CSeq: 9 REFER\r\n"
    b"Refer-To: <sip:third@party>\r\n"
    b"Remote-Party-ID: <sip:r@p>\r\n"
    b"P-Asserted-Identity: <sip:one@p>, <tel:+1>\r\n"
    b'P-Preferred-Identity: "Pref" <sip:pref@home>\r\n'
    b"Diversion: <sip:d@v>;privacy=full;reason=busy;counter=3\r\n"
    b'Authorization: Digest username="al@realm.org", realm="realm.org", nonce="n", uri="sip:u", response="r",'
    b' algorithm=MD5, cnonce="c", nc=00000001, qop=auth, opaque="o"\r\n'
    b"Contact: <sip:x@1>;expires=30, <sip:x@2>\r\n"
    b"Contact: <sip:x@3>;expires=900\r\n"
    b"Expires: 120\r\n"
    b"s: hello\r\n"
    b"Date : Sat, 13 Nov 2010 23:29:00 GMT\r\n"
    b"\r\n"
)


@pytest.fixture(scope="module")
def lab() -> Lab:
    return Lab(CONFIG)


def read(lab: Lab, msg: SipMsg, text: str) -> str:
    with lab.at_work():
        return parse_format(lab.engine.pvs, text.encode()).printf(msg).decode()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$mt $mts", "2 rp"),
        ("$rs $rsi $rr", "180 180 Ringing now"),
        ("$rm $rmid", "INVITE 1"),
        ("$ru $rU $rd $rp $rP $rz $rul", "<null> <null> <null> <null> <null> <null> <null>"),
        ("$ou $oU $od $op $oP $oUl", "<null> <null> <null> <null> <null> <null>"),
        ("$nh(u) $nh(d) $nh(p) $nh(P) $nh(U)", "sip:192.0.2.9:7777;transport=tcp 192.0.2.9 7777 tcp <null>"),
        ("$tt $tts $tn", "2 1 Bob"),
        ("$cts $ctu $ct", "1 <null> *"),
        ("$via1(host) $via1(port) $via1(received) $via1(rport) $via1(i)", "host.example 5062 192.0.2.9 7777 2a"),
        ("$viaZ(branch) $via0(port) $via0(rport)", "z9hG4bK2 5060 <null>"),
        ("$via1(params)", "branch=z9hG4bK2;received=192.0.2.9;rport=7777;i=2a"),
        ("$rpl(duri) $rpl(dhost) $rpl(dport)", "sip:192.0.2.9:7777;transport=tcp 192.0.2.9 7777"),
        ("$rpl(dproto) $rpl(dprotoid) $rpl(cntvia)", "tcp 2 2"),
        ("$expires(min)", "<null>"),
        ("$RAi $RAp $RAu $RAut", "sip.example.org 5070 sip:sip.example.org:5070 sip:sip.example.org:5070;transport=udp"),
        ("$rb|$bs", "|0"),
    ],
)
def test_reply_has_the_value(lab: Lab, text: str, value: str) -> None:
    assert read(lab, lab.msg(REPLY), text) == value


def test_code_and_reason_that_a_route_has_set_are_those_of_the_reply(lab: Lab) -> None:
    msg = lab.msg(REPLY)
    msg.reply_status = (183, b"Progress")
    assert read(lab, msg, "$rs $rsi $rr") == "183 183 Progress"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$si $siz $sp", "::1 [::1] 4444"),
        ("$su $sut $sas", "sip:[::1]:4444;transport=tcp sip:[::1]:4444;transport=tcp tcp:[::1]:4444"),
        ("$Ri $Ru $Ras $Rn", "::1 sip:[::1]:5060;transport=tcp tcp:[::1]:5060 <null>"),
        ("$pr $proto $prid $conid", "tcp tcp 2 5"),
        ("$af(id) $af(name)", "10 IPv6"),
        ("$rcv(srcip) $rcv(srcport) $rcv(rcvip) $rcv(rcvport)", "::1 4444 ::1 5060"),
        ("$rcv(proto) $rcv(sproto) $rcv(af) $recv(evtype)", "2 tcp 10 raw"),
        ("$(rcv(safe){s.substr,0,8})", "REFER si"),
        ("$rz $rp $rP $ru", "sips 5061 TLS sips:bob@example.org"),
        ("$rt $re", "sip:third@party sip:r@p"),
        ("$ai $(ai[1]) $(ai[2]) $(ai[-1])", "sip:one@p tel:+1 <null> tel:+1"),
        ("$pu $pU $pd $pn", 'sip:pref@home pref home "Pref"'),
        ("$di $dip $dir $dic", "sip:d@v full busy 3"),
        ("$ar $au $ad $aU $aa", "realm.org al realm.org al@realm.org MD5"),
        ("$adu $adn $adc $adr $ado", "sip:u n c r o"),
        ("$Au $AU", "a@b a"),
        ("$expires(min) $expires(max)", "30 900"),
        ("$hdr(Subject) $hdr(s) $hdrc(subject)", "hello hello 1"),
        ("$hdr(Date)", "Sat, 13 Nov 2010 23:29:00 GMT"),
        ("$(hfl(Contact)[1]) $(hfl(m)[-1]) $hflc(Contact) $hdrc(m)", "<sip:x@2> <sip:x@3>;expires=900 3 2"),
        ("$(hdr(*)[1])", "<sip:a@b>;tag=1"),
        ("$via0(oc) $via0(host)", "5 [::1]"),
        ("$sid $pp", "7 0"),
        ("$(hdr($var(name))[-1])", "<sip:x@3>;expires=900"),
    ],
)
def test_request_over_tcp_and_ipv6_has_the_value(lab: Lab, text: str, value: str) -> None:
    msg = lab.msg(RICH, src=("::1", 4444), proto="tcp")
    msg.rcv = lab.rcv(("::1", 4444), "tcp", con_id=5)
    with lab.at_work():
        parse_pv(lab.engine.pvs, b"$var(name)").set(msg, pv_of(b"contact"))
    assert read(lab, msg, text) == value


def test_user_for_accounting_is_that_of_credentials_that_were_proved_true() -> None:
    lab = Lab(CONFIG)
    msg = lab.msg(RICH)

    class Auth:
        def authorized(self, msg: SipMsg) -> AuthBody | None:
            body: AuthBody | None = msg.parsed(HdrType.AUTHORIZATION)
            return body

    lab.engine.peers[AuthApi] = Auth()
    assert read(lab, msg, "$Au $AU") == "al@realm.org al"


def test_number_of_cseq_is_the_text_that_was_sent(lab: Lab) -> None:
    assert read(lab, lab.msg(RICH.replace(b"CSeq: 9", b"CSeq: 0009")), "$cs") == "0009"


def test_values_of_what_is_about_to_be_sent_are_those_of_the_send(lab: Lab) -> None:
    msg = lab.msg(RICH)
    msg.snd = Send(DestInfo(Proto.TCP, b"192.0.2.1", 5066, lab.sock("udp")), b"12345")
    assert (
        read(lab, msg, "$snd(ip) $snd(port) $snd(proto) $snd(sproto) $snd(len) $snd(buf) $snd(af)")
        == "192.0.2.1 5066 2 tcp 5 12345 2"
    )
    assert read(lab, msg, "$sndto(ip) $sndfrom(ip) $sndfrom(port)") == "192.0.2.1 127.0.0.1 5060"
    assert read(lab, msg, "$ml") == "5"


BAD = RICH.replace(b"<sip:a@b>;tag=1", b'"open <sip:a@b>').replace(b"9 REFER", b"x REFER")


@pytest.mark.parametrize("name", ["$fu", "$fU", "$fd", "$fn", "$ft", "$cs", "$AU"])
def test_header_that_cannot_be_read_gives_null(lab: Lab, name: str) -> None:
    msg = lab.msg(BAD.replace(b"Authorization", b"X-Auth"))
    assert read(lab, msg, name) == "<null>"


def test_header_that_cannot_be_read_is_told_once_at_debug_level_and_err_knows_of_it() -> None:
    lab = Lab(CONFIG, overrides={"debug": 3})
    msg = lab.msg(BAD)
    lab.log.clear()
    assert read(lab, msg, "$fu $fU $cs $err.class $err.level $err.rcode") == "<null> <null> <null> 1 3 400"
    assert read(lab, msg, "$err.info").startswith("address: the quote is never closed")
    assert read(lab, msg, "$err.rreason").startswith("Address: the quote is never closed")
    assert len([line for line in lab.log if "never closed" in line]) == 1
    assert lab.log[0].startswith(" 0(0) DEBUG: ")


def test_assigning_to_a_header_that_cannot_be_read_changes_nothing(lab: Lab) -> None:
    msg = lab.msg(BAD)
    with lab.at_work():
        parse_pv(lab.engine.pvs, b"$fU").set(msg, pv_of(b"x"))
    assert read(lab, msg, "$mbu").encode() == BAD


def test_request_uri_that_is_none_has_no_parts(lab: Lab) -> None:
    msg = lab.msg(RICH)
    msg.new_uri = b"sip:"
    assert read(lab, msg, "$ru $rU $rd $rp") == "sip: <null> <null> <null>"
    with lab.at_work():
        for name in (b"$rU", b"$rd", b"$rp"):
            parse_pv(lab.engine.pvs, name).set(msg, pv_of(b"5"))
    assert read(lab, msg, "$ru") == "sip:"


def test_time_of_the_message_stands_still_and_that_of_the_moment_goes_on() -> None:
    lab = Lab(CONFIG)
    msg = lab.msg(RICH)
    start = int(START_OF_TIME + WALL_OFFSET)
    lab.advance(2.25)
    assert read(lab, msg, "$Ts $TS $Tb") == f"{start} {start + 2} {start}"
    assert read(lab, msg, "$TV(s) $TV(u) $TV(sn) $TV(un)") == f"{start} 0 {start + 2} 250000"
    assert read(lab, msg, "$TV(Sn) $TV(Sm)") == f"{start + 2}.250000 {START_OF_TIME + 2.25:.6f}"
    assert read(lab, msg, "$Tf") == time.asctime(time.localtime(start))
    assert read(lab, msg, "$TF") == time.asctime(time.localtime(start + 2))


def test_parts_of_the_time_are_those_of_the_calendar(lab: Lab) -> None:
    msg = lab.msg(RICH)
    now = time.gmtime(lab.engine.wall_time)
    shown = read(
        lab, msg, "$utime(sec) $utime(min) $utime(hour) $utime(mday) $utime(mon) $utime(year) $utime(yday) $utime(isdst)"
    )
    expected = (now.tm_sec, now.tm_min, now.tm_hour, now.tm_mday, now.tm_mon, now.tm_year, now.tm_yday, 0)
    assert shown == " ".join(str(part) for part in expected)
    assert read(lab, msg, "$utime(wday) $utimef(%w)") == f"{int(time.strftime('%w', now)) + 1} {time.strftime('%w', now)}"
    local = time.localtime(lab.engine.wall_time)
    assert read(lab, msg, "$timef(%Y-%m-%d %H:%M) $time(hour)") == f"{time.strftime('%Y-%m-%d %H:%M', local)} {local.tm_hour}"


def test_environment_is_the_one_that_the_edge_gave() -> None:
    lab = Lab(CONFIG)
    lab.engine.environment = {"HOME": "/root", "N": "12"}
    assert read(lab, lab.msg(RICH), "$env(HOME) $envn(N) $envn(HOME) $env(NONE)") == "/root 12 0 <null>"


def test_iuid_is_the_same_within_a_run_and_another_in_the_next() -> None:
    first, second = Lab(CONFIG, seed=1), Lab(CONFIG, seed=2)
    msg = first.msg(RICH)
    assert read(first, msg, "$iuid") == read(first, msg, "$iuid")
    assert read(first, msg, "$iuid") != read(second, second.msg(RICH), "$iuid")


def test_stat_is_the_counter_of_the_name(lab: Lab) -> None:
    lab.engine.counters.get("core", "rcv_replies").update(3)
    value = lab.engine.counters.get("core", "rcv_replies").value
    assert read(lab, lab.msg(RICH), "$stat(rcv_replies) $stat(core:rcv_replies) $stat(none)") == f"{value} {value} <null>"


def test_return_code_is_that_of_the_run(lab: Lab) -> None:
    msg = lab.msg(RICH)
    assert read(lab, msg, "$rc") == "0"


def test_version_is_written_in_three_ways(lab: Lab) -> None:
    msg = lab.msg(RICH)
    number = read(lab, msg, "$version(num)")
    assert read(lab, msg, "$version(full) $version(hash) $ksr(ver)") == f"kahea {number} (python) unknown {number}"
    major, minor, patch = (int(part) for part in number.split("."))
    assert read(lab, msg, "$ksr(verval)") == str(major << 16 | minor << 8 | patch)


@pytest.mark.parametrize(
    "text",
    [
        "$nh(x)", "$msg(all)", "$via0(hots)", "$time(week)", "$TV(x)", "$K(SMOKE)", "$version(x)", "$af(x)", "$branch(x)",
        "$sbranch(count)", "$Mf(32)", "$Bf(x)", "$Sf(-1)", "$ccp(core)", "$sel(via[1].hots)", "$sel(nothing)", "$cnt($ru)",
        "$xavp(=>b)", "$xavp(a[)", "$xavp(a])", "$avp(i:x)", "$avp()", "$rcv(x)", "$snd(x)", "$rpl(x)", "$expires(mid)",
        "$hdr($nosuch)", "$_s($nosuch)", "$timef($nosuch)",
    ],
)  # fmt: skip
def test_key_that_does_not_exist_is_refused_at_load(lab: Lab, text: str) -> None:
    with lab.at_work(), pytest.raises(PvSyntaxError):
        parse_format(lab.engine.pvs, text.encode())


def test_bytes_that_rcv_buf_was_set_to_are_those_that_are_parsed() -> None:
    script = """
received_route_mode=1
loadmodule "pv.so"
event_route[core:msg-received] { $var(len) = $rcv(len); $rcv(buf) = $(rcv(buf){s.replace,REFER,OPTIONS}); }
request_route { $var(method) = $rm; exit; }
"""
    lab = Lab(script)
    lab.receive(RICH.replace(b"sips:bob", b"sip:bob").replace(b"9 REFER", b"9 OPTIONS").replace(b"SIP/2.0/TCP", b"SIP/2.0/UDP"))
    assert lab.engine.script_vars[b"len"].ri > 500
    assert lab.engine.script_vars[b"method"].rs == b"OPTIONS"


def test_code_of_a_reply_is_a_number_and_its_method_text() -> None:
    lab = Lab('loadmodule "pv.so"\nrequest_route { exit; }\nreply_route { $var(a) = $rs + 1; $var(b) = $rm + 1; drop; }')
    lab.receive(REPLY)
    assert [lab.engine.script_vars[name].printed() for name in (b"a", b"b")] == [b"181", b"INVITE1"]
