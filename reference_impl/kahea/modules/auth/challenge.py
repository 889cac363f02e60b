"""Challenges: the header that tells a client what to prove (RFC 3261 §22.4, RFC 7616 §3.3)."""

from kahea.api import SipMsg
from kahea.modules.auth.algorithm import Algorithm
from kahea.modules.auth.engine import STALE, new_nonce
from kahea.modules.auth.exports import algorithm, proxy_challenge_header, qop, www_challenge_header
from kahea.modules.auth.quoted import quoted

__all__ = ["ANSWER_LATER", "QOP_AUTH", "QOP_AUTH_INT", "STALE_FLAG", "challenge_lines"]

QOP_AUTH, QOP_AUTH_INT, ANSWER_LATER, STALE_FLAG = 1, 2, 4, 16
_BASES = {"auth": QOP_AUTH, "auth-int": QOP_AUTH_INT}


def challenge_lines(msg: SipMsg, realm: bytes, flags: int, algorithms: bytes = b"", *, is_proxy: bool) -> bytes:
    """The header lines, one for each algorithm, the strongest first as they are given.

    Raises:
        ValueError: an algorithm is not known.
    """
    name = (proxy_challenge_header if is_proxy else www_challenge_header).value.encode()
    wanted = [Algorithm.of(text.strip()) for text in algorithms.split(b",") if text.strip()]
    if not wanted:
        wanted = [algorithm.value] if algorithm.value else [Algorithm.MD5]
    return b"".join(
        b"%b: %b\r\n" % (name, _challenge(msg, realm, flags, each, is_named=bool(algorithms) or each is not Algorithm.MD5))
        for each in wanted
    )


def _challenge(msg: SipMsg, realm: bytes, flags: int, wanted: Algorithm, *, is_named: bool) -> bytes:
    pieces = [b"Digest realm=" + quoted(realm), b'nonce="' + new_nonce(msg) + b'"']
    bits = flags & (QOP_AUTH | QOP_AUTH_INT) or _BASES.get(qop.value, 0)
    if bits:
        words = [word.encode() for word, bit in _BASES.items() if bits & bit]
        pieces.append(b'qop="' + b",".join(words) + b'"')
    if is_named or algorithm.value:
        pieces.append(b"algorithm=" + wanted.value)
    if flags & STALE_FLAG or (msg.has("attached") and msg.attached.get(STALE)):
        pieces.append(b"stale=true")
    return b", ".join(pieces)
