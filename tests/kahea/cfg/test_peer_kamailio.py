"""The tables of expressions and return codes, run by the real Kamailio: what it says is what the tables say."""

import os
import re
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.kahea.control.peers import program

from .test_compile_expr import ARITHMETIC, CONDITIONS, MISMATCHES, PRESET, TRUTHS
from .test_compile_stmt import RESULTS, SWITCHES, VALUES

pytestmark = pytest.mark.peer

MODULES = Path("/usr/lib/x86_64-linux-gnu/kamailio/modules")
# 5.6.3 drops `&& 1` and `|| 0` from an expression, which then gives what is left instead of 1 or 0.
REDUCED = {"$var(s) && 1"}
# `$rc` is what ran before.
UNSTEADY = {'$rc =~ "1"'}


def head(port: int) -> str:
    loaded = "\n".join(f'loadmodule "{MODULES}/{name}.so"' for name in ("pv", "xlog"))
    return (
        f"debug=-1\nlog_stderror=yes\nfork=no\nchildren=1\ndisable_tcp=yes\nlisten=udp:127.0.0.1:{port}\n{loaded}\n"
        "request_route { exit; }\n"
    )


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def said_by_kamailio(statements: list[str], blocks: str = "") -> list[str]:
    """What Kamailio's `$var(r)` is behind each of the statements, which run when its first worker is there."""
    logged = "\n".join(f'{text}\nxlog("L_ERR", "ROW {at} [$var(r)]\\n");' for at, text in enumerate(statements))
    text = f'{head(free_port())}{blocks}\nevent_route[core:worker-one-init] {{\n{logged}\nxlog("L_ERR", "ROW end\\n");\n}}\n'
    lines = list(_run(text))
    found = {int(row[1]): row[2] for line in lines if (row := re.search(r"ROW (\d+) \[(.*)\]", line))}
    assert len(found) == len(statements), "\n".join(lines[-10:])
    return [found[at] for at in range(len(statements))]


def _run(text: str) -> Iterator[str]:
    """The lines that Kamailio writes until it has said all, or has ended."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "kamailio.cfg")
        config.write_text(text)
        command = [program("kamailio"), "-f", str(config), "-DD", "-E", "-Y", folder, "-m", "16", "-M", "8"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True) as process:
            assert process.stderr is not None
            try:
                for line in process.stderr:
                    yield line.decode("utf-8", "replace").rstrip()
                    if b"ROW end" in line or b"CRITICAL" in line:
                        break
            finally:
                os.killpg(process.pid, signal.SIGKILL)


def shown(expected: bytes | int) -> str:
    return expected.decode() if isinstance(expected, bytes) else str(expected)


def test_kamailio_gives_the_values_of_the_table_of_expressions() -> None:
    rows: list[tuple[str, bytes | int]] = [
        (text, value) for text, value in [*ARITHMETIC, *TRUTHS] if text not in REDUCED | UNSTEADY
    ]
    said = said_by_kamailio(
        [f'{PRESET if at == 0 else ""} $var(r) = "unset"; $var(r) = {text};' for at, (text, _) in enumerate(rows)]
    )
    assert {text: said[at] for at, (text, _) in enumerate(rows)} == {text: shown(value) for text, value in rows}


def test_kamailio_takes_the_branches_of_the_table_of_conditions() -> None:
    rows = [(text, bool(value)) for text, value in [*CONDITIONS, *TRUTHS] if text not in UNSTEADY]
    said = said_by_kamailio([f"{PRESET} $var(r) = 0; if ({text}) {{ $var(r) = 1; }}" for text, _ in rows])
    assert {text: said[at] == "1" for at, (text, _) in enumerate(rows)} == dict(rows)


def test_kamailio_refuses_the_table_of_mismatches() -> None:
    for text in MISMATCHES:
        lines = "\n".join(_run(f"{head(free_port())}route[X] {{ $var(r) = {text}; }}"))
        assert "type mismatch" in lines, text


def test_kamailio_returns_the_codes_of_the_table_of_routes() -> None:
    rows = [row for row in RESULTS if not row[0].startswith("{")]  # 5.6.3 has no bare blocks
    blocks = "route[NEG] { return -2; }\n" + "\n".join(f"route[R{at}] {{ {body} }}" for at, (body, _) in enumerate(rows))
    said = said_by_kamailio([f"$var(i) = 5; route(R{at}); $var(r) = $rc;" for at in range(len(rows))], blocks)
    assert {body: said[at] for at, (body, _) in enumerate(rows)} == {body: str(code) for body, code in rows}


def test_kamailio_gives_the_values_of_the_table_of_calls() -> None:
    blocks = "route[NEG] { return -2; } route[POS] { return 3; }"
    said = said_by_kamailio([f"$var(r) = {text};" for text, _ in VALUES], blocks)
    assert {text: said[at] for at, (text, _) in enumerate(VALUES)} == {text: str(value) for text, value in VALUES}


def test_kamailio_takes_the_cases_of_the_table_of_switches() -> None:
    rows = [row for row in SWITCHES if row[1]]
    statements = []
    for value, cases, _ in rows:
        written = re.sub(" ([ABCD])", lambda letter: f' $var(t) = $var(t) + "{letter[1].lower()}";', cases)
        statements.append(f'$var(i) = 5; $var(s) = "abc"; $var(t) = ""; switch ({value}) {{ {written} }} $var(r) = $var(t);')
    said = said_by_kamailio(statements)
    assert {row[:2]: said[at] for at, row in enumerate(rows)} == {row[:2]: row[2] for row in rows}
