"""A caller and three callees at sockets of their own: they play scenarios with a server and keep what each of them receives."""

import select
import socket
import struct
import time
from collections import defaultdict
from collections.abc import Iterator
from typing import Self

from tests.kahea.peers.differential.scenario import CALLEES, Ports, Scenario
from tests.kahea.peers.differential.wire import Parts, ack, cancel, ident_of, reply

__all__ = ["Players", "Traces"]

Traces = dict[str, dict[str, list[bytes]]]
"""By Call-ID: what each player received, in order."""

BATCH = 24
_TIMESTAMP = 35
"""SO_TIMESTAMPNS of Linux, for which Python has no name: the kernel says when each datagram came."""
QUIET_S, LAST_QUIET_S, DEADLINE_S = 0.06, 2.0, 120.0


class Players:
    """Everybody but the server."""

    def __init__(self) -> None:
        names = ("caller", *CALLEES)
        self.sockets = {name: socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for name in names}
        for each in self.sockets.values():
            each.bind(("127.0.0.1", 0))
            each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
            each.setsockopt(socket.SOL_SOCKET, _TIMESTAMP, 1)
            each.setblocking(False)
        ports = {name: each.getsockname()[1] for name, each in self.sockets.items()}
        self.ports = Ports(ports.pop("caller"), ports)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for each in self.sockets.values():
            each.close()

    def play(self, scenarios: list[Scenario], port: int) -> Traces:
        """What everybody received of the server at `port`."""
        stage = _Stage(self, port)
        for start in range(0, len(scenarios), BATCH):
            for scenario in scenarios[start : start + BATCH]:
                stage.begin(scenario)
            stage.run(QUIET_S)
        stage.run(LAST_QUIET_S)
        return stage.traces


class _Stage:
    """One performance with one server."""

    def __init__(self, players: Players, port: int) -> None:
        self.players = players
        self.server = ("127.0.0.1", port)
        self.traces: Traces = defaultdict(lambda: defaultdict(list))
        self.scenarios: dict[str, Scenario] = {}
        self.done: set[tuple[str, str]] = set()
        """What happens once in a scenario and has happened."""
        self.ringing: dict[tuple[str, str, bytes], Parts] = {}
        """The INVITEs that a callee has not answered for good, by scenario, callee and branch."""

    def begin(self, scenario: Scenario) -> None:
        """Nothing; the caller has sent."""
        self.scenarios[scenario.ident] = scenario
        self._send("caller", scenario.data)
        if scenario.repeat == "at once":
            self._send("caller", scenario.data)
        if scenario.cancel == "at once":
            self._send("caller", cancel(Parts.of(scenario.data)))

    def run(self, quiet_s: float) -> None:
        """Nothing, once nobody has received anything for `quiet_s`."""
        deadline = time.monotonic() + DEADLINE_S
        while select.select(list(self.players.sockets.values()), [], [], quiet_s)[0]:
            assert time.monotonic() < deadline, f"still talking after {DEADLINE_S} s"
            for _, name, data in sorted(self._arrived()):
                self._received(name, data)

    def _arrived(self) -> list[tuple[int, str, bytes]]:
        """What has come, with its time: looked for until a look finds nothing, so that nothing earlier is still to come."""
        found: list[tuple[int, str, bytes]] = []
        while more := [each for name in self.players.sockets for each in self._waiting(name)]:
            found += more
        return found

    def _waiting(self, name: str) -> Iterator[tuple[int, str, bytes]]:
        while True:
            try:
                data, ancillary, _, _ = self.players.sockets[name].recvmsg(65_535, 64)
            except BlockingIOError:
                return
            seconds, nanoseconds = struct.unpack("qq", ancillary[0][2])
            yield seconds * 10**9 + nanoseconds, name, data

    def _send(self, name: str, data: bytes) -> None:
        self.players.sockets[name].sendto(data, self.server)

    def _received(self, name: str, data: bytes) -> None:
        ident = ident_of(data)
        self.traces[ident][name].append(data)
        scenario = self.scenarios.get(ident)
        if scenario is None:
            return
        if name == "caller":
            self._caller(scenario, Parts.of(data))
        elif not data.startswith(b"SIP/2.0 "):
            self._callee(scenario, name, Parts.of(data))

    def _once(self, scenario: Scenario, what: str) -> bool:
        if (scenario.ident, what) in self.done:
            return False
        self.done.add((scenario.ident, what))
        return True

    def _caller(self, scenario: Scenario, answer: Parts) -> None:
        sent = Parts.of(scenario.data)
        is_call = answer.method == b"INVITE"
        if not answer.status > 100:
            return
        if answer.status < 200:
            if is_call and scenario.cancel.startswith("ringing") and self._once(scenario, "cancel"):
                for _ in range(1 + scenario.cancel.endswith("twice")):
                    self._send("caller", cancel(sent))
            return
        if is_call:
            if scenario.cancel == "answered" and self._once(scenario, "cancel"):
                self._send("caller", cancel(sent))
            self._send("caller", ack(sent, answer))
        if answer.method == sent.method and scenario.repeat == "after the answer" and self._once(scenario, "repeat"):
            self._send("caller", scenario.data)

    def _callee(self, scenario: Scenario, name: str, request: Parts) -> None:
        method, branch = request.method, request.values(b"via")[0]
        key = (scenario.ident, name, branch)
        if method == b"ACK":
            return
        if method == b"CANCEL":
            invite = self.ringing.pop(key, None)
            self._send(name, reply(request, 200 if invite else 481, scenario.tags[name]))
            if invite is not None:
                self._send(name, reply(invite, 487, scenario.tags[name]))
            return
        contact = f"Contact: <sip:callee@127.0.0.1:{self.players.ports.callees[name]}>"
        if method == b"INVITE":
            self.ringing[key] = request
        for code in scenario.plan[name]:
            if code < 200 and method != b"INVITE":
                continue
            if code >= 200:
                self.ringing.pop(key, None)
            body = "early" if code == 183 else ""
            self._send(name, reply(request, code, scenario.tags[name], extra=(contact, *scenario.extra), body=body))
