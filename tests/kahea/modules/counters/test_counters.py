"""Counters of the script, and the RPC commands of all counters."""

from typing import Any

import pytest

from kahea.api.testing import Lab
from kahea.control.call import LocalCall, RpcReply

REQUEST = (
    b"INVITE sip:bob@127.0.0.1 SIP/2.0\r\n"
    b"Via: SIP/2.0/UDP 127.0.0.1:45070;branch=z9hG4bKx1;rport\r\n"
    b"Max-Forwards: 70\r\n"
    b"From: <sip:a@example.org>;tag=1\r\n"
    b"To: <sip:bob@c.net>\r\n"
    b"Call-ID: c1\r\n"
    b"CSeq: 7 INVITE\r\n"
    b"Contact: <sip:a@b.net>\r\n"
    b"Content-Length: 0\r\n"
    b"\r\n"
)


def make_lab(script: str = "", *params: str) -> Lab:
    modparams = "\n".join(f'modparam("counters", {param})' for param in params)
    lab = Lab(
        f"""loadmodule "pv.so"
loadmodule "counters.so"
modparam("counters", "script_counter", "refused calls that were refused")
modparam("counters", "script_counter", "gw.failed")
{modparams}
request_route {{ {script} exit; }}"""
    )
    lab.receive(REQUEST)
    return lab


@pytest.mark.parametrize(
    ("script", "group", "name", "value"),
    [
        ('cnt_inc("refused"); cnt_inc("refused");', "script", "refused", 2),
        ('$var(n) = "gw.failed"; cnt_inc("$var(n)");', "gw", "failed", 1),
        ('cnt_add("gw.failed", "5"); cnt_add("gw.failed", "-2");', "gw", "failed", 3),
        ('cnt_inc("refused"); cnt_reset("refused");', "script", "refused", 0),
    ],
)
def test_cnt_inc_cnt_add_and_cnt_reset_count(script: str, group: str, name: str, value: int) -> None:
    assert make_lab(script).engine.counters.get(group, name).value == value


@pytest.mark.parametrize("call", ['cnt_inc("none")', 'cnt_add("none.at", "1")', 'cnt_reset("none")'])
def test_function_of_an_unknown_counter_is_false(call: str) -> None:
    lab = make_lab(f"{call}; $var(r) = $rc;")
    assert lab.engine.script_vars[b"r"].ri == -1
    assert any("no " in line and "ERROR: {callid=c1} counters [" in line for line in lab.log)


def test_script_cnt_grp_name_is_the_group_of_counters_without_one() -> None:
    lab = make_lab('cnt_inc("refused");', '"script_cnt_grp_name", "cfg"')
    assert lab.engine.counters.get("cfg", "refused").value == 1


@pytest.mark.parametrize("text", ["", "a.b.c", "bad:name"])
def test_script_counter_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(Exception, match=r"script_counter: expected|is empty or holds"):
        make_lab("", f'"script_counter", "{text}"')


def call(lab: Lab, name: str, *params: Any) -> RpcReply:
    request = LocalCall(name, params)
    lab.run(lab.engine.rpcs.dispatch(request))
    assert request.answer is not None
    return request.answer


def test_cnt_get_and_cnt_get_raw_show_a_value() -> None:
    lab = make_lab('cnt_inc("refused");')
    assert call(lab, "cnt.get", "script", "refused").values == (1,)
    lab.engine.counters.register("gw", "live", callback=lambda: 7)
    assert call(lab, "cnt.get", "gw", "live").values == (7,)
    assert call(lab, "cnt.get_raw", "gw", "live").values == (0,)


def test_cnt_reset_sets_a_counter_to_0_unless_it_is_marked() -> None:
    lab = make_lab('cnt_inc("refused");')
    assert call(lab, "cnt.reset", "script", "refused").fault is None
    assert lab.engine.counters.get("script", "refused").value == 0
    lab.engine.counters.register("gw", "live", no_reset=True)
    assert call(lab, "cnt.reset", "gw", "live").fault is not None


@pytest.mark.parametrize("name", ["cnt.list_groups", "cnt.grps_list"])
def test_cnt_list_groups_and_cnt_grps_list_list_the_groups(name: str) -> None:
    values = call(make_lab(), name).values
    assert [each for each in values if each in ("core", "script", "gw")] == ["core", "script", "gw"]


@pytest.mark.parametrize("name", ["cnt.list_vars", "cnt.var_list"])
def test_cnt_list_vars_and_cnt_var_list_list_a_group(name: str) -> None:
    assert call(make_lab(), name, "gw").values == ("failed",)


@pytest.mark.parametrize("name", ["cnt.get_vars", "cnt.grp_get_all"])
def test_cnt_get_vars_and_cnt_grp_get_all_show_a_group(name: str) -> None:
    assert call(make_lab('cnt_inc("gw.failed");'), name, "gw").values == ({"failed": 1},)


def test_cnt_help_shows_the_description() -> None:
    lab = make_lab()
    assert call(lab, "cnt.help", "script", "refused").values == ("calls that were refused",)
    assert call(lab, "cnt.help", "gw", "failed").values == ("custom script counter.",)


@pytest.mark.parametrize(
    ("name", "params"),
    [("cnt.get", ("gw", "none")), ("cnt.get_raw", ("none", "x")), ("cnt.list_vars", ("none",)), ("cnt.help", ("gw", "none"))],
)
def test_command_about_what_is_not_there_is_a_fault(name: str, params: tuple[str, ...]) -> None:
    fault = call(make_lab(), name, *params).fault
    assert fault is not None
    assert fault.code == 404
