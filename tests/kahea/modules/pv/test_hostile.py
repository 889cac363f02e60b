"""Whatever a message holds, reading and setting its variables raises nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kahea.api import PvValue
from kahea.api.testing import Lab
from kahea.api.values import NULL, SipParseError, parse_format, parse_pv, pv_of, pv_str

LAB = Lab('loadmodule "pv.so"\nloadmodule "kex.so"\nloadmodule "corex.so"\nrequest_route { exit; }')
KEYS = {
    "hdr": ["(To)", "(X-A)", "(*)"], "hdrc": ["(Via)"], "hfl": ["(Contact)"], "hflc": ["(Contact)"], "msgbuf": ["(5)", "(-1)"],
    "msg": ["(len)", "(buf)", "(body)", "(body_len)", "(hdrs)", "(fline)", "(fpart)", "(lpart)"],
    "nh": ["(u)", "(U)", "(d)", "(p)", "(P)"], "viaZ": ["(port)"],
    "via0": ["(host)", "(params)", "(rport)"], "via1": ["(host)"],
    "expires": ["(min)", "(max)"], "af": ["(id)"], "snd": ["(ip)"], "sndto": ["(ip)"], "sndfrom": ["(ip)"],
    "rcv": ["(buf)", "(safe)"], "rpl": ["(duri)", "(cntvia)"], "branch": ["(uri)"], "sbranch": ["(uri)"],
    "time": ["(sec)"], "utime": ["(sec)"],
    "timef": ["(%Y $ua)"], "utimef": ["(%Y)"], "TV": ["(s)", "(Sn)"], "version": ["(num)"], "ksr": ["(ver)"], "K": ["(UDP)"],
    "Mf": ["(1)"], "Bf": ["(1)"], "Sf": ["(1)"], "avp": ["(x)", "($ua)"], "xavp": ["(a=>b)"],
    "xavi": ["(a=>b)"], "xavu": ["(a=>b)"],
    "cnt": ["($avp(x))"], "_s": ["($fu $ru)"], "ccp": ["(core.debug)"], "stat": ["(rcv_requests)"], "cfg": ["(line)"],
    "sel": ["(via[1].host)", "(from.uri.user)", "(contact.expires)", '(msg.header["X-A"])', "(authorization.username)"],
}  # fmt: skip
EXPORTS = [export for module in ("pv", "kex", "corex") for export, _ in LAB.engine.modules.all()[module].pvs]
WRITTEN = [
    f"${export.name}{key}" for export in EXPORTS for key in KEYS.get(export.name, ["(x)" if export.inner == "must" else ""])
]

with LAB.at_work():
    ALL = parse_format(LAB.engine.pvs, "|".join(WRITTEN).encode())
    WRITABLE = [spec for spec in (parse_pv(LAB.engine.pvs, name.encode()) for name in WRITTEN) if spec.is_writable]

MESSAGE = (
    b"INVITE sip:bob@example.org;lr SIP/2.0\r\n"
    b"Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKx1;rport, SIP/2.0/TCP h\r\n"
    b'From: "Al" <sip:a@b.net>;tag=1\r\n'
    b"To: sip:bob@c.net;x=1\r\n"
    b"Call-ID: c1\r\n"
    b"CSeq: 7 INVITE\r\n"
    b"Contact: <sip:a@127.0.0.1>;expires=60, *\r\n"
    b"X-A: one\r\n"
    b"Expires: 120\r\n"
    b"User-Agent: test\r\n"
    b"Refer-To: <sip:r@t>\r\n"
    b"P-Asserted-Identity: <sip:p@a>\r\n"
    b"Diversion: <sip:d@v>;reason=busy\r\n"
    b'Authorization: Digest username="u@r", realm="r", nonce="n", uri="sip:u", response="x"\r\n'
    b"Content-Length: 5\r\n"
    b"\r\n"
    b"hello"
)
MUTATION = st.tuples(st.integers(0, len(MESSAGE) - 1), st.integers(0, 20), st.binary(max_size=12))


def mutated(mutations: list[tuple[int, int, bytes]]) -> bytes:
    data = MESSAGE
    for at, length, fresh in mutations:
        data = data[:at] + fresh + data[at + length :]
    return data


@given(st.lists(MUTATION, max_size=4))
def test_reading_any_message_raises_nothing(mutations: list[tuple[int, int, bytes]]) -> None:
    try:
        msg = LAB.msg(mutated(mutations))
    except SipParseError:
        return
    with LAB.at_work():
        ALL.printf(msg)


VALUES: st.SearchStrategy[PvValue] = st.one_of(
    st.just(NULL), st.binary(max_size=30).map(pv_str), st.integers(-(1 << 40), 1 << 40).map(pv_of)
)


@given(st.lists(MUTATION, max_size=2), st.lists(st.tuples(st.sampled_from(range(len(WRITABLE))), VALUES), max_size=6))
def test_setting_any_variable_to_any_value_raises_nothing(
    mutations: list[tuple[int, int, bytes]], assignments: list[tuple[int, PvValue]]
) -> None:
    try:
        msg = LAB.msg(mutated(mutations))
    except SipParseError:
        return
    with LAB.at_work():
        for at, value in assignments:
            WRITABLE[at].set(msg, value)
        ALL.printf(msg)
        for uri in (msg.ruri_text, msg.dst_uri):
            assert b"\r" not in uri
            assert b"\n" not in uri


@pytest.mark.parametrize(
    "name",
    [
        "uri.user",
        "uri.tosocket",
        "uri.suri",
        "urialias.encode",
        "urialias.decode",
        "nameaddr.name",
        "nameaddr.len",
        "tobody.params",
    ],
)
@given(
    st.one_of(
        st.binary(max_size=40),
        st.binary(max_size=20).map(lambda tail: b'"a" <sip:' + tail),
        st.binary(max_size=20).map(lambda tail: b"sip:" + tail),
    )
)
def test_transformation_of_any_text_raises_nothing(name: str, text: bytes) -> None:
    msg = LAB.msg(MESSAGE)
    with LAB.at_work():
        parse_pv(LAB.engine.pvs, b"$var(t)").set(msg, pv_str(text))
        parse_pv(LAB.engine.pvs, b"$(var(t){%b})" % name.encode()).get(msg)
