"""The functions of kex, and the RPC commands of statistics and memory."""

from typing import Any

import pytest

from kahea.api.testing import Lab
from kahea.base.mem.chunk import shm_chunk
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
CONFIG = """
flags named:9;
server_id=5
alias="example.org:5070"
loadmodule "pv.so"
loadmodule "kex.so"
request_route { SCRIPT exit; }
"""

SCRIPTS = [
    # setsflag, resetsflag, issflagset
    ('setsflag("3"); setsflag("named"); $var(r) = $sf;', "520"),
    ('setsflag("3"); resetsflag("3"); $var(r) = $sf;', "0"),
    ('$sf = 8; if (issflagset("3") && !issflagset("4")) { $var(r) = 1; }', "1"),
    ('setsflag("32"); $var(r) = $rc;', "-1"),
    ('resetsflag("nosuch"); $var(r) = $rc;', "-1"),
    # setbflag, resetbflag, isbflagset
    ('setbflag("4"); $var(r) = $bf;', "16"),
    ('$br = "sip:x@h"; setbflag("4", 1); $var(r) = $_s($bf $branch(flags));', "0 16"),
    ('$bf = 16; resetbflag("4"); $var(r) = $bf;', "0"),
    ('$bf = 16; if (isbflagset("4") && !isbflagset("5")) { $var(r) = 1; }', "1"),
    ('setbflag("4", 2); $var(r) = $rc;', "-1"),
    ('resetbflag("4", 2); $var(r) = $rc;', "-1"),
    ('isbflagset("4", 2); $var(r) = $rc;', "-1"),
    # setdsturi, resetdsturi, isdsturiset
    ('setdsturi("sip:gw;transport=tcp"); $var(r) = $du;', "sip:gw;transport=tcp"),
    ('setdsturi("a b"); $var(r) = $_s($rc $du);', "-1 <null>"),
    ('setdsturi("sip:gw"); resetdsturi(); $var(r) = $_s($du);', "<null>"),
    ('if (!isdsturiset()) { setdsturi("sip:gw"); if (isdsturiset()) { $var(r) = 1; } }', "1"),
    # pv_printf, avp_printf
    ('pv_printf("$var(r)", "$rU at $rd");', "bob at 127.0.0.1"),
    ('avp_printf("$avp(x)", "$rU"); $var(r) = $avp(x);', "bob"),
    ('pv_printf("$rm", "x"); $var(r) = $rc;', "-1"),
    # is_myself, is_myhost
    ('is_myself("sip:127.0.0.1"); $var(r) = $rc;', "1"),
    ('is_myself("sip:127.0.0.1:5070"); $var(r) = $rc;', "-1"),
    ('is_myself("$fu"); $var(r) = $rc;', "1"),
    ('is_myself("sip:example.org:5070;transport=udp"); $var(r) = $rc;', "1"),
    ('is_myself("udp:127.0.0.1:5060"); $var(r) = $rc;', "1"),
    ('is_myself("$tu"); $var(r) = $rc;', "-1"),
    ('is_myself("sip:[bad"); $var(r) = $rc;', "-1"),
    ('is_myhost("sip:127.0.0.1:9999"); $var(r) = $rc;', "1"),
    ('is_myhost("example.org"); $var(r) = $rc;', "1"),
    ('is_myhost("$tu"); $var(r) = $rc;', "-1"),
    ('is_myhost("sip:[bad"); $var(r) = $rc;', "-1"),
]


def make_lab(script: str = "") -> Lab:
    return Lab(CONFIG.replace("SCRIPT", script))


@pytest.mark.parametrize(("script", "value"), SCRIPTS)
def test_function_leaves_the_value(script: str, value: str) -> None:
    lab = make_lab(script)
    lab.receive(REQUEST)
    assert lab.engine.script_vars[b"r"].printed().decode() == value


def test_setdebug_holds_until_resetdebug() -> None:
    lab = make_lab('if ($rU == "bob") { setdebug("3"); } else { resetdebug(); }')
    lab.receive(REQUEST)
    assert lab.engine.log.level == 3
    lab.receive(REQUEST.replace(b"sip:bob@", b"sip:eve@").replace(b"z9hG4bKx1", b"z9hG4bKx2"))
    assert lab.engine.log.level == lab.engine.core.debug == 0


def test_sruid_is_another_one_at_each_reading() -> None:
    lab = make_lab("$var(a) = $sruid; $var(b) = $sruid;")
    lab.receive(REQUEST)
    assert lab.engine.script_vars[b"a"].rs == b"srid-5-6553f100-0-1"
    assert lab.engine.script_vars[b"b"].rs == b"srid-5-6553f100-0-2"


def call(lab: Lab, name: str, *params: Any) -> RpcReply:
    request = LocalCall(name, params)
    lab.run(lab.engine.rpcs.dispatch(request))
    assert request.answer is not None
    return request.answer


def counted() -> Lab:
    lab = make_lab()
    lab.receive(REQUEST)
    lab.receive(REQUEST.replace(b"z9hG4bKx1", b"z9hG4bKx2"))
    return lab


def test_stats_get_statistics_shows_a_line_for_each() -> None:
    lab = counted()
    assert call(lab, "stats.get_statistics", "rcv_requests", "core:rcv_replies").values == (
        "core:rcv_requests = 2",
        "core:rcv_replies = 0",
    )
    assert len(call(lab, "stats.get_statistics", "shmem:").values) == 6
    assert len(call(lab, "stats.get_statistics", "all").values) > 20


def test_stats_fetch_gives_text_and_stats_fetchn_numbers() -> None:
    lab = counted()
    assert call(lab, "stats.fetch", "rcv_requests").values == ({"core.rcv_requests": "2"},)
    assert call(lab, "stats.fetchn", "core.rcv_requests").values == ({"core.rcv_requests": 2},)


def test_stats_reset_statistics_sets_to_0() -> None:
    lab = counted()
    assert call(lab, "stats.reset_statistics", "rcv_requests").fault is None
    assert lab.engine.counters.get("core", "rcv_requests").value == 0


def test_stats_clear_statistics_shows_what_was_there() -> None:
    lab = counted()
    assert call(lab, "stats.clear_statistics", "rcv_requests").values == ("core:rcv_requests = 0 (2)",)
    assert lab.engine.counters.get("core", "rcv_requests").value == 0


@pytest.mark.parametrize(("params", "code"), [((), 400), (("none",), 404), (("none:",), 404)])
@pytest.mark.parametrize("name", ["get_statistics", "fetch", "fetchn", "reset_statistics", "clear_statistics"])
def test_stats_commands_refuse_what_is_not_there(name: str, params: tuple[str, ...], code: int) -> None:
    fault = call(make_lab(), f"stats.{name}", *params).fault
    assert fault is not None
    assert fault.code == code


def with_memory() -> Lab:
    lab = make_lab()
    lab.engine.shm.init(shm_chunk(1 << 20), "qm")
    lab.engine.shm.malloc(1000, "kex/place.py:1")
    lab.engine.shm.malloc(300, "base/other.py:2")
    return lab


def test_shmem_statistics_are_those_of_shared_memory() -> None:
    lab = with_memory()
    info = lab.engine.shm.info()
    with lab.at_work():
        values = {name: counter.value for name, counter in lab.engine.counters.group("shmem").items()}
    assert values == {
        "total_size": info.total,
        "used_size": info.used,
        "real_used_size": info.real_used,
        "max_used_size": info.max_used,
        "free_size": info.free,
        "fragments": info.fragments,
    }
    assert values["used_size"] >= 1300


def test_shmem_statistics_are_0_without_shared_memory() -> None:
    lab = make_lab()
    with lab.at_work():
        assert {counter.value for counter in lab.engine.counters.group("shmem").values()} == {0}


def test_mod_stats_sums_the_memory_of_a_module() -> None:
    lab = with_memory()
    assert call(lab, "mod.stats", "kex", "shm").values == ({"module": "kex", "shm": 1000},)
    assert call(lab, "mod.stats").values == ({"module": "kex", "shm": 1000}, {"module": "core", "shm": 300})
    assert call(lab, "mod.stats", "all", "pkg").values == ()


def test_mod_mem_stats_and_mod_mem_statsx_show_the_places() -> None:
    lab = with_memory()
    assert call(lab, "mod.mem_stats", "core", "shm").values == ("core: base/other.py:2 = 300",)
    assert call(lab, "mod.mem_statsx", "kex").values == ({"module": "kex", "place": "kex/place.py:1", "size": 1000},)


@pytest.mark.parametrize("params", [("nosuch", "shm"), ("all", "disk")])
@pytest.mark.parametrize("name", ["mod.stats", "mod.mem_stats", "mod.mem_statsx"])
def test_mod_commands_refuse_an_unknown_module_or_kind(name: str, params: tuple[str, str]) -> None:
    assert call(make_lab(), name, *params).fault is not None


def test_pkg_stats_shows_the_one_process() -> None:
    lab = make_lab()
    lab.engine.log.pid = 4711
    (row,) = call(lab, "pkg.stats").values
    assert isinstance(row, dict)
    assert (row["pid"], row["rank"], row["desc"]) == (4711, 0, "main process")
    assert isinstance(row["blocks"], int)
    assert row["blocks"] > 1000
    assert call(lab, "pkg.stats", 1).fault is not None


def test_pkg_info_names_the_manager() -> None:
    assert call(make_lab(), "pkg.info").values == ({"name": "python", "mem": "pkg"},)
