"""The core's own functions, each by what it leaves behind."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest

from kahea.api.testing import Lab
from kahea.base.errors import KaheaError
from kahea.cfg.errors import CheckError
from kahea.cfg.runtime import Routes
from kahea.core.action import CORE_ACTIONS, core_action
from kahea.core.flags import MsgFlags
from kahea.core.route import run_top_route
from kahea.core.sip_msg import SipMsg

OPTIONS = (
    b"OPTIONS sip:0012;x=1@example.org:5070;transport=tcp SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bK1\r\n"
    b"From: <sip:bob@example.org>;tag=f\r\nTo: <sip:0012@example.org>\r\nCall-ID: c1\r\nCSeq: 1 OPTIONS\r\n"
    b"Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
).replace(b"0012;x=1@", b"0012@")
Play = Callable[..., SipMsg]


class Stage:
    """What a script has done to a message, and the server that did it."""

    def __init__(self, statements: str, head: str = "", data: bytes = OPTIONS, proto: str = "udp") -> None:
        self.lab = Lab(f'loadmodule "pv"\ndebug = 3\n{head}\nrequest_route {{ {statements} }}')
        self.msg = self.lab.msg(data, proto=proto)
        route = self.lab.engine.routes.get("request_route")
        with self.lab.at_work():
            self.lab.run(run_top_route(route, self.msg, Routes.REQUEST))

    @property
    def log(self) -> str:
        return "\n".join(self.lab.log)


FLAGS = [
    ("setflag(5);", 32),
    ("setflag(0); setflag(31);", 1 | 1 << 31),
    ("setflag(5); setflag(6); resetflag(5);", 64),
    ("setflag(aa); setflag(bb);", 129),
    ('setflag("bb");', 128),
    ("if (isflagset(5)) { setflag(1); }", 0),
    ("setflag(5); if (isflagset(5)) { setflag(1); }", 34),
    ("setflag(bb); if (!isflagset(bb)) { setflag(1); }", 128),
]


@pytest.mark.parametrize(("statements", "expected"), FLAGS)
def test_flags_are_set_reset_and_asked_for(statements: str, expected: int) -> None:
    assert Stage(statements, "flags aa, bb:7;").msg.flags == expected


@pytest.mark.parametrize("argument", ["32", "-1", "$var(x)", '"32"', '"nix"'])
def test_a_flag_that_cannot_be_is_refused(argument: str) -> None:
    with pytest.raises(CheckError, match=r"kamailio.cfg:\d+:\d+: "):
        Stage(f"setflag({argument});")


AVP_FLAGS = [
    ('$avp(x) = "v"; setavpflag($avp(x), two);', 2),
    ('$avp(x) = "v"; setavpflag($avp(x), 3);', 8),
    ('$avp(x) = "v"; setavpflag($avp(x), 3); setavpflag($avp(x), 0); resetavpflag($avp(x), 3);', 1),
    ('$avp(x) = "v"; if (isavpflagset($avp(x), 3)) { setavpflag($avp(x), 1); }', 0),
    ('$avp(x) = "v"; setavpflag($avp(x), 3); if (isavpflagset($avp(x), 3)) { setavpflag($avp(x), 1); }', 10),
]


@pytest.mark.parametrize(("statements", "expected"), AVP_FLAGS)
def test_avp_flags_are_set_reset_and_asked_for(statements: str, expected: int) -> None:
    avp = Stage(statements, "avpflags one, two;").msg.avps.search_avp(b"x")
    assert avp is not None
    assert avp.flags == expected


def test_flags_of_an_avp_that_is_not_there_are_false() -> None:
    stage = Stage("$var(a) = setavpflag($avp(x), 1); $var(b) = resetavpflag($avp(x), 1); $var(c) = isavpflagset($avp(x), 1);")
    assert [stage.lab.engine.script_vars[name].ri for name in (b"a", b"b", b"c")] == [-1, -1, -1]


URIS = [
    ('rewritehost("h.net");', b"sip:0012@h.net:5070;transport=tcp"),
    ('sethost("h.net");', b"sip:0012@h.net:5070;transport=tcp"),
    ('seth("h.net");', b"sip:0012@h.net:5070;transport=tcp"),
    ('rewritehostport("h.net:99");', b"sip:0012@h.net:99;transport=tcp"),
    ('sethostport("h.net");', b"sip:0012@h.net;transport=tcp"),
    ('sethp("[::1]:99");', b"sip:0012@[::1]:99;transport=tcp"),
    ('rewritehostporttrans("h.net:99;transport=sctp");', b"sip:0012@h.net:99;transport=sctp"),
    ('sethostporttrans("h.net");', b"sip:0012@h.net"),
    ('sethpt("h.net:99");', b"sip:0012@h.net:99"),
    ('rewriteport("99");', b"sip:0012@example.org:99;transport=tcp"),
    ('setport("99");', b"sip:0012@example.org:99;transport=tcp"),
    ('setp("");', b"sip:0012@example.org;transport=tcp"),
    ('rewriteuser("al");', b"sip:al@example.org:5070;transport=tcp"),
    ('setuser("al");', b"sip:al@example.org:5070;transport=tcp"),
    ('setu("");', b"sip:example.org:5070;transport=tcp"),
    ('rewriteuserpass("al:pw");', b"sip:al:pw@example.org:5070;transport=tcp"),
    ('setuserpass("al:pw"); setuser("b");', b"sip:b:pw@example.org:5070;transport=tcp"),
    ('setup("al");', b"sip:al@example.org:5070;transport=tcp"),
    ('rewriteuri("sip:new@h");', b"sip:new@h"),
    ('seturi("tel:+49");', b"tel:+49"),
    ('prefix("9");', b"sip:90012@example.org:5070;transport=tcp"),
    ('strip(2); prefix("+");', b"sip:+12@example.org:5070;transport=tcp"),
    ("strip(99);", b"sip:example.org:5070;transport=tcp"),
    ("strip_tail(1);", b"sip:001@example.org:5070;transport=tcp"),
    ("strip_tail(99);", b"sip:example.org:5070;transport=tcp"),
    ('seturi("sip:x@h"); revert_uri();', b"sip:0012@example.org:5070;transport=tcp"),
    ('seturi("sip:x@h"); revert_uri;', b"sip:0012@example.org:5070;transport=tcp"),
    ("userphone();", b"sip:0012@example.org:5070;transport=tcp;user=phone"),
    ("userphone(); userphone();", b"sip:0012@example.org:5070;transport=tcp;user=phone"),
    ('setuser("alice"); userphone();', b"sip:alice@example.org:5070;transport=tcp"),
    ('seturi("tel:+4930"); strip(1); prefix("00");', b"tel:004930"),
]


@pytest.mark.parametrize(("statements", "expected"), URIS)
def test_the_request_uri_is_rewritten(statements: str, expected: bytes) -> None:
    assert Stage(statements).msg.ruri_text == expected


@pytest.mark.parametrize(
    "statement", ['seturi("tel:+49"); sethost("h");', 'seturi("no uri"); strip(1);', 'sethostport("a b");', 'setport("99999");']
)
def test_a_uri_that_cannot_be_rewritten_stays_and_the_script_goes_on(statement: str) -> None:
    stage = Stage(f"{statement} setflag(1);")
    assert stage.msg.flags == 2
    assert "ERROR" in stage.log


MSG_FLAGS = [
    ("force_rport();", MsgFlags.FORCE_RPORT),
    ("force_rport;", MsgFlags.FORCE_RPORT),
    ("add_rport();", MsgFlags.FORCE_RPORT),
    ("add_local_rport();", MsgFlags.ADD_LOCAL_RPORT),
    ("set_forward_no_connect();", MsgFlags.FWD_NO_CONNECT),
    ("set_forward_close();", MsgFlags.FWD_CON_CLOSE),
    ("set_reply_no_connect();", MsgFlags.RPL_NO_CONNECT),
    ("set_reply_close;", MsgFlags.RPL_CON_CLOSE),
]


@pytest.mark.parametrize(("statement", "expected"), MSG_FLAGS)
def test_what_the_core_is_told_about_the_message(statement: str, expected: MsgFlags) -> None:
    assert Stage(statement).msg.msg_flags == expected


BRANCHES = [
    ('append_branch("sip:a@h");', [(b"sip:a@h", -1)]),
    ('append_branch("sip:a@h", "0.5");', [(b"sip:a@h", 500)]),
    ('append_branch("sip:a@h", "many");', [(b"sip:a@h", -1)]),
    ("append_branch();", [(b"sip:0012@example.org:5070;transport=tcp", -1)]),
    ('append_branch("sip:a@h"); append_branch("sip:b@h"); remove_branch(0);', [(b"sip:b@h", -1)]),
    ('append_branch("sip:a@h"); append_branch("sip:b@h"); remove_branch();', [(b"sip:b@h", -1)]),
    ('append_branch("sip:a@h"); remove_branch(7);', [(b"sip:a@h", -1)]),
    ('append_branch("sip:a@h"); clear_branches();', []),
]


@pytest.mark.parametrize(("statements", "expected"), BRANCHES)
def test_the_destination_set_is_changed(statements: str, expected: list[tuple[bytes, int]]) -> None:
    assert [(branch.uri, branch.q) for branch in Stage(statements).msg.branches] == expected


SOCKETS = [
    ("force_send_socket(udp:127.0.0.1:5080);", b"udp:127.0.0.1:5080"),
    ("force_send_socket(127.0.0.1:5080);", b"udp:127.0.0.1:5080"),
    ("force_send_socket(tcp:127.0.0.1);", b"tcp:127.0.0.1:5060"),
    ("force_send_socket([::1]:5060);", b"udp:[::1]:5060"),
    ('force_send_socket("s1");', b"udp:127.0.0.1:5080"),
]
LISTEN = 'listen=udp:127.0.0.1:5060\nlisten=tcp:127.0.0.1:5060\nlisten=udp:127.0.0.1:5080 name "s1"\nlisten=udp:[::1]:5060'


@pytest.mark.parametrize(("statement", "expected"), SOCKETS)
def test_force_send_socket_takes_one_of_the_servers_own(statement: str, expected: bytes) -> None:
    sock = Stage(statement, LISTEN).msg.force_send_socket
    assert sock is not None
    assert sock.text == expected


def test_force_send_socket_refuses_any_other_at_load() -> None:
    with pytest.raises(CheckError, match=r"parameter 'socket' must be one of the server's sockets \(udp:127.0.0.1:5060"):
        Stage("force_send_socket(10.9.9.9);", LISTEN)


def test_set_advertised_address_and_port_are_the_messages_own() -> None:
    msg = Stage('set_advertised_address("pub.example.org"); set_advertised_port(5099);').msg
    assert (msg.set_global_address, msg.set_global_port) == (b"pub.example.org", 5099)


FORWARDS = [
    ("forward(127.0.0.9, 5099);", "udp:127.0.0.9:5099"),
    ("forward(127.0.0.9);", "udp:127.0.0.9:5060"),
    ('forward("127.0.0.9", 5099);', "udp:127.0.0.9:5099"),
    ("forward_tcp(127.0.0.9, 5099);", "tcp:127.0.0.9:5099"),
    ('seturi("sip:x@127.0.0.8:5071"); forward(uri:host, uri:port);', "udp:127.0.0.8:5071"),
    ('seturi("sip:x@127.0.0.8:5071"); forward(uri:host);', "udp:127.0.0.8:5060"),
    ('seturi("sip:x@127.0.0.8:5071"); forward();', "udp:127.0.0.8:5071"),
    ('seturi("sip:x@127.0.0.8:5071"); forward_tcp();', "tcp:127.0.0.8:5071"),
    ('seturi("sip:x@127.0.0.8:5071"); $du = "sip:127.0.0.7:5072"; forward();', "udp:127.0.0.7:5072"),
]


@pytest.mark.parametrize(("statements", "expected"), FORWARDS)
def test_forward_sends_without_a_transaction(statements: str, expected: str) -> None:
    sends = Stage(statements).lab.sent
    assert [send.dst.text.decode() for send in sends] == [expected]
    assert sends[0].data.startswith(b"OPTIONS ")


def test_forward_to_a_host_without_addresses_is_false_and_sends_nothing() -> None:
    stage = Stage("if (!forward(nowhere.example.org)) { setflag(1); }")
    assert (stage.lab.sent, stage.msg.flags) == ([], 2)


LOGS = [
    ('log("hello");', "DEBUG: <script>: hello"),
    ('log(1, "hello");', "NOTICE: <script>: hello"),
    ('log(-1, "hello $rU");', "ERROR: <script>: hello $rU"),
    ('error("a", "b");', "ERROR: <script>: error(a, b)"),
    ('exec("touch /tmp/x");', "routes run no programs"),
]


@pytest.mark.parametrize(("statement", "line"), LOGS)
def test_lines_go_to_the_log(statement: str, line: str) -> None:
    assert line in Stage(f"{statement} setflag(1);").log.replace("  ", " ")


@contextmanager
def declared(name: str) -> Iterator[None]:
    try:
        yield
    finally:
        CORE_ACTIONS.pop(name, None)


@pytest.mark.parametrize(
    "statement", ["forward();", 'setuser("x");', "append_branch();", "force_rport;", "udp_mtu_try_proto(TCP);"]
)
def test_what_would_come_too_late_is_refused_in_onsend_route(statement: str) -> None:
    with pytest.raises(CheckError, match=r"is not allowed in onsend_route, expected only in request_route, failure_route"):
        Stage("exit;", f"onsend_route {{ {statement} }}")


@pytest.mark.parametrize("statement", ["setflag(1);", "resetflag(1);", 'log("x");', "set_forward_close();", "drop;"])
def test_flags_logs_and_connections_are_allowed_in_onsend_route(statement: str) -> None:
    assert Stage("forward(127.0.0.9);", f"onsend_route {{ {statement} }}").lab.engine.routes.get("onsend_route") is not None


def test_a_function_is_added_by_one_decorator() -> None:
    with declared("mark_it"):

        @core_action("mark_it", routes=Routes.REQUEST)
        def mark_it(msg: SipMsg, number: int) -> int:
            msg.flags |= number
            return 1

        assert Stage("mark_it(6);").msg.flags == 6


def test_a_name_is_refused_twice() -> None:
    with pytest.raises(KaheaError, match=r"core function setflag\(\) is declared twice"):
        core_action("setflag")(lambda _msg: 1)


def test_an_annotation_that_nothing_reads_is_refused() -> None:
    def bad(msg: SipMsg, number: float) -> int:
        raise NotImplementedError(msg, number)

    with declared("bad"), pytest.raises(KaheaError, match="parameter 'number' of bad is annotated"):
        core_action("bad")(bad)


class LentEdge:
    """The part of the edge that keeps connections, as far as aliases go."""

    def __init__(self) -> None:
        self.aliases: list[tuple[int, int]] = []

    def add_alias(self, con_id: int, port: int) -> bool:
        self.aliases.append((con_id, port))
        return con_id == 1


@pytest.mark.parametrize(
    ("statement", "proto", "aliases"),
    [
        ("force_tcp_alias();", "tcp", [(1, 5060)]),
        ("force_tcp_alias;", "tcp", [(1, 5060)]),
        ("add_tcp_alias(5099);", "tcp", [(1, 5099)]),
        ("force_tcp_alias();", "udp", []),
    ],
)
def test_force_tcp_alias_names_the_connection(statement: str, proto: str, aliases: list[tuple[int, int]]) -> None:
    lab = Lab(f"request_route {{ {statement} }}")
    edge = LentEdge()
    lab.engine.edge = cast("Any", edge)
    lab.receive(OPTIONS, proto=proto)
    assert edge.aliases == aliases


@pytest.mark.parametrize(
    ("statement", "proto"),
    [
        ("udp_mtu_try_proto(TCP);", "tcp"),
        ("udp_mtu_try_proto(tcp);", "tcp"),
        ("udp_mtu_try_proto(TCP); udp_mtu_try_proto(UDP);", "udp"),
        (";", "udp"),
    ],
)
def test_udp_mtu_try_proto_is_the_messages_own(statement: str, proto: str) -> None:
    stage = Stage(f"{statement} forward(127.0.0.9);", "udp_mtu = 200")
    assert [send.dst.text.decode() for send in stage.lab.sent] == [f"{proto}:127.0.0.9:5060"]


def test_cfg_select_reads_an_instance_until_cfg_reset() -> None:
    stage = Stage(
        '$var(a) = @cfg_get.gw.ip; cfg_select("gw", 1); $var(b) = @cfg_get.gw.ip;'
        'cfg_reset("gw"); $var(c) = $sel(cfg_get.gw.ip); cfg_select("gw", 7); $var(d) = @cfg_get.gw.ip;',
        'gw.ip = "10.0.0.1" desc "gateway"\ngw[1].ip = "10.0.0.2"',
    )
    found = [stage.lab.engine.script_vars[name].rs for name in (b"a", b"b", b"c", b"d")]
    assert found == [b"10.0.0.1", b"10.0.0.2", b"10.0.0.1", b"10.0.0.1"]
    assert "gw[7] is not declared" in stage.log
