"""Module rr: a call goes through the server within transactions, and its later requests come back the same way."""

from __future__ import annotations

import pytest

from kahea.api.net import Send
from kahea.api.testing import Lab

CALLER, CALLEE = ("10.0.0.2", 5060), ("10.0.0.9", 5070)
SCRIPT = """
loadmodule "pv.so"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "rr.so"
request_route {
    if (loose_route()) {
        add_rr_param(";late=" + $rdir(name));
        record_route();
        t_relay();
        exit;
    }
    record_route(";nat=yes");
    t_on_branch("B");
    t_relay();
}
branch_route[B] {
    add_rr_param(";branch=B");
}
"""
LISTEN = "listen=udp:127.0.0.1:5060\nlisten=udp:127.0.0.1:5070\n"


def request(method: str, uri: str, sender: tuple[str, int], *lines: str, to_tag: str = "", from_tag: str = "caller") -> bytes:
    head = [
        f"{method} {uri} SIP/2.0",
        f"Via: SIP/2.0/UDP {sender[0]}:{sender[1]};branch=z9hG4bK{method}{from_tag}",
        "Max-Forwards: 70",
        f"From: <sip:x@example.org>;tag={from_tag}",
        "To: <sip:y@example.org>" + (f";tag={to_tag}" if to_tag else ""),
        "Call-ID: one",
        f"CSeq: 1 {method}",
        *lines,
        "Content-Length: 0",
    ]
    return ("\r\n".join(head) + "\r\n\r\n").encode()


def only(sends: list[Send], start: bytes) -> Send:
    (found,) = [send for send in sends if send.data.startswith(start)]
    return found


def routes(send: Send, name: str = "Record-Route") -> list[str]:
    lines = send.data.decode().split("\r\n\r\n")[0].split("\r\n")
    return [line.partition(": ")[2] for line in lines if line.startswith(f"{name}: ")]


@pytest.mark.parametrize(
    ("sender", "tags", "target", "direction"),
    [(CALLER, ("caller", "callee"), CALLEE, "downstream"), (CALLEE, ("callee", "caller"), CALLER, "upstream")],
)
def test_requests_of_both_sides_come_back_by_record_route(
    sender: tuple[str, int], tags: tuple[str, str], target: tuple[str, int], direction: str
) -> None:
    lab = Lab(LISTEN + SCRIPT)
    invite = only(lab.receive(request("INVITE", "sip:y@10.0.0.9:5070", CALLER), src=CALLER), b"INVITE")
    assert (invite.dst.ip.decode(), invite.dst.port) == CALLEE
    (route,) = routes(invite)
    assert route == "<sip:127.0.0.1;lr;ftag=caller;nat=yes;branch=B>"
    uri = f"sip:y@{target[0]}:{target[1]}"
    later = request("UPDATE", uri, sender, f"Route: {route}", from_tag=tags[0], to_tag=tags[1])
    update = only(lab.receive(later, src=sender), b"UPDATE")
    assert update.data.startswith(f"UPDATE {uri} SIP/2.0\r\n".encode())
    assert (update.dst.ip.decode(), update.dst.port) == target
    assert routes(update, "Route") == []
    assert routes(update) == [f"<sip:127.0.0.1;lr;ftag=caller;late={direction}>"]
