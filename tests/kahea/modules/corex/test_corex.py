"""The functions, variables, transformations and RPC commands of corex."""

import doctest
from typing import Any

import pytest

import kahea.modules.corex.sock_transformations
from kahea.api.testing import Lab
from kahea.api.values import parse_format
from kahea.base.mem.chunk import shm_chunk
from kahea.control.call import LocalCall, RpcReply

REQUEST = (
    b"INVITE sip:bob@192.0.2.9:5088 SIP/2.0\r\n"
    b"Via: SIP/2.0/UDP 127.0.0.1:45070;branch=z9hG4bKx1;rport\r\n"
    b"Max-Forwards: 70\r\n"
    b"From: <sip:a@example.org>;tag=1\r\n"
    b"To: <sip:bob@c.net>\r\n"
    b"Call-ID: c1\r\n"
    b"CSeq: 7 INVITE\r\n"
    b"Contact: <sip:a@b.net>\r\n"
    b"Content-Length: 0\r\n"
    b"\r\n"
)
CONFIG = """
flags named:9;
server_id=5
listen=udp:127.0.0.1:5060 name "in" advertise 203.0.113.1:5070
listen=udp:127.0.0.2:5062 name "out"
listen=tcp:127.0.0.1:5060
alias="example.org:5070"
loadmodule "pv.so"
loadmodule "kex.so"
loadmodule "corex.so"
PARAMS
request_route { SCRIPT exit; }
reply_route { REPLY }
onsend_route { $var(onsend) = 0; if (is_incoming()) { $var(onsend) = 1; } }
"""


def make_lab(script: str = "", *params: str, reply: str = "exit;", conformance: str = "strict") -> Lab:
    modparams = "\n".join(f'modparam("corex", {param})' for param in params)
    text = CONFIG.replace("SCRIPT", script).replace("PARAMS", modparams).replace("REPLY", reply)
    return Lab(text, overrides={"sip_conformance": conformance})


SCRIPTS = [
    # setxflag, resetxflag, isxflagset
    ('setxflag("1"); setxflag("named"); if (isxflagset("1") && isxflagset("9") && !isxflagset("2")) { $var(r) = 1; }', "1"),
    ('setxflag("1"); resetxflag("1"); isxflagset("1"); $var(r) = $rc;', "-1"),
    ('setxflag("32"); $var(r) = $rc;', "-1"),
    ('resetxflag("32"); $var(r) = $rc;', "-1"),
    # msg_iflag_set, msg_iflag_reset, msg_iflag_is_set
    ('msg_iflag_set("USE_UAC_FROM"); msg_iflag_is_set("USE_UAC_FROM"); $var(r) = $rc;', "1"),
    ('msg_iflag_set("USE_UAC_FROM"); msg_iflag_is_set("USE_UAC_TO"); $var(r) = $rc;', "-1"),
    ('msg_iflag_set("USE_UAC_TO"); msg_iflag_reset("USE_UAC_TO"); $var(r) = msg_iflag_is_set("USE_UAC_TO");', "-1"),
    ('msg_iflag_set("NO_SUCH"); $var(r) = $rc;', "-1"),
    ("is_incoming(); $var(r) = $rc;", "1"),
    ("is_faked_msg(); $var(r) = $rc;", "-1"),
    # append_branch
    (
        'append_branch("sip:x@h", "0.5"); append_branch("sip:y@h"); append_branch(); $var(r) = $bR;',
        "<sip:x@h>;q=0.5, sip:y@h, sip:bob@192.0.2.9:5088",
    ),
    ('append_branch("sip:x@h", "1"); append_branch("sip:y@h", ".25"); $var(r) = $bR;', "<sip:x@h>;q=1, <sip:y@h>;q=0.25"),
    # set_send_socket, set_send_socket_name, is_socket_name
    ('set_send_socket("udp:127.0.0.2:5062"); $var(r) = $fsn;', "out"),
    ('set_send_socket("udp:9.9.9.9:1"); $var(r) = $_s($rc $fs);', "-1 <null>"),
    ('set_send_socket_name("out"); $var(r) = $fs;', "udp:127.0.0.2:5062"),
    ('set_send_socket_name("none"); $var(r) = $rc;', "-1"),
    ('if (is_socket_name("in") && !is_socket_name("none")) { $var(r) = 1; }', "1"),
    # set_recv_socket, set_recv_socket_name, set_source_address
    ('set_recv_socket("tcp:127.0.0.1:5060"); $var(r) = $_s($Ri $pr);', "127.0.0.1 tcp"),
    ('set_recv_socket("udp:9.9.9.9:1"); $var(r) = $rc;', "-1"),
    ('set_recv_socket_name("out"); $var(r) = $_s($Ri $Rp $Rn);', "127.0.0.2 5062 out"),
    ('set_recv_socket_name("none"); $var(r) = $rc;', "-1"),
    ('set_source_address("tcp:203.0.113.9:5077"); $var(r) = $sas;', "tcp:203.0.113.9:5077"),
    ('set_source_address("[2001:db8::1]"); $var(r) = $_s($si $sp $pr);', "2001:db8::1 5060 udp"),
    ('set_source_address("host.example"); $var(r) = $rc;', "-1"),
    ('add_tcp_alias("5060"); $var(r) = $rc;', "-1"),
    # $cfg
    ("$var(r) = $cfg(route);", "request_route"),
    ("$var(r) = $cfg(name);", "kamailio.cfg"),
    # sock.host, sock.port, sock.proto, sock.touri
    (
        '$var(s) = "tcp:127.0.0.1:5060"; $var(r) = $_s($(var(s){sock.proto}) $(var(s){sock.host}) $(var(s){sock.port}));',
        "tcp 127.0.0.1 5060",
    ),
    ('$var(s) = "tcp:127.0.0.1:5060"; $var(r) = $(var(s){sock.touri});', "sip:127.0.0.1:5060;transport=tcp"),
]


@pytest.mark.parametrize(("script", "value"), SCRIPTS)
def test_function_leaves_the_value(script: str, value: str) -> None:
    lab = make_lab(script)
    lab.receive(REQUEST)
    assert lab.engine.script_vars[b"r"].printed().decode() == value


def test_cfg_line_is_the_line_of_the_statement() -> None:
    lab = make_lab("$var(a) = $cfg(line);\n$var(b) = $cfg(line);")
    lab.receive(REQUEST)
    first = lab.engine.script_vars[b"a"].ri
    assert lab.engine.script_vars[b"b"].ri == first + 1
    assert first == CONFIG.count("\n", 0, CONFIG.index("SCRIPT")) + 1


def test_cfg_is_null_outside_of_every_route() -> None:
    lab = make_lab()
    with lab.at_work():
        assert parse_format(lab.engine.pvs, b"$cfg(line)").printf(lab.msg(REQUEST)) == b"<null>"


@pytest.mark.parametrize(
    "call", ['append_branch("a b")', 'append_branch("sip:x@h", "2")', 'append_branch("sip:x@h", "0.1234")']
)
def test_append_branch_refuses_what_is_no_branch(call: str) -> None:
    lab = make_lab(f"{call}; $var(r) = $_s($rc $branch(count));")
    lab.receive(REQUEST)
    assert lab.engine.script_vars[b"r"].printed() == b"-1 0"


SENDS = [
    # statement, destination, bytes
    ('send_udp("192.0.2.50:5090");', b"udp:192.0.2.50:5090", REQUEST),
    ('send_udp("192.0.2.50");', b"udp:192.0.2.50:5060", REQUEST),
    ("send_udp();", b"udp:192.0.2.9:5088", REQUEST),
    ('send_tcp("192.0.2.50:5090");', b"tcp:192.0.2.50:5090", REQUEST),
    ("send_tcp();", b"tcp:192.0.2.9:5088", REQUEST),
    ('send_data("sip:192.0.2.50:9000", "call $ci");', b"udp:192.0.2.50:9000", b"call c1"),
    ('send_data("sip:192.0.2.50:9000;transport=tcp", "x");', b"tcp:192.0.2.50:9000", b"x"),
    ('sendx("sip:192.0.2.50:9000", "udp:127.0.0.2:5062", "$rm");', b"udp:192.0.2.50:9000", b"INVITE"),
]


@pytest.mark.parametrize(("statement", "destination", "data"), SENDS)
def test_send_udp_send_tcp_send_data_and_sendx_send_the_bytes(statement: str, destination: bytes, data: bytes) -> None:
    lab = make_lab(f"{statement} $var(r) = $rc;")
    (send,) = lab.receive(REQUEST)
    assert (send.dst.text, send.data) == (destination, data)
    assert lab.engine.script_vars[b"r"].ri == 1


def test_sendx_leaves_from_the_socket() -> None:
    (send,) = make_lab('sendx("sip:192.0.2.50:9000", "udp:127.0.0.2:5062", "x");').receive(REQUEST)
    assert send.dst.sock is not None
    assert send.dst.sock.name == b"out"


@pytest.mark.parametrize(
    "statement",
    [
        'send_udp("none.example")',
        'send_data("no uri", "x")',
        'send_data("sip:none.example", "x")',
        'sendx("sip:192.0.2.50", "udp:9.9.9.9:1", "x")',
        'send_data("sip:[2001:db8::1]", "x")',
    ],
)
def test_send_that_leads_nowhere_is_false(statement: str) -> None:
    lab = make_lab(f"{statement}; $var(r) = $rc;")
    assert lab.receive(REQUEST) == []
    assert lab.engine.script_vars[b"r"].ri == -1


REPLY = (
    b"SIP/2.0 183 Progress\r\n"
    b"Via: SIP/2.0/UDP 203.0.113.1:5070;branch=z9hG4bK1\r\n"
    b"Via: SIP/2.0/UDP 192.0.2.77;branch=z9hG4bK2\r\n"
    b"From: <sip:a@b>;tag=1\r\nTo: <sip:a@b>;tag=2\r\nCall-ID: c1\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n"
)


def test_forward_reply_forwards_at_once() -> None:
    sends = make_lab(reply="forward_reply(); drop;", conformance="kamailio").receive(REPLY)
    assert [send.dst.ip for send in sends] == [b"192.0.2.77"]
    assert make_lab(reply="drop;", conformance="kamailio").receive(REPLY) == []


def test_is_incoming_is_false_in_onsend_route() -> None:
    lab = make_lab("forward();")
    assert len(lab.receive(REQUEST)) == 1
    assert lab.engine.script_vars[b"onsend"].ri == 0


def via(lab: Lab) -> bytes:
    (send,) = lab.receive(REQUEST)
    return send.data.split(b"\r\n")[1]


def test_via_add_srvid_puts_the_servers_id_into_the_via() -> None:
    assert via(make_lab('via_add_srvid("1"); forward();')).endswith(b";srvid=5")
    assert b"srvid" not in via(make_lab('via_add_srvid("1"); via_add_srvid("0"); forward();'))


def xavp_lab(script: str) -> Lab:
    return Lab('xavp_via_params="via"\n' + CONFIG.replace("SCRIPT", script).replace("PARAMS", "").replace("REPLY", "exit;"))


def test_via_add_xavp_params_puts_the_fields_into_the_via() -> None:
    lab = xavp_lab('$xavp(via=>cell) = "west"; via_add_xavp_params("1"); forward();')
    assert via(lab).endswith(b";cell=west")
    lab = xavp_lab('$xavp(via=>cell) = "west"; via_add_xavp_params("1"); via_add_xavp_params("0"); forward();')
    assert b"cell" not in via(lab)


@pytest.mark.parametrize("script", ["", '$xavp(via=>cell) = "a\\r\\nEvil: 1"; ', '$xavp(via=>cell) = "a;b"; '])
def test_via_add_xavp_params_refuses_what_does_not_fit(script: str) -> None:
    lab = xavp_lab(f'{script}via_add_xavp_params("1"); $var(r) = $rc; forward();')
    assert b"cell" not in via(lab)
    assert lab.engine.script_vars[b"r"].ri == -1


FIELDS = [
    ('$xavp(f=>address) = "10.9.8.7"; $xavp(f[0]=>port) = 5099;', b"Via: SIP/2.0/UDP 10.9.8.7:5099;", 1),
    ('$xavp(f=>address) = "proxy.example";', b"Via: SIP/2.0/UDP proxy.example:5070;", 1),
    ("$xavp(f=>port) = 5099;", b"Via: SIP/2.0/UDP 203.0.113.1:5099;", 1),
    ('$xavp(f=>address) = "a b";', b"Via: SIP/2.0/UDP 203.0.113.1:5070;", -1),
    ('$xavp(f=>address) = "u@h";', b"Via: SIP/2.0/UDP 203.0.113.1:5070;", -1),
    ('$xavp(f=>port) = "x";', b"Via: SIP/2.0/UDP 203.0.113.1:5070;", -1),
    ("", b"Via: SIP/2.0/UDP 203.0.113.1:5070;", -1),
]


@pytest.mark.parametrize(("script", "start", "code"), FIELDS)
def test_via_use_xavp_fields_puts_host_and_port_into_the_via(script: str, start: bytes, code: int) -> None:
    routes = f'{script} via_use_xavp_fields("1"); $var(r) = $rc; forward();'
    lab = Lab('xavp_via_fields="f"\n' + CONFIG.replace("SCRIPT", routes).replace("PARAMS", "").replace("REPLY", "exit;"))
    assert via(lab).startswith(start)
    assert lab.engine.script_vars[b"r"].ri == code


def test_via_use_xavp_fields_is_undone_with_0() -> None:
    routes = '$xavp(f=>port) = 5099; via_use_xavp_fields("1"); via_use_xavp_fields("0"); forward();'
    lab = Lab('xavp_via_fields="f"\n' + CONFIG.replace("SCRIPT", routes).replace("PARAMS", "").replace("REPLY", "exit;"))
    assert via(lab).startswith(b"Via: SIP/2.0/UDP 203.0.113.1:5070;")


class Edge:
    def __init__(self) -> None:
        self.aliases: list[tuple[int, int]] = []

    def add_alias(self, con_id: int, port: int) -> bool:
        self.aliases.append((con_id, port))
        return True


class Files:
    def __init__(self) -> None:
        self.content = {"/etc/note": b"kept"}

    def read_file(self, path: str) -> bytes | None:
        return self.content.get(path)

    def write_file(self, path: str, data: bytes) -> bool:
        self.content[path] = data
        return path.startswith("/etc")


@pytest.mark.parametrize(
    ("script", "value"),
    [
        ('file_read("/etc/note", "$var(r)");', b"kept"),
        ('file_read("/none", "$var(x)"); $var(r) = $rc;', b"-1"),
        ('file_read("/etc/note", "$rm"); $var(r) = $rc;', b"-1"),
        ('file_write("/etc/$rU", "call $ci"); $var(r) = $rc;', b"1"),
        ('file_write("/root/x", "y"); $var(r) = $rc;', b"-1"),
    ],
)
def test_file_read_and_file_write_go_through_the_edge(monkeypatch: pytest.MonkeyPatch, script: str, value: bytes) -> None:
    lab = make_lab(script)
    files = Files()
    monkeypatch.setattr(lab.engine, "edge", files)
    lab.receive(REQUEST)
    assert lab.engine.script_vars[b"r"].printed() == value
    assert files.content.get("/etc/bob", b"call c1") == b"call c1"
    assert ("/etc/bob" in files.content) is ("$rU" in script)


def test_add_tcp_alias_names_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    lab = make_lab('add_tcp_alias("5066"); $var(r) = $rc;')
    edge = Edge()
    monkeypatch.setattr(lab.engine, "edge", edge)
    lab.receive(REQUEST.replace(b"SIP/2.0/UDP", b"SIP/2.0/TCP"), proto="tcp", con_id=9)
    assert edge.aliases == [(9, 5066)]
    assert lab.engine.script_vars[b"r"].ri == 1


@pytest.mark.parametrize(
    ("param", "host", "port", "is_own"),
    [
        ("example.com", b"EXAMPLE.com", 0, True),
        ("example.com", b"sip.example.com", 5060, True),
        ("example.com", b"badexample.com", 0, False),
        ("example.com:5080", b"a.example.com", 5080, True),
        ("example.com:5080", b"a.example.com", 5060, False),
    ],
)
def test_alias_subdomains_makes_what_is_below_a_domain_the_servers_own(
    param: str, host: bytes, port: int, is_own: bool
) -> None:
    lab = make_lab("", f'"alias_subdomains", "{param}"')
    with lab.at_work():
        assert lab.engine.sockets.is_myself(host, port) is is_own


def test_alias_subdomains_without_a_domain_is_refused() -> None:
    with pytest.raises(Exception, match="alias_subdomains: expected"):
        make_lab("", '"alias_subdomains", ""')


def call(lab: Lab, name: str, *params: Any) -> RpcReply:
    request = LocalCall(name, params)
    lab.run(lab.engine.rpcs.dispatch(request))
    assert request.answer is not None
    return request.answer


def test_corex_list_sockets_shows_them_in_order() -> None:
    assert call(make_lab(), "corex.list_sockets").values == (
        {"proto": "udp", "address": "127.0.0.1", "port": 5060, "name": "in", "advertise": "203.0.113.1:5070"},
        {"proto": "udp", "address": "127.0.0.2", "port": 5062, "name": "out", "advertise": "-"},
        {"proto": "tcp", "address": "127.0.0.1", "port": 5060, "name": "", "advertise": "-"},
    )


def test_corex_list_aliases_shows_them() -> None:
    assert {"address": "example.org", "port": 5070, "proto": "*"} in call(make_lab(), "corex.list_aliases").values


def test_corex_debug_shows_and_sets_the_level() -> None:
    lab = make_lab()
    assert call(lab, "corex.debug").values == ({"old": 0, "new": 0},)
    assert call(lab, "corex.debug", 3).values == ({"old": 0, "new": 3},)
    assert lab.engine.log.level == 3


def with_memory() -> Lab:
    lab = make_lab()
    lab.engine.shm.init(shm_chunk(1 << 20), "qm")
    lab.engine.shm.malloc(1000, "kex/place.py:1")
    return lab


def test_shm_info_shm_stats_shm_report_and_shm_rprint_show_shared_memory() -> None:
    lab = with_memory()
    assert call(lab, "shm.info").values == ({"name": "QMalloc", "mem": "shm"},)
    (stats,) = call(lab, "shm.stats").values
    assert isinstance(stats, dict)
    assert stats["used"] == lab.engine.shm.info().used
    assert call(lab, "shm.report").values == ({"place": "kex/place.py:1", "count": 1, "size": 1000},)
    (line,) = call(lab, "shm.rprint").values
    assert "1000 bytes from kex/place.py:1" in str(line)


@pytest.mark.parametrize("name", ["corex.shm_status", "corex.shm_summary"])
def test_corex_shm_status_and_corex_shm_summary_write_to_the_log(name: str) -> None:
    lab = with_memory()
    lab.engine.log.level = 3
    call(lab, name)
    assert any("1000" in line and "kex/place.py:1" in line for line in lab.log)


@pytest.mark.parametrize("name", ["corex.shm_status", "corex.shm_summary", "shm.stats", "shm.report", "shm.rprint"])
def test_command_without_shared_memory_is_a_fault(name: str) -> None:
    fault = call(make_lab(), name).fault
    assert fault is not None
    assert fault.code == 500


def test_corex_pkg_summary_names_python() -> None:
    assert call(make_lab(), "corex.pkg_summary").values == ("the memory of a process is managed by Python",)


def test_examples_of_sock_hold() -> None:
    assert doctest.testmod(kahea.modules.corex.sock_transformations).failed == 0


def test_is_faked_msg_is_true_for_a_message_of_the_servers_own() -> None:
    lab = Lab(
        CONFIG.replace("SCRIPT", "").replace("PARAMS", "").replace("REPLY", "exit;")
        + "\nreceived_route_mode=1\nevent_route[core:msg-received] { is_faked_msg(); $var(r) = $rc; }"
    )
    lab.receive(REQUEST)
    assert lab.engine.script_vars[b"r"].ri == 1
