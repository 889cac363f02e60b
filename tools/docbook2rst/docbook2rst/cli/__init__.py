"""The command line: one file a command, `app` binds them."""

from docbook2rst.cli.app import docbook2rst, main

__all__ = ["docbook2rst", "main"]
