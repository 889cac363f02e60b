"""Module maxfwd."""

import pytest

from kahea.api.testing import Lab
from kahea.modules.maxfwd import is_maxfwd_lt, maxfwd_at_least, process_maxfwd

CFG = 'loadmodule "maxfwd.so"\n'


def request(*headers: bytes) -> bytes:
    first = b"BYE sip:b@127.0.0.1 SIP/2.0", b"Via: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bK1"
    rest = b"From: <sip:a@b>;tag=1", b"To: <sip:b@b>;tag=2", b"Call-ID: c", b"CSeq: 1 BYE", b"Content-Length: 0", b"", b""
    return b"\r\n".join((*first, *headers, *rest))


def changed(lab: Lab, data: bytes, value: int) -> tuple[int, bytes]:
    msg = lab.msg(data)
    with lab.at_work():
        code = process_maxfwd(msg, value)
    return code, msg.add_rm.apply(msg.buf)


@pytest.mark.parametrize(
    ("header", "code", "left"),
    [
        (b"Max-Forwards: 10", 1, b"Max-Forwards: 9"),
        (b"max-forwards :  70  ", 1, b"max-forwards :  69  "),
        (b"Max-Forwards: 71", 1, b"Max-Forwards: 70"),
        (b"Max-Forwards: 255", 1, b"Max-Forwards: 70"),
        (b"Max-Forwards: 0", -1, b"Max-Forwards: 0"),
        (b"Max-Forwards: ten", -2, b"Max-Forwards: ten"),
        (b"Max-Forwards: 256", -2, b"Max-Forwards: 256"),
    ],
)
def test_process_maxfwd_takes_one_hop_off(header: bytes, code: int, left: bytes) -> None:
    assert changed(Lab(CFG), request(header), 10) == (code, request(left))


def test_process_maxfwd_adds_the_header_on_top_where_there_is_none() -> None:
    code, text = changed(Lab(CFG), request(), 16)
    assert code == 2
    assert text.split(b"\r\n")[1] == b"Max-Forwards: 16"


def test_max_limit_caps_what_a_sender_asks_for() -> None:
    lab = Lab(CFG + 'modparam("maxfwd", "max_limit", 20)\n')
    assert changed(lab, request(b"Max-Forwards: 70"), 10)[1] == request(b"Max-Forwards: 20")


def test_max_limit_may_change_while_the_server_runs() -> None:
    lab = Lab(CFG)
    lab.engine.settings.set_now("maxfwd", "max_limit", 5)
    assert changed(lab, request(b"Max-Forwards: 70"), 10)[1] == request(b"Max-Forwards: 5")


@pytest.mark.parametrize(
    ("header", "asked", "is_less", "is_enough"),
    [
        (b"Max-Forwards: 4", 5, 1, -1),
        (b"Max-Forwards: 5", 5, -1, 1),
        (b"Max-Forwards: x", 5, -3, -3),
        (b"Subject: x", 5, -2, -2),
    ],
)
def test_is_maxfwd_lt_and_maxfwd_at_least_compare_without_a_change(
    header: bytes, asked: int, is_less: int, is_enough: int
) -> None:
    lab = Lab(CFG)
    msg = lab.msg(request(header))
    with lab.at_work():
        assert is_maxfwd_lt(msg, asked) == is_less
        assert maxfwd_at_least(msg, asked) == is_enough
    assert not msg.has("add_rm")


@pytest.mark.parametrize("name", ["mf_process_maxfwd_header", "process_maxfwd", "maxfwd_process"])
def test_every_name_of_process_maxfwd_can_stand_in_a_script(name: str) -> None:
    lab = Lab(CFG + f'request_route {{ {name}("10"); exit; }}')
    assert lab.receive(request(b"Max-Forwards: 1")) == []


@pytest.mark.parametrize("name", ["is_maxfwd_lt", "mf_lowlimit", "maxfwd_at_least"])
def test_every_name_of_the_comparisons_can_stand_in_a_script(name: str) -> None:
    Lab(CFG + f'request_route {{ {name}("10"); }} failure_route[f] {{ {name}("10"); }} branch_route[b] {{ {name}("10"); }}')


def test_process_maxfwd_twice_in_one_route_takes_one_hop_off() -> None:
    lab = Lab(CFG)
    msg = lab.msg(request(b"Max-Forwards: 10"))
    with lab.at_work():
        assert [process_maxfwd(msg, 10) for _ in range(3)] == [1, 1, 1]
    assert msg.add_rm.apply(msg.buf) == request(b"Max-Forwards: 9")
