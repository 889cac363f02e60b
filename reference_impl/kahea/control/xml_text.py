"""The values of XML-RPC as XML (xmlrpc.com/spec.md): read strictly, written plainly.

Beyond the specification ``i8`` and ``nil`` are taken, and ``i8`` is written where an integer has more than 32 bits, which the
standard library's codec refuses; it also takes elements in any order and numbers of any length, so none of it is used.
"""

import binascii
import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from kahea.base.strutils import quote
from kahea.control.convert import ConversionError, to_float, to_int
from kahea.control.errors import EncodeError
from kahea.control.limits import INT64, MAX_DEPTH
from kahea.control.value import RpcTime, RpcValue, type_name
from kahea.control.xml_tree import XmlElement

__all__ = ["read_value", "write_call", "write_fault", "write_response"]

_NO_XML: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_INT32: Final = range(-(2**31), 2**31)
_MOMENT: Final = "%Y%m%dT%H:%M:%S"
_NULL: Final = "<null string>"


def read_value(element: XmlElement) -> RpcValue:
    """The value of a ``<value>`` element; text without a type is a string.

    Raises:
        CodecError: the element holds no value of XML-RPC.

    >>> from kahea.control.xml_tree import parse_xml
    >>> read_value(parse_xml(b"<value><array><data><value><i4>5</i4></value><value>a</value></data></array></value>"))
    [5, 'a']
    """
    if not element.kids:
        return element.text
    typed = element.only(*_READERS)
    return _READERS[typed.tag](typed)


def _int(element: XmlElement) -> int:
    try:
        found = to_int(_scalar(element))
    except ConversionError:
        raise element.fail(f"holds {_quoted(element)} and no integer of 64 bits") from None
    if found not in INT64:
        raise element.fail(f"holds {found} and no integer of 64 bits")
    return found


def _double(element: XmlElement) -> float:
    try:
        return to_float(_scalar(element))
    except ConversionError:
        raise element.fail(f"holds {_quoted(element)} and no number") from None


def _boolean(element: XmlElement) -> bool:
    if _scalar(element) not in ("0", "1"):
        raise element.fail(f"holds {_quoted(element)} and neither 0 nor 1")
    return element.text.strip() == "1"


def _string(element: XmlElement) -> str:
    if element.kids:
        raise element.kids[0].fail("has no place inside a string")
    return element.text


def _base64(element: XmlElement) -> bytes:
    try:
        return binascii.a2b_base64("".join(_string(element).split()), strict_mode=True)
    except ValueError:
        raise element.fail("holds no base64") from None


def _date(element: XmlElement) -> RpcTime:
    try:
        return RpcTime(datetime.strptime(_scalar(element), _MOMENT).replace(tzinfo=UTC).timestamp())
    except ValueError:
        raise element.fail(f"holds {_quoted(element)} and no moment as 20090213T23:31:30") from None


def _nil(element: XmlElement) -> None:
    if element.kids or element.text.strip():
        raise element.fail("is not empty")


def _array(element: XmlElement) -> list[RpcValue]:
    return [read_value(kid) for kid in element.only("data").all_of("value")]


def _struct(element: XmlElement) -> dict[str, RpcValue]:
    members: dict[str, RpcValue] = {}
    for member in element.all_of("member"):
        parts = {kid.tag: kid for kid in member.all_of("name", "value")}
        if len(parts) != 2 or len(member.kids) != 2:  # noqa: PLR2004 - a name and a value
            raise member.fail("must hold one <name> and one <value>")
        name = _string(parts["name"])
        if name in members:
            raise member.fail(f"repeats the name {quote(name.encode(errors='replace'), 40)}")
        members[name] = read_value(parts["value"])
    return members


def _scalar(element: XmlElement) -> str:
    return _string(element).strip()


def _quoted(element: XmlElement) -> str:
    return quote(element.text.encode(errors="replace"), 40)


_READERS: dict[str, Callable[[XmlElement], RpcValue]] = {
    **dict.fromkeys(("int", "i4", "i8"), _int),
    "boolean": _boolean,
    "string": _string,
    "double": _double,
    "dateTime.iso8601": _date,
    "base64": _base64,
    "struct": _struct,
    "array": _array,
    "nil": _nil,
}


def write_call(method: str, params: Sequence[RpcValue]) -> bytes:
    r"""The document that calls `method`.

    Raises:
        EncodeError: a parameter has no place in the format.

    >>> write_call("core.ps", [])
    b'<?xml version="1.0"?>\n<methodCall><methodName>core.ps</methodName><params></params></methodCall>'
    """
    written = "".join(f"<param>{_write(param, 0)}</param>" for param in params)
    return _document("methodCall", f"<methodName>{_escape(method)}</methodName><params>{written}</params>")


def write_response(value: RpcValue) -> bytes:
    """The document that answers with `value`.

    Raises:
        EncodeError: it has no place in the format.
    """
    return _document("methodResponse", f"<params><param>{_write(value, 0)}</param></params>")


def write_fault(code: int, text: str) -> bytes:
    """The document that answers with a fault."""
    value = _write({"faultCode": code, "faultString": text}, 0)
    return _document("methodResponse", f"<fault>{value}</fault>")


def _document(tag: str, inside: str) -> bytes:
    return f'<?xml version="1.0"?>\n<{tag}>{inside}</{tag}>'.encode()


def _write(value: RpcValue, depth: int) -> str:
    if depth > MAX_DEPTH:
        raise EncodeError(f"xmlrpc: values nested deeper than {MAX_DEPTH}")
    if isinstance(value, Mapping):
        members = (f"<member><name>{_escape(name)}</name>{_write(each, depth + 1)}</member>" for name, each in value.items())
        return f"<value><struct>{''.join(members)}</struct></value>"
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return f"<value><array><data>{''.join(_write(each, depth + 1) for each in value)}</data></array></value>"
    tag, text = _write_scalar(value)
    return f"<value><{tag}>{text}</{tag}></value>"


def _write_scalar(value: RpcValue) -> tuple[str, str]:
    """The type's element and the text inside it."""
    match value:
        case None | str():
            return "string", _escape(_NULL if value is None else value)
        case bytes():
            return "base64", binascii.b2a_base64(value, newline=False).decode()
        case bool():
            return "boolean", str(int(value))
        case RpcTime():
            return "dateTime.iso8601", _moment(value)
        case int() if value in INT64:
            return "int" if value in _INT32 else "i8", str(value)
        case float() if math.isfinite(value):
            return "double", repr(value)
    raise EncodeError(f"xmlrpc: {type_name(value)} that has no place in the format")


def _moment(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime(_MOMENT)
    except (ValueError, OverflowError, OSError) as error:
        raise EncodeError(f"xmlrpc: {seconds} s since 1970 is no date") from error


def _escape(text: str) -> str:
    """`text` as character data; what XML cannot hold becomes the replacement character."""
    return _NO_XML.sub("\ufffd", text).translate(_ESCAPES)


_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"})
