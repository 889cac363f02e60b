"""AVPs are stacks."""

from __future__ import annotations

from typing import Any

import pytest

from kahea.core.usr_avp import Avp, AvpName, AvpStore, parse_avp_name


@pytest.fixture
def avps() -> AvpStore:
    store = AvpStore()
    for value in (b"1", b"2", b"3"):
        store.add_avp(b"a", value)
    store.add_avp(5, 7, flags=0x2)
    return store


@pytest.mark.parametrize(("index", "value"), [(0, b"3"), (1, b"2"), (2, b"1"), (3, None), (-1, None)])
def test_the_newest_is_first_and_negative_means_none(avps: AvpStore, index: int, value: bytes | None) -> None:
    assert avps.get(b"a", index) == value


@pytest.mark.parametrize(
    ("text", "name"),
    [(b"i:5", 5), (b"I:5", 5), (b"s:5", b"5"), (b"x", b"x"), (b"x:y", b"x:y"), (b"s:i:1", b"i:1")],
)
def test_names(text: bytes, name: AvpName) -> None:
    assert parse_avp_name(text) == name


@pytest.mark.parametrize("text", [b"", b"i:", b"s:", b"i:x", b"i:-1", b"i:12345678901"])
def test_what_is_no_name(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"AVP|number"):
        parse_avp_name(text)


def test_a_number_and_its_digits_are_two_names(avps: AvpStore) -> None:
    assert (avps.get(5), avps.get(b"5")) == (7, None)


def test_delete_takes_one_and_delete_all_the_rest(avps: AvpStore) -> None:
    assert avps.delete(b"a", 1)
    assert avps.values(b"a") == (b"3", b"1")
    assert (avps.delete_all(b"a"), avps.delete_all(b"a"), avps.delete(b"a"), len(avps)) == (2, 0, False, 1)


def test_set_changes_the_value_and_keeps_the_flags(avps: AvpStore) -> None:
    assert avps.set_avp(5, 8)
    avp = avps.search_avp(5)
    assert avp is not None
    assert (avp.value, avp.flags) == (8, 2)
    assert not avps.set_avp(5, 9, 1)


def test_destroy_takes_the_one_it_is_given(avps: AvpStore) -> None:
    avp = avps.search_avp(b"a", 1)
    assert avp is not None
    assert (avps.destroy_avp(avp), avps.destroy_avp(avp)) == (True, False)
    assert (avps.values(b"a"), avps.destroy_avp(Avp(b"none", 1))) == ((b"3", b"1"), False)


def test_all_come_in_order(avps: AvpStore) -> None:
    assert [(avp.name, avp.value) for avp in avps] == [(b"a", b"3"), (b"a", b"2"), (b"a", b"1"), (5, 7)]
    assert (avps.count(b"a"), avps.count(b"b"), len(avps)) == (3, 0, 4)


def test_a_copy_changes_alone(avps: AvpStore) -> None:
    twin = avps.copy()
    twin.set_avp(b"a", b"x")
    twin.clear()
    assert (avps.get(b"a"), len(twin)) == (b"3", 0)


def test_a_message_has_its_store_on_first_use(bench: Any, invite: bytes) -> None:
    msg = bench.msg(invite)
    assert not msg.has("avps")
    msg.avps.add_avp(b"a", 1)
    assert (msg.has("avps"), msg.avps.get(b"a")) == (True, 1)
