"""The server as a process: start, signals, exit codes."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest
from tests.kahea.app.server import Server, options

CONFIG = """
listen=udp:127.0.0.1:PORT
listen=tcp:127.0.0.1:PORT
children=1
loadmodule "sl.so"
request_route { sl_send_reply("200", "Fine"); }
"""


def run(server: Server, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(server.command(*more), capture_output=True, text=True, timeout=60, check=False)


def test_it_answers_over_udp_and_tcp(tmp_path: Path) -> None:
    with Server(tmp_path, CONFIG) as server:
        assert server.ask(options(server.port)).startswith(b"SIP/2.0 200 Fine\r\n")
        with socket.create_connection(("127.0.0.1", server.port), 5) as stream:
            stream.settimeout(5)
            stream.sendall(options(server.port).replace(b"/UDP", b"/TCP"))
            assert stream.recv(4096).startswith(b"SIP/2.0 200 Fine\r\n")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_with_0(tmp_path: Path, number: int) -> None:
    with Server(tmp_path, CONFIG) as server:
        assert server.stop(number) == 0


def test_sigusr1_writes_the_statistics_to_the_log(tmp_path: Path) -> None:
    with Server(tmp_path, CONFIG, "-ddd") as server:
        assert server.process is not None
        server.process.send_signal(signal.SIGUSR1)
        server.ask(options(server.port))
        server.stop()
        assert any("sl:200_replies" in line for line in server.lines())


def test_sighup_leaves_it_running(tmp_path: Path) -> None:
    with Server(tmp_path, CONFIG) as server:
        assert server.process is not None
        server.process.send_signal(signal.SIGHUP)
        assert server.ask(options(server.port))


def test_c_checks_and_opens_no_socket(tmp_path: Path) -> None:
    server = Server(tmp_path, CONFIG)
    done = run(server, "-c")
    assert (done.returncode, done.stderr.strip()) == (0, "config file ok, exiting...")


def test_c_says_where_the_fault_is_and_fails(tmp_path: Path) -> None:
    server = Server(tmp_path, CONFIG.replace("sl_send_reply", "sl_sendreply"))
    done = run(server, "-c")
    assert done.returncode == 1
    assert ":6:" in done.stderr
    assert "did you mean sl_send_reply()" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    server = Server(tmp_path, CONFIG)
    server.config.unlink()
    done = run(server, "-c")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "No such file" in done.stderr


def test_a_daemon_returns_0_once_it_serves_and_writes_its_pid(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    server = Server(tmp_path, CONFIG, "-P", str(pid_file))
    done = run(server)
    assert done.returncode == 0, done.stderr
    pid = int(pid_file.read_text(encoding="ascii"))
    try:
        assert server.ask(options(server.port))
        second = run(server)
        assert second.returncode == 1
        assert f"process {pid} runs already" in second.stderr
    finally:
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + 10
        while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
    assert not Path(f"/proc/{pid}").exists()


def test_a_daemon_that_cannot_listen_fails_in_the_foreground(tmp_path: Path) -> None:
    with Server(tmp_path, CONFIG) as first:
        second = Server(tmp_path, CONFIG)
        second.config.write_text(CONFIG.replace("PORT", str(first.port)), encoding="utf-8")
        done = run(second)
    assert done.returncode == 1
    assert "Address already in use" in done.stderr


def test_an_unknown_option_is_exit_code_2(tmp_path: Path) -> None:
    done = run(Server(tmp_path, CONFIG), "--nope")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_cfg_print_prints_what_the_preprocessor_leaves(tmp_path: Path) -> None:
    done = run(Server(tmp_path, "#!define N 4\nchildren=N\n" + CONFIG), "--cfg-print")
    assert done.returncode == 0
    assert "children=4" in done.stdout
