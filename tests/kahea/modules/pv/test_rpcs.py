"""Shared variables from outside."""

from collections.abc import Sequence
from typing import Any

import pytest

from kahea.api.testing import Lab
from kahea.control.call import LocalCall, RpcReply
from kahea.control.mi import MiNode, MiRoot


@pytest.fixture
def lab() -> Lab:
    return Lab('loadmodule "pv.so"\nmodparam("pv", "shvset", "a=i:1")\nrequest_route { exit; }')


def call(lab: Lab, name: str, *params: Any) -> RpcReply:
    request = LocalCall(name, params)
    lab.run(lab.engine.rpcs.dispatch(request))
    assert request.answer is not None
    return request.answer


def test_pv_shvset_sets_a_shared_variable_that_pv_shvget_shows(lab: Lab) -> None:
    assert call(lab, "pv.shvSet", "maintenance", "int", "5").fault is None
    assert call(lab, "pv.shvSet", "gateway", "str", "sip:gw").fault is None
    assert call(lab, "pv.shvGet").values == (
        {"name": "a", "type": "int", "value": 1},
        {"name": "maintenance", "type": "int", "value": 5},
        {"name": "gateway", "type": "string", "value": "sip:gw"},
    )
    assert call(lab, "pv.shvGet", "gateway").values == ({"name": "gateway", "type": "string", "value": "sip:gw"},)


def test_pv_shvget_of_an_unknown_variable_is_0(lab: Lab) -> None:
    assert call(lab, "pv.shvGet", "none").values == ({"name": "none", "type": "int", "value": 0},)


@pytest.mark.parametrize("params", [("a", "int", "five"), ("a", "float", "5")])
def test_pv_shvset_refuses_what_does_not_fit(lab: Lab, params: tuple[str, ...]) -> None:
    fault = call(lab, "pv.shvSet", *params).fault
    assert fault is not None
    assert fault.code == 400


def mi(lab: Lab, name: str, values: Sequence[str]) -> MiRoot:
    arguments = MiNode()
    for value in values:
        arguments.add_mi_node_child(value=value)
    replies: list[MiRoot] = []
    lab.run(lab.engine.mis.run(name, arguments, replies.append))
    return replies[0]


def test_shv_set_sets_what_shv_get_shows(lab: Lab) -> None:
    assert mi(lab, "shv_set", ["b", "str", "x"]).code == 200
    reply = mi(lab, "shv_get", ["b"])
    assert [(attr.name, attr.value) for attr in reply.node.kids[0].attributes] == [
        ("name", "b"),
        ("type", "string"),
        ("value", "x"),
    ]
    assert len(mi(lab, "shv_get", []).node.kids) == 2


@pytest.mark.parametrize(
    ("name", "values", "code"),
    [("shv_set", ["a"], 400), ("shv_set", ["a", "int", "x"], 400), ("shv_get", ["none"], 404)],
)
def test_shv_commands_refuse_what_they_cannot_do(lab: Lab, name: str, values: list[str], code: int) -> None:
    assert mi(lab, name, values).code == code
