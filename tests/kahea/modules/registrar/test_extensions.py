"""Path, outbound, GRUUs, instances, sockets: what registrations carry beside a contact."""

from __future__ import annotations

import re

import pytest
from tests.kahea.modules.registrar.phone import MODULES, config, contacts, header, request, status

from kahea.api.testing import Lab
from kahea.modules.registrar.lookup import lookup
from kahea.modules.registrar.tables import table_of

A, B = b"<sip:a@127.0.0.2:5070>", b"<sip:b@127.0.0.2:5070>"
INSTANCE = b'"<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>"'
PATH = b"Path: <sip:edge@127.0.0.9;lr>"
TCP = "listen=udp:127.0.0.1:5060\nlisten=tcp:127.0.0.1:5060\nlisten=udp:127.0.0.8:5060 advertise 192.0.2.8:5080\n"


def looked_up(server: Lab, ruri: bytes = b"sip:alice@example.org", method: bytes = b"MESSAGE") -> tuple[bytes, bytes, bytes]:
    """Request URI, next hop and path that lookup() gives a request."""
    msg = server.msg(request(method=method, ruri=ruri, callid=b"x"))
    with server.at_work():
        store = table_of("location")
    server.run(lookup(msg, store))
    return msg.ruri_text, msg.dst_uri, msg.path_vec


def test_use_path_keeps_the_path_for_lookup() -> None:
    server = Lab(config("registrar.use_path=1", "registrar.path_mode=0"))
    sends = server.receive(request(A, extra=(PATH, b"Path: <sip:p2@127.0.0.10;lr>")))
    assert (status(sends), header(sends, b"Path")) == (200, None)
    path = b"<sip:edge@127.0.0.9;lr>,<sip:p2@127.0.0.10;lr>"
    assert looked_up(server) == (b"sip:a@127.0.0.2:5070", b"sip:edge@127.0.0.9;lr", path)


def test_without_use_path_the_path_is_ignored() -> None:
    server = Lab(config())
    server.receive(request(A, extra=(PATH,)))
    assert looked_up(server) == (b"sip:a@127.0.0.2:5070", b"", b"")


@pytest.mark.parametrize(
    ("mode", "supported", "code", "path"),
    [
        (0, (b"Supported: path",), 200, None),
        (1, (b"Supported: path",), 200, b"<sip:edge@127.0.0.9;lr>"),
        (1, (), 200, None),
        (2, (b"Supported: path",), 200, b"<sip:edge@127.0.0.9;lr>"),
        (2, (), 420, b"<sip:edge@127.0.0.9;lr>"),
    ],
)
def test_path_mode_says_what_the_reply_tells_of_the_path(
    mode: int, supported: tuple[bytes, ...], code: int, path: bytes | None
) -> None:
    server = Lab(config("registrar.use_path=1", f"registrar.path_mode={mode}"))
    sends = server.receive(request(A, extra=(PATH, *supported)))
    assert (status(sends), header(sends, b"Path")) == (code, path)
    assert (header(sends, b"Unsupported") == b"path") is (code == 420)
    assert bool(contacts(server.receive(request(callid=b"ask")))) is (code == 200)


def test_a_first_path_that_is_no_loose_router_is_refused() -> None:
    server = Lab(config("registrar.use_path=1", "registrar.path_mode=0"))
    sends = server.receive(request(A, extra=(b"Path: <sip:edge@127.0.0.9>",)))
    assert (status(sends), header(sends, b"P-Registrar-Error")) == (400, b"Path parse error")


def test_path_use_received_takes_the_source_from_the_first_path_and_marks_the_contact() -> None:
    server = Lab(config("registrar.use_path=1", "registrar.path_mode=0", "registrar.path_use_received=1", "usrloc.nat_bflag=6"))
    path = b"Path: <sip:127.0.0.9;lr;received=sip:127.0.0.7:5099%3Btransport%3Dtcp>"
    sends = server.receive(request(A, extra=(path,)))
    assert contacts(sends) == [A + b';expires=3600;received="sip:127.0.0.7:5099;transport=tcp"']
    msg = server.msg(request(method=b"MESSAGE", ruri=b"sip:alice@h", callid=b"x"))
    with server.at_work():
        server.run(lookup(msg, table_of("location")))
    assert msg.bflags == 1 << 6


@pytest.mark.parametrize(
    ("path", "dst_uri", "route"),
    [
        (b"Path: <sip:127.0.0.1;lr>,<sip:p2@127.0.0.10;lr>", b"sip:p2@127.0.0.10;lr", b"<sip:p2@127.0.0.10;lr>"),
        (b"Path: <sip:127.0.0.1;lr>", b"", b""),
        (PATH, b"sip:edge@127.0.0.9;lr", b"<sip:edge@127.0.0.9;lr>"),
    ],
)
def test_path_check_local_passes_over_a_first_path_that_is_ourselves(path: bytes, dst_uri: bytes, route: bytes) -> None:
    server = Lab(config("registrar.use_path=1", "registrar.path_mode=0", "registrar.path_check_local=1"))
    server.receive(request(A, extra=(path,)))
    assert looked_up(server) == (b"sip:a@127.0.0.2:5070", dst_uri, route)


def gruus(sends: object) -> dict[bytes, bytes]:
    return dict(re.findall(rb'(pub-gruu|temp-gruu)="([^"]*)"', header(sends, b"Contact") or b""))  # type: ignore[arg-type]


def test_gruu_enabled_gives_gruus_that_lookup_resolves_to_the_one_phone() -> None:
    server = Lab(config())
    with_gruu = request(A + b";+sip.instance=" + INSTANCE, B, extra=(b"Supported: gruu",))
    given = gruus(server.receive(with_gruu))
    assert given[b"pub-gruu"] == b"sip:alice@example.org;gr=urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF"
    for uri in given.values():
        msg = server.msg(request(method=b"MESSAGE", ruri=uri, callid=b"x"))
        with server.at_work():
            store = table_of("location")
        assert server.run(lookup(msg, store)) == 1
        assert (msg.ruri_text, len(msg.branches)) == (b"sip:a@127.0.0.2:5070", 0)


@pytest.mark.parametrize("ruri", [b"sip:x-1-2-3-0@h;gr", b"sip:none@h;gr", b"sip:alice@example.org;gr=urn:uuid:0"])
def test_a_gruu_of_nobody_finds_nobody(ruri: bytes) -> None:
    server = Lab(config())
    server.receive(request(A + b";+sip.instance=" + INSTANCE))
    assert looked_up(server, ruri)[0] == ruri


def test_a_temporary_gruu_with_the_hash_of_another_user_finds_nobody() -> None:
    server = Lab(config())
    given = gruus(server.receive(request(A + b";+sip.instance=" + INSTANCE, extra=(b"Supported: gruu",))))
    user, at, rest = given[b"temp-gruu"].partition(b"@")
    forged = user[:-1] + (b"0" if user[-1:] != b"0" else b"1") + at + rest
    assert looked_up(server, given[b"temp-gruu"])[0] == b"sip:a@127.0.0.2:5070"
    assert looked_up(server, forged)[0] == forged


def test_a_phone_that_comes_back_with_another_call_id_loses_its_other_flows() -> None:
    server = Lab(config())
    one, two = A + b";reg-id=1;+sip.instance=" + INSTANCE, B + b";reg-id=2;+sip.instance=" + INSTANCE
    server.receive(request(one, two))
    assert len(contacts(server.receive(request(one, cseq=2)))) == 2
    assert len(contacts(server.receive(request(one, callid=b"after-reboot")))) == 1


def test_without_gruu_enabled_or_a_phone_that_knows_them_no_gruu_is_given() -> None:
    contact = A + b";+sip.instance=" + INSTANCE
    assert gruus(Lab(config()).receive(request(contact))) == {}
    off = Lab(config("registrar.gruu_enabled=0")).receive(request(contact, extra=(b"Supported: gruu",)))
    assert gruus(off) == {}
    assert contacts(off) == [A + b";expires=3600;+sip.instance=" + INSTANCE]


def test_a_phone_is_known_by_its_instance_when_its_contact_changes() -> None:
    server = Lab(config())
    server.receive(request(A + b";+sip.instance=" + INSTANCE))
    sends = server.receive(request(B + b";+sip.instance=" + INSTANCE, cseq=2))
    assert contacts(sends) == [B + b";expires=3600;+sip.instance=" + INSTANCE]


def test_reg_ids_keep_the_flows_of_one_phone_apart() -> None:
    server = Lab(config("registrar.outbound_mode=1"))
    one, two = A + b";reg-id=1;+sip.instance=" + INSTANCE, B + b";reg-id=2;+sip.instance=" + INSTANCE
    server.receive(request(one, extra=(b"Supported: outbound",)))
    sends = server.receive(request(two, cseq=2, extra=(b"Supported: outbound",)))
    assert [each.rpartition(b"=")[2] for each in contacts(sends)] == [b"1", b"2"]


def test_a_reg_id_of_0_is_refused() -> None:
    sends = Lab(config()).receive(request(A + b";reg-id=0;+sip.instance=" + INSTANCE))
    assert (status(sends), header(sends, b"P-Registrar-Error")) == (400, b"Invalid Reg-Id number")


@pytest.mark.parametrize(
    ("mode", "extra", "code", "required", "supported"),
    [
        (0, (b"Require: outbound",), 420, None, None),
        (0, (b"Supported: outbound",), 200, None, None),
        (1, (), 200, None, b"outbound"),
        (1, (b"Supported: outbound",), 200, b"outbound", b"outbound"),
        (2, (), 421, b"outbound", b"outbound"),
        (2, (b"Supported: outbound",), 200, b"outbound", b"outbound"),
    ],
)
def test_outbound_mode_says_who_must_know_outbound(
    mode: int, extra: tuple[bytes, ...], code: int, required: bytes | None, supported: bytes | None
) -> None:
    sends = Lab(config(f"registrar.outbound_mode={mode}")).receive(request(A, extra=extra))
    assert (status(sends), header(sends, b"Require"), header(sends, b"Supported")) == (code, required, supported)


def test_flow_timer_is_told_to_phones_that_know_outbound_and_needs_outbound_mode() -> None:
    server = Lab(config("registrar.outbound_mode=1", "registrar.flow_timer=25"))
    assert header(server.receive(request(A, extra=(b"Supported: outbound",))), b"Flow-Timer") == b"25"
    assert header(server.receive(request(A, callid=b"c2")), b"Flow-Timer") is None
    with pytest.raises(Exception, match="flow_timer needs outbound_mode"):
        Lab(config("registrar.flow_timer=25"))


def behind_an_edge(contact: bytes, *extra: bytes) -> bytes:
    return request(contact, extra=(b"Via: SIP/2.0/UDP 127.0.0.3;branch=z9hG4bKx", *extra))


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ((b"Supported: outbound",), 439),
        ((b"Supported: outbound", b"Path: <sip:127.0.0.9;lr>"), 439),
        ((b"Supported: outbound", b"Path: <sip:127.0.0.9;lr;ob>"), 200),
        ((), 200),
    ],
)
def test_an_edge_proxy_that_does_not_know_outbound_is_told_of(extra: tuple[bytes, ...], code: int) -> None:
    server = Lab(config("registrar.outbound_mode=1"))
    assert status(server.receive(behind_an_edge(A + b";reg-id=1;+sip.instance=" + INSTANCE, *extra))) == code


@pytest.mark.parametrize(("mode", "kept"), [(0, False), (1, True)])
def test_regid_mode_keeps_reg_id_without_outbound(mode: int, kept: bool) -> None:
    server = Lab(config("registrar.outbound_mode=1", f"registrar.regid_mode={mode}"))
    sends = server.receive(behind_an_edge(A + b";reg-id=1;+sip.instance=" + INSTANCE))
    assert (b";reg-id=1" in (header(sends, b"Contact") or b"")) is kept


def socket_of(server: Lab) -> bytes:
    with server.at_work():
        (contact,) = server.run(table_of("location").get_urecord(b"alice"))
    text: bytes = contact.socket
    return text


def test_sock_mode_keeps_the_advertised_address() -> None:
    listen = "listen=udp:127.0.0.1:5060 advertise 192.0.2.1:5080\nlisten=tcp:127.0.0.1:5060\n"
    for mode, text in ((0, b"udp:127.0.0.1:5060"), (1, b"udp:192.0.2.1:5080")):
        server = Lab(listen + config(f"registrar.sock_mode={mode}"))
        server.receive(request(A))
        assert socket_of(server) == text


@pytest.mark.parametrize(("flag", "socket"), [("setflag(3);", b"udp:127.0.0.8:5060"), ("", b"udp:127.0.0.1:5060")])
def test_sock_flag_and_sock_hdr_name_take_the_socket_from_a_header(flag: str, socket: bytes) -> None:
    text = TCP + config("registrar.sock_flag=3", 'registrar.sock_hdr_name="Sock-Info"').replace(
        "{ if ($rm", f"{{ {flag} if ($rm"
    )
    server = Lab(text)
    server.receive(request(A, extra=(b"Sock-Info: udp:127.0.0.8:5060",)))
    assert socket_of(server) == socket


def test_a_socket_of_xavp_cfg_stands_in_for_the_header() -> None:
    prefix = '{ setflag(3); $xavp(reg=>socket) = "udp:127.0.0.8:5060"; if ($rm'
    server = Lab(TCP + config("registrar.sock_flag=3", 'registrar.xavp_cfg="reg"').replace("{ if ($rm", prefix))
    server.receive(request(A))
    assert socket_of(server) == b"udp:127.0.0.8:5060"


def test_add_sock_hdr_tells_the_socket_to_the_next_server() -> None:
    server = Lab(MODULES + 'request_route { add_sock_hdr("Sock-Info"); exit; }')
    msg = server.msg(request(A))
    from kahea.modules.registrar.sock_hdr import add_sock_hdr

    with server.at_work():
        assert add_sock_hdr(msg, b"Sock-Info") == 1
        assert add_sock_hdr(msg, b"bad name") == -1
    assert b"\r\nSock-Info: udp:127.0.0.1:5060\r\n\r\n" in msg.add_rm.apply(msg.buf)
