"""Parameters behind a value: ``;name=value`` of headers, ``,name=value`` of credentials."""

from collections.abc import Iterator

from kahea.base.strutils import quote
from kahea.parser.abnf import DQUOTE, EQUAL, SEMI, gen_value_end, quoted_end, skip_lws, token_end, unquote
from kahea.parser.errors import SipParseError
from kahea.parser.limits import MAX_PARAMS

__all__ = ["EMPTY", "Param", "Params", "parse_params", "serialise_param", "serialise_params"]


Param = tuple[bytes, bytes | None]
"""Name and value as written; the value is None without an equals sign and keeps its quotes."""


class Params(tuple[Param, ...]):
    """Parameters in the order they came; names are found whatever their case.

    >>> params, pos = parse_params(b";Tag=x;lr", 0, 9)
    >>> params.get(b"tag"), params.get(b"lr"), params.get(b"ob")
    (b'x', b'', None)
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Params({list(self)!r})"

    def find(self, name: bytes) -> Param | None:
        """The first parameter called `name` (lower case), None without one."""
        for param in self:
            if param[0] == name or param[0].lower() == name:
                return param
        return None

    def get(self, name: bytes) -> bytes | None:
        """The value of `name` without quotes, b"" when it has no value, None when it is absent."""
        for known, value in self:
            if known == name or known.lower() == name:
                return unquote(value) if value else b""
        return None

    def names(self) -> Iterator[bytes]:
        """The names in lower case, in order."""
        return (param[0].lower() for param in self)

    def with_value(self, name: bytes, value: bytes | None) -> "Params":
        """A copy in which `name` (lower case) has `value`, at its old place or behind the others.

        >>> serialise_params(Params([(b"a", b"1")]).with_value(b"a", b"2"))
        b';a=2'
        """
        fresh = (name, value)
        if self.find(name) is None:
            return Params((*self, fresh))
        return Params(fresh if param[0].lower() == name else param for param in self)


EMPTY = Params()


def parse_params(buf: bytes, pos: int, end: int, what: str = "parameter") -> tuple[Params, int]:
    """The run of ``;name[=value]`` that begins at `pos`, and the position behind it and its blanks.

    Ends at `end` or before the first byte that cannot belong to it, such as a comma; that byte is the caller's.

    Raises:
        SipParseError: 400 for a parameter without a name, a value missing behind ``=``, an open quote, too many.

    >>> parse_params(b" ; tag = a1 ;lr, next", 0, 20)
    (Params([(b'tag', b'a1'), (b'lr', None)]), 15)
    """
    found: list[Param] = []
    pos = skip_lws(buf, pos, end)
    while pos < end and buf[pos] == SEMI:
        if len(found) >= MAX_PARAMS:
            raise SipParseError(400, f"{what}: more than {MAX_PARAMS} parameters", pos)
        param, pos = _one(buf, skip_lws(buf, pos + 1, end), end, what)
        found.append(param)
    return (Params(found) if found else EMPTY), pos


def _one(buf: bytes, pos: int, end: int, what: str) -> tuple[Param, int]:
    stop = token_end(buf, pos, end)
    if stop == pos:
        raise SipParseError(400, f"{what}: a name is missing behind ';', found {quote(buf[pos : min(pos + 8, end)])}", pos)
    name = buf[pos:stop]
    pos = skip_lws(buf, stop, end)
    if pos >= end or buf[pos] != EQUAL:
        return (name, None), pos
    pos = skip_lws(buf, pos + 1, end)
    is_quoted = pos < end and buf[pos] == DQUOTE
    stop = quoted_end(buf, pos, end, what) if is_quoted else gen_value_end(buf, pos, end)
    if stop == pos:
        raise SipParseError(400, f"{what}: {quote(name, 40)} has no value behind '='", pos)
    return (name, buf[pos:stop]), skip_lws(buf, stop, end)


def serialise_param(param: Param) -> bytes:
    """``name`` or ``name=value``.

    >>> serialise_param((b"ttl", b"16"))
    b'ttl=16'
    """
    name, value = param
    return name if value is None else b"%b=%b" % (name, value)


def serialise_params(params: Params) -> bytes:
    """Every parameter with its semicolon, no blanks.

    >>> serialise_params(Params([(b"lr", None), (b"ttl", b"1")]))
    b';lr;ttl=1'
    """
    return b"".join([b";" + serialise_param(param) for param in params])
