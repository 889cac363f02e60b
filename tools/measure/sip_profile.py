"""`python -m tools.measure.sip_profile FILE ARGUMENTS`: kahea as ever, and samples of its stack by CPU time.

FILE gets the stacks in the collapsed form that flame graph programs read: `outer;inner count`.  A frame is `file:function`;
time in C counts for the function that called it.
"""

from __future__ import annotations

import signal
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType

from kahea.cli import main as serve

INTERVAL_S = 0.001
"""What is asked for; the kernel gives a sample at each of its ticks, 100 to 1000 in a second."""
SERVING = ".run_forever"
"""The function below which a server works; what ran outside was its start."""


MADE = "<string>"
"""Where dataclasses have their __init__ from: its time counts for who made the object."""


@dataclass(slots=True)
class Stacks:
    """How often each stack was seen."""

    seen: Counter[tuple[CodeType, ...]] = field(default_factory=Counter)

    def sample(self, _number: int, frame: FrameType | None) -> None:
        """Nothing; the stack is counted."""
        codes = []
        while frame is not None:
            if frame.f_code.co_filename != MADE:
                codes.append(frame.f_code)
            frame = frame.f_back
        self.seen[tuple(codes)] += 1

    def collapsed(self) -> list[str]:
        """One line for each stack below the event loop, its outermost frame first."""
        lines = []
        for codes, count in self.seen.items():
            names = [name_of(code) for code in reversed(codes)]
            outer = [place for place, name in enumerate(names) if name.endswith(SERVING)]
            if outer:
                lines.append(f"{';'.join(names[outer[-1] :])} {count}")
        return lines


def name_of(code: CodeType) -> str:
    """`core/receive.py:receive_msg`: the end of the path, and the function."""
    parts = Path(code.co_filename).parts
    inside = parts[len(parts) - parts[::-1].index("kahea") :] if "kahea" in parts else parts[-1:]
    return f"{'/'.join(inside)}:{code.co_qualname}"


def main(arguments: list[str]) -> int:
    """Kahea's exit code."""
    stacks = Stacks()
    signal.signal(signal.SIGPROF, stacks.sample)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL_S, INTERVAL_S)
    try:
        return serve(arguments[1:])
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        Path(arguments[0]).write_text("\n".join(stacks.collapsed()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
