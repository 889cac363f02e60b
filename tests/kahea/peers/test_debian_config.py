"""Debian's own configuration, served: each route asked by a real client."""

import subprocess
from pathlib import Path

import pytest
from tests.kahea.app.server import free_port, options
from tests.kahea.peers.debian import Debian
from tests.kahea.peers.sip_client import register, status
from tests.kahea.peers.sipp import call, listening, scenario_with, successes

pytestmark = pytest.mark.peer


@pytest.mark.parametrize(
    "defines",
    [
        (),
        ("WITH_AUTH", "WITH_USRLOCDB"),
        ("WITH_PSTN",),
        ("WITH_VOICEMAIL",),
        ("WITH_BLOCK3XX",),
        ("WITH_BLOCK401407",),
        ("WITH_ACCDB",),
        ("WITH_AUTH", "WITH_USRLOCDB", "WITH_PSTN", "WITH_VOICEMAIL", "WITH_BLOCK3XX", "WITH_BLOCK401407", "WITH_ACCDB"),
    ],
    ids="+".join,
)
def test_the_configuration_passes_the_check(tmp_path: Path, defines: tuple[str, ...]) -> None:
    server = Debian(tmp_path, *defines)
    done = subprocess.run(server.command("-c"), capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr.splitlines()[-1:]) == (0, ["config file ok, exiting..."]), done.stderr


def test_sipsak_gets_its_keepalive(tmp_path: Path) -> None:
    with Debian(tmp_path) as server:
        done = subprocess.run(
            ["sipsak", "-s", f"sip:127.0.0.1:{server.port}", "-vv"], capture_output=True, text=True, timeout=30, check=False
        )
        assert done.returncode == 0, done.stdout
        assert "200 Keepalive" in done.stdout


def test_a_registration_is_kept_and_a_call_reaches_it(tmp_path: Path) -> None:
    callee = free_port()
    with Debian(tmp_path) as server, listening("uas_call", callee, tmp_path):
        assert status(register(server.port, "bob", f"sip:bob@127.0.0.1:{callee}")) == 200
        done = call("uac_call", server.port, free_port(), tmp_path, service="bob", calls=3)
        assert successes(done) == (3, 0), done.stdout[-3000:] + "\n".join(server.lines()[-20:])


def test_a_registration_needs_the_password_and_survives_a_restart(tmp_path: Path) -> None:
    server = Debian(tmp_path, "WITH_AUTH", "WITH_USRLOCDB").add_user("bob", "secret")
    with server:
        assert status(register(server.port, "bob", "sip:bob@127.0.0.1:5999")) == 401
        assert status(register(server.port, "bob", "sip:bob@127.0.0.1:5999", password="wrong")) == 401
        assert status(register(server.port, "bob", "sip:bob@127.0.0.1:5999", password="secret")) == 200
        assert server.stop() == 0
    assert server.rows("select username, contact from location") == [("bob", "sip:bob@127.0.0.1:5999")]


def test_sipsak_registers_with_digest(tmp_path: Path) -> None:
    with Debian(tmp_path, "WITH_AUTH", "WITH_USRLOCDB").add_user("alice", "secret") as server:
        done = subprocess.run(
            [
                *["sipsak", "-U", "-C", "sip:alice@127.0.0.1:5998", "-u", "alice", "-a", "secret", "-vv", "-s"],
                f"sip:alice@127.0.0.1:{server.port}",
            ],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert done.returncode == 0, done.stdout


def test_a_caller_that_hangs_up_cancels_the_callee(tmp_path: Path) -> None:
    callee = free_port()
    with Debian(tmp_path) as server, listening("uas_cancel", callee, tmp_path, "-m", "2") as other:
        register(server.port, "bob", f"sip:bob@127.0.0.1:{callee}")
        done = call("uac_cancel", server.port, free_port(), tmp_path, service="bob", calls=2)
        assert successes(done) == (2, 0), done.stdout[-3000:]
        assert other.wait(30) == 0


def test_nobody_there_is_404(tmp_path: Path) -> None:
    with Debian(tmp_path) as server:
        request = options(server.port).replace(b"OPTIONS", b"MESSAGE").replace(b"sip:127.0.0.1:", b"sip:nobody@127.0.0.1:")
        assert status(server.ask(request)) == 404


def test_a_scanner_gets_no_answer(tmp_path: Path) -> None:
    with Debian(tmp_path) as server:
        assert server.ask(options(server.port).replace(b"CSeq:", b"User-Agent: friendly-scanner\r\nCSeq:"), wait_s=0.5) == b""


def test_another_domain_is_not_relayed(tmp_path: Path) -> None:
    with Debian(tmp_path) as server:
        request = (
            options(server.port)
            .replace(b"OPTIONS sip:127.0.0.1", b"MESSAGE sip:x@192.0.2.1")
            .replace(b"1 OPTIONS", b"1 MESSAGE")
        )
        assert status(server.ask(request)) == 403


@pytest.mark.parametrize("seconds", [10, pytest.param(60, marks=pytest.mark.deep)])
def test_two_hundred_calls_a_second_lose_none(tmp_path: Path, seconds: int) -> None:
    callee = free_port()
    with Debian(tmp_path) as server, listening("uas_call", callee, tmp_path):
        register(server.port, "bob", f"sip:bob@127.0.0.1:{callee}")
        done = call("uac_call", server.port, free_port(), tmp_path, service="bob", calls=200 * seconds, rate=200)
        assert successes(done) == (200 * seconds, 0), done.stdout[-3000:]


def refused(server: Debian, folder: Path, code: str, wanted: str, *, user: str = "bob") -> tuple[int, int]:
    """How a caller fares that expects `wanted` where the registered callee answers `code`."""
    callee = free_port()
    with listening(scenario_with("uas_refuse", folder, CODE=code), callee, folder):
        register(server.port, user, f"sip:{user}@127.0.0.1:{callee}")
        scenario = scenario_with("uac_refused", folder, WANTED=wanted)
        return successes(call(scenario, server.port, free_port(), folder, service=user))


@pytest.mark.parametrize(
    ("define", "code", "wanted"),
    [
        ("", "486 Busy Here", "486"),
        ("", "603 Decline", "603"),
        ("", "302 Moved", "302"),
        ("WITH_BLOCK3XX", "302 Moved", "404"),
        ("", "407 Proxy Authentication Required", "407"),
        ("WITH_BLOCK401407", "407 Proxy Authentication Required", "404"),
        ("WITH_BLOCK401407", "401 Unauthorized", "404"),
        ("", "503 Service Unavailable", "500"),
    ],
)
def test_a_refusal_reaches_the_caller_as_the_configuration_says(tmp_path: Path, define: str, code: str, wanted: str) -> None:
    with Debian(tmp_path, *([define] if define else [])) as server:
        assert refused(server, tmp_path, code, wanted) == (1, 0)


@pytest.mark.parametrize("code", ["486 Busy Here", "408 Request Timeout"])
def test_voicemail_takes_a_call_that_is_busy_or_not_answered(tmp_path: Path, code: str) -> None:
    voicemail, callee = free_port(), free_port()
    with Debian(tmp_path, "WITH_VOICEMAIL") as server, listening("uas_call", voicemail, tmp_path):
        server.kamcmd("cfg.sets", "voicemail", "srv_ip", "127.0.0.1")
        server.kamcmd("cfg.sets", "voicemail", "srv_port", str(voicemail))
        refusing = scenario_with("uas_refuse", tmp_path, CODE=code)
        with listening(refusing, callee, tmp_path):
            register(server.port, "bob", f"sip:bob@127.0.0.1:{callee}")
            done = call("uac_call", server.port, free_port(), tmp_path, service="bob")
        assert successes(done) == (1, 0), done.stdout[-3000:]


def test_a_call_rings_everywhere_and_the_first_answer_wins(tmp_path: Path) -> None:
    answering, ringing = free_port(), free_port()
    with Debian(tmp_path) as server, listening("uas_cancel", ringing, tmp_path, "-m", "1") as other:
        with listening("uas_call", answering, tmp_path):
            register(server.port, "bob", f"sip:bob@127.0.0.1:{ringing}")
            register(server.port, "bob", f"sip:bob@127.0.0.1:{answering}")
            done = call("uac_call", server.port, free_port(), tmp_path, service="bob")
            assert successes(done) == (1, 0), done.stdout[-3000:]
        assert other.wait(30) == 0


def test_calls_over_tcp_reuse_the_callers_connection(tmp_path: Path) -> None:
    callee = free_port()
    with Debian(tmp_path) as server, listening("uas_call", callee, tmp_path):
        register(server.port, "bob", f"sip:bob@127.0.0.1:{callee}")
        done = call("uac_call", server.port, free_port(), tmp_path, service="bob", calls=5, more=("-t", "t1"))
        assert successes(done) == (5, 0), done.stdout[-3000:]


def test_accounting_rows_tell_of_calls_and_of_missed_ones(tmp_path: Path) -> None:
    callee = free_port()
    server = Debian(tmp_path, "WITH_ACCDB")
    for table in ("acc", "missed_calls"):
        for column in ("src_user", "src_domain", "src_ip", "dst_ouser", "dst_user", "dst_domain"):
            server.rows(f"alter table {table} add column {column} varchar(128) not null default ''")  # as the file itself asks
    with server:
        with listening("uas_call", callee, tmp_path):
            register(server.port, "bob", f"sip:bob@127.0.0.1:{callee}")
            assert successes(call("uac_call", server.port, free_port(), tmp_path, service="bob")) == (1, 0)
        assert refused(server, tmp_path, "486 Busy Here", "486", user="carol") == (1, 0)
        server.stop()
    assert server.rows("select method, sip_code from acc order by id") == [("INVITE", "200"), ("BYE", "200")]
    assert server.rows("select method, sip_code from missed_calls") == [("INVITE", "486")]
