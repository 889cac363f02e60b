"""Questions about text: is it a number, a telephone number, an E.164 number."""

from kahea.api import Routes, SipMsg
from kahea.api.values import SipParseError, parse_uri
from kahea.modules.siputils.exports import e164_max_len, module

__all__ = ["is_e164_number"]

_DIGITS = b"0123456789"
_ALNUM = _DIGITS + b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_LEAST = 3
_EMPTY, _OTHER = -2, -3


def is_e164_number(text: bytes) -> bool:
    """Whether it is a + and then two digits or more, no more in all than e164_max_len."""
    return text[:1] == b"+" and _LEAST <= len(text) <= e164_max_len.value and not text[1:].translate(None, _DIGITS)


@module.function("is_e164", routes=Routes.REQUEST | Routes.FAILURE | Routes.LOCAL)
def is_e164(msg: SipMsg, number: bytes) -> int:  # noqa: ARG001  a script function's signature
    """1 for an E.164 number."""
    return 1 if is_e164_number(number) else -1


@module.function("is_uri_user_e164")
def is_uri_user_e164(msg: SipMsg, uri: bytes) -> int:  # noqa: ARG001  a script function's signature
    """1 for a SIP URI whose user is an E.164 number."""
    try:
        parsed = parse_uri(uri)
    except SipParseError:
        return -1
    return 1 if parsed.is_sip and is_e164_number(parsed.user or b"") else -1


@module.function("is_tel_number")
def is_tel_number(msg: SipMsg, tval: bytes) -> int:  # noqa: ARG001  a script function's signature
    """1 for digits, a + before them or not; -2 for all else."""
    digits = tval[1:] if tval[:1] == b"+" else tval
    return 1 if digits and not digits.translate(None, _DIGITS) else _EMPTY


@module.function("is_numeric")
def is_numeric(msg: SipMsg, tval: bytes) -> int:  # noqa: ARG001  a script function's signature
    """1 for digits alone; -2 for all else."""
    return 1 if tval and not tval.translate(None, _DIGITS) else _EMPTY


@module.function("is_alphanum")
def is_alphanum(msg: SipMsg, tval: bytes) -> int:
    """1 for digits and ASCII letters alone; -2 for nothing, -3 for all else."""
    return is_alphanumex(msg, tval, b"")


@module.function("is_alphanumex")
def is_alphanumex(msg: SipMsg, tval: bytes, eset: bytes) -> int:  # noqa: ARG001  a script function's signature
    """1 for digits, ASCII letters and the characters in `eset` alone; -2 for nothing, -3 for all else."""
    if not tval:
        return _EMPTY
    return _OTHER if tval.translate(None, _ALNUM + eset) else 1
