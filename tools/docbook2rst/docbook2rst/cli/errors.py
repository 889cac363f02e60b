"""What a command gives up with; `flags` tells Click, `start` a person.

CommandError
├── UsageError    the command line asks for what cannot be
└── GivenUpError  the run cannot go on
"""

from __future__ import annotations

__all__ = ["CommandError", "GivenUpError", "UsageError"]


class CommandError(Exception):
    """A command cannot do what it is asked to; the text says why."""


class UsageError(CommandError):
    """The command line asks for what cannot be; exit code 2."""


class GivenUpError(CommandError):
    """The run cannot go on; exit code 4."""
