"""Contacts in memory: matching, order, expiry, connections, statistics."""

from __future__ import annotations

import pytest
from tests.kahea.modules.registrar.phone import config, contacts, request

from kahea.api.peers.usrloc import Match, Ucontact, UlEvent, UsrlocApi
from kahea.api.testing import Lab
from kahea.api.values import SrEvent
from kahea.modules.usrloc.expiry import Expiry
from kahea.modules.usrloc.matching import Matching, get_ucontact

A, B, C = b"<sip:a@127.0.0.2:5070>", b"<sip:b@127.0.0.2:5070>", b"<sip:c@127.0.0.2:5070>"


def listed(lab: Lab) -> list[bytes]:
    return [each.partition(b";expires=")[0] for each in contacts(lab.receive(request(callid=b"ask", cseq=99)))]


def contact(**fields: object) -> Ucontact:
    given: dict[str, object] = {"aor": b"a", "contact": b"sip:a@h", "callid": b"c", "cseq": 5, "last_modified": 100, **fields}
    return Ucontact(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("mode", "new", "match"),
    [
        (0, {"cseq": 6}, Match.FOUND),
        (0, {"cseq": 6, "contact": b"sip:b@h"}, Match.NOT_FOUND),
        (0, {"cseq": 4, "callid": b"d"}, Match.FOUND),
        (0, {"cseq": 4}, Match.INVALID),
        (0, {}, Match.SKIP),
        (0, {"last_modified": 119}, Match.SKIP),
        (0, {"last_modified": 120}, Match.INVALID),
        (1, {"cseq": 6}, Match.FOUND),
        (1, {"cseq": 6, "callid": b"d"}, Match.NOT_FOUND),
        (2, {"cseq": 6, "path": b"<sip:p>"}, Match.FOUND),
        (2, {"cseq": 6, "path": b"<sip:q>"}, Match.NOT_FOUND),
        (2, {"cseq": 6}, Match.FOUND),
        (3, {"cseq": 6, "contact": b"sip:b@h"}, Match.FOUND),
        (3, {"cseq": 6, "callid": b"d"}, Match.NOT_FOUND),
        (0, {"cseq": 6, "instance": b"i"}, Match.NOT_FOUND),
    ],
)
def test_matching_mode_says_what_two_registers_of_one_contact_have_in_common(
    mode: int, new: dict[str, object], match: Match
) -> None:
    known = [contact(path=b"<sip:p>")]
    assert get_ucontact(known, contact(**new), Matching(mode), 20).match is match


@pytest.mark.parametrize(
    ("new", "is_strict", "match"),
    [
        ({"cseq": 6, "contact": b"sip:other@h"}, True, Match.FOUND),
        ({"cseq": 6, "reg_id": 2}, True, Match.NOT_FOUND),
        ({"cseq": 4}, True, Match.INVALID),
        ({"cseq": 4}, False, Match.FOUND),
    ],
)
def test_a_phone_with_an_instance_is_known_by_it_and_its_reg_id(new: dict[str, object], is_strict: bool, match: Match) -> None:
    known = [contact(instance=b"i", reg_id=1)]
    wanted = contact(**{"instance": b"i", "reg_id": 1, **new})
    assert get_ucontact(known, wanted, Matching.CONTACT_ONLY, 20, is_strict=is_strict).match is match


@pytest.mark.parametrize(("mode", "count"), [(0, 1), (1, 2), (3, 2)])
def test_matching_mode_of_a_server(mode: int, count: int) -> None:
    lab = Lab(config(f"usrloc.matching_mode={mode}"))
    lab.receive(request(A))
    lab.receive(request(A, callid=b"call-2"))
    assert len(listed(lab)) == count


def test_desc_time_order_puts_the_newest_first_whatever_its_q() -> None:
    lab = Lab(config("usrloc.desc_time_order=1"))
    lab.receive(request(A + b";q=0.9"))
    lab.receive(request(B + b";q=0.1", callid=b"c2"))
    assert listed(lab) == [B + b";q=0.1", A + b";q=0.9"]
    lab.receive(request(A + b";q=0.9", cseq=2))
    assert listed(lab) == [A + b";q=0.9", B + b";q=0.1"]


def test_a_contact_keeps_its_place_while_its_q_does_and_moves_when_that_changes() -> None:
    lab = Lab(config())
    lab.receive(request(A + b";q=0.5", B + b";q=0.5", C + b";q=0.5"))
    lab.receive(request(A + b";q=0.5", cseq=2))
    assert listed(lab) == [A + b";q=0.5", B + b";q=0.5", C + b";q=0.5"]
    lab.receive(request(A + b";q=0.1", cseq=3))
    assert listed(lab) == [B + b";q=0.5", C + b";q=0.5", A + b";q=0.1"]


def ended(lab: Lab) -> list[bytes]:
    """The contacts that will be told of as they end."""
    found: list[bytes] = []
    lab.engine.peers[UsrlocApi].register_ulcb(UlEvent.EXPIRE, lambda each, _: found.append(each.contact))
    return found


def test_timer_interval_is_the_time_between_two_looks_for_what_has_ended() -> None:
    lab = Lab(config("usrloc.timer_interval=30"))
    gone = ended(lab)
    lab.receive(request(A + b";expires=60"))
    lab.advance(59)
    assert gone == []
    lab.advance(1)
    assert gone == [b"sip:a@127.0.0.2:5070"]


def test_a_refresh_costs_no_entry_and_is_looked_at_when_it_ends() -> None:
    lab = Lab(config("usrloc.timer_interval=10"))
    gone = ended(lab)
    from kahea.modules.usrloc.usrloc import usrloc

    with lab.at_work():
        store = usrloc().register_udomain("location")
    for cseq in range(1, 6):
        lab.receive(request(A + b";expires=100", cseq=cseq))
        assert len(store.expiry) == 1  # type: ignore[union-attr]
        lab.advance(50)
    assert gone == []
    lab.advance(60)
    assert gone == [b"sip:a@127.0.0.2:5070"]
    assert len(store.expiry) == 0  # type: ignore[union-attr]


def test_a_shorter_registration_ends_earlier() -> None:
    lab = Lab(config("usrloc.timer_interval=10"))
    gone = ended(lab)
    lab.receive(request(A + b";expires=1000"))
    lab.receive(request(A + b";expires=60", cseq=2))
    lab.advance(70)
    assert gone == [b"sip:a@127.0.0.2:5070"]


def test_expiry_forgets_what_was_removed() -> None:
    expiry = Expiry()
    phone = Ucontact(aor=b"a", contact=b"sip:a@h", ruid=b"1", expires=50)
    expiry.add(phone)
    expiry.remove(phone)
    assert (len(expiry), expiry.due(100)) == (0, [])
    expiry.add(Ucontact(aor=b"a", contact=b"sip:a@h", ruid=b"2"))
    assert len(expiry) == 0


def test_callbacks_are_told_of_every_event() -> None:
    lab = Lab(config("usrloc.timer_interval=10"))
    told: list[str] = []
    every = UlEvent.INSERT | UlEvent.UPDATE | UlEvent.DELETE | UlEvent.EXPIRE
    lab.engine.peers[UsrlocApi].register_ulcb(every, lambda _, event: told.append(event.name))
    lab.receive(request(A))
    lab.receive(request(A + b";expires=60", B, cseq=2))
    lab.receive(request(B + b";expires=0", cseq=3))
    lab.advance(70)
    assert told == ["INSERT", "UPDATE", "INSERT", "DELETE", "EXPIRE"]


def test_users_contacts_and_expires_are_counted() -> None:
    lab = Lab(config("usrloc.timer_interval=10"))
    lab.receive(request(A + b";expires=60", B))
    lab.receive(request(C, user=b"bob", callid=b"c2"))
    lab.advance(70)
    with lab.at_work():
        values = {name: each.value for name, each in lab.engine.counters.group("usrloc").items()}
    assert values == {"registered_users": 2, "location_users": 2, "location_contacts": 2, "location_expires": 1}


class Edge:
    """An edge that remembers which connections were closed."""

    def __init__(self) -> None:
        self.closed: list[int] = []

    def close_connection(self, con_id: int) -> None:
        self.closed.append(con_id)


@pytest.mark.parametrize(("value", "left"), [(0, [A, B]), (1, [B])])
def test_handle_lost_tcp_removes_contacts_whose_connection_has_ended(value: int, left: list[bytes]) -> None:
    lab = Lab(config(f"usrloc.handle_lost_tcp={value}"))
    gone = ended(lab)
    lab.receive(request(A), proto="tcp", con_id=5)
    lab.receive(request(B, callid=b"c2"), proto="tcp", con_id=6)
    lab.engine.enter(lab.now, lambda: lab.engine.events.emit(SrEvent.TCP_CLOSED, 5, "reset"))
    assert listed(lab) == left
    assert len(gone) == value


@pytest.mark.parametrize(("value", "closed"), [(0, []), (1, [5])])
def test_close_expired_tcp_closes_the_connection_of_a_contact_that_ends(value: int, closed: list[int]) -> None:
    lab = Lab(config(f"usrloc.close_expired_tcp={value}", "usrloc.timer_interval=10"))
    edge = lab.engine.edge = Edge()  # type: ignore[assignment]
    lab.receive(request(A + b";expires=60"), proto="tcp", con_id=5)
    lab.advance(70)
    assert edge.closed == closed


def test_nat_bflag_marks_contacts_behind_a_nat() -> None:
    assert Lab(config("usrloc.nat_bflag=6")).engine.peers[UsrlocApi].nat_flag == 64
    assert Lab(config()).engine.peers[UsrlocApi].nat_flag == 0


def test_ids_are_never_given_twice() -> None:
    lab = Lab(config())
    with lab.at_work():
        api = lab.engine.peers[UsrlocApi]
        assert len({api.next_ruid() for _ in range(1000)}) == 1000


def test_a_prolonged_contact_stays_where_it_will_be_looked_at_first() -> None:
    expiry = Expiry()
    old = Ucontact(aor=b"a", contact=b"sip:a@h", ruid=b"1", expires=50)
    new = Ucontact(aor=b"a", contact=b"sip:a@h", ruid=b"1", expires=90)
    expiry.add(old)
    expiry.move(old, new)
    assert (new.looked_at, expiry.due(50)) == (50, [b"a"])
