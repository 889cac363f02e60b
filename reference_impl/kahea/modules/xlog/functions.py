"""xlog() and its relatives."""

from typing import Final

from kahea.api import PvFormat, SipMsg
from kahea.api.values import HdrType, SipParseError, cfg_place, escape, method_bit, parse_format
from kahea.modules.xlog.exports import buf_size, long_format, methods_filter, module, prefix, prefix_mode

__all__ = ["level_of"]

_LEVELS: Final = {
    "L_ALERT": -5, "L_BUG": -4, "L_CRIT2": -3, "L_CRIT": -2, "L_ERR": -1, "L_WARN": 0, "L_NOTICE": 1, "L_INFO": 2, "L_DBG": 3,
}  # fmt: skip
_ERR: Final = -1


def level_of(text: bytes) -> int | None:
    """The number of a level that is written as ``L_INFO`` or as the number itself; None when it is neither.

    >>> level_of(b"L_WARN"), level_of(b"2"), level_of(b"loud")
    (0, 2, None)
    """
    word = text.strip().decode("ascii", "replace")
    if word.removeprefix("-").isdigit():
        return max(-5, min(int(word[:4]), 3))
    return _LEVELS.get(word.upper())


def _write(msg: SipMsg, level: int, text: PvFormat, *, has_line: bool = False) -> int:
    """1; the line is in the log if its level is on."""
    log = msg.engine.log
    if not log.is_on(level, "script"):
        return 1
    shown = _printed(msg, text)
    if has_line or long_format.value:
        place = cfg_place()
        shown = f"{place.line}:{shown}" if place is not None else shown
    source = prefix.value
    if prefix_mode.value:
        source = parse_format(msg.engine.pvs, source.encode()).printf(msg).decode("utf-8", "replace")
    log.script(level, shown, source=source, is_printable=True)
    return 1


def _printed(msg: SipMsg, text: PvFormat) -> str:
    """The text with its variables replaced, at most buf_size bytes, all but the script's own colours made printable."""
    last = len(text.parts) - 1
    pieces: list[str] = []
    left = buf_size.value
    for at, part in enumerate(text.parts):
        data = part if isinstance(part, bytes) else part.get(msg).printed()
        is_colour = not isinstance(part, bytes) and part.name == "C"
        if at == last and data.endswith(b"\n"):
            data = data[:-1]
        shown = data[:left].decode("utf-8", "backslashreplace")
        pieces.append(shown if is_colour else escape(shown))
        left -= len(data)
        if left < 0:
            break
    return "".join(pieces)


def _at_level(msg: SipMsg, level: PvFormat, text: PvFormat, *, has_line: bool = False) -> int:
    number = level_of(level.printf(msg))
    if number is None:
        msg.engine.log.module("xlog").err("%r is no level of the log", level.printf(msg)[:40])
        return -1
    return _write(msg, number, text, has_line=has_line)


def _log(msg: SipMsg, texts: tuple[PvFormat | None, ...], *, has_line: bool) -> int:
    """1; the last text is written, at the level before it, L_ERR without one."""
    given = [text for text in texts if text is not None]
    if len(given) == 1:
        return _write(msg, _ERR, given[0], has_line=has_line)
    return _at_level(msg, given[-2], given[-1], has_line=has_line)


@module.function("xlog")
def xlog(msg: SipMsg, first: PvFormat, second: PvFormat | None = None, third: PvFormat | None = None) -> int:
    """Write a line: ``xlog([[facility,] level,] format)``; without a level it is L_ERR."""
    return _log(msg, (first, second, third), has_line=False)


@module.function("xlogl")
def xlogl(msg: SipMsg, first: PvFormat, second: PvFormat | None = None, third: PvFormat | None = None) -> int:
    """As xlog(), with the number of the configuration's line before the text."""
    return _log(msg, (first, second, third), has_line=True)


@module.function("xlogm")
def xlogm(msg: SipMsg, level: PvFormat, text: PvFormat) -> int:
    """As xlog() for messages whose method the setting methods_filter lets through."""
    silent = methods_filter.value
    if silent == -1:
        return 1
    try:
        cseq = None if msg.first_line.is_request else msg.parsed(HdrType.CSEQ)
    except SipParseError:
        return -1
    if not msg.first_line.is_request and cseq is None:
        return -1
    method = msg.first_line.method if cseq is None else cseq.method
    return 1 if method_bit(method) & silent else _at_level(msg, level, text)


@module.function("xdbg")
def xdbg(msg: SipMsg, text: PvFormat) -> int:
    """Write a line at level L_DBG."""
    return _write(msg, _LEVELS["L_DBG"], text)


@module.function("xdbgl")
def xdbgl(msg: SipMsg, text: PvFormat) -> int:
    """As xdbg(), with the number of the configuration's line before the text."""
    return _write(msg, _LEVELS["L_DBG"], text, has_line=True)


@module.function("xinfo")
def xinfo(msg: SipMsg, text: PvFormat) -> int:
    """Write a line at level L_INFO."""
    return _write(msg, _LEVELS["L_INFO"], text)


@module.function("xnotice")
def xnotice(msg: SipMsg, text: PvFormat) -> int:
    """Write a line at level L_NOTICE."""
    return _write(msg, _LEVELS["L_NOTICE"], text)


@module.function("xwarn")
def xwarn(msg: SipMsg, text: PvFormat) -> int:
    """Write a line at level L_WARN."""
    return _write(msg, _LEVELS["L_WARN"], text)


@module.function("xerr")
def xerr(msg: SipMsg, text: PvFormat) -> int:
    """Write a line at level L_ERR."""
    return _write(msg, _ERR, text)


@module.function("xbug")
def xbug(msg: SipMsg, text: PvFormat) -> int:
    """Write a line at level L_BUG."""
    return _write(msg, _LEVELS["L_BUG"], text)


@module.function("xcrit")
def xcrit(msg: SipMsg, text: PvFormat) -> int:
    """Write a line at level L_CRIT."""
    return _write(msg, _LEVELS["L_CRIT"], text)


@module.function("xalert")
def xalert(msg: SipMsg, text: PvFormat) -> int:
    """Write a line at level L_ALERT."""
    return _write(msg, _LEVELS["L_ALERT"], text)
