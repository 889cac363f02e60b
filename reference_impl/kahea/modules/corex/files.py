"""Files read into a variable, and written from text."""

from kahea.api import PvSpec, SipMsg
from kahea.api.values import PvWriteError, pv_str
from kahea.modules.corex.exports import module

__all__: list[str] = []


@module.function("file_read")
def file_read(msg: SipMsg, fpath: bytes, var: PvSpec) -> int:
    """1; the variable holds the file's content; -1 when it cannot be read or the variable not be set."""
    edge = msg.engine.edge
    data = edge.read_file(fpath.decode("utf-8", "surrogateescape")) if edge is not None else None
    if data is None:
        msg.engine.log.module("corex").err("file_read: %r cannot be read", fpath[:120])
        return -1
    try:
        var.set(msg, pv_str(data))
    except PvWriteError as error:
        msg.engine.log.module("corex").err("%s", error)
        return -1
    return 1


@module.function("file_write")
def file_write(msg: SipMsg, fpath: bytes, content: bytes) -> int:
    """1; the file has that content and no other; -1 when it cannot be written."""
    edge = msg.engine.edge
    if edge is not None and edge.write_file(fpath.decode("utf-8", "surrogateescape"), content):
        return 1
    msg.engine.log.module("corex").err("file_write: %r cannot be written", fpath[:120])
    return -1
