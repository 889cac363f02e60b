r"""MI over a FIFO (kamailio modules/mi_fifo/fifo_fnc.c).

    command = ":" name ":" [reply name] LF *(argument line) LF

The reply goes to the FIFO that the client made under the reply directory; without a name there is none. Clients write a whole
command at once, so what is wrong is skipped up to the empty line that ends it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from kahea.base.strutils import quote
from kahea.control.errors import CodecError, EncodeError
from kahea.control.limits import MAX_FIFO_BYTES, MAX_NAME_BYTES
from kahea.control.mi import MiNode, MiRoot
from kahea.control.mi_lines import read_arguments, write_arguments
from kahea.control.mi_registry import MiRegistry
from kahea.control.mi_text import write_reply
from kahea.control.reply_name import check_reply_name

__all__ = ["FifoCommand", "FifoStream", "answer", "read_command", "request"]

_END: Final = b"\n\n"
_NOTHING: Final = b" \t\r\n"


@dataclass(frozen=True, slots=True)
class FifoCommand:
    """One command.

    Attributes:
        reply_name: the checked name of the FIFO for the reply, None when nobody waits for it.
        arguments: a node whose kids they are.
        error: why the arguments could not be read; None when they could.
    """

    name: str
    reply_name: str | None
    arguments: MiNode
    error: CodecError | None = None


def request(name: str, arguments: Iterable[MiNode] = (), *, reply_name: str = "") -> bytes:
    r"""The bytes that run a command, to be written at once.

    Raises:
        EncodeError: the name or an argument has no place in the format.

    >>> request("ul_rm", [MiNode(None, "location")], reply_name="r1")
    b':ul_rm:r1\nlocation\n\n'
    """
    if not name or any(sign in name for sign in ":\n"):
        raise EncodeError(f"mi: {name!r} is no name of a command")
    return f":{name}:{reply_name}\n".encode() + write_arguments(arguments) + b"\n"


class FifoStream:
    r"""Cuts what a FIFO delivers into commands; owned by its reader.

    >>> stream = FifoStream()
    >>> stream.feed(b":which:r1\n")
    []
    >>> stream.feed(b"\n")[0].name
    'which'
    """

    __slots__ = ("_buf",)

    def __init__(self) -> None:
        self._buf = bytearray()

    @property
    def pending_bytes(self) -> int:
        """Bytes that wait for the empty line."""
        return len(self._buf)

    def feed(self, data: bytes) -> list[FifoCommand | CodecError]:
        """The commands that `data` completes, and an error for each that cannot be answered."""
        self._buf += data
        events: list[FifoCommand | CodecError] = []
        while (end := self._end()) >= 0:
            command = bytes(self._buf[:end])
            del self._buf[:end]
            try:
                events.append(read_command(command))
            except CodecError as error:
                events.append(error)
        if len(self._buf) > MAX_FIFO_BYTES:
            events.append(CodecError(f"mi: a command of more than {MAX_FIFO_BYTES} bytes", MAX_FIFO_BYTES))
            self._buf.clear()
        return events

    def _end(self) -> int:
        """Where the first command ends, behind its empty line; -1 while it does not."""
        self._buf = self._buf.lstrip(_NOTHING)
        end = self._buf.find(_END)
        return end + len(_END) if end >= 0 else -1


def read_command(data: bytes) -> FifoCommand:
    r"""The command in `data`, with or without the empty line at its end; bad arguments are in its `error`.

    Raises:
        CodecError: the first line is no command, or the reply name is refused: nobody can be answered.

    >>> read_command(b":ul_show:r1\nbrief\n").arguments.kids[0].value
    'brief'
    """
    head, _, lines = data.partition(b"\n")
    first, *words = head.rstrip(_NOTHING).split(b":")
    if first or len(words) < 2 or not words[0]:  # noqa: PLR2004 - the name and the reply name
        raise CodecError(f"mi: {quote(head, 40)} is not ':' command ':' reply name", 0)
    if len(words[0]) > MAX_NAME_BYTES:
        raise CodecError(f"mi: a command's name of {len(words[0])} bytes, at most {MAX_NAME_BYTES} are allowed", 1)
    name, reply_name = words[0].decode(errors="surrogateescape"), b":".join(words[1:]).decode(errors="surrogateescape")
    checked = check_reply_name(reply_name, len(words[0]) + 2) if reply_name else None
    try:
        arguments, error = read_arguments(lines, len(head) + 1), None
    except CodecError as found:
        arguments, error = MiNode(), found
    return FifoCommand(name, checked, arguments, error)


async def answer(command: FifoCommand, registry: MiRegistry, send: Callable[[bytes], None], *, indent: str = "\t") -> None:
    r"""Nothing; the command has run, and `send` has got what to write to its reply FIFO, or nothing when it has none.

    >>> from kahea.control.call import run_now
    >>> run_now(answer(FifoCommand("nosuch", "r1", MiNode()), MiRegistry(), print))
    b"500 command 'nosuch' not available\n\n"
    """

    def reply_to(reply: MiRoot) -> None:
        if command.reply_name is not None:
            send(write_reply(reply, indent=indent))

    if command.error is not None and registry.lookup(command.name) is not None:
        reply_to(MiRoot(400, f"parse error in command '{command.name}'"))
    else:
        await registry.run(command.name, command.arguments, reply_to)
