"""A phone for the tests: the REGISTERs it sends, and what it reads of the answers."""

from __future__ import annotations

from collections.abc import Sequence

from kahea.api.net import Send
from kahea.api.testing import Lab

MODULES = 'loadmodule "sl.so"\nloadmodule "pv.so"\nloadmodule "xlog.so"\nloadmodule "usrloc.so"\nloadmodule "registrar.so"\n'
ROUTE = 'request_route {{ if ($rm == "REGISTER") {{ save("location"{save}); xlog("L_ERR", "code=$rc"); exit; }} {other} }}\n'
LOOKUP = 'lookup("location"); xlog("L_ERR", "code=$rc ru=$ru du=$du"); exit;'


def config(*modparams: str, save: str = "", other: str = LOOKUP, modules: str = MODULES) -> str:
    """A configuration; each of `modparams` is ``module.name=value``, the value as Python writes it."""
    lines = [modules]
    for each in modparams:
        module, _, rest = each.partition(".")
        name, _, value = rest.partition("=")
        lines.append(f'modparam("{module}", "{name}", {value})\n')
    return "".join(lines) + ROUTE.format(save=save, other=other)


def request(
    *contacts: bytes,
    user: bytes = b"alice",
    callid: bytes = b"call-1",
    cseq: int = 1,
    extra: Sequence[bytes] = (),
    method: bytes = b"REGISTER",
    ruri: bytes = b"sip:example.org",
    to: bytes = b"",
) -> bytes:
    """A request; the contacts are one header each."""
    lines = [
        b"%b %b SIP/2.0" % (method, ruri),
        b"Via: SIP/2.0/UDP 127.0.0.2:5060;branch=z9hG4bK%d-%b" % (cseq, callid.hex().encode()),
        b"From: <sip:%b@example.org>;tag=f" % user,
        b"To: " + (to or b"<sip:%b@example.org>" % user),
        b"Call-ID: " + callid,
        b"CSeq: %d %b" % (cseq, method),
        *[b"Contact: " + each for each in contacts],
        *extra,
        b"Content-Length: 0",
        b"",
        b"",
    ]
    return b"\r\n".join(lines)


def status(sends: Sequence[Send]) -> int:
    """The code of the one reply."""
    (send,) = sends
    return int(send.data.split(b" ")[1])


def header(sends: Sequence[Send], name: bytes) -> bytes | None:
    """The body of a header of the one reply."""
    (send,) = sends
    for line in send.data.split(b"\r\n"):
        if line.lower().startswith(name.lower() + b":"):
            return line.partition(b":")[2].strip()
    return None


def contacts(sends: Sequence[Send]) -> list[bytes]:
    """The contacts that the one reply lists."""
    listed = header(sends, b"Contact")
    return listed.split(b", ") if listed else []


def code(lab: Lab) -> str:
    """What the function has returned that the script called last."""
    return lab.log[-1].rpartition("code=")[2].split(" ")[0].strip()
