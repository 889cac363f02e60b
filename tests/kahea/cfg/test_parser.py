"""kahea.cfg: grammar, positions, the fixpoint of dump and parse, and any text at all."""

import contextlib
import os
import re
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kahea.cfg.check import check
from kahea.cfg.dump import dump, dump_expr
from kahea.cfg.errors import ConfigError
from kahea.cfg.nodes import Config, Evaluate, Listen, Return, Route, SetStatement, Socket, SocketStruct, String
from kahea.cfg.parser import load_config, parse_config, print_config
from kahea.cfg.preprocess import Inputs

DEBIAN = Path(os.environ.get("KAMAILIO_CFG", "/etc/kamailio/kamailio.cfg"))
BENCH = Path(__file__).parents[4] / "shared" / "tools" / "bench-kamailio.cfg"


def inputs(text: str | bytes, defines: dict[str, str | None] | None = None, **files: bytes) -> Inputs:
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")

    def read(path: str) -> bytes:
        if path == "t.cfg":
            return data
        if path in files:
            return files[path]
        raise FileNotFoundError(2, "No such file or directory")

    return Inputs(read=read, defines=defines or {}, environment={"HOME": "/root"})


def parse(text: str | bytes, defines: dict[str, str | None] | None = None, **files: bytes) -> Config:
    return parse_config("t.cfg", inputs(text, defines, **files))


CONSTRUCTS = [
    "children = 4 debug=-1 log_stderror=yes log_facility=LOG_LOCAL0 user = kamailio advertised_address = a-b.example.org",
    'alias = "a" alias = udp:example.org:5060 domain = a.b.c tcp_source_ipv6 = [2001:db8::1]',
    "coreparam[random_engine] = 1",
    'pstn.gw_ip = "" desc "PSTN" a[3].b = 0x10',
    "flags a, b:7, c; bool d:3; avpflags x, y;",
    'loadmodule "tm.so" loadmodule("sl") loadmodulex("rr", "opts") loadpath "a" mpath = "b" cfgengine "lua"',
    'modparam("a|b", "c", -1); modparam("a", "c", yes) modparam("a", "c", "x" "y") modparamx("a", "c", $var(x))',
    'listen = 127.0.0.1 listen = udp:[::1]:5060 listen = eth0:* listen = "sip.example.org":5061 listen=[::]',
    'listen = 127.0.0.1:5060 127.0.0.2:5060 eth0 advertise 1.2.3.4:5060 name "s1" virtual',
    "listen = sctp:(127.0.0.1, 127.0.0.2):5060",
    'socket = { bind = udp:127.0.0.1:5060-5070; advertise = 1.2.3.4:5060; name = "s"; workers = 4; virtual = yes; vrf = "v" }',
    'route {} route[1] {} route[A] {} route["a b"] {} reply_route {} onreply_route[B] {} onsend_route {}',
    "branch_route[C] {} failure_route[D] {} event_route[core:worker-one-init] {} event_route[dispatcher:dst-up] {}",
    "route { if (1) exit; else if (2) drop; else { return 1; } ; }",
    "route { if uri==myself && !(method==INVITE) return; while ($var(x) < 3) { $var(x) = $var(x) + 1; break; } }",
    'route { switch ($rU) { case "a": case /"^b": exit; default: break; } }',
    "route { switch($rc) { case -1: f(); case 0x10: g(); break; } }",
    "route { if (src_ip == 10.0.0.0/8 || src_ip == 10.0.0.0/255.0.0.0 || src_ip != [::1]) exit; if (!src_ip==a.b.c) exit; }",
    "route { if (proto == TCP && af == inet6 && msg:len >= 100 && src_port == 5060) exit; }",
    "route { force_rport; force_rport(); forward(uri:host, uri:port); forward(a.b, 5060); forward_tcp(); }",
    "route { force_send_socket(udp:127.0.0.1:5060); setflag(a); route(A); route($var(x)); udp_mtu_try_proto(TCP); }",
    "route { $var(x) = (int)$var(y) + (str) 5 mod 3 - -1; $avp(a) = ~5 | 1 & 2 ^ 3 << 1 >> 2; }",
    'route { if (defined $avp(x) and not strempty($ru) or strlen($ru) > 5 && $rU eq "a" || $x ieq 1) exit; }',
    "route { $var(x) = f(); if (($var(y) = 5) == 5) exit; $var(z) = { f(); }; { g(); } }",
    'route { $(avp(x)[*]) = $null; $xavp(a[0]=>b) = @ruri.user; if (@via[1].params["x"] == "y") exit; }',
    "route { %attr = 1; $f.uid = 2; exit(); return (1); drop(); exit 0; }",
    'route { if ($ru =~ "^sip:" + $var(x)) exit; }',
]


@pytest.mark.parametrize("text", CONSTRUCTS)
def test_every_construct_parses_and_its_dump_parses_to_equal_nodes(text: str) -> None:
    config = parse(text)
    assert config.statements
    assert parse(dump(config)) == config


PRECEDENCE = [
    ("1 + 2 * 3", "1 + 2 * 3"),
    ("(1 + 2) * 3", "(1 + 2) * 3"),
    ("1 - 2 - 3", "1 - 2 - 3"),
    ("1 - (2 - 3)", "1 - (2 - 3)"),
    ("((1 || 2) && 3)", "(1 || 2) && 3"),
    ("1 || (2 && 3)", "1 || 2 && 3"),
    ("1 | (2 & (3 ^ 4))", "1 | 2 & 3 ^ 4"),
    ("1 == (2 < 3)", "1 == 2 < 3"),
    ("!$a == $b", "!$a == $b"),
    ("!($a == $b)", "!($a == $b)"),
    ("not defined $a", "!defined $a"),
]


@pytest.mark.parametrize(("text", "shown"), PRECEDENCE)
def test_parentheses_stand_only_where_precedence_needs_them(text: str, shown: str) -> None:
    route = parse(f"route {{ return {text}; }}").statements[0]
    assert isinstance(route, Route)
    action = route.actions[0]
    assert isinstance(action, Return)
    assert action.value is not None
    assert dump_expr(action.value) == shown


STRINGS = [
    (r'"a\n\r\t\a\"\\"', 'a\n\r\t\a"\\'),
    (r'"\x41\102\60"', "AB0"),
    (r'"^(\+|00)\."', r"^(\+|00)\."),
    ('"a\\\nb"', "ab"),
    ('"a" \n "b"', "ab"),
    (r"'a\n'", r"a\n"),
    ("'a' ", "a"),
]


@pytest.mark.parametrize(("text", "value"), STRINGS)
def test_strings(text: str, value: str) -> None:
    statement = parse(f"x.y = {text}").statements[0]
    assert getattr(statement, "value") == String(value, position=statement.position)  # noqa: B009


def test_listen_keeps_all_its_parts() -> None:
    (listen,) = parse('listen = udp:10.0.0.1:5060 advertise 1.2.3.4:5061 name "s1"').statements
    place = listen.position
    assert listen == Listen(
        (Socket("udp", ("10.0.0.1",), 5060, position=place),),
        Socket(None, ("1.2.3.4",), 5061, position=place),
        "s1",
        position=place,
    )


def test_socket_keeps_a_range_of_ports() -> None:
    (socket,) = parse("socket = { bind = udp:10.0.0.1:5060-5062; workers = 2 }").statements
    assert isinstance(socket, SocketStruct)
    assert (socket.bind.port, socket.bind.last_port, socket.workers) == (5060, 5062, 2)


DIRECTIVES = [
    ("#!define A 1\nx.y = A", "x.y = 1"),
    ("#!def A \\\n1\nx.y = A", "x.y = 1"),
    ("!!define A 1\nx.y = A", "x.y = 1"),
    ("#!define A B\n#!define B 2\nx.y = A", "x.y = 2"),
    ("#!define A A\nlog_facility = A", "log_facility = A"),
    ("#!trydef A 1\n#!trydefine A 2\nx.y = A", "x.y = 1"),
    ("#!define A 1\n#!redef A 2\nx.y = A", "x.y = 2"),
    ("#!define A 1\n#!undef A\n#!tryundef A\n#!ifdef A\nx.y = 1\n#!else\nx.y = 2\n#!endif\n", "x.y = 2"),
    ("#!ifdef A\nALTER TABLE 'x\n#!ifdef B\n#!else\n#!endif\n#!endif\nx.y = 1", "x.y = 1"),
    ("#!ifndef A\nx.y = 1\n#!endif\n", "x.y = 1"),
    ("#!define A 3\n#!ifexp A * 2 == 6 && !B\nx.y = 1\n#!endif\n", "x.y = 1"),
    ("#!defexp A 2 ** 3 + 1\nx.y = A", "x.y = 9"),
    ("#!defexps A 1 + 1\nx.y = A", 'x.y = "2"'),
    ("#!defenvs HOME\nx.y = HOME", 'x.y = "/root"'),
    ("#!defenvs H=HOME\n#!trydefenv NONE\nx.y = H", 'x.y = "/root"'),
    ('#!subst "/a(.)/\\1\\1/g"\nx.y = "abac"', 'x.y = "bbcc"'),
    ('#!subst "#A#b#i"\nx.y = "aa"', 'x.y = "ba"'),
    ('#!substdef "/DOM/example.org/"\nx.y = "sip:DOM"', 'x.y = "sip:example.org"'),
    ('#!substdefs "!DOM!$env(HOME)!"\nx.y = DOM', 'x.y = "/root"'),
    ('loadmodule "tm.so"\n#!ifdef MOD_tm\nx.y = 1\n#!endif\n', 'loadmodule "tm.so"\nx.y = 1'),
    ('include_file "inc"\nimport_file "none"\n#!include_file "inc"\n', "x.y = 7\nx.y = 7"),
    ('#!subst "/[[:digit:]]+/N/g"\nx.y = "a12b3"', 'x.y = "aNbN"'),
    ("#!KAMAILIO\n# c\n// c\n/* c\n#!define */ x.y = 101b", "x.y = 5"),
]


@pytest.mark.parametrize(("text", "meaning"), DIRECTIVES)
def test_directives(text: str, meaning: str) -> None:
    config = parse(text, inc=b"x.y = 7")
    assert config == parse(meaning)
    assert parse(print_config("t.cfg", inputs(text, inc=b"x.y = 7"))) == config


def test_positions_point_into_the_file_that_was_written() -> None:
    config = parse('#!define N f()\ninclude_file "inc"\nroute {\n\tN;\n  $ru = 1;\n}\n', inc=b"\n debug = 3")
    included, route = config.statements
    assert isinstance(route, Route)
    call, assignment = route.actions
    assert [str(node.position) for node in (included, route, call, assignment)] == [
        "inc:2:2",
        "t.cfg:3:1",
        "t.cfg:4:2",
        "t.cfg:5:3",
    ]
    assert isinstance(call, Evaluate)
    assert isinstance(assignment, SetStatement)
    assert str(assignment.assignment.value.position) == "t.cfg:5:9"


def test_check_lists_all_faults_in_order() -> None:
    faults = check(parse("route { break; setflag(77); }\nroute {}"))
    assert [fault.position.line for fault in faults] == [1, 1, 2]


def real_files() -> list[tuple[Path, dict[str, str | None]]]:
    found = [DEBIAN] if DEBIAN.exists() else []
    rows: list[tuple[Path, dict[str, str | None]]] = (
        [(BENCH, {}), (BENCH, {"AUTH": None, "AUTHSQL": None})] if BENCH.exists() else []
    )
    for path in found:
        names = sorted(set(re.findall(r"WITH_[A-Z0-9]+", path.read_text())))
        rows += [(path, {}), (path, dict.fromkeys(names)), *((path, {name: None, "DBURL": '"text:///x"'}) for name in names)]
    return rows


def test_installed_configurations_parse_with_and_without_each_define() -> None:
    rows = real_files()
    for path, defines in rows:
        given = Inputs(read=lambda name: Path(name).read_bytes(), defines=defines)
        config = load_config(str(path), given)
        assert parse(dump(config)) == config
        assert parse(print_config(str(path), given)) == config
    if not any(path == DEBIAN for path, _ in rows):
        pytest.skip(f"{DEBIAN} of the Debian package is not on this machine (KAMAILIO_CFG names another place)")


WORDS = [
    "route", "[", "]", "{", "}", "(", ")", ";", "=", "==", "if", "else",
    "while", "switch", "case", ":", "default", "exit", "$var(x)",
    '"s"', "1", "0x", "uri", "myself", "f", ",", "+", "!", "-", "\n", "#!define A ",
    "#!ifdef A\n", "#!endif\n", "A", "listen", "$(", "@a",
    "/*", "*/", "#", "10.0.0.1", "udp", "::1", "'", "\\", "modparam",
    "loadmodule", "flags", "$ru", "&&", "=~", "#!ifexp ", "#!subst ",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200), st.lists(st.sampled_from(WORDS), max_size=60).map(lambda words: " ".join(words).encode())
    )
)
@example(b"route {" * 2000)
@example(b"route { if " + b"(" * 5000)
@example(b"route { $x = " + b"!" * 5000)
@example(b"route { $x = " + b"{ $x = " * 5000)
@example(b"route { " + b"if (1) " * 5000)
@example(b"route { " + b"if (1) f(); else " * 3000 + b"f(); }")
def test_any_bytes_give_nodes_or_a_config_error(data: bytes) -> None:
    try:
        config = parse(data)
    except ConfigError as error:
        shown = error.card()
        lead = str(error)
    else:
        shown = lead = dump(config)
        check(config)
        assert parse(shown) == config
    assert shown.startswith(lead)


UNITS = [
    '"a" ',
    "1:",
    "f ",
    "/ ",
    "#!x\n",
    "x.y = 1 ",
    "route { f(); } ",
    "$var(x) ",
    "a.b-",
    "!!",
    "alias = a ",
    "#!ifdef A\n#!endif\n",
]


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_text_only(unit: str) -> None:
    def cost(count: int) -> float:
        start = time.process_time()
        with contextlib.suppress(ConfigError):
            parse(unit * count)
        return time.process_time() - start

    small, large = min(cost(1000) for _ in range(3)), min(cost(8000) for _ in range(2))
    assert large < max(small, 0.002) * 30
