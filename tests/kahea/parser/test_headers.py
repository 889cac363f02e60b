"""kahea.parser.headers: each header's parser and serialiser, in one table."""

import pytest

from kahea.parser.errors import SipParseError
from kahea.parser.hf import HdrType, hdr_type, register, spec_of, specs

T = HdrType
SAME = [  # (type, body): goes through parse and serialise unchanged
    (T.VIA, b"SIP/2.0/UDP h;branch=z9hG4bK1, SIP/2.0/TCP i"),
    (T.TO, b'"Al" <sip:a@b>;tag=1'),
    (T.FROM, b"sip:a@b;tag=1"),
    (T.CSEQ, b"0009\r\n  INVITE"),
    (T.CALLID, b"a@b"),
    (T.CONTACT, b"*"),
    (T.CONTACT, b"<sip:a@b>;q=0.5;expires=60, sip:c@d"),
    (T.MAXFORWARDS, b"70"),
    (T.ROUTE, b"<sip:a;lr>, <sip:b;lr>;x=y"),
    (T.RECORDROUTE, b"<sip:a;lr>"),
    (T.PATH, b"<sip:a;lr>"),
    (T.SERVICEROUTE, b"<sip:a;lr>"),
    (T.CONTENTTYPE, b'multipart/mixed; boundary="a b"'),
    (T.CONTENTLENGTH, b"0"),
    (T.CONTENTDISPOSITION, b"session;handling=optional"),
    (T.CONTENTENCODING, b"gzip"),
    (T.CONTENTLANGUAGE, b"fr"),
    (T.MIMEVERSION, b"1.0"),
    (T.AUTHORIZATION, b'Digest username="al",realm="h", nc=00000001'),
    (T.AUTHORIZATION, b"NoOneKnowsThisScheme opaque-data=here"),
    (T.PROXYAUTH, b'Digest username="a\\"l", response="1f"'),
    (T.WWWAUTHENTICATE, b'Digest realm="h", nonce="n", qop="auth,auth-int", algorithm=SHA-256'),
    (T.PROXYAUTHENTICATE, b'Digest realm="h"'),
    (T.AUTHENTICATIONINFO, b'nextnonce="4f", qop=auth'),
    (T.EXPIRES, b"3600"),
    (T.MINEXPIRES, b"60"),
    (T.EVENT, b"presence;id=1"),
    (T.ALLOWEVENTS, b"presence, reg"),
    (T.SUBSCRIPTIONSTATE, b"terminated;reason=noresource"),
    (T.REQUIRE, b"100rel"),
    (T.PROXYREQUIRE, b"sec-agree"),
    (T.SUPPORTED, b"path, gruu"),
    (T.SUPPORTED, b""),
    (T.UNSUPPORTED, b"foo"),
    (T.ALLOW, b"INVITE, ACK"),
    (T.ACCEPT, b"application/sdp;level=1, text/*, */*"),
    (T.ACCEPT, b""),
    (T.ACCEPTENCODING, b"gzip;q=1.0, identity"),
    (T.ACCEPTLANGUAGE, b"da, en-gb;q=0.8"),
    (T.PAI, b'"Al" <sip:a@b>, <tel:+1>'),
    (T.PPI, b"<sip:a@b>"),
    (T.RPID, b"<sip:a@b>;party=calling;privacy=off"),
    (T.DIVERSION, b"<sip:a@b>;reason=user-busy"),
    (T.REFER_TO, b"<sip:a@b?Replaces=1>"),
    (T.REFERREDBY, b"<sip:a@b>"),
    (T.REPLYTO, b"Bob <sip:bob@biloxi.com>"),
    (T.PRIVACY, b"header;id"),
    (T.SESSIONEXPIRES, b"1800;refresher=uac"),
    (T.MIN_SE, b"90"),
    (T.RACK, b"776656 1 INVITE"),
    (T.RSEQ, b"1"),
    (T.IDENTITY, b"a.b.c;info=<https://h/c>;alg=ES256"),
    (T.IDENTITY_INFO, b"<https://h/c>;alg=rsa-sha1"),
    (T.DATE, b"Sat, 13 Nov 2010 23:29:00 GMT"),
    (T.USERAGENT, b"SIPimp.org/0.2.5 (curses)"),
    (T.SERVER, b"kahea"),
    (T.RETRY_AFTER, b"18000;duration=3600"),
    (T.RETRY_AFTER, b"120 (I'm in a (short) meeting)"),
    (T.REPLACES, b"c1@h;to-tag=7;from-tag=8;early-only"),
    (T.JOIN, b"c1@h;from-tag=8;to-tag=7"),
    (T.SIPIFMATCH, b"dx200xyz"),
    (T.SIPETAG, b"dx200xyz"),
    (T.SUBJECT, b""),
    (T.ORGANIZATION, b"Boxes by Bob"),
    (T.PRIORITY, b"emergency"),
    (T.REASON, b'SIP ;cause=200 ;text="Call completed elsewhere"'),
    (T.WARNING, b'1812 overture "In Progress"'),
    (T.TIMESTAMP, b"54"),
    (T.ERROR_INFO, b"<sip:x@h>"),
    (T.CALL_INFO, b"<http://h/p.jpg>;purpose=icon"),
    (T.ALERT_INFO, b"<http://h/r.wav>"),
    (T.INREPLYTO, b"a@h, b@h"),
    (T.MAX_BREADTH, b"60"),
]
BAD = [
    (T.CSEQ, b"1"),
    (T.CSEQ, b"1 1 INVITE"),
    (T.CSEQ, b"-1 INVITE"),
    (T.CSEQ, b"2147483648 INVITE"),
    (T.CSEQ, b"4294967296 INVITE"),
    (T.CSEQ, b"36893488147419103232 INVITE"),
    (T.CSEQ, b"1 " + b"A" * 65),
    (T.CSEQ, b"1 IN(VITE"),
    (T.CALLID, b""),
    (T.CALLID, b"a b"),
    (T.CONTACT, b"*, <sip:a@b>"),
    (T.CONTACT, b'"Joe" <sip:joe@example.org>;;;;'),
    (T.CONTACT, b'<sip:42@127.0.0.1:5060;ob>"'),
    (T.CONTACT, b"<sip:a@b>,"),
    (T.MAXFORWARDS, b"256"),
    (T.MAXFORWARDS, b"-1"),
    (T.MAXFORWARDS, b""),
    (T.MAXFORWARDS, b"7 0"),
    (T.CONTENTLENGTH, b"-999"),
    (T.CONTENTLENGTH, b"+5"),
    (T.CONTENTLENGTH, b"0x10"),
    (T.CONTENTLENGTH, b"5, 6"),
    (T.CONTENTLENGTH, b"4294967296"),
    (T.CONTENTLENGTH, b"9" * 5000),
    (T.CONTENTTYPE, b"text"),
    (T.CONTENTTYPE, b"text/"),
    (T.CONTENTTYPE, b"text/plain;charset"[:10] + b";=x"),
    (T.CONTENTTYPE, b"text/plain x"),
    (T.AUTHORIZATION, b""),
    (T.AUTHORIZATION, b"Digest"),
    (T.AUTHORIZATION, b'Digest username="al'),
    (T.AUTHORIZATION, b"Digest username"),
    (T.AUTHORIZATION, b"Digest =x"),
    (T.AUTHORIZATION, b"Digest a=1, A=2"),
    (T.AUTHORIZATION, b"Digest a=1 b=2"),
    (T.AUTHORIZATION, b"Digest " + b", ".join(b"a%d=1" % each for each in range(65))),
    (T.EXPIRES, b"1e3"),
    (T.EXPIRES, b"9" * 100),
    (T.EVENT, b""),
    (T.EVENT, b"presence x"),
    (T.REQUIRE, b"a b"),
    (T.REQUIRE, b"a,,b"),
    (T.ACCEPT, b"AAAA"),
    (T.REFER_TO, b"<sip:a@b>, <sip:c@d>"),
    (T.PRIVACY, b""),
    (T.PRIVACY, b"a b"),
    (T.RACK, b"1 INVITE"),
    (T.RACK, b"1 x INVITE"),
    (T.DATE, b"Fri, 01 Jan 2010 16:00:00 EST"),
    (T.DATE, b"Fri, 31 Feb 2010 16:00:00 GMT"),
    (T.DATE, b"Xxx, 01 Jan 2010 16:00:00 GMT"),
    (T.RETRY_AFTER, b"949302838503028349304023988"),
    (T.RETRY_AFTER, b"1 (open"),
    (T.RETRY_AFTER, b"1 (open\\"),
    (T.RETRY_AFTER, b"1 x"),
    (T.REPLACES, b"c1@h;to-tag=7"),
    (T.REPLACES, b";to-tag=1;from-tag=2"),
    (T.SIPETAG, b"a b"),
    (T.SESSIONEXPIRES, b""),
]


@pytest.mark.parametrize(("kind", "body"), SAME)
def test_parse_then_serialise_gives_the_same_bytes(kind: HdrType, body: bytes) -> None:
    spec = spec_of(kind)
    assert spec is not None
    value = spec.parse(body, 0, len(body))
    written = spec.serialise(value)
    assert written.split() == body.replace(b'",realm', b'",realm').split()
    assert spec.parse(written, 0, len(written)) == value


@pytest.mark.parametrize(("kind", "body"), SAME)
def test_a_body_is_read_alike_inside_a_larger_buffer(kind: HdrType, body: bytes) -> None:
    spec = spec_of(kind)
    assert spec is not None
    buf = b'", <x;' + b" " + body + b"\t" + b';y>"'
    assert spec.parse(buf, 6, len(buf) - 4) == spec.parse(body, 0, len(body))


@pytest.mark.parametrize(("kind", "body"), BAD)
def test_bad_body(kind: HdrType, body: bytes) -> None:
    spec = spec_of(kind)
    assert spec is not None
    with pytest.raises(SipParseError) as caught:
        spec.parse(body, 0, len(body))
    assert caught.value.code == 400
    assert 0 <= caught.value.offset <= len(body)
    assert str(caught.value).isprintable()


def test_every_type_has_a_parser_and_a_row() -> None:
    assert {spec.type for spec in specs()} == set(HdrType) - {HdrType.OTHER}
    assert {kind for kind, _ in SAME} == set(HdrType) - {HdrType.OTHER}


@pytest.mark.parametrize(
    ("compact", "kind"),
    [
        (b"i", T.CALLID),
        (b"m", T.CONTACT),
        (b"e", T.CONTENTENCODING),
        (b"l", T.CONTENTLENGTH),
        (b"c", T.CONTENTTYPE),
        (b"f", T.FROM),
        (b"s", T.SUBJECT),
        (b"k", T.SUPPORTED),
        (b"t", T.TO),
        (b"v", T.VIA),
        (b"o", T.EVENT),
        (b"u", T.ALLOWEVENTS),
        (b"r", T.REFER_TO),
        (b"b", T.REFERREDBY),
        (b"x", T.SESSIONEXPIRES),
        (b"y", T.IDENTITY),
        (b"n", T.IDENTITY_INFO),
    ],
)
def test_compact_forms(compact: bytes, kind: HdrType) -> None:
    assert hdr_type(compact) is kind
    assert hdr_type(compact.upper()) is kind


@pytest.mark.parametrize(
    ("kind", "name"), [(T.VIA, b"X-New"), (T.OTHER, b"X-New"), (T.OTHER, b"via"), (T.OTHER, b"V"), (T.OTHER, b"a b")]
)
def test_a_name_or_type_is_not_registered_twice(kind: HdrType, name: bytes) -> None:
    with pytest.raises(ValueError, match=r"taken|already"):
        register(kind, name, lambda buf, start, end: buf[start:end], bytes)
