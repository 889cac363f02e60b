"""The command line: one file a command, `start` is the way in."""

from docbook2rst.cli.start import main

__all__ = ["main"]
