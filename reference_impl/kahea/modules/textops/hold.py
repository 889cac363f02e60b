"""is_audio_on_hold(): whether the session description stops the sound."""

from kahea.api import SipMsg
from kahea.api.values import SipParseError, get_sdp
from kahea.modules.textops.exports import module

__all__ = ["is_audio_on_hold"]

_OLD, _NEW = 1, 2
_NOWHERE = (b"0.0.0.0", b"::")


@module.function("is_audio_on_hold")
def is_audio_on_hold(msg: SipMsg) -> int:
    """1 when an audio stream has the null address (RFC 2543), 2 when it is inactive or sendonly (RFC 3264), -1 else.

    What a stream does not say itself the session says for it.
    """
    try:
        sdp = get_sdp(msg)
    except SipParseError:
        return -1
    for stream in sdp.streams if sdp is not None else ():
        if stream.media != b"audio":
            continue
        connection = stream.connection or (sdp.connection if sdp is not None else None)
        if connection is not None and connection.address in _NOWHERE:
            return _OLD
        if (stream.direction or (sdp.direction if sdp is not None else None)) in (b"inactive", b"sendonly"):
            return _NEW
    return -1
