"""The one exception that leaves the parser.

kahea.base.errors.KaheaError
  SipParseError     the reply to send, why, and where in the received bytes

Anything else that leaves it is a bug of the parser.
"""

from kahea.base.errors import KaheaError

__all__ = ["SipParseError"]


class SipParseError(KaheaError):
    """Bytes that the grammar or a limit refuses.

    Attributes:
        code: status of the SIP reply to send, 400 to 699.
        reason: what was found and what was allowed; one printable line.
        offset: where in the buffer that was given to the parser.

    >>> error = SipParseError(400, "via: port 70000 is not in 1..65535", 34)
    >>> str(error)
    'via: port 70000 is not in 1..65535 (offset 34)'
    >>> error.reply_reason
    'Via: port 70000 is not in 1..65535'
    """

    def __init__(self, code: int, reason: str, offset: int) -> None:
        super().__init__(code, reason, offset)
        self.code = code
        self.reason = reason
        self.offset = offset

    def __str__(self) -> str:
        return f"{self.reason} (offset {self.offset})"

    @property
    def reply_reason(self) -> str:
        """The reason phrase of the reply: one line, at most 128 characters."""
        return (self.reason[:1].upper() + self.reason[1:])[:128]
