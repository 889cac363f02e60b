"""Module ctl in a whole server: the real kamcmd asks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

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
loadmodule "ctl.so"
modparam("ctl", "binrpc", "unixs:RUN/ctl.sock")
modparam("ctl", "binrpc", "unixd:RUN/ctl.dgram")
request_route { sl_send_reply("200", "OK"); }
"""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with run_directory() as found, Server(found, CFG):
        yield found


@pytest.mark.parametrize("address", ["unixs:{}/ctl.sock", "unixd:{}/ctl.dgram"])
def test_kamcmd_echoes_over_each_socket(folder: Path, address: str) -> None:
    assert run(program("kamcmd"), "-s", address.format(folder), "core.echo", "a", "5") == "a\n5\n"


def test_kamcmd_sees_itself_in_ctl_who_and_ctl_connections(folder: Path) -> None:
    ctl = f"unixs:{folder}/ctl.sock"
    assert run(program("kamcmd"), "-s", ctl, "ctl.connections") == "1\n"
    assert run(program("kamcmd"), "-s", ctl, "ctl.who").split()[1] == ctl
    assert run(program("kamcmd"), "-s", ctl, "ctl.listen").split() == [ctl, f"unixd:{folder}/ctl.dgram"]


def test_kamcmd_reads_statistics_of_the_requests_that_came(folder: Path) -> None:
    printed = run(program("kamcmd"), "-s", f"unixs:{folder}/ctl.sock", "stats.get_statistics", "sl:")
    assert "sl:200_replies = " in printed


def test_kamcmd_is_told_of_a_command_that_there_is_not(folder: Path) -> None:
    printed = run(program("kamcmd"), "-s", f"unixs:{folder}/ctl.sock", "nosuch")
    assert printed == "error: 500 - command nosuch not found\n"


def test_kamcmd_lists_commands_and_is_interactive(folder: Path) -> None:
    printed = run(program("kamcmd"), "-s", f"unixs:{folder}/ctl.sock", keys="core.echo typed\nquit\n")
    assert "core.echo typed\ntyped\n" in printed
