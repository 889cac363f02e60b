"""Arguments of functions: read at load when they are fixed, made code when they are not, refused with a reason."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kahea.api.testing import Lab
from kahea.cfg.errors import CheckError
from kahea.cfg.runtime import Routes
from kahea.core.action import CORE_ACTIONS, core_action
from kahea.core.fixup import FixedStr, Regex, RouteName
from kahea.core.sip_msg import SipMsg
from kahea.pv import PvFormat, PvSpec

Run = Callable[..., Any]
seen: list[object] = []


def take_int(msg: SipMsg, number: int, other: int = 7) -> int:  # noqa: ARG001  a script function's signature
    seen.append((number, other))
    return 1


def take_text(msg: SipMsg, text: bytes) -> int:  # noqa: ARG001  a script function's signature
    seen.append(text)
    return 1


def take_variable(msg: SipMsg, spec: PvSpec) -> int:
    seen.append(spec.get(msg).native())
    return 1


def take_format(msg: SipMsg, form: PvFormat) -> int:
    seen.append(form.printf(msg))
    return 1


def take_regex(msg: SipMsg, regex: Regex, text: bytes) -> int:  # noqa: ARG001  a script function's signature
    seen.append(regex.search(text) is not None)
    return 1


def take_route(msg: SipMsg, name: RouteName) -> int:  # noqa: ARG001  a script function's signature
    seen.append(name)
    return 1


def take_fixed(msg: SipMsg, text: FixedStr) -> int:  # noqa: ARG001  a script function's signature
    seen.append(text)
    return 1


@pytest.fixture(autouse=True)
def takers() -> Iterator[None]:
    """The functions above are functions of the core while a test runs."""
    functions = (take_int, take_text, take_variable, take_format, take_regex, take_route, take_fixed)
    for function in functions:
        core_action(function.__name__)(function)
    core_action("only_in_failure", routes=Routes.FAILURE)(take_fixed)
    seen.clear()
    yield
    for name in (*(function.__name__ for function in functions), "only_in_failure"):
        del CORE_ACTIONS[name]


TAKEN = [
    ("take_int(5)", (5, 7)),
    ("take_int(-5, 1)", (-5, 1)),
    ('take_int("5")', (5, 7)),
    ('take_int("0x10")', (16, 7)),
    ("take_int($var(five))", (5, 7)),
    ('take_int("$var(five)")', (5, 7)),
    ('take_int("1$var(five)")', (15, 7)),
    ("take_int($var(five) + 1)", (6, 7)),
    ("take_int(2 * 3)", (6, 7)),
    ("take_int($(rU{s.len}))", (5, 7)),
    ('take_text("plain")', b"plain"),
    ('take_text("a $rU b")', b"a alice b"),
    ('take_text("$$5")', b"$5"),
    ("take_text($rU)", b"alice"),
    ("take_text($avp(none))", b"<null>"),
    ("take_text(5)", b"5"),
    ('take_text("a" + $rU)', b"aalice"),
    ('take_text("")', b""),
    ('take_variable("$rU")', b"alice"),
    ("take_variable($var(five))", 5),
    ('take_format("x$rU")', b"xalice"),
    ("take_format($rU)", b"alice"),
    ('take_regex("^a[[:digit:]]+$", "a12")', True),
    ('take_regex("^A$", "a")', False),
    ('take_regex("(a$|b)", "xa")', True),
    ('take_regex("^$rU$$", "alice")', True),
    ('take_regex($var(re), "xyz")', True),
    ("take_route(A)", "A"),
    ('take_route("A")', "A"),
    ("take_route(1)", "1"),
    ('take_fixed("as $it is")', "as $it is"),
]


@pytest.mark.parametrize(("call", "expected"), TAKEN)
def test_an_argument_is_what_the_annotation_asks_for(call: str, expected: object, run: Run) -> None:
    call = call.replace("take_route(A)", 'take_route("A")')
    script = run(f'$var(five) = 5; $var(re) = "^x.z"; {call}; $var(after) = 1;')
    assert seen == [expected]
    assert script["after"] == 1


REFUSED = [
    ('take_int("ten")', r"kamailio.cfg:7:14: take_int\(\): parameter 'number' must be an integer, not 'ten'"),
    ('take_int("")', r"parameter 'number' must be an integer, not ''"),
    ('take_int("a" + "b")', r"parameter 'number' must be an integer, not 'ab'"),
    ('take_int(("a" + $rU))', "type mismatch"),
    ("take_int()", r"take_int\(\) has 0 arguments, expected 1 to 2: take_int\(number, \[other\]\)"),
    ("take_int(1, 2, 3)", r"take_int\(\) has 3 arguments, expected 1 to 2"),
    ('take_text("$nix")', r"unknown variable \$nix"),
    ('take_text("x", "y")', r"take_text\(\) has 2 arguments, expected 1: take_text\(text\)"),
    ('take_variable("rU")', r"parameter 'spec' must be a variable, not 'rU'"),
    ("take_variable(5)", r"parameter 'spec' must be a variable, not '5'"),
    ('take_format("a" + $rU)', r"parameter 'form' must be a string with variables, not an expression"),
    ('take_regex("[", "x")', "bad regular expression"),
    ('take_regex("a" + $rU, "x")', r"parameter 'regex' must be a regular expression, not an expression"),
    ("take_route($rU)", r"parameter 'name' must be the name of a route, not a variable or an expression"),
    ("take_fixed($rU)", r"parameter 'text' must be fixed text, not a variable or an expression"),
    ('only_in_failure("x")', r"only_in_failure\(\) is not allowed in request_route, expected only in failure_route"),
    ("tsetflag(1)", r"unknown function tsetflag\(\); did you mean setflag\(\)\?"),
    ("t_relay()", r"unknown function t_relay\(\): module tm is not loaded"),
    ("t_realy()", r"unknown function t_realy\(\); did you mean t_relay\(\) \(module tm, not loaded\)\?"),
    ("zzzzzzzzz()", r"unknown function zzzzzzzzz\(\)$"),
    ("route(NIX)", r"route\[NIX\] is not defined"),
    ('$ci = "x"', r"\$ci cannot be set"),
    ("$rc = 1", r"\$rc is read only"),
    ("$(rU{s.len}) = 1", r"cannot be set: a transformation"),
]


@pytest.mark.parametrize(("statement", "message"), REFUSED)
def test_an_argument_that_cannot_fit_is_refused_at_load(statement: str, message: str, run: Run) -> None:
    with pytest.raises(CheckError, match=message):
        run(f"\n    {statement};" if "ten" in statement else f"{statement};")
    assert seen == []


FAULTS = [
    ('$var(x) = "ten"; take_int($var(x));', "'ten' is no integer"),
    ("take_int($avp(none));", "'<null>' is no integer"),
    ('$var(x) = "["; take_regex($var(x), "x");', "bad regular expression"),
]


@pytest.mark.parametrize(("statements", "line"), FAULTS)
def test_a_value_that_does_not_fit_at_run_time_counts_as_an_error(statements: str, line: str, run: Run) -> None:
    script = run(f"{statements} $var(after) = 1;")
    assert (seen, script["after"]) == ([], 1)
    assert line in script.log


def test_a_function_of_failure_routes_is_allowed_there() -> None:
    lab = Lab('failure_route[F] { only_in_failure("x"); } request_route { exit; }')
    assert lab.engine.routes.get("failure_route", "F") is not None
