"""Module sanity: the table of bad messages, here."""

from __future__ import annotations

import pytest

from kahea.api.testing import Lab

from .traffic import CASES, MODULES, SCRIPT, Case, status

AUTODROP_OFF = 'modparam("sanity", "autodrop", 0)\n'


def lab(params: str = AUTODROP_OFF, script: str = SCRIPT) -> Lab:
    """A server that leaves the checks to the script, as Kamailio does."""
    return Lab("sip_conformance=kamailio\n" + MODULES + params + script)


@pytest.mark.parametrize(("number", "case"), list(enumerate(CASES)), ids=[case.name for case in CASES])
def test_sanity_check_answers_as_the_table_says(number: int, case: Case) -> None:
    answers = [status(send.data) for send in lab().receive(case.request(number), src=("127.0.0.1", 5090))]
    assert answers == ([case.answer] if case.answer.startswith("299") else [case.answer, "299 rc=-1"])
