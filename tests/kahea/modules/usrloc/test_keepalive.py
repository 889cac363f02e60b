"""Keepalives: whom the server asks, and what it makes of the answer."""

from __future__ import annotations

import re

import pytest
from tests.kahea.modules.registrar.phone import MODULES, config, contacts, request

from kahea.api.net import Send
from kahea.api.testing import Lab

A, B = b"<sip:a@127.0.0.2:5070>", b"<sip:b@127.0.0.2:5070>"
TM = 'loadmodule "tm.so"\n' + MODULES
EVERY = ("usrloc.ka_interval=10", "usrloc.ka_randomize=0", "usrloc.timer_interval=10")


def server(*modparams: str, setflag: str = "", top: str = "") -> Lab:
    text = config(*EVERY, *modparams, modules=TM + 'loadmodule "kex.so"\n')
    return Lab(top + text.replace("{ if ($rm", "{ " + setflag + " if ($rm"))


def options(sends: list[Send]) -> list[Send]:
    """The keepalives among what was sent, each once."""
    first: dict[str, Send] = {}
    for send in sends:
        if not send.data.startswith((b"SIP/2.0", b"REGISTER")):
            first.setdefault(str(re.findall(rb"Call-ID: (.*)\r", send.data)), send)
    return list(first.values())


def answer(lab: Lab, send: Send, code: int = 200) -> list[Send]:
    lines = send.data.split(b"\r\n")
    kept = [line for line in lines[1:] if line.split(b":")[0] in (b"Via", b"From", b"Call-ID", b"CSeq")]
    to = next(line for line in lines if line.startswith(b"To:"))
    reply = [b"SIP/2.0 %d X" % code, *kept, to + b";tag=phone", b"Content-Length: 0", b"", b""]
    return lab.receive(b"\r\n".join(reply), src=(send.dst.ip.decode(), send.dst.port))


def test_ka_mode_1_sends_options_to_every_contact_each_ka_interval() -> None:
    lab = server("usrloc.ka_mode=1")
    lab.receive(request(A, B))
    (one, two) = options(lab.advance(10))
    assert one.data.startswith(b"OPTIONS sip:a@127.0.0.2:5070 SIP/2.0\r\n")
    assert (one.dst.ip, one.dst.port) == (b"127.0.0.2", 5070)
    assert b"\r\nFrom: <sip:server@kamailio.org>" in one.data
    assert b"\r\nTo: <sip:alice@kamailio.org>\r\n" in one.data
    for each in (one, two):
        answer(lab, each)
    assert options(lab.advance(9)) == []
    assert len(options(lab.advance(1))) == 2


def test_ka_mode_0_sends_none() -> None:
    lab = server()
    lab.receive(request(A))
    assert options(lab.advance(30)) == []


def test_ka_method_ka_from_and_ka_domain_write_the_request() -> None:
    lab = server(
        "usrloc.ka_mode=1", 'usrloc.ka_method="NOTIFY"', 'usrloc.ka_from="sip:ka@here"', 'usrloc.ka_domain="there"',
    )  # fmt: skip
    lab.receive(request(A))
    (send,) = options(lab.advance(10))
    assert send.data.startswith(b"NOTIFY sip:a@")
    assert b"\r\nFrom: <sip:ka@here>" in send.data
    assert b"\r\nTo: <sip:alice@there>\r\n" in send.data


def test_ka_mode_2_asks_only_contacts_behind_a_nat() -> None:
    for flag, count in (("", 0), ("setbflag(6);", 1)):
        lab = server("usrloc.ka_mode=2", "usrloc.nat_bflag=6", setflag=flag)
        lab.receive(request(A))
        assert len(options(lab.advance(10))) == count


def test_ka_mode_4_asks_only_contacts_over_udp() -> None:
    lab = server("usrloc.ka_mode=4")
    lab.receive(request(A, b"<sip:b@127.0.0.2:5070;transport=tcp>"))
    (send,) = options(lab.advance(10))
    assert send.data.startswith(b"OPTIONS sip:a@")


def test_ka_filter_1_asks_only_contacts_of_this_server() -> None:
    for server_id, count in ((1, 1), (2, 0)):
        lab = server("usrloc.ka_mode=1", "usrloc.ka_filter=1", top="server_id=1\n")
        lab.receive(request(A))
        lab.engine.core.server_id = server_id
        assert len(options(lab.advance(10))) == count


def test_ka_randomize_spreads_the_requests() -> None:
    lab = server("usrloc.ka_mode=1", "usrloc.ka_randomize=40")
    for number in range(20):
        lab.receive(request(A, user=b"u%d" % number, callid=b"c%d" % number))
    for send in options(lab.advance(10)):
        answer(lab, send)
    asked = options(lab.advance(10))
    assert 0 < len(asked) < 15


def test_a_keepalive_goes_where_the_register_came_from() -> None:
    lab = server("usrloc.ka_mode=1")
    lab.receive(request(A + b';received="sip:127.0.0.7:6000"'))
    (send,) = options(lab.advance(10))
    assert (send.dst.ip, send.dst.port) == (b"127.0.0.7", 6000)


@pytest.mark.parametrize(
    ("code", "codes", "left"),
    [(200, "", True), (404, "", False), (404, "404;405", True), (0, "", False)],
)
def test_ka_timeout_removes_a_contact_that_has_not_answered_well(code: int, codes: str, left: bool) -> None:
    lab = server("usrloc.ka_mode=1", "usrloc.ka_timeout=25", f'usrloc.ka_reply_codes="{codes}"')
    lab.receive(request(A))
    for _ in range(5):
        for send in options(lab.advance(10)):
            if code:
                answer(lab, send, code)
    assert bool(contacts(lab.receive(request(callid=b"ask")))) is left


def test_ka_loglevel_and_ka_logmsg_write_a_line_for_each_answer() -> None:
    lab = server("usrloc.ka_mode=1", "usrloc.ka_loglevel=-1", 'usrloc.ka_logmsg=" from $rs"')
    lab.receive(request(A))
    (send,) = options(lab.advance(10))
    answer(lab, send)
    assert re.search(r"keepalive roundtrip: 0\.000000 sec - ruid \[uloc-.*\] from 200", lab.log[-1])
    silent = server("usrloc.ka_mode=1")
    silent.receive(request(A))
    (send,) = options(silent.advance(10))
    before = list(silent.log)
    answer(silent, send)
    assert silent.log == before


def test_ka_mode_needs_tm() -> None:
    with pytest.raises(Exception, match="load it before usrloc"):
        Lab(config("usrloc.ka_mode=1"))
