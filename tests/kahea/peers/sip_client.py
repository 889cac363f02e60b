"""A client that registers, with digest when it is asked to."""

import hashlib
import os
import re
import socket

__all__ = ["ha1", "register", "status"]


def ha1(user: str, realm: str, password: str) -> str:
    """MD5(user:realm:password)."""
    return hashlib.md5(f"{user}:{realm}:{password}".encode()).hexdigest()


def status(reply: bytes) -> int:
    """The status of a reply; 0 for no reply."""
    return int(reply[8:11]) if reply.startswith(b"SIP/2.0 ") else 0


def register(port: int, user: str, contact: str, *, password: str = "", expires: int = 600, q: str = "") -> bytes:
    """The last reply to the registration of `contact` for `user`@127.0.0.1 at the server on `port`."""
    callid = os.urandom(8).hex()
    parameters = f";q={q}" if q else ""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.bind(("127.0.0.1", 0))
        client.settimeout(5)
        reply, authorization = b"", ""
        for cseq in (1, 2):
            lines = [
                f"REGISTER sip:127.0.0.1:{port} SIP/2.0",
                f"Via: SIP/2.0/UDP 127.0.0.1:{client.getsockname()[1]};rport;branch=z9hG4bK{os.urandom(6).hex()}",
                "Max-Forwards: 70",
                f"From: <sip:{user}@127.0.0.1>;tag={callid[:6]}",
                f"To: <sip:{user}@127.0.0.1>",
                f"Call-ID: {callid}",
                f"CSeq: {cseq} REGISTER",
                f"Contact: <{contact}>{parameters}",
                f"Expires: {expires}",
                *([authorization] if authorization else []),
                "Content-Length: 0",
                "",
                "",
            ]
            client.sendto("\r\n".join(lines).encode(), ("127.0.0.1", port))
            reply = client.recv(65_535)
            found = re.search(rb'Authenticate: Digest realm="([^"]*)", nonce="([^"]*)"', reply)
            if status(reply) != 401 or found is None or not password:
                break
            realm, nonce = found[1].decode(), found[2].decode()
            uri = f"sip:127.0.0.1:{port}"
            proof = _md5(f"{ha1(user, realm, password)}:{nonce}:{_md5(f'REGISTER:{uri}')}")
            authorization = (
                f'Authorization: Digest username="{user}", realm="{realm}", nonce="{nonce}", uri="{uri}", response="{proof}"'
            )
        return reply


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()
