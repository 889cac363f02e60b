"""save(): RFC 3261 §10.3, and the parameters that change what a REGISTER does."""

from __future__ import annotations

import pytest
from tests.kahea.modules.registrar.phone import config, contacts, header, request, status

from kahea.api.testing import Lab
from kahea.modules.registrar.save import save
from kahea.modules.registrar.tables import table_of

A, B, C = b"<sip:a@127.0.0.2:5070>", b"<sip:b@127.0.0.2:5070>", b"<sip:c@127.0.0.2:5070>"
KAMAILIO = 'sip_conformance="kamailio"\n'


def lab(*modparams: str, flags: int = 0, strict: bool = True) -> Lab:
    return Lab(("" if strict else KAMAILIO) + config(*modparams, save=f', "{flags}"' if flags else ""))


def saved(server: Lab, data: bytes, flags: int = 0, uri: bytes = b"") -> int:
    with server.at_work():
        store = table_of("location")
    code: int = server.run(save(server.msg(data), store, flags, uri))
    return code


def listed(server: Lab, user: bytes = b"alice") -> list[bytes]:
    return contacts(server.receive(request(user=user, callid=b"ask", cseq=99)))


def test_save_returns_what_happened() -> None:
    server = lab()
    assert saved(server, request(A)) == 1
    assert saved(server, request(A, cseq=2)) == 2
    assert saved(server, request(callid=b"ask")) == 4
    assert saved(server, request(A + b";expires=0", cseq=3)) == 3
    assert saved(server, request(A + b";expires=0", cseq=4)) == 1


def test_a_register_without_contacts_lists_what_is_registered() -> None:
    server = lab()
    server.receive(request(A, B))
    assert listed(server) == [A + b";expires=3600", B + b";expires=3600"]


def test_several_contacts_in_one_header_and_in_several_are_all_taken_in_the_order_of_q() -> None:
    server = lab()
    sends = server.receive(request(A + b";q=0.1, " + B + b";q=0.9", C + b";q=0.5"))
    assert contacts(sends) == [B + b";q=0.9;expires=3600", C + b";q=0.5;expires=3600", A + b";q=0.1;expires=3600"]


@pytest.mark.parametrize(
    ("contact", "extra", "expires"),
    [
        (A, (), 3600),
        (A, (b"Expires: 120",), 120),
        (A + b";expires=90", (b"Expires: 120",), 90),
        (A + b";expires=abc", (), 3600),  # RFC 3261 §10.2.1.1: as if it were not there
        (A, (b"Expires: abc",), 3600),
        (A + b";expires=59", (), 60),  # min_expires
        (A + b";expires=99999999999", (), 2**32 - 1),
    ],
)
def test_expires_comes_from_the_contact_then_the_header_then_default_expires(
    contact: bytes, extra: tuple[bytes, ...], expires: int
) -> None:
    assert contacts(lab().receive(request(contact, extra=extra))) == [A + b";expires=%d" % expires]


@pytest.mark.parametrize(
    ("modparam", "contact", "expires"),
    [
        ("registrar.default_expires=600", A, 600),
        ("registrar.min_expires=300", A + b";expires=200", 300),
        ("registrar.max_expires=1000", A, 1000),
    ],
)
def test_default_expires_min_expires_and_max_expires_bound_the_seconds(modparam: str, contact: bytes, expires: int) -> None:
    assert contacts(lab(modparam).receive(request(contact))) == [A + b";expires=%d" % expires]


def test_min_expires_mode_answers_423_with_min_expires() -> None:
    server = lab("registrar.min_expires=300", "registrar.min_expires_mode=1")
    sends = server.receive(request(A, B + b";expires=200"))
    assert (status(sends), header(sends, b"Min-Expires")) == (423, b"300")
    assert listed(server) == []


@pytest.mark.parametrize(("name", "contact"), [("default_expires_range", A), ("expires_range", A + b";expires=3600")])
def test_default_expires_range_and_expires_range_shorten_at_random(name: str, contact: bytes) -> None:
    server = lab(f"registrar.{name}=50")
    found = set()
    for number in range(20):
        (listed_,) = contacts(server.receive(request(contact, user=b"u%d" % number, callid=b"c%d" % number)))
        found.add(int(listed_.rpartition(b"=")[2]))
    assert len(found) > 5
    assert all(1800 <= each <= 3600 for each in found)


def test_flag_8_of_save_keeps_the_seconds_as_they_were_asked() -> None:
    server = lab("registrar.expires_range=50", flags=8)
    assert contacts(server.receive(request(A + b";expires=1000"))) == [A + b";expires=1000"]


def test_an_ended_contact_is_not_listed_and_the_time_left_is_told() -> None:
    server = lab()
    server.receive(request(A + b";expires=100", B + b";expires=200"))
    server.advance(99)
    assert listed(server) == [A + b";expires=1", B + b";expires=101"]
    server.advance(1)
    assert listed(server) == [B + b";expires=100"]


@pytest.mark.parametrize(("strict", "code"), [(True, 500), (False, 400)])
def test_a_lower_cseq_of_the_same_call_id_is_refused_and_changes_nothing(strict: bool, code: int) -> None:
    server = lab(strict=strict)
    server.receive(request(A + b";expires=100", cseq=5))
    sends = server.receive(request(A + b";expires=900", B, cseq=4))
    assert status(sends) == code
    assert header(sends, b"P-Registrar-Error") == b"Invalid CSeq number"
    assert contacts(sends) == [A + b";expires=100"]
    assert listed(server) == [A + b";expires=100"]


def test_another_call_id_may_have_a_lower_cseq() -> None:
    server = lab()
    server.receive(request(A + b";expires=100", cseq=5))
    assert contacts(server.receive(request(A, cseq=1, callid=b"call-2"))) == [A + b";expires=3600"]


def test_a_retransmission_is_answered_again_and_changes_nothing() -> None:
    server = lab()
    server.receive(request(A + b";expires=100", cseq=5))
    sends = server.receive(request(A + b";expires=900", cseq=5))
    assert (status(sends), contacts(sends)) == (200, [A + b";expires=100"])


def test_cseq_delay_ends_the_time_in_which_an_equal_cseq_is_a_retransmission() -> None:
    server = lab("usrloc.cseq_delay=5")
    server.receive(request(A, cseq=5))
    server.advance(4)
    assert status(server.receive(request(A, cseq=5))) == 200
    server.advance(1)
    assert status(server.receive(request(A, cseq=5))) == 500


def test_the_star_removes_all_contacts() -> None:
    server = lab()
    server.receive(request(A, B))
    sends = server.receive(request(b"*", extra=(b"Expires: 0",), callid=b"call-2"))
    assert (status(sends), contacts(sends)) == (200, [])
    assert listed(server) == []


@pytest.mark.parametrize(
    ("contact", "extra", "text"),
    [
        ((b"*",), (b"Expires: 1",), b"* used in contact and expires is not zero"),
        ((b"*",), (), b"* used in contact and expires is not zero"),
        ((b"*", A), (b"Expires: 0",), b"* used in contact and more than 1 contact"),
        ((A, b"*"), (b"Expires: 0",), b"* used in contact and more than 1 contact"),
        ((A + b";q=2",), (), b"Invalid q param in contact"),
        ((b"<sip:" + b"a" * 600 + b"@h>",), (), b"Contact/received too long"),
    ],
)
def test_what_cannot_be_obeyed_is_refused_with_its_reason(
    contact: tuple[bytes, ...], extra: tuple[bytes, ...], text: bytes
) -> None:
    server = lab()
    server.receive(request(B, callid=b"call-0"))
    sends = server.receive(request(*contact, extra=extra))
    assert (status(sends), header(sends, b"P-Registrar-Error")) == (400, text)
    assert listed(server) == [B + b";expires=3600"]


def test_a_contact_that_cannot_be_read_is_refused_with_its_reason() -> None:
    sends = lab(strict=False).receive(request(b"<sip:a@h"))
    assert (status(sends), header(sends, b"P-Registrar-Error")) == (400, b"Contact parse error")


def test_the_star_is_refused_when_a_newer_register_of_the_same_call_was_here() -> None:
    server = lab()
    server.receive(request(A, cseq=5))
    assert status(server.receive(request(b"*", extra=(b"Expires: 0",), cseq=4))) == 500
    assert listed(server) == [A + b";expires=3600"]


@pytest.mark.parametrize(
    ("to", "code"),
    [
        (b"<tel:+123>", 400),  # reliability A16: the address of record of a registrar is a SIP URI
        (b"<isbn:2983792873>", 400),
        (b"<sip:a b@h>", 400),
        (b"<sip:" + b"a" * 300 + b"@h>", 500),
    ],
)
def test_a_to_that_no_registrar_can_serve_is_refused(to: bytes, code: int) -> None:
    assert status(lab().receive(request(A, to=to))) == code


def test_max_contacts_refuses_all_when_one_is_too_many() -> None:
    server = lab("registrar.max_contacts=2")
    server.receive(request(A))
    sends = server.receive(request(B, C, callid=b"call-2"))
    assert (status(sends), header(sends, b"P-Registrar-Error")) == (503, b"Too many registered contacts")
    assert listed(server) == [A + b";expires=3600"]
    assert saved(server, request(B, C, callid=b"call-2")) == -2
    assert status(server.receive(request(A + b";expires=0", B, C, callid=b"call-3"))) == 200


def test_a_hundred_contacts_over_max_contacts_leave_nothing() -> None:
    server = lab("registrar.max_contacts=5")
    many = [b"<sip:a@127.0.0.2:%d>" % (6000 + each) for each in range(60)]
    assert status(server.receive(request(*many))) == 503
    assert listed(server) == []


def test_retry_after_stands_in_5xx_replies() -> None:
    sends = lab("registrar.max_contacts=1", "registrar.retry_after=30").receive(request(A, B))
    assert (status(sends), header(sends, b"Retry-After")) == (503, b"30")


def test_flag_4_of_save_keeps_one_contact() -> None:
    server = lab(flags=4)
    server.receive(request(A))
    assert contacts(server.receive(request(B, callid=b"call-2"))) == [B + b";expires=3600"]
    assert contacts(server.receive(request(B, C, callid=b"call-3"))) == [B + b";expires=3600"]


def test_flag_2_of_save_leaves_the_reply_to_reg_send_reply() -> None:
    server = Lab(config(save=', "2"'))
    assert server.receive(request(A)) == []
    other = Lab(config(save=', "2"').replace("; xlog", "; reg_send_reply(); xlog"))
    assert contacts(other.receive(request(A))) == [A + b";expires=3600"]


def test_flag_16_of_save_lays_the_headers_aside_for_a_reply_of_the_script() -> None:
    server = Lab(config(save=', "18"').replace("; xlog", '; sl_send_reply("202", "Later"); xlog'))
    sends = server.receive(request(A))
    assert (status(sends), contacts(sends)) == (202, [A + b";expires=3600"])


def test_reg_send_reply_has_nothing_to_send_without_save() -> None:
    server = Lab(config(other='reg_send_reply(); xlog("L_ERR", "code=$rc"); exit;'))
    assert server.receive(request(method=b"OPTIONS")) == []


def test_the_uri_of_save_stands_in_for_to() -> None:
    server = lab()
    assert saved(server, request(A), 0, b"sip:bob@example.org") == 1
    assert (listed(server), listed(server, b"bob")) == ([], [A + b";expires=3600"])


def test_default_q_is_given_to_contacts_that_have_none() -> None:
    assert contacts(lab("registrar.default_q=250").receive(request(A))) == [A + b";q=0.25;expires=3600"]


def test_case_sensitive_tells_users_apart_by_case() -> None:
    server = lab()
    server.receive(request(A, user=b"Alice"))
    assert listed(server, b"aLICE") == [A + b";expires=3600"]
    exact = lab("registrar.case_sensitive=1")
    exact.receive(request(A, user=b"Alice"))
    assert (listed(exact, b"alice"), listed(exact, b"Alice")) == ([], [A + b";expires=3600"])


def test_escaped_and_bare_users_are_one() -> None:
    server = lab()
    server.receive(request(A, user=b"%61lice"))
    assert listed(server) == [A + b";expires=3600"]


def test_realm_prefix_is_cut_off_the_domain() -> None:
    server = lab("usrloc.use_domain=1", 'registrar.realm_prefix="sip."')
    server.receive(request(A, to=b"<sip:alice@sip.example.org>"))
    assert listed(server) == [A + b";expires=3600"]


def test_contact_max_size_bounds_the_uri() -> None:
    server = lab("registrar.contact_max_size=19")
    assert status(server.receive(request(b"<sip:a@127.0.0.2>"))) == 200
    assert status(server.receive(request(A, callid=b"call-2"))) == 400


def test_received_avp_and_received_param_tell_where_the_register_came_from() -> None:
    text = config('registrar.received_avp="$avp(RCV)"').replace("{ if ($rm", '{ $avp(RCV) = "sip:127.0.0.2:5060"; if ($rm')
    assert contacts(Lab(text).receive(request(A))) == [A + b';expires=3600;received="sip:127.0.0.2:5060"']
    other = text + 'modparam("registrar", "received_param", "rcv")\n'
    assert contacts(Lab(other).receive(request(A))) == [A + b';expires=3600;rcv="sip:127.0.0.2:5060"']
    silent = text + 'modparam("registrar", "received_param", "")\n'
    assert contacts(Lab(silent).receive(request(A))) == [A + b";expires=3600"]


def test_received_avp_must_be_an_avp() -> None:
    with pytest.raises(Exception, match="is no AVP"):
        lab('registrar.received_avp="RCV"')


def test_accepted_regs_rejected_regs_and_parameters_are_counted() -> None:
    server = lab("registrar.max_expires=1000", "registrar.max_contacts=7", "registrar.expires_range=3")
    server.receive(request(A))
    server.receive(request(A + b";q=7", callid=b"call-2"))
    with server.at_work():
        values = {name: each.value for name, each in server.engine.counters.group("registrar").items()}
    assert values == {
        "max_expires": 1000, "max_contacts": 7, "default_expire": 3600, "default_expires_range": 0, "expires_range": 3,
        "accepted_regs": 1, "rejected_regs": 1, "db_errors": 0,
    }  # fmt: skip


def test_runtime_parameters_change_while_the_server_runs() -> None:
    server = lab()
    server.engine.settings.set_now("registrar", "max_expires", 100)
    assert contacts(server.receive(request(A))) == [A + b";expires=100"]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [("expires", 700, A + b";expires=700"), ("q", 300, A + b";q=0.3;expires=3600")],
)
def test_xavp_cfg_gives_values_for_one_message(name: str, value: int, expected: bytes) -> None:
    text = config('registrar.xavp_cfg="reg"').replace("{ if ($rm", f"{{ $xavp(reg=>{name}) = {value}; if ($rm")
    assert contacts(Lab(text).receive(request(A))) == [expected]


def test_max_contacts_of_xavp_cfg_comes_before_the_parameter() -> None:
    text = config('registrar.xavp_cfg="reg"').replace("{ if ($rm", "{ $xavp(reg=>max_contacts) = 1; if ($rm")
    assert status(Lab(text).receive(request(A, B))) == 503


def test_xavp_rcd_and_xavp_rcd_mask_choose_what_is_told_of_contacts() -> None:
    text = config('registrar.xavp_rcd="rcd"', "registrar.xavp_rcd_mask=4").replace(
        'xlog("L_ERR", "code=$rc")',
        'xlog("L_ERR", "$xavp(rcd=>contact) $xavp(rcd=>expires) $(xavp(rcd=>ruid){s.len})")',
        1,
    )
    server = Lab(text)
    server.receive(request(A))
    assert "sip:a@127.0.0.2:5070 <null> " in server.log[-1]
    assert not server.log[-1].endswith(" 0")


@pytest.mark.parametrize("number", range(1, 3))
def test_a_contact_twice_in_one_register_is_one(number: int) -> None:
    server = lab()
    sends = server.receive(request(A + b";expires=100", *[A + b";expires=200"] * number))
    assert len(contacts(sends)) == 1


def test_eight_sockets_with_one_call_id_out_of_order_leave_the_last_cseq() -> None:
    server = lab()
    for port, cseq in enumerate((3, 1, 7, 2, 8, 5, 6, 4)):
        server.receive(request(A + b";expires=%d" % (1000 + cseq), cseq=cseq), src=("127.0.0.2", 6000 + port))
    assert listed(server) == [A + b";expires=1008"]


def test_save_in_a_reply_route_keeps_the_contacts_of_the_reply_and_sends_none() -> None:
    server = lab()
    lines = (
        b"SIP/2.0 200 OK",
        b"Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1",
        b"From: <sip:alice@h>;tag=1",
        b"To: <sip:alice@h>;tag=2",
        b"Call-ID: r",
        b"CSeq: 7 REGISTER",
        b"Contact: <sip:a@127.0.0.2:5070>;expires=100",
    )
    reply = b"\r\n".join((*lines, b"Content-Length: 0", b"", b""))
    before = len(server.sent)
    assert saved(server, reply) == 1
    assert len(server.sent) == before
    assert listed(server) == [A + b";expires=100"]


def test_a_call_id_or_a_source_that_is_too_long_is_refused() -> None:
    server = lab(strict=False)
    assert status(server.receive(request(A, callid=b"c" * 256))) == 400
    assert status(server.receive(request(A + b';received="sip:' + b"a" * 300 + b'"'))) == 400


def test_a_user_agent_that_is_too_long_is_not_kept() -> None:
    server = lab()
    server.receive(request(A, extra=(b"User-Agent: " + b"x" * 300,)))
    with server.at_work():
        (contact,) = server.run(table_of("location").get_urecord(b"alice"))
    assert contact.user_agent == b"n/a"
