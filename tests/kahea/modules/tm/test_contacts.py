"""Serial forking by q."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.kahea.modules.tm.traffic import CALLEE, CALLER, answer, first, request

from kahea.api import SipMsg
from kahea.api.testing import Lab
from kahea.api.values import Branch, XavpList, append_branch
from kahea.modules.tm.contacts import stored, t_load_contacts, t_next_contact_flow, t_next_contacts, unstored

HEAD = """loadmodule "tm.so"
loadmodule "pv.so"
modparam("tm", "contacts_avp", "tm_contacts")
modparam("tm", "contact_flows_avp", "tm_flows")
"""
SERIAL = """request_route {
    if (method == "ACK") { t_check_trans(); exit; }
    t_load_contacts();
    t_next_contacts();
    t_on_failure("NEXT");
    t_relay();
}
failure_route[NEXT] {
    if (!t_next_contacts()) { t_reply("480", "Nobody"); exit; }
    t_on_failure("NEXT");
    t_relay();
}
"""


def filled(lab: Lab, *contacts: tuple[str, int, str]) -> SipMsg:
    """A request whose destination set has these contacts: user, q, instance; the first is its URI."""
    msg = lab.msg(request(), src=CALLER)
    for at, (user, q, instance) in enumerate(contacts):
        uri = f"sip:{user}@10.0.0.9:5070".encode()
        if at == 0:
            msg.set_ruri(uri)
            msg.ruri_q, msg.instance = q, instance.encode()
        else:
            append_branch(msg, Branch(uri=uri, q=q, instance=instance.encode()))
    return msg


def users(msg: SipMsg) -> list[str]:
    """The users of the destination set."""
    return [uri.split(b":")[1].split(b"@")[0].decode() for uri in (msg.ruri_text, *(each.uri for each in msg.branches))]


def test_t_load_contacts_and_t_next_contacts_go_by_q() -> None:
    lab = Lab(HEAD + "request_route { exit; }")
    with lab.at_work():
        msg = filled(lab, ("a", 500, ""), ("b", 1000, ""), ("c", 500, ""), ("d", 100, ""))
        assert t_load_contacts(msg) == 1
        tried = []
        while t_next_contacts(msg) == 1:
            tried.append(sorted(users(msg)))
            msg.branches.clear()
        assert tried == [["b"], ["a", "c"], ["d"]]
        assert t_next_contacts(msg) == -2


def test_contacts_avp_must_be_set() -> None:
    lab = Lab('loadmodule "tm.so"\nrequest_route { exit; }')
    with lab.at_work():
        msg = filled(lab, ("a", 500, ""), ("b", 1000, ""))
        assert (t_load_contacts(msg), t_next_contacts(msg)) == (-1, -1)
        assert users(msg) == ["a", "b"]


def test_one_contact_is_left_alone() -> None:
    lab = Lab(HEAD + "request_route { exit; }")
    with lab.at_work():
        msg = filled(lab, ("a", 500, ""))
        assert (t_load_contacts(msg), t_next_contacts(msg)) == (1, -2)


def test_contact_flows_avp_keeps_the_other_flows_of_an_instance() -> None:
    lab = Lab(HEAD + "request_route { exit; }")
    with lab.at_work():
        msg = filled(lab, ("a", 500, "<urn:1>"), ("b", 500, "<urn:1>"), ("c", 500, "<urn:2>"))
        t_load_contacts(msg)
        t_next_contacts(msg)
        assert users(msg) == ["a", "c"]
        assert msg.xavps.xavp.count(b"tm_flows") == 1
        assert t_next_contact_flow(msg) == -1


def test_t_next_contact_flow_uses_the_next_flow_of_the_failed_instance() -> None:
    routes = """request_route { if (method == "ACK") { t_check_trans(); exit; } t_on_branch_failure("FLOW"); t_relay(); }
event_route[tm:branch-failure:FLOW] { if (t_next_contact_flow()) t_relay(); }
"""
    lab = Lab(HEAD + routes)
    route = lab.engine.routes.get("request_route")
    assert route is not None

    async def with_contacts(msg: SipMsg, run: object) -> int:
        if msg.first_line.method != b"ACK":
            other = filled(lab, ("a", 500, "<urn:1>"), ("b", 500, "<urn:1>"))
            msg.set_ruri(other.ruri_text)
            msg.ruri_q, msg.instance, msg.branches = 500, b"<urn:1>", other.branches
            t_load_contacts(msg)
            t_next_contacts(msg)
        return int(await route(msg, run))

    lab.engine.routes.add("request_route", "", with_contacts)
    (sent,) = [send for send in lab.receive(request(), src=CALLER) if first(send) == "INVITE"]
    sends = lab.receive(answer(sent, 430), src=CALLEE)
    assert [send.data.split()[1] for send in sends if first(send) == "INVITE"] == [b"sip:b@10.0.0.9:5070"]


@pytest.mark.parametrize("mode", [1])
def test_t_load_contacts_by_weight_prefers_the_higher_q(mode: int) -> None:
    lab = Lab(HEAD + "request_route { exit; }")
    first_ones: Counter[str] = Counter()
    with lab.at_work():
        for _ in range(300):
            msg = filled(lab, ("a", 900, ""), ("b", 100, ""), ("z", 0, ""))
            t_load_contacts(msg, mode)
            t_next_contacts(msg)
            assert len(users(msg)) == 1
            first_ones[users(msg)[0]] += 1
    assert first_ones["a"] > 200
    assert 0 < first_ones["b"] < 100
    assert first_ones["z"] == 0


def test_xavp_contact_follows_its_contact() -> None:
    lab = Lab(HEAD + 'modparam("tm", "xavp_contact", "ulattrs")\nrequest_route { exit; }')
    with lab.at_work():
        msg = filled(lab, ("a", 100, ""), ("b", 900, ""))
        for user in (b"a", b"b"):
            msg.xavps.xavp.add_last(b"ulattrs", XavpList([(b"of", user)]))
        t_load_contacts(msg)
        seen = []
        while t_next_contacts(msg) == 1:
            (attributes,) = msg.xavps.xavp.values(b"ulattrs")
            assert isinstance(attributes, XavpList)
            seen.append((users(msg)[0], attributes.get(b"of")))
        assert seen == [("b", b"b"), ("a", b"a")]


def test_branch_survives_being_stored() -> None:
    lab = Lab(HEAD + "request_route { exit; }")
    branch = Branch(
        uri=b"sip:a@b", dst_uri=b"sip:c", q=700, path=b"<sip:p>", flags=8, force_send_socket=lab.sock(),
        instance=b"<i>", reg_id=2, ruid=b"r", location_ua=b"phone", con_id=4,
    )  # fmt: skip
    assert unstored(stored(branch), lab.msg(request())) == branch


def test_serial_forking_tries_group_after_group() -> None:
    lab = Lab(HEAD + SERIAL)
    route = lab.engine.routes.get("request_route")
    assert route is not None

    async def with_contacts(msg: SipMsg, run: object) -> int:
        if msg.first_line.method == b"INVITE":
            msg.set_ruri(b"sip:low@10.0.0.9")
            msg.ruri_q = 100
            append_branch(msg, Branch(uri=b"sip:high@10.0.0.9", q=900))
        return int(await route(msg, run))

    lab.engine.routes.add("request_route", "", with_contacts)
    tried = []
    sends = [send for send in lab.receive(request(), src=CALLER) if first(send) == "INVITE"]
    while sends:
        tried.append(sends[0].data.split()[1])
        last = lab.receive(answer(sends[0], 486), src=CALLEE)
        sends = [send for send in last if first(send) == "INVITE"]
    assert tried == [b"sip:high@10.0.0.9", b"sip:low@10.0.0.9"]
    assert first(last[-1]) == "480"
