"""The name of the FIFO that a client made for its reply: a name in the reply directory and never a path."""

import re
from typing import Final

from kahea.base.strutils import quote
from kahea.control.errors import CodecError
from kahea.control.limits import MAX_REPLY_NAME_BYTES

__all__ = ["check_reply_name"]

_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*", re.ASCII)


def check_reply_name(name: str, offset: int = 0) -> str:
    r"""`name` itself.

    Kamailio refuses ``.``, ``/`` and ``\\`` (modules/mi_fifo/fifo_fnc.c get_reply_filename()) and nothing at all in jsonrpcs;
    here every character is refused that no client needs, so that no directory and no shell can take the name for more. Dots
    between words are taken, since kamcli calls its FIFO ``kamailio_rpc_reply.fifo``.

    Raises:
        CodecError: the name is refused; `offset` says where it stood.

    >>> check_reply_name("kamailio_receiver_4711")
    'kamailio_receiver_4711'
    >>> check_reply_name("../passwd")
    Traceback (most recent call last):
    kahea.control.errors.CodecError: reply name '../passwd' is no plain name (offset 0)
    """
    if len(name) > MAX_REPLY_NAME_BYTES:
        raise CodecError(f"reply name of {len(name)} characters, at most {MAX_REPLY_NAME_BYTES} are allowed", offset)
    if not all(_NAME.fullmatch(word) for word in name.split(".")):
        raise CodecError(f"reply name {quote(name.encode(errors='replace'))} is no plain name", offset)
    return name
