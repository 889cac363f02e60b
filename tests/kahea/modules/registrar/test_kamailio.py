"""The same REGISTERs to the real Kamailio and to us: the answers are the same, header by header.

What may differ is the To tag, the Server line, the id inside a temporary GRUU, and the order of the Via's parameters.  Kamailio
runs with its defaults; we run with ``sip_conformance = kamailio`` where the RFCs want something else.
"""

from __future__ import annotations

import re
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.kahea.modules.registrar.phone import MODULES, request

from kahea.api.testing import Lab

pytestmark = pytest.mark.peer

DEADLINE_S = 10
KAMAILIO_MODULES = "".join(f'loadmodule "{name}.so"\n' for name in ("kex", "sl", "tm", "pv", "usrloc", "registrar"))
A, B, C = b"<sip:a@127.0.0.2:5070>", b"<sip:b@127.0.0.2:5070>", b"<sip:c@127.0.0.2:5070>"
INSTANCE = b'+sip.instance="<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>"'
PATH = b"Path: <sip:edge@127.0.0.9;lr>"
ZERO = (b"Expires: 0",)

PLAIN = ""
WITH_PATH = 'modparam("registrar", "use_path", 1)\nmodparam("registrar", "path_mode", 1)\n'
BOUNDED = (
    'modparam("registrar", "max_contacts", 2)\nmodparam("registrar", "retry_after", 9)\n'
    'modparam("registrar", "min_expires", 120)\nmodparam("registrar", "min_expires_mode", 1)\n'
    'modparam("registrar", "max_expires", 600)\nmodparam("registrar", "default_q", 300)\n'
    'modparam("registrar", "contact_max_size", 60)\n'
)
OUTBOUND = 'modparam("registrar", "outbound_mode", 1)\nmodparam("registrar", "flow_timer", 25)\n'
NEWEST = (
    'modparam("usrloc", "desc_time_order", 1)\nmodparam("usrloc", "matching_mode", 1)\nmodparam("usrloc", "use_domain", 1)\n'
)
CONFIGS = {"plain": PLAIN, "path": WITH_PATH, "bounded": BOUNDED, "outbound": OUTBOUND, "newest": NEWEST}

TEMPLATES: list[tuple[str, str, list[bytes]]] = [
    ("plain", "one contact", [request(A)]),
    ("plain", "a refresh", [request(A), request(A + b";expires=100", cseq=2)]),
    ("plain", "a retransmission", [request(A), request(A)]),
    ("plain", "a lower cseq", [request(A, cseq=5), request(A, cseq=4)]),
    ("plain", "another call", [request(A, cseq=5), request(A, callid=b"call-2")]),
    ("plain", "two contacts in one header", [request(A + b";q=0.1, " + B + b";q=0.9")]),
    ("plain", "three headers", [request(A, B + b";q=0.5", C + b";q=1.0")]),
    ("plain", "equal q keeps the order", [request(A + b";q=0.5"), request(B + b";q=0.5", callid=b"c2"), request(callid=b"c3")]),
    ("plain", "a query", [request(A, B), request(callid=b"c2")]),
    ("plain", "a query of nobody", [request()]),
    ("plain", "one is removed", [request(A, B), request(A + b";expires=0", cseq=2)]),
    ("plain", "the last is removed", [request(A), request(A + b";expires=0", cseq=2)]),
    ("plain", "a removal of what is not there", [request(A + b";expires=0")]),
    ("plain", "a removal by the header", [request(A, B), request(A, cseq=2, extra=ZERO)]),
    ("plain", "the star", [request(A, B), request(b"*", callid=b"c2", extra=ZERO)]),
    ("plain", "the star without Expires", [request(A), request(b"*", cseq=2)]),
    ("plain", "the star with Expires 1", [request(A), request(b"*", cseq=2, extra=(b"Expires: 1",))]),
    ("plain", "the star and a contact", [request(A), request(b"*", B, cseq=2, extra=ZERO)]),
    ("plain", "a contact and the star", [request(A), request(B, b"*", cseq=2, extra=ZERO)]),
    ("plain", "q out of range", [request(A), request(B + b";q=1.5", cseq=2)]),
    ("plain", "q out of range at first", [request(A + b";q=2")]),
    ("plain", "expires of the header", [request(A, B + b";expires=70", extra=(b"Expires: 200",))]),
    ("plain", "expires that is no number", [request(A + b";expires=soon")]),
    ("plain", "Expires that is no number", [request(A, extra=(b"Expires: soon",))]),
    ("plain", "expires below the least", [request(A + b";expires=5")]),
    ("plain", "display name and parameters", [request(b'"A. Lice" <sip:a@127.0.0.2;transport=udp>;x=y')]),
    ("plain", "an address without brackets", [request(b"sip:a@127.0.0.2;q=0.5")]),
    ("plain", "a contact too long", [request(b"<sip:" + b"a" * 600 + b"@h>")]),
    ("plain", "an instance", [request(A + b";" + INSTANCE), request(B + b";" + INSTANCE, cseq=2)]),
    ("plain", "an instance and reg-id", [request(A + b";reg-id=1;" + INSTANCE, extra=(b"Supported: path",))]),
    ("plain", "GRUUs", [request(A + b";" + INSTANCE, extra=(b"Supported: gruu",)), request(callid=b"c2")]),
    ("plain", "outbound required", [request(A, extra=(b"Require: outbound",))]),
    ("plain", "received of the contact", [request(A + b';received="sip:127.0.0.7:5090"')]),
    ("plain", "one contact twice", [request(A + b";expires=100", A + b";expires=200")]),
    ("plain", "an escaped user", [request(A, to=b"<sip:%61l%69ce@example.org>"), request(callid=b"c2")]),
    ("plain", "upper case", [request(A, to=b"<sip:ALICE@EXAMPLE.ORG>"), request(callid=b"c2")]),
    ("path", "a Path that is known", [request(A, extra=(PATH, b"Supported: path"))]),
    ("path", "a Path that is not known", [request(A, extra=(PATH,))]),
    ("path", "two Paths", [request(A, extra=(PATH, b"Path: <sip:p@127.0.0.10;lr>", b"Supported: path"))]),
    ("path", "a Path that is no loose router", [request(A, extra=(b"Path: <sip:edge@127.0.0.9>",))]),
    ("bounded", "as many as allowed", [request(A, B)]),
    ("bounded", "one too many", [request(A, B), request(C, callid=b"c2")]),
    ("bounded", "too many at first", [request(A, B, C)]),
    ("bounded", "one for another", [request(A, B), request(C, A + b";expires=0", cseq=2)]),
    ("bounded", "too brief", [request(A + b";expires=100")]),
    ("bounded", "too long", [request(A + b";expires=1000")]),
    ("bounded", "a long contact", [request(b"<sip:" + b"a" * 50 + b"@h>"), request(b"<sip:" + b"a" * 60 + b"@h>")]),
    ("outbound", "a phone that knows outbound", [request(A + b";reg-id=1;" + INSTANCE, extra=(b"Supported: outbound",))]),
    ("outbound", "a phone that does not", [request(A)]),
    ("outbound", "two flows", [
        request(A + b";reg-id=1;" + INSTANCE, extra=(b"Supported: outbound",)),
        request(B + b";reg-id=2;" + INSTANCE, cseq=2, extra=(b"Supported: outbound",)),
    ]),
    ("newest", "the newest first", [request(A + b";q=0.9"), request(B + b";q=0.1", callid=b"c2")]),
    ("newest", "the same contact in two calls", [request(A), request(A, callid=b"c2")]),
]  # fmt: skip


# Where we differ on purpose: what Kamailio answers, what we do, and why.
DIFFERENCES: list[tuple[list[bytes], bytes, bytes]] = [
    # A contact whose q has changed moves to its place: lookup() tries the best one first.  Kamailio leaves it where it was.
    (
        [request(A + b";q=0.5", B + b";q=0.4"), request(A + b";q=0.3", cseq=2)],
        b"Contact: <sip:a@127.0.0.2:5070>;q=0.3;expires=3600, <sip:b@127.0.0.2:5070>;q=0.4;expires=3600",
        b"Contact: <sip:b@127.0.0.2:5070>;q=0.4;expires=3600, <sip:a@127.0.0.2:5070>;q=0.3;expires=3600",
    ),
    # A To without a user has no address of record; Kamailio keeps the contact under an empty one.
    ([request(A, to=b"<isbn:2983792873>")], b"SIP/2.0 200 OK", b"SIP/2.0 400 Bad Request"),
    # A REGISTER is refused as a whole; Kamailio keeps the contacts before the one that it refuses.
    (
        [request(C), request(A, B + b";q=7", callid=b"c2")],
        b"Contact: <sip:c@127.0.0.2:5070>;expires=3600, <sip:a@127.0.0.2:5070>;expires=3600",
        b"Contact: <sip:c@127.0.0.2:5070>;expires=3600",
    ),
    # An Expires that is no number of 32 bits counts as none (RFC 3261 §20.19); Kamailio takes 2**32 for 0, a removal.
    (
        [request(A, extra=(b"Expires: 4294967296",))],
        b"Content-Length: 0",
        b"Contact: <sip:a@127.0.0.2:5070>;expires=3600",
    ),
]


class Kamailio:
    """The real server with one of the configurations."""

    def __init__(self, folder: Path, params: str) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.phone = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.phone.bind(("127.0.0.1", 0))
        self.log = folder / "log"
        config = folder / "kamailio.cfg"
        text = f"children=1\nlog_stderror=yes\nlisten=udp:127.0.0.1:{self.port}\n{KAMAILIO_MODULES}{params}"
        config.write_text(text + 'request_route { save("location"); }\n', encoding="utf-8")
        command = ["kamailio", "-f", str(config), "-Y", str(folder), "-w", "/", "-DD", "-E"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd="/", stdout=log, stderr=log)
        self._await()

    def _await(self) -> None:
        """Nothing; the server answers."""
        end = time.monotonic() + DEADLINE_S
        self.phone.settimeout(0.2)
        while True:
            self.phone.sendto(for_user(request(user=b"probe"), 0), ("127.0.0.1", self.port))
            try:
                self.phone.recv(65_536)
            except (TimeoutError, ConnectionError):
                assert self.process.poll() is None, self.log.read_text(encoding="utf-8", errors="replace")
                assert time.monotonic() < end, "Kamailio does not answer"
            else:
                break
        time.sleep(0.3)
        self.phone.setblocking(False)
        while True:
            try:
                self.phone.recv(65_536)
            except BlockingIOError:
                break
        self.phone.settimeout(DEADLINE_S)

    def ask(self, data: bytes) -> bytes:
        self.phone.sendto(data, ("127.0.0.1", self.port))
        return self.phone.recv(65_536)

    def stop(self) -> None:
        self.phone.close()
        self.process.terminate()
        self.process.wait(DEADLINE_S)


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Kamailio]]:
    running: dict[str, Kamailio] = {}
    try:
        for name, params in CONFIGS.items():
            running[name] = Kamailio(tmp_path_factory.mktemp(name), params)
        yield running
    finally:
        for each in running.values():
            each.stop()


def compared(reply: bytes) -> list[bytes]:
    """The lines of a reply without what may differ."""
    lines = [line for line in reply.split(b"\r\n") if not line.startswith(b"Server:")]
    text = b"\r\n".join([_sorted(line) if line.startswith(b"Via:") else line for line in lines])
    text = re.sub(rb"(\r\nTo: [^\r]*;tag=)[^\r;]*", rb"\1TAG", text)
    text = re.sub(rb'temp-gruu="sip:[^@]*@', b'temp-gruu="sip:ID@', text)
    return text.split(b"\r\n")


def _sorted(via: bytes) -> bytes:
    head, *params = via.split(b";")
    return b";".join([head, *sorted(params)])


def for_user(data: bytes, number: int) -> bytes:
    """The request about a user that no other template is about, to be answered to where it comes from."""
    data = data.replace(b";branch=", b";rport;branch=", 1)
    user = b"u%d" % number
    for name in (b"%61l%69ce", b"alice", b"ALICE"):
        data = data.replace(b"sip:" + name + b"@", b"sip:" + (user.upper() if name.isupper() else user) + b"@")
    return data


@pytest.mark.parametrize("number", range(len(TEMPLATES)), ids=[f"{each[0]}: {each[1]}" for each in TEMPLATES])
def test_the_answers_are_kamailios(servers: dict[str, Kamailio], number: int) -> None:
    name, _, requests = TEMPLATES[number]
    kamailio = servers[name]
    params = CONFIGS[name]
    ours = Lab(f'sip_conformance="kamailio"\n{MODULES}{params}request_route {{ save("location"); }}\n')
    source: tuple[str, int] = kamailio.phone.getsockname()
    for data in requests:
        asked = for_user(data, number)
        (send,) = ours.receive(asked, src=source)
        assert compared(send.data) == compared(kamailio.ask(asked))


@pytest.mark.parametrize("number", range(len(DIFFERENCES)))
def test_where_we_differ_we_do_so_on_purpose(servers: dict[str, Kamailio], number: int) -> None:
    requests, theirs, ours = DIFFERENCES[number]
    lab = Lab(f'sip_conformance="kamailio"\n{MODULES}request_route {{ save("location"); }}\n')
    for data in requests:
        asked = for_user(data, 1000 + number)
        (send,) = lab.receive(asked)
        found = servers["plain"].ask(asked)
    assert theirs in compared(found)
    assert ours in compared(send.data)
    assert ours not in compared(found)
