"""The lexers colour what they should and lose no character."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Error, Generic, Keyword, Name, Number, String

SHARED = Path(__file__).parents[3] / "shared"

TOKENS = [
    ("kamailio", "#!define WITH_AUTH\n", "#!define", Comment.Preproc),
    ("kamailio", "#!KAMAILIO\n", "#!KAMAILIO", Comment.Special),
    ("kamailio", "# a comment\n", "# a comment", Comment.Single),
    ("kamailio", 'loadmodule "tm.so"\n', "loadmodule", Keyword.Namespace),
    ("kamailio", "request_route {\n}\n", "request_route", Keyword.Declaration),
    ("kamailio", "route[RELAY] {\n}\n", "RELAY", Name.Label),
    ("kamailio", "event_route[tm:local-request] {\n}\n", "tm:local-request", Name.Label),
    ("kamailio", 't_relay("0");\n', "t_relay", Name.Function),
    ("kamailio", "$var(x) = $(ru{uri.user}) + 1;\n", "$var(x)", Name.Variable),
    ("kamailio", 'xlog("to $ru now\\n");\n', "$ru", String.Interpol),
    ("kamailio", "listen=udp:127.0.0.1:5060\n", "127.0.0.1", Number),
    ("kamailio", "children=8\n", "children", Name.Attribute),
    ("sip", "SIP/2.0 200 OK\r\nVia: x\r\n", "200", Number),
    ("sip", "INVITE sip:bob@example.com SIP/2.0\nFrom: <sip:a@b>;tag=1\n\nv=0\n", "INVITE", Name.Function),
    ("sip", "INVITE sip:bob@example.com SIP/2.0\nFrom: <sip:a@b>;tag=1\n\nv=0\n", "From", Name.Attribute),
    ("sip-console", "$ kamcmd core.uptime\nup: 3\n", "core.uptime", Name.Function),
    ("sip-console", "$ kamcmd core.uptime\nup: 3\n", "up: 3\n", Generic.Output),
]


@pytest.mark.parametrize(("lexer", "text", "value", "token"), TOKENS)
def test_token(lexer: str, text: str, value: str, token: object) -> None:
    assert (token, value) in list(get_lexer_by_name(lexer).get_tokens(text))


@pytest.mark.parametrize("lexer", ["kamailio", "sip", "sip-console"])
@given(text=st.text(alphabet="aR$(){}[]\"'#!/*\\ \n=:;,.<>0@-", max_size=60))
def test_no_character_is_lost(lexer: str, text: str) -> None:
    pieces = get_lexer_by_name(lexer, stripnl=False, ensurenl=False).get_tokens(text)
    assert "".join(value for _, value in pieces) == text


@pytest.mark.corpus
def test_kamailio_lexer_has_no_error_token_in_the_benchmark_configuration() -> None:
    path = SHARED / "tools" / "bench-kamailio.cfg"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    tokens = get_lexer_by_name("kamailio").get_tokens(path.read_text(encoding="utf-8"))
    assert [value for kind, value in tokens if kind is Error] == []
