"""The real Kamailio and its tools: a server of their kind in a directory of its own, and ours for their clients."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

CONFIG = """
debug=1
log_stderror=yes
children=1
disable_tcp=yes
listen=udp:127.0.0.1:{port}
mpath="/usr/lib/x86_64-linux-gnu/kamailio/modules/"
loadmodule "ctl.so"
loadmodule "jsonrpcs.so"
loadmodule "kex.so"
loadmodule "corex.so"
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "cfg_rpc.so"
loadmodule "counters.so"
loadmodule "htable.so"
loadmodule "dispatcher.so"
modparam("ctl", "binrpc", "unixs:{run}/ctl.sock")
modparam("jsonrpcs", "transport", 6)
modparam("jsonrpcs", "fifo_name", "{run}/rpc.fifo")
modparam("jsonrpcs", "dgram_socket", "{run}/rpc.sock")
modparam("jsonrpcs", "fifo_reply_dir", "{run}/")
modparam("htable", "htable", "a=>size=4;")
modparam("dispatcher", "list_file", "{run}/dispatcher.list")
request_route {{ exit; }}
"""
DISPATCHER = "1 sip:127.0.0.1:5070\n1 sip:127.0.0.1:5071\n2 sip:127.0.0.1:5072\n"
WAIT_S = 20.0


def program(name: str) -> str:
    """The path of a peer; a missing one is a failure."""
    path = shutil.which(name)
    assert path is not None, f"{name} is not installed"
    return path


@contextlib.contextmanager
def run_directory() -> Iterator[Path]:
    """A directory whose name is short enough for a unix socket in it."""
    with tempfile.TemporaryDirectory(prefix="kahea") as name:
        yield Path(name)


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def kamailio() -> Iterator[Path]:
    """The run directory of a Kamailio that answers: ctl.sock, rpc.sock, rpc.fifo."""
    with run_directory() as run:
        config = run / "kamailio.cfg"
        config.write_text(CONFIG.format(port=_free_port(), run=run))
        (run / "dispatcher.list").write_text(DISPATCHER)
        command: list[str | Path] = [
            program("kamailio"),
            "-f",
            config,
            "-Y",
            run,
            "-w",
            run,
            "-P",
            run / "pid",
            "-DD",
            "-E",
            "-m",
            "32",
            "-M",
            "4",
        ]
        with (run / "log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
            try:
                _wait_until(lambda: _answers(run / "ctl.sock") and (run / "rpc.sock").exists(), process, run / "log")
                yield run
            finally:
                process.terminate()
                process.wait(WAIT_S)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return path.exists() and probe.connect_ex(str(path)) == 0


def _wait_until(is_ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(int(WAIT_S / 0.05)):
        if is_ready():
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
            break
    raise AssertionError(f"kamailio does not answer:\n{log.read_text(errors='replace')}")


@contextlib.contextmanager
def serving(serve: Callable[[socket.socket], None], kind: socket.SocketKind) -> Iterator[Path]:
    """The path of a unix socket that `serve` reads in a thread until the block ends."""
    with run_directory() as run, socket.socket(socket.AF_UNIX, kind) as listener:
        path = run / "kahea.sock"
        listener.bind(str(path))
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        try:
            yield path
        finally:
            with socket.socket(socket.AF_UNIX, kind) as last:
                last.connect(str(path))
                if kind is socket.SOCK_DGRAM:
                    last.send(b"stop")
            thread.join(WAIT_S)
            assert not thread.is_alive()


def run(*command: str | Path, keys: str = "", **environment: str) -> str:
    """What a client printed, to whom `keys` were typed."""
    done = subprocess.run(
        command, input=keys, capture_output=True, text=True, timeout=WAIT_S, check=False, env={**os.environ, **environment}
    )
    return done.stdout + done.stderr
