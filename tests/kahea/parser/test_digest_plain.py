"""The short road over plain credentials gives what the long road gives."""

from hypothesis import given
from hypothesis import strategies as st

from kahea.parser.digest import AuthBody, _parse_any_params, parse_auth_params
from kahea.parser.errors import SipParseError
from kahea.parser.params import Params

NAMES = st.sampled_from(["username", "Realm", "nonce", "qop", "nc", "x-y", "realm", "", "a b"])
VALUES = st.one_of(
    st.sampled_from(['"a"', '""', "auth", "00000001", '"a, b=c"', '"a\\"b"', "", "a b", '"open', "é", '"é"', '"a\tb"']),
    st.text(alphabet='ab"\\,= \t', max_size=6),
)
LISTS = st.lists(st.tuples(NAMES, VALUES, st.sampled_from([", ", ",", " , ", ";", " "])), max_size=5)


def outcome(text: bytes, *, is_long: bool) -> Params | tuple[int, str]:
    try:
        return (_parse_any_params if is_long else parse_auth_params)(text, 0, len(text))
    except SipParseError as error:
        return error.code, str(error)


@given(LISTS, st.sampled_from(["", " ", "  "]))
def test_both_roads_give_the_same(pieces: list[tuple[str, str, str]], margin: str) -> None:
    text = (margin + "".join(f"{name}={value}{comma}" for name, value, comma in pieces) + margin).encode()
    assert outcome(text, is_long=False) == outcome(text, is_long=True)


@given(LISTS)
def test_a_value_is_what_its_parameters_say(pieces: list[tuple[str, str, str]]) -> None:
    params = Params((name.encode(), value.encode()) for name, value, _ in pieces)
    auth = AuthBody(b"Digest", params)
    for name in ("username", "realm", "nonce", "absent"):
        assert auth.value(name.encode()) == params.get(name.encode())
    auth.params = Params([(b"realm", b'"other"')])
    assert auth.realm == b"other"
