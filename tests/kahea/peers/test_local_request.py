"""Requests that a server makes itself: event_route[tm:local-request] changes them alike in kamailio and in kahea."""

import re
import socket
import subprocess
from collections.abc import Iterator

import pytest
from tests.kahea.app.server import Server
from tests.kahea.peers.differential.comparable import comparable
from tests.kahea.peers.kamailio import Kamailio

pytestmark = pytest.mark.peer

CONFIG = """
debug = 0
log_stderror = yes
children = 1
disable_tcp = yes
auto_aliases = no
listen = udp:127.0.0.1:PORT
server_header = "Server: differential"
user_agent_header = "User-Agent: differential"
loadmodule "kex.so"
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "textops.so"
loadmodule "ctl.so"
modparam("ctl", "binrpc", "unix:RUN/ctl")
request_route { sl_send_reply("200", "OK"); }
event_route[tm:local-request] {
    append_hf("X-Local: $rm $ru $fU\\r\\n");
    if ($rU == "changed") { remove_hf("Subject"); }
}
"""
FROM = "From: <sip:server@example.org>\r\nTo: <sip:bob@example.org>\r\n"
# Method, user, further header lines.  Each has a body: kamailio's command asks for one.
REQUESTS = [
    ("OPTIONS", "bob", ""),
    ("OPTIONS", "changed", "Subject: gone\r\nX-Kept: 1\r\n"),
    ("MESSAGE", "bob", ""),
    ("MESSAGE", "changed", "Subject: gone\r\n"),
    ("NOTIFY", "bob", "Event: presence\r\nSubscription-State: active\r\n"),
    ("NOTIFY", "bob", "Event: check-sync\r\nContact: <sip:server@example.org>\r\n"),
    ("PUBLISH", "bob", "Event: presence\r\nExpires: 60\r\n"),
    ("SUBSCRIBE", "bob", "Event: presence\r\nExpires: 60\r\nContact: <sip:server@example.org>\r\n"),
    ("INFO", "changed", "X-One: 1\r\nX-Two: 2\r\n"),
    ("REFER", "bob", "Refer-To: <sip:carol@example.org>\r\nContact: <sip:server@example.org>\r\n"),
]
TYPE = "Content-Type: text/plain\r\n"


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Server]]:
    theirs, ours = tmp_path_factory.mktemp("kamailio"), tmp_path_factory.mktemp("kahea")
    with Kamailio(theirs, CONFIG) as one, Server(ours, CONFIG, "--conformance", "kamailio") as other:
        yield one, other


def sent(server: Server, callee: socket.socket, row: tuple[str, str, str]) -> list[str]:
    """What the callee receives when the command asks `server` for the request."""
    method, user, headers = row
    uri = f"sip:{user}@127.0.0.1:{callee.getsockname()[1]}"
    words = [method, uri, ".", ".", FROM + TYPE + headers, "hello"]
    command = ["kamcmd", "-s", f"unix:{server.folder}/ctl", "tm.t_uac_start", *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    data = callee.recv(65_535)
    lines = comparable(data, f"127.0.0.1:{server.port}")
    return sorted(re.sub(r"^(Call-ID: ).*", r"\1OWN", line).replace(str(server.port), "PORT") for line in lines)


@pytest.mark.parametrize("row", REQUESTS)
def test_a_request_of_the_server_is_the_same(servers: tuple[Server, Server], row: tuple[str, str, str]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as callee:
        callee.bind(("127.0.0.1", 0))
        callee.settimeout(5)
        theirs, ours = (sent(server, callee, row) for server in servers)
    assert any(line.startswith("X-Local: ") for line in theirs)
    assert ours == theirs
