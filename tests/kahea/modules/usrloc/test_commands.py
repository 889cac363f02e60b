"""RPC ul.* and MI ul_*."""

from __future__ import annotations

from typing import Any

import pytest
from tests.kahea.modules.registrar.phone import config, contacts, request
from tests.kahea.modules.usrloc.shelf import Faults, Shelf

from kahea.api.testing import Lab
from kahea.control.call import LocalCall
from kahea.control.mi import MiNode, MiRoot

A, B = b"<sip:a@127.0.0.2:5070>", b"<sip:b@127.0.0.2:5070>"
ADD = ["location", "bob", "sip:b@h", 100, "0.5", "0", 0, 0, 511]


def rpc(lab: Lab, name: str, *params: Any) -> Any:
    """What the command answers: its values, or code and text of its fault."""
    call = LocalCall(name, list(params))
    lab.run(lab.engine.rpcs.dispatch(call))
    assert call.answer is not None
    if call.answer.fault is not None:
        return call.answer.fault.code, call.answer.fault.text
    return list(call.answer.values)


def mi(lab: Lab, name: str, *args: str) -> MiRoot:
    tree = MiNode()
    for each in args:
        tree.add_mi_node_child(value=each)
    replies: list[MiRoot] = []
    lab.run(lab.engine.mis.run(name, tree, replies.append))
    return replies[0]


def server() -> Lab:
    lab = Lab(config())
    lab.receive(request(A + b";q=0.5", extra=(b"User-Agent: phone",)))
    return lab


def test_ul_dump_shows_tables_users_and_contacts_as_kamailio_does() -> None:
    (answer,) = rpc(server(), "ul.dump")
    domain = answer["Domains"][0]["Domain"]
    assert (domain["Domain"], domain["Size"], domain["Stats"]) == ("location", 1024, {"Records": 1, "Max-Slots": 1})
    info = domain["AoRs"][0]["Info"]
    assert (info["AoR"], info["HashID"]) == ("alice", 1834153949)
    shown = info["Contacts"][0]["Contact"]
    assert list(shown) == [
        "Address", "Expires", "Q", "Call-ID", "CSeq", "User-Agent", "Received", "Path", "State", "Flags", "CFlags", "Socket",
        "Methods", "Ruid", "Instance", "Reg-Id", "Server-Id", "Tcpconn-Id", "Keepalive", "Last-Keepalive", "KA-Roundtrip",
        "Last-Modified",
    ]  # fmt: skip
    assert (shown["Address"], shown["Expires"], shown["Q"], shown["State"]) == (
        "sip:a@127.0.0.2:5070",
        3600,
        "0.500000",
        "CS_NEW",
    )
    assert (shown["Received"], shown["Methods"], shown["Tcpconn-Id"]) == ("[not set]", -1, -1)


def test_ul_dump_brief_shows_only_who_is_registered() -> None:
    (answer,) = rpc(server(), "ul.dump", "brief")
    assert answer["Domains"][0]["Domain"]["AoRs"] == [{"AoR": b"alice"}] or "Contacts" not in str(answer)


def test_hash_size_is_the_size_of_a_table() -> None:
    (answer,) = rpc(Lab(config("usrloc.hash_size=4")), "ul.dump")
    assert answer["Domains"][0]["Domain"]["Size"] == 16


def test_ul_lookup_shows_one_user() -> None:
    (answer,) = rpc(server(), "ul.lookup", "location", "alice@example.org")
    assert len(answer["Contacts"]) == 1
    assert rpc(server(), "ul.lookup", "location", "nobody") == (500, "AOR not found in location table")
    assert rpc(server(), "ul.lookup", "nope", "alice") == (500, "Domain table not found")


def test_ul_rm_and_ul_rm_contact_remove() -> None:
    lab = server()
    assert rpc(lab, "ul.rm_contact", "location", "alice", "sip:x@h") == (404, "Contact not found")
    assert rpc(lab, "ul.rm_contact", "location", "alice", "sip:a@127.0.0.2:5070") == []
    assert rpc(lab, "ul.rm", "location", "alice") == (404, "AOR not found")
    lab = server()
    assert rpc(lab, "ul.rm", "location", "alice") == []
    assert contacts(lab.receive(request(callid=b"ask"))) == []


def test_ul_add_adds_and_changes_a_contact() -> None:
    lab = server()
    assert rpc(lab, "ul.add", *ADD) == []
    assert contacts(lab.receive(request(user=b"bob", callid=b"ask"))) == [b"<sip:b@h>;q=0.5;expires=100"]
    changed = ["location", "bob", "sip:b@h", 0, "0.9", "<sip:p@h;lr>", 0, 0, 5, "sip:127.0.0.9:5060", "udp:127.0.0.1:5060"]
    assert rpc(lab, "ul.add", *changed) == []
    (answer,) = rpc(lab, "ul.lookup", "location", "bob")
    (shown,) = [each["Contact"] for each in answer["Contacts"]]
    assert [shown[name] for name in ("Expires", "Path", "Received", "Socket", "Methods")] == [
        "permanent", "<sip:p@h;lr>", "sip:127.0.0.9:5060", "udp:127.0.0.1:5060", 5,
    ]  # fmt: skip
    assert rpc(lab, "ul.add", *ADD[:4], "x", *ADD[5:])[0] == 500
    assert rpc(lab, "ul.add", "nope", *ADD[1:]) == (500, "Domain table not found")


def test_ul_flush_writes_what_waits_and_says_when_it_cannot(shelf: Shelf) -> None:
    lab = shelf.server(2)
    lab.receive(request(A))
    faults = Faults(lab, lambda _: True)
    assert rpc(lab, "ul.flush")[0] == 500
    faults.is_failing = lambda _: False
    assert rpc(lab, "ul.flush") == []
    assert len(shelf.rows("ruid")) == 1


def test_ul_db_users_ul_db_contacts_and_ul_db_expired_contacts_count_rows(shelf: Shelf) -> None:
    lab = shelf.server(1)
    lab.receive(request(A, B + b";expires=60"))
    lab.advance(59.0)
    lab.receive(request(A, user=b"bob", callid=b"c2"))
    for name, count in (("ul.db_users", 2), ("ul.db_contacts", 3), ("ul.db_expired_contacts", 0)):
        assert rpc(lab, name, "location") == [count]
    shelf.execute("UPDATE location SET expires = julianday('2020-01-01') WHERE username = 'alice'")
    for name, count in (("ul.db_users", 1), ("ul.db_contacts", 1), ("ul.db_expired_contacts", 2)):
        assert rpc(lab, name, "location") == [count]
    assert rpc(server(), "ul.db_users", "location") == (500, "Command is not supported in db_mode=0")


@pytest.mark.parametrize("mode", [0, 3])
def test_mi_commands_do_what_the_rpc_commands_do(shelf: Shelf, mode: int) -> None:
    lab = shelf.server(mode)
    assert mi(lab, "ul_add", *map(str, ADD)).is_ok
    (shown,) = mi(lab, "ul_show_contact", "location", "bob").node.kids
    assert (shown.name, shown.value) == ("Contact", "sip:b@h")
    assert {"Expires", "Q", "Callid", "Cseq", "State"} <= {kid.name for kid in shown.kids}
    (domain,) = mi(lab, "ul_dump").node.kids
    assert [(kid.name, kid.value) for kid in domain.kids] == [("AOR", "bob")]
    assert mi(lab, "ul_dump", "brief").node.kids[0].kids[0].kids == []
    assert mi(lab, "ul_rm_contact", "location", "bob", "sip:x@h").code == 404
    assert mi(lab, "ul_rm_contact", "location", "bob", "sip:b@h").is_ok
    assert mi(lab, "ul_rm", "location", "bob").code == 404
    assert mi(lab, "ul_rm").code == 400
    assert mi(lab, "ul_add", *map(str, ADD[:8]), "x").code == 400


def test_ul_flush_and_ul_sync_by_mi_bring_the_database_up_to_date(shelf: Shelf) -> None:
    for number, name in enumerate(("ul_flush", "ul_sync"), start=1):
        lab = shelf.server(2)
        lab.receive(request(A, user=b"u%d" % number, callid=b"c%d" % number))
        assert mi(lab, name).is_ok
        assert len(shelf.rows("ruid")) == number
        faults = Faults(lab, lambda _: True)
        lab.receive(request(B, user=b"u%d" % number, callid=b"d%d" % number))
        assert mi(lab, name).code == 500
        assert faults.queries
