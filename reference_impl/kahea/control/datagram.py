r"""MI in datagrams (kamailio modules/mi_datagram/mi_datagram_parser.c): a command in one, its reply in another.

    command = ":" name ":" [reply name] LF *(argument line) [LF]

The reply goes to the sender, so a reply name means nothing here. It has no empty line at its end: Kamailio's writer puts the
last line end over it.
"""

from collections.abc import Callable, Iterable

from kahea.control.errors import CodecError
from kahea.control.fifo import FifoCommand, read_command
from kahea.control.limits import MAX_REQUEST_BYTES
from kahea.control.mi import MiNode, MiRoot
from kahea.control.mi_lines import write_arguments
from kahea.control.mi_registry import MiRegistry
from kahea.control.mi_text import write_reply

__all__ = ["answer", "decode_command", "request"]


def request(name: str, arguments: Iterable[MiNode] = ()) -> bytes:
    r"""The datagram that runs a command.

    Raises:
        EncodeError: an argument has no place in the format.

    >>> request("get_statistics", [MiNode(None, "all")])
    b':get_statistics:\nall\n'
    """
    return f":{name}:\n".encode() + write_arguments(arguments)


def decode_command(data: bytes) -> FifoCommand:
    r"""The command in one datagram.

    Raises:
        CodecError: it begins with no command, or is too long.

    >>> decode_command(b":which:\n").name
    'which'
    """
    if len(data) > MAX_REQUEST_BYTES:
        raise CodecError(f"mi: a command of {len(data)} bytes, at most {MAX_REQUEST_BYTES} are allowed", MAX_REQUEST_BYTES)
    head, line_end, lines = data.partition(b"\n")
    end = lines.find(b"\n\n")
    return read_command(head.rpartition(b":")[0] + b":" + line_end + (lines if end < 0 else lines[: end + 1]))


async def answer(data: bytes, registry: MiRegistry, send: Callable[[bytes], None], *, indent: str = "\t") -> None:
    r"""Nothing; the command in `data` has run, and `send` has got the datagram of its reply.

    >>> from kahea.control.call import run_now
    >>> run_now(answer(b":nosuch:\n", MiRegistry(), print))
    b'500 command not available\n'
    """

    def reply_to(reply: MiRoot) -> None:
        send(write_reply(reply, indent=indent, ends_with_empty_line=False))

    try:
        command = decode_command(data)
    except CodecError as error:
        reply_to(MiRoot(400, str(error)))
        return
    if registry.lookup(command.name) is None:
        reply_to(MiRoot(500, "command not available"))
    elif command.error is not None:
        reply_to(MiRoot(400, "parse error in command"))
    else:
        await registry.run(command.name, command.arguments, reply_to)
