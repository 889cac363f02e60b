"""JSON behind limits (RFC 8259): the standard library reads it, after a look at its size and depth.

Refused beyond the grammar: a name twice in one object, numbers that are not finite or have too many digits, lone surrogates.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, NoReturn

from kahea.control.errors import CodecError, EncodeError
from kahea.control.limits import INT64, MAX_DEPTH, MAX_INT_DIGITS, MAX_JSON_BYTES, MAX_NAME_BYTES, MAX_VALUES
from kahea.control.value import RpcTime, RpcValue

__all__ = ["read_json", "write_json"]

_TOKENS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?+|[{}\[\],]', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
_MOST_TOKENS: Final = 4 * MAX_VALUES


class _RefusedError(ValueError):
    """A value that the hooks of the standard decoder refuse; they do not know where it stands."""


def read_json(data: bytes, *, limit: bool = True) -> RpcValue:
    """The value that `data` stands for.

    Without `limit` a client takes as many bytes and values as the server sent; they nest no deeper for that.

    Raises:
        CodecError: it is no JSON in UTF-8, or crosses a limit.

    >>> read_json(b'{"a": [1, 2.5, null]}')
    {'a': [1, 2.5, None]}
    """
    if limit and len(data) > MAX_JSON_BYTES:
        raise CodecError(f"json: {len(data)} bytes, at most {MAX_JSON_BYTES} are allowed", MAX_JSON_BYTES)
    _check_nesting(data, _MOST_TOKENS if limit else len(data))
    try:
        text = data.decode()
        value: RpcValue = _DECODER.decode(text)
    except UnicodeDecodeError as error:
        raise CodecError("json: the text is not UTF-8", error.start) from error
    except json.JSONDecodeError as error:
        raise CodecError(f"json: {error.msg[:1].lower()}{error.msg[1:]}", len(text[: error.pos].encode())) from error
    except _RefusedError as error:
        raise CodecError(f"json: {error}", 0) from error
    if b"\\u" in data and _SURROGATE.search(json.dumps(value, ensure_ascii=False)):
        raise CodecError("json: half of a surrogate pair", data.find(b"\\u"))
    return value


def _check_nesting(data: bytes, most_tokens: int) -> None:
    """A look at every string, bracket and comma, since the standard decoder recurses and takes any number of values."""
    depth = 0
    for count, found in enumerate(_TOKENS.finditer(data)):
        byte = data[found.start()]
        depth += (byte in b"{[") - (byte in b"}]")
        if depth > MAX_DEPTH:
            raise CodecError(f"json: values nested deeper than {MAX_DEPTH}", found.start())
        if count >= most_tokens:
            raise CodecError(f"json: more than {most_tokens} strings, brackets and commas", found.start())


def _constant(word: str) -> NoReturn:
    raise _RefusedError(f"{word} is no number of JSON")


def _int(digits: str) -> int:
    if len(digits) > MAX_INT_DIGITS + 1:
        raise _RefusedError(f"an integer of {len(digits)} digits, at most {MAX_INT_DIGITS} are allowed")
    number = int(digits)
    if number not in INT64:
        raise _RefusedError(f"the integer {number} has more than 64 bits")
    return number


def _float(text: str) -> float:
    if len(text) > 2 * MAX_NAME_BYTES or not math.isfinite(number := float(text)):
        raise _RefusedError(f"the number {text[:40]} is too large")
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise _RefusedError("an object has one name twice")
    return members


_DECODER = json.JSONDecoder(parse_constant=_constant, parse_int=_int, parse_float=_float, object_pairs_hook=_object)


def write_json(value: RpcValue, *, indent: bool = False) -> bytes:
    r"""The JSON text of `value`; with `indent` a member a line, with tabs, as Kamailio's ``pretty_format`` does.

    Bytes that are no UTF-8 become the replacement character, a moment Kamailio's ``20090213T23:31:30``.

    Raises:
        EncodeError: a number is not finite, or the values nest too deeply.

    >>> write_json({"a": [1, None], "b": "\u00e9"})
    b'{"a":[1,null],"b":"\xc3\xa9"}'
    """
    plain = _plain(value, 0)
    try:
        if indent:
            return json.dumps(plain, ensure_ascii=False, allow_nan=False, indent="\t").encode()
        return json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except ValueError as error:
        raise EncodeError(f"json: {error}") from error


def _plain(value: RpcValue, depth: int) -> Any:  # noqa: ANN401 - what the standard library's encoder takes
    if depth > MAX_DEPTH:
        raise EncodeError(f"json: values nested deeper than {MAX_DEPTH}")
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, RpcTime):
        return _moment(value)
    if isinstance(value, int) and value not in INT64:
        raise EncodeError("json: an integer has more than 64 bits")
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    if isinstance(value, Mapping):
        return {_SURROGATE.sub("\ufffd", name): _plain(member, depth + 1) for name, member in value.items()}
    if isinstance(value, Sequence):
        return [_plain(element, depth + 1) for element in value]
    return value


def _moment(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y%m%dT%H:%M:%S")
    except (ValueError, OverflowError, OSError) as error:
        raise EncodeError(f"json: {seconds} s since 1970 is no date") from error
