"""Class ``param``: lists of parameters, ``a=1;b=2``, divided by one byte that is ``;`` unless said otherwise."""

import re

from kahea.pv.transform.params import CHAR, NUMBER, TEXT
from kahea.pv.transform.table import TrClass

__all__ = ["param", "param_count", "param_in", "param_name", "param_value", "param_valueat", "read_params"]

param = TrClass("param")

_BLANK = b" \t\r\n"


_MARK = re.compile(rb'\\.|"|[^\\"]', re.DOTALL)


def read_params(text: bytes, delimiter: bytes = b";") -> list[tuple[bytes, bytes]]:
    """Name and value of each parameter in order; no value is empty, surrounding quotes are dropped.

    >>> read_params(b'a=1; lr ;c="x;y"')
    [(b'a', b'1'), (b'lr', b''), (b'c', b'x;y')]
    """
    pairs = []
    for piece in _split(text, delimiter or b";"):
        name, _, value = piece.partition(b"=")
        value = value.strip(_BLANK)
        if len(value) > 1 and value[:1] == value[-1:] == b'"':
            value = value[1:-1]
        if piece.strip(_BLANK):
            pairs.append((name.strip(_BLANK), value))
    return pairs


def _split(text: bytes, delimiter: bytes) -> list[bytes]:
    if b'"' not in text:
        return text.split(delimiter)
    pieces = []
    start = 0
    is_quoted = False
    for match in _MARK.finditer(text):
        if match[0] == b'"':
            is_quoted = not is_quoted
        elif match[0] == delimiter and not is_quoted:
            pieces.append(text[start : match.start()])
            start = match.end()
    return [*pieces, text[start:]]


@param.add("value", TEXT, CHAR, optional=1)
def param_value(text: bytes, name: bytes, delimiter: bytes = b";") -> bytes:
    """The value of parameter `name`, which is compared without case; empty when it is not there.

    >>> param_value(b"a=1;b=2;c=3", b"c"), param_value(b"a=1&b=2", b"b", b"&")
    (b'3', b'2')
    """
    wanted = name.lower()
    return next((value for known, value in read_params(text, delimiter) if known.lower() == wanted), b"")


@param.add("in", TEXT, CHAR, optional=1)
def param_in(text: bytes, name: bytes, delimiter: bytes = b";") -> int:
    """1 when parameter `name` is there, else 0.

    >>> param_in(b"a=1;b=2", b"b"), param_in(b"a=1;b=2", b"c")
    (1, 0)
    """
    wanted = name.lower()
    return int(any(known.lower() == wanted for known, _ in read_params(text, delimiter)))


@param.add("valueat", NUMBER, CHAR, optional=1)
def param_valueat(text: bytes, index: int, delimiter: bytes = b";") -> bytes:
    """The value of parameter number `index`, from the end when negative; empty when it is not there.

    >>> param_valueat(b"a=1;b=2", 1), param_valueat(b"a=1;b=2", -1), param_valueat(b"", 0)
    (b'2', b'2', b'')
    """
    return _at(read_params(text, delimiter), index)[1]


@param.add("name", NUMBER, CHAR, optional=1)
def param_name(text: bytes, index: int, delimiter: bytes = b";") -> bytes:
    """The name of parameter number `index`, from the end when negative; empty when it is not there.

    >>> param_name(b"a=1;b=2", 1)
    b'b'
    """
    return _at(read_params(text, delimiter), index)[0]


@param.add("count", CHAR, optional=1)
def param_count(text: bytes, delimiter: bytes = b";") -> int:
    """How many parameters there are.

    >>> param_count(b"a=1;b=2;c=3")
    3
    """
    return len(read_params(text, delimiter))


def _at(pairs: list[tuple[bytes, bytes]], index: int) -> tuple[bytes, bytes]:
    return pairs[index] if -len(pairs) <= index < len(pairs) else (b"", b"")
