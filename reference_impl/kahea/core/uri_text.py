"""Which text may be made a URI of a message."""

__all__ = ["uri_text_fits"]

_NEVER_IN_URI = bytes(range(0x21)) + b'<>"\x7f'


def uri_text_fits(text: bytes) -> bool:
    r"""Whether `text` may stand where a URI stands: a blank or a line end in it would end the line.

    >>> uri_text_fits(b"sip:a@b"), uri_text_fits(b"sip:a@b\r\nEvil: 1")
    (True, False)
    """
    return len(text.translate(None, _NEVER_IN_URI)) == len(text)
