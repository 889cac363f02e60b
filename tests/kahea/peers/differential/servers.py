"""The two servers, one after the other at the same port: the players' messages are the same byte by byte."""

import re
from collections import defaultdict
from pathlib import Path

from tests.kahea.app.server import Server
from tests.kahea.peers.differential.scenario import CONFIG, Ports
from tests.kahea.peers.kamailio import Kamailio as Process

__all__ = ["Kahea", "Kamailio", "said"]

_SAID = re.compile(r"SAID (\S+) (.*)")


class _Both(Server):
    """A process on the shared configuration."""

    def __init__(self, folder: Path, ports: Ports, port: int) -> None:
        folder.mkdir()
        text = CONFIG.replace("PORT", str(port))
        for name, callee in ports.callees.items():
            text = re.sub(rf"(127\.0\.0\.1):{name}\b", rf"\1:{callee}", text)
        super().__init__(folder, text)
        self.port = port


class Kamailio(_Both, Process):
    """Debian's."""


class Kahea(_Both):
    """Ours, with Kamailio's verdicts."""

    def command(self, *more: str) -> list[str]:
        """The command line that starts it."""
        return super().command("--conformance", "kamailio", *more)


def said(server: Server) -> dict[str, list[str]]:
    """By Call-ID: what the script wrote to the log."""
    lines: dict[str, list[str]] = defaultdict(list)
    for line in server.lines():
        found = _SAID.search(line)
        if found is not None:
            lines[found[1]].append(found[2])
    return lines
