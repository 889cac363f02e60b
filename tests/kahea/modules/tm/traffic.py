"""Messages for the tests of transactions: a caller at 10.0.0.2, callees anywhere, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from kahea.api import SipMsg
from kahea.api.net import Send
from kahea.api.testing import Lab

CALLER = ("10.0.0.2", 5060)
CALLEE = ("10.0.0.9", 5070)

RELAY = """loadmodule "tm.so"
request_route {
    if (method == "ACK") { if (!t_check_trans()) exit; }
    t_relay();
}
"""


def request(
    method: str = "INVITE",
    *,
    branch: str = "z9hG4bKa1",
    uri: str = "sip:bob@10.0.0.9:5070",
    callid: str = "call-1",
    cseq: int = 1,
    to_tag: str = "",
    headers: str = "",
    via: str = "",
) -> bytes:
    tag = f";tag={to_tag}" if to_tag else ""
    top = via or f"SIP/2.0/UDP 10.0.0.2:5060;branch={branch}"
    return (
        f"{method} {uri} SIP/2.0\r\nVia: {top}\r\nMax-Forwards: 70\r\nFrom: <sip:alice@example.org>;tag=from1\r\n"
        f"To: <sip:bob@example.org>{tag}\r\nCall-ID: {callid}\r\nCSeq: {cseq} {method}\r\n"
        f"Contact: <sip:alice@10.0.0.2>\r\n{headers}Content-Length: 0\r\n\r\n"
    ).encode()


def answer(sent: Send, code: int, reason: str = "Reason", *, to_tag: str = "to1", headers: str = "") -> bytes:
    """The reply of whoever got the request `sent`."""
    lines = [f"SIP/2.0 {code} {reason}".encode()]
    for line in sent.data.split(b"\r\n\r\n")[0].split(b"\r\n")[1:]:
        name = line.partition(b":")[0].lower()
        if name in (b"via", b"from", b"call-id", b"cseq", b"record-route"):
            lines.append(line)
        elif name == b"to":
            lines.append(line + b";tag=" + to_tag.encode() if b"tag=" not in line and code > 100 else line)
    return b"\r\n".join(lines) + b"\r\n" + headers.encode() + b"Content-Length: 0\r\n\r\n"


def first(send: Send) -> str:
    """The beginning of the first line: ``INVITE``, ``200``."""
    words = send.data.split(b"\r\n", 1)[0].split(b" ")
    return (words[1] if words[0] == b"SIP/2.0" else words[0]).decode()


def shown(sends: list[Send]) -> list[str]:
    """What was sent to whom: ``100 >10.0.0.2``."""
    return [f"{first(send)} >{send.dst.ip.decode()}" for send in sends]


def firsts(sends: list[Send]) -> list[str]:
    return [first(send) for send in sends]


def only(sends: list[Send], kind: str) -> Send:
    """The one message of that kind among `sends`."""
    found = [send for send in sends if first(send) == kind]
    assert len(found) == 1, firsts(sends)
    return found[0]


def header(send: Send, name: str) -> str:
    """The body of the first header of that name; empty without one."""
    for line in send.data.split(b"\r\n\r\n")[0].split(b"\r\n")[1:]:
        key, _, body = line.partition(b":")
        if key.strip().lower() == name.lower().encode():
            return body.strip().decode()
    return ""


def invite(lab: Lab, **fields: str) -> Send:
    """The INVITE that goes to the callee when one comes from the caller."""
    sends = lab.receive(request(**fields), src=CALLER)  # type: ignore[arg-type]
    return only(sends, "INVITE")


def schedule(lab: Lab, seconds: float) -> list[tuple[float, str]]:
    """When, in seconds from now, something is sent, and what."""
    start, end = lab.now, lab.now + seconds
    found: list[tuple[float, str]] = []
    while (deadline := lab.engine.next_deadline()) is not None and deadline <= end:
        found += [(lab.now - start, first(send)) for send in lab.advance(max(0.0, deadline - lab.now))]
    lab.advance(end - lab.now)
    return found


def adds_header(line: bytes) -> Callable[..., Coroutine[Any, Any, int]]:
    """A route that adds a header line, to be put in the place of a block of the configuration."""

    async def route(msg: SipMsg, _run: object) -> int:
        add_header(msg, line)
        return 1

    return route


def add_header(msg: SipMsg, line: bytes) -> None:
    last = msg.headers[-1]
    msg.add_rm.insert_new_lump_after(msg.add_rm.anchor_lump(last.start), line + b"\r\n")
