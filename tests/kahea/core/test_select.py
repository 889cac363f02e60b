"""Selects: what each root and part gives, and what is refused."""

import doctest

import pytest

import kahea.core.select
from kahea.api.testing import Lab
from kahea.api.values import SelectError, parse_select, register_select
from kahea.core.dset import Branch
from kahea.core.select_table import ROOT

REQUEST = (
    b"INVITE sip:+49123;rn=+1@127.0.0.1:5066;transport=udp?s=x SIP/2.0\r\n"
    b"Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKx1;rport;received=192.0.2.1;i=1;alias (note)\r\n"
    b"Via: SIP/2.0/TCP second.example\r\n"
    b'From: "Al \\"x\\"" <sip:a:pw@b.net>;tag=1;p="q"\r\n'
    b"To: <sips:bob@c.net>\r\n"
    b"Refer-To: <sip:refer@to>\r\n"
    b"Remote-Party-ID: <sip:r@p>;party=calling\r\n"
    b"Route: <sip:one;lr>, <sip:two;lr>\r\n"
    b"Record-Route: <sip:rr;lr>\r\n"
    b"Call-ID: c1\r\n"
    b"CSeq: 7 INVITE\r\n"
    b"Contact: <sip:a@127.0.0.1>;expires=60;q=0.5, <sip:b@c>\r\n"
    b"Max-Forwards: 70\r\n"
    b"X-A: one\r\n"
    b"Expires: 120\r\n"
    b"Event: presence\r\n"
    b"User-Agent: test\r\n"
    b"Subject: hi\r\n"
    b"Supported: path\r\n"
    b'Authorization: Digest username="al@r", realm="one", nonce="n1", uri="sip:u", response="r", algorithm=MD5\r\n'
    b'Authorization: Digest username="al@r", realm="two", nonce="n2", uri="sip:u", response="r", qop=auth, '
    b'nc=00000001, cnonce="c"\r\n'
    b'Proxy-Authorization: Digest username="p", realm="three", nonce="n3", uri="sip:u", response="r", opaque="o"\r\n'
    b"Content-Type: text/plain\r\n"
    b"Content-Length: 5\r\n"
    b"\r\n"
    b"hello"
)

VALUES = [
    ("ruri", b"sip:+49123;rn=+1@127.0.0.1:5066;transport=udp?s=x"),
    ("@ruri.user", b"+49123;rn=+1"),
    ("request_uri.rn_user", b"+1"),
    ("ruri.host", b"127.0.0.1"),
    ("ruri.port", b"5066"),
    ("ruri.hostport", b"127.0.0.1:5066"),
    ("ruri.params", b"transport=udp"),
    ('ruri.params["transport"]', b"udp"),
    ('ruri.params["none"]', None),
    ("ruri.transport", b"udp"),
    ("ruri.headers", b"s=x"),
    ("ruri.type", b"sip"),
    ("ruri.pwd", None),
    ("dst_uri", None),
    ("next_hop.host", b"127.0.0.1"),
    ("from", b'"Al \\"x\\"" <sip:a:pw@b.net>;tag=1;p="q"'),
    ("f.uri", b"sip:a:pw@b.net"),
    ("from.uri.pwd", b"pw"),
    ("from.uri.port", None),
    ("from.name", b'Al "x"'),
    ("from.tag", b"1"),
    ('from.params["P"]', b"q"),
    ("from.params", b'tag=1;p="q"'),
    ("to.uri.hostport", b"c.net:5061"),
    ("t.tag", None),
    ("refer_to.uri.user", b"refer"),
    ('rpid.params["party"]', b"calling"),
    ("remote_party_id.uri", b"sip:r@p"),
    ("route.uri", b"sip:one;lr"),
    ("record_route.uri.host", b"rr"),
    ("rr", b"<sip:rr;lr>"),
    ("contact.uri", b"sip:a@127.0.0.1"),
    ("m.expires", b"60"),
    ("contact.q", b"0.5"),
    ("contact.name", None),
    ("contact.received", None),
    ("contact.methods", None),
    ("via[1].host", b"127.0.0.1"),
    ("via.port", b"5070"),
    ("via[2].host", b"second.example"),
    ("via[-1].transport", b"TCP"),
    ("via[2].port", None),
    ("via[3]", None),
    ("via[0]", None),
    ("v[1].branch", b"z9hG4bKx1"),
    ("via[1].rport", b""),
    ("via[1].received", b"192.0.2.1"),
    ("via[1].i", b"1"),
    ("via[1].alias", b""),
    ("via[1].comment", b"(note)"),
    ("via[1].name", b"SIP"),
    ("via[1].version", b"2.0"),
    ('via[1].params["received"]', b"192.0.2.1"),
    ("via[2]", b"SIP/2.0/TCP second.example"),
    ("cseq", b"7 INVITE"),
    ("cseq.num", b"7"),
    ("cseq.method", b"INVITE"),
    ("call_id", b"c1"),
    ("expires", b"120"),
    ("max_forwards", b"70"),
    ("event", b"presence"),
    ("user_agent", b"test"),
    ("subject", b"hi"),
    ("supported", b"path"),
    ("content_type", b"text/plain"),
    ("content_length", b"5"),
    ("organization", None),
    ("msg", REQUEST),
    ("msg.first_line", REQUEST.partition(b"\r\n")[0]),
    ("msg.len", b"%d" % len(REQUEST)),
    ("msg.type", b"1"),
    ("msg.id", b"3"),
    ("msg.id_hex", b"3"),
    ("msg.flags", b"32"),
    ("message.body", b"hello"),
    ("msg.content", b"hello"),
    ('msg.header["X-A"]', b"one"),
    ('msg.header["none"]', None),
    ("req.method", b"INVITE"),
    ("request.uri.host", b"127.0.0.1"),
    ("req.version", b"SIP/2.0"),
    ("res.status", None),
    ("authorization", b'Digest username="al@r", realm="one", nonce="n1", uri="sip:u", response="r", algorithm=MD5'),
    ("authorization.nonce", b"n1"),
    ('authorization["two"].nonce', b"n2"),
    ('authorization["none"].nonce', None),
    ("authorization.username", b"al@r"),
    ("authorization.username.user", b"al"),
    ("authorization.username.domain", b"r"),
    ('authorization["two"].qop', b"auth"),
    ('authorization["two"].nc', b"00000001"),
    ('authorization["two"].cnonce', b"c"),
    ("authorization.algorithm", b"MD5"),
    ("authorization.uri", b"sip:u"),
    ("authorization.response", b"r"),
    ("authorization.realm", b"one"),
    ('proxy_authorization["three"].opaque', b"o"),
    ("src.ip", b"::1"),
    ("src.port", b"5060"),
    ("src", b"[::1]:5060"),
    ("src.ip_port", b"[::1]:5060"),
    ("dst.ip", b"::1"),
    ("received.proto", b"tcp"),
    ("received.proto_ip_port", b"tcp:[::1]:5064"),
    ("sys.pid", b"0"),
    ("sys.now", b"1700000000"),
    ("sys.now.gmt", b"Tue Nov 14 22:13:20 2023"),
    ("timeval.sec", b"1700000000"),
    ("timeval.usec", b"0"),
    ("timeval", b"1700000000.000000"),
    ("branch.uri", b"sip:x@y"),
    ("branch[0].q", b"0.5"),
    ("branch[0].dst_uri.host", b"gw"),
    ("branch[1].uri", None),
    ("branch", b"sip:x@y"),
    ("cfg_get.core.udp_mtu", b"1300"),
    ("cfg_get.mine.text", b"hello"),
    ("cfg_get.none.at_all", None),
]

CONFIG = """
listen=tcp:[::1]:5064
udp_mtu=1300
mine.text = "hello" desc "a custom parameter"
request_route { exit; }
"""


@pytest.fixture(scope="module")
def lab() -> Lab:
    return Lab(CONFIG)


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_select_gives_the_value(lab: Lab, text: str, value: bytes | None) -> None:
    msg = lab.msg(REQUEST, src=("::1", 5060), proto="tcp")
    msg.id, msg.flags = 3, 32
    msg.branches.append(Branch(b"sip:x@y", dst_uri=b"sip:gw", q=500))
    with lab.at_work():
        assert parse_select(text.encode())(msg) == value


def test_next_hop_is_the_destination_uri_once_it_is_set(lab: Lab) -> None:
    msg = lab.msg(REQUEST, proto="tcp")
    msg.dst_uri = b"sip:gw:5070"
    assert parse_select(b"next_hop.host")(msg) == b"gw"
    assert parse_select(b"dst_uri.port")(msg) == b"5070"


def test_reply_has_status_and_no_request_uri(lab: Lab) -> None:
    msg = lab.msg(b"SIP/2.0 183 Progress\r\nVia: SIP/2.0/UDP h\r\n\r\n", proto="tcp")
    values = {
        text: parse_select(text)(msg)
        for text in (b"res.status", b"res.reason", b"res.version", b"msg.type", b"ruri", b"req.method")
    }
    assert values == {
        b"res.status": b"183",
        b"res.reason": b"Progress",
        b"res.version": b"SIP/2.0",
        b"msg.type": b"2",
        b"ruri": None,
        b"req.method": None,
    }


def test_unique_is_another_text_each_time(lab: Lab) -> None:
    msg = lab.msg(REQUEST, proto="tcp")
    select = parse_select(b"sys.unique")
    assert select(msg) != select(msg)


def test_header_that_cannot_be_read_gives_null(lab: Lab) -> None:
    msg = lab.msg(REQUEST.replace(b"CSeq: 7", b"CSeq: x"), proto="tcp")
    assert parse_select(b"cseq.num")(msg) is None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "expected a word at offset 0"),
        ("nothing", "a message has no part 'nothing'"),
        ("via[1].hots", "a via has no part 'hots'; did you mean host"),
        ("call_id.uri", "a text has no part 'uri'"),
        ("via[x]", "expected '.' or the end at offset 3"),
        ('via["x"].host', "'via' takes no b'x' in brackets"),
        ("ruri[1]", "'ruri' takes no 1 in brackets"),
        ("ruri.", "expected a word at offset 5"),
        ("ruri user", "expected '.' or the end at offset 4"),
        (".".join(["ruri"] * 20), "expected a word"),
    ],
)
def test_text_that_is_no_select_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(SelectError) as error:
        parse_select(text.encode())
    assert complaint in str(error.value)


def test_root_that_is_taken_is_refused() -> None:
    with pytest.raises(SelectError, match="ruri of a message is registered already"):
        register_select(ROOT, "ruri")(lambda value, _arg: value)


def test_examples_of_select_hold() -> None:
    assert doctest.testmod(kahea.core.select).failed == 0


def test_setting_is_that_of_the_instance_that_the_message_has_selected() -> None:
    config = """
mine.number = 5 desc "a number"
mine[2].number = 9
loadmodule "pv.so"
request_route {
    $var(a) = $sel(cfg_get.mine.number);
    cfg_select("mine", 2);
    $var(b) = $sel(cfg_get.mine.number) + "," + $ccp(mine.number);
    cfg_reset("mine");
    $var(c) = @cfg_get.mine.number;
    exit;
}
"""
    lab = Lab(config)
    lab.receive(REQUEST.replace(b"?s=x", b""))
    assert [lab.engine.script_vars[name].rs for name in (b"a", b"b", b"c")] == [b"5", b"9,9", b"5"]
