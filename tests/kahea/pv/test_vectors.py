"""Values that Kamailio 5.6.3 gave for the same expressions."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kahea.pv.errors import PvError, PvSyntaxError, PvTakenError, PvWriteError
from kahea.pv.format import parse_format
from kahea.pv.parse import parse_index, parse_pv
from kahea.pv.registry import Inner, PvExport, PvRegistry
from kahea.pv.spec import Context, PvParam
from kahea.pv.transform import STANDARD
from kahea.pv.value import PvValue, pv_of, pv_str

Vars = dict[bytes, bytes | int | None]
VARS: Vars = {
    b"a": b"abcdef",
    b"ab2": b"abcdefcgh",
    b"tel": b"(040)1234/567-89",
    b"n1": b"1234",
    b"csv": b"12,34,56",
    b"sp": b"  a b  ",
    b"q": b'"alice"',
    b"br": b"<sip:a@b>",
    b"ab": b"abababa",
    b"abc1": b"abc?>d",
    b"esc": b"a b'c@d",
    b"ts": b"1000000000",
    b"pl": b"a=1;b=22;c=333",
    b"pa": b"a=1&b=2",
    b"lines": b"one\ntwo\nthree",
    b"ru": b"sip:+49123@127.0.0.1:5066;transport=udp",
    b"name": b"a",
    b"i": 1,
    b"null": None,
}


def get_var(ctx: Context, param: PvParam) -> PvValue:
    return pv_of(ctx.get(param.name_in(ctx)))


def set_var(ctx: Context, param: PvParam, value: PvValue) -> None:
    ctx[param.name_in(ctx)] = value.native()


def make_registry() -> PvRegistry:
    registry = PvRegistry()
    registry.transformations.register(*STANDARD)
    registry.register(PvExport(name="var", getter=get_var, setter=set_var, inner=Inner.MUST, takes_index=True))
    registry.register(PvExport(name="ru", getter=lambda ctx, _: pv_of(ctx[b"ru"])), "ruri")
    registry.register(PvExport(name="def", getter=lambda _, param: pv_str(param.name), inner=Inner.MUST, is_constant=True))
    return registry


REGISTRY = make_registry()

VECTORS = [
    ("a", "s.len", b"6"),
    ("a", "s.substr,1,2", b"bc"),
    ("a", "s.substr,-2,0", b"ef"),
    ("a", "s.strip,2", b"cdef"),
    ("a", "s.striptail,2", b"abcd"),
    ("a", "s.toupper", b"ABCDEF"),
    ("tel", "s.numeric", b"040123456789"),
    ("n1", "s.int", b"1234"),
    ("a", "s.int", b""),
    ("csv", "s.select,0,,", b"12"),
    ("csv", "s.select,9,,", b""),
    ("ab2", "s.before,c", b"ab"),
    ("ab2", "s.after,c", b"defcgh"),
    ("sp", "s.trim", b"a b"),
    ("sp", "s.rmws", b"ab"),
    ("q", "s.unquote", b"alice"),
    ("br", "s.unbracket", b"sip:a@b"),
    ("n1", "s.prefixes", b"1,12,123,1234"),
    ("n1", "s.prefixes,2", b"1,12"),
    ("n1", "s.prefixes.quoted,2", b"'1','12'"),
    ("ab", "s.replace,a,c", b"cbcbcbc"),
    ("ab", "s.rm,a", b"bbb"),
    ("ab", "s.count,a", b"4"),
    ("a", "s.md5", b"e80b5017098950fc58aad83c8c14978e"),
    ("a", "s.sha256", b"bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721"),
    ("a", "s.encode.hexa", b"616263646566"),
    ("a", "s.encode.base64", b"YWJjZGVm"),
    ("abc1", "s.encode.base64", b"YWJjPz5k"),
    ("abc1", "s.encode.base64t", b"YWJjPz5k"),
    ("abc1", "s.encode.base64url", b"YWJjPz5k"),
    ("abc1", "s.encode.base58", b"qVgfk5BR"),
    ("a", "s.encode.7bit}{s.encode.hexa", b"363146313938354333363033"),
    ("esc", "s.escape.common", b"a b\\'c@d"),
    ("esc", "s.escape.user", b"a%20b'c%40d"),
    ("esc", "s.escape.param", b"a%20b'c%40d"),
    ("esc", "s.urlencode.param", b"a%20b%27c%40d"),
    ("esc", "s.escape.csv", b'"a b\'c@d"'),
    ("a", "s.corehash", b"1834986995"),
    ("a", "s.corehash,16", b"3"),
    ("ts", "s.ftime,%Y-%m-%d", b"2001-09-09"),
    ("pl", "param.value,b", b"22"),
    ("pl", "param.value,zz", b""),
    ("pl", "param.in,b", b"1"),
    ("pl", "param.valueat,1", b"22"),
    ("pl", "param.valueat,-1", b"333"),
    ("pl", "param.name,2", b"c"),
    ("pl", "param.count", b"3"),
    ("pa", "param.value,b,&", b"2"),
    ("lines", "line.count", b"3"),
    ("lines", "line.at,1", b"two"),
    ("lines", "line.at,-1", b"three"),
    ("lines", "line.sw,th", b"three"),
    ("ab", "re.subst,/b/X/", b"aXababa"),
    ("ab", "re.subst,/b/X/g", b"aXaXaXa"),
    ("ru", r"re.subst,/^sip:(.*)@(.*)/\1/", b"+49123"),
    # the nested one, and what the same rules say of variables as parameters
    ("pl", "param.value,$(var(pl){param.name,1})}{s.len", b"2"),
    ("a", "s.substr,$var(i),0", b"bcdef"),
    ("ab", "re.subst,/b/[$var(i)]/g", b"a[1]a[1]a[1]a"),
    ("ab2", "s.rafter,c", b"gh"),
    ("csv", "s.before,,", b"12"),
    ("null", "s.len", b""),
    ("null", "val.n0", b"0"),
]


@pytest.mark.parametrize(("name", "chain", "expected"), VECTORS)
def test_vector(name: str, chain: str, expected: bytes) -> None:
    text = f"$(var({name}){{{chain}}})".encode()
    assert parse_format(REGISTRY, text).printf(VARS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"$ru", b"sip:+49123@127.0.0.1:5066;transport=udp"),
        (b"$(ru)", b"sip:+49123@127.0.0.1:5066;transport=udp"),
        (b"<$var(n1)>.", b"<1234>."),
        (b"$var(n1).", b"1234."),
        (b"$var($var(name))", b"abcdef"),
        (b"$var(none)$$", b"<null>$"),
        (b"$(var(n1)[-1])", b"1234"),
    ],
)
def test_format(text: bytes, expected: bytes) -> None:
    assert parse_format(REGISTRY, text).printf(VARS) == expected


def test_constants_fold_into_text() -> None:
    assert parse_format(REGISTRY, b"a$def(X)$$$(def(abc){s.len})").constant == b"aX$3"


@pytest.mark.parametrize(
    ("text", "offset", "words"),
    [
        (b"x $rv", 3, "did you mean $ru?"),
        (b"$", 1, "write $$"),
        (b"$(ru", 4, "expected ')'"),
        (b"$(var(a){s.length})", 9, "did you mean s.len?"),
        (b"$(var(a){s.strip})", 16, "parameter 1"),
        (b"$(var(a){s.strip,x})", 17, "expected a number"),
        (b"$var", 4, "expected '('"),
        (b"$(ru[0])", 4, "takes no index"),
        (b"$(var(a)[x])", 9, "expected an index"),
        (b"$var($rv)", 6, "unknown variable"),
        (b"$(var(a){re.subst,/(/x/})", 19, "bad regular expression"),
    ],
)
def test_error_says_where_and_what(text: bytes, offset: int, words: str) -> None:
    with pytest.raises(PvSyntaxError) as caught:
        parse_format(REGISTRY, text)
    assert words in str(caught.value)
    assert caught.value.offset == offset


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(PvSyntaxError, match="deep"):
        parse_pv(REGISTRY, b"$var(" * 500 + b"a" + b")" * 500)
    assert REGISTRY.depth == 0


def test_set_assigns_and_read_only_is_refused() -> None:
    variables: Vars = {}
    parse_pv(REGISTRY, b"$var(x)").set(variables, pv_str(b"1"))
    assert variables == {b"x": b"1"}
    for text in (b"$ru", b"$(var(a){s.len})"):
        with pytest.raises(PvWriteError):
            parse_pv(REGISTRY, text).check_writable()


def test_a_name_is_registered_once() -> None:
    with pytest.raises(PvTakenError):
        make_registry().register(PvExport(name="x", getter=get_var), "ruri")
    with pytest.raises(PvTakenError):
        make_registry().transformations.register(STANDARD[0])


PIECES = st.sampled_from(
    ["$", "(", ")", "{", "}", "[", "]", "var", "ru", "s.len", "s.substr", "re.subst", ",", "/", "\\1", "*", "1"]
)


@given(st.lists(PIECES | st.text(max_size=3)).map(lambda parts: "".join(parts).encode()))
def test_any_text_is_a_format_or_a_pv_error(text: bytes) -> None:
    try:
        parse_format(REGISTRY, text).printf(VARS)
    except PvError:
        assert REGISTRY.depth == 0


@given(st.binary(max_size=12))
def test_any_index_is_an_index_or_a_pv_error(text: bytes) -> None:
    with suppress(PvError):
        parse_index(text, REGISTRY)


@pytest.mark.parametrize("codec", ["hexa", "base58", "base64", "base64t", "base64url", "base64urlt"])
@given(text=st.binary(max_size=200))
def test_decode_gives_back_what_was_encoded(codec: str, text: bytes) -> None:
    spec = parse_pv(REGISTRY, f"$(var(x){{s.encode.{codec}}}{{s.decode.{codec}}})".encode())
    assert spec.get({b"x": text}).rs == text


@given(st.binary(max_size=100))
def test_seven_bits_come_back(text: bytes) -> None:
    plain = bytes(byte & 0x7F or 1 for byte in text)
    spec = parse_pv(REGISTRY, b"$(var(x){s.encode.7bit}{s.decode.7bit})")
    assert spec.get({b"x": plain}).rs == plain


WITHOUT_PARAMS = [each.name for group in STANDARD for each in group.members if not each.required]


@pytest.mark.parametrize("name", WITHOUT_PARAMS)
@given(text=st.binary(max_size=60))
def test_any_bytes_can_be_transformed(name: str, text: bytes) -> None:
    assert isinstance(parse_pv(REGISTRY, f"$(var(x){{{name}}})".encode()).get({b"x": text}), PvValue)
