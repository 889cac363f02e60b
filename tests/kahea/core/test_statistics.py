"""The counters of the core."""

from __future__ import annotations

import pytest

from kahea.base.counters import Counters
from kahea.core.statistics import CoreStatistics


@pytest.fixture
def statistics() -> CoreStatistics:
    return CoreStatistics(Counters())


def _moved(statistics: CoreStatistics) -> set[str]:
    return {name for name, counter in statistics.counters.items() if counter.value}


@pytest.mark.parametrize(
    ("method", "names"),
    [(b"REGISTER", {"rcv_requests", "rcv_requests_register"}), (b"DANCE", {"rcv_requests", "unsupported_methods"})],
)
def test_requests_count_by_method(statistics: CoreStatistics, method: bytes, names: set[str]) -> None:
    statistics.request(method)
    assert _moved(statistics) == names


@pytest.mark.parametrize(
    ("status", "method", "names"),
    [
        (100, b"INVITE", {"rcv_replies_1xx", "rcv_replies_1xx_invite"}),
        (183, b"INVITE", {"rcv_replies_1xx", "rcv_replies_18x", "rcv_replies_1xx_invite"}),
        (200, b"REGISTER", {"rcv_replies_2xx", "rcv_replies_2xx_reg"}),
        (486, b"BYE", {"rcv_replies_4xx", "rcv_replies_486", "rcv_replies_4xx_bye"}),
        (699, b"OPTIONS", {"rcv_replies_6xx"}),
    ],
)
def test_replies_count_by_class_code_and_method(
    statistics: CoreStatistics, status: int, method: bytes, names: set[str]
) -> None:
    statistics.reply(status, method)
    assert _moved(statistics) == {"rcv_replies"} | names


def test_the_names_are_those_of_kamailio(statistics: CoreStatistics) -> None:
    ours = {"bad_msg", "bad_via", "keepalive_rx"}
    assert len(set(statistics.counters) - ours) == 85
    assert {"err_replies", "bad_URIs_rcvd", "bad_msg_hdr", "rcv_replies_6xx_refer"} <= set(statistics.counters)
    assert all(counter.group == "core" for counter in statistics.counters.values())
