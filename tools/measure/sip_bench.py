"""`python -m tools.measure.sip_bench`: kahea's CPU for a job beside kamailio's, in one run on one machine.

`../shared/tools/blast.c` makes the load and reads the CPU of the process that works; the server has the last processor, the
load the first.  Each round runs a job on both servers one after the other, and the median of the rounds' ratios counts: the
figures of two rounds differ by what else the machine does.  Kamailio runs with the allocator `fm`, its fastest (`-x fm -X fm`).
`--profile` prints where kahea's time went instead.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
SHARED = Path("../shared/tools")
READY_S = 20.0
WINDOW = 32
SHOWN = 45
PROFILED = 5
"""How many times the jobs of a round are run for a profile: samples are few."""


@dataclass(frozen=True, slots=True)
class Job:
    """What the load generator asks for: how often of each server, and the ratio wanted."""

    name: str
    define: str
    kamailio: int
    kahea: int
    wanted: float


JOBS = (
    Job("options", "", 60_000, 8_000, 4.0),
    Job("register", "", 40_000, 5_000, 3.5),
    Job("regauth", "AUTH", 30_000, 4_000, 3.0),
    Job("call", "", 6_000, 1_500, 2.5),
)
"""Kamailio is asked more often: it is counted in ticks of 10 ms."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One run: CPU and rate for the jobs done, and how many were not."""

    cpu_us: float
    rate: float
    lost: int

    @classmethod
    def of(cls, line: str) -> Figure:
        """The figure in a line that blast printed."""
        said = json.loads(line)
        return cls(said["srv_cpu_us"], said["rate"], said["fail"] + said["lost"])


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers, and the process in it that does the work."""

    port: int
    worker: int


class MissingError(Exception):
    """Something that the measure needs is not on this machine."""


def free_port() -> int:
    """A UDP port of loopback that nobody uses now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def pinned(processor: int, command: list[str]) -> list[str]:
    """The command on one processor, where the machine has more than one."""
    return ["taskset", "-c", str(processor), *command] if (os.cpu_count() or 1) > 1 else command


def last_processor() -> int:
    """The processor that serves."""
    return max(os.sched_getaffinity(0))


def blast(load: Path, served: Served, job: Job, jobs: int) -> Figure:
    """One run of a job; the users are as many as the jobs, so that each registration is a new one."""
    mode = ["-m", job.name, "-n", str(jobs), "-w", str(WINDOW), "-u", str(jobs)]
    command = [str(load), *mode, "-p", str(served.port), "-b", str(free_port()), "-U", str(free_port())]
    done = subprocess.run(
        pinned(0, [*command, "-P", str(served.worker)]), capture_output=True, text=True, check=True, timeout=300
    )
    return Figure.of(done.stdout)


@contextmanager
def running(command: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The process, ended with the block."""
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(pinned(last_processor(), command), stdout=log, stderr=log, cwd=folder)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)


def wait_for_answer(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    """Nothing, once the server answers; RuntimeError with its log when it does not."""
    request = (
        f"OPTIONS sip:127.0.0.1:{port} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;rport;branch=z9hG4bKready\r\nMax-Forwards: 5\r\n"
        "From: <sip:a@127.0.0.1>;tag=1\r\nTo: <sip:127.0.0.1>\r\nCall-ID: ready\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
    ).encode()
    deadline = time.monotonic() + READY_S
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.settimeout(0.1)
        while time.monotonic() < deadline and process.poll() is None:
            one.sendto(request, ("127.0.0.1", port))
            try:
                one.recv(4096)
            except OSError:
                continue
            return
    raise RuntimeError((folder / "log").read_text(encoding="utf-8"))


def filled(source: Path, folder: Path, old: str, port: int) -> Path:
    """A copy of a configuration with its port."""
    copy = folder / source.name
    copy.write_text(source.read_text(encoding="utf-8").replace(old, str(port)), encoding="utf-8")
    return copy


@contextmanager
def kamailio(folder: Path, define: str) -> Iterator[Served]:
    """Debian's kamailio with one UDP worker."""
    port = free_port()
    config = filled(SHARED / "bench-kamailio.cfg", folder, "5070", port)
    command = ["kamailio", "-f", str(config), "-m", "1024", "-M", "32", "-x", "fm", "-X", "fm", "-DD", "-E"]
    more = ["-A", define] if define else []
    with running([*command, "-Y", str(folder), "-w", str(folder), *more], folder) as process:
        wait_for_answer(process, port, folder)
        yield Served(port, udp_receiver(folder))


def udp_receiver(folder: Path) -> int:
    """The process identifier of the one UDP worker, as `core.ps` lists it."""
    listed = subprocess.run(
        ["kamcmd", "-s", f"unix:{folder}/kam.ctl", "core.ps"], capture_output=True, text=True, check=True, timeout=10
    ).stdout.splitlines()
    return int(next(listed[place - 1] for place, line in enumerate(listed) if "udp receiver" in line))


@contextmanager
def kahea(folder: Path, define: str, *, program: list[str] | None = None) -> Iterator[Served]:
    """Kahea on the configuration beside this file."""
    port = free_port()
    config = filled(HERE / "bench-sip.cfg", folder, "PORT", port)
    more = ["-A", define] if define else []
    command = [*(program or [sys.executable, "-m", "kahea"]), "-f", str(config), "-DD", "-E", "-Y", str(folder), *more]
    with running(command, folder) as process:
        wait_for_answer(process, port, folder)
        yield Served(port, process.pid)


def prepared(served: Served, load: Path, job: Job, jobs: int) -> Figure:
    """A run after a warm one: the first messages of a process cost more than the rest."""
    blast(load, served, job, max(WINDOW, jobs // 10))
    return blast(load, served, job, jobs)


def measure(load: Path, job: Job) -> tuple[Figure, Figure]:
    """One round: kamailio's figure and kahea's."""
    with tempfile.TemporaryDirectory() as name, kamailio(Path(name), job.define) as served:
        theirs = prepared(served, load, job, job.kamailio)
    with tempfile.TemporaryDirectory() as name, kahea(Path(name), job.define) as served:
        return theirs, prepared(served, load, job, job.kahea)


def compare(load: Path, jobs: list[Job], rounds: int) -> bool:
    """Whether every job lost nothing; the table is printed, and a ratio above the wanted one is said there."""
    print(
        f"{'job':10} {'kamailio us':>12} {'rate/s':>8} {'kahea us':>10} {'rate/s':>8} {'ratio':>7} {'rounds':>16} {'wanted':>7}"
    )
    sound = True
    for job in jobs:
        pairs = [measure(load, job) for _ in range(rounds)]
        theirs, ours = ([pair[side] for pair in pairs] for side in (0, 1))
        ratios = sorted(mine.cpu_us / max(other.cpu_us, 0.01) for other, mine in pairs)
        lost = sum(figure.lost for pair in pairs for figure in pair)
        sound = sound and not lost
        ratio = median(ratios)
        print(
            f"{job.name:10} {median(each.cpu_us for each in theirs):12.1f} {median(each.rate for each in theirs):8.0f} "
            f"{median(each.cpu_us for each in ours):10.1f} {median(each.rate for each in ours):8.0f} {ratio:6.1f}x "
            f"{f'{ratios[0]:.1f} to {ratios[-1]:.1f}':>16} {job.wanted:6.1f}x  "
            f"{'ok' if ratio <= job.wanted else 'TOO SLOW'}{f'  LOST {lost}' if lost else ''}",
            flush=True,
        )
    return sound


def profile(load: Path, jobs: list[Job]) -> None:
    """Nothing; where kahea's time went is printed for each job."""
    for job in jobs:
        with tempfile.TemporaryDirectory() as name:
            stacks = Path(name) / "stacks"
            program = [sys.executable, str((HERE / "sip_profile.py").resolve()), str(stacks)]
            with kahea(Path(name), job.define, program=program) as served:
                figure = blast(load, served, job, PROFILED * job.kahea)
            print_profile(job, figure, stacks.read_text(encoding="utf-8").splitlines())


def print_profile(job: Job, figure: Figure, lines: list[str]) -> None:
    """Nothing; the files and functions by their own time, and the functions by what ran below them."""
    own: Counter[str] = Counter()
    below: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for line in lines:
        stack, _, count = line.rpartition(" ")
        frames = stack.split(";")
        own[frames[-1]] += int(count)
        files[frames[-1].partition(":")[0]] += int(count)
        for frame in set(frames):
            below[frame] += int(count)
    total = max(sum(own.values()), 1)
    print(f"\n== {job.name}: {figure.cpu_us:.0f} us of CPU for a job with sampling on, {total} samples")
    for title, counts in (("file, own time", files), ("function, own time", own), ("function, with what it calls", below)):
        print(f"\n-- {title}")
        for name, seen in counts.most_common(SHOWN):
            print(f"{100 * seen / total:6.1f} %  {figure.cpu_us * seen / total:8.1f} us  {name}")


def compiled(folder: Path) -> Path:
    """The load generator, compiled; MissingError says what is not there."""
    source = SHARED / "blast.c"
    missing = [str(each) for each in (source, SHARED / "bench-kamailio.cfg") if not each.exists()]
    missing += [program for program in ("cc", "kamailio", "kamcmd", "taskset") if shutil.which(program) is None]
    if missing:
        raise MissingError(f"not on this machine: {', '.join(missing)}")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "blast"
    subprocess.run(["cc", "-O2", "-w", "-o", str(target), str(source), "-lcrypto"], check=True, timeout=120)
    return target.resolve()


def main() -> int:
    """0 when every job was done; 1 when some were lost; 2 when a program or a file is missing."""
    parser = argparse.ArgumentParser(prog="python -m tools.measure.sip_bench", description=__doc__)
    parser.add_argument("--profile", action="store_true", help="print where kahea's time goes")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--build", type=Path, default=Path("build"))
    parser.add_argument("jobs", nargs="*", choices=[[], *(job.name for job in JOBS)], metavar="JOB", help="default: all")
    given = parser.parse_args()
    jobs = [job for job in JOBS if not given.jobs or job.name in given.jobs]
    try:
        load = compiled(given.build)
    except MissingError as fault:
        print(f"sip_bench: {fault}", file=sys.stderr)
        return 2
    if given.profile:
        profile(load, jobs)
        return 0
    return 0 if compare(load, jobs, given.rounds) else 1


if __name__ == "__main__":
    sys.exit(main())
