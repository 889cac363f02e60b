"""The text of one log line: levels and their names, control characters made visible, one physical line, a length."""

from typing import Final

from kahea.base.origin import Origin

__all__ = [
    "LEVEL_NAMES",
    "L_ALERT",
    "L_BUG",
    "L_CRIT",
    "L_CRIT2",
    "L_DBG",
    "L_ERR",
    "L_INFO",
    "L_NOTICE",
    "L_WARN",
    "MAX_LINE_BYTES",
    "cut",
    "escape",
    "log_line",
]

L_ALERT: Final = -5
L_BUG: Final = -4
L_CRIT2: Final = -3
L_CRIT: Final = -2
L_ERR: Final = -1
L_WARN: Final = 0
L_NOTICE: Final = 1
L_INFO: Final = 2
L_DBG: Final = 3

LEVEL_NAMES: Final = {
    L_ALERT: "ALERT",
    L_BUG: "BUG",
    L_CRIT2: "CRITICAL",
    L_CRIT: "CRITICAL",
    L_ERR: "ERROR",
    L_WARN: "WARNING",
    L_NOTICE: "NOTICE",
    L_INFO: "INFO",
    L_DBG: "DEBUG",
}
"""The words at the start of a line (kamailio src/core/dprint.c); levels above L_DBG are written as DEBUG too."""

MAX_LINE_BYTES: Final = 4_096
"""A whole line in UTF-8, without its end; what Kamailio's xlog buffer holds."""


def escape(text: str) -> str:
    r"""`text` with everything that does not print written as an escape: a peer can neither end the line nor steer a terminal.

    >>> print(escape("a\r\nb\x1b[31m\u2028\u202e"))
    a\r\nb\x1b[31m\u2028\u202e
    """
    return text if text.isprintable() else "".join(char if char.isprintable() else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def cut(text: str, limit: int = MAX_LINE_BYTES) -> str:
    """`text` in at most `limit` bytes of UTF-8 (40 at least); where something is missing, its end tells the whole length.

    >>> cut("x" * 100, 40)
    'xxxxxxxxxxxxxxxxxxxx... (100 characters)'
    """
    return _cut(text, limit, len(text))


def _cut(text: str, limit: int, length: int) -> str:
    """`text`, which once had `length` characters, in at most `limit` bytes."""
    data = text.encode(errors="backslashreplace")
    if len(data) <= limit and len(text) == length:
        return text
    note = f"... ({length} characters)"
    return data[: limit - len(note)].decode(errors="ignore") + note


def log_line(
    level: int,
    module: str,
    text: str,
    *,
    where: Origin | None,
    prefix: str = "",
    rank: int = 0,
    pid: int = 0,
    source: str | None = None,
    is_printable: bool = False,
) -> str:
    """The line as Kamailio writes it to stderr, without its end; a script's text has no place (`where` is None).

    `source` stands in place of the module and the colon behind it; text that `is_printable` was escaped by the caller, who may
    have put colours around parts of it.

    kamailio src/core/dprint.h: ``RANK(PID) LEVEL: PREFIXmodule [file:line]: function(): text``, the core being ``<core>``.

    >>> log_line(L_ERR, "tm", "no reply", where=Origin("modules/tm/t_fwd.py", 12, "t_relay"), prefix="{1 INVITE} ", pid=77)
    ' 0(77) ERROR: {1 INVITE} tm [modules/tm/t_fwd.py:12]: t_relay(): no reply'
    >>> log_line(L_INFO, "script", "hello", where=None, rank=5, pid=77)
    ' 5(77) INFO: <script>: hello'
    """
    name = LEVEL_NAMES[max(L_ALERT, min(level, L_DBG))]
    if source is None:
        place = "" if where is None else f" [{where}]: {where.function}()"
        source = (f"<{module}>" if module in ("core", "script") else module) + f"{place}: "
    head = f"{rank:2d}({pid}) {name}: " + escape(f"{prefix}{source}")
    # Only what can stand in the line is escaped, however much a peer has sent.
    shown = text[:MAX_LINE_BYTES]
    line = head + (shown if is_printable else escape(shown))
    return _cut(line, MAX_LINE_BYTES, len(line) + max(0, len(text) - MAX_LINE_BYTES))
