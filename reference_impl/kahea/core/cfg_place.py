"""Where in the configuration the running route stands, for `$cfg` and for lines of the log that say so."""

import sys
from dataclasses import dataclass
from types import FrameType

__all__ = ["CfgPlace", "cfg_place"]


@dataclass(frozen=True, slots=True)
class CfgPlace:
    """File, line and route of the statement that runs."""

    file: str
    line: int
    route: str


def cfg_place() -> CfgPlace | None:
    """The statement of the configuration that has led here; None outside of every route.

    Routes are compiled to functions whose code carries the configuration's file and lines, so they stand on the stack.
    """
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001  the only way to the caller's frame that makes no traceback
    while frame is not None:
        code = frame.f_code
        if not code.co_filename.endswith(".py") and not code.co_filename.startswith("<"):
            return CfgPlace(code.co_filename, frame.f_lineno, code.co_name)
        frame = frame.f_back
    return None
