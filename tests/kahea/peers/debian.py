"""Debian's configuration of Kamailio, byte for byte, served by kahea in a folder of its own."""

import sqlite3
import subprocess
from pathlib import Path
from typing import Self

from tests.kahea.app.server import Server, free_port
from tests.kahea.peers.sip_client import ha1

from kahea.db_command import create

CONFIG = Path("/etc/kamailio/kamailio.cfg")


class Debian(Server):
    """A server with the defines that are named; with a database when one of them needs it."""

    def __init__(self, folder: Path, *defines: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.config = folder / "kamailio.cfg"
        self.config.write_bytes(CONFIG.read_bytes())
        self.log = folder / "log"
        self.process = None
        self.database = folder / "kamailio.db"
        (folder / "kamailio-local.cfg").write_text('loadmodule "db_sqlite.so"\n', encoding="ascii")
        url = f"sqlite://{self.database}"
        create(url)
        self.arguments = (
            *(word for define in defines for word in ("-A", define)),
            *("-A", f'DBURL="{url}"', "-l", f"udp:127.0.0.1:{self.port}", "-l", f"tcp:127.0.0.1:{self.port}", "-a", "no"),
        )

    def add_user(self, user: str, password: str, domain: str = "127.0.0.1") -> Self:
        """The server itself; the user may register."""
        with sqlite3.connect(self.database) as base:
            base.execute(
                "insert into subscriber (username, domain, password, ha1, ha1b) values (?, ?, ?, ?, ?)",
                (user, domain, password, ha1(user, domain, password), ha1(f"{user}@{domain}", domain, password)),
            )
        base.close()
        return self

    def kamcmd(self, *words: str) -> str:
        """What the real kamcmd prints."""
        command = ["kamcmd", "-s", f"unixs:{self.folder}/kamailio_ctl", *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """What the database answers."""
        with sqlite3.connect(self.database) as base:
            found = base.execute(statement).fetchall()
        base.close()
        return found
