r"""MI replies as text, the body that FIFO and datagram share (kamailio modules/mi_fifo/mi_writer.c).

    reply = code " " reason LF *line
    line  = indent for each level, [name ":: "] [value] *(" " attribute "=" value) LF

A line end inside a name, a value or a reason would begin a line of the reply; it is written as a blank.
"""

import re
from collections.abc import Iterator
from typing import Final

from kahea.base.strutils import quote
from kahea.control.errors import CodecError, EncodeError
from kahea.control.limits import MAX_DEPTH
from kahea.control.mi import MiNode, MiRoot

__all__ = ["node_lines", "read_mi_text", "write_mi_text", "write_reply"]

_STATUS: Final = re.compile(rb"([0-9]{1,3}) ([^\n]*)\n?")
_LINE_ENDS: Final = str.maketrans("\r\n\0", "   ")


def write_mi_text(root: MiRoot, *, indent: str = "\t", ends_with_empty_line: bool = True) -> bytes:
    r"""The reply as bytes; a FIFO's ends with an empty line, a datagram's does not.

    Raises:
        EncodeError: the tree is too deep.

    >>> root = MiRoot()
    >>> root.node.add_mi_node_child("AOR", "bob").add_mi_node_child("Contact", "sip:b@a").add_mi_attr("Q", "1").name
    'Q'
    >>> write_mi_text(root)
    b'200 OK\nAOR:: bob\n\tContact:: sip:b@a Q=1\n\n'
    """
    lines = [f"{root.code} {_plain(root.reason)}", *node_lines(root.node.kids, indent), *[""] * ends_with_empty_line]
    return "".join(f"{line}\n" for line in lines).encode(errors="surrogateescape")


def write_reply(root: MiRoot, *, indent: str = "\t", ends_with_empty_line: bool = True) -> bytes:
    r"""As `write_mi_text`, but a tree that cannot be written becomes the reply that says so.

    >>> write_reply(MiRoot(404, "AOR not found"), ends_with_empty_line=False)
    b'404 AOR not found\n'
    """
    try:
        return write_mi_text(root, indent=indent, ends_with_empty_line=ends_with_empty_line)
    except EncodeError as error:
        return write_mi_text(MiRoot(500, str(error)), ends_with_empty_line=ends_with_empty_line)


def node_lines(nodes: list[MiNode], indent: str = "\t", level: int = 0) -> Iterator[str]:
    """The lines of `nodes` and of what is below them, without line ends."""
    if level > MAX_DEPTH:
        raise EncodeError(f"mi: nodes nested deeper than {MAX_DEPTH}")
    for node in nodes:
        name = "" if node.name is None else f"{node.name}:: "
        attributes = "".join(("" if each.name is None else f" {each.name}=") + (each.value or "") for each in node.attributes)
        yield indent * level + _plain(f"{name}{node.value or ''}{attributes}")
        yield from node_lines(node.kids, indent, level + 1)


def read_mi_text(data: bytes, *, indent: str = "\t") -> MiRoot:
    r"""The tree that a reply shows, for a client; attributes stay in the value, since nothing tells them from it.

    Raises:
        CodecError: it begins with no status, or a line stands deeper than the one before it allows.

    >>> root = read_mi_text(b"200 OK\nAOR:: bob\n\tContact:: sip:b@a Q=1\n\n")
    >>> root.node.kids[0].kids[0].value
    'sip:b@a Q=1'
    """
    status = _STATUS.match(data)
    if status is None:
        raise CodecError(f"mi: {quote(data, 40)} begins with no status", 0)
    root = MiRoot(int(status[1]), _text(status[2]))
    open_nodes = [root.node]
    at = status.end()
    while at < len(data):
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        line = _text(data[at:end])
        if line:
            level = _level(line, indent)
            if level >= len(open_nodes) or level > MAX_DEPTH:
                raise CodecError(f"mi: a line of level {level} below one of level {len(open_nodes) - 2}", at)
            del open_nodes[level + 1 :]
            open_nodes.append(_add_line(open_nodes[-1], line[level * len(indent) :]))
        at = end + 1
    return root


def _level(line: str, indent: str) -> int:
    level = 0
    while indent and line.startswith(indent, level * len(indent)):
        level += 1
    return level


def _add_line(parent: MiNode, line: str) -> MiNode:
    name, separator, value = line.partition("::")
    if not separator:
        return parent.add_mi_node_child(None, line)
    return parent.add_mi_node_child(name, value.removeprefix(" ") or None)


def _plain(text: str) -> str:
    return text.translate(_LINE_ENDS)


def _text(data: bytes) -> str:
    return data.decode(errors="surrogateescape")
