"""Statements, return codes and what ends a script: rows verified on Kamailio 5.6.3, but for those that say otherwise."""

import traceback
from collections.abc import Callable
from typing import Any

import pytest

from kahea.api.testing import Lab
from kahea.cfg.errors import CheckError
from kahea.cfg.runtime import Routes, RunFlags
from kahea.core.action import CORE_ACTIONS, core_action
from kahea.core.route import run_top_route
from kahea.core.sip_msg import SipMsg

from .conftest import MODULES, REQUEST

Run = Callable[..., Any]

# The body of route[R], and $rc behind route(R); pv_isset() gives -1 for an AVP that is not there.
NOT_SET = 'pv_isset("$avp(u)");'
RESULTS = [
    ("return -2;", -2),
    ("return 3;", 3),
    ("return;", 1),
    ("return();", 1),
    ("return 2 + $var(i);", 7),
    ("$var(q) = 1;", 1),
    (NOT_SET, -1),
    (f"{NOT_SET} if (0) {{ $var(q) = 1; }}", 1),
    (f"if (1) {{ {NOT_SET} }}", -1),
    (f"if (0) {{ ; }} else {{ {NOT_SET} }}", -1),
    (f"if (0) {{ ; }} else if (1) {{ {NOT_SET} }}", -1),
    ("isflagset(5);", -1),
    ('xlog("x\\n");', 1),
    (";", 1),
    (f"{NOT_SET} return $rc;", -1),
    ('$var(q) = pv_isset("$avp(u)");', 1),
    ("$var(q) = 1 / $var(z);", -1),
    (f"while (1) {{ {NOT_SET} break; }}", 0),
    (f"switch (1) {{ case 1: {NOT_SET} break; }}", 0),
    (f"switch (1) {{ case 1: {NOT_SET} }}", -1),
    (f"{{ {NOT_SET} }}", -1),
    ("route(NEG);", -2),
]


@pytest.mark.parametrize(("body", "expected"), RESULTS)
def test_a_route_returns_what_return_says_or_its_last_action(body: str, expected: int, run: Run) -> None:
    script = run(
        "$var(i) = 5; route(R); $var(rc) = $rc; $var(after) = 1;", f"route[R] {{ {body} }} route[NEG] {{ return -2; }}"
    )
    assert (script["rc"], script["after"]) == (expected, 1)


ENDED = [
    "exit;",
    "exit();",
    "drop;",
    "exit 5;",
    "return 0;",
    'return pv_isset("$avp(u)");',  # -1 is false, and false is 0
    "return $var(z);",
    "if (1) { while (1) { switch (1) { case 1: exit; } } }",
    "$var(q) = { exit; };",
    "if (route(STOP)) { ; }",
    "$var(q) = 1 + route(STOP);",
    "route(STOP);",
    "return route(STOP);",
]


@pytest.mark.parametrize("body", ENDED)
def test_what_ends_the_script_ends_every_route_above(body: str, run: Run) -> None:
    script = run(
        "route(R); $var(after) = 1;", f"route[R] {{ {body} $var(within) = 1; }} route[STOP] {{ route(DEEP); $var(b) = 1; }} "
        "route[DEEP] { exit; }"
    )  # fmt: skip
    assert (script["after"], script["within"], script["b"]) == (None, None, None)


CODES = [
    ("route(NEG);", -2),
    ("route(NEG); isflagset(5);", -2),  # core functions leave $rc alone
    ("route(NEG); setflag(5);", -2),
    ("route(NEG); $var(q) = 1;", -2),
    ('route(NEG); log("x");', -2),
    (f"route(NEG); if ({NOT_SET[:-1]}) {{ ; }}", -1),
    ('route(NEG); pv_isset("$rU");', 1),
]


@pytest.mark.parametrize(("statements", "expected"), CODES)
@pytest.mark.parametrize("name", ["$rc", "$retcode", "$?"])
def test_rc_is_the_code_of_the_last_function_or_route(statements: str, expected: int, name: str, run: Run) -> None:
    assert run(f"{statements} $var(rc) = {name};", "route[NEG] { return -2; }")["rc"] == expected


def test_rc_stands_in_format_strings_too(run: Run) -> None:
    assert "rc is -2" in run('route(NEG); xlog("L_ERR", "rc is $rc\\n");', "route[NEG] { return -2; }").log


# What a function gives: its code when it is assigned, 1 or 0 in any other expression.
VALUES = [
    ("route(NEG)", -2),
    ("(route(NEG))", -2),
    ("route(POS)", 3),
    ("route(POS) + 1", 2),
    ("!route(NEG)", 1),
    ("route(NEG) == -2", 0),
    ("route(NEG) == 0", 1),
    ("route(NEG) < 0", 0),
    ("isflagset(5)", -1),
    ('pv_isset("$avp(u)")', -1),
    ('pv_isset("$avp(u)") || pv_isset("$rU")', 1),
    ('pv_isset("$rU") && !pv_isset("$avp(u)")', 1),
    ("{ route(NEG); }", -2),
    ("{ return 7; }", 7),
    ("{ route(POS); route(NEG); }", -2),
    ("{ $var(q) = 9; } + 1", 2),
    ("($var(q) = 9)", 1),
    ("($var(q) = 9) + 1", 2),
]


@pytest.mark.parametrize(("expression", "expected"), VALUES)
def test_a_function_gives_its_code_when_assigned_and_a_truth_in_expressions(expression: str, expected: int, run: Run) -> None:
    blocks = "route[NEG] { return -2; } route[POS] { return 3; }"
    assert run(f"$var(r) = {expression};", blocks)["r"] == expected


def test_if_compares_the_truth_of_a_route_not_its_code(run: Run) -> None:
    script = run("$var(r) = 0; if (route(NEG) == -2) { $var(r) = 1; } $var(rc) = $rc;", "route[NEG] { return -2; }")
    assert (script["r"], script["rc"]) == (0, -2)


def test_return_mode_1_compares_the_code_and_return_0_only_returns(run: Run) -> None:
    """Kamailio 5.7 and later; a condition is still held by a positive code."""
    blocks = "return_mode = 1\nroute[NEG] { return -2; } route[ZERO] { return 0; }"
    script = run(
        "$var(a) = 0; if (route(NEG) == -2) { $var(a) = 1; } $var(b) = 0; if (route(NEG)) { $var(b) = 1; }"
        "route(ZERO); $var(after) = 1; $var(c) = !route(NEG);",
        blocks,
    )
    assert (script["a"], script["b"], script["after"], script["c"]) == (1, 0, 1, 1)


LOOPS = [
    ("while ($var(c) < 3) { $var(c) = $var(c) + 1; }", 3),
    ("while ($var(c) < 1000) { $var(c) = $var(c) + 1; }", 100),  # max_while_loops
    ("while ($var(c) < 3) { $var(c) = $var(c) + 1; if ($var(c) == 2) break; }", 2),
    ("while (1) { while (1) { break; } $var(c) = 7; break; }", 7),
    ("while (0) { $var(c) = 1; }", 0),
    ("while ($var(c) < 3) $var(c) = $var(c) + 1;", 3),
    ("while (1) { switch (1) { case 1: break; } $var(c) = 4; break; }", 4),
]


@pytest.mark.parametrize(("loop", "expected"), LOOPS)
def test_while_runs_as_long_as_it_may(loop: str, expected: int, run: Run) -> None:
    script = run(f"$var(c) = 0; {loop} $var(after) = 1;")
    assert (script["c"], script["after"]) == (expected, 1)


def test_a_runaway_while_is_told_with_its_line(run: Run) -> None:
    assert "[kamailio.cfg:6]: request_route(): runaway while: more than 100 loops" in run("while (1) { ; }").log


@pytest.mark.parametrize(("limit", "expected"), [(3, 3), (0, 500)])
def test_max_while_loops_bounds_a_loop_and_0_does_not(limit: int, expected: int, run: Run) -> None:
    script = run("$var(c) = 0; while ($var(c) < 500) { $var(c) = $var(c) + 1; }", f"max_while_loops = {limit}")
    assert script["c"] == expected


# What the cases put into $var(t), one letter each.
SWITCHES = [
    ("5", "case 1: A case 5: B case 6: C break; default: D", "bc"),
    ("1", "case 1: A case 5: B case 6: C break; default: D", "abc"),
    ("6", "case 1: A case 6: C break; default: D", "c"),
    ("9", "case 1: A break; default: D", "d"),
    ("9", "case 1: A break;", ""),
    ("9", "default: D case 1: A", "da"),
    ("1", "default: D case 1: A", "a"),
    ("$var(s)", 'case "ABC": A break; default: D', "d"),
    ("$var(s)", 'case "abc": A break; default: D', "a"),
    ("$var(s)", 'case "x": A break; case /"^a": B break; default: D', "b"),
    ("$var(s)", 'case "x": A break; case /"^A": B break; default: D', "d"),  # unlike =~, case counts
    ("$var(i)", 'case /"^[0-9]$": A break; default: D', "a"),
    ("$var(s)", 'case "abc": A break; case /"^a": B break; default: D', "a"),
    ("$var(s)", 'case /"^z": A break; case "abc": B break; default: D', "b"),
    ("$var(i)", 'case "5": A break; default: D', "a"),
    ("$var(s)", "case 0: A break; default: D", "a"),  # text counts as 0 among numbers
    ("$var(i)", "case 5: if ($var(i) == 5) break; A default: D", ""),
    ("$var(i)", "case -1: A break; case 0x05: B", "b"),
    ("$avp(u)", 'case "": A break; default: D', "a"),
    ("$var(i)", "", ""),
]


@pytest.mark.parametrize(("value", "cases", "expected"), SWITCHES)
def test_switch_starts_at_the_case_that_fits_and_falls_through(value: str, cases: str, expected: str, run: Run) -> None:
    for letter in "ABCD":
        cases = cases.replace(f" {letter}", f' $var(t) = $var(t) + "{letter.lower()}";')
    script = run(f'$var(i) = 5; $var(s) = "abc"; $var(t) = ""; switch ({value}) {{ {cases} }} $var(after) = 1;')
    assert (script["t"], script["after"]) == (expected.encode(), 1)


def test_a_case_that_is_no_regular_expression_is_refused(run: Run) -> None:
    with pytest.raises(CheckError, match=r"kamailio.cfg:6:\d+: bad regular expression"):
        run('switch ($rU) { case /"[": exit; }')


def test_break_outside_of_a_loop_is_refused() -> None:
    with pytest.raises(CheckError, match="break outside of switch and while"):
        Lab("request_route { break; }")


def test_a_loop_in_a_route_does_not_let_a_block_value_break_it(run: Run) -> None:
    with pytest.raises(CheckError, match="break outside of switch and while"):
        run("while (1) { $var(x) = { break; }; }")


@pytest.mark.parametrize(
    ("statement", "flags", "code"),
    [
        ("drop;", RunFlags.EXIT | RunFlags.DROP, 0),
        ("exit;", RunFlags.EXIT, 1),
        ("return;", RunFlags.NONE, 1),
        ("return -1;", RunFlags.NONE, -1),
        ("return 0;", RunFlags.EXIT, 0),
        ("exit -3;", RunFlags.EXIT, -3),
        ("setflag(1);", RunFlags.NONE, 1),
        ("route(D); setflag(2);", RunFlags.EXIT | RunFlags.DROP, 0),
    ],
)
def test_the_run_says_how_it_ended(statement: str, flags: RunFlags, code: int) -> None:
    lab = Lab(f"route[D] {{ drop; }} request_route {{ {statement} }}")
    with lab.at_work():
        run = lab.run(run_top_route(lab.engine.routes.get("request_route"), lab.msg(REQUEST), Routes.REQUEST))
    assert (RunFlags(run.flags), run.rc, run.is_dropped) == (flags, code, RunFlags.DROP in flags)


def test_routes_are_called_by_name_number_string_and_variable(run: Run) -> None:
    blocks = 'route[A] { $var(t) = $var(t) + "a"; } route[1] { $var(t) = $var(t) + "1"; } route[x y] { ; }'.replace(
        "x y", '"x y"'
    )
    script = run('$var(t) = ""; $var(n) = "A"; route(A); route(1); route("1"); route("x y"); route($var(n)); route("$var(n)");'
                 'route("A" + "");', blocks)  # fmt: skip
    assert script["t"] == b"a11aaa"


def test_a_route_that_a_variable_names_in_vain_counts_as_an_error(run: Run) -> None:
    script = run('$var(n) = "NIX"; route($var(n)); $var(rc) = $rc;')
    assert script["rc"] == -1
    assert "route['NIX'] is not defined" in script.log


def test_routes_within_routes_end_at_max_recursive_level(run: Run) -> None:
    script = run(
        "$var(d) = 0; route(R); $var(after) = 1;", "max_recursive_level = 20\nroute[R] { $var(d) = $var(d) + 1; route(R); }"
    )
    assert (script["d"], script["after"]) == (20, 1)
    assert "too many routes within routes" in script.log


def test_any_max_recursive_level_is_survived(run: Run) -> None:
    script = run(
        "$var(d) = 0; route(R); $var(after) = 1;", "max_recursive_level = 100000\nroute[R] { $var(d) = $var(d) + 1; route(R); }"
    )
    assert (script["d"], script["after"]) == (400, 1)


def test_the_depth_counts_open_routes_not_calls(run: Run) -> None:
    script = run(
        "$var(c) = 0; while ($var(c) < 90) { route(R); $var(c) = $var(c) + 1; }",
        "max_recursive_level = 3\nroute[R] { $var(d) = 1; }",
    )
    assert "too many" not in script.log


def test_a_traceback_reads_as_the_configuration() -> None:
    @core_action("burst_in_a_test")
    def burst(msg: SipMsg) -> int:
        raise ZeroDivisionError(msg.id)

    inner = "route[INNER] {\n  setflag(1);\n  burst_in_a_test();\n}\n"
    try:
        lab = Lab(inner + "request_route {\n  if (method == OPTIONS) {\n    route(INNER);\n  }\n}", listen="")
    finally:
        del CORE_ACTIONS["burst_in_a_test"]
    with pytest.raises(ZeroDivisionError) as caught:
        lab.receive(REQUEST)
    frames = [frame for frame in traceback.extract_tb(caught.value.__traceback__) if frame.filename == "kamailio.cfg"]
    assert [(frame.name, frame.lineno) for frame in frames] == [("request_route", 7), ("route[INNER]", 3)]


def test_lines_are_those_of_each_statement_in_the_log() -> None:
    block = "request_route {\n  $var(x) = 1 / $var(z);\n\n  if (\n   1 / $var(z)) { exit; }\n}"
    lab = Lab(f"{MODULES}listen=udp:127.0.0.1:5060\n{block}")
    lab.receive(REQUEST)
    assert [line.split("[")[1].split("]")[0] for line in lab.log if "division" in line] == ["kamailio.cfg:5", "kamailio.cfg:8"]


def test_deep_loops_are_refused_with_a_message() -> None:
    text = "while (1) { " * 25 + "exit;" + " }" * 25
    with pytest.raises(CheckError, match="request_route is nested too deeply"):
        Lab(f"request_route {{ {text} }}")


def test_a_long_chain_of_else_if_compiles() -> None:
    chain = " else ".join(f'if (method == "M{at}") {{ setflag({at % 32}); }}' for at in range(150))
    lab = Lab(f"request_route {{ {chain} }}")
    assert lab.receive(REQUEST) == []
