"""What a command-line client makes of its arguments, and how it shows a reply: as kamcmd does."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kahea.control.call import RpcReply
from kahea.control.limits import MAX_INT_DIGITS
from kahea.control.value import RpcMember, RpcValue, text_of

__all__ = ["print_reply", "read_argument"]

_INT: Final = re.compile(rf"[+-]?[0-9]{{1,{MAX_INT_DIGITS - 1}}}", re.ASCII)
_FLOAT: Final = re.compile(r"[+-]?(?:[0-9]{1,18}\.[0-9]{0,18}|\.[0-9]{1,18})", re.ASCII)
_TEXT_PREFIX: Final = "s:"


def read_argument(word: str) -> RpcValue:
    """The parameter that `word` stands for: a number when it is one, else text; ``s:`` in front makes it text.

    >>> [read_argument(word) for word in ("5", "-2.5", "s:5", "a", "s:s:5")]
    [5, -2.5, '5', 'a', 's:5']
    """
    if word.startswith(_TEXT_PREFIX):
        return word.removeprefix(_TEXT_PREFIX)
    if _INT.fullmatch(word):
        return int(word)
    if _FLOAT.fullmatch(word):
        return float(word)
    return word


def print_reply(reply: RpcReply) -> str:
    """The lines that show `reply`: a value a line, members of structures indented, a fault as one line.

    An array inside a structure stands in braces, since kamcmd sees it as a structure; one that is a value of its own in
    brackets, which kamcmd indents in its own way.

    >>> print(print_reply(RpcReply(("a", {"n": 2.5, "l": [1]}))).expandtabs(2), end="")
    a
    {
      n: 2.500000
      l: {
        1
      }
    }
    """
    if reply.fault is not None:
        return f"error: {reply.fault.code} - {reply.fault.text}\n"
    return "".join(f"{line}\n" for value in reply.values for line in _lines(value, "", 0, in_struct=False))


def _lines(value: RpcValue, name: str, level: int, *, in_struct: bool) -> Iterator[str]:
    margin = "\t" * level + name
    if isinstance(value, Mapping):
        yield f"{margin}{{"
        yield from _members(value, level + 1)
        yield "\t" * level + "}"
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        yield margin + ("{" if in_struct else "[")
        for element in value:
            if isinstance(element, RpcMember):
                yield from _members(element, level + 1)
            else:
                yield from _lines(element, "", level + 1, in_struct=in_struct)
        yield "\t" * level + ("}" if in_struct else "]")
    else:
        yield margin + _scalar(value)


def _members(members: Mapping[str, RpcValue], level: int) -> Iterator[str]:
    for name, value in members.items():
        yield from _lines(value, f"{name}: ", level, in_struct=True)


def _scalar(value: RpcValue) -> str:
    if value is None:
        return "<null string>"
    return f"{value:f}" if isinstance(value, float) else text_of(value)
