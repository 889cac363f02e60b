"""Module rr: what is left of the Route headers."""

from __future__ import annotations

import gc
from weakref import ref

from hypothesis import given
from hypothesis import strategies as st

from kahea.api.testing import Lab
from kahea.core.sip_msg import SipMsg
from kahea.modules.rr.routes import RouteSet

LAB = Lab('loadmodule "rr.so"\n')
VALUES = ('"A, b" <sip:a;lr>;x="y, z"', "<sip:b;lr>", "sip:c", "Name <sip:d@e;lr?h=1>")


def message(lines: list[list[str]], gap: str) -> SipMsg:
    head = ["BYE sip:b@127.0.0.1 SIP/2.0", "Via: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bK1"]
    head += [f"Route: {gap.join(line)}" for line in lines]
    return LAB.msg("\r\n".join([*head, "To: <sip:a@b>;tag=1", "", ""]).encode())


def routes_of(data: bytes) -> list[str]:
    again = LAB.msg(data)
    return [body.raw.decode() for field in again.named(b"Route") for body in field.parsed]


@given(
    lines=st.lists(st.lists(st.sampled_from(VALUES), min_size=1, max_size=4), min_size=1, max_size=4),
    taken=st.integers(0, 16),
    is_last_taken=st.booleans(),
    added=st.sampled_from(["", "sip:old@example.org"]),
    gap=st.sampled_from([",", ", ", " ,\r\n  "]),
)
def test_what_is_not_taken_leaves_as_it_came(
    lines: list[list[str]], taken: int, is_last_taken: bool, added: str, gap: str
) -> None:
    with LAB.at_work():
        msg = message(lines, gap)
        routes = RouteSet(msg)
        expected = [value for line in lines for value in line]
        for _ in range(min(taken, len(routes))):
            assert routes.take_first().decode() in expected.pop(0)
        if is_last_taken and len(routes):
            assert routes.take_last().decode() in expected.pop()
        if added:
            routes.append(added.encode())
            expected.append(f"<{added}>")
        routes.write(msg)
        after = msg.add_rm.apply(msg.buf)
    assert routes_of(after) == expected
    assert after.startswith(b"BYE sip:b@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bK1\r\n")
    assert after.endswith(b"\r\nTo: <sip:a@b>;tag=1\r\n\r\n")


@given(st.binary(max_size=60).filter(lambda raw: not set(b"\r\n") & set(raw)))
def test_any_bytes_in_route_are_followed_or_refused(raw: bytes) -> None:
    data = (
        b"BYE sip:b@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bK1\r\nTo: <sip:a@b>;tag=1\r\nRoute: %b\r\n\r\n"
    )
    with LAB.at_work():
        call = LAB.engine.modules.find_export("loose_route")
        assert call is not None
        msg = LAB.msg(data % raw)
        code = call[1].function(msg)
        assert code in (1, -1)
        if code == -1:
            assert not msg.has("add_rm") or not msg.add_rm


def test_a_message_that_loose_route_has_seen_goes_without_the_collector() -> None:
    data = (
        b"BYE sip:b@192.0.2.9 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bK1\r\nTo: <sip:a@b>;tag=1\r\n"
        b"Route: <sip:127.0.0.1;lr>\r\n\r\n"
    )
    with LAB.at_work():
        call = LAB.engine.modules.find_export("loose_route")
        assert call is not None
        msg = LAB.msg(data)
        gone = ref(msg)
        gc.disable()
        try:
            assert call[1].function(msg) == 1
            del msg
            assert gone() is None
        finally:
            gc.enable()
