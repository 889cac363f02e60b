"""One database, two servers: each serves the contacts that the other has registered."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.kahea.modules.registrar.phone import contacts, request
from tests.kahea.modules.usrloc.shelf import Shelf

pytestmark = pytest.mark.peer

DEADLINE_S = 10
CONFIGURATION = """
children=1
log_stderror=yes
listen=udp:127.0.0.1:{port}
loadmodule "kex.so"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "pv.so"
loadmodule "ctl.so"
loadmodule "db_sqlite.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
modparam("ctl", "binrpc", "unix:{folder}/ctl")
modparam("usrloc", "db_url", "{url}")
modparam("usrloc", "db_mode", {mode})
modparam("registrar", "use_path", 1)
modparam("registrar", "path_mode", 0)
request_route {{ save("location"); }}
"""
CONTACT = b'<sip:a@127.0.0.2:5070>;q=0.25;+sip.instance="<urn:uuid:1>";reg-id=2;received="sip:127.0.0.7:5060"'
EXTRA = (b'User-Agent: it\'s 100% "ours"', b"Allow: INVITE, ACK, BYE", b"Path: <sip:p@127.0.0.9;lr>", b"Expires: 600")


class Kamailio:
    """The real server on the file."""

    def __init__(self, folder: Path, url: str, mode: int) -> None:
        self.folder = folder
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        config = folder / "kamailio.cfg"
        config.write_text(CONFIGURATION.format(port=self.port, folder=folder, url=url, mode=mode), encoding="utf-8")
        command = ["kamailio", "-f", str(config), "-Y", str(folder), "-w", "/", "-DD", "-E"]
        with (folder / "log").open("wb") as log:
            self.process = subprocess.Popen(command, cwd="/", stdout=log, stderr=log)
        self.rpc("core.version")

    def rpc(self, *words: str) -> str:
        """The answer of kamcmd, asked again until the server listens."""
        end = time.monotonic() + DEADLINE_S
        while True:
            command = ["kamcmd", "-s", f"unix:{self.folder}/ctl", *words]
            asked = subprocess.run(command, capture_output=True, text=True, check=False)
            if asked.returncode == 0:
                return asked.stdout
            assert self.process.poll() is None, (self.folder / "log").read_text(encoding="utf-8", errors="replace")
            assert time.monotonic() < end, asked.stderr

    def register(self, data: bytes) -> bytes:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as phone:
            phone.bind(("127.0.0.1", 0))
            phone.settimeout(DEADLINE_S)
            phone.sendto(data.replace(b";branch=", b";rport;branch="), ("127.0.0.1", self.port))
            return phone.recv(65_536)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(DEADLINE_S)


@pytest.fixture(params=[1, 3], ids=["write-through", "database only"])
def kamailio(shelf: Shelf, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Kamailio]:
    assert shelf.rows("ruid") == []
    folder = tmp_path / "kamailio"
    folder.mkdir()
    server = Kamailio(folder, shelf.url, request.param)
    try:
        yield server
    finally:
        server.stop()


def test_we_serve_what_kamailio_has_registered(kamailio: Kamailio, shelf: Shelf) -> None:
    reply = kamailio.register(request(CONTACT, extra=EXTRA))
    theirs = re.findall(rb"\r\nContact: (.*)\r", reply)
    assert len(theirs) == 1
    ours = contacts(shelf.server(1, "registrar.use_path=1").receive(request(callid=b"ask")))
    expires = re.compile(rb"expires=\d+")
    assert [expires.sub(b"", each) for each in ours] == [expires.sub(b"", each) for each in theirs]


def test_kamailio_serves_what_we_have_registered(shelf: Shelf, tmp_path: Path) -> None:
    ours = shelf.server(1, "registrar.use_path=1", "registrar.path_mode=0")
    ours.receive(request(CONTACT, extra=EXTRA))
    shelf.execute("UPDATE location SET expires = julianday('now') + 1, last_modified = julianday('now')")
    server = Kamailio(tmp_path, shelf.url, 1)
    try:
        found = dict(re.findall(r"(\S+): (.*)", server.rpc("ul.lookup", "location", "alice")))
    finally:
        server.stop()
    assert (found["Address"], found["Q"], found["Instance"], found["Reg-Id"]) == (
        "sip:a@127.0.0.2:5070", "0.250000", "<urn:uuid:1>", "2",
    )  # fmt: skip
    assert (found["Received"], found["Path"]) == ("sip:127.0.0.7:5060", "<sip:p@127.0.0.9;lr>")
    assert (found["Methods"], found["Call-ID"], found["CSeq"]) == ("13", "call-1", "1")
    assert found["User-Agent"] == 'it\'s 100% "ours"'
