"""Bad configurations given to the command: one line that says where and what, exit code 1, never a traceback."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.kahea.cfg.test_errors import CHECKS, PREPROCESSOR, ROUTES, STATEMENTS, TOKENS

from kahea.cli import main

LANGUAGE = [*PREPROCESSOR, *TOKENS, *STATEMENTS, *ROUTES, *CHECKS]
PLACE = re.compile(r"^test\.cfg:\d+:\d+: \S")

# Columns: modules loaded, one line each; what follows them; the first line on stderr.
MODULES = [
    # Modules that are not there, come twice, or miss another one.
    ("", 'loadmodule "nope.so"', "test.cfg:1:1: module 'nope' cannot be found"),
    ("", 'loadmodule "db_mysql.so"', "test.cfg:1:1: module 'db_mysql' cannot be found"),
    ("sl", 'loadmodule "sl.so"', "test.cfg:2:1: module sl is loaded already"),
    ("", 'loadmodule "registrar.so"', "test.cfg:1:1: module registrar needs module usrloc: load that one before it"),
    ("", 'loadmodule "tmx.so"', "test.cfg:1:1: module tmx needs module tm: load that one before it"),
    ("", 'loadmodule "auth_db.so"', "test.cfg:1:1: module auth_db needs module auth: load that one before it"),
    ("", 'loadmodule "acc.so"', "test.cfg:1:1: module acc needs module tm: load that one before it"),
    # Functions that nobody has, or a module that is not loaded has.
    ("sl", "request_route { t_relay(); }", "test.cfg:2:17: unknown function t_relay(): module tm is not loaded"),
    (
        "tm",
        "request_route { t_cancel_branches(); }",
        "test.cfg:2:17: unknown function t_cancel_branches(): module tmx is not loaded",
    ),
    ("tm", "request_route { t_realy(); }", "test.cfg:2:17: unknown function t_realy(); did you mean t_relay()?"),
    (
        "corex",
        "request_route { append_branch2(); }",
        "test.cfg:2:17: unknown function append_branch2(); did you mean append_branch()?",
    ),
    # Too few and too many arguments.
    (
        "sl",
        'request_route { sl_send_reply("200"); }',
        "test.cfg:2:17: sl_send_reply() has 1 argument, expected 2: sl_send_reply(code, reason)",
    ),
    (
        "sl",
        'request_route { sl_send_reply("200", "a", "b"); }',
        "test.cfg:2:17: sl_send_reply() has 3 arguments, expected 2: sl_send_reply(code, reason)",
    ),
    (
        "sl usrloc registrar",
        "request_route { save(); }",
        "test.cfg:4:17: save() has 0 arguments, expected 1 to 3: save(domain, [flags], [uri])",
    ),
    (
        "textops",
        "request_route { append_hf(); }",
        "test.cfg:2:17: append_hf() has 0 arguments, expected 1 to 2: append_hf(txt, [hdr])",
    ),
    (
        "rr",
        "request_route { record_route_preset(); }",
        "test.cfg:2:17: record_route_preset() has 0 arguments, expected 1 to 2: record_route_preset(string, [string2])",
    ),
    ("counters", "request_route { cnt_inc(); }", "test.cfg:2:17: cnt_inc() has 0 arguments, expected 1: cnt_inc(name)"),
    (
        "auth",
        'request_route { www_challenge("x"); }',
        "test.cfg:2:17: www_challenge() has 1 argument, expected 2 to 3: www_challenge(realm, flags, [algorithms])",
    ),
    (
        "siputils",
        'request_route { is_gruu("a", "b"); }',
        "test.cfg:2:17: is_gruu() has 2 arguments, expected 0 to 1: is_gruu([uri])",
    ),
    ("", "request_route { force_rport(1); }", "test.cfg:1:17: force_rport() has 1 argument, expected 0: force_rport()"),
    # Arguments of a wrong kind.
    (
        "maxfwd",
        'request_route { mf_process_maxfwd_header("ten"); }',
        "test.cfg:2:42: mf_process_maxfwd_header(): parameter 'max_value' must be an integer, not 'ten'",
    ),
    (
        "tm",
        'request_route { t_set_fr("x"); }',
        "test.cfg:2:26: t_set_fr(): parameter 'fr_inv_timeout' must be an integer, not 'x'",
    ),
    (
        "sl sanity",
        'request_route { sanity_check("x", "y"); }',
        "test.cfg:3:30: sanity_check(): parameter 'msg_checks' must be an integer, not 'x'",
    ),
    (
        "sl tm usrloc registrar",
        'request_route { save("location", "zz"); }',
        "test.cfg:5:34: save(): parameter 'flags' must be an integer, not 'zz'",
    ),
    ("kex", 'request_route { setdebug("x"); }', "test.cfg:2:26: setdebug(): parameter 'level' must be an integer, not 'x'"),
    (
        "textops",
        'request_route { if (is_method("FOO|")) exit; }',
        "test.cfg:2:31: is_method(): parameter 'name' must be a method, or known methods parted by '|', not 'FOO|'",
    ),
    (
        "textops",
        'request_route { remove_hf_re("("); }',
        (
            "test.cfg:2:30: remove_hf_re(): parameter 're' is no expression that can be used: "
            "b'(': missing ), unterminated subpattern at position 0"
        ),
    ),
    (
        "textops",
        'request_route { subst("/a/"); }',
        (
            "test.cfg:2:23: subst(): parameter 'expression' is no substitution: "
            "expected b'/' to close the replacement, found the end (offset 3)"
        ),
    ),
    ("", "request_route { setflag(99); }", "test.cfg:1:25: flag 99 is not in 0..31"),
    # Routes of the wrong kind, and routes that are not there.
    (
        "tm",
        "onreply_route[X] { t_relay(); }",
        (
            "test.cfg:2:20: t_relay() is not allowed in onreply_route, expected only in "
            "request_route, failure_route, event_route[tm:branch-failure]"
        ),
    ),
    (
        "tm",
        "branch_route[X] { t_relay(); }",
        (
            "test.cfg:2:19: t_relay() is not allowed in branch_route, expected only in "
            "request_route, failure_route, event_route[tm:branch-failure]"
        ),
    ),
    (
        "sl",
        'onreply_route { sl_send_reply("200", "OK"); }',
        "test.cfg:2:17: sl_send_reply() is not allowed in reply_route, expected only in request_route",
    ),
    ("", "request_route { route(NOPE); }", "test.cfg:1:23: route[NOPE] is not defined"),
    # Parameters of modules.
    ("tm", 'modparam("tm", "fr_timr", 5)', "test.cfg:2:1: module tm has no parameter 'fr_timr'; did you mean fr_timer?"),
    ("tm", 'modparam("tm", "fr_timer", "x")', "test.cfg:2:1: modparam tm.fr_timer must be an integer, not 'x'"),
    ("", 'modparam("tm", "fr_timer", 5)', "test.cfg:1:1: modparam: module 'tm' is not loaded"),
    ("tm", 'modparam("nope|tm", "x", 5)', "test.cfg:2:1: modparam: module 'nope' is not loaded"),
    ("usrloc", 'modparam("usrloc", "db_mode", 7)', "test.cfg:2:1: modparam usrloc.db_mode: 7 is not in 0..4"),
    (
        "jsonrpcs",
        'modparam("jsonrpcs", "transport", "x")',
        "test.cfg:2:1: modparam jsonrpcs.transport must be an integer, not 'x'",
    ),
    (
        "ctl",
        'modparam("ctl", "binrpc", "nope:x")',
        "test.cfg:2:1: modparam ctl.binrpc: 'nope:x' is no address; expected unixs:PATH, unixd:PATH or tcp:HOST:PORT",
    ),
    (
        "auth",
        'modparam("auth", "algorithm", "SHA-1024")',
        (
            "test.cfg:2:1: modparam auth.algorithm: b'SHA-1024' is no digest algorithm; "
            "expected one of MD5, MD5-sess, SHA-256, SHA-256-sess"
        ),
    ),
    (
        "auth",
        'modparam("auth", "qop", "nope")',
        "test.cfg:2:1: modparam auth.qop: 'nope' is no quality of protection; expected auth or auth-int",
    ),
    # Variables and transformations.
    ("pv", "request_route { $nope = 1; }", "test.cfg:2:18: unknown variable $nope; did you mean $oP?"),
    ("pv", "request_route { if ($avpp(x) == 1) exit; }", "test.cfg:2:22: unknown variable $avpp; did you mean $avp?"),
    ("pv", 'request_route { $ci = "1"; }', "test.cfg:2:17: $ci cannot be set: $ci is read only"),
    (
        "pv",
        "request_route { $var(x) = $(ru{s.nope}); }",
        "test.cfg:2:32: unknown transformation {s.nope}; did you mean s.unquote?",
    ),
    ("xlog", 'request_route { xlog("$nope(x)"); }', "test.cfg:2:22: unknown variable $nope"),
    (
        "pv",
        'request_route { if ($ru =~ "(") exit; }',
        "test.cfg:2:28: bad regular expression '(': missing ), unterminated subpattern at position 0",
    ),
    # Sockets.
    (
        "",
        "listen=tls:127.0.0.1:5061",
        "test.cfg:1:8: listen: tls is not served, expected udp or tcp; others have no transport yet",
    ),
    (
        "",
        "listen=udp:999.1.1.1",
        "test.cfg:1:8: listen: '999.1.1.1' has no address, expected an address, an interface or a host",
    ),
]


Refused = Callable[[str], list[str]]


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Refused:
    """The lines on stderr about a configuration that `-c` refuses."""

    def lines(text: str) -> list[str]:
        (tmp_path / "test.cfg").write_text(text, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        assert main(["-c", "-f", "test.cfg"]) == 1
        captured = capsys.readouterr()
        assert captured.out == ""
        assert "Traceback" not in captured.err
        return captured.err.splitlines()

    return lines


def test_there_are_eighty_bad_configurations_and_more() -> None:
    assert len({text for text, _ in LANGUAGE} | {(loaded, text) for loaded, text, _ in MODULES}) >= 80


@pytest.mark.parametrize(("text", "message"), LANGUAGE)
def test_a_fault_of_the_language_is_said_with_its_place(refused: Refused, text: str, message: str) -> None:
    lines = refused(text)
    assert PLACE.match(lines[0])
    assert lines[0] == message


@pytest.mark.parametrize(("loaded", "text", "message"), MODULES)
def test_a_fault_against_a_module_is_said_with_its_place(refused: Refused, loaded: str, text: str, message: str) -> None:
    modules = "".join(f'loadmodule "{name}.so"\n' for name in loaded.split())
    lines = refused(f"{modules}{text}\n")
    assert PLACE.match(lines[0])
    assert lines[0] == message


def test_a_faulty_line_is_shown_with_a_caret(refused: Refused) -> None:
    lines = refused('loadmodule "sl.so"\nrequest_route { t_relay(); }\n')
    assert lines[1:] == ["    request_route { t_relay(); }", "                    ^"]
