r"""The argument lines of an MI command, which FIFO and datagram share (modules/mi_fifo/mi_parser.c in Kamailio and OpenSIPS).

line  = [name "::"] (plain / quoted) LF
plain = text without '"', blanks at both ends cut
quoted = '"' text '"', where \" stands for '"', and line ends may stand but no empty line
"""

import re
from collections.abc import Iterable
from typing import Final

from kahea.base.strutils import quote
from kahea.control.errors import CodecError, EncodeError
from kahea.control.limits import MAX_MI_NODES
from kahea.control.mi import MiNode

__all__ = ["read_arguments", "write_arguments"]

_BLANKS: Final = b" \t\r\v\f"
_QUOTED: Final = re.compile(rb'"((?:\\"|[^"])*+)"[ \t\r\v\f]*(?:\n|\Z)', re.DOTALL)
_PLAIN_OUTSIDE: Final = re.compile(r'["\n]|::|^[ \t\r\v\f]|[ \t\r\v\f]\Z')


def read_arguments(lines: bytes, base: int = 0) -> MiNode:
    r"""A node whose kids are the arguments; `base` is added to the offset of a complaint.

    Raises:
        CodecError: a '"' stands where none may, or is not closed.

    >>> [(kid.name, kid.value) for kid in read_arguments(b'location\nuser::bob\nuri::"sip:b \\"x\\""\nempty::\n').kids]
    [(None, 'location'), ('user', 'bob'), ('uri', 'sip:b "x"'), ('empty', None)]
    """
    root = MiNode()
    at = 0
    while at < len(lines):
        try:
            found, at = _argument(lines, at)
        except CodecError as error:
            raise CodecError(error.reason, error.offset + base) from error
        if found is None:
            continue
        if len(root.kids) >= MAX_MI_NODES:
            raise CodecError(f"mi: more than {MAX_MI_NODES} arguments", at + base)
        name, value = found
        root.add_mi_node_child(name, value)
    return root


def _argument(lines: bytes, at: int) -> tuple[tuple[str | None, str | None] | None, int]:
    """Name and value of the argument that begins at `at`, None for a line of blanks; and where the next one begins."""
    eol = lines.find(b"\n", at)
    end = len(lines) if eol < 0 else eol
    line = lines[at:end]
    text = line.strip(_BLANKS)
    if not text:
        return None, end + 1
    value_at = at + line.index(text[:1])
    name = None
    if not text.startswith(b'"'):
        before, separator, after = text.partition(b"::")
        if b'"' in before:
            raise CodecError(f"mi: a '\"' inside {quote(text, 40)}", at)
        if not separator:
            return (None, _text(text)), end + 1
        name = _text(before.rstrip(_BLANKS)) or None
        after = after.lstrip(_BLANKS)
        if not after.startswith(b'"'):
            if b'"' in after:
                raise CodecError(f"mi: a '\"' inside {quote(text, 40)}", at)
            return (name, _text(after) or None), end + 1
        value_at = at + line.index(b'"')
    quoted = _QUOTED.match(lines, value_at)
    if quoted is None:
        raise CodecError(f"mi: the '\"' of {quote(text, 40)} is not closed, or text follows it", value_at)
    return (name, _text(quoted[1].replace(b'\\"', b'"'))), quoted.end()


def write_arguments(arguments: Iterable[MiNode]) -> bytes:
    r"""The lines of the arguments, for a client; what needs quotes gets them.

    Raises:
        EncodeError: a name holds what no name can, or a value has an empty line, or a backslash before a '"'.

    >>> write_arguments([MiNode(None, "location"), MiNode("uri", 'a "b"')])
    b'location\nuri::"a \\"b\\""\n'
    """
    return b"".join(_line(argument) for argument in arguments)


def _line(argument: MiNode) -> bytes:
    name, value = argument.name, argument.value
    if name is not None and (not name or name.endswith(":") or _PLAIN_OUTSIDE.search(name)):
        raise EncodeError(f"mi: {name!r} is no name of an argument")
    prefix = "" if name is None else f"{name}::"
    if value and not _PLAIN_OUTSIDE.search(value):
        return f"{prefix}{value}\n".encode(errors="surrogateescape")
    if not value:
        return f'{prefix}""\n'.encode() if value == "" or name is None else f"{prefix}\n".encode()
    if value.endswith("\\") or '\\"' in value or "\n\n" in value:
        raise EncodeError(f"mi: {value!r} cannot be quoted: an empty line, or a backslash before a '\"'")
    escaped = value.replace('"', '\\"')
    return f'{prefix}"{escaped}"\n'.encode(errors="surrogateescape")


def _text(data: bytes) -> str:
    return data.decode(errors="surrogateescape")
