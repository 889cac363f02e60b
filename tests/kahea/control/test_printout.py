"""kahea.control.printout; test_peer_clients.py compares it with kamcmd."""

import pytest

from kahea.control.call import RpcReply
from kahea.control.errors import RpcFault
from kahea.control.printout import print_reply, read_argument
from kahea.control.value import RpcMember, RpcValue

ARGUMENTS: list[tuple[str, RpcValue]] = [
    ("5", 5),
    ("-5", -5),
    ("2.5", 2.5),
    (".5", 0.5),
    ("5.", 5.0),
    ("s:5", "5"),
    ("s:", ""),
    ("", ""),
    ("5a", "5a"),
    ("1e5", "1e5"),
    ("9" * 30, "9" * 30),
    ("\u0665", "\u0665"),
]


@pytest.mark.parametrize(("word", "value"), ARGUMENTS)
def test_a_word_is_a_number_when_it_is_one(word: str, value: RpcValue) -> None:
    found = read_argument(word)
    assert (found, type(found)) == (value, type(value))


PRINTED: list[tuple[RpcReply, str]] = [
    (RpcReply(), ""),
    (RpcReply(("a", 5, True, None, 2.5, b"x")), "a\n5\n1\n<null string>\n2.500000\nx\n"),
    (RpcReply(({},)), "{\n}\n"),
    (RpcReply(({"a": {"b": 1}},)), "{\n\ta: {\n\t\tb: 1\n\t}\n}\n"),
    (RpcReply(({"a": [1, {"b": 2}, [3]]},)), "{\n\ta: {\n\t\t1\n\t\t{\n\t\t\tb: 2\n\t\t}\n\t\t{\n\t\t\t3\n\t\t}\n\t}\n}\n"),
    (RpcReply(({"S": [RpcMember(D=1), RpcMember(D=2)]},)), "{\n\tS: {\n\t\tD: 1\n\t\tD: 2\n\t}\n}\n"),
    (RpcReply(([1, [2]],)), "[\n\t1\n\t[\n\t\t2\n\t]\n]\n"),
    (RpcReply(fault=RpcFault(404, "gone")), "error: 404 - gone\n"),
]


@pytest.mark.parametrize(("reply", "text"), PRINTED)
def test_a_reply_is_shown_value_by_value(reply: RpcReply, text: str) -> None:
    assert print_reply(reply) == text
