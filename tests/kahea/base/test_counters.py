"""kahea.base.counters: groups, names, updates, resets, computed values."""

import pytest

from kahea.base.counters import CounterError, Counters


def some() -> Counters:
    counters = Counters()
    counters.register("core", "rcv_requests", description="requests received").update(5)
    counters.register("core", "fwd_requests").update()
    counters.register("shmem", "used_size", callback=lambda: 4_096, no_reset=True)
    counters.register("usrloc", "registered_users", no_reset=True).update(7)
    return counters


@pytest.mark.parametrize(
    ("pattern", "lines"),
    [
        ("core:", ["core:rcv_requests = 5", "core:fwd_requests = 1"]),
        ("core:rcv_requests", ["core:rcv_requests = 5"]),
        ("core.rcv_requests", ["core:rcv_requests = 5"]),
        ("used_size", ["shmem:used_size = 4096"]),
        (
            "all",
            ["core:rcv_requests = 5", "core:fwd_requests = 1", "shmem:used_size = 4096", "usrloc:registered_users = 7"],
        ),
    ],
)
def test_a_pattern_finds_statistics(pattern: str, lines: list[str]) -> None:
    assert [str(each) for each in some().find(pattern)] == lines


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("cor:", r"no group of counters cor; did you mean core\?"),
        ("core:rcv_request", r"no counter core\.rcv_request; did you mean rcv_requests\?"),
        ("used_sise", r"no counter used_sise; did you mean used_size\?"),
        ("zzz", r"no counter zzz$"),
    ],
)
def test_an_unknown_name_says_what_is_near(pattern: str, message: str) -> None:
    with pytest.raises(CounterError, match=message):
        some().find(pattern)


def test_reset_spares_what_tells_how_much_there_is() -> None:
    counters = some()
    assert counters.reset("all") == 2
    assert [each.value for each in counters] == [0, 0, 4_096, 7]


def test_a_computed_value_is_not_the_raw_one() -> None:
    counter = some().get("shmem", "used_size")
    counter.update(3)
    assert (counter.value, counter.raw) == (4_096, 3)


def test_updates_may_be_negative() -> None:
    counter = some().get("usrloc", "registered_users")
    counter.update(-10)
    assert counter.value == -3


@pytest.mark.parametrize(
    ("group", "name"), [("core", "rcv_requests"), ("", "x"), ("a", ""), ("a.b", "c"), ("a", "b:c"), ("a", "b c")]
)
def test_a_name_is_given_once_and_holds_no_separator(group: str, name: str) -> None:
    with pytest.raises(CounterError):
        some().register(group, name)


def test_groups_are_listed_in_order() -> None:
    counters = some()
    assert counters.groups() == ["core", "shmem", "usrloc"]
    assert list(counters.group("core")) == ["rcv_requests", "fwd_requests"]
    assert counters.get("core", "rcv_requests").description == "requests received"
