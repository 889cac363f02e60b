"""Module siputils: its parameters, and what the table of calls cannot show."""

from __future__ import annotations

import pytest

from kahea.api import SipMsg, provide
from kahea.api.peers.auth import AuthApi
from kahea.api.testing import Lab
from kahea.api.values import AuthBody, parse_uri
from kahea.base.errors import KaheaError
from kahea.modules.siputils.charging_vector import sip_p_charging_vector
from kahea.modules.siputils.checks import has_totag, hdr_date_check, is_first_hop, is_reply, is_supported, is_user
from kahea.modules.siputils.contact_encoding import encode_contact
from kahea.modules.siputils.contact_params import contact_param_encode, contact_param_encode_alias, unpacked
from kahea.modules.siputils.rpid import append_rpid_hf

from .traffic import MODULES, leaving, request

OPTIONS = b"OPTIONS sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\n"
OPTIONS += b"To: <sip:a@b>\r\nCall-ID: c\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
PCV = ('P-Charging-Vector: icid-value=abc; icid-generated-at=1.1.1.1 ;orig-ioi=o;term-ioi="t"',)


def message(lab: Lab, *headers: str, contact: str = "<sip:a@b>") -> SipMsg:
    return lab.msg(request(1, "none", contact, headers))


def reply(*headers: str) -> bytes:
    lines = ("SIP/2.0 200 OK", "Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1", "Via: SIP/2.0/UDP 127.0.0.3", *headers, "", "")
    return "\r\n".join(lines).encode()


def leaves(msg: SipMsg) -> tuple[str, ...]:
    return leaving(msg.add_rm.apply(msg.buf))


def test_options_reply_says_what_the_parameters_say() -> None:
    params = "".join(
        f'modparam("siputils", "{name}", "{value}")\n'
        for name, value in [
            ("options_accept", "application/*"),
            ("options_accept_encoding", "gzip"),
            ("options_accept_language", "de"),
            ("options_support", "path"),
        ]
    )
    sends = Lab(f"{MODULES}{params}request_route {{ options_reply(); }}").receive(OPTIONS)
    head = sends[0].data.split(b"\r\n")
    assert head[0] == b"SIP/2.0 200 OK"
    for line in (b"Accept: application/*", b"Accept-Encoding: gzip", b"Accept-Language: de", b"Supported: path"):
        assert line in head


def test_options_reply_has_kamailios_defaults() -> None:
    head = Lab(f"{MODULES}request_route {{ options_reply(); }}").receive(OPTIONS)[0].data.split(b"\r\n")
    for line in (b"Accept: */*", b"Accept-Encoding: ", b"Accept-Language: en", b"Supported: "):
        assert line in head


@pytest.mark.parametrize("data", [OPTIONS.replace(b"sip:127", b"sip:u@127"), OPTIONS.replace(b"OPTIONS", b"INFO")])
def test_options_reply_answers_nobody_else(data: bytes) -> None:
    assert Lab(f"{MODULES}request_route {{ options_reply(); }}").receive(data) == []


def test_options_reply_needs_a_module_that_replies() -> None:
    lab = Lab('loadmodule "siputils.so"\nrequest_route { options_reply(); }')
    assert lab.receive(OPTIONS) == []
    assert any("load sl" in line for line in lab.log)


def test_contact_flds_separator_stands_between_the_parts() -> None:
    lab = Lab(MODULES + 'modparam("siputils", "contact_flds_separator", "-x")\n')
    with lab.at_work():
        msg = message(lab, contact="<sip:u:p@1.1.1.1>")
        assert encode_contact(msg, b"pfx", b"h") == 1
        assert leaves(msg) == ("<sip:pfx-u-p-1.1.1.1--@h>",)


@pytest.mark.parametrize("contact", ["<sip:a*b@c>", "<tel:+1>", "*"])
def test_encode_contact_refuses_what_could_not_be_unpacked(contact: str) -> None:
    lab = Lab(MODULES)
    with lab.at_work():
        msg = message(lab, contact=contact)
        assert encode_contact(msg, b"pfx", b"h") == -1
        assert msg.add_rm.apply(msg.buf) == msg.buf


@pytest.mark.parametrize(("pname", "saddr"), [(b"a=b", b"sip:x"), (b"", b"sip:x"), (b"k", b""), (b"k", b"sip:x>\r\nY: z")])
def test_contact_param_encode_refuses_what_cannot_stand_in_a_uri(pname: bytes, saddr: bytes) -> None:
    lab = Lab(MODULES)
    with lab.at_work():
        assert contact_param_encode(message(lab), pname, saddr) == -1
        assert contact_param_encode_alias(message(lab), pname, saddr) == -1


def test_contact_param_encode_alias_packs_the_source_address_too() -> None:
    lab = Lab(MODULES)
    with lab.at_work():
        msg = message(lab)
        assert contact_param_encode_alias(msg, b"ksu", b"sip:h") == 1
        uri = leaves(msg)[0].strip("<>").encode()
    assert parse_uri(uri).host == b"h"
    assert unpacked(uri, b"ksu") == b"sip:a@b;alias=127.0.0.2~5060~1"


def test_e164_max_len_counts_the_plus() -> None:
    lab = Lab(MODULES + 'modparam("siputils", "e164_max_len", 4)\nrequest_route { is_e164("+123"); exit; }')
    with lab.at_work():
        call = lab.engine.modules.find_export("is_e164")
        assert call is not None
        assert [call[1].function(None, number) for number in (b"+123", b"+1234")] == [1, -1]


def test_rpid_avp_rpid_prefix_and_rpid_suffix_make_the_header() -> None:
    params = "".join(
        f'modparam("siputils", "{name}", "{value}")\n'
        for name, value in [("rpid_avp", "$avp(id)"), ("rpid_prefix", "Al <"), ("rpid_suffix", ">;z")]
    )
    lab = Lab(f'{MODULES}{params}request_route {{ $avp(id) = "sip:a@b"; append_rpid_hf(); forward(); }}')
    assert leaving(lab.receive(request(1, "x"))[0].data)[1:] == ("Remote-Party-ID: Al <sip:a@b>;z",)


def test_rpid_avp_must_be_a_variable_and_may_be_none() -> None:
    with pytest.raises(KaheaError, match="rpid_avp"):
        Lab(MODULES + 'modparam("siputils", "rpid_avp", "$nothing(x)")\n')
    lab = Lab(MODULES + 'modparam("siputils", "rpid_avp", "")\n')
    with lab.at_work():
        assert append_rpid_hf(message(lab)) == -1


def test_append_rpid_hf_adds_one_line_whatever_the_variable_holds() -> None:
    lab = Lab(MODULES)
    with lab.at_work():
        msg = message(lab)
        msg.avps.add_avp(b"rpid", b"sip:a@b\r\nEvil: 1")
        assert append_rpid_hf(msg) == -1
        assert msg.add_rm.apply(msg.buf) == msg.buf


def test_pcv_has_the_parts_of_the_header() -> None:
    keys = "$pcv(all)|$pcv(value)|$pcv(genaddr)|$pcv(orig)|$pcv(term)"
    lab = Lab(f'{MODULES}request_route {{ sl_send_reply("200", "{keys}"); }}')
    assert lab.receive(request(1, "x", headers=PCV))[0].data.split(b"\r\n")[0] == (
        b'SIP/2.0 200 icid-value=abc; icid-generated-at=1.1.1.1 ;orig-ioi=o;term-ioi="t"|abc|1.1.1.1|o|"t"'
    )
    assert lab.receive(request(2, "x"))[0].data.split(b"\r\n")[0] == b"SIP/2.0 200 " + b"|".join([b"<null>"] * 5)


def test_pcv_refuses_another_key() -> None:
    with pytest.raises(KaheaError, match="genaddr"):
        Lab(f'{MODULES}request_route {{ if ($pcv(x) == "") exit; }}')


@pytest.mark.parametrize(
    ("flags", "headers", "code", "is_made"),
    [(b"g", (), 1, True), (b"f", PCV, 1, True), (b"r", PCV, 1, False), (b"r", (), 1, False), (b"x", (), -1, False)],
)
def test_sip_p_charging_vector_makes_and_removes(flags: bytes, headers: tuple[str, ...], code: int, is_made: bool) -> None:
    lab = Lab(MODULES)
    with lab.at_work():
        msg = message(lab, *headers)
        assert sip_p_charging_vector(msg, flags) == code
        found = leaves(msg)[1:]
        assert len(found) == int(is_made)
        if is_made:
            assert found[0].startswith("P-Charging-Vector: icid-value=")
            assert found[0].endswith("; icid-generated-at=127.0.0.1")
            assert len(found[0].split("=")[1].split(";")[0]) == 32


def test_sip_p_charging_vector_made_in_one_branch_is_made_in_the_next_too() -> None:
    lab = Lab(MODULES)
    with lab.at_work():
        msg = message(lab)
        branches = msg.clone(), msg.clone()
        for branch in branches:
            assert sip_p_charging_vector(branch, b"g") == 1
            assert sip_p_charging_vector(branch, b"g") == 1
        assert [len(leaves(branch)) for branch in branches] == [2, 2]
        assert sip_p_charging_vector(branches[0], b"r") == 1
        assert len(leaves(branches[0])) == 1


OWN, FOREIGN, NAME = "<sip:127.0.0.1:5060;lr>", "<sip:9.9.9.9;lr>", "<sip:me.example.org;lr>"


@pytest.mark.parametrize(
    ("route", "src", "codes"),
    [
        (OWN, "127.0.0.2", (1, 1)),
        (OWN, "127.0.0.1", (-1, 1)),
        (NAME, "127.0.0.2", (-1, 1)),
        (FOREIGN, "127.0.0.2", (-1, -1)),
        (f"{FOREIGN}, {OWN}", "127.0.0.2", (-1, -1)),
        (None, "127.0.0.2", (-1, -1)),
    ],
)
def test_is_first_hop_of_a_reply_looks_at_record_route(route: str | None, src: str, codes: tuple[int, int]) -> None:
    lab = Lab('alias="me.example.org"\n' + MODULES)
    with lab.at_work():
        msg = lab.msg(reply(*([f"Record-Route: {route}"] if route else [])), src=(src, 5060))
        assert (is_first_hop(msg), is_first_hop(msg, 1)) == codes
        assert is_reply(msg) == 1


def test_is_first_hop_of_a_request_counts_the_vias() -> None:
    lab = Lab(MODULES)
    with lab.at_work():
        assert is_first_hop(message(lab)) == 1
        assert is_first_hop(message(lab, "Via: SIP/2.0/UDP 127.0.0.9")) == -1


@pytest.mark.parametrize(
    ("date", "code"),
    [
        ("Tue, 14 Nov 2023 22:13:15 GMT", 1),
        ("Tue, 14 Nov 2023 22:13:09 GMT", -4),
        ("Tue, 14 Nov 2023 22:13:10 GMT", 1),
        ("yesterday", -2),
    ],
)
def test_hdr_date_check_compares_with_the_clock(date: str, code: int) -> None:
    lab = Lab(MODULES)
    with lab.at_work():
        data = request(1, "x").replace(b"Mon, 23 Nov 2020 14:00:00 GMT", date.encode())
        assert hdr_date_check(lab.msg(data), 10) == code


def test_hdr_date_check_without_a_date() -> None:
    lab = Lab(MODULES)
    with lab.at_work():
        assert hdr_date_check(lab.msg(OPTIONS), 10) == -1


def test_has_totag_and_is_supported_are_false_for_headers_that_cannot_be_read() -> None:
    lab = Lab(MODULES)
    with lab.at_work():
        msg = lab.msg(OPTIONS.replace(b"To: <sip:a@b>", b"To: <sip:a@b").replace(b"CSeq", b"Supported: a b, c\r\nCSeq"))
        assert has_totag(msg) == -1
        assert is_supported(msg, b"c") == -1
        assert has_totag(lab.msg(OPTIONS)) == -1


class Proved:
    """Credentials that were proved true."""

    def authorized(self, _msg: SipMsg) -> AuthBody | None:
        return message_credentials


message_credentials: AuthBody | None = None


def test_is_user_compares_with_the_credentials_that_were_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    lab = Lab(MODULES)
    msg = message(lab, 'Authorization: Digest username="joe", realm="r", nonce="n", uri="sip:a", response="x"')
    with lab.at_work():
        assert is_user(msg, b"joe") == -1
        provide(AuthApi, Proved())
        assert is_user(msg, b"joe") == -1
        monkeypatch.setitem(globals(), "message_credentials", next(msg.named(b"Authorization")).parsed)
        assert is_user(msg, b"joe") == 1
        assert is_user(msg, b"Joe") == -1
