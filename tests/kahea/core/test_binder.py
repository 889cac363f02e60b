"""The engine as the compiler sees it: what it can call, what it knows of elsewhere, and how faults are told."""

import re
from typing import Annotated

import pytest

from kahea.api import Module
from kahea.api.testing import Lab, find_module
from kahea.base.errors import KaheaError
from kahea.cfg.binding import ArgKind, Binding
from kahea.cfg.errors import CheckError
from kahea.cfg.runtime import Routes
from kahea.cfg.values import ScriptError
from kahea.core.action import CORE_ACTIONS
from kahea.core.binder import Binder, bound
from kahea.core.fixup import FixedStr, Fixup, Regex, RouteName, read_params
from kahea.core.sip_msg import SipMsg
from kahea.core.sr_module import ModuleExports
from kahea.pv import PvFormat, PvSpec

EMPTY = "request_route { exit; }"


def test_a_binder_is_what_the_compiler_asks_for() -> None:
    binding: Binding = Binder(Lab(EMPTY).engine)
    assert binding.limits.max_while_loops == 100


def test_functions_are_those_of_the_core_and_of_loaded_modules() -> None:
    binder = Binder(Lab(f'loadmodule "maxfwd"\n{EMPTY}').engine)
    setflag, process_maxfwd = binder.function("setflag"), binder.function("process_maxfwd")
    assert setflag is not None
    assert process_maxfwd is not None
    assert (setflag.sets_rc, process_maxfwd.sets_rc) == (False, True)
    assert (process_maxfwd.least, process_maxfwd.routes) == (1, Routes.REQUEST)
    assert binder.function("t_relay") is None
    assert {*CORE_ACTIONS, "process_maxfwd", "mf_process_maxfwd_header"} <= set(binder.functions())


def test_modules_that_are_not_loaded_are_read_only_when_a_function_is_missing() -> None:
    asked: list[str] = []

    def find(name: str) -> ModuleExports | None:
        asked.append(name)
        return find_module(name)

    binder = Binder(Lab(f'loadmodule "pv"\n{EMPTY}').engine, ("pv", "maxfwd", "no_such_module"), find)
    assert asked == []
    assert binder.elsewhere("process_maxfwd") == "maxfwd"
    assert binder.elsewhere("pv_isset") is None  # pv is loaded: its functions are not elsewhere
    assert "maxfwd_at_least" in binder.known_elsewhere()
    assert asked == ["maxfwd", "no_such_module"]


def test_a_modules_function_comes_before_the_cores_of_the_same_name() -> None:
    lab = Lab(EMPTY)
    own = Module("own_branches")

    @own.function("append_branch")
    def append_branch(msg: SipMsg) -> int:
        return msg.id

    lab.engine.modules.add(own.exports)
    found = Binder(lab.engine).function("append_branch")
    assert found is not None
    assert found.call is append_branch


def test_each_kind_of_parameter_has_its_kind_of_argument() -> None:
    def take(msg: SipMsg, word: object) -> int:
        return msg.id if word is None else 1

    kinds = []
    for annotation in (int, bytes, PvSpec, PvFormat, Regex, RouteName, FixedStr, Annotated[int, Fixup(int)]):
        take.__annotations__["word"] = annotation
        kinds += [param.kind for param in read_params(take, "take")]
    assert kinds == list(ArgKind)


def test_a_modules_own_reader_gets_the_text_and_its_refusal_is_one_of_the_configuration() -> None:
    def read(text: str) -> int:
        if text != "ok":
            raise ValueError(f"must be ok, not {text!r}")
        return 7

    own = Module("own_reader")

    @own.function("take")
    def take(msg: SipMsg, number: Annotated[int, Fixup(read)]) -> int:
        msg.flags = number
        return 1

    assert take.__name__ == "take"
    (arg,) = bound(own.exports.cmds[0]).args
    assert (arg.kind, arg.name) == (ArgKind.READ, "number")


def test_a_regular_expression_of_an_argument_minds_case_and_is_refused_when_bad() -> None:
    binder = Binder(Lab(EMPTY).engine)
    assert binder.regex(b"^[[:alpha:]]b$").search(b"ab") is not None
    assert binder.regex(b"^ab$").search(b"AB") is None
    with pytest.raises(ScriptError, match=r"bad regular expression '\['"):
        binder.regex(b"[")
    with pytest.raises(ScriptError, match="could take for ever"):
        binder.regex(b"(a+)+b")


def test_a_dynamic_route_is_found_by_name_0_being_request_route() -> None:
    lab = Lab("route[A] { exit; } request_route { exit; }")
    binder = Binder(lab.engine)
    assert binder.dynamic_route(b"A") is lab.engine.routes.get("route", "A")
    assert binder.dynamic_route(b"0") is lab.engine.routes.get("request_route")
    with pytest.raises(ScriptError, match=r"route\['B'\] is not defined"):
        binder.dynamic_route(b"B")


def test_a_fault_is_told_with_the_place_of_the_route_and_counts_as_minus_one() -> None:
    lab = Lab(EMPTY)
    binder = Binder(lab.engine)
    code = compile("def route():\n    return failed(fault)\n", "kamailio.cfg", "exec")
    names = {"failed": binder.failed, "fault": KaheaError("went wrong")}
    exec(code, names)
    assert names["route"]() == -1  # type: ignore[operator]  # made by the line above
    assert re.search(r"ERROR: <core> \[kamailio.cfg:2\]: route\(\): went wrong", lab.log[-1])


def test_an_unknown_function_names_the_module_to_load() -> None:
    with pytest.raises(CheckError) as caught:
        Lab("request_route {\n  process_maxfwd(10);\n}", listen="")
    assert str(caught.value) == "kamailio.cfg:2:3: unknown function process_maxfwd(): module maxfwd is not loaded"


def test_every_core_function_of_the_language_is_there() -> None:
    """The rows of the core's own functions; conditions and routes are the compiler's."""
    names = """
        forward forward_udp forward_tcp forward_tls forward_sctp log error exec setflag resetflag isflagset setavpflag
        resetavpflag isavpflagset append_branch remove_branch clear_branches rewritehost sethost seth rewritehostport
        sethostport sethp rewritehostporttrans sethostporttrans sethpt rewriteport setport setp rewriteuser setuser
        setu rewriteuserpass setuserpass setup rewriteuri seturi revert_uri prefix strip strip_tail userphone
        force_rport add_rport add_local_rport force_tcp_alias add_tcp_alias force_send_socket set_advertised_address
        set_advertised_port udp_mtu_try_proto set_forward_no_connect set_forward_close set_reply_no_connect
        set_reply_close cfg_select cfg_reset
    """
    assert set(names.split()) <= set(CORE_ACTIONS)
