"""What each line of the log says about the message at work: its Call-ID, or what the core parameter log_prefix asks for."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from kahea.parser.errors import SipParseError
from kahea.parser.hf import HdrType
from kahea.pv.format import PvFormat, parse_format

if TYPE_CHECKING:
    from kahea.core.engine import Engine
    from kahea.core.sip_msg import SipMsg

__all__ = ["LogContext"]

_EACH_LINE = 1


class LogContext:
    """The hook that makes the prefix of log lines; the engine owns it and sets nothing but the message.

    Nothing is worked out before a line is written.  With log_prefix_mode 0 a message's prefix is made once, with 1 for each
    line.
    """

    __slots__ = ("_engine", "_format", "_made", "_message", "_source")

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine
        self._message: SipMsg | None = None
        self._made: str | None = None
        self._source = ""
        self._format: PvFormat | None = None
        engine.log.prefix = self.prefix

    def bind(self, msg: "SipMsg | None") -> None:
        """Nothing; lines are about `msg` from now on, or about none."""
        if msg is not self._message:
            self._message = msg
            self._made = None

    def keep(self) -> Callable[[], None]:
        """What binds the message of now again."""
        return partial(self.bind, self._message)

    def prefix(self) -> str:
        """The text before the module's name: empty when no message is at work."""
        msg = self._message
        if msg is None:
            return ""
        if self._made is None or self._engine.core.log_prefix_mode == _EACH_LINE:
            self._made = self._text(msg)
        return self._made

    def _text(self, msg: "SipMsg") -> str:
        source = self._engine.core.log_prefix
        if not source:
            return f"{{callid={_callid(msg)}}} "
        if self._format is None or self._source != source:
            self._source, self._format = source, parse_format(self._engine.pvs, source.encode())
        return self._format.printf(msg).decode("utf-8", "backslashreplace")


def _callid(msg: "SipMsg") -> str:
    """The Call-ID, ``-`` without one."""
    try:
        field = msg.hdr(HdrType.CALLID)
    except SipParseError:
        field = None
    return field.body[:120].decode("utf-8", "backslashreplace") if field is not None else "-"
