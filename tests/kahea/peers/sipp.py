"""sipp, run against a server."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["call", "listening", "scenario_with", "successes"]

HERE = Path(__file__).parent


def scenario_with(scenario: str, folder: Path, **words: str) -> str:
    """The path of a copy of the scenario in which words stand in for names: CODE, WANTED."""
    text = (HERE / f"{scenario}.xml").read_text(encoding="utf-8")
    for name, word in words.items():
        text = text.replace(name, word)
    path = folder / f"{scenario}-{'-'.join(word.split()[0] for word in words.values())}.xml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def _command(scenario: str, port: int, *more: str) -> list[str]:
    path = scenario if scenario.startswith("/") else str(HERE / f"{scenario}.xml")
    return ["sipp", "-sf", path, "-i", "127.0.0.1", "-p", str(port), "-nostdin", "-timeout", "150s", "-timeout_error", *more]


@contextmanager
def listening(scenario: str, port: int, folder: Path, *more: str) -> "Iterator[subprocess.Popen[bytes]]":
    """A callee that serves until the block ends."""
    with (folder / f"callee-{port}.log").open("wb") as log:
        process = subprocess.Popen(_command(scenario, port, *more), stdout=log, stderr=log, cwd=folder)
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


def call(
    scenario: str,
    server: int,
    port: int,
    folder: Path,
    *,
    service: str,
    calls: int = 1,
    rate: int = 10,
    more: tuple[str, ...] = (),
) -> subprocess.CompletedProcess[str]:
    """How the callers fared, when all calls are over."""
    command = _command(
        scenario, port, f"127.0.0.1:{server}", "-s", service, "-m", str(calls), "-r", str(rate), "-l", "2000", *more
    )
    return subprocess.run(command, capture_output=True, text=True, timeout=200, check=False, cwd=folder)


def successes(done: subprocess.CompletedProcess[str]) -> tuple[int, int]:
    """Calls that succeeded and calls that failed, as sipp's last screen says."""
    counts = []
    for word in ("Successful call", "Failed call"):
        lines = [line for line in done.stdout.splitlines() if word in line]
        counts.append(int(lines[-1].split("|")[-1]) if lines else -1)
    return counts[0], counts[1]
