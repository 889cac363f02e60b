"""What tm tells and does for other modules."""

from __future__ import annotations

from tests.kahea.modules.tm.traffic import (
    CALLEE,
    CALLER,
    RELAY,
    add_header,
    answer,
    first,
    firsts,
    header,
    invite,
    only,
    request,
    shown,
)

from kahea.api import SipMsg, peer
from kahea.api.peers.tm import TmApi, TmCallback, TmEvent
from kahea.api.testing import Lab
from kahea.api.values import LumpRpl
from kahea.modules.tm.functions_own import clean, t_cell_append_branches
from kahea.modules.tm.state import tm_state

E = TmEvent


def api_of(lab: Lab) -> TmApi:
    with lab.at_work():
        api = peer(TmApi)
    assert api is not None
    return api


def heard_by(lab: Lab, events: TmEvent) -> list[tuple[str, int, bool]]:
    """Events, codes, and whether there was a reply, as callbacks get them from now on."""
    heard: list[tuple[str, int, bool]] = []

    def note(callback: TmCallback) -> None:
        heard.append((str(callback.event.name), callback.code, callback.reply is not None))

    with lab.at_work():
        api_of(lab).register_tmcb(None, events, note)
    return heard


def test_callbacks_hear_a_call_from_begin_to_end() -> None:
    lab = Lab(RELAY)
    heard = heard_by(lab, E.REQUEST_IN | E.RESPONSE_IN | E.RESPONSE_READY | E.DESTROY)
    sent = invite(lab)
    lab.receive(answer(sent, 180), src=CALLEE)
    lab.receive(answer(sent, 200), src=CALLEE)
    lab.advance(6.0)
    assert heard == [
        ("REQUEST_IN", 0, False),
        ("RESPONSE_IN", 180, True),
        ("RESPONSE_IN", 200, True),
        ("RESPONSE_READY", 200, True),
        ("DESTROY", 200, False),
    ]


def test_each_event_has_a_call_of_its_own() -> None:
    lab = Lab(RELAY)
    heard = heard_by(lab, E(0xFFFF))
    lab.receive(answer(invite(lab), 486), src=CALLEE)
    assert [name for name, _, _ in heard] == [
        *("REQUEST_IN", "RESPONSE_OUT", "REQUEST_FWDED", "REQUEST_SENT", "RESPONSE_IN", "ON_FAILURE_RO", "ON_FAILURE"),
        *("RESPONSE_READY", "RESPONSE_FWDED", "RESPONSE_OUT"),
    ]


def test_callback_of_a_reply_made_here_has_no_reply() -> None:
    lab = Lab('loadmodule "tm.so"\nrequest_route { t_send_reply("404", "No"); }')
    heard = heard_by(lab, E.RESPONSE_READY | E.RESPONSE_OUT)
    lab.receive(request(), src=CALLER)
    assert heard == [("RESPONSE_READY", 404, False), ("RESPONSE_OUT", 404, False)]


def test_callbacks_hear_acks_and_cancels() -> None:
    config = 'loadmodule "tm.so"\nrequest_route { t_relay(); }'
    lab = Lab(config)
    heard = heard_by(lab, E.E2EACK_IN | E.E2ECANCEL_IN | E.ON_FAILURE)
    sent = invite(lab)
    lab.receive(request("CANCEL"), src=CALLER)
    lab.receive(answer(sent, 200), src=CALLEE)
    lab.receive(request("ACK", branch="z9hG4bKnew", to_tag="to1"), src=CALLER)
    assert [name for name, _, _ in heard] == ["E2ECANCEL_IN", "E2EACK_IN"]


def test_callback_registered_before_the_transaction_is_kept_for_it() -> None:
    lab = Lab(RELAY)
    heard: list[int] = []
    api = api_of(lab)

    async def route(msg: SipMsg, _run: object) -> int:
        api.register_tmcb(msg, E.RESPONSE_OUT, lambda callback: heard.append(callback.code))
        return await api.t_relay(msg)

    lab.engine.routes.add("request_route", "", route)
    lab.receive(answer(invite(lab), 486), src=CALLEE)
    assert heard == [100, 486]


def test_identity_leads_back_to_the_request() -> None:
    lab = Lab(RELAY)
    idents: list[tuple[int, int] | None] = []
    api = api_of(lab)

    async def route(msg: SipMsg, _run: object) -> int:
        idents.append(api.t_ident(msg))
        code = await api.t_relay(msg)
        idents.append(api.t_ident(msg))
        return code

    lab.engine.routes.add("request_route", "", route)
    invite(lab)
    before, now = idents
    assert before is None
    assert now is not None
    found = api.t_lookup_ident(*now)
    assert found is not None
    assert found.first_line.method == b"INVITE"
    assert api.t_lookup_ident(now[0], now[1] + 1) is None


def test_t_lookup_gives_a_retransmission_its_transaction() -> None:
    lab = Lab(RELAY)
    invite(lab)
    msg = lab.msg(request(), src=CALLER)
    assert lab.run(api_of(lab).t_lookup(msg))
    assert api_of(lab).totag(msg)


def test_t_cell_append_branches_adds_to_another_transaction() -> None:
    lab = Lab(RELAY)
    sent = invite(lab)
    lab.receive(answer(sent, 180), src=CALLEE)
    with lab.at_work():
        (t,) = list(tm_state())
    register = lab.msg(request("REGISTER", branch="z9hG4bKreg"), src=CALLER)
    from kahea.api.values import Branch, append_branch

    with lab.at_work():
        append_branch(register, Branch(uri=b"sip:late@10.0.0.7"))
    before = len(lab.sent)
    assert lab.run(t_cell_append_branches(register, t.index, t.label)) == 1
    assert shown(lab.sent[before:]) == ["INVITE >10.0.0.7"]
    assert lab.run(t_cell_append_branches(register, t.index, t.label)) == -1


def test_t_clean_ends_what_should_be_gone() -> None:
    lab = Lab(RELAY)
    invite(lab)
    with lab.at_work():
        (t,) = list(tm_state())
        assert clean() == 0
        t.created_at -= 10_000.0
        assert clean() == 1
        assert len(tm_state()) == 0


def test_t_clean_is_a_script_function() -> None:
    lab = Lab('loadmodule "tm.so"\nrequest_route { t_clean(); t_send_reply("200", "OK"); }')
    assert firsts(lab.receive(request("OPTIONS"), src=CALLER)) == ["200"]


def test_t_msg_apply_changes_makes_the_changes_visible() -> None:
    config = """loadmodule "tm.so"
loadmodule "pv.so"
loadmodule "xlog.so"
request_route { t_on_branch("B"); t_relay(); }
branch_route[B] { t_msg_apply_changes(); xlog("L_ERR", "now $hdr(X-Own)\\n"); }
"""
    lab = Lab(config)
    branch = lab.engine.routes.get("branch_route", "B")
    assert branch is not None

    async def with_header(msg: SipMsg, run: object) -> int:
        add_header(msg, b"X-Own: 1")
        return int(await branch(msg, run))

    lab.engine.routes.add("branch_route", "B", with_header)
    sent = invite(lab)
    assert any("now 1" in line for line in lab.log)
    assert header(sent, "X-Own") == "1"
    assert sent.data.count(b"X-Own") == 1


def test_reply_lumps_of_a_failure_route_stand_in_its_reply() -> None:
    lab = Lab(
        RELAY.replace("    t_relay();\n", '    t_on_failure("F"); t_relay();\n')
        + 'failure_route[F] { t_reply("404", "No"); }\n'
    )
    fails = lab.engine.routes.get("failure_route", "F")
    assert fails is not None

    async def with_lump(msg: SipMsg, run: object) -> int:
        msg.reply_lumps.append(LumpRpl(b"X-Own: 1\r\n"))
        return int(await fails(msg, run))

    lab.engine.routes.add("failure_route", "F", with_lump)
    sends = lab.receive(answer(invite(lab), 486), src=CALLEE)
    assert header(only(sends, "404"), "X-Own") == "1"
    assert first(sends[0]) == "ACK"
