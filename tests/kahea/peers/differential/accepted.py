"""The differences that stand: each with its reason, what makes two traces alike again, and the scenario that shows it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.kahea.peers.differential.scenario import Fixed, Scenario

__all__ = ["ACCEPTED", "Accepted", "Message", "Seen", "blind"]

Message = tuple[str, ...]
"""First line, header lines, body."""
Seen = dict[str, list[Message]]
"""What each player received in a scenario, and under `log` what the script said."""

_VIA = re.compile(r"^(?:via|v)[ \t]*:", re.IGNORECASE)


def _each(seen: Seen, change: Callable[[str, Message], Message]) -> Seen:
    return {who: [change(who, message) for message in messages] for who, messages in seen.items()}


def _is_request(message: Message, *methods: str) -> bool:
    return message[0].partition(" ")[0] in methods


def via_in_any_order(_: Scenario, seen: Seen) -> Seen:
    """The parameters of each Via sorted."""

    def sort(line: str) -> str:
        name, *parameters = line.split(";")
        return ";".join([name, *sorted(parameters)]) if _VIA.match(line) else line

    return _each(seen, lambda _, message: tuple(map(sort, message)))


def branch_without_index(_: Scenario, seen: Seen) -> Seen:
    """Branches of the server without the number that Kamailio puts at their end."""
    return _each(seen, lambda _, message: tuple(re.sub(r"branch=OWN\.\d+", "branch=OWN", line) for line in message))


def own_requests_bare(_: Scenario, seen: Seen) -> Seen:
    """ACK and CANCEL without Max-Forwards and the server's User-Agent, their header lines sorted."""

    def change(who: str, message: Message) -> Message:
        if who == "caller" or not _is_request(message, "ACK", "CANCEL"):
            return message
        return (
            message[0],
            *sorted(line for line in message[1:] if not re.match(r"Max-Forwards:|User-Agent: differential$", line)),
        )

    return _each(seen, change)


def answered_once(scenario: Scenario, seen: Seen) -> Seen:
    """A call that is asked for again after its end: its last reply once, and the ACK to it."""
    if scenario.repeat != "after the answer" or not scenario.data.startswith(b"INVITE"):
        return seen
    return {who: _unique(messages) for who, messages in seen.items()}


def _unique(messages: list[Message]) -> list[Message]:
    return list(dict.fromkeys(messages))


def cancelled_once(_: Scenario, seen: Seen) -> Seen:
    """Equal CANCELs once."""
    return {
        who: [each for place, each in enumerate(messages) if not _is_request(each, "CANCEL") or each not in messages[:place]]
        for who, messages in seen.items()
    }


def late_cancel_in_one_word(_: Scenario, seen: Seen) -> Seen:
    """The two reasons of the 200 to a CANCEL as one."""
    late = "SIP/2.0 200 ok -- no more pending branches"
    return _each(seen, lambda _, message: ("SIP/2.0 200 canceling", *message[1:]) if message[0] == late else message)


def without_reason_of_6xx(_: Scenario, seen: Seen) -> Seen:
    """CANCELs without a Reason that is a reply of 600 and above."""

    def change(_: str, message: Message) -> Message:
        return tuple(line for line in message if not line.startswith("Reason: SIP;cause=6"))

    return _each(seen, change)


def without_unrouted_acks(scenario: Scenario, seen: Seen) -> Seen:
    """Without the ACKs that were forwarded, where the server has not put itself on the way of the call."""
    if "record" in scenario.case:
        return seen
    return {
        who: [each for each in messages if not (_is_request(each, "ACK") and _hops(each) > 1)] for who, messages in seen.items()
    }


def _hops(message: Message) -> int:
    return sum(bool(_VIA.match(line)) for line in message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """One difference.  `shown_by` provokes it; `who` then receives what matches `kamailio`, or `kahea`, and not both."""

    reason: str
    alike: Callable[[Scenario, Seen], Seen]
    shown_by: Fixed
    who: str
    kamailio: str
    kahea: str


ACCEPTED = {
    "the order of parameters in Via": Accepted(
        reason="received and rport have no order (RFC 3261 §20.42, RFC 3581 §4); ours stand together where rport stood",
        alike=via_in_any_order,
        shown_by=Fixed("q-sl", "message"),
        who="caller",
        kamailio=r"\nVia: [^\n]*;rport=\d+;branch=[^;\n]+;received=127\.0\.0\.1\n",
        kahea=r"\nVia: [^\n]*;received=127\.0\.0\.1;rport=\d+;branch=[^;\n]+\n",
    ),
    "the end of a stateless branch": Accepted(
        reason="the text of a branch is its maker's (RFC 3261 §16.11); without a transaction there is no number to put there",
        alike=branch_without_index,
        shown_by=Fixed("q-forward", "message"),
        who="A",
        kamailio=r"branch=OWN\.0\n",
        kahea=r"branch=OWN\n",
    ),
    "headers of own ACKs and CANCELs": Accepted(
        reason="they are requests of ours, not forwarded ones: RFC 3261 §8.1.1.6 gives them 70, and they say who sent them, "
        "in an order of ours",
        alike=own_requests_bare,
        shown_by=Fixed("q-relay", "call", {"A": (486,)}),
        who="A",
        kamailio=r"(?s)\nACK .*\nMax-Forwards: 69\n",
        kahea=r"(?s)\nACK .*\nMax-Forwards: 70\n.*User-Agent: differential\n",
    ),
    "an INVITE that comes again after its end": Accepted(
        reason="the acknowledged transaction absorbs it (RFC 3261 §17.2.1, RFC 6026 §7.1); Kamailio sends the reply once more",
        alike=answered_once,
        shown_by=Fixed("q-relay", "call", {"A": (486,)}, repeat="after the answer"),
        who="caller",
        kamailio=r"(?s:\nSIP/2.0 486 .*){2}",
        kahea=r"\A(?s:(?!\nSIP/2.0 486 ).)*\nSIP/2.0 486 (?s:(?!\nSIP/2.0 486 ).)*\Z",
    ),
    "one CANCEL for a branch": Accepted(
        reason="a CANCEL has a transaction of its own, which repeats it; Kamailio sends another for every provisional reply",
        alike=cancelled_once,
        shown_by=Fixed("q-relay", "call", {"A": (100, 180)}, cancel="at once"),
        who="A",
        kamailio=r"(?s:\nCANCEL sip:.*){2}",
        kahea=r"\A(?s:(?!\nCANCEL sip).)*\nCANCEL sip(?s:(?!\nCANCEL sip).)*\Z",
    ),
    "the ACK to a 2xx that was not record-routed": Accepted(
        reason="t_check_trans() knows the call by its tags (RFC 3261 §13.2.2.4), so t_relay() sends it on; not Kamailio",
        alike=without_unrouted_acks,
        shown_by=Fixed("q-relay", "call", {"A": (200,)}),
        who="A",
        kamailio=r"\A(?s:(?!\nACK ).)*\Z",
        kahea=r"\nACK sip:callee@",
    ),
    "the Reason of a CANCEL that had to wait": Accepted(
        reason="a branch that has not rung when another gets a 6xx is cancelled at its first reply; ours still says why then",
        alike=without_reason_of_6xx,
        shown_by=Fixed("q-fork", "call", {"A": (603,), "B": (180,)}),
        who="B",
        kamailio=r"\A(?s:(?!\nReason: ).)*\nCANCEL (?s:(?!\nReason: ).)*\Z",
        kahea=r"\nReason: SIP;cause=603\n",
    ),
    "the reason of the 200 to a CANCEL that is too late": Accepted(
        reason="Kamailio forgets final replies that come after a 2xx, and says that their branches are being cancelled",
        alike=late_cancel_in_one_word,
        shown_by=Fixed("q-fork", "call", {"A": (200,), "B": (603,)}, cancel="answered"),
        who="caller",
        kamailio=r"\nSIP/2.0 200 canceling\n",
        kahea=r"\nSIP/2.0 200 ok -- no more pending branches\n",
    ),
}


def blind(scenario: Scenario, seen: Seen) -> Seen:
    """The trace without the accepted differences."""
    for difference in ACCEPTED.values():
        seen = difference.alike(scenario, seen)
    return seen
