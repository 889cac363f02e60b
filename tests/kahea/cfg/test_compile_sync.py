"""Routes that wait and routes that never do."""

from collections.abc import Iterator
from inspect import iscoroutinefunction
from typing import Any

import pytest

from kahea.api.testing import Lab
from kahea.cfg.runtime import RouteFn
from kahea.core.action import CORE_ACTIONS, core_action
from kahea.core.driver import Sleep
from kahea.core.sip_msg import SipMsg

from .conftest import MODULES, REQUEST

NAPS = """
route[NAP] { nap(2); $var(t) = $var(t) + "n"; return 3; }
route[AROUND] { route(NAP); $var(rc) = $rc; }
route[PLAIN] { $var(t) = $var(t) + "p"; }
route[TWICE] { route(PLAIN); route(PLAIN); }
route[SELF] { if ($var(d) < 3) { $var(d) = $var(d) + 1; route(SELF); } }
route[A] { if ($var(d) < 3) { $var(d) = $var(d) + 1; route(B); } }
route[B] { route(A); route(NAP); }
route[BYNAME] { route($var(name)); }
route[VALUE] { $var(t) = $var(t) + { route(NAP); }; }
route[HOST] { if (src_ip == host.example.org) { exit; } }
"""
ZERO = '$var(c) = 0; $var(d) = 0; $var(t) = "";'


async def nap(msg: SipMsg, seconds: int) -> int:  # noqa: ARG001  a script function's signature
    await Sleep(seconds)
    return 1


@pytest.fixture(autouse=True)
def napping() -> Iterator[None]:
    core_action("nap")(nap)
    yield
    del CORE_ACTIONS["nap"]


def globals_of(lab: Lab) -> dict[str, Any]:
    route: RouteFn = lab.engine.routes.get("request_route")
    found: dict[str, Any] = route.__globals__
    return found


@pytest.mark.parametrize(
    ("name", "waits"),
    [
        ("PLAIN", False),
        ("TWICE", False),
        ("SELF", False),
        ("NAP", True),
        ("AROUND", True),
        ("A", True),
        ("B", True),
        ("BYNAME", True),
        ("VALUE", True),
        ("HOST", True),
    ],
)
def test_a_route_waits_when_something_in_it_may(name: str, waits: bool) -> None:
    lab = Lab(f"{MODULES}{NAPS} request_route {{ route({name}); }}")
    assert iscoroutinefunction(globals_of(lab)[f"route[{name}]"]) is waits
    assert iscoroutinefunction(globals_of(lab)["request_route"])


def test_every_route_can_be_awaited_by_name() -> None:
    lab = Lab(f"{MODULES}{NAPS} request_route {{ exit; }}")
    for name in ("PLAIN", "NAP"):
        assert iscoroutinefunction(lab.engine.routes.get("route", name))


@pytest.mark.parametrize(
    ("statements", "before", "after"),
    [
        ("route(NAP); route(PLAIN);", b"", b"np"),
        ("route(PLAIN); route(AROUND); route(PLAIN);", b"p", b"pnp"),
        ("if (route(NAP) && !route(NAP)) { ; } else { route(PLAIN); }", b"", b"nnp"),
        ("while ($var(c) < 2) { $var(c) = $var(c) + 1; route(TWICE); route(NAP); }", b"pp", b"ppnppn"),
        ('$var(name) = "NAP"; route(BYNAME); $var(name) = "PLAIN"; route(BYNAME);', b"", b"np"),
        ("route(A);", b"", b"nnn"),
        ("route(VALUE); route(PLAIN);", b"", b"3p"),
        ("switch (route(NAP)) { case 1: route(PLAIN); }", b"", b"np"),
    ],
)
def test_a_route_goes_on_where_it_waited(statements: str, before: bytes, after: bytes) -> None:
    lab = Lab(
        f'{MODULES}{NAPS} request_route {{ $var(c) = 0; $var(d) = 0; $var(t) = ""; {statements} $var(t) = $var(t) + "."; }}'
    )
    lab.receive(REQUEST)
    assert lab.engine.script_vars[b"t"].rs == before
    lab.advance(60)
    assert lab.engine.script_vars[b"t"].rs == after + b"."


def test_the_code_of_a_route_that_waited_is_kept() -> None:
    lab = Lab(f'{MODULES}{NAPS} request_route {{ $var(t) = ""; route(AROUND); }}')
    lab.receive(REQUEST)
    assert b"rc" not in lab.engine.script_vars
    lab.advance(60)
    assert lab.engine.script_vars[b"rc"].ri == 3
