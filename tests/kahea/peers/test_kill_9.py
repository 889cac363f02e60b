"""Write-through (db_mode 1): a registration that was answered with 200 survives a kill -9 at any moment."""

import hashlib
import os
import random
import re
import select
import signal
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.kahea.peers.debian import Debian
from tests.kahea.peers.sip_client import ha1, status

pytestmark = pytest.mark.peer

USERS = 20
PASSWORD = "secret"
WAIT_S = 20.0
CHALLENGE = re.compile(rb'WWW-Authenticate: Digest realm="([^"]*)", nonce="([^"]*)"')
CALL_ID = re.compile(rb"Call-ID: (\S+)")
CONTACT = re.compile(rb"<(sip:[^>]*)>;expires=")


def proof(user: str, realm: str, nonce: str, uri: str) -> str:
    """The header that answers a challenge (RFC 2617 §3.2.2.1)."""
    method_and_uri = hashlib.md5(f"REGISTER:{uri}".encode()).hexdigest()
    response = hashlib.md5(f"{ha1(user, realm, PASSWORD)}:{nonce}:{method_and_uri}".encode()).hexdigest()
    return f'Authorization: Digest username="{user}", realm="{realm}", nonce="{nonce}", uri="{uri}", response="{response}"'


@dataclass(slots=True)
class Clients:
    """Twenty phones behind one socket; each registers, and what was acknowledged is kept."""

    port: int
    acknowledged: set[tuple[str, str]] = field(default_factory=set)
    waiting: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The user and contact behind each Call-ID; an empty contact asks for the bindings."""
    listed: dict[str, set[str]] = field(default_factory=dict)
    wire: socket.socket = field(default_factory=lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM))

    def start(self, user: str, contact: str) -> None:
        """Nothing; a registration is under way."""
        callid = os.urandom(8).hex()
        self.waiting[callid] = (user, contact)
        self._send(callid)

    def _send(self, callid: str, authorization: str = "") -> None:
        user, contact = self.waiting[callid]
        lines = [
            f"REGISTER sip:127.0.0.1:{self.port} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1;rport;branch=z9hG4bK{os.urandom(6).hex()}",
            "Max-Forwards: 70",
            f"From: <sip:{user}@127.0.0.1>;tag={callid[:6]}",
            f"To: <sip:{user}@127.0.0.1>",
            f"Call-ID: {callid}",
            f"CSeq: {2 if authorization else 1} REGISTER",
            *([f"Contact: <{contact}>;expires=600"] if contact else []),
            *([authorization] if authorization else []),
            "Content-Length: 0",
            "",
            "",
        ]
        self.wire.sendto("\r\n".join(lines).encode(), ("127.0.0.1", self.port))

    def serve(self, until: float, enough: int = USERS) -> None:
        """Nothing, once `enough` are acknowledged in this call or the time is over."""
        done = 0
        while done < enough and (left := until - time.monotonic()) > 0:
            if select.select([self.wire], [], [], left)[0]:
                done += self._take(self.wire.recv(65_535))

    def drain(self) -> None:
        """Nothing; what the server had sent before it died is counted."""
        while select.select([self.wire], [], [], 0)[0]:
            self._take(self.wire.recv(65_535))

    def _take(self, reply: bytes) -> int:
        found = CALL_ID.search(reply)
        if found is None or found[1].decode() not in self.waiting:
            return 0
        callid = found[1].decode()
        user, contact = self.waiting[callid]
        challenge = CHALLENGE.search(reply)
        if status(reply) == 401 and challenge is not None:
            self._send(callid, proof(user, challenge[1].decode(), challenge[2].decode(), f"sip:127.0.0.1:{self.port}"))
            return 0
        assert status(reply) == 200, reply
        if contact:
            self.acknowledged.add((user, contact))
        else:
            self.listed[user] = {each.decode() for each in CONTACT.findall(reply)}
        del self.waiting[callid]
        return 1


class Round:
    """One life of the server: registrations, a kill -9 among them, and what is there afterwards."""

    def __init__(self, server: Debian, draw: random.Random) -> None:
        self.server = server
        self.draw = draw

    def killed_while_registering(self, number: int) -> set[tuple[str, str]]:
        """The users and contacts that were acknowledged before the server died."""
        clients = Clients(self.server.port)
        with self.server as server, clients.wire:
            for user in range(USERS):
                clients.start(f"u{user}", f"sip:u{user}@127.0.0.1:{20_000 + number}")
            clients.serve(time.monotonic() + WAIT_S, self.draw.randrange(USERS))
            clients.serve(time.monotonic() + self.draw.uniform(0, 0.01))
            assert server.stop(signal.SIGKILL) == -signal.SIGKILL
            clients.drain()
        return clients.acknowledged

    def stored(self) -> set[tuple[str, str]]:
        """What the database has."""
        return {(str(user), str(contact)) for user, contact in self.server.rows("select username, contact from location")}

    def served_again(self) -> set[tuple[str, str]]:
        """What a new process tells each user about the bindings."""
        clients = Clients(self.server.port)
        with self.server, clients.wire:
            for user in range(USERS):
                clients.start(f"u{user}", "")
            clients.serve(time.monotonic() + WAIT_S)
        assert len(clients.listed) == USERS
        return {(user, contact) for user, contacts in clients.listed.items() for contact in contacts}


def seed_of_this_run() -> int:
    """The seed that KILL_SEED names, or a new one; pytest shows it when the test fails."""
    seed = int(os.environ.get("KILL_SEED", "") or random.SystemRandom().randrange(1 << 32))
    print(f"KILL_SEED={seed}")
    return seed


@pytest.mark.parametrize("rounds", [5, pytest.param(50, marks=pytest.mark.deep)])
def test_no_acknowledged_binding_is_missing_after_kill_9(rounds: int, tmp_path: Path) -> None:
    server = Debian(tmp_path, "WITH_AUTH", "WITH_USRLOCDB")
    server.arguments = (*server.arguments, "--modparam=usrloc:db_mode:i:1")
    for user in range(USERS):
        server.add_user(f"u{user}", PASSWORD)
    draw = random.Random(seed_of_this_run())
    promised: set[tuple[str, str]] = set()
    for number in range(rounds):
        life = Round(server, draw)
        promised |= life.killed_while_registering(number)
        assert promised - life.stored() == set(), f"missing in the database after round {number}"
    assert promised - Round(server, draw).served_again() == set()
    assert len(promised) > rounds, "the server died before it had registered anybody"
