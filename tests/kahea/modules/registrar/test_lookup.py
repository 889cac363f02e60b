"""lookup() and its kin: from an address of record to contacts."""

from __future__ import annotations

import pytest
from tests.kahea.modules.registrar.phone import config, contacts, request

from kahea.api import SipMsg
from kahea.api.testing import Lab
from kahea.modules.registrar.branches import lookup_branches
from kahea.modules.registrar.lookup import lookup, lookup_to_dset
from kahea.modules.registrar.registered import reg_from_user, registered
from kahea.modules.registrar.tables import table_of
from kahea.modules.registrar.unregister import unregister
from kahea.modules.registrar.xavps import lookup_xavp

A, B, C = b"<sip:a@127.0.0.2:5070>", b"<sip:b@127.0.0.2:5070>", b"<sip:c@127.0.0.2:5070>"


def server(*modparams: str, phones: tuple[bytes, ...] = (A + b";q=0.1", B + b";q=0.9", C + b";q=0.5")) -> Lab:
    lab = Lab(config(*modparams))
    if phones:
        lab.receive(request(*phones))
    return lab


def call(lab: Lab, function: object, *args: object, msg: SipMsg | None = None, method: bytes = b"INVITE") -> tuple[int, SipMsg]:
    with lab.at_work():
        store = table_of("location")
    msg = msg or lab.msg(request(method=method, ruri=b"sip:alice@example.org", callid=b"x"))
    return lab.run(function(msg, store, *args)), msg  # type: ignore[operator]


def test_lookup_takes_the_best_contact_and_appends_the_others_by_q() -> None:
    code, msg = call(server(), lookup)
    assert (code, msg.ruri_text, msg.ruri_q) == (1, b"sip:b@127.0.0.2:5070", 900)
    assert [(each.uri, each.q) for each in msg.branches] == [(b"sip:c@127.0.0.2:5070", 500), (b"sip:a@127.0.0.2:5070", 100)]


def test_without_append_branches_only_the_best_contact_counts() -> None:
    code, msg = call(server("registrar.append_branches=0"), lookup)
    assert (code, msg.ruri_text, len(msg.branches)) == (1, b"sip:b@127.0.0.2:5070", 0)


def test_lookup_of_nobody_is_minus_1_and_of_no_address_of_record_minus_3() -> None:
    lab = server()
    assert call(lab, lookup, b"sip:nobody@example.org")[0] == -1
    assert call(lab, lookup, b"urn:x")[0] == -3


def test_lookup_restores_flags_socket_id_and_user_agent_of_the_contact() -> None:
    lab = Lab(
        config()
        .replace("{ if ($rm", "{ setbflag(4); if ($rm")
        .replace('loadmodule "pv.so"', 'loadmodule "pv.so"\nloadmodule "kex.so"')
    )
    lab.receive(request(A, extra=(b"User-Agent: phone/1",)))
    _, msg = call(lab, lookup)
    assert (msg.bflags, msg.location_ua, msg.force_send_socket) == (1 << 4, b"phone/1", lab.sock())
    assert msg.ruid.startswith(b"uloc-")


def test_lookup_sends_over_the_connection_that_the_contact_came_over() -> None:
    lab = Lab(config())
    lab.receive(request(A), proto="tcp", con_id=7)
    _, msg = call(lab, lookup)
    assert (msg.ruri_con_id, msg.force_send_socket) == (7, lab.sock("tcp"))


def test_lookup_to_dset_leaves_the_request_uri_alone() -> None:
    code, msg = call(server(), lookup_to_dset)
    assert (code, msg.ruri_text, len(msg.branches)) == (1, b"sip:alice@example.org", 3)


def test_lookup_branches_looks_up_every_plain_branch() -> None:
    lab = server(phones=())
    lab.receive(request(A))
    lab.receive(request(B + b";q=0.5", C, user=b"bob", callid=b"c2"))
    lab_msg = lab.msg(request(method=b"INVITE", ruri=b"sip:nobody@example.org", callid=b"x"))
    from kahea.api.values import Branch, append_branch

    append_branch(lab_msg, Branch(b"sip:bob@example.org"))
    append_branch(lab_msg, Branch(b"sip:alice@example.org", dst_uri=b"sip:127.0.0.9"))
    append_branch(lab_msg, Branch(b"sip:alice@example.org"))
    code, msg = call(lab, lookup_branches, msg=lab_msg)
    uris = [each.uri for each in msg.branches]
    assert code == 1
    assert uris == [b"sip:b@127.0.0.2:5070", b"sip:alice@example.org", b"sip:a@127.0.0.2:5070", b"sip:c@127.0.0.2:5070"]


def test_lookup_branches_of_nobody_says_what_the_last_lookup_said() -> None:
    assert call(server(phones=()), lookup_branches)[0] == -1


@pytest.mark.parametrize(
    ("filtering", "method", "extra", "code"),
    [
        (1, b"MESSAGE", (b"Allow: INVITE, ACK",), -2),
        (1, b"INVITE", (b"Allow: INVITE, ACK",), 1),
        (1, b"MESSAGE", (), 1),
        (0, b"MESSAGE", (b"Allow: INVITE, ACK",), 1),
    ],
)
def test_method_filtering_looks_up_only_phones_that_take_the_method(
    filtering: int, method: bytes, extra: tuple[bytes, ...], code: int
) -> None:
    lab = server(f"registrar.method_filtering={filtering}", phones=())
    lab.receive(request(A, extra=extra))
    assert call(lab, lookup, method=method)[0] == code


def test_method_filtering_lets_requests_of_a_dialog_pass() -> None:
    lab = server("registrar.method_filtering=1", phones=())
    lab.receive(request(A + b';methods="INVITE"'))
    msg = lab.msg(request(method=b"BYE", ruri=b"sip:alice@h", callid=b"x", to=b"<sip:alice@h>;tag=t"))
    assert call(lab, lookup, msg=msg)[0] == 1


def test_use_expired_contacts_counts_what_has_ended_until_the_timer_removes_it() -> None:
    for value, code in ((0, -1), (1, 1)):
        lab = server(f"registrar.use_expired_contacts={value}", "usrloc.timer_interval=1000", phones=(A + b";expires=100",))
        lab.advance(200)
        assert call(lab, lookup)[0] == code


def test_lookup_filter_mode_1_wants_a_branch_flag_of_xavp_cfg() -> None:
    from kahea.api.values import XavpList

    lab = server("registrar.lookup_filter_mode=1", 'registrar.xavp_cfg="reg"')
    for flags, code in ((8, -1), (0, 1)):
        msg = lab.msg(request(method=b"INVITE", ruri=b"sip:alice@h", callid=b"x"))
        msg.xavps.xavp.add(b"reg", XavpList([(b"rlf_bflags", flags)]))
        assert call(lab, lookup, msg=msg)[0] == code


class Connections:
    """An edge that knows which connections live."""

    def __init__(self, *alive: int) -> None:
        self.alive = alive

    def is_connected(self, con_id: int) -> bool:
        return con_id in self.alive


def test_lookup_filter_mode_2_wants_a_living_connection() -> None:
    lab = server("registrar.lookup_filter_mode=2", phones=())
    lab.receive(request(A), proto="tcp", con_id=7)
    for alive, code in (((7,), 1), ((), -1)):
        lab.engine.edge = Connections(*alive)  # type: ignore[assignment]
        assert call(lab, lookup)[0] == code


def test_registered_changes_nothing_and_answers_for_uri_request_uri_and_to() -> None:
    lab = server()
    code, msg = call(lab, registered)
    assert (code, msg.new_uri, len(msg.branches)) == (1, None, 0)
    assert call(lab, registered, b"sip:nobody@h")[0] == -1
    reply = lab.msg(
        b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1\r\nFrom: <sip:x@h>;tag=1\r\nTo: <sip:alice@h>;tag=2\r\n"
        b"Call-ID: c\r\nCSeq: 1 INVITE\r\n\r\n"
    )
    assert call(lab, registered, msg=reply)[0] == 1


@pytest.mark.parametrize(
    ("option", "field", "value", "code"),
    [
        (1, b"match_callid", b"call-1", 1),
        (1, b"match_callid", b"other", -1),
        (4, b"match_contact", b"sip:c@127.0.0.2:5070", 1),
        (4, b"match_contact", b"sip:x@127.0.0.2:5070", -1),
        (2, b"match_received", b"sip:127.0.0.7", -1),
        (0, b"match_callid", b"other", 1),
    ],
)
def test_match_option_compares_with_the_values_of_xavp_cfg(option: int, field: bytes, value: bytes, code: int) -> None:
    from kahea.api.values import XavpList

    lab = server('registrar.xavp_cfg="reg"', 'registrar.xavp_rcd="rcd"')
    msg = lab.msg(request(method=b"INVITE", ruri=b"sip:alice@h", callid=b"x"))
    msg.xavps.xavp.add(b"reg", XavpList([(field, value)]))
    assert call(lab, registered, b"", option, msg=msg)[0] == code
    assert (msg.xavps.xavp.fields(b"rcd") is not None) is (code == 1)


def test_match_action_2_leaves_xavp_rcd_alone() -> None:
    lab = server('registrar.xavp_rcd="rcd"')
    _, msg = call(lab, registered, b"", 0, 2)
    assert msg.xavps.xavp.fields(b"rcd") is None


def test_xavp_contact_is_kept_with_the_contact_and_restored_by_lookup_and_registered() -> None:
    text = config('usrloc.xavp_contact="ulattrs"').replace("{ if ($rm", '{ $xavp(ulattrs=>color) = "red"; if ($rm', 1)
    lab = Lab(text)
    lab.receive(request(A))
    for function, args in ((lookup, ()), (registered, (b"", 0, 1))):
        _, msg = call(lab, function, *args)
        fields = msg.xavps.xavp.fields(b"ulattrs")
        assert fields is not None
        assert fields.get(b"color") == b"red"


def test_unregister_removes_one_contact_by_id_or_all() -> None:
    lab = server()
    _, found = call(lab, lookup)
    assert call(lab, unregister, b"sip:alice@h", found.ruid)[0] == 1
    assert len(contacts(lab.receive(request(callid=b"ask")))) == 2
    assert call(lab, unregister, b"", found.branches[0].ruid)[0] == 1
    assert call(lab, unregister, b"", found.ruid)[0] == -3
    assert call(lab, unregister, b"sip:alice@h", b"none")[0] == -3
    assert call(lab, unregister, b"urn:x")[0] == -1
    assert call(lab, unregister, b"sip:alice@h")[0] == 1
    assert contacts(lab.receive(request(callid=b"ask"))) == []


def test_unregister_without_uri_takes_the_to() -> None:
    lab = server()
    msg = lab.msg(request(method=b"REGISTER", callid=b"x"))
    assert call(lab, unregister, b"", msg=msg)[0] == 1
    assert call(lab, lookup)[0] == -1


def test_lookup_xavp_gives_contacts_as_structured_avps() -> None:
    lab = server()
    code, msg = call(lab, lookup_xavp, b"sip:alice@h", b"user", b"phone")
    roots = msg.xavps.xavp
    user = roots.fields(b"user")
    assert user is not None
    assert (code, user.get(b"aor"), user.get(b"count")) == (1, b"alice", 3)
    phones = [roots.fields(b"phone", at) for at in range(3)]
    assert [each.get(b"uri") for each in phones if each] == [
        b"sip:b@127.0.0.2:5070",
        b"sip:c@127.0.0.2:5070",
        b"sip:a@127.0.0.2:5070",
    ]
    assert phones[0] is not None
    assert phones[0].get(b"socket") == b"udp:127.0.0.1:5060"
    assert call(lab, lookup_xavp, b"sip:nobody@h", b"user", b"phone")[0] == -1


@pytest.mark.parametrize(
    ("src", "mode", "code"),
    [(("127.0.0.2", 5070), 3, 1), (("127.0.0.2", 9), 0, 1), (("127.0.0.2", 9), 1, -1), (("127.0.0.3", 5070), 0, -1)],
)
def test_reg_from_user_tells_whether_a_message_comes_from_where_its_user_is(src: tuple[str, int], mode: int, code: int) -> None:
    lab = server()
    msg = lab.msg(request(method=b"INVITE", callid=b"x"), src=src)
    assert call(lab, reg_from_user, b"sip:alice@h", mode, msg=msg)[0] == code


def test_reg_from_user_compares_the_protocol_too() -> None:
    lab = server()
    msg = lab.msg(request(method=b"INVITE", callid=b"x"), src=("127.0.0.2", 5070), proto="tcp")
    assert call(lab, reg_from_user, b"sip:alice@h", 2, msg=msg)[0] == -1


def test_a_table_is_named_by_fixed_text() -> None:
    for bad in ("$var(x)", "a b", ""):
        with pytest.raises(Exception, match=r"lookup\(\): parameter 'domain' must be"):
            Lab(config(other=f'lookup("{bad}");'))
