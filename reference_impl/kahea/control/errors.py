"""What the control interfaces refuse.

kahea.base.errors.KaheaError
  ControlError
    CodecError          bytes that are no request or no reply; where, and why
    EncodeError         a value that a format has no place for
    ExportError         a command that cannot be registered: a name twice, a signature nobody could call
    RpcFault            what a command answers instead of values: a code and a text
      UnknownCommand    there is no command of that name
      BadParams         the parameters do not fit the command
"""

from collections.abc import Iterable

from kahea.base import near_miss
from kahea.base.errors import KaheaError

__all__ = [
    "BadParams",
    "CodecError",
    "ControlError",
    "EncodeError",
    "ExportError",
    "RpcFault",
    "UnknownCommand",
    "did_you_mean",
]

_LONGEST_GUESS = 64
_CUTOFF = 0.7


class ControlError(KaheaError):
    """The root of the control interfaces' exceptions."""


class CodecError(ControlError):
    """Bytes that a codec refuses; no other exception leaves a decoder.

    Attributes:
        reason: what was found and what was allowed; one printable line.
        offset: where, in bytes from the start of what was given to the decoder.

    >>> str(CodecError("binrpc: 0x16 is not the first byte of a packet", 0))
    'binrpc: 0x16 is not the first byte of a packet (offset 0)'
    """

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason, offset)
        self.reason = reason
        self.offset = offset

    def __str__(self) -> str:
        return f"{self.reason} (offset {self.offset})"


class EncodeError(ControlError):
    """A value that a format has no place for: an integer of more than 64 bits, a reply above the limit."""


class ExportError(ControlError):
    """A command that cannot be registered."""


class RpcFault(ControlError):  # noqa: N818 - the word of Kamailio and of XML-RPC
    """What a command answers instead of values (Kamailio's ``rpc->fault``); a command raises it or calls ``rpc.fault``.

    Attributes:
        code: 400 for what the caller did, 404 for what is not there, 500 for what failed here.
        text: one line for the caller.

    >>> str(RpcFault(404, "AOR not found"))
    '404 AOR not found'
    """

    def __init__(self, code: int, text: str) -> None:
        super().__init__(code, text)
        self.code = code
        self.text = text

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class UnknownCommand(RpcFault):
    """There is no command of that name.

    Attributes:
        near: the end of a sentence that names a command spelt nearly so, or nothing. It is kept apart because clients compare
            the text.

    >>> UnknownCommand("core.ech", ["core.echo"]).near
    '; did you mean core.echo?'
    """

    def __init__(self, name: str, known: Iterable[str] = ()) -> None:
        super().__init__(500, f"command {name[:_LONGEST_GUESS]} not found")
        self.near = did_you_mean(name, known)


class BadParams(RpcFault):
    """The parameters do not fit the command."""

    def __init__(self, text: str) -> None:
        super().__init__(400, text)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of a sentence about an unknown `name`: the nearest known one, or nothing.

    >>> did_you_mean("core.uptme", ["core.uptime", "core.ps"])
    '; did you mean core.uptime?'
    >>> did_you_mean("zzz", ["core.ps"])
    ''
    """
    return near_miss.did_you_mean(name, known, cutoff=_CUTOFF)
