"""The parameters of the database: columns, what is read at start, what is written and how."""

from __future__ import annotations

import pytest
from tests.kahea.modules.registrar.phone import contacts, request, status
from tests.kahea.modules.usrloc.shelf import Faults, Shelf

from kahea.api.testing import Lab
from kahea.db import QueryKind

A, B = b"<sip:a@127.0.0.2:5070>", b"<sip:b@127.0.0.2:5070>"
COLUMNS = (
    "username", "domain", "contact", "q", "callid", "cseq", "flags", "cflags", "user_agent", "received", "path", "socket",
    "methods", "instance", "reg_id", "server_id", "connection_id", "keepalive", "partition",
)  # fmt: skip


def listed(lab: Lab, user: bytes = b"alice") -> list[bytes]:
    return [each.partition(b";expires=")[0] for each in contacts(lab.receive(request(user=user, callid=b"ask", cseq=99)))]


def test_a_row_has_every_column_of_kamailio(shelf: Shelf) -> None:
    server = shelf.server(
        1, "registrar.use_path=1", "registrar.path_mode=0", "usrloc.nat_bflag=6", top="server_id=7\n",
    )  # fmt: skip
    contact = A + b';q=0.25;+sip.instance="<urn:uuid:1>";reg-id=2;received="sip:127.0.0.7:5060"'
    extra = (b"User-Agent: phone/1", b"Allow: INVITE, ACK", b"Path: <sip:p@127.0.0.9;lr>")
    server.receive(request(contact, cseq=41, extra=extra), proto="tcp", con_id=5)
    assert shelf.rows(*COLUMNS) == [
        (
            b"alice", None, b"sip:a@127.0.0.2:5070", 0.25, b"call-1", 41, 0, 0, b"phone/1", b"sip:127.0.0.7:5060",
            b"<sip:p@127.0.0.9;lr>", b"tcp:127.0.0.1:5060", 5, b"<urn:uuid:1>", 2, 7, 5, 0, 0,
        )
    ]  # fmt: skip


def test_what_nothing_is_known_of_is_null(shelf: Shelf) -> None:
    shelf.server(1).receive(request(A))
    found = shelf.rows("domain", "received", "path", "methods", "instance", "q", "connection_id", "user_agent")
    assert found == [(None, None, None, None, None, -1.0, -1, b"n/a")]


def test_a_contact_survives_a_restart_as_it_was(shelf: Shelf) -> None:
    contact = A + b';q=0.25;+sip.instance="<urn:uuid:1>";reg-id=2;received="sip:127.0.0.7:5060"'
    first = shelf.server(1).receive(request(contact, extra=(b"Allow: INVITE",)))
    assert contacts(shelf.server(1).receive(request(callid=b"ask"))) == contacts(first)


def test_use_domain_keeps_user_and_domain_apart(shelf: Shelf) -> None:
    server = shelf.server(1, "usrloc.use_domain=1")
    server.receive(request(A))
    server.receive(request(B, to=b"<sip:alice@other.example>", callid=b"c2"))
    assert shelf.rows("username", "domain") == [(b"alice", b"example.org"), (b"alice", b"other.example")]
    assert listed(shelf.server(1, "usrloc.use_domain=1")) == [A]


@pytest.mark.parametrize("name", ["ruid", *COLUMNS, "expires"])
def test_every_column_may_have_another_name(shelf: Shelf, name: str) -> None:
    shelf.execute(f"ALTER TABLE location RENAME COLUMN {name} TO other_name")
    param = {"username": "user"}.get(name, name)
    server = shelf.server(1, f'usrloc.{param}_column="other_name"')
    assert status(server.receive(request(A))) == 200
    assert len(shelf.rows("other_name")) == 1
    assert listed(shelf.server(1, f'usrloc.{param}_column="other_name"')) == [A]


def test_db_load_0_reads_nothing_at_start(shelf: Shelf) -> None:
    shelf.server(1).receive(request(A))
    assert (listed(shelf.server(1, "usrloc.db_load=0")), listed(shelf.server(1))) == ([], [A])


def test_preload_reads_a_table_that_no_function_names(shelf: Shelf) -> None:
    shelf.server(1).receive(request(A))
    silent = shelf.server(1, 'usrloc.preload="location"', other="exit;").engine
    assert silent.counters.get("usrloc", "location_contacts").value == 1
    other = shelf.server(1, 'usrloc.preload="aliases"', "usrloc.version_table=0").engine
    assert other.counters.get("usrloc", "aliases_contacts").value == 0


def test_fetch_rows_reads_the_table_in_parts(shelf: Shelf) -> None:
    server = shelf.server(1)
    for number in range(7):
        server.receive(request(A, user=b"u%d" % number, callid=b"c%d" % number))
    asked: list[QueryKind] = []
    again = shelf.server(1, "usrloc.fetch_rows=3", "usrloc.db_load=0")
    faults = Faults(again, lambda _: False)
    with again.at_work():
        from kahea.modules.usrloc.usrloc import usrloc

        store = usrloc().tables["location"]
    assert again.run(store.read_table()) == 7  # type: ignore[union-attr]
    asked += faults.kinds()
    assert asked[-3:] == [QueryKind.QUERY, QueryKind.FETCH_RESULT, QueryKind.FETCH_RESULT]


@pytest.mark.parametrize(
    "change",
    ["contact = ''", "username = ''", "expires = 'soon'", "q = 7.0", "cseq = 'x'"],
)
def test_a_row_that_is_no_contact_is_left_out_and_the_others_are_read(shelf: Shelf, change: str) -> None:
    server = shelf.server(1)
    server.receive(request(A))
    server.receive(request(B, user=b"bob", callid=b"c2"))
    shelf.execute(f"UPDATE location SET {change} WHERE username = 'alice'")
    again = shelf.server(1)
    assert (listed(again), listed(again, b"bob")) == ([], [B])


def test_rows_that_have_ended_are_removed_by_the_timer(shelf: Shelf) -> None:
    shelf.server(1).receive(request(A))
    shelf.execute("UPDATE location SET expires = julianday('2020-01-01 00:00:00')")
    server = shelf.server(1, "usrloc.timer_interval=10")
    assert listed(server) == []
    server.advance(10)
    assert shelf.rows("ruid") == []


def test_skip_remote_socket_leaves_rows_of_other_servers_alone(shelf: Shelf) -> None:
    shelf.server(1).receive(request(A))
    shelf.execute("UPDATE location SET socket = 'udp:192.0.2.9:5060'")
    assert (listed(shelf.server(1)), listed(shelf.server(1, "usrloc.skip_remote_socket=1"))) == ([A], [])


def test_server_id_filter_reads_and_cleans_only_its_own_rows(shelf: Shelf) -> None:
    shelf.server(1, top="server_id=1\n").receive(request(A))
    assert listed(shelf.server(1, "usrloc.server_id_filter=1", top="server_id=2\n")) == []
    assert listed(shelf.server(1, "usrloc.server_id_filter=1", top="server_id=1\n")) == [A]
    shelf.execute("UPDATE location SET expires = julianday('2020-01-01 00:00:00')")
    params = ("usrloc.server_id_filter=1", "usrloc.db_timer_clean=1", "usrloc.timer_interval=10", "usrloc.db_load=0")
    shelf.server(1, *params, top="server_id=2\n").advance(10)
    assert len(shelf.rows("ruid")) == 1
    shelf.server(1, *params, top="server_id=1\n").advance(10)
    assert shelf.rows("ruid") == []


@pytest.mark.parametrize(("value", "left"), [(0, 1), (1, 0)])
def test_db_timer_clean_removes_ended_rows_of_anybody(shelf: Shelf, value: int, left: int) -> None:
    shelf.server(1).receive(request(A))
    shelf.execute("UPDATE location SET expires = julianday('2020-01-01 00:00:00')")
    params = ("usrloc.db_load=0", "usrloc.timer_interval=10", f"usrloc.db_timer_clean={value}")
    shelf.server(1, *params).advance(10)
    assert len(shelf.rows("ruid")) == left


def test_db_clean_tcp_removes_contacts_behind_connections_at_start(shelf: Shelf) -> None:
    server = shelf.server(1)
    server.receive(request(A))
    server.receive(request(b"<sip:b@127.0.0.2:5070;transport=tcp>", callid=b"c2"), proto="tcp", con_id=5)
    assert listed(shelf.server(1, "usrloc.db_clean_tcp=1")) == [A]
    assert len(shelf.rows("ruid")) == 1


def test_the_connections_of_the_last_run_mean_nothing_after_a_restart(shelf: Shelf) -> None:
    server = shelf.server(1)
    server.receive(request(A), proto="tcp", con_id=5)
    for mode, params in ((1, ()), (1, ("usrloc.handle_lost_tcp=1",))):
        again = shelf.server(mode, *params)
        with again.at_work():
            from kahea.modules.usrloc.usrloc import usrloc

            found = again.run(usrloc().tables["location"].get_urecord(b"alice"))
        assert [each.connection_id for each in found] == [-1]
        assert bool(listed(again)) is (not params)


def test_db_ops_ruid_0_finds_rows_by_contact_and_call_id(shelf: Shelf) -> None:
    server = shelf.server(1, "usrloc.db_ops_ruid=0")
    server.receive(request(A))
    faults = Faults(server, lambda _: False)
    server.receive(request(A + b";expires=0", cseq=2))
    (change,) = faults.queries[-1].parts
    assert (change.kind, change.keys) == (QueryKind.DELETE, ("username", "contact", "callid"))
    assert shelf.rows("ruid") == []


@pytest.mark.parametrize(
    ("modparam", "kind"),
    [
        ("usrloc.db_insert_update=1", QueryKind.INSERT_UPDATE),
        ("usrloc.db_insert_update=0", QueryKind.INSERT),
    ],
)
def test_db_insert_update_changes_the_row_that_is_there(shelf: Shelf, modparam: str, kind: QueryKind) -> None:
    server = shelf.server(1, modparam)
    faults = Faults(server, lambda _: False)
    server.receive(request(A))
    assert [change.kind for change in faults.queries[-1].parts] == [kind]


def test_db_update_as_insert_inserts_a_contact_once_more(shelf: Shelf) -> None:
    server = shelf.server(1, "usrloc.db_update_as_insert=1")
    faults = Faults(server, lambda _: False)
    server.receive(request(A))
    server.receive(request(A, cseq=2))
    assert [change.kind for change in faults.queries[-1].parts] == [QueryKind.INSERT]


@pytest.mark.parametrize(("value", "rows"), [(0, 0), (1, 1)])
def test_db_check_update_inserts_a_row_that_is_gone(shelf: Shelf, value: int, rows: int) -> None:
    server = shelf.server(1, f"usrloc.db_check_update={value}")
    server.receive(request(A))
    shelf.execute("DELETE FROM location")
    server.receive(request(A, cseq=2))
    assert len(shelf.rows("ruid")) == rows


def test_db_check_update_and_db_update_as_insert_cannot_go_together(shelf: Shelf) -> None:
    with pytest.raises(Exception, match="cannot go together"):
        shelf.server(1, "usrloc.db_check_update=1", "usrloc.db_update_as_insert=1")


@pytest.mark.parametrize(("value", "named"), [(0, False), (1, True)])
def test_db_insert_null_names_the_columns_that_are_null(shelf: Shelf, value: int, named: bool) -> None:
    server = shelf.server(1, f"usrloc.db_insert_null={value}")
    faults = Faults(server, lambda _: False)
    server.receive(request(A))
    (change,) = faults.queries[-1].parts
    assert ("path" in change.keys) is named


def test_expires_type_1_writes_times_as_numbers(shelf: Shelf) -> None:
    shelf.execute("ALTER TABLE location RENAME COLUMN expires TO old_expires")
    shelf.execute("ALTER TABLE location ADD COLUMN expires BIGINT DEFAULT 0 NOT NULL")
    shelf.execute("ALTER TABLE location RENAME COLUMN last_modified TO old_modified")
    shelf.execute("ALTER TABLE location ADD COLUMN last_modified BIGINT DEFAULT 0 NOT NULL")
    server = shelf.server(1, "usrloc.expires_type=1")
    server.receive(request(A))
    assert shelf.rows("expires", "last_modified") == [(1_700_003_600, 1_700_000_000)]
    assert listed(shelf.server(1, "usrloc.expires_type=1")) == [A]


def test_rm_expired_delay_keeps_ended_rows_for_a_while(shelf: Shelf) -> None:
    server = shelf.server(3, "usrloc.rm_expired_delay=100", "usrloc.timer_interval=10")
    server.receive(request(A + b";expires=60"))
    server.advance(100)
    assert (listed(server), len(shelf.rows("ruid"))) == ([], 1)
    server.advance(80)
    assert shelf.rows("ruid") == []


def test_two_servers_with_db_only_share_their_contacts(shelf: Shelf) -> None:
    one, two = shelf.server(3), shelf.server(3)
    one.receive(request(A))
    two.receive(request(B, callid=b"c2"))
    assert listed(one) == listed(two) == [A, B]
    two.receive(request(b"*", extra=(b"Expires: 0",), callid=b"c3"))
    assert listed(one) == []


def test_xavp_contact_is_kept_in_rows_of_location_attrs(shelf: Shelf) -> None:
    params = ('usrloc.xavp_contact="ul"',)
    server = shelf.server(1, *params, save="")
    from kahea.api.values import XavpList
    from kahea.modules.registrar.save import save
    from kahea.modules.registrar.tables import table_of

    with server.at_work():
        store = table_of("location")
    msg = server.msg(request(A))
    msg.xavps.xavp.add(b"ul", XavpList([(b"color", b"red"), (b"size", 7)]))
    assert server.run(save(msg, store)) == 1
    assert shelf.rows("aname", "atype", "avalue", table="location_attrs") == [(b"color", 0, b"red"), (b"size", 1, b"7")]
    for mode in (1, 3):
        again = shelf.server(mode, *params)
        with again.at_work():
            (contact,) = again.run(table_of("location").get_urecord(b"alice"))
        assert list(contact.xavp) == [(b"color", b"red"), (b"size", 7)]
    server.receive(request(A + b";expires=0", cseq=2))
    assert shelf.rows("ruid", table="location_attrs") == []
