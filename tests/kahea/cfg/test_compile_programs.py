"""Random routes: whatever the grammar lets through is compiled or refused with a place, and what is compiled ends."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kahea.api.testing import Lab
from kahea.cfg.errors import ConfigError
from kahea.cfg.runtime import Routes, RunActCtx
from kahea.core.route import run_top_route

from .conftest import MODULES, REQUEST

HEAD = f"{MODULES}max_while_loops = 3\nmax_recursive_level = 4\nflags aa, bb;\n"
VALUES = [
    "1", "0", "-1", '"x"', "$var(a)", "$var(b)", "$avp(c)", "$rU", "$rc", "$null", "$(rU{s.len})", "@ruri.user", "route(A)",
    "route(B)", "isflagset(aa)", 'pv_isset("$avp(c)")', "uri", "method", "src_ip", "strlen($var(a))", "defined $avp(c)",
    "strempty($rU)", "{ $var(a) = 1; return 2; }", "($var(b) = 3)", "selval($var(a), 1, $var(b))",
]  # fmt: skip
COMPARISONS = [
    "uri == myself", 'method == "INVITE"', "src_ip == 127.0.0.0/8", "proto == UDP", "src_port > $var(a)", "from_uri =~ $var(b)",
    "af == INET", "msg:len > 5", "uri == $var(b)", "!src_ip == 1.2.3.4", '$var(a) =~ "^(a+)+$"',
]  # fmt: skip
OPERATORS = ["+", "-", "*", "/", "mod", "==", "!=", "<", ">", "&&", "||", "=~", "eq", "ieq", "|", "<<"]

expressions: st.SearchStrategy[str] = st.recursive(
    st.sampled_from([*VALUES, *COMPARISONS]),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(OPERATORS), inner),
        st.builds("{}({})".format, st.sampled_from(["!", "-", "~", "(int)", "(str)"]), inner),
    ),
    max_leaves=4,
)
simple = st.one_of(
    st.builds("$var(a) = {};".format, expressions),
    st.builds("$avp(c) = {};".format, expressions),
    st.builds("route({});".format, st.sampled_from(["A", "B", "$var(b)", '"$var(a)"', '"C" + $var(a)'])),
    st.builds("return {};".format, expressions),
    st.builds("setflag({});".format, st.sampled_from(["aa", "3", "bb"])),
    st.builds('xlog("L_DBG", {});'.format, st.sampled_from(['"$var(a) $rU"', '"x"', '"$(avp(c)[*])"'])),
    st.sampled_from(
        ["exit;", "drop;", "return;", "break;", ";", "force_rport;", 'seturi("sip:b@c");', 'prefix("9");', "strip(1);"]
    ),
)


def _block(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(inner, max_size=3).map(" ".join)


statements: st.SearchStrategy[str] = st.recursive(
    simple,
    lambda inner: st.one_of(
        st.builds("if ({}) {{ {} }} else {{ {} }}".format, expressions, _block(inner), _block(inner)),
        st.builds("while ({}) {{ {} }}".format, expressions, _block(inner)),
        st.builds("switch ({}) {{ case 1: {} case 2: {} default: {} }}".format, expressions, *[_block(inner)] * 3),
        st.builds('switch ({}) {{ case "x": {} case /"^y": {} }}'.format, expressions, *[_block(inner)] * 2),
    ),
    max_leaves=6,
)


@settings(max_examples=500)
@given(_block(statements), _block(statements), _block(statements))
def test_any_program_is_refused_with_a_place_or_runs_to_its_end(first: str, second: str, third: str) -> None:
    text = f"route[A] {{ {first} }} route[B] {{ {second} }} request_route {{ $var(a) = 1; {third} }}"
    lab = loaded(HEAD + text)
    if isinstance(lab, str):
        assert lab.startswith("kamailio.cfg:"), lab
        return
    with lab.at_work():
        run: Any = lab.run(run_top_route(lab.engine.routes.get("request_route"), lab.msg(REQUEST), Routes.REQUEST))
    assert isinstance(run, RunActCtx)
    assert isinstance(run.rc, int)


def loaded(text: str) -> Lab | str:
    """The server, or why the configuration was refused."""
    try:
        return Lab(text)
    except ConfigError as fault:
        return str(fault)
