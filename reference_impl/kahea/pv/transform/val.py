"""Class ``val``: null made something else, and values fit for JSON."""

import json

from kahea.pv.transform.table import TrClass
from kahea.pv.value import EMPTY, PvValue, pv_int, pv_str

__all__ = ["val", "val_json", "val_jsonqe", "val_n0", "val_ne"]

val = TrClass("val")

_ZERO = pv_int(0)


@val.add("n0", takes_value=True)
def val_n0(value: PvValue) -> PvValue:
    """0 for null, else the value.

    >>> from kahea.pv.value import NULL
    >>> val_n0(NULL).native()
    0
    """
    return _ZERO if value.is_null else value


@val.add("ne", takes_value=True)
def val_ne(value: PvValue) -> PvValue:
    """The empty string for null, else the value.

    >>> from kahea.pv.value import NULL
    >>> val_ne(NULL).native()
    b''
    """
    return EMPTY if value.is_null else value


@val.add("json", takes_value=True)
def val_json(value: PvValue) -> PvValue:
    r"""The value as it stands inside a JSON string; empty for null, a number stays one.

    >>> val_json(pv_str(b'"a" <b>')).rs
    b'\\"a\\" <b>'
    """
    if value.is_null:
        return EMPTY
    return value if value.is_int else pv_str(_quoted(value.rs)[1:-1])


@val.add("jsonqe", takes_value=True)
def val_jsonqe(value: PvValue) -> PvValue:
    r"""The value as a JSON value: a string in quotes, null as the empty string, a number bare.

    >>> val_jsonqe(pv_str(b'a"')).rs, val_jsonqe(pv_int(5)).rs
    (b'"a\\""', b'5')
    """
    return value if value.is_int else pv_str(_quoted(value.rs))


def _quoted(text: bytes) -> bytes:
    # Bytes that are no UTF-8 pass through: a stranger's message must not decide whether a log line can be written.
    return json.dumps(text.decode("utf-8", "surrogateescape"), ensure_ascii=False).encode("utf-8", "surrogateescape")
