"""Module textopsx: the same tables, on the real Kamailio 5.6."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from tests.kahea.modules.textops.traffic import Case, facts, script
from tests.kahea.modules.textopsx import table_values, table_walks

pytestmark = pytest.mark.peer

FreePorts = Callable[[int], list[int]]
Kamailio = Callable[..., AbstractContextManager[Any]]

CASES: list[Case] = [case for table in (table_values, table_walks) for cases in table.CASES.values() for case in cases]


def test_kamailio_does_the_same(free_ports: FreePorts, kamailio: Kamailio) -> None:
    port, peer = free_ports(2)
    cases = [case for case in CASES if case.is_real]
    assert len(cases) >= 40
    with kamailio(script(cases, port, peer), port, peer, cases[0].request(0, peer)) as talk:
        for number, case in enumerate(cases):
            (sent,) = talk.ask(case.request(number, peer))
            assert facts(sent) == case.expected(peer), case
