"""Module rr: the table of requests and what becomes of them, here."""

from __future__ import annotations

import pytest

from kahea.api.testing import Lab

from .traffic import LOOSE, MODE, PARAMS, RECORD, Case, Ports, head_of, named, reason_of, script

PORTS = Ports()


def check(case: Case, params: str = "") -> None:
    can_tell = "append_fromtag" not in params
    lab = Lab(script(PORTS, params, can_tell_direction=can_tell))
    sends = lab.receive(case.request(PORTS), src=("127.0.0.1", PORTS.peer))
    assert sends, lab.log
    if case.facts is not None:
        assert reason_of(sends[0].data) == named(case.facts, PORTS)
    assert len(sends) == (1 if case.head is None else 2), lab.log
    if case.head is not None:
        assert head_of(sends[1].data) == tuple(named(line, PORTS) for line in case.head)


@pytest.mark.parametrize("case", RECORD, ids=lambda case: case.do)
def test_record_route_record_route_preset_and_add_rr_param_write_what_kamailio_writes(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", LOOSE, ids=lambda case: f"{case.do} {case.ruri} {' '.join(case.routes)}{case.tag}")
def test_loose_route_goes_the_way_that_route_prescribes(case: Case) -> None:
    check(case)


@pytest.mark.parametrize(
    ("params", "case"),
    [(params, case) for params, cases in PARAMS for case in cases],
    ids=lambda each: getattr(each, "do", None),
)
def test_each_parameter_changes_what_it_says(params: str, case: Case) -> None:
    check(case, params)


@pytest.mark.parametrize("case", MODE, ids=lambda case: case.do)
def test_loose_route_mode_is_the_mode_of_loose_route(case: Case) -> None:
    check(case, 'modparam("rr", "loose_route_mode", 1)\n')
