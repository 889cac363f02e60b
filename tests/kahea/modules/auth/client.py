"""A client that answers challenges as RFC 7616 says, independent of the server's own digests."""

import hashlib
import re

from kahea.core.net import Send

_DIGESTS = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}


def request(
    *,
    method: str = "REGISTER",
    user: str = "alice",
    authorization: str = "",
    cseq: int = 1,
    branch: str = "",
    callid: str = "c1",
    extra: str = "",
) -> bytes:
    """A request of `user`@example.org; `authorization` is a whole header line."""
    lines = [
        f"{method} sip:example.org SIP/2.0",
        f"Via: SIP/2.0/UDP 127.0.0.2:5060;branch=z9hG4bK{branch or f'{callid}{cseq}'}",
        "Max-Forwards: 70",
        f"From: <sip:{user}@example.org>;tag=f1",
        f"To: <sip:{user}@example.org>",
        f"Call-ID: {callid}",
        f"CSeq: {cseq} {method}",
        *([authorization] if authorization else []),
        *([extra] if extra else []),
        "Content-Length: 0",
        "",
        "",
    ]
    return "\r\n".join(lines).encode()


def status(sends: list[Send]) -> int:
    """The status of the one reply that was sent."""
    replies = [send.data for send in sends if send.data.startswith(b"SIP/2.0 ")]
    assert len(replies) == 1, sends
    return int(replies[0][8:11])


def challenge(sends: list[Send], name: str = "WWW-Authenticate") -> dict[str, str]:
    """The parameters of the first challenge in the reply."""
    found = re.search(rf"^{name}: Digest (.*)\r$", sends[-1].data.decode(), re.MULTILINE)
    assert found, sends[-1].data
    pieces = re.findall(r'(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^,\s]+))', found[1])
    return {key: quoted or plain for key, quoted, plain in pieces}


def answer(
    asked: dict[str, str],
    *,
    user: str = "alice",
    password: str = "secret",
    method: str = "REGISTER",
    nc: int = 1,
    header: str = "Authorization",
    changed: dict[str, str] | None = None,
) -> str:
    """The header line that answers the challenge; `changed` replaces parameters after the digest was made."""
    algorithm = asked.get("algorithm", "MD5")
    uri, cnonce = "sip:example.org", "0a4f113b"
    make = _DIGESTS[algorithm.removesuffix("-sess")]

    def digest(*pieces: str) -> str:
        return make(":".join(pieces).encode()).hexdigest()

    ha1 = digest(user, asked["realm"], password)
    if algorithm.endswith("-sess"):
        ha1 = digest(ha1, asked["nonce"], cnonce)
    ha2 = digest(method, uri)
    values = {"username": user, "realm": asked["realm"], "nonce": asked["nonce"], "uri": uri}
    if "qop" in asked:
        values |= {"qop": "auth", "nc": f"{nc:08x}", "cnonce": cnonce}
        values["response"] = digest(ha1, asked["nonce"], values["nc"], cnonce, "auth", ha2)
    else:
        values["response"] = digest(ha1, asked["nonce"], ha2)
    if "algorithm" in asked:
        values["algorithm"] = algorithm
    values |= changed or {}
    plain = {"qop", "nc", "algorithm"}
    return f"{header}: Digest " + ", ".join(
        f"{key}={value}" if key in plain else f'{key}="{value}"' for key, value in values.items()
    )
