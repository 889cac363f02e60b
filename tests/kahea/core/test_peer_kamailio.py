"""The real Kamailio as a record-routing proxy: what it forwards and answers, header by header, against what this core does."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kahea.core.forward import forward_request
from kahea.core.msg_translator import build_res_buf_from_sip_req
from kahea.core.net import DestInfo, Proto, ReceiveInfo, Send, SocketInfo
from kahea.core.to_tag import reply_totag
from kahea.core.via1 import reply_dest
from kahea.parser.hf import HdrType
from kahea.parser.message import Message

pytestmark = pytest.mark.peer

MODULES = "/usr/lib/x86_64-linux-gnu/kamailio/modules"
CONFIG = """
debug=0
log_stderror=yes
children=1
disable_tcp=yes
auto_aliases=no
server_header="Server: kahea"
mpath="{modules}"
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "rr.so"
loadmodule "textops.so"
modparam("rr", "append_fromtag", 0)
listen=udp:127.0.0.11:{port}
request_route {{
    if (is_method("OPTIONS|INFO|SUBSCRIBE")) {{
        append_to_reply("X-R: 1\\r\\n");
        if (is_method("OPTIONS")) {{ sl_send_reply("200", "OK"); exit; }}
        if (is_method("INFO")) {{ sl_send_reply("183", "Soon"); exit; }}
        sl_send_reply("404", "Not here");
        exit;
    }}
    if (is_present_hf("X-RR")) record_route();
    if (is_present_hf("X-HF")) {{ append_hf("X-New: 1\\r\\n"); insert_hf("X-First: 1\\r\\n"); remove_hf("Subject"); }}
    if (is_present_hf("X-Uri")) $ru = "sip:carol@chicago.example";
    if (is_present_hf("X-Port")) force_rport();
    forward("127.0.0.9", {sink});
}}
"""
VIA = "Via: SIP/2.0/UDP {src};branch=z9hG4bK776\n"
HEAD = (
    "Max-Forwards: 70\nTo: Bob <sip:bob@biloxi.example>\nFrom: Alice <sip:alice@atlanta.example>;tag=19\nCall-ID: a84\n"
    "CSeq: 31 {method}\n"
)
LONG = "X-Long: " + "x" * 3000 + "\n"
FORWARDED = {
    "a name in Via": "Via: SIP/2.0/UDP pc33.atlanta.example:5066;branch=z9hG4bK776\n" + HEAD,
    "the source in Via": "Via: SIP/2.0/UDP {src};branch=z9hG4bK776\n" + HEAD,
    "rport": "Via: SIP/2.0/UDP pc33.atlanta.example;rport;branch=z9hG4bK776\n" + HEAD,
    "rport at the end": "Via: SIP/2.0/UDP {src};branch=z9hG4bK776;rport\n" + HEAD,
    "a false received": "Via: SIP/2.0/UDP 10.0.0.1;received=10.9.9.9;branch=z9hG4bK776\n" + HEAD,
    "another parameter": "Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK776;x=y;z\n" + HEAD,
    "forced rport": VIA + HEAD + "X-Port: 1\n",
    "two Vias": VIA + "Via: SIP/2.0/TCP 192.0.2.7;branch=z9hG4bK1\n" + HEAD,
    "two Vias in one line": "Via: SIP/2.0/UDP h;branch=z9hG4bK2, SIP/2.0/UDP i;branch=z9hG4bK1\n" + HEAD,
    "three lines of Vias": VIA + "Via: SIP/2.0/UDP i, SIP/2.0/TCP j\nVia: SIP/2.0/TLS k\n" + HEAD,
    "Via behind others": HEAD + VIA,
    "compact names": "v: SIP/2.0/UDP h;branch=z9hG4bK776\n" + HEAD.replace("To:", "t:").replace("From:", "f:"),
    "folds": VIA + HEAD + "Subject: one\n two\n\tthree\n",
    "a folded Via": "Via: SIP/2.0/UDP h\n ;branch=z9hG4bK776\n" + HEAD,
    "Record-Route": VIA + HEAD + "X-RR: 1\n",
    "Record-Route above others": VIA + "Record-Route: <sip:p1;lr>\n" + HEAD + "X-RR: 1\n",
    "headers changed": VIA + HEAD + "Subject: gone\nX-HF: 1\n",
    "headers changed and recorded": VIA + "Subject: gone\n" + HEAD + "X-HF: 1\nX-RR: 1\n",
    "another URI": VIA + HEAD + "X-Uri: 1\n",
    "Route kept": VIA + HEAD + "Route: <sip:somewhere.example;lr>\n",
    "a long header": VIA + HEAD + LONG,
    "odd spaces": VIA + HEAD + "X-Odd :  a  b \nX-Empty:\n",
    "bytes above 127": VIA + HEAD + "Subject: gr\u00fc\u00df dich\n",
    "quotes": VIA + HEAD.replace("Alice", '"Al, \\"x\\" <y>"'),
    "no Content-Length": VIA + HEAD,
}
BODIES = ["", "v=0\no=- 1 1 IN IP4 127.0.0.1\n", "\u0000binary\n\nbody"]
ANSWERED = {
    "OPTIONS": VIA + HEAD,
    "OPTIONS with rport": "Via: SIP/2.0/UDP h;branch=z9hG4bK7;rport\nVia: SIP/2.0/TCP i\n" + HEAD,
    "OPTIONS with To tag": VIA + HEAD.replace("biloxi.example>", "biloxi.example>;tag=mine"),
    "OPTIONS recorded": VIA + "Record-Route: <sip:p1;lr>\nRecord-Route: <sip:p2;lr>\n" + HEAD,
    "INFO recorded": VIA + "Record-Route: <sip:p1;lr>\n" + HEAD,
    "SUBSCRIBE recorded": VIA + "Record-Route: <sip:p1;lr>\n" + HEAD,
    "SUBSCRIBE in odd order": HEAD + "Contact: <sip:x>\n" + VIA,
}


def _request(port: int, template: str, method: str, body: str = "", *, has_length: bool = True) -> bytes:
    source = f"127.0.0.2:{port}"
    content = body.replace("\n", "\r\n").encode()
    length = f"Content-Length: {len(content)}\n" if has_length else ""
    head = f"{method} sip:bob@biloxi.example SIP/2.0\n" + template.replace("{src}", source).replace("{method}", method)
    return (head + length + "\n").replace("\n", "\r\n").encode() + content


class Kamailio:
    """The peer, a socket that sends to it, and one it forwards to."""

    def __init__(self, folder: Path) -> None:
        self.source, self.sink, probe = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(3))
        for each, address in ((self.source, "127.0.0.2"), (self.sink, "127.0.0.9"), (probe, "127.0.0.11")):
            each.bind((address, 0))
            each.settimeout(3)
        self.port: int = probe.getsockname()[1]
        probe.close()
        config = folder / "kamailio.cfg"
        config.write_text(CONFIG.format(modules=MODULES, port=self.port, sink=self.sink.getsockname()[1]), encoding="ascii")
        command = ["/usr/sbin/kamailio", "-f", str(config), "-DD", "-E", "-Y", str(folder), "-P", str(folder / "pid")]
        self.log = (folder / "log").open("wb")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log)
        self._wait()

    def _wait(self) -> None:
        """Nothing; the peer answers."""
        self.source.settimeout(0.2)
        probe = _request(self.source.getsockname()[1], VIA + HEAD, "OPTIONS")
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            self.source.sendto(probe, self.address)
            try:
                self.source.recv(65535)
            except OSError:
                continue
            self.source.settimeout(3)
            return
        self.close()
        raise AssertionError("kamailio does not answer")

    @property
    def address(self) -> tuple[str, int]:
        """Where the peer listens."""
        return "127.0.0.11", self.port

    def forwarded(self, data: bytes) -> bytes:
        """What comes out at the sink."""
        self.source.sendto(data, self.address)
        return self.sink.recv(65535)

    def answer(self, data: bytes) -> bytes:
        """What comes back."""
        self.source.sendto(data, self.address)
        return self.source.recv(65535)

    def close(self) -> None:
        """Nothing; the peer is gone."""
        self.process.terminate()
        self.process.wait(10)
        for each in (self.source, self.sink, self.log):
            each.close()


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kamailio]:
    assert shutil.which("kamailio"), "kamailio is not installed"
    started = Kamailio(tmp_path_factory.mktemp("kamailio"))
    yield started
    started.close()


def _rcv(peer: Kamailio) -> ReceiveInfo:
    sock = SocketInfo(proto=Proto.UDP, address=b"127.0.0.11", port=peer.port)
    return ReceiveInfo(Proto.UDP, b"127.0.0.2", peer.source.getsockname()[1], sock)


def _script(msg: Any, _run: Any, dst: DestInfo) -> Any:
    """The peer's request_route."""
    names = {field.name for field in msg.headers}
    first, lumps = msg.headers[0], msg.add_rm
    if b"X-RR" in names:
        lumps.insert_new_lump_after(
            lumps.anchor_lump(first.start), lambda sock, _: b"Record-Route: <sip:127.0.0.11:%d;lr>\r\n" % sock.port
        )
    if b"X-HF" in names:
        lumps.insert_new_lump_after(lumps.anchor_lump(msg.headers[-1].end), b"X-New: 1\r\n")
        lumps.insert_new_lump_before(lumps.anchor_lump(first.start), b"X-First: 1\r\n")
        for field in msg.named(b"Subject"):
            lumps.del_lump(field.start, field.len)
    if b"X-Uri" in names:
        msg.set_ruri(b"sip:carol@chicago.example")
    msg.msg_flags |= int(b"X-Port" in names)
    return forward_request(msg, dst)


def _comparable(data: bytes) -> tuple[bytes, list[Any], bytes]:
    """First line, headers and body; parameters of Via in no order, our branch and To tags of the server's own left out."""
    msg = Message(data)
    lines: list[Any] = []
    for field in msg.headers:
        if field.type is HdrType.VIA:
            for via in field.parsed:
                params = [pair for pair in via.params if not (pair[0] == b"branch" and via.host == b"127.0.0.11")]
                lines.append((field.name, via.transport, via.sent_by, sorted(params, key=repr)))
        elif field.type is HdrType.TO and not msg.is_request:
            lines.append((field.name, field.parsed.uri, field.parsed.display, field.parsed.tag_value in (b"", b"mine")))
        else:
            lines.append(field.line)
    return data.partition(b"\r\n")[0], lines, data[msg.eoh :]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("name", FORWARDED)
def test_a_forwarded_request_is_kamailios(bench: Any, peer: Kamailio, name: str, body: str) -> None:
    data = _request(peer.source.getsockname()[1], FORWARDED[name], "INVITE", body, has_length=name != "no Content-Length")
    theirs = peer.forwarded(data)
    dst = DestInfo(Proto.UDP, b"127.0.0.9", peer.sink.getsockname()[1])
    bench.engine.core.sip_conformance = "kamailio"
    bench.route("request_route", lambda msg, run: _script(msg, run, dst))
    (ours,) = bench.receive(data, _rcv(peer))
    assert _comparable(ours.data) == _comparable(theirs)


@pytest.mark.parametrize("name", ANSWERED)
def test_an_answer_is_kamailios(bench: Any, peer: Kamailio, name: str) -> None:
    method = name.split(maxsplit=1)[0]
    code, reason = {"OPTIONS": (200, b"OK"), "INFO": (183, b"Soon"), "SUBSCRIBE": (404, b"Not here")}[method]
    data = _request(peer.source.getsockname()[1], ANSWERED[name], method)

    def route(msg: Any, _run: Any) -> None:
        reply = build_res_buf_from_sip_req(msg, code, reason, reply_totag(msg), extra=b"X-R: 1\r\n")
        msg.engine.send(Send(reply_dest(msg), reply))

    bench.route("request_route", route)
    (ours,) = bench.receive(data, _rcv(peer))
    assert _comparable(ours.data) == _comparable(peer.answer(data))
