"""Module sanity: the same table of bad messages, on the real Kamailio."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from .test_cases_table import AUTODROP_OFF
from .traffic import CASES, MODULES, SCRIPT, Case, status

pytestmark = pytest.mark.peer

FreePorts = Callable[[int], list[int]]
Kamailio = Callable[..., AbstractContextManager[Any]]


def test_kamailio_does_the_same(free_ports: FreePorts, kamailio: Kamailio) -> None:
    port, own = free_ports(2)
    script = f"listen=udp:127.0.0.1:{port}\n{MODULES}{AUTODROP_OFF}{SCRIPT}"
    with kamailio(script, port, own, Case(1).request(0, own)) as talk:
        for number, case in enumerate(CASES, 1):
            if case.is_ours:
                continue
            answer = case.kamailio or case.answer
            expected = [answer] if answer.startswith("299") else [answer, "299 rc=-1"]
            assert [status(each) for each in talk.ask(case.request(number, own), answers=len(expected))] == expected, case.name
