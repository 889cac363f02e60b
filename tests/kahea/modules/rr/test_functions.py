"""Module rr: its functions and API called directly, and what the table of requests cannot show."""

from __future__ import annotations

import re

import pytest

from kahea.api import SipMsg, peer
from kahea.api.net import DestInfo, Proto
from kahea.api.peers.rr import RrApi
from kahea.api.testing import Lab
from kahea.base.errors import KaheaError
from kahea.modules.rr.functions import (
    add_rr_param,
    check_route_param,
    loose_route,
    record_route,
    record_route_advertised_address,
    record_route_preset,
    remove_record_route,
    rr_next_hop_route,
)

from .traffic import Case, Ports

CFG = (
    "listen=udp:127.0.0.1:5060\nlisten=udp:127.0.0.1:5070\nlisten=tcp:127.0.0.1:5070\nlisten=udp:[::1]:5070\n"
    'loadmodule "rr.so"\n'
)
PORTS = Ports(a=5070)


def message(lab: Lab, *routes: str, ruri: str = "sip:b@127.0.0.1:5090", tag: str = ";tag=tt", proto: str = "udp") -> SipMsg:
    return lab.msg(Case("", routes, ruri, tag).request(PORTS), proto=proto)


def head(lab: Lab, msg: SipMsg, proto: str = "udp", port: int = 0) -> list[bytes]:
    """The Record-Route lines of the request when it leaves over `proto`."""
    socks = [sock for sock in lab.engine.sockets if sock.proto.name == proto.upper() and port in (0, sock.port)]
    data = msg.add_rm.apply(msg.buf, 0, msg.eoh, socks[0], DestInfo(socks[0].proto, b"127.0.0.1", 5090))
    return [line for line in data.split(b"\r\n") if line.startswith(b"Record-Route")]


def test_record_route_stands_above_every_other_header() -> None:
    lab = Lab(CFG + "request_route { record_route(); forward(); }")
    sends = lab.receive(Case("").request(PORTS))
    names = [line.split(b":")[0] for line in sends[0].data.split(b"\r\n")[1:4]]
    assert names == [b"Record-Route", b"Via", b"Via"]


def test_record_route_names_both_sockets_and_their_transports_where_the_transport_changes() -> None:
    lab = Lab(CFG)
    with lab.at_work():
        msg = message(lab)
        record_route(msg)
        assert head(lab, msg, "tcp") == [
            b"Record-Route: <sip:127.0.0.1:5070;transport=tcp;r2=on;lr;ftag=ft>",
            b"Record-Route: <sip:127.0.0.1;r2=on;lr;ftag=ft>",
        ]


def test_record_route_leaves_out_the_port_5060() -> None:
    lab = Lab(CFG)
    with lab.at_work():
        msg = message(lab)
        record_route(msg)
        assert head(lab, msg, port=5060) == [b"Record-Route: <sip:127.0.0.1;lr;ftag=ft>"]


def test_record_route_brackets_an_ipv6_address() -> None:
    lab = Lab('listen=udp:[::1]:5070\nloadmodule "rr.so"\n')
    with lab.at_work():
        msg = message(lab)
        record_route(msg)
        assert head(lab, msg) == [b"Record-Route: <sip:[::1]:5070;lr;ftag=ft>"]


def test_record_route_advertised_address_names_the_transports_where_they_differ() -> None:
    lab = Lab(CFG)
    with lab.at_work():
        msg = message(lab)
        record_route_advertised_address(msg, b"1.2.3.4")
        assert head(lab, msg, "tcp") == [
            b"Record-Route: <sip:1.2.3.4;transport=tcp;r2=on;ftag=ft;lr>",
            b"Record-Route: <sip:1.2.3.4;transport=udp;r2=on;ftag=ft;lr>",
        ]


def test_record_route_says_what_set_advertised_address_has_said() -> None:
    lab = Lab(
        CFG + 'request_route { set_advertised_address("9.9.9.9"); set_advertised_port(5999); record_route(); forward(); }'
    )
    sends = lab.receive(Case("").request(PORTS))
    assert b"\r\nRecord-Route: <sip:9.9.9.9:5999;lr;ftag=ft>\r\n" in sends[0].data


def test_record_route_is_sips_where_the_next_route_is() -> None:
    lab = Lab(CFG)
    with lab.at_work():
        msg = message(lab, "<sip:127.0.0.1:5070;lr>", "<sips:x.example;lr>")
        assert loose_route(msg) == 1
        record_route(msg)
        assert head(lab, msg, port=5060) == [b"Record-Route: <sips:127.0.0.1;lr;ftag=ft>"]


@pytest.mark.parametrize("text", [b";a=b>\r\nEvil: 1\r\n", b";a=b c", b';a="b"', b""])
def test_add_rr_param_refuses_what_cannot_stand_in_a_uri(text: bytes) -> None:
    lab = Lab(CFG)
    with lab.at_work():
        msg = message(lab)
        assert add_rr_param(msg, text) == -1
        assert not text or record_route(msg, text) == -1
        assert record_route_preset(msg, text) == -1
        assert record_route_advertised_address(msg, text) == -1
        assert not head(lab, msg)


def test_add_rr_param_alone_adds_no_header() -> None:
    lab = Lab(CFG)
    with lab.at_work():
        msg = message(lab)
        assert add_rr_param(msg, b";a=b") == 1
        assert msg.add_rm.apply(msg.buf) == msg.buf


def test_add_rr_param_in_a_branch_is_that_branchs_own() -> None:
    lab = Lab(CFG)
    with lab.at_work():
        msg = message(lab)
        record_route(msg)
        branch = msg.clone()
        add_rr_param(branch, b";br=1")
        assert head(lab, branch, port=5060) == [b"Record-Route: <sip:127.0.0.1;lr;ftag=ft;br=1>"]
        assert head(lab, msg, port=5060) == [b"Record-Route: <sip:127.0.0.1;lr;ftag=ft>"]


def test_remove_record_route_leaves_the_message_as_it_came_and_lets_it_be_added_again() -> None:
    lab = Lab(CFG)
    with lab.at_work():
        msg = message(lab)
        assert remove_record_route(msg) == 1
        add_rr_param(msg, b";a=b")
        record_route(msg)
        assert remove_record_route(msg) == 1
        assert msg.add_rm.apply(msg.buf) == msg.buf
        assert record_route(msg) == 1
        assert head(lab, msg, port=5060) == [b"Record-Route: <sip:127.0.0.1;lr;ftag=ft>"]


@pytest.mark.parametrize("tag", ["x>y", "x;y", "x?y"])
def test_append_fromtag_leaves_out_a_tag_that_would_end_the_uri(tag: str) -> None:
    lab = Lab(CFG)
    data = Case("").request(PORTS).replace(b"tag=ft", f'tag="{tag}"'.encode())
    with lab.at_work():
        msg = lab.msg(data)
        record_route(msg)
        assert head(lab, msg, port=5060) == [b"Record-Route: <sip:127.0.0.1;lr>"]


def test_loose_route_finds_the_socket_of_the_second_route_by_its_transport() -> None:
    lab = Lab(CFG)
    with lab.at_work():
        msg = message(lab, "<sip:127.0.0.1;r2=on;lr>", "<sip:127.0.0.1:5070;transport=tcp;r2=on;lr>")
        assert loose_route(msg) == 1
        assert msg.force_send_socket is not None
        assert msg.force_send_socket.proto is Proto.TCP


def test_loose_route_finds_a_socket_by_its_advertised_address() -> None:
    lab = Lab(
        'listen=udp:127.0.0.1:5060\nlisten=udp:127.0.0.1:5070 advertise sip.example.org:5099\nloadmodule "rr.so"\n'
        'modparam("rr", "force_send_socket", 1)\n'
    )
    with lab.at_work():
        msg = message(lab, "<sip:sip.example.org:5099;lr>")
        assert loose_route(msg) == 1
        assert msg.force_send_socket is not None
        assert msg.force_send_socket.port == 5070


@pytest.mark.parametrize(("warns", "is_logged"), [(1, True), (0, False)])
def test_enable_socket_mismatch_warning_logs_a_second_route_that_no_socket_has(warns: int, is_logged: bool) -> None:
    lab = Lab(CFG + f'modparam("rr", "enable_socket_mismatch_warning", {warns})\n')
    with lab.at_work():
        loose_route(message(lab, "<sip:127.0.0.1:5070;r2=on;lr>", "<sip:8.8.8.8;r2=on;lr>"))
    assert any("8.8.8.8" in line for line in lab.log) is is_logged


@pytest.mark.parametrize("route", ["<tel:+1234>", "<sip:a@b@c>", "<x>"])
def test_loose_route_refuses_a_route_that_is_no_sip_uri_and_changes_nothing(route: str) -> None:
    lab = Lab(CFG)
    with lab.at_work():
        msg = message(lab, "<sip:127.0.0.1:5070;lr>", route)
        assert loose_route(msg) == -1
        assert not msg.dst_uri
        assert msg.new_uri is None
        assert msg.add_rm.apply(msg.buf) == msg.buf


def test_loose_route_leaves_a_route_that_a_route_has_changed_before() -> None:
    lab = Lab(CFG)
    with lab.at_work():
        msg = message(lab, "<sip:127.0.0.1:5070;lr>")
        field = next(msg.named(b"Route"))
        msg.add_rm.del_lump(field.start, 3)
        assert loose_route(msg) == -1


def test_loose_route_that_fails_leaves_no_half_of_its_work() -> None:
    lab = Lab(CFG)
    with lab.at_work():
        msg = message(lab, "<sip:127.0.0.1:5060;r2=on;lr>", "<sip:127.0.0.1:5070;r2=on;lr>", "<bad-uri>")
        assert loose_route(msg) == -1
        assert (msg.force_send_socket, msg.dst_uri, rr_next_hop_route(msg)) == (None, b"", -1)
        msg = message(lab, "<sip:127.0.0.1:5060;r2=on;lr>", "<sip:127.0.0.1:5070;r2=on;lr>", "<sip:x.example;lr>")
        msg.add_rm.del_lump(list(msg.named(b"Route"))[1].start, 3)
        before = msg.add_rm.apply(msg.buf)
        assert loose_route(msg) == -1
        assert msg.add_rm.apply(msg.buf) == before


def test_check_route_param_knows_the_first_route_before_loose_route() -> None:
    lab = Lab(CFG)
    with lab.at_work():
        assert check_route_param(message(lab, "<sip:127.0.0.1:5070;lr;x=1>"), re.compile(b";x=1")) == 1
        assert check_route_param(message(lab, "<sip:9.9.9.9;lr;x=1>"), re.compile(b";x=1")) == -1
        assert check_route_param(message(lab), re.compile(b"")) == -1


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ('is_direction("sideways")', "downstream or upstream"),
        ('modparam("rr", "append_fromtag", 0)\nis_direction("upstream")', "append_fromtag"),
        ("$rdir(x)", "id and name"),
    ],
)
def test_is_direction_and_rdir_are_checked_when_the_configuration_is_loaded(script: str, words: str) -> None:
    params, _, call = script.rpartition("\n")
    with pytest.raises(KaheaError, match=words):
        Lab(f"{CFG}{params}\nrequest_route {{ if ({call}) exit; }}")


def test_custom_user_avp_must_be_a_variable() -> None:
    with pytest.raises(KaheaError, match="custom_user_avp"):
        Lab(CFG + 'modparam("rr", "custom_user_avp", "$nothing(x)")\n')


def test_route_uri_is_the_topmost_route_as_it_came() -> None:
    lab = Lab(CFG + 'loadmodule "sl.so"\nrequest_route { loose_route(); sl_send_reply("200", "uri $route_uri"); }')
    route = "<sip:127.0.0.1:5070;lr>"
    assert lab.receive(Case("", (route,)).request(PORTS))[0].data.startswith(b"SIP/2.0 200 uri sip:127.0.0.1:5070;lr\r\n")
    assert lab.receive(Case("").request(PORTS))[0].data.startswith(b"SIP/2.0 200 uri <null>\r\n")


def test_other_modules_read_and_add_parameters_and_hear_of_routed_requests() -> None:
    lab = Lab(CFG)
    heard: list[bytes] = []
    with lab.at_work():
        rr = peer(RrApi)
        assert rr is not None
        assert rr.has_fromtag
        rr.register_rrcb(lambda _, params: heard.append(params))
        msg = message(lab, "<sip:127.0.0.1:5070;lr;ftag=tt;did=1.2>")
        assert loose_route(msg) == 1
        assert rr.get_route_params(msg) == b"lr;ftag=tt;did=1.2"
        assert (rr.get_route_param(msg, b"did"), rr.get_route_param(msg, b"lr"), rr.get_route_param(msg, b"x")) == (
            b"1.2",
            b"",
            None,
        )
        assert not rr.is_downstream(msg)
        assert rr.add_rr_param(msg, b";did=3.4")
        assert loose_route(message(lab, "<sip:9.9.9.9;lr>")) == 1
    assert heard == [b"lr;ftag=tt;did=1.2"]
