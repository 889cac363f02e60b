"""Structured AVPs: stacks, names in any case, single values."""

from __future__ import annotations

from typing import Any

import pytest

from kahea.core.xavp import XavpList, XavpStore


@pytest.fixture
def roots() -> XavpList:
    made = XavpList()
    for value in (b"old", b"new"):
        fields = made.new_fields()
        fields.add(b"x", value)
        made.add(b"p", fields)
    made.add(b"n", 5)
    return made


def test_the_newest_root_is_first(roots: XavpList) -> None:
    first, second = roots.fields(b"p"), roots.fields(b"p", 1)
    assert first is not None
    assert second is not None
    assert (first.get(b"x"), second.get(b"x"), roots.get(b"n")) == (b"new", b"old", 5)


@pytest.mark.parametrize(("index", "is_there"), [(0, True), (1, True), (2, False), (-1, True), (-2, True), (-3, False)])
def test_an_index_counts_from_either_end(roots: XavpList, index: int, is_there: bool) -> None:
    assert (roots.get(b"p", index) is not None) is is_there
    assert (roots.set(b"p", 1, index), roots.remove(b"p", index)) == (is_there, is_there)


def test_fields_of_a_plain_value_are_none(roots: XavpList) -> None:
    assert (roots.fields(b"n"), roots.fields(b"none")) == (None, None)


def test_fields_are_stacks_too(roots: XavpList) -> None:
    fields = roots.fields(b"p")
    assert fields is not None
    fields.add(b"x", 1)
    fields.add_last(b"x", 9)
    assert (fields.values(b"x"), fields.count(b"x"), fields.names()) == ((1, b"new", 9), 3, (b"x",))


def test_set_puts_the_value_in_its_place(roots: XavpList) -> None:
    assert roots.set(b"p", b"y", 1)
    assert roots.get(b"p", 1) == b"y"
    assert len(roots) == 3


def test_remove_all_counts_what_was_there(roots: XavpList) -> None:
    assert (roots.remove_all(b"p"), roots.remove_all(b"p"), [name for name, _ in roots]) == (2, 0, [b"n"])


def test_names_of_xavi_meet_in_any_case() -> None:
    store = XavpStore()
    store.xavi.add(b"Root", store.xavi.new_fields())
    fields = store.xavi.fields(b"rOOT")
    assert fields is not None
    fields.add(b"X-Name", 1)
    assert (fields.get(b"x-nAME"), store.xavi.names()) == (1, (b"Root",))
    store.xavp.add(b"Root", 1)
    assert store.xavp.get(b"root") is None


def test_xavu_has_one_value_under_a_name() -> None:
    store = XavpStore()
    store.xavu.add(b"a", 1)
    store.xavu.add(b"a", 2)
    fields = store.xavu.new_fields()
    fields.add(b"f", 1)
    fields.add(b"f", 2)
    assert (store.xavu.values(b"a"), fields.values(b"f")) == ((2,), (2,))


def test_a_copy_changes_alone(roots: XavpList) -> None:
    store = XavpStore()
    store.xavp = roots
    twin = store.copy()
    inner = twin.xavp.fields(b"p")
    assert inner is not None
    inner.add(b"x", b"changed")
    twin.xavp.clear()
    kept = roots.fields(b"p")
    assert kept is not None
    assert (kept.get(b"x"), len(roots), len(twin.xavp)) == (b"new", 3, 0)


def test_a_message_has_its_store_on_first_use(bench: Any, invite: bytes) -> None:
    msg = bench.msg(invite)
    msg.xavps.xavp.add(b"a", 1)
    assert msg.xavps.xavp.get(b"a") == 1
