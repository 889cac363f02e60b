"""Lines of the log that a script writes."""

import doctest

import pytest

import kahea.modules.xlog.functions
from kahea.api.testing import Lab

REQUEST = (
    b"INVITE sip:bob@127.0.0.1 SIP/2.0\r\n"
    b"Via: SIP/2.0/UDP 127.0.0.1:45070;branch=z9hG4bKx1;rport\r\n"
    b"Max-Forwards: 70\r\n"
    b"From: <sip:a@b.net>;tag=1\r\n"
    b"To: <sip:bob@c.net>\r\n"
    b"Call-ID: c1\r\n"
    b"CSeq: 7 INVITE\r\n"
    b"Subject: evil\x1b[31m\r\n"
    b"Contact: <sip:a@b.net>\r\n"
    b"Content-Length: 0\r\n"
    b"\r\n"
)
REPLY = (
    b"SIP/2.0 200 OK\r\n"
    b"Via: SIP/2.0/UDP 127.0.0.1\r\n"
    b"Via: SIP/2.0/UDP h\r\n"
    b"Call-ID: c1\r\n"
    b"CSeq: 1 BYE\r\n"
    b"From: <sip:a@b>;tag=1\r\n"
    b"To: <sip:a@b>;tag=2\r\n"
    b"\r\n"
)


def lines(script: str, *params: str, debug: int = 3, data: bytes = REQUEST) -> list[str]:
    """The script's lines, without what stands before the level."""
    modparams = "\n".join(f'modparam("xlog", {param})' for param in params)
    routes = f"request_route {{\n{script}\nexit; }}\nreply_route {{\n{script}\ndrop; }}\n"
    config = f'loadmodule "pv.so"\nloadmodule "xlog.so"\n{modparams}\n{routes}'
    lab = Lab(config, overrides={"debug": debug})
    lab.log.clear()
    lab.receive(data)
    found = [line.partition(") ")[2].replace("{callid=c1} ", "") for line in lab.log]
    return [line for line in found if "<core>" not in line]


LEVELS = [
    ('xlog("L_ALERT", "x");', "ALERT: <script>: x"),
    ('xlog("L_BUG", "x");', "BUG: <script>: x"),
    ('xlog("L_CRIT", "x");', "CRITICAL: <script>: x"),
    ('xlog("L_ERR", "x");', "ERROR: <script>: x"),
    ('xlog("L_WARN", "x");', "WARNING: <script>: x"),
    ('xlog("L_NOTICE", "x");', "NOTICE: <script>: x"),
    ('xlog("L_INFO", "x");', "INFO: <script>: x"),
    ('xlog("L_DBG", "x");', "DEBUG: <script>: x"),
    ('xlog("2", "x");', "INFO: <script>: x"),
    ('xlog("x\\n");', "ERROR: <script>: x"),
    ('xlog("LOG_LOCAL1", "L_INFO", "x");', "INFO: <script>: x"),
    ('$var(l) = "L_WARN"; xlog("$var(l)", "$rm to $rU\\n");', "WARNING: <script>: INVITE to bob"),
    ('xalert("x");', "ALERT: <script>: x"),
    ('xbug("x");', "BUG: <script>: x"),
    ('xcrit("x");', "CRITICAL: <script>: x"),
    ('xerr("x");', "ERROR: <script>: x"),
    ('xwarn("x");', "WARNING: <script>: x"),
    ('xnotice("x");', "NOTICE: <script>: x"),
    ('xinfo("$fU");', "INFO: <script>: a"),
    ('xdbg("x");', "DEBUG: <script>: x"),
    ('xdbgl("x");', "DEBUG: <script>: 7:x"),
    ('xlogl("L_WARN", "x");', "WARNING: <script>: 7:x"),
    ('xlogl("x");', "ERROR: <script>: 7:x"),
]


@pytest.mark.parametrize(("script", "line"), LEVELS)
def test_xlog_and_its_relatives_write_at_their_level(script: str, line: str) -> None:
    assert lines(script) == [line]


def test_line_above_the_level_of_the_log_is_not_written() -> None:
    assert lines('xinfo("x"); xwarn("y");', debug=0) == ["WARNING: <script>: y"]


def test_unknown_level_is_an_error_and_the_function_false() -> None:
    written = lines('xlog("loud", "x"); xinfo("$rc");')
    assert written[0].startswith("ERROR: xlog [")
    assert written[0].endswith("b'loud' is no level of the log")
    assert written[1] == "INFO: <script>: -1"


def test_what_a_peer_sent_cannot_steer_a_terminal_or_end_the_line() -> None:
    assert lines('xinfo("$hdr(Subject)$Er$En.");') == ["INFO: <script>: evil\\x1b[31m\\r\\n."]


def test_buf_size_cuts_a_long_text() -> None:
    assert lines('xinfo("abcdef$rm");', '"buf_size", 8') == ["INFO: <script>: abcdefIN"]


def test_force_color_writes_colours_wherever_the_log_goes() -> None:
    assert lines('xinfo("$C(rx)red$C(xx)");') == ["INFO: <script>: red"]
    assert lines('xinfo("$C(rx)red$C(Bg)$C(xx)");', '"force_color", 1') == [
        "INFO: <script>: \x1b[0;31;49mred\x1b[1;34;42m\x1b[0;39;49m"
    ]


@pytest.mark.parametrize("letters", ["r", "rxx", "qx", "xq", "xR"])
def test_colour_that_does_not_exist_is_refused_at_load(letters: str) -> None:
    with pytest.raises(Exception, match="expected two letters"):
        lines(f'xinfo("$C({letters})");')


def test_long_format_puts_the_line_of_the_configuration_before_every_text() -> None:
    assert lines('xinfo("x");\nxerr("y");', '"long_format", 1') == ["INFO: <script>: 7:x", "ERROR: <script>: 8:y"]


def test_prefix_stands_before_the_text() -> None:
    assert lines('xinfo("x");', '"prefix", "cfg: "') == ["INFO: cfg: x"]
    assert lines('xinfo("x");', '"prefix", "[$ci] "') == ["INFO: [$ci] x"]


def test_prefix_mode_lets_the_prefix_hold_variables() -> None:
    assert lines('xinfo("x");', '"prefix", "[$ci] "', '"prefix_mode", 1') == ["INFO: [c1] x"]
    with pytest.raises(Exception, match="prefix: unknown variable"):
        lines('xinfo("x");', '"prefix", "[$nosuch] "', '"prefix_mode", 1')


METHODS = [
    # filter, message, whether xlogm() writes
    (-1, REQUEST, False),
    (0, REQUEST, True),
    (1, REQUEST, False),
    (2, REQUEST, True),
    (8, REPLY, False),
    (1, REPLY, True),
]


@pytest.mark.parametrize(("silent", "data", "is_written"), METHODS)
def test_methods_filter_keeps_xlogm_silent_about_its_methods(silent: int, data: bytes, is_written: bool) -> None:
    written = lines('xlogm("L_INFO", "x");', f'"methods_filter", {silent}', data=data)
    assert written == (["INFO: <script>: x"] if is_written else [])


def test_methods_filter_can_be_changed_while_the_server_runs() -> None:
    lab = Lab('loadmodule "xlog.so"\nrequest_route { xlogm("L_ERR", "x"); exit; }')
    lab.log.clear()
    lab.receive(REQUEST)
    assert lab.log == []
    with lab.at_work():
        lab.engine.settings.set_now("xlog", "methods_filter", 0)
    lab.receive(REQUEST.replace(b"z9hG4bKx1", b"z9hG4bKx2"))
    assert len(lab.log) == 1


@pytest.mark.parametrize("param", ['"log_facility", "LOG_LOCAL0"', '"log_colors", "L_ERR=cr"', '"auto_newline", 1'])
def test_log_facility_log_colors_and_auto_newline_are_accepted_without_effect(param: str) -> None:
    assert lines('xinfo("x");', param) == ["INFO: <script>: x"]


def test_examples_of_xlog_hold() -> None:
    assert doctest.testmod(kahea.modules.xlog.functions).failed == 0
