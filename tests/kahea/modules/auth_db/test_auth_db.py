"""Module auth_db, with a database file of its own."""

import hashlib
import sqlite3
from pathlib import Path

import pytest
from tests.kahea.modules.auth.client import answer, challenge, request, status

from kahea.api.testing import Lab
from kahea.base.errors import KaheaError
from kahea.db_command import create

CFG = """
loadmodule "db_sqlite.so"
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "auth.so"
loadmodule "auth_db.so"
modparam("auth_db", "db_url", "URL")
PARAMS
request_route {
    $var(code) = CHECK;
    if ($rc < 0) {
        if ($hdr(Authorization) != $null) sl_send_reply("403", "code $rc");
        www_challenge("example.org", "1");
        exit;
    }
    sl_send_reply("200", "OK");
}
"""
CHECK = 'www_authenticate("example.org", "subscriber")'


def md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database with two users: alice of example.org, carol of example.net."""
    path = tmp_path / "k.db"
    create(f"sqlite://{path}")
    with sqlite3.connect(path) as base:
        for user, domain in (("alice", "example.org"), ("carol", "example.net")):
            ha1 = md5(f"{user}:example.org:secret")
            ha1b = md5(f"{user}@{domain}:example.org:secret")
            base.execute(
                "insert into subscriber (username, domain, password, ha1, ha1b) values (?, ?, 'secret', ?, ?)",
                (user, domain, ha1, ha1b),
            )
    base.close()
    return f"sqlite://{path}"


def lab(url: str, check: str = CHECK, params: str = "") -> Lab:
    return Lab(CFG.replace("URL", url).replace("CHECK", check).replace("PARAMS", params))


def code(server: Lab, *, user: str = "alice", password: str = "secret", method: str = "REGISTER") -> int:
    found = challenge(server.receive(request(method=method, callid="first")))
    header = "Authorization" if method == "REGISTER" else "Proxy-Authorization"
    line = answer(found, user=user, password=password, method=method, header=header)
    sends = server.receive(request(method=method, authorization=line, cseq=2))
    reply = sends[0].data
    return int(reply.partition(b"code ")[2].partition(b"\r")[0]) if b"403 code" in reply else status(sends[:1])


@pytest.mark.parametrize("name", ["www_authenticate", "www_authorize"])
def test_www_authenticate_knows_the_users_of_the_table(url: str, name: str) -> None:
    server = lab(url, f'{name}("example.org", "subscriber")')
    assert code(server) == 200
    assert code(server, password="wrong") == -2
    assert code(server, user="mallory") == -3


@pytest.mark.parametrize("name", ["proxy_authenticate", "proxy_authorize"])
def test_proxy_authenticate_reads_the_proxys_credentials(url: str, name: str) -> None:
    assert code(lab(url, f'{name}("example.org", "subscriber")'), method="MESSAGE") == 200


@pytest.mark.parametrize("method", ["REGISTER", "MESSAGE"])
def test_auth_check_reads_those_that_fit_the_method(url: str, method: str) -> None:
    assert code(lab(url, 'auth_check("example.org", "subscriber", "1")'), method=method) == 200


def test_auth_check_wants_the_user_of_to_with_flag_1(url: str) -> None:
    assert code(lab(url, 'auth_check("example.org", "subscriber", "0")'), user="carol") == 200
    assert code(lab(url, 'auth_check("example.org", "subscriber", "1")'), user="carol") == -8


def test_use_domain_makes_the_domain_part_of_the_key(url: str) -> None:
    assert code(lab(url), user="carol") == 200
    assert code(lab(url, params='modparam("auth_db", "use_domain", 1)'), user="carol") == -3


def test_password_column_2_serves_users_who_give_their_domain(url: str) -> None:
    assert code(lab(url), user="carol@example.net") == 200
    wrong = lab(url, params='modparam("auth_db", "password_column_2", "ha1")')
    assert code(wrong, user="carol@example.net") == -2


def test_calculate_ha1_and_password_column_read_the_password_itself(url: str) -> None:
    params = 'modparam("auth_db", "calculate_ha1", 1)\nmodparam("auth_db", "password_column", "password")'
    assert code(lab(url, params=params)) == 200
    assert code(lab(url, params='modparam("auth_db", "calculate_ha1", 1)')) == -2


def test_user_column_and_domain_column_name_the_keys(url: str) -> None:
    swapped = 'modparam("auth_db", "user_column", "domain")\nmodparam("auth_db", "domain_column", "username")'
    assert code(lab(url, params=swapped)) == -3
    assert code(lab(url, params=swapped), user="example.org") == -2


def test_load_credentials_fills_avps_after_a_check_that_succeeds(url: str) -> None:
    params = 'modparam("auth_db", "load_credentials", "$avp(pw)=password;domain")'
    server = lab(url, f'{CHECK}; sl_send_reply("299", "$avp(pw) $avp(domain)"); exit', params=params)
    line = answer(challenge(lab(url, params='modparam("auth", "secret", "s")').receive(request())))
    found = lab(
        url,
        f'{CHECK}; if ($rc > 0) sl_send_reply("299", "$avp(pw) $avp(domain)")',
        params=params + '\nmodparam("auth", "secret", "s")',
    )
    assert b"299 secret example.org" in found.receive(request(authorization=line, cseq=2))[0].data
    assert server.engine.modules.values["auth_db", "load_credentials"]


@pytest.mark.parametrize(
    ("params", "wanted"), [("", b"<null>"), ('modparam("auth_db", "force_generate_avps", 1)', b"example.org")]
)
def test_force_generate_avps_fills_them_for_a_wrong_password_too(url: str, params: str, wanted: bytes) -> None:
    shared = 'modparam("auth", "secret", "s")\nmodparam("auth_db", "load_credentials", "domain")\n' + params
    line = answer(challenge(lab(url, params=shared).receive(request())), password="wrong")
    server = lab(url, f'{CHECK}; sl_send_reply("299", "$avp(domain)")', params=shared)
    assert b"299 " + wanted in server.receive(request(authorization=line, cseq=2))[0].data


@pytest.mark.parametrize(("uri", "flags", "wanted"), [
    ("sip:alice@example.org", "0", 200),
    ("sip:mallory@example.org", "0", -1),
    ("sip:alice@elsewhere.org", "0", 200),
    ("sip:alice@elsewhere.org", "1", -1),
    ("sip:example.org", "0", -1),
    ("no uri", "0", -1),
])  # fmt: skip
def test_is_subscriber_asks_for_a_user_without_credentials(url: str, uri: str, flags: str, wanted: int) -> None:
    server = lab(url, f'is_subscriber("{uri}", "subscriber", "{flags}")')
    assert (200 if server.receive(request())[0].data.startswith(b"SIP/2.0 200") else -1) == wanted


def test_db_url_of_a_database_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(KaheaError, match=r"nothing\.db"):
        lab(f"sqlite://{tmp_path}/nothing.db")


def test_version_table_refuses_a_table_of_another_version(url: str) -> None:
    with sqlite3.connect(url.removeprefix("sqlite://")) as base:
        base.execute("update version set table_version = 1 where table_name = 'subscriber'")
    base.close()
    assert code(lab(url)) == -1
    assert code(lab(url, params='modparam("auth_db", "version_table", 0)')) == 200


@pytest.mark.parametrize("user", ["alice' or '1'='1", 'alice"; drop table subscriber; --', "alice%00"])
def test_a_user_name_is_never_part_of_a_statement(url: str, user: str) -> None:
    assert code(lab(url), user=user.replace('"', "")) == -3
    assert code(lab(url)) == 200
