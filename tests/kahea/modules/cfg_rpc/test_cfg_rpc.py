"""Settings read and set through RPC."""

from typing import Any

import pytest

from kahea.api.testing import Lab
from kahea.control.call import LocalCall, RpcReply

CONFIG = """
debug=1
mine.number = 5 desc "a number of the script"
mine.text = "hello" desc "a text of the script"
loadmodule "cfg_rpc.so"
request_route { exit; }
"""


@pytest.fixture
def lab() -> Lab:
    return Lab(CONFIG)


def call(lab: Lab, name: str, *params: Any) -> RpcReply:
    request = LocalCall(name, params)
    lab.run(lab.engine.rpcs.dispatch(request))
    assert request.answer is not None
    return request.answer


def test_cfg_get_shows_a_setting_or_a_group(lab: Lab) -> None:
    assert call(lab, "cfg.get", "core", "debug").values == (1,)
    assert call(lab, "cfg.get", "mine").values == ({"number": 5, "text": "hello"},)


def test_cfg_get_of_what_is_not_there_is_kamailios_fault(lab: Lab) -> None:
    fault = call(lab, "cfg.get", "core", "none").fault
    assert fault is not None
    assert (fault.code, fault.text) == (400, "Failed to get the variable")


def test_cfg_list_names_the_settings(lab: Lab) -> None:
    assert call(lab, "cfg.list", "mine").values == ("mine: number", "mine: text")
    assert "core: debug" in call(lab, "cfg.list").values


def test_cfg_help_says_what_a_setting_is(lab: Lab) -> None:
    assert call(lab, "cfg.help", "mine", "text").values == (
        "a text of the script",
        "(parameter type is string)",
        "(default is hello)",
    )
    assert "(-5..3)" in call(lab, "cfg.help", "core", "debug").values
    assert call(lab, "cfg.help", "core", "none").fault is not None


@pytest.mark.parametrize(
    ("command", "name", "value", "expected"),
    [
        ("cfg.set", "number", 7, 7),
        ("cfg.set", "number", "8", 8),
        ("cfg.set", "text", "x", "x"),
        ("cfg.set_now_int", "number", 7, 7),
        ("cfg.seti", "number", "7", 7),
        ("cfg.set_now_string", "text", "x", "x"),
        ("cfg.sets", "text", "x", "x"),
    ],
)
def test_cfg_set_and_its_like_change_a_setting_at_once(lab: Lab, command: str, name: str, value: Any, expected: Any) -> None:
    assert call(lab, command, "mine", name, value).fault is None
    assert lab.engine.settings.get("mine", name) == expected


@pytest.mark.parametrize(
    ("command", "params"),
    [
        ("cfg.set", ("core", "debug", 9)),
        ("cfg.seti", ("core", "debug", "high")),
        ("cfg.sets", ("none", "x", "y")),
        ("cfg.set", ("core[", "debug", 1)),
        ("cfg.set", ("core[3]", "debug", 1)),
        ("cfg.reset", ("none",)),
        ("cfg.del", ("mine", "number")),
        ("cfg.del_delayed", ("mine", "number")),
        ("cfg.del", ("mine[1]", "number")),
        ("cfg.add_group_inst", ("mine",)),
        ("cfg.add_group_inst", ("none[1]",)),
        ("cfg.del_group_inst", ("mine",)),
        ("cfg.del_group_inst", ("mine[1]",)),
    ],
)
def test_command_that_does_not_fit_is_refused(lab: Lab, command: str, params: tuple[Any, ...]) -> None:
    fault = call(lab, command, *params).fault
    assert fault is not None
    assert fault.code == 400


def test_cfg_set_delayed_and_its_like_wait_for_cfg_commit(lab: Lab) -> None:
    call(lab, "cfg.set_delayed", "mine", "number", 7)
    call(lab, "cfg.set_delayed_int", "core", "udp_mtu", 1300)
    call(lab, "cfg.set_delayed_string", "mine", "text", "x")
    assert lab.engine.settings.get("mine", "number") == 5
    assert call(lab, "cfg.diff").values == (
        {"group name": "mine", "variable name": "number", "old value": 5, "new value": 7},
        {"group name": "core", "variable name": "udp_mtu", "old value": 0, "new value": 1300},
        {"group name": "mine", "variable name": "text", "old value": "hello", "new value": "x"},
    )
    assert call(lab, "cfg.commit").fault is None
    assert lab.engine.settings.group("mine") == {"number": 7, "text": "x"}
    assert lab.engine.core.udp_mtu == 1300


def test_cfg_rollback_forgets_what_was_laid_aside(lab: Lab) -> None:
    call(lab, "cfg.set_delayed", "mine", "number", 7)
    call(lab, "cfg.rollback")
    call(lab, "cfg.commit")
    assert lab.engine.settings.get("mine", "number") == 5
    assert call(lab, "cfg.diff").values == ()


def test_cfg_reset_gives_the_configurations_values_again(lab: Lab) -> None:
    call(lab, "cfg.set", "core", "debug", 3)
    assert lab.engine.log.level == 3
    call(lab, "cfg.reset", "core")
    assert lab.engine.log.level == 1


def test_cfg_add_group_inst_makes_an_instance_that_cfg_del_and_cfg_del_group_inst_take_back(lab: Lab) -> None:
    call(lab, "cfg.add_group_inst", "mine[2]")
    call(lab, "cfg.set", "mine[2]", "number", 9)
    assert call(lab, "cfg.get", "mine[2]", "number").values == (9,)
    assert call(lab, "cfg.get", "mine", "number").values == (5,)
    call(lab, "cfg.set_delayed", "mine[2]", "text", "two")
    assert call(lab, "cfg.diff").values[0] == {
        "group name": "mine[2]",
        "variable name": "text",
        "old value": "hello",
        "new value": "two",
    }
    call(lab, "cfg.rollback")
    call(lab, "cfg.del", "mine[2]", "number")
    assert call(lab, "cfg.get", "mine[2]", "number").values == (5,)
    call(lab, "cfg.set", "mine[2]", "number", 9)
    call(lab, "cfg.del_delayed", "mine[2]", "number")
    call(lab, "cfg.commit")
    assert call(lab, "cfg.get", "mine[2]", "number").values == (5,)
    call(lab, "cfg.del_group_inst", "mine[2]")
    assert call(lab, "cfg.get", "mine[2]", "number").fault is not None
