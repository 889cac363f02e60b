"""Module acc beside the real Kamailio: the same calls through both, and the same records."""

from __future__ import annotations

import re
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.kahea.app.server import Server, free_port, options

from kahea.db_command import create

pytestmark = pytest.mark.peer

MODULES = "/usr/lib/x86_64-linux-gnu/kamailio/modules"
WAIT_S = 15.0
COUNT = 14
COLUMNS = (
    "method, from_tag, to_tag, callid, sip_code, sip_reason, src_user, coalesce(extra, ''), coalesce(leg, ''), typeof(time)"
)
"""Kamailio's driver makes NULL of text without bytes, where other databases keep it."""
OWN_TAG = re.compile(r"\b[0-9a-f]{24,32}(?:-\w+)?\b")
LOADS = "".join(f'loadmodule "{name}.so"\n' for name in ("db_sqlite", "pv", "sl", "tm", "tmx", "acc"))
SCRIPT = """
modparam("acc", "log_flag", 1)
modparam("acc", "log_missed_flag", 2)
modparam("acc", "failed_transaction_flag", 3)
modparam("acc", "db_flag", 1)
modparam("acc", "db_missed_flag", 2)
modparam("acc", "report_ack", 1)
modparam("acc", "report_cancels", 1)
modparam("acc", "early_media", 1)
modparam("acc", "reason_from_hf", 1)
modparam("acc", "multi_leg_info", "leg=$avp(leg)")
modparam("acc", "log_extra", "src_user=$fU;dst_user=$rU;none=$avp(none)")
modparam("acc", "db_extra", "src_user=$fU;extra=$avp(none)")
modparam("acc", "db_url", "URL")
request_route {
    if (method == "OPTIONS") { sl_send_reply("200", "OK"); exit; }
    if (method == "ACK") { if (t_check_trans()) { $du = "sip:127.0.0.1:CALLEE"; t_relay(); } exit; }
    if (method == "MESSAGE") {
        acc_log_request("404 Not here");
        acc_db_request("410 gone", "missed_calls");
        sl_send_reply("200", "OK");
        exit;
    }
    setflag(1); setflag(2); setflag(3);
    if (method == "CANCEL") { if (t_check_trans()) { t_relay(); } exit; }
    if ($rU == "local") { t_newtran(); t_reply("480", "My Words"); exit; }
    $avp(leg) = "one"; $avp(leg) = "two";
    $du = "sip:127.0.0.1:CALLEE";
    if ($rU == "serial") { t_on_failure("AGAIN"); }
    t_relay();
}
failure_route[AGAIN] {
    if (t_is_canceled()) { exit; }
    setflag(2);
    $ru = "sip:carol@127.0.0.1:CALLEE";
    $du = "sip:127.0.0.1:CALLEE";
    t_relay();
}
"""


class Caller:
    """Caller and callee in one: two sockets on loopback."""

    def __init__(self) -> None:
        self.caller = self._socket()
        self.callee = self._socket()
        self.callee_port = int(self.callee.getsockname()[1])
        self.server = 0

    @staticmethod
    def _socket() -> socket.socket:
        made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        made.bind(("127.0.0.1", 0))
        made.settimeout(WAIT_S)
        return made

    def close(self) -> None:
        self.caller.close()
        self.callee.close()

    def send(self, method: str, name: str, *, to_tag: str = "", branch: str = "", user: str = "bob") -> None:
        port = self.caller.getsockname()[1]
        tag = f";tag={to_tag}" if to_tag else ""
        text = (
            f"{method} sip:{user}@127.0.0.1:{self.callee_port} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{branch or name}\r\n"
            f"Max-Forwards: 9\r\nFrom: <sip:alice@example.org>;tag=f{name}\r\nTo: <sip:bob@example.org>{tag}\r\n"
            f"Call-ID: {name}\r\nCSeq: 1 {method}\r\nContact: <sip:alice@127.0.0.1:{port}>\r\nContent-Length: 0\r\n\r\n"
        )
        self.caller.sendto(text.encode(), ("127.0.0.1", self.server))

    def expect(self, sock: socket.socket, start: bytes) -> bytes:
        while True:
            data = sock.recv(65_535)
            if data.startswith(start):
                return data

    def answer(self, code: int, reason: str, headers: str = "", *, body: str = "", reaches: bool = True) -> bytes:
        """The INVITE that the callee has answered."""
        invite = self.expect(self.callee, b"INVITE")
        self.reply(invite, code, reason, headers, body=body)
        if reaches:
            self.expect(self.caller, f"SIP/2.0 {code}".encode())
        return invite

    def reply(self, request: bytes, code: int, reason: str, headers: str = "", *, body: str = "") -> None:
        kept = [line for line in request.split(b"\r\n") if line.split(b":")[0] in (b"Via", b"From", b"Call-ID", b"CSeq")]
        head = [f"SIP/2.0 {code} {reason}".encode(), *kept, b"To: <sip:bob@example.org>;tag=callee"]
        rest = f"{headers}Content-Length: {len(body)}\r\n\r\n{body}"
        self.callee.sendto(b"\r\n".join(head) + b"\r\n" + rest.encode(), ("127.0.0.1", self.server))

    def talk(self) -> None:
        """Nothing; every kind of call was made."""
        self.send("INVITE", "answered")
        invite = self.answer(183, "Progress", "Content-Type: text/plain\r\n", body="early")
        self.reply(invite, 200, "OK")
        self.expect(self.caller, b"SIP/2.0 200")
        self.send("ACK", "answered", to_tag="callee", branch="ack")
        self.expect(self.callee, b"ACK")
        self.send("INVITE", "busy")
        self.answer(486, "No", "Reason: Q.850;cause=17\r\n")
        self.send("ACK", "busy", to_tag="callee")
        self.send("INVITE", "serial", user="serial")
        self.answer(486, "Bob Is Busy", reaches=False)
        self.answer(404, "No Carol")
        self.send("ACK", "serial", to_tag="callee")
        self.cancelled()
        self.send("INVITE", "local", user="local")
        self.expect(self.caller, b"SIP/2.0 480")
        self.send("MESSAGE", "now")
        self.expect(self.caller, b"SIP/2.0 200")

    def cancelled(self) -> None:
        self.send("INVITE", "cancelled")
        invite = self.answer(180, "Ringing")
        self.send("CANCEL", "cancelled")
        self.reply(self.expect(self.callee, b"CANCEL"), 200, "OK")
        self.reply(invite, 487, "Request Terminated")
        self.expect(self.caller, b"SIP/2.0 487")
        self.send("ACK", "cancelled", to_tag="callee")


def records(read: Callable[[], str]) -> list[str]:
    """The records in a log, without their times and own tags and in a fixed order, once all are there."""
    deadline = time.monotonic() + WAIT_S
    while True:
        found = re.findall(r"ACC: .*", read())
        if len(found) >= COUNT or time.monotonic() > deadline:
            return sorted(OWN_TAG.sub("OWN", re.sub(r"timestamp=\d+", "timestamp=T", line.strip())) for line in found)


def tables(path: Path) -> list[tuple[str, ...]]:
    """The rows of both tables without their times and own tags."""
    base = sqlite3.connect(path)
    found: list[tuple[str, ...]] = []
    for table in ("acc", "missed_calls"):
        rows = base.execute(f"select '{table}', {COLUMNS} from {table}")
        found += [tuple(OWN_TAG.sub("OWN", repr(value)) for value in row) for row in rows]
    base.close()
    return sorted(found)


def prepared(folder: Path) -> Path:
    path = folder / "acc.db"
    create(f"sqlite://{path}")
    with sqlite3.connect(path) as base:
        for table in ("acc", "missed_calls"):
            for column in ("src_user", "extra", "leg"):
                base.execute(f"alter table {table} add column {column}")
    base.close()
    return path


def of_kamailio(folder: Path, caller: Caller) -> tuple[list[str], list[tuple[str, ...]]]:
    path, caller.server = prepared(folder), free_port()
    script = SCRIPT.replace("URL", f"sqlite://{path}").replace("CALLEE", str(caller.callee_port))
    config, log = folder / "kamailio.cfg", folder / "log"
    head = f'debug=2\nlog_stderror=yes\nfork=no\nchildren=1\nmpath="{MODULES}"\nlisten=udp:127.0.0.1:{caller.server}\n'
    config.write_text(head + LOADS + script, encoding="utf-8")
    command = ["kamailio", "-f", str(config), "-Y", str(folder), "-P", str(folder / "pid"), "-DD", "-E", "-m", "32"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)
    try:
        wait_until_up(caller.server, process, log)
        caller.talk()
        return records(lambda: log.read_text(errors="replace")), tables(path)
    finally:
        process.terminate()
        process.wait(WAIT_S)


def wait_until_up(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        probe.settimeout(0.1)
        for _ in range(int(WAIT_S * 10)):
            via = b"127.0.0.1:%d" % probe.getsockname()[1]
            probe.sendto(options(port).replace(b"127.0.0.1;rport", via), ("127.0.0.1", port))
            try:
                probe.recv(65_535)
            except OSError:
                assert process.poll() is None, log.read_text(errors="replace")
            else:
                return
    raise AssertionError(log.read_text(errors="replace"))


def of_kahea(folder: Path, caller: Caller) -> tuple[list[str], list[tuple[str, ...]]]:
    path = prepared(folder)
    script = SCRIPT.replace("URL", f"sqlite://{path}").replace("CALLEE", str(caller.callee_port))
    with Server(folder, f"debug=2\nlog_stderror=yes\nlisten=udp:127.0.0.1:PORT\n{LOADS}{script}") as server:
        caller.server = server.port
        caller.talk()
        return records(lambda: "\n".join(server.lines())), tables(path)


def test_log_and_database_have_the_records_that_kamailio_makes(tmp_path: Path) -> None:
    found = []
    for name, run in (("kamailio", of_kamailio), ("kahea", of_kahea)):
        folder, caller = tmp_path / name, Caller()
        folder.mkdir()
        try:
            found.append(run(folder, caller))
        finally:
            caller.close()
    (their_lines, their_rows), (our_lines, our_rows) = found
    assert len(our_lines) == COUNT
    assert [as_kamailio(line) for line in our_lines] == their_lines
    assert [row for row in our_rows if "'CANCEL'" not in row] == their_rows


def as_kamailio(line: str) -> str:
    """The line without the one thing that Kamailio does not tell: the tag of its reply to a CANCEL, which ours does.

    Its driver refuses the row of that record, as the column may not be NULL.
    """
    return line.replace("method=CANCEL;from_tag=fcancelled;to_tag=OWN", "method=CANCEL;from_tag=fcancelled;to_tag=")
