"""One table of calls for module siputils, which the tests make here and on the real Kamailio."""

from __future__ import annotations

from dataclasses import dataclass

MODULES = 'loadmodule "pv.so"\nloadmodule "sl.so"\nloadmodule "siputils.so"\n'


@dataclass(frozen=True)
class Call:
    """Lines of a script, and what `r` and `y` are behind them; `is_ours` where Kamailio 5.6.3 has it not or does worse."""

    code: str
    r: int
    y: str = ""
    is_ours: bool = False


def x_is(function: str, rows: list[tuple[str, int]], *, is_ours: bool = False) -> list[Call]:
    """Calls of a function of one text."""
    return [Call(f'$var(x) = "{text}"; $var(r) = {function}("$var(x)");', code, is_ours=is_ours) for text, code in rows]


def pair(function: str, rows: list[tuple[str, str, int]], *, is_ours: bool = False) -> list[Call]:
    """Calls of a function of two texts."""
    return [Call(f'$var(r) = {function}("{one}", "{two}");', code, is_ours=is_ours) for one, two, code in rows]


def setting(function: str, rows: list[tuple[str, str, int, str]], *, is_ours: bool = False) -> list[Call]:
    """Calls of a function that changes the variable it is given."""
    return [
        Call(
            f'$var(y) = "{uri}"; $var(x) = "{part}"; $var(r) = {function}("$var(y)", "$var(x)");', code, after, is_ours=is_ours
        )
        for uri, part, code, after in rows
    ]


def ruri(function: str, rows: list[tuple[str, int, str]], *, is_ours: bool = False) -> list[Call]:
    """Calls that change the request URI."""
    return [
        Call(f'$ru = "{before}"; $var(r) = {function}; $var(y) = $ru;', code, after, is_ours=is_ours)
        for before, code, after in rows
    ]


def tel(function: str, rows: list[tuple[str, int, str]], *, is_ours: bool = False) -> list[Call]:
    return [
        Call(
            f'$var(x) = "{uri}"; $var(y) = "-"; $var(r) = {function}("$var(x)", "ho.st", "$var(y)");',
            code,
            after,
            is_ours=is_ours,
        )
        for uri, code, after in rows
    ]


LINE_END = "sip:h;ksu=c2lwOmFAYg0KWDogMQ"
RURI = "sip:b@127.0.0.1:5090;a=b;lr"
CALLS = [
    *x_is("is_uri", [("sip:a@b", 1), ("tel:+123", 1), ("sip:b", 1), ("sip:a@", -1), ("foo", -1), ("", -1)]),
    *x_is("is_uri", [("sip:a@b:99999", -1), ("http://x.y", -1), ("<sip:a@b>", -1)]),
    *x_is("is_e164", [("+123", 1), ("+12", 1), ("+012", 1), ("+123456789012345", 1), ("+1234567890123456", -1), ("+1", -1)]),
    *x_is("is_e164", [("123", -1), ("+12a", -1), ("", -1)]),
    *x_is("is_uri_user_e164", [("sip:+123@b", 1), ("sip:123@b", -1), ("sip:b", -1), ("sip:+12-3@b", -1), ("tel:+123", -1)]),
    *x_is("is_uri_user_e164", [("foo", -1)]),
    *x_is("is_tel_number", [("+123", 1), ("123", 1), ("+", -2), ("", -2), ("12a", -2), ("++1", -2)]),
    *x_is("is_numeric", [("123", 1), ("", -2), ("+1", -2), ("12a", -2)]),
    *x_is("is_alphanum", [("1aZ", 1), ("", -2), ("a_b", -3)]),
    *pair("is_alphanumex", [("a+b", "+.", 1), ("a-b", "+.", -3)], is_ours=True),
    *pair("cmp_uri", [("sip:a@B.c", "sip:a@b.C", 1), ("sip:a@b", "sip:A@b", -1), ("sip:a@b", "sip:a@b:5060", -1)]),
    *pair("cmp_uri", [("sip:a@b;x=1", "sip:a@b", 1), ("sip:a@b", "foo", -2)]),
    # RFC 3261 section 19.1.4, where Kamailio differs.
    *pair("cmp_uri", [("sip:a@b;transport=tcp", "sip:a@b", -1), ("sip:%61@b", "sip:a@b", 1)], is_ours=True),
    *pair("cmp_uri", [("tel:+1-2", "tel:+12", 1)], is_ours=True),
    *pair("cmp_aor", [("sip:a@B.c", "sip:a@b.C", 1), ("sip:a@b", "sip:A@b", -1), ("sip:a@b", "sip:a@b:5060", 1)]),
    *pair("cmp_aor", [("sip:a@b;transport=tcp", "sip:a@b", 1), ("sip:a@b", "foo", -2), ("sip:a@b:5070", "sip:a@b", -1)]),
    *pair("cmp_hdr_name", [("From", "f", 1), ("From", "FROM", 1), ("X-A", "x-a", 1), ("To", "From", -1), ("Foo", "Bar", -1)]),
    *pair("cmp_hdr_name", [("Foo", "f", -1)]),
    *setting("set_uri_user", [("sip:a@b", "new", 1, "sip:new@b"), ("sip:b", "new", 1, "sip:new@b"), ("foo", "n", -1, "foo")]),
    *setting("set_uri_user", [("sip:a:pw@b;x=y", "new", 1, "sip:new@b;x=y"), ("sip:a@b", "", 1, "sip:b")]),
    *setting("set_uri_user", [("sip:a@b", "x y", -1, "sip:a@b")], is_ours=True),
    *setting("set_uri_host", [("sip:a@b", "new", 1, "sip:a@new"), ("sip:b:5070;x=y", "new", 1, "sip:new:5070;x=y")]),
    *setting("set_uri_host", [("sip:a@b", "", -1, "sip:a@b"), ("foo", "n", -1, "foo"), ("sip:a@b?c=d", "n", 1, "sip:a@n?c=d")]),
    *setting("set_uri_host", [("sip:a@[::1]:5060", "new", 1, "sip:a@new:5060")], is_ours=True),
    *x_is("is_gruu", [("sip:a@b;gr", 2), ("sip:a@b;gr=urn:x", 1), ("sip:a@b", -1), ("foo", -1)]),
    Call('$ru = "sip:a@b;gr=x"; $var(r) = is_gruu();', 1),
    *[Call(f'$var(r) = is_supported("{option}");', code) for option, code in [("path", 1), ("outbound", 1), ("100rel", -1)]],
    *tel(
        "tel2sip",
        [
            ("tel:+(34)-999-888-777", 1, "sip:+34999888777@ho.st;user=phone"),
            ("tel:+12-(34)-56-78;Ext=200;ISUB=+123-456", 1, "sip:+12345678;ext=200;isub=+123-456@ho.st;user=phone"),
            ("tel:+123;phone-context=Example.COM", 1, "sip:+123;phone-context=example.com@ho.st;user=phone"),
            ("sip:a@b", 2, "-"),
            ("http:x", 2, "-"),
        ],
    ),
    *tel("tel2sip", [("tel:", -1, "-"), ("tel:1@2", -1, "-")], is_ours=True),
    *tel(
        "tel2sip2",
        [
            ("tel:12;z=1;isub=3;Phone-Context=+4-9;ext=2", 1, "sip:12;ext=2;isub=3;phone-context=+49;z=1@ho.st;user=phone"),
            ("tel:12;phone-context=example.com;A=b", 1, "sip:12;a=b@ho.st;user=phone"),
            ("sip:a@b", 2, "-"),
            ("tel:", -1, "-"),
        ],
        is_ours=True,
    ),
    *[
        Call(f"$var(r) = {function};", code)
        for function, code in [
            ("is_request()", 1), ("is_reply()", -1), ("has_totag()", 1), ("is_first_hop()", 1), ('is_user("joe")', -1),
            ('uri_param("a")', -1), ('uri_param("lr")', 1), ('uri_param("a", "b")', 1), ('uri_param("a", "B")', -1),
            ('uri_param("z", "b")', -1), ('uri_param_any("a")', 1), ('uri_param_any("lr")', 1), ('uri_param_any("z")', -1),
            ('hdr_date_check("10")', -4), ("is_rpid_user_e164()", -1), ("options_reply()", -1),
        ]
    ],
    *[
        Call(f"$var(r) = {function};", code, is_ours=True)
        for function, code in [
            ("is_sip()", 1), ("is_http()", -1), ("sip_parse_headers()", 1), ('contact_param_check("cp")', 1),
            ('contact_param_check("z")', -1), ('uri_param("A", "b")', 1),
        ]
    ],
    Call('$var(r) = get_uri_param("a", "$var(y)");', 1, "b"),
    Call('$var(r) = get_uri_param("lr", "$var(y)");', 1),
    Call('$var(y) = "-"; $var(r) = get_uri_param("z", "$var(y)");', -1, "-"),
    *ruri('add_uri_param("n=1")', [("sip:a@b", 1, "sip:a@b;n=1"), (RURI, 1, RURI + ";n=1")]),
    *ruri('add_uri_param("n")', [("sip:a@b", 1, "sip:a@b;n")]),
    *ruri('add_uri_param("")', [("sip:a@b", 1, "sip:a@b")]),
    *ruri('add_uri_param("n=1")', [("sip:a@b?h=1", 1, "sip:a@b;n=1?h=1")], is_ours=True),
    *ruri('add_uri_param("n=1?x=2")', [("sip:a@b", -1, "sip:a@b")], is_ours=True),
    *ruri('uri_param_rm("a")', [(RURI, 1, "sip:b@127.0.0.1:5090;lr"), ("sip:b@c", 1, "sip:b@c")]),
    *ruri('uri_param_rm("LR")', [(RURI, 1, "sip:b@127.0.0.1:5090;a=b")]),
    *ruri(
        "decode_contact()",
        [
            ("sip:pfx*u*p*1.2.3.4*5070*tcp@h", 1, "sip:u:p@1.2.3.4:5070;transport=tcp"),
            ("sip:pfx*u**1.2.3.4**@h", 1, "sip:u@1.2.3.4"),
        ],
    ),
    *ruri("decode_contact()", [("sip:a@b", -1, "sip:a@b"), ("sip:p*u**1.2.3.4*@h", -1, "sip:p*u**1.2.3.4*@h")], is_ours=True),
    *ruri('contact_param_decode_ruri("ksu")', [("sip:h;ksu=c2lwOmFAYg", 1, "sip:a@b"), ("sip:h", 1, "sip:h")]),
    # "sip:a@b\r\nX: 1" packed: what comes out may not end the request line.
    *ruri('contact_param_decode_ruri("ksu")', [(LINE_END, -1, LINE_END)], is_ours=True),
    Call('$avp(s:rpid) = "sip:+123@b"; $var(r) = is_rpid_user_e164();', 1),
    Call('$avp(s:rpid) = "Al <sip:+123@b>;a=b"; $var(r) = is_rpid_user_e164();', 1),
    Call('$avp(s:rpid) = "sip:123@b"; $var(r) = is_rpid_user_e164();', -1),
    Call('$avp(s:rpid) = "+123"; $var(r) = is_rpid_user_e164();', -1),
]  # fmt: skip

CONTACT = '<sip:u:p@9.8.7.6:5070;transport=tcp;cp=v;x=1>;q=0.5, "Al" <sip:h2;cp>'
PACKED = '"A" <sip:pfx*u*p*9.8.7.6*5070*tcp@1.2.3.4>;q=0.5, <sip:pfx*u**9.8.7.6**@1.2.3.4>'
LONG = "c2lwOnU6cEA5LjguNy42OjUwNzA7dHJhbnNwb3J0PXRjcDtjcD12O3g9MQ"
CHARGED = "P-Charging-Vector: icid-value=abc"
LOCAL = "sip:1.2.3.4:5060;transport=tcp"


@dataclass(frozen=True)
class Change:
    """A function that changes headers: those that leave."""

    code: str
    leaves: tuple[str, ...]
    contact: str = CONTACT
    headers: tuple[str, ...] = ()
    is_ours: bool = False


CHANGES = [
    Change('$avp(s:rpid) = "sip:+1@b"; append_rpid_hf();',
           (CONTACT, "Remote-Party-ID: sip:+1@b;party=calling;id-type=subscriber;screen=yes")),
    Change('$avp(s:rpid) = "sip:+1@b"; append_rpid_hf("<", ">;x");', (CONTACT, "Remote-Party-ID: <sip:+1@b>;x")),
    Change("append_rpid_hf();", (CONTACT,)),
    Change('encode_contact("pfx", "1.2.3.4");',
           ('<sip:pfx*u*p*9.8.7.6*5070*tcp@1.2.3.4>;q=0.5, "Al" <sip:pfx***h2**@1.2.3.4>',)),
    Change("decode_contact_header();", ('"A" <sip:u:p@9.8.7.6:5070;transport=tcp>;q=0.5, <sip:u@9.8.7.6>',), PACKED),
    Change("decode_contact_header();", ("<sip:u@9.8.7.6>;q=1",), "sip:pfx*u**9.8.7.6**@1.2.3.4;q=1", is_ours=True),
    Change(f'contact_param_encode("ksu", "{LOCAL}");',
           (f'<{LOCAL};ksu={LONG}>;q=0.5, "Al" <{LOCAL};ksu=c2lwOmgyO2Nw>',)),
    Change('contact_param_decode("ksu");', ('"A" <sip:a@b>;q=0.5, <sip:b@c>',),
           f'"A" <{LOCAL};ksu=c2lwOmFAYg>;q=0.5, <sip:b@c>'),
    Change('contact_param_rm("cp");', ('<sip:u:p@9.8.7.6:5070;transport=tcp;x=1>;q=0.5, "Al" <sip:h2>',)),
    Change('contact_param_rm("z");', (CONTACT,)),
    Change('sip_p_charging_vector("g");', (CONTACT, CHARGED), headers=(CHARGED,)),
    Change('sip_p_charging_vector("r");', (CONTACT,), headers=(CHARGED,), is_ours=True),
]  # fmt: skip


def request(number: int, name: str, contact: str = CONTACT, headers: tuple[str, ...] = (), port: int = 5090) -> bytes:
    lines = [
        f"INVITE sip:b@127.0.0.1:{port};a=b;lr SIP/2.0",
        f"Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{number}",
        "Max-Forwards: 10",
        "From: <sip:a@example.org>;tag=ft",
        "To: <sip:b@example.org>;tag=tt",
        f"Call-ID: of-{number}",
        "CSeq: 1 INVITE",
        f"X-Do: {name}",
        f"Contact: {contact}",
        "Supported: path, outbound",
        "Date: Mon, 23 Nov 2020 14:00:00 GMT",
        *headers,
        "Content-Length: 0",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def script(calls: list[Call], changes: list[Change], params: str = "") -> str:
    """A route that makes the call whose number stands in X-Do; changed requests go where their URI says."""
    asked = [
        f'if ($hdr(X-Do) == "{number}") {{ {call.code} sl_send_reply("200", "r=$var(r) y=$var(y)."); exit; }}'
        for number, call in enumerate(calls)
    ]
    changed = [f'if ($hdr(X-Do) == "c{number}") {{ {change.code} forward(); exit; }}' for number, change in enumerate(changes)]
    lines = "\n".join([*asked, *changed])
    return f'{MODULES}{params}request_route {{ $var(r) = 0; $var(y) = "";\n{lines}\nsl_send_reply("200", "up"); }}'


def leaving(data: bytes) -> tuple[str, ...]:
    """The Contact's body and the added headers of a forwarded request."""
    found = []
    for line in data.decode().split("\r\n\r\n")[0].split("\r\n"):
        name, _, body = line.partition(": ")
        if name == "Contact":
            found.append(body)
        elif name in ("Remote-Party-ID", "P-Charging-Vector"):
            found.append(line)
    return tuple(found)


def reason_of(data: bytes) -> str:
    return data.decode().split("\r\n")[0].split(" ", 2)[2]
