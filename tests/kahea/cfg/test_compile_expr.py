"""Expressions: every row was run on Kamailio 5.6.3, but for those that say otherwise."""

from collections.abc import Callable
from typing import Any

import pytest

from kahea.api.testing import Lab
from kahea.cfg.errors import CheckError

Run = Callable[..., Any]

# $var(s) is text, i and m are numbers, e is empty, n and h are text that writes a number; $avp(u), $avp(v) are not there.
PRESET = (
    '$var(s)="abc"; $var(i)=5; $var(z)=0; $var(n)="12"; $var(e)=""; $var(m)=-1; $var(sp)=" 12 "; $var(h)="0x10"; '
    '$var(neg)="-12"; $var(plus)="+5"; $var(oct)="010"; $var(hexneg)="-0x10"; $var(mm)="--5"; '
)
ARITHMETIC: list[tuple[str, bytes | int]] = [
    ("$var(s) + 1", b"abc1"),
    ("1 + $var(s)", 1),
    ("$avp(u) + 1", b"1"),
    ('$avp(u) + "a"', b"a"),
    ("$avp(u) + $var(i)", b"5"),
    ("$avp(u) + $avp(v)", b""),
    ("$avp(u) + 1 + 1", b"11"),
    ('$var(i) + "3"', 8),
    ('$var(i) + "x"', 5),
    ("$var(n) + 1", b"121"),
    ("(int)$var(n) + 1", 13),
    ("$var(sp) + 0", b" 12 0"),
    ("(int)$var(sp)", 0),
    ("(int)$var(plus)", 5),
    ("(int)$var(h)", 16),
    ("(int)$var(neg)", -12),
    ("(int)$var(oct)", 10),
    ("(int)$var(hexneg)", 0),
    ("(int)$var(mm)", 0),
    ('(int)"5" + 1', 6),
    ("(str)5 + 1", b"51"),
    ("-7 / 2", -3),
    ("-7 mod 2", -1),
    ("$var(m) / 2", 0),
    ("-$var(i) mod 3", -2),
    ("-$var(i) / 2", -2),
    ("1 << 4 | 3", 19),
    ("$var(i) << 1", 10),
    ("$var(m) >> 1", -1),
    ("~5", -6),
    ("~$var(i)", -6),
    ("-$var(n)", -12),
    ("-$var(s)", 0),
    ("$avp(u) - 1", -1),
    ("$var(s) - 1", -1),
    ("$var(s) * 2", 0),
    ("$var(n) * 2", 24),
    ('"a" "b"', b"ab"),
    ('"1" + 2 + 3', b"123"),
    ("$null", 0),
    ("$var(i) | 2", 7),
    ("6 & 3", 2),
    ("6 ^ 3", 5),
    ("5 - - 3", 8),
    ("!0 + 1", 2),
    ("-2 + 3", 1),
    ("1 + 1 << 2", 8),
    ("2 mod 3 * 4", 8),
    ("1 - 2 - 3", -4),
    ("100 / 7 / 2", 7),
    ("$var(n) + 1 == 121", 1),
    ("strlen($var(s))", 3),
    ("strlen($var(i))", 1),
    ("strlen($avp(u))", 0),
    ("strlen((str)5)", 1),
]
TRUTHS: list[tuple[str, bytes | int]] = [
    ("!$var(s)", 1),
    ("!$var(e)", 1),
    ("!$avp(u)", 1),
    ("!5", 0),
    ("!$var(m)", 0),
    ("defined $var(s)", 1),
    ("defined $avp(u)", 0),
    ('defined ""', 1),
    ("strempty($avp(u))", 1),
    ("strempty($var(e))", 1),
    ("strempty($var(i))", 0),
    ("$var(i) == 5", 1),
    ("$var(s) && 1", 0),
    ("2 && 3", 1),
    ("2 || 0", 1),
    ("$var(m) || $var(z)", 1),
    ("$var(m) && $var(i)", 1),
    ('$avp(u) == ""', 1),
    ("$avp(u) == 0", 1),
    ('"" == $avp(u)', 1),
    ("0 == $avp(u)", 1),
    ("$avp(u) == $avp(v)", 1),
    ("$avp(u) != $avp(v)", 0),
    ('$avp(u) != ""', 0),
    ("$avp(u) != 0", 0),
    ("$var(z) == $avp(u)", 1),
    ("$var(e) == $avp(u)", 1),
    ("$var(e) != $avp(u)", 0),
    ("$avp(u) == $var(s)", 0),
    ("$avp(u) == $var(i)", 0),
    ('$avp(u) eq ""', 1),
    ("$avp(u) ieq 0", 1),
    ('$avp(u) ne ""', 0),
    ('$var(z) == ""', 0),
    ('"" == $var(z)', 0),
    ('$var(z) eq ""', 0),
    ('$var(z) == "x"', 1),
    ('$var(i) == ""', 0),
    ("$var(e) == 0", 0),
    ("$var(s) == 0", 0),
    ("$var(n) ieq 12", 1),
    ("$var(s) ieq 0", 1),
    ("$var(n) == 12", 1),
    ('$var(i) == "5"', 1),
    ('$var(i) == "5x"', 0),
    ("$var(i) eq 5", 1),
    ('$var(i) eq "5"', 1),
    ('$var(i) ne "5"', 0),
    ("$var(i) ine 5", 0),
    ("$var(s) < 5", 1),
    ("$var(n) > 5", 1),
    ("3 > 2 > 1", 0),
    ("1 == 1 == 1", 1),
    ("! 0 == 1", 1),
    ('$var(i) =~ "^5$"', 1),
    ('$avp(u) =~ ""', 1),
    ('$avp(u) =~ "^$"', 1),
    ('$var(s) =~ "ABC"', 1),
    ("$var(s) =~ $var(e)", 1),
    ('$var(s) =~ "^B"', 0),
    ('$rc =~ "1"', 1),
    ('$var(s) == "ABC"', 0),
    ("$avp(u) == $null", 1),
    ("$var(i) != $null", 1),
    ("$null == $null", 1),
    ("$null == $avp(u)", 1),
    ("$var(z) == $null", 0),
    ("$var(e) == $null", 0),
    ("strlen($var(s)) == 3", 1),
    ('(str)strlen($var(s)) == "3"', 1),
    ('$var(s) + 1 == "abc1"', 1),
    ("($var(s) + 1) > 0", 1),
]
# if() asks for more than 0, and a string there is read as a number
CONDITIONS = [
    ("$var(s)", False),
    ("$var(e)", False),
    ("$var(i)", True),
    ("$var(m)", False),
    ("-1", False),
    ("0", False),
    ("5", True),
    ("$avp(u)", False),
    ("$var(n)", True),
    ("!$var(m)", False),
    ('"abc"', False),
    ('"5"', True),
    ("$var(s) + 1", True),
    ("$var(i) - 6", False),
    ("not $var(z)", True),
    ("$var(m) && $var(i)", True),
]
MISMATCHES = [
    "defined 0",
    "strlen(12345)",
    "strempty(0)",
    '$var(z) ieq ""',
    '"b" > "a"',
    '"3" * "4"',
    '1 + 2 + "3"',
    '!"abc"',
    '5 =~ "^5$"',
    'strlen($var(s)) == "3"',
    "strlen(strlen($var(s)))",
    '-"5"',
    '"0" ieq $var(z)',
    '0 == ""',
]


@pytest.mark.parametrize(("expression", "expected"), [*ARITHMETIC, *TRUTHS])
def test_the_value_of_an_expression_is_kamailios(expression: str, expected: bytes | int, run: Run) -> None:
    script = run(f'{PRESET} $var(r) = "unset"; $var(r) = {expression};')
    assert script["r"] == expected
    assert type(script["r"]) is type(expected)


@pytest.mark.parametrize(("expression", "expected"), [*CONDITIONS, *TRUTHS])
def test_a_condition_holds_when_it_does_in_kamailio(expression: str, expected: bool | int, run: Run) -> None:
    script = run(f"{PRESET} $var(r) = 0; if ({expression}) {{ $var(r) = 1; }}")
    assert script["r"] == int(expected)


@pytest.mark.parametrize("expression", MISMATCHES)
def test_a_type_that_cannot_fit_is_a_fault_of_the_configuration(expression: str, run: Run) -> None:
    with pytest.raises(CheckError, match=r"kamailio.cfg:\d+:\d+: type mismatch"):
        run(f"$var(r) = {expression};")


def test_what_is_wrong_for_certain_is_said_with_file_line_and_column() -> None:
    with pytest.raises(CheckError, match=r"^kamailio.cfg:4:16: unknown variable \$nothing"):
        Lab('loadmodule "pv"\nrequest_route {\n  $var(x) = 1 +\n  $var(y) - ( $nothing);\n}', listen="")
    with pytest.raises(CheckError, match=r"^kamailio.cfg:3:22: .*uri.usr"):
        Lab('loadmodule "pv"\nrequest_route {\n  $var(x) = $(hdr(A){uri.usr});\n}', listen="")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("9223372036854775807 + $var(i)", -9223372036854775804),
        ("9223372036854775807 * 2", -2),
        ("1 << 64", 1),
        ("$var(i) << -1", -9223372036854775808),
        ("(-9223372036854775807 - 1) / $var(m)", -9223372036854775808),
    ],
)
def test_numbers_have_64_bits_and_wrap(expression: str, expected: int, run: Run) -> None:
    """As in Kamailio from 5.7 on; 5.6.3 has 32 bits."""
    assert run(f"$var(i) = 5; $var(m) = -1; $var(r) = {expression};")["r"] == expected


@pytest.mark.parametrize("operator", ["/", "mod"])
def test_division_by_zero_leaves_the_variable_and_goes_on(operator: str, run: Run) -> None:
    script = run(f"$var(r) = 7; $var(r) = 1 {operator} $var(zero); $var(after) = 1;")
    assert (script["r"], script["after"]) == (7, 1)
    assert f"[kamailio.cfg:6]: request_route(): {'mod' if operator == 'mod' else 'division'} by zero" in script.log


def test_a_constant_division_by_zero_is_refused_at_load(run: Run) -> None:
    with pytest.raises(CheckError, match="division by zero"):
        run("$var(r) = 1 / 0;")


def test_text_that_is_no_number_counts_as_0_with_a_warning(run: Run) -> None:
    script = run('$var(s) = "12ab"; $var(r) = 1 + $var(s);')
    assert script["r"] == 1
    assert "WARNING: " in script.log
    assert "'12ab' is no number and counts as 0" in script.log


def test_a_constant_condition_is_told_at_load(run: Run) -> None:
    assert "WARNING: <core> [kamailio.cfg:6]: cfg(): constant value in if(...)" in run("if (1) { exit; }").log


@pytest.mark.parametrize("expression", ["$var(x) && $var(y)", "$var(y) || $var(x)"])
def test_the_right_operand_is_evaluated_only_when_it_decides(expression: str, run: Run) -> None:
    called = expression.replace("$var(y)", "route(SET)") if "&&" in expression else expression.replace("$var(x)", "route(SET)")
    script = run(f"$var(x) = 0; $var(y) = 1; if ({called}) {{ ; }}", "route[SET] { $var(called) = 1; return 1; }")
    assert script["called"] is None


def test_the_left_operand_has_its_value_from_before_the_right_one_ran(run: Run) -> None:
    script = run("$var(x) = 1; $var(r) = $var(x) + route(SET);", "route[SET] { $var(x) = 10; return 1; }")
    assert script["r"] == 2


def test_selval_evaluates_only_what_it_chooses(run: Run) -> None:
    script = run('$var(r) = selval($var(z) == 0, "a", route(SET));', "route[SET] { $var(called) = 1; return 1; }")
    assert (script["r"], script["called"]) == (b"a", None)


def test_a_variable_regular_expression_that_is_bad_makes_the_condition_false(run: Run) -> None:
    script = run('$var(re) = "["; $var(r) = 0; if ($rU =~ $var(re)) { $var(r) = 1; } $var(after) = 1;')
    assert (script["r"], script["after"]) == (0, 1)
    assert "bad regular expression" in script.log


def test_a_fixed_regular_expression_that_is_bad_is_refused_at_load(run: Run) -> None:
    with pytest.raises(CheckError, match="bad regular expression"):
        run('if ($rU =~ "[") { exit; }')
