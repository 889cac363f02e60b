"""Module siputils: the table of calls, here."""

from __future__ import annotations

import pytest

from kahea.api.testing import Lab

from .traffic import CALLS, CHANGES, Call, Change, leaving, reason_of, request, script


@pytest.fixture(scope="module")
def lab() -> Lab:
    return Lab(script(CALLS, CHANGES))


@pytest.mark.parametrize(("number", "call"), list(enumerate(CALLS)), ids=[call.code for call in CALLS])
def test_each_function_answers_as_the_table_says(lab: Lab, number: int, call: Call) -> None:
    sends = lab.receive(request(number, str(number)))
    assert reason_of(sends[0].data) == f"r={call.r} y={call.y}."


@pytest.mark.parametrize(("number", "change"), list(enumerate(CHANGES)), ids=[change.code for change in CHANGES])
def test_each_function_changes_what_the_table_says(lab: Lab, number: int, change: Change) -> None:
    sends = lab.receive(request(number, f"c{number}", change.contact, change.headers))
    assert leaving(sends[0].data) == change.leaves
