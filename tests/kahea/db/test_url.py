"""Database URLs: their parts, and no password in any message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kahea.db import DbUrl, DbUrlError

PARTS = [
    ("sqlite:///etc/kamailio/kamailio.db", ("sqlite", "", "", "", 0, "etc/kamailio/kamailio.db")),
    ("sqlite:////etc/k.db", ("sqlite", "", "", "", 0, "/etc/k.db")),
    ("sqlite:///var/a@b:c.db", ("sqlite", "", "", "", 0, "var/a@b:c.db")),  # a path may hold what ends a user elsewhere
    ("text:///etc/dbtext", ("text", "", "", "", 0, "etc/dbtext")),
    ("mysql://kamailio:rw@localhost/kamailio", ("mysql", "kamailio", "rw", "localhost", 0, "kamailio")),
    ("mysql://u@h/d", ("mysql", "u", "", "h", 0, "d")),
    ("mysql://u@example.com:p@h:3306/d", ("mysql", "u@example.com", "p", "h", 3306, "d")),
    ("mysql://u:p@ss@h/d", ("mysql", "u", "p@ss", "h", 0, "d")),
    ("mysql://u:p/w@h:1/d", ("mysql", "u", "p/w", "h", 1, "d")),
    ("mysql://u:p:q@h/d", ("mysql", "u", "p:q", "h", 0, "d")),
    ("postgres://[2001:db8::1]:5432/d", ("postgres", "", "", "2001:db8::1", 5432, "d")),
    ("postgres://h/d?options", ("postgres", "", "", "h", 0, "d")),
    ("redis://127.0.0.1:6379/5", ("redis", "", "", "127.0.0.1", 6379, "5")),
    ("cluster://c1", ("cluster", "", "", "c1", 0, "")),
]


@pytest.mark.parametrize(("text", "parts"), PARTS)
def test_a_url_has_these_parts(text: str, parts: tuple[object, ...]) -> None:
    url = DbUrl.parse(text)
    assert (url.scheme, url.username, url.password, url.host, url.port, url.database) == parts


@pytest.mark.parametrize("text", [text for text, parts in PARTS if not parts[2] and "?" not in text and "cluster" not in text])
def test_a_url_without_a_password_is_shown_as_it_was_written(text: str) -> None:
    assert str(DbUrl.parse(text)) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is no database URL"),
        ("/etc/kamailio.db", "is no database URL"),
        ("sqlite:/x", "is no database URL"),
        ("Mysql://h/d", "is no database URL"),
        ("mysql://u:p@h:99999/d", "a port in 1"),
        ("mysql://u:p@h:x/d", "expected a host"),
        ("mysql://u:p@[::1/d", "expected a host"),
        ("mysql://" + "h" * 1020 + "/d", "at most 1023"),
    ],
)
def test_text_that_is_no_url_is_refused(text: str, message: str) -> None:
    with pytest.raises(DbUrlError, match=message):
        DbUrl.parse(text)


@pytest.mark.parametrize(
    "text", ["mysql://u:tops3cret@h/d", "mysql://u:tops3cret@h:bad/d", "nothing:tops3cret@h", "x!://u:tops3cret@h"]
)
def test_no_message_shows_a_password(text: str) -> None:
    try:
        shown = f"{DbUrl.parse(text)} {DbUrl.parse(text)!r}"
    except DbUrlError as fault:
        shown = str(fault)
    assert "tops3cret" not in shown


@given(st.text(max_size=80))
def test_any_text_is_a_url_or_an_error(text: str) -> None:
    try:
        url = DbUrl.parse(f"mysql://{text}")
    except DbUrlError:
        return
    assert DbUrl.parse(str(url)).host == url.host
