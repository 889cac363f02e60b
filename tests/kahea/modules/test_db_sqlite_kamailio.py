"""One file, two servers: Kamailio's db_sqlite and ours read each other's rows."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kahea.db import Db1Con, DbDrivers, DbType, DbVal, db_datetime, db_double, db_init, db_int, db_null, db_str, run_now
from kahea.db.schema import create_all
from kahea.modules.db_sqlite import SQLITE, SqliteDriver

pytestmark = pytest.mark.peer

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
modparam("usrloc", "db_url", "sqlite:///{folder}/kahea.db")
modparam("usrloc", "db_mode", 1)
request_route {{ save("location"); }}
"""
REGISTER = (
    "REGISTER sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK1\r\n"
    "From: <sip:{user}@127.0.0.1>;tag=1\r\nTo: <sip:{user}@127.0.0.1>\r\nCall-ID: of-{user}\r\nCSeq: 7 REGISTER\r\n"
    "Contact: <sip:{user}@127.0.0.1:{port}>;q=0.5\r\nUser-Agent: it's \"a\" 'phone'; --\r\nExpires: 600\r\n"
    "Content-Length: 0\r\n\r\n"
)
DEADLINE_S = 10


class Kamailio:
    """The real server on a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        config = folder / "kamailio.cfg"
        config.write_text(CONFIGURATION.format(port=self.port, folder=folder), encoding="utf-8")
        command = ["kamailio", "-f", str(config), "-Y", str(folder), "-w", "/", "-DD", "-E"]
        with (folder / "log").open("wb") as log:
            self.process = subprocess.Popen(command, cwd="/", stdout=log, stderr=log)

    def rpc(self, *words: str) -> str:
        """The answer of kamcmd, asked again until the server listens."""
        end = time.monotonic() + DEADLINE_S
        while True:
            asked = subprocess.run(
                ["kamcmd", "-s", f"unix:{self.folder}/ctl", *words], capture_output=True, text=True, check=False
            )
            if asked.returncode == 0:
                return asked.stdout
            assert self.process.poll() is None, (self.folder / "log").read_text(encoding="utf-8", errors="replace")
            assert time.monotonic() < end, asked.stderr

    def register(self, user: bytes) -> bytes:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as phone:
            phone.bind(("127.0.0.1", 0))
            phone.settimeout(DEADLINE_S)
            text = REGISTER.format(port=phone.getsockname()[1], user="{user}").encode().replace(b"{user}", user)
            phone.sendto(text, ("127.0.0.1", self.port))
            return phone.recv(4096).split(b"\r\n")[0]

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(DEADLINE_S)


@pytest.fixture
def drivers() -> Iterator[DbDrivers]:
    drivers = DbDrivers()
    drivers.register("sqlite", SqliteDriver(may_create=True))
    yield drivers
    drivers.close()


@pytest.fixture
def con(tmp_path: Path, drivers: DbDrivers) -> Db1Con:
    """A file we made, with alice's binding in it, that we keep open."""
    con = db_init(f"sqlite://{tmp_path}/kahea.db", drivers)
    run_now(create_all(con, SQLITE), drivers)
    con.use_table("location")
    now = int(time.time())
    row = {
        "ruid": db_str("kahea-1"),
        "username": db_str("alice"),
        "domain": db_null(DbType.DB1_STR),
        "contact": db_str("sip:alice@192.0.2.1:5060"),
        "expires": db_datetime(now + 3600),
        "q": db_double(0.25),
        "callid": db_str("of-alice"),
        "cseq": db_int(41),
        "last_modified": db_datetime(now),
        "methods": db_int(8159),
        "user_agent": db_str("it's ours; --"),
    }
    run_now(con.insert(list(row), list(row.values())), drivers)
    return con


@pytest.fixture
def kamailio(con: Db1Con, tmp_path: Path) -> Iterator[Kamailio]:
    assert con.table == "location"
    server = Kamailio(tmp_path)
    try:
        server.rpc("core.version")
        yield server
    finally:
        server.stop()


def test_kamailio_takes_the_tables_we_make_and_reads_the_rows_we_write(kamailio: Kamailio) -> None:
    found = dict(re.findall(r"(\S+): (.*)", kamailio.rpc("ul.lookup", "location", "alice")))
    assert found["Address"] == "sip:alice@192.0.2.1:5060"
    assert found["User-Agent"] == "it's ours; --"
    assert (found["Call-ID"], found["CSeq"], found["Methods"], found["Ruid"]) == ("of-alice", "41", "8159", "kahea-1")
    assert float(found["Q"]) == 0.25
    assert 3590 <= int(found["Expires"]) <= 3600


@pytest.mark.parametrize("user", [b"bob", b"b\xffb"])
def test_we_read_the_rows_kamailio_writes_and_compare_equal_with_them(
    kamailio: Kamailio, con: Db1Con, drivers: DbDrivers, user: bytes
) -> None:
    now = int(time.time())
    assert kamailio.register(user) == b"SIP/2.0 200 OK"
    res = run_now(con.query(["username"], [db_str(user)]), drivers)
    assert res.n == 1
    row = dict(zip(res.col.names, res.rows[0], strict=True))
    assert row["username"] == DbVal(DbType.DB1_STRING, user)
    assert row["contact"].str_val.startswith(b"sip:" + user + b"@127.0.0.1:")
    assert (row["q"], row["cseq"], row["flags"]) == (db_double(0.5), db_int(7), db_int(0))
    assert row["user_agent"].str_val == b"it's \"a\" 'phone'; --"
    assert now + 599 <= row["expires"].time_val <= now + 602
    assert now - 1 <= row["last_modified"].time_val <= now + 2
    keys = ("ruid", "expires", "last_modified", "contact", "q")
    same = run_now(con.query(keys, [row[key] for key in keys], ["ruid"]), drivers)
    assert same.n == 1
