"""What each db_mode promises: which contacts are there after a crash, a stop, a fault of the database."""

from __future__ import annotations

import pytest
from tests.kahea.modules.registrar.phone import contacts, header, request, status
from tests.kahea.modules.usrloc.shelf import Faults, Shelf

from kahea.api.testing import Lab
from kahea.modules.usrloc.init import destroy

A, B = b"<sip:a@127.0.0.2:5070>", b"<sip:b@127.0.0.2:5070>"
NO_DB, WRITE_THROUGH, WRITE_BACK, DB_ONLY, READ_ONCE = range(5)
DURABLE = [WRITE_THROUGH, DB_ONLY]


def listed(lab: Lab, user: bytes = b"alice") -> list[bytes]:
    """The contacts without what depends on time."""
    return [each.partition(b";expires=")[0] for each in contacts(lab.receive(request(user=user, callid=b"ask", cseq=99)))]


def stopped(lab: Lab) -> None:
    with lab.at_work():
        destroy()


@pytest.mark.parametrize("mode", DURABLE)
def test_what_was_acknowledged_is_there_after_a_crash(shelf: Shelf, mode: int) -> None:
    for number in range(20):
        user = b"u%d" % number
        assert status(shelf.server(mode).receive(request(A, B, user=user, callid=user))) == 200
    server = shelf.server(mode)
    assert all(listed(server, b"u%d" % number) == [A, B] for number in range(20))


@pytest.mark.parametrize("mode", [WRITE_THROUGH, WRITE_BACK, DB_ONLY])
def test_an_orderly_stop_loses_nothing(shelf: Shelf, mode: int) -> None:
    server = shelf.server(mode)
    server.receive(request(A, B))
    server.receive(request(A + b";expires=0", cseq=2))
    stopped(server)
    assert listed(shelf.server(mode)) == [B]


def test_write_back_writes_when_the_timer_runs_and_a_crash_before_loses_it(shelf: Shelf) -> None:
    server = shelf.server(WRITE_BACK, "usrloc.timer_interval=10")
    server.receive(request(A))
    server.advance(9)
    assert listed(shelf.server(WRITE_BACK)) == []
    server.advance(1)
    assert listed(shelf.server(WRITE_BACK)) == [A]


def test_write_back_keeps_one_row_through_insertion_update_and_removal(shelf: Shelf) -> None:
    server = shelf.server(WRITE_BACK, "usrloc.timer_interval=10")
    for cseq, contact, rows in ((1, A, 1), (2, A + b";expires=90", 1), (3, A + b";expires=0", 0)):
        server.receive(request(contact, cseq=cseq))
        server.advance(10)
        assert len(shelf.rows("ruid")) == rows


def test_write_back_writes_in_batches_each_a_transaction(shelf: Shelf) -> None:
    server = shelf.server(WRITE_BACK, "usrloc.timer_interval=10")
    for number in range(1200):
        server.receive(request(A, user=b"u%d" % number, callid=b"c%d" % number))
    faults = Faults(server, lambda _: False)
    server.advance(10)
    assert [len(query.parts) for query in faults.queries] == [500, 500, 200]
    assert len(shelf.rows("ruid")) == 1200


def test_write_back_tries_again_what_the_database_did_not_take(shelf: Shelf) -> None:
    server = shelf.server(WRITE_BACK, "usrloc.timer_interval=10")
    server.receive(request(A, B))
    faults = Faults(server, lambda number: number < 3)
    server.advance(20)
    assert shelf.rows("ruid") == []
    server.advance(10)
    assert (len(shelf.rows("ruid")), len(faults.queries)) == (2, 3)


def test_a_contact_that_the_database_refuses_keeps_no_other_from_being_written(shelf: Shelf) -> None:
    server = shelf.server(WRITE_BACK, "usrloc.timer_interval=10")
    shelf.execute(
        "CREATE TRIGGER no BEFORE INSERT ON location WHEN NEW.contact LIKE '%b@%' BEGIN SELECT RAISE(ABORT, 'x'); END"
    )
    server.receive(request(A, B))
    server.advance(10)
    assert shelf.rows("contact") == [(A[1:-1],)]
    shelf.execute("DROP TRIGGER no")
    server.advance(10)
    assert shelf.rows("contact") == [(A[1:-1],), (B[1:-1],)]


def test_read_once_reads_the_table_and_never_writes(shelf: Shelf) -> None:
    shelf.server(WRITE_THROUGH).receive(request(A))
    server = shelf.server(READ_ONCE)
    assert listed(server) == [A]
    server.receive(request(B, callid=b"c2"))
    stopped(server)
    assert len(shelf.rows("ruid")) == 1


@pytest.mark.parametrize("mode", DURABLE)
@pytest.mark.parametrize("conformance", ["strict", "kamailio"])
def test_a_database_that_is_down_gets_500_and_changes_nothing(shelf: Shelf, mode: int, conformance: str) -> None:
    server = shelf.server(mode, top=f'sip_conformance="{conformance}"\n')
    server.receive(request(A))
    faults = Faults(server, lambda _: True)
    sends = server.receive(request(B, cseq=2))
    assert status(sends) == 500
    assert header(sends, b"Retry-After") == (b"5" if conformance == "strict" else None)
    faults.is_failing = lambda _: False
    assert listed(server) == [A]
    assert status(server.receive(request(B, cseq=3))) == 200
    assert listed(server) == [A, B]
    with server.at_work():
        assert server.engine.counters.get("registrar", "db_errors").value == 1


def test_lookups_from_memory_go_on_while_the_database_is_down(shelf: Shelf) -> None:
    server = shelf.server(WRITE_THROUGH)
    server.receive(request(A))
    Faults(server, lambda _: True)
    assert listed(server) == [A]


STEPS = [
    request(A, B),
    request(A + b";q=0.7", cseq=2),
    request(B + b";expires=0", cseq=3),
    request(B, A + b";q=0.3", cseq=4),
    request(b"*", cseq=5, extra=(b"Expires: 0",)),
]


@pytest.mark.parametrize("mode", DURABLE)
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("failing", range(1, 14))
def test_wherever_a_database_call_fails_nothing_acknowledged_is_lost(
    shelf: Shelf, mode: int, after: bool, failing: int
) -> None:
    server = shelf.server(mode)
    Faults(server, lambda number: number == failing, after=after)
    acknowledged: list[bytes] = []
    for step in STEPS:
        sends = server.receive(step)
        if status(sends) == 200:
            acknowledged = [each.partition(b";expires=")[0] for each in contacts(sends)]
    found = listed(shelf.server(mode))
    assert listed(server) == found
    is_removal_unanswered = after and status(sends) == 500
    assert found == acknowledged or (is_removal_unanswered and not found)


@pytest.mark.parametrize("failing", range(1, 7))
def test_wherever_a_database_call_fails_memory_and_database_agree(shelf: Shelf, failing: int) -> None:
    server = shelf.server(WRITE_THROUGH)
    faults = Faults(server, lambda number: number == failing)
    for step in STEPS[:4]:
        server.receive(step)
    faults.is_failing = lambda _: False
    assert listed(server) == listed(shelf.server(WRITE_THROUGH))


@pytest.mark.parametrize("mode", DURABLE)
def test_several_contacts_are_written_together_or_not_at_all(shelf: Shelf, mode: int) -> None:
    server = shelf.server(mode)
    shelf.execute(
        "CREATE TRIGGER full BEFORE INSERT ON location WHEN NEW.contact LIKE '%b@%' BEGIN SELECT RAISE(ABORT, 'x'); END"
    )
    assert status(server.receive(request(A, B))) == 500
    assert shelf.rows("contact") == []
    assert listed(server) == []


def test_an_ended_contact_keeps_no_row_though_the_database_was_down_when_it_ended(shelf: Shelf) -> None:
    server = shelf.server(WRITE_THROUGH, "usrloc.timer_interval=10")
    server.receive(request(A + b";expires=60"))
    faults = Faults(server, lambda _: True)
    server.advance(70)
    assert len(shelf.rows("ruid")) == 1
    faults.is_failing = lambda _: False
    server.advance(10)
    assert shelf.rows("ruid") == []


@pytest.mark.parametrize("mode", DURABLE)
def test_flag_1_of_save_keeps_a_contact_from_the_database(shelf: Shelf, mode: int) -> None:
    server = shelf.server(mode, save=', "1"')
    server.receive(request(A))
    assert (listed(server), shelf.rows("ruid")) == ([A] if mode == WRITE_THROUGH else [], [])


def test_a_contact_of_memory_gets_its_row_when_it_is_saved_without_the_flag(shelf: Shelf) -> None:
    for mode in (WRITE_THROUGH, WRITE_BACK):
        server = shelf.server(mode, "usrloc.timer_interval=10")
        memory = shelf.server(mode, save=', "1"')
        memory.receive(request(A, user=b"m%d" % mode))
        assert shelf.rows("ruid", where=f"username='m{mode}'") == []
        server.receive(request(A, user=b"m%d" % mode))
        server.advance(10)
        assert len(shelf.rows("ruid", where=f"username='m{mode}'")) == 1


def test_removing_in_memory_only_leaves_the_row(shelf: Shelf) -> None:
    shelf.server(WRITE_THROUGH).receive(request(A))
    server = shelf.server(WRITE_THROUGH, save=', "1"')
    assert listed(server) == [A]
    server.receive(request(A + b";expires=0", cseq=2))
    assert (listed(server), len(shelf.rows("ruid"))) == ([], 1)


def test_a_database_that_is_down_at_start_keeps_the_server_from_starting(shelf: Shelf) -> None:
    shelf.url = "sqlite:///nowhere/at/all.db"
    with pytest.raises(Exception, match="kahea db create"):
        shelf.server(WRITE_THROUGH)


def test_version_table_checks_the_version_of_the_table(shelf: Shelf) -> None:
    shelf.execute("UPDATE version SET table_version = 7 WHERE table_name = 'location'")
    with pytest.raises(Exception, match="invalid version 7"):
        shelf.server(WRITE_THROUGH)
    assert listed(shelf.server(WRITE_THROUGH, "usrloc.version_table=0")) == []


@pytest.mark.parametrize(
    "value",
    ["'; DROP TABLE location;--", "' OR '1'='1", "\\", "%27", "%00", "\U0001f4de", ";--/*", "100%", "_"],
)
@pytest.mark.parametrize("mode", DURABLE)
def test_hostile_text_is_kept_as_it_is(shelf: Shelf, mode: int, value: str) -> None:
    server = shelf.server(mode)
    text = value.encode()
    sends = server.receive(request(A, callid=b"id-" + text.replace(b" ", b""), extra=(b"User-Agent: " + text,)))
    assert status(sends) == 200
    (agent,) = shelf.rows("user_agent")[0]
    assert agent == text
    assert len(shelf.rows("ruid")) == 1
    assert listed(shelf.server(mode)) == [A]
