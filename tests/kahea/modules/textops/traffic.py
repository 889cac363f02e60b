"""One script of many statements, and requests that pick one each: the tests run it here and on the real Kamailio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kahea.api.testing import Lab

MODULES = "".join(f'loadmodule "{name}.so"\n' for name in ("pv", "sl", "rr", "kex", "textops", "textopsx"))

X = "X-A: 1\r\nX-A: 2\r\nSubject: hello\r\n world\r\n"
TEXT = "Content-Type: text/plain\r\n"
LINES = "line one abc\r\nline two abc\r\n"
COMPACT = "s: hello\r\nm: <sip:a@h>;q=1, <sip:b@h>\r\nk: 100rel, path\r\nc: text/plain\r\n"
PARTS = (
    "--uB\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n"
    "--uB\r\nContent-Type: text/plain\r\nContent-Disposition: x\r\n\r\nhello\r\n--uB--\r\n"
)
MIXED = "Content-Type: multipart/mixed;boundary=uB\r\n"
AUTH = 'Authorization: Digest username="bob", realm="r, s", nc=1\r\nAuthorization: Digest username="al", realm="z"\r\n'
LIST = 'Supported: path, 100rel ,timer\r\nX-V: "a, b" <sip:x@y>;p=1;q=2;p=3, c;lr\r\nX-V: d\r\n'
ASDP = "Content-Type: application/sdp\r\n"

URI = "sip:bob@127.0.0.1:{port};x=y"
_LEFT_OUT = ("via:", "from:", "to:", "call-id:", "cseq:", "max-forwards:", "x-do:", "content-length:", "x-rc:")


@dataclass(frozen=True)
class Case:
    """Statements, the request they get, and what it is like when it leaves; None for what is as it came."""

    do: str
    headers: str = ""
    body: str = ""
    codes: str = "0|"
    """The values of $var(rc) and $var(o) behind the statements."""
    head: tuple[str, ...] | None = None
    """The header lines but for those that every request has; a fold stands as a backslash and an n."""
    left: str | None = None
    """The body."""
    uri: str = URI
    is_real: bool = True
    """Whether the real Kamailio does the same."""

    def request(self, number: int, port: int) -> bytes:
        """The request that picks the statements of that number; it comes from `port`, and goes back there."""
        lines = [
            f"MESSAGE {URI} SIP/2.0",
            "Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bKa" + str(number),
            "From: <sip:a@b>;tag=ft",
            "To: <sip:b@c>",
            f"Call-ID: c{number}",
            "CSeq: 1 MESSAGE",
            f"X-Do: {number}",
            f"{self.headers}Content-Length: {len(self.body)}",
        ]
        return "\r\n".join((*lines, "", self.body)).replace("{port}", str(port)).encode()

    def expected(self, port: int) -> tuple[str, str, tuple[str, ...], str]:
        """What `facts` finds when all is well."""
        head = tuple(self.headers.replace("\r\n ", "\\n ").split("\r\n")[:-1]) if self.head is None else self.head
        uri, codes, *lines = (text.replace("{port}", str(port)) for text in (self.uri, self.codes, *head))
        return uri, codes, tuple(lines), self.body if self.left is None else self.left


def facts(data: bytes) -> tuple[str, str, tuple[str, ...], str]:
    """The request URI, the codes, the header lines and the body; that Content-Length fits the body is made sure."""
    text, _, body = data.decode().partition("\r\n\r\n")
    first, *lines = text.replace("\r\n ", "\\n ").split("\r\n")
    lengths = [line.partition(":")[2].strip() for line in lines if line.lower().startswith("content-length:")]
    assert lengths == [str(len(body))], data
    codes = next(line.partition(": ")[2] for line in lines if line.startswith("X-Rc:"))
    kept = tuple(line for line in lines if not line.lower().startswith(_LEFT_OUT))
    return first.split(" ")[1], codes, kept, body


def script(cases: Sequence[Case], port: int, peer: int) -> str:
    """The configuration that listens on `port` and sends every request to `peer`."""
    picks = "".join(f'    if ($hdr(X-Do) == "{number}") {{ {case.do} }}\n' for number, case in enumerate(cases))
    last = '    append_hf("X-Rc: $var(rc)|$var(o)\\r\\n", "Call-ID");\n'
    return (
        f"listen=udp:127.0.0.1:{port}\n{MODULES}request_route {{\n"
        f'    $var(rc) = 0; $var(o) = "";\n{picks}{last}    $du = "sip:127.0.0.1:{peer}";\n    forward();\n}}\n'
    )


def seen(case: Case, port: int = 5090) -> tuple[str, str, tuple[str, ...], str]:
    """The facts of the request as this server sends it on."""
    lab = Lab(script([case], 5070, port))
    (sent,) = lab.receive(case.request(0, port), src=("127.0.0.1", port))
    return facts(sent.data)


def assert_holds(case: Case, port: int = 5090) -> None:
    """Nothing; this server makes of the request what the case says."""
    assert seen(case, port) == case.expected(port), case


def answered(reply_route: str, status: str = "200 OK", headers: str = "", body: str = "") -> bytes:
    """The reply as it leaves when a request was forwarded and answered so, and `reply_route` has run."""
    lab = Lab(
        f'{MODULES}request_route {{ $du = "sip:127.0.0.1:5090"; forward(); }}\nreply_route {{ {reply_route} return 1; }}\n'
    )
    (sent,) = lab.receive(Case("").request(0, 5090), src=("127.0.0.1", 5090))
    copied = [line for line in sent.data.decode().split("\r\n") if line.startswith(("Via", "From", "Call-ID", "CSeq"))]
    lines = [f"SIP/2.0 {status}", *copied, "To: <sip:b@c>;tag=t", f"{headers}Content-Length: {len(body)}", "", body]
    (reply,) = lab.receive("\r\n".join(lines).encode(), src=("127.0.0.1", 5090))
    return reply.data
