"""Module jsonrpcs: real pipes and sockets, plain clients."""

from __future__ import annotations

import grp
import json
import os
import pwd
import select
import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.kahea.modules.ctl.served import WAIT_S, Served, ask_datagram, free_tcp_port, serving

from kahea.api.testing import Lab
from kahea.base.errors import KaheaError

CFG = """
loadmodule "kex.so"
loadmodule "pv.so"
loadmodule "sl.so"
loadmodule "jsonrpcs.so"
PARAMS
request_route {
    if (jsonrpc_dispatch()) { sl_send_reply("299", "dispatched"); exit; }
    if (jsonrpc_exec('$hdr(X-Call)')) sl_send_reply("200", "$jsonrpl(code) $jsonrpl(text) $jsonrpl(body) $jsonrpl(other)");
    else sl_send_reply("500", "$jsonrpl(code) $jsonrpl(text)");
}
"""
OPTIONS = (
    "OPTIONS sip:a@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\n"
    "To: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nX-Call: {}\r\nContent-Length: 0\r\n\r\n"
)


def cfg(**params: int | str) -> str:
    lines = [
        f'modparam("jsonrpcs", "{name}", {value})\n'
        if isinstance(value, int)
        else f'modparam("jsonrpcs", "{name}", "{value}")\n'
        for name, value in params.items()
    ]
    return CFG.replace("PARAMS", "".join(lines))


def document(method: str, *params: Any, **more: Any) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "method": method, "params": list(params), "id": 7, **more}).encode()


def result(answer: bytes) -> Any:
    read = json.loads(answer)
    assert (read["jsonrpc"], read["id"]) == ("2.0", 7), read
    return read["result"]


def ask(served: Served, data: bytes, name: str = "kamailio_rpc.sock") -> bytes:
    return ask_datagram(served.folder / name, served.folder / "me", data)


class ReplyPipe:
    """A pipe for answers, as kamctl makes it."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path, 0o600)
        self.path = path
        self.reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)

    def read(self, wait_s: float = WAIT_S) -> bytes:
        ready, _, _ = select.select([self.reader], [], [], wait_s)
        return os.read(self.reader, 65_536) if ready else b""

    def close(self) -> None:
        os.close(self.reader)
        self.path.unlink()


@pytest.fixture
def reply_pipe(tmp_path: Path) -> Iterator[ReplyPipe]:
    (tmp_path / "replies").mkdir()
    made = ReplyPipe(tmp_path / "replies" / "mine")
    yield made
    made.close()


def ask_pipe(path: Path, reply: ReplyPipe, data: bytes) -> bytes:
    with path.open("wb", buffering=0) as pipe:
        pipe.write(data)
    return reply.read()


def there(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("transport", "expected"),
    [
        (6, {"kamailio_rpc.fifo", "kamailio_rpc.sock"}),
        (0, {"kamailio_rpc.fifo", "kamailio_rpc.sock"}),
        (2, {"kamailio_rpc.fifo"}),
        (4, {"kamailio_rpc.sock"}),
        (1, set()),
        (8, set()),
    ],
)
def test_transport_opens_what_its_bits_say(tmp_path: Path, transport: int, expected: set[str]) -> None:
    with serving(cfg(transport=transport), tmp_path):
        assert there(tmp_path) == expected


def test_dgram_socket_answers_its_sender(tmp_path: Path) -> None:
    with serving(cfg(), tmp_path) as served:
        assert result(ask(served, document("core.echo", "a", "b"))) == ["a", "b"]


def test_dgram_socket_is_named_and_may_be_left_out(tmp_path: Path) -> None:
    with serving(cfg(dgram_socket=f"{tmp_path}/own", transport=4), tmp_path) as served:
        assert result(ask(served, document("core.echo", "a", "b"), "own")) == ["a", "b"]
        assert there(tmp_path) == {"own"}
    with serving(cfg(dgram_socket="", transport=4), tmp_path):
        assert there(tmp_path) == set()


def test_fifo_name_fifo_reply_dir_take_a_call_and_answer_it(tmp_path: Path, reply_pipe: ReplyPipe) -> None:
    with serving(cfg(fifo_name=f"{tmp_path}/calls", fifo_reply_dir=f"{tmp_path}/replies/"), tmp_path):
        answer = ask_pipe(tmp_path / "calls", reply_pipe, document("core.echo", "a", "b", reply_name="mine"))
    assert result(answer) == ["a", "b"]


def test_fifo_name_without_text_opens_no_pipe(tmp_path: Path) -> None:
    with serving(cfg(fifo_name="", transport=2), tmp_path):
        assert there(tmp_path) == set()


@pytest.mark.parametrize("name", ["../mine", "/etc/passwd", ".."])
def test_fifo_reply_dir_is_not_left(tmp_path: Path, reply_pipe: ReplyPipe, name: str) -> None:
    (tmp_path / "replies" / "sub").mkdir()
    with serving(cfg(fifo_reply_dir=f"{tmp_path}/replies/sub"), tmp_path):
        pipe = tmp_path / "kamailio_rpc.fifo"
        with pipe.open("wb", buffering=0) as calls:
            calls.write(document("core.echo", "a", reply_name=name))
            calls.write(document("core.echo", "b"))
        assert reply_pipe.read(0.3) == b""


def test_a_broken_document_in_the_pipe_harms_no_other(tmp_path: Path, reply_pipe: ReplyPipe) -> None:
    with serving(cfg(fifo_reply_dir=f"{tmp_path}/replies"), tmp_path):
        pipe = tmp_path / "kamailio_rpc.fifo"
        pipe.write_bytes(b"hello\n")
        call = document("core.echo", "a", "b", reply_name="mine")
        answer = b""
        while not answer:  # what came in one piece with the broken document is dropped with it
            pipe.write_bytes(call)
            answer = reply_pipe.read(0.2)
        assert result(answer) == ["a", "b"]


def test_half_a_document_in_the_pipe_is_forgotten_in_time(tmp_path: Path, reply_pipe: ReplyPipe) -> None:
    with serving(cfg(fifo_reply_dir=f"{tmp_path}/replies"), tmp_path) as served:
        pipe = tmp_path / "kamailio_rpc.fifo"
        pipe.write_bytes(b'{"jsonrpc": "2.0", "met')
        call = document("core.echo", "a", "b", reply_name="mine")
        answers = []
        for _ in range(10):
            served.ahead_s += 2.0
            pipe.write_bytes(call)
            answers.append(reply_pipe.read(0.1))
        assert result(next(filter(None, answers), b"{}")) == ["a", "b"]


def test_tcp_socket_answers_in_turn(tmp_path: Path) -> None:
    port = free_tcp_port()
    with (
        serving(cfg(tcp_socket=f"tcp:127.0.0.1:{port}", transport=8), tmp_path),
        socket.create_connection(("127.0.0.1", port), WAIT_S) as client,
    ):
        client.sendall(document("core.echo", "a", "b") + document("core.echo", "c", "d"))
        found: list[list[str]] = []
        text = ""
        while len(found) < 2:
            text += client.recv(65_536).decode()
            while text.strip():
                try:
                    value, end = json.JSONDecoder().raw_decode(text.lstrip())
                except ValueError:
                    break
                found.append(value["result"])
                text = text.lstrip()[end:]
    assert found == [["a", "b"], ["c", "d"]]


def test_tcp_socket_is_closed_to_what_is_no_json(tmp_path: Path) -> None:
    port = free_tcp_port()
    with (
        serving(cfg(tcp_socket=f"tcp:127.0.0.1:{port}", transport=8), tmp_path),
        socket.create_connection(("127.0.0.1", port), WAIT_S) as client,
    ):
        client.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert client.recv(100) == b""


@pytest.mark.parametrize("address", ["tcp:127.0.0.1", "127.0.0.1:x", ":5"])
def test_tcp_socket_in_another_form_stops_the_start(tmp_path: Path, address: str) -> None:
    with pytest.raises(KaheaError, match="tcp_socket"), serving(cfg(tcp_socket=address, transport=8), tmp_path):
        pass


@pytest.mark.parametrize("pretty_format", [0, 1])
def test_pretty_format_indents_answers(tmp_path: Path, pretty_format: int) -> None:
    with serving(cfg(pretty_format=pretty_format), tmp_path) as served:
        answer = ask(served, document("core.echo", "a", "b"))
    assert (b"\n" in answer.strip()) == bool(pretty_format)


@pytest.mark.parametrize(("param", "name"), [("fifo_mode", "kamailio_rpc.fifo"), ("dgram_mode", "kamailio_rpc.sock")])
def test_fifo_mode_and_dgram_mode_are_permissions(tmp_path: Path, param: str, name: str) -> None:
    with serving(cfg(), tmp_path):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    with serving(cfg(**{param: 0o660}), tmp_path):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o660


@pytest.mark.parametrize(("kind", "name"), [("fifo", "kamailio_rpc.fifo"), ("dgram", "kamailio_rpc.sock")])
def test_fifo_user_fifo_group_dgram_user_and_dgram_group_are_owners(tmp_path: Path, kind: str, name: str) -> None:
    if os.geteuid():
        user, group = pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name
    else:
        user, group = "nobody", grp.getgrall()[-1].gr_name
    with serving(cfg(**{f"{kind}_user": user, f"{kind}_group": group}), tmp_path):
        found = (tmp_path / name).stat()
    assert (pwd.getpwuid(found.st_uid).pw_name, grp.getgrgid(found.st_gid).gr_name) == (user, group)


@pytest.mark.parametrize("param", ["fifo_user", "fifo_group", "dgram_user", "dgram_group"])
def test_fifo_user_fifo_group_dgram_user_or_dgram_group_that_nobody_has_stops_the_start(tmp_path: Path, param: str) -> None:
    with pytest.raises(KaheaError, match="nosuch-one"), serving(cfg(**{param: "nosuch-one"}), tmp_path):
        pass


def test_dgram_workers_and_dgram_timeout_are_accepted(tmp_path: Path) -> None:
    with serving(cfg(dgram_workers=4, dgram_timeout=1), tmp_path) as served:
        assert result(ask(served, document("core.echo", "a", "b"))) == ["a", "b"]


def test_an_error_says_what_was_wrong(tmp_path: Path) -> None:
    with serving(cfg(), tmp_path) as served:
        error = json.loads(ask(served, document("nosuch")))["error"]
    assert "nosuch" in json.dumps(error) or error["message"] == "Method Not Found"
    assert error["code"] in (500, -32601)


def test_jsonrpc_echo_gives_back_what_it_got(tmp_path: Path) -> None:
    with serving(cfg(), tmp_path) as served:
        assert result(ask(served, document("jsonrpc.echo", "a", "b"))) == ["a", "b"]


def reply_line(call: str) -> str:
    """The first line of the reply to a request whose script makes that call."""
    lab = Lab(cfg(pretty_format=0))
    sends = lab.receive(OPTIONS.format(call).encode())
    return sends[0].data.split(b"\r\n")[0].decode()


def test_jsonrpc_exec_and_jsonrpl_give_the_answer_to_the_script() -> None:
    line = reply_line(document("jsonrpc.echo", "a", "b").decode())
    head, _, rest = line.partition("{")
    assert head == "SIP/2.0 200 200 OK "
    body, _, other = rest.rpartition("}")
    assert json.loads("{" + body + "}")["result"] == ["a", "b"]
    assert other == " <null>"


def test_jsonrpc_exec_is_false_for_a_fault() -> None:
    assert reply_line(document("nosuch").decode()).startswith("SIP/2.0 500 ")
    assert reply_line("hello").startswith("SIP/2.0 500 ")


def test_jsonrpl_is_null_before_the_first_call() -> None:
    lab = Lab(CFG.replace("PARAMS", "").replace("if (jsonrpc_exec('$hdr(X-Call)'))", "if (1)"))
    sends = lab.receive(OPTIONS.format("x").encode())
    assert sends[0].data.startswith(b"SIP/2.0 200 <null> <null> <null> <null>\r\n")


def test_jsonrpc_dispatch_is_false_for_a_sip_request() -> None:
    assert "dispatched" not in reply_line(document("jsonrpc.echo", "a").decode())
