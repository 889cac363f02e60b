"""Strings of the language: escapes to characters and back."""

import re

__all__ = ["quote", "unescape"]

_ESCAPE = re.compile(r"\\(?:([nrat\"\\])|x([0-9A-Fa-f]{1,2})|([0-7]{2,3})|(\r?\n))")
_NAMED = {"n": "\n", "r": "\r", "a": "\a", "t": "\t", '"': '"', "\\": "\\"}
_SPECIAL = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\", "\a": "\\a"}
_HIGHEST_ASCII = 0x7F
_LOWEST_PRINTED = 0x20


def unescape(text: str) -> str:
    r"""The characters between double quotes with the escapes resolved; an unknown escape keeps its backslash.

    >>> unescape(r"a\x41\102 \+")
    'aAB \\+'
    """
    if "\\" not in text:
        return text
    value = _ESCAPE.sub(_character, text)
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


def _character(match: re.Match[str]) -> str:
    named, hexadecimal, octal, _ = match.groups()
    if named:
        return _NAMED[named]
    if hexadecimal or octal:
        code = int(hexadecimal, 16) if hexadecimal else int(octal, 8) & 0xFF
        return chr(code) if code <= _HIGHEST_ASCII else chr(0xDC00 + code)
    return ""


def quote(text: str) -> str:
    r"""`text` as a double-quoted string that `unescape` reads back.

    >>> quote('say "hi"\n')
    '"say \\"hi\\"\\n"'
    """
    return '"' + "".join(_SPECIAL.get(char) or _plain(char) for char in text) + '"'


def _plain(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # noqa: PLR2004 - a byte that is not UTF-8, see PEP 383
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < _LOWEST_PRINTED or code == _HIGHEST_ASCII else char
