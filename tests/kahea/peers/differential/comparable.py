"""A message without what two servers may choose freely: their tags, branches, nonces and the names of their own dialogues."""

import re

from tests.kahea.peers.differential.wire import Parts

__all__ = ["comparable"]

_BRANCH = re.compile(rb"branch=z9hG4bK[^;,\s]*?(\.\d+)?(?=[;,\s]|$)")
_TAG = re.compile(rb"tag=(?!k[a-z]+(?:[;,>\s]|$))[^;,>\s]+")
_NONCE = re.compile(rb'nonce="[^"]*"')


def comparable(data: bytes, server: str) -> tuple[str, ...]:
    """The first line, the header lines as they stand and the body, each as text."""
    parts = Parts.of(data)
    lines = [parts.first]
    for line in re.split(rb"\r\n(?![ \t])", data.partition(b"\r\n\r\n")[0].partition(b"\r\n")[2]):
        name = line.partition(b":")[0].strip().lower()
        if name in (b"via", b"v") and server.encode() in line:
            lines.append(_BRANCH.sub(rb"branch=OWN\1", line, count=1))
        elif name in (b"to", b"t", b"from", b"f"):
            lines.append(_TAG.sub(b"tag=OWN", line))
        else:
            lines.append(_NONCE.sub(b'nonce="OWN"', line))
    return tuple(line.decode("utf-8", "backslashreplace") for line in (*lines, parts.body))
