"""How many header bodies are parsed for each kind of request under Debian's configuration: the rest stays bytes."""

from pathlib import Path

import pytest

from kahea.api.testing import Lab
from kahea.core.script_cb import When
from kahea.core.sip_msg import SipMsg
from kahea.parser import HDR_EOH_F

pytestmark = pytest.mark.peer

CONFIG = Path("/etc/kamailio/kamailio.cfg").read_text(encoding="utf-8") if Path("/etc/kamailio/kamailio.cfg").exists() else ""
HEADERS = 16


def request(method: str, *, user: str = "bob@", to_tag: str = "", route: str = "") -> bytes:
    lines = [
        f"{method} sip:{user}127.0.0.1 SIP/2.0",
        "Via: SIP/2.0/UDP 127.0.0.2:5060;branch=z9hG4bKlazy" + method + to_tag,
        *([f"Route: {route}"] if route else ["X-Filler: 0"]),
        "Max-Forwards: 70",
        "From: <sip:alice@127.0.0.1>;tag=f",
        f"To: <sip:bob@127.0.0.1>{to_tag}",
        "Call-ID: lazy" + method,
        f"CSeq: 1 {method}",
        "Contact: <sip:alice@127.0.0.2>",
        *(f"X-Filler: {number}" for number in range(1, 7)),
        "User-Agent: test",
        "Content-Length: 0",
        "",
        "",
    ]
    return "\r\n".join(lines).encode()


@pytest.fixture(scope="module")
def server() -> tuple[Lab, list[SipMsg]]:
    lab = Lab(CONFIG, overrides={"debug": -5}, listen="listen=udp:127.0.0.1:5060\n")
    seen: list[SipMsg] = []
    lab.engine.script_cbs.register(When.POST_REQUEST, seen.append)
    return lab, seen


@pytest.mark.parametrize(
    ("name", "data", "most"),
    [
        ("keepalive", request("OPTIONS", user=""), 4),
        ("registration", request("REGISTER", user=""), 9),
        ("call to nobody", request("INVITE"), 8),
        ("cancel of nothing", request("CANCEL"), 6),
        ("ack within a dialog", request("ACK", to_tag=";tag=t", route="<sip:127.0.0.1;lr;ftag=f>"), 8),
        ("bye within a dialog", request("BYE", to_tag=";tag=t", route="<sip:127.0.0.1;lr;ftag=f>"), 8),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_only_what_a_route_asks_for_is_parsed(server: tuple[Lab, list[SipMsg]], name: str, data: bytes, most: int) -> None:
    lab, seen = server
    seen.clear()
    lab.receive(data)
    assert len(seen) == 1
    assert seen[0].bodies_parsed <= most, f"{name}: {seen[0].bodies_parsed} of {HEADERS}"
    before = seen[0].bodies_parsed
    assert seen[0].parse_headers(HDR_EOH_F)
    assert seen[0].parse_headers(HDR_EOH_F)
    assert seen[0].bodies_parsed == before
