"""Module siputils: the same table of calls, on the real Kamailio."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from .traffic import CALLS, CHANGES, leaving, reason_of, request, script

pytestmark = pytest.mark.peer

FreePorts = Callable[[int], list[int]]
Kamailio = Callable[..., AbstractContextManager[Any]]


def test_kamailio_does_the_same(free_ports: FreePorts, kamailio: Kamailio) -> None:
    calls = [call for call in CALLS if not call.is_ours]
    changes = [change for change in CHANGES if not change.is_ours]
    port, own = free_ports(2)
    with kamailio(f"listen=udp:127.0.0.1:{port}\n" + script(calls, changes), port, own, request(0, "up", port=own)) as talk:
        for number, call in enumerate(calls, 1):
            answers = talk.ask(request(number, str(number - 1), port=own))
            assert reason_of(answers[0]) == f"r={call.r} y={call.y}.", call
        for number, change in enumerate(changes, 1000):
            answers = talk.ask(request(number, f"c{number - 1000}", change.contact, change.headers, own))
            assert leaving(answers[0]) == change.leaves, change
