"""One script, two servers: what the caller, the callee and the log get to see is the same with Kamailio and with tm."""

from __future__ import annotations

import re
import select
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kahea.api.testing import Lab

pytestmark = pytest.mark.peer

CONFIG = r"""
log_stderror=yes
listen=udp:127.0.0.1:{port}
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "tmx.so"
loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "kex.so"
request_route {{
    if (method == "ACK" || method == "CANCEL") {{ if (t_check_trans()) t_relay(); exit; }}
    t_on_reply("R");
    if ($rU == "plain") {{ t_relay(); exit; }}
    if ($rU == "newtran") {{ t_newtran(); exit; }}
    if ($rU == "release") {{ t_newtran(); t_release(); exit; }}
    if ($rU == "suspend") {{ t_suspend(); exit; }}
    if ($rU == "send") {{ t_send_reply("503", "Own"); exit; }}
    if ($rU == "reply") {{ t_newtran(); t_reply("183", "One"); t_reply("486", "Two"); t_reply("404", "Three"); exit; }}
    if ($rU == "drop") {{ t_on_branch("D"); t_relay(); xlog("L_ERR", "rc=$rc\n"); exit; }}
    if ($rU == "fork") {{ append_branch("sip:second@127.0.0.1:{callee}"); }}
    t_on_failure("F");
    t_relay();
    xlog("L_ERR", "relayed $rc $T_reply_code\n");
}}
branch_route[D] {{ drop; }}
onreply_route[R] {{ xlog("L_ERR", "reply $rs $T_branch_idx\n"); }}
failure_route[F] {{
    xlog("L_ERR", "failure $T_reply_code $T(reply_type) $T_branch_idx $rU\n");
    if ($rU == "same") {{ t_relay(); xlog("L_ERR", "again $rc\n"); }}
    if ($rU == "next") {{ $rU = "last"; t_relay(); xlog("L_ERR", "again $rc\n"); }}
    if ($rU == "answer") {{ t_reply("404", "Not Here"); }}
    if ($rU == "append") {{ append_branch("sip:last@127.0.0.1:{callee}"); t_relay(); xlog("L_ERR", "again $rc\n"); }}
}}
"""

CASES = [
    ("plain", "INVITE", (180, 200)),
    ("plain", "INVITE", (100, 183, 486)),
    ("plain", "INVITE", (503,)),
    ("plain", "MESSAGE", (200,)),
    ("plain", "MESSAGE", (404,)),
    ("newtran", "MESSAGE", ()),
    ("reply", "INVITE", ()),
    ("drop", "INVITE", ()),
    ("fork", "INVITE", (180, 486)),
    ("fork", "INVITE", (302,)),
    ("same", "INVITE", (486,)),
    ("next", "INVITE", (180, 486)),
    ("answer", "INVITE", (486,)),
    ("append", "INVITE", (404,)),
    ("answer", "MESSAGE", (486,)),
    ("release", "MESSAGE", ()),
    ("suspend", "INVITE", ()),
    ("suspend", "MESSAGE", ()),
    ("send", "INVITE", ()),
    ("fork", "INVITE", (603,)),
    ("append", "INVITE", (180, 302)),
    ("next", "INVITE", (100, 503)),
    ("next", "MESSAGE", (404,)),
    ("plain", "INVITE", (180, 180, 183, 200)),
    ("plain", "INVITE", (486, 180)),
    ("plain", "INVITE", (200, 486)),
    ("plain", "MESSAGE", (404, 200)),
    ("plain", "MESSAGE", (200, 180)),
    ("cancel", "INVITE", (180,)),
    ("cancel", "INVITE", (100, 180)),
]
"""User, method, and what the callee answers to each request that it gets.

Challenges of several branches are missing: Kamailio makes a reply of its own of them, ours is the best one with the others'
challenges in it (RFC 3261 §16.7 step 7).  The user ``cancel`` is called by somebody who gives up when it rings; its callee says
200 to the CANCEL and 487 to the INVITE.
"""

QUIET_S, DEADLINE_S = 0.3, 10.0
Seen = tuple[list[str], list[str], list[str]]


def message(user: str, method: str, callee: int, caller: int, ident: str) -> bytes:
    return (
        f"{method} sip:{user}@127.0.0.1:{callee} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{caller};branch=z9hG4bK{ident}\r\n"
        f"Max-Forwards: 70\r\nFrom: <sip:a@example.org>;tag=f\r\nTo: <sip:b@example.org>\r\nCall-ID: {ident}\r\n"
        f"CSeq: 1 {method}\r\nContact: <sip:a@127.0.0.1:{caller}>\r\nContent-Length: 0\r\n\r\n"
    ).encode()


def replies(data: bytes, codes: tuple[int, ...]) -> list[bytes]:
    if data.startswith(b"CANCEL"):
        return replies(b"x" + data, (200,)) + replies(
            data.replace(b" CANCEL\r\n", b" INVITE\r\n").replace(b"CANCEL", b"x"), (487,)
        )
    if data.startswith(b"ACK"):
        return []
    names = (b"via", b"from", b"to", b"call-id", b"cseq")
    lines = [line for line in data.split(b"\r\n") if line.partition(b":")[0].lower() in names]
    lines = [line + b";tag=t" if line.startswith(b"To:") else line for line in lines]
    return [b"\r\n".join((b"SIP/2.0 %d Reason" % code, *lines, b"Content-Length: 0", b"", b"")) for code in codes]


def kind(data: bytes) -> str:
    """Code and reason, or the method with the user."""
    line = data.split(b"\r\n", 1)[0].decode()
    return line.removeprefix("SIP/2.0 ") if line.startswith("SIP/2.0 ") else line.partition("@")[0]


def said(log: str) -> list[str]:
    return [line.partition("<script>: ")[2].strip() for line in log.splitlines() if "<script>: " in line]


class Peer:
    """The real server, a caller and a callee."""

    def __init__(self, folder: Path) -> None:
        self.caller, self.callee, probe = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(3))
        for sock in (self.caller, self.callee, probe):
            sock.bind(("127.0.0.1", 0))
        self.port = probe.getsockname()[1]
        probe.close()
        config = folder / "kamailio.cfg"
        text = CONFIG.format(port=self.port, callee=self.callee.getsockname()[1])
        config.write_text("children=1\n" + text.replace('loadmodule "kex.so"', 'loadmodule "kex.so"\nloadmodule "corex.so"'))
        self.log = folder / "log"
        command = ["/usr/sbin/kamailio", "-f", str(config), "-DD", "-E", "-Y", str(folder), "-P", str(folder / "pid")]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)

    def wait_until_it_serves(self) -> None:
        end = time.monotonic() + DEADLINE_S
        while time.monotonic() < end:
            self.caller.sendto(message("reply", "MESSAGE", 9, 9, f"up{time.monotonic()}"), ("127.0.0.1", self.port))
            if "Listening on" in self.log.read_text() and select.select([], [self.caller], [], 0.2)[1]:
                time.sleep(1.0)
                return
        raise AssertionError(self.log.read_text()[-2000:])

    @property
    def ports(self) -> tuple[int, int]:
        """The callee's and the caller's."""
        return self.callee.getsockname()[1], self.caller.getsockname()[1]

    def see(self, user: str, method: str, codes: tuple[int, ...]) -> Seen:
        before = len(self.log.read_text())
        ident = f"peer{time.monotonic()}"
        data = message(user, method, *self.ports, ident)
        self.caller.sendto(data, ("127.0.0.1", self.port))
        upstream: list[str] = []
        downstream: list[str] = []
        last = time.monotonic()
        while time.monotonic() < last + QUIET_S:
            for sock in select.select([self.caller, self.callee], [], [], 0.05)[0]:
                data, source = sock.recvfrom(65_535)
                if ident.encode() not in data:
                    continue  # a copy that belongs to the case before
                last = time.monotonic()
                (upstream if sock is self.caller else downstream).append(kind(data))
                if sock is self.caller and user == "cancel" and kind(data).startswith("180"):
                    sock.sendto(message(user, "CANCEL", *self.ports, ident), ("127.0.0.1", self.port))
                if sock is self.callee:
                    for reply in replies(data, codes):
                        sock.sendto(reply, source)
        return upstream, downstream, said(self.log.read_text()[before:])

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(DEADLINE_S)
        self.caller.close()
        self.callee.close()


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    server = Peer(tmp_path_factory.mktemp("kamailio"))
    try:
        server.wait_until_it_serves()
        yield server
    finally:
        server.close()


def own(user: str, method: str, codes: tuple[int, ...]) -> Seen:
    """What our server does, with a callee at port 9."""
    lab = Lab(CONFIG.format(port=5060, callee=9), overrides={"sip_conformance": "kamailio"})
    upstream: list[str] = []
    downstream: list[str] = []
    waiting = lab.receive(message(user, method, 9, 8, "own"), src=("127.0.0.1", 8))
    while waiting:
        send = waiting.pop(0)
        if send.dst.port == 8:
            upstream.append(kind(send.data))
            if user == "cancel" and upstream[-1].startswith("180"):
                waiting += lab.receive(message(user, "CANCEL", 9, 8, "own"), src=("127.0.0.1", 8))
            continue
        downstream.append(kind(send.data))
        for reply in replies(send.data, codes):
            waiting += lab.receive(reply, src=("127.0.0.1", 9))
    return upstream, downstream, said("\n".join(lab.log))


@pytest.mark.parametrize(("user", "method", "codes"), CASES)
def test_both_servers_say_the_same(peer: Peer, user: str, method: str, codes: tuple[int, ...]) -> None:
    theirs, ours = peer.see(user, method, codes), own(user, method, codes)
    assert ours[0] == theirs[0]
    assert ours[1] == theirs[1]
    assert [re.sub(r"\s+", " ", line) for line in ours[2]] == [re.sub(r"\s+", " ", line) for line in theirs[2]]
