"""Strings compared and looked through; the message has no part in it."""

from kahea.api import SipMsg
from kahea.modules.textops.exports import module

__all__ = [
    "cmp_istr",
    "cmp_str",
    "ends_with",
    "in_list",
    "in_list_prefix",
    "starts_with",
    "str_all_in",
    "str_any_in",
    "str_find",
    "str_ifind",
]


def _is(claim: bool) -> int:
    return 1 if claim else -1


def _items(text: bytes, separator: bytes) -> list[bytes]:
    """The items of a list, blanks around them left out, empty ones too."""
    return [item.strip(b" \t\r\n") for item in text.split(separator[:1])] if separator else [text]


@module.function("in_list")
def in_list(_msg: SipMsg, subject: bytes, list: bytes, separator: bytes) -> int:  # noqa: A002  the name in the manual
    """1 when `subject` is an item of the list, -1 when not."""
    return _is(bool(subject) and subject in _items(list, separator))


@module.function("in_list_prefix")
def in_list_prefix(_msg: SipMsg, subject: bytes, list: bytes, separator: bytes) -> int:  # noqa: A002  the name in the manual
    """1 when `subject` begins with an item of the list, -1 when not."""
    return _is(any(item and subject.startswith(item) for item in _items(list, separator)))


@module.function("cmp_str")
def cmp_str(_msg: SipMsg, str1: bytes, str2: bytes) -> int:
    """1 when both are the same, -1 when not."""
    return _is(str1 == str2)


@module.function("cmp_istr")
def cmp_istr(_msg: SipMsg, str1: bytes, str2: bytes) -> int:
    """1 when both are the same but for the case of letters, -1 when not."""
    return _is(str1.lower() == str2.lower())


@module.function("starts_with")
def starts_with(_msg: SipMsg, str1: bytes, str2: bytes) -> int:
    """1 when the first begins with the second, -1 when not."""
    return _is(str1.startswith(str2))


@module.function("ends_with")
def ends_with(_msg: SipMsg, str1: bytes, str2: bytes) -> int:
    """1 when the first ends with the second, -1 when not."""
    return _is(str1.endswith(str2))


@module.function("str_find")
def str_find(_msg: SipMsg, str1: bytes, str2: bytes) -> int:
    """The place of the second in the first, 1 its beginning; -1 when it is not in there."""
    at = str1.find(str2)
    return at + 1 if at >= 0 else -1


@module.function("str_ifind")
def str_ifind(_msg: SipMsg, str1: bytes, str2: bytes) -> int:
    """As str_find(), without regard to case."""
    at = str1.lower().find(str2.lower())
    return at + 1 if at >= 0 else -1


@module.function("str_any_in")
def str_any_in(_msg: SipMsg, txt: bytes, clist: bytes) -> int:
    """1 when one of the characters is in `txt`, -1 when none is."""
    return _is(any(each in txt for each in clist))


@module.function("str_all_in")
def str_all_in(_msg: SipMsg, txt: bytes, clist: bytes) -> int:
    """1 when every one of the characters is in `txt`, -1 when one is missing."""
    return _is(all(each in txt for each in clist))
