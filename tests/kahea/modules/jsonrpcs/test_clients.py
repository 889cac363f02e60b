"""Module jsonrpcs in a whole server: the real kamctl and kamcli ask it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.kahea.app.server import Server
from tests.kahea.control.peers import program, run, run_directory

pytestmark = pytest.mark.peer

CFG = """
debug=2
log_stderror=yes
listen=udp:127.0.0.1:PORT
loadmodule "kex.so"
loadmodule "pv.so"
loadmodule "sl.so"
loadmodule "jsonrpcs.so"
request_route { sl_send_reply("200", "OK"); }
"""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with run_directory() as found, Server(found, CFG):
        yield found


def kamctl(folder: Path, *arguments: str) -> str:
    return run(program("kamctl"), *arguments, RPCFIFOPATH=str(folder / "kamailio_rpc.fifo"))


def kamcli(folder: Path, *arguments: str) -> dict[str, Any]:
    """What kamcli shows; it asks over the socket, for its own way through the pipe needs an older Python."""
    config = folder / "kamcli.ini"
    config.write_text(
        "[main]\ndomain=test\n[ctl]\ntype=jsonrpc\n[jsonrpc]\ntransport=socket\n"
        f"srvaddr={folder}/kamailio_rpc.sock\nrcvaddr={folder}/kamcli\noutformat=json\n",
        encoding="utf-8",
    )
    printed = run(program("kamcli"), "--no-default-configs", "-c", str(config), *arguments)
    answer: dict[str, Any]
    answer, _ = json.JSONDecoder().raw_decode(printed[printed.index("{") :])  # its log follows
    return answer


def test_kamctl_asks_through_the_pipe(folder: Path) -> None:
    assert json.loads(kamctl(folder, "rpc", "core.echo", "a", "5"))["result"] == ["a", "5"]


def test_kamctl_shows_statistics(folder: Path) -> None:
    assert any("200_replies" in line for line in json.loads(kamctl(folder, "stats", "sl"))["result"])


def test_kamctl_shows_an_error(folder: Path) -> None:
    assert json.loads(kamctl(folder, "rpc", "nosuch"))["error"]["message"] == "Method Not Found"


def test_kamcli_asks_through_the_socket(folder: Path) -> None:
    answer = kamcli(folder, "jsonrpc", "core.echo", "a", "b")
    assert (answer["jsonrpc"], answer["result"]) == ("2.0", ["a", "b"])
