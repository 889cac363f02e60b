"""Several things at once: requests and timers that meet while the database is asked."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from tests.kahea.modules.registrar.phone import contacts, request, status
from tests.kahea.modules.usrloc.shelf import Later, Shelf

from kahea.api.net import Send
from kahea.api.peers.usrloc import Ucontact
from kahea.api.testing import Lab
from kahea.modules.registrar.tables import table_of
from kahea.modules.registrar.unregister import unregister
from kahea.modules.usrloc.commands import remove
from kahea.modules.usrloc.contacts_added import put

A, B = b"<sip:a@127.0.0.2:5070>", b"<sip:b@127.0.0.2:5070>"


def listed(lab: Lab) -> list[bytes]:
    return [each.partition(b";expires=")[0] for each in contacts(lab.receive(request(callid=b"ask", cseq=99)))]


@pytest.mark.parametrize("mode", [1, 3])
def test_the_200_goes_out_only_when_the_rows_are_committed(shelf: Shelf, mode: int) -> None:
    server = shelf.server(mode)
    later = Later(server)
    assert server.receive(request(A)) == []
    sends: list[Send] = []
    while later.line:
        assert sends == []
        assert shelf.rows("ruid") == []
        sends = later.answer()
    assert status(sends) == 200
    assert len(shelf.rows("ruid")) == 1


@pytest.mark.parametrize("mode", [1, 3])
def test_two_registers_of_one_user_take_turns_and_leave_no_duplicates(shelf: Shelf, mode: int) -> None:
    server = shelf.server(mode)
    later = Later(server)
    for cseq in (1, 2, 3):
        assert server.receive(request(A + b";expires=%d" % (1000 + cseq), cseq=cseq)) == []
    codes = [int(send.data.split(b" ")[1]) for send in later.answer_all()]
    assert codes == [200, 200, 200]
    assert shelf.rows("contact", "cseq") == [(b"sip:a@127.0.0.2:5070", 3)]
    assert listed(shelf.server(mode)) == [A]


def test_users_do_not_wait_for_each_other(shelf: Shelf) -> None:
    server = shelf.server(1)
    later = Later(server)
    server.receive(request(A))
    server.receive(request(A, user=b"bob", callid=b"c2"))
    assert len(later.line) == 2


def test_the_timer_leaves_a_contact_alone_that_is_being_refreshed(shelf: Shelf) -> None:
    server = shelf.server(1, "usrloc.timer_interval=10")
    server.receive(request(A + b";expires=60"))
    server.advance(59)
    later = Later(server)
    server.receive(request(A, cseq=2))
    server.advance(20)
    assert status(later.answer()) == 200
    later.answer_all()
    assert len(shelf.rows("ruid")) == 1
    assert listed(server) == [A] == listed(shelf.server(1))


def test_a_contact_that_changes_while_it_is_written_is_written_again(shelf: Shelf) -> None:
    server = shelf.server(2, "usrloc.timer_interval=10")
    server.receive(request(A))
    later = Later(server)
    server.advance(10)
    assert status(server.receive(request(A + b";q=0.5", cseq=2))) == 200
    later.answer_all()
    server.advance(10)
    later.answer_all()
    assert shelf.rows("q", "cseq") == [(0.5, 2)]


def test_a_contact_that_goes_while_it_is_written_leaves_no_row(shelf: Shelf) -> None:
    server = shelf.server(2, "usrloc.timer_interval=10")
    server.receive(request(A))
    later = Later(server)
    server.advance(10)
    assert status(server.receive(request(A + b";expires=0", cseq=2))) == 200
    later.answer_all()
    server.advance(10)
    later.answer_all()
    assert shelf.rows("ruid") == []


def test_a_slow_database_is_not_asked_twice_for_the_same(shelf: Shelf) -> None:
    server = shelf.server(2, "usrloc.timer_interval=10")
    server.receive(request(A))
    later = Later(server)
    server.advance(40)
    assert len(later.line) == 1
    later.answer_all()
    assert len(shelf.rows("ruid")) == 1


@pytest.mark.parametrize("mode", [1, 3])
def test_whoever_changes_a_user_lets_the_next_one_in(shelf: Shelf, mode: int) -> None:
    server = shelf.server(mode)
    with server.at_work():
        store = table_of("location")
    msg = server.msg(request(method=b"OPTIONS", callid=b"x"))
    changes: list[Callable[[], Coroutine[Any, Any, object]]] = [
        lambda: unregister(msg, store, b"sip:alice@h"),
        lambda: unregister(msg, store, b"sip:alice@h", b"no such id"),
        lambda: remove("location", "alice"),
        lambda: put(store, Ucontact(aor=b"alice", contact=b"sip:b@h")),
    ]
    for cseq, change in enumerate(changes, start=1):
        assert status(server.receive(request(A, cseq=cseq))) == 200
        server.run(change())
    assert status(server.receive(request(A, cseq=9))) == 200


def test_the_connection_of_another_server_or_of_the_last_run_is_not_used(shelf: Shelf) -> None:
    server = shelf.server(3)
    server.receive(request(A), proto="tcp", con_id=5)
    for change, con_id in (
        ("server_id = 0", 5),
        ("server_id = 9", -1),
        ("server_id = 0, last_modified = julianday('2020-01-01')", -1),
    ):
        shelf.execute(f"UPDATE location SET {change}")
        with server.at_work():
            (contact,) = server.run(table_of("location").get_urecord(b"alice"))
        assert contact.connection_id == con_id
