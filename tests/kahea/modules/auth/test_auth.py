"""Module auth, through whole requests and a client of its own."""

import hashlib

import pytest
from tests.kahea.modules.auth.client import answer, challenge, request, status

from kahea.api.testing import Lab
from kahea.cfg.errors import ConfigError
from kahea.modules.auth.functions_check import consume_credentials, pv_www_authenticate

CFG = """
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "textops.so"
loadmodule "auth.so"
PARAMS
request_route {
    if (!CHECK) {
        CHALLENGE;
        exit;
    }
    sl_send_reply("200", "OK");
}
"""
CHECK = 'pv_www_authenticate("example.org", "secret", "0")'
CHALLENGE = 'www_challenge("example.org", "1")'


def lab(check: str = CHECK, challenged: str = CHALLENGE, params: str = "", **options: object) -> Lab:
    text = CFG.replace("CHECK", check).replace("CHALLENGE", challenged).replace("PARAMS", params)
    return Lab(text.replace('loadmodule "textops.so"\n', ""), overrides=options or None)  # type: ignore[arg-type]


def asked(server: Lab, header: str = "WWW-Authenticate", **parts: object) -> dict[str, str]:
    return challenge(server.receive(request(**parts)), header)  # type: ignore[arg-type]


def code(server: Lab, authorization: str, **parts: object) -> int:
    return status(server.receive(request(authorization=authorization, **{"cseq": 2, **parts})))  # type: ignore[arg-type]


def test_www_challenge_asks_for_the_realm_with_qop() -> None:
    found = asked(lab())
    assert (found["realm"], found["qop"]) == ("example.org", "auth")
    assert "stale" not in found


def test_pv_www_authenticate_takes_the_right_password_and_no_other() -> None:
    server = lab()
    assert code(server, answer(asked(server))) == 200
    assert code(server, answer(asked(server, cseq=3), password="wrong"), cseq=4) == 401


@pytest.mark.parametrize("name", ["pv_www_authenticate", "pv_www_authorize"])
def test_pv_www_authenticate_takes_an_ha1_with_flag_1(name: str) -> None:
    ha1 = hashlib.md5(b"alice:example.org:secret").hexdigest()
    server = lab(f'{name}("example.org", "{ha1}", "1")')
    assert code(server, answer(asked(server))) == 200


def test_pv_www_authenticate_checks_for_another_method_when_it_is_given_one() -> None:
    server = lab('pv_www_authenticate("example.org", "secret", "0", "INVITE")')
    assert code(server, answer(asked(server), method="INVITE")) == 200


@pytest.mark.parametrize("name", ["pv_proxy_authenticate", "pv_proxy_authorize"])
def test_pv_proxy_authenticate_and_proxy_challenge_speak_of_proxies(name: str) -> None:
    server = lab(f'{name}("example.org", "secret", "0")', 'proxy_challenge("example.org", "1")')
    first = server.receive(request(method="MESSAGE"))
    assert status(first) == 407
    line = answer(challenge(first, "Proxy-Authenticate"), method="MESSAGE", header="Proxy-Authorization")
    assert code(server, line, method="MESSAGE") == 200


@pytest.mark.parametrize(("method", "wanted"), [("REGISTER", 401), ("MESSAGE", 407)])
def test_auth_challenge_fits_the_method(method: str, wanted: int) -> None:
    server = lab('has_credentials("other")', 'auth_challenge("example.org", "0")')
    assert status(server.receive(request(method=method))) == wanted


@pytest.mark.parametrize(("flags", "qop"), [("0", None), ("1", "auth"), ("2", "auth-int"), ("3", "auth,auth-int")])
def test_the_flags_of_www_challenge_choose_the_qop(flags: str, qop: str | None) -> None:
    assert asked(lab(challenged=f'www_challenge("example.org", "{flags}")')).get("qop") == qop


def test_flag_16_of_www_challenge_says_stale() -> None:
    assert asked(lab(challenged='www_challenge("example.org", "17")'))["stale"] == "true"


def test_qop_is_what_a_challenge_without_flags_asks_for() -> None:
    found = asked(lab(challenged='www_challenge("example.org", "0")', params='modparam("auth", "qop", "auth")'))
    assert found["qop"] == "auth"


@pytest.mark.parametrize("name", ["MD5", "MD5-sess", "SHA-256", "SHA-256-sess"])
def test_algorithm_is_used_for_challenge_and_check(name: str) -> None:
    server = lab(params=f'modparam("auth", "algorithm", "{name}")')
    found = asked(server)
    assert found["algorithm"] == name
    assert code(server, answer(found)) == 200


def test_www_challenge_offers_several_algorithms() -> None:
    server = lab(challenged='www_challenge("example.org", "1", "SHA-256,MD5")')
    reply = server.receive(request())[-1].data
    assert [line.rpartition(b"algorithm=")[2] for line in reply.split(b"\r\n") if line.startswith(b"WWW-Auth")] == [
        b"SHA-256",
        b"MD5",
    ]


def test_auth_algorithm_changes_the_challenges_that_follow() -> None:
    server = lab(challenged='auth_algorithm("SHA-256"); www_challenge("example.org", "1")')
    assert asked(server)["algorithm"] == "SHA-256"


def test_nonce_expire_makes_an_old_nonce_stale() -> None:
    server = lab(params='modparam("auth", "nonce_expire", 10)')
    found = asked(server)
    server.advance(11)
    again = server.receive(request(authorization=answer(found), cseq=2))
    assert (status(again), challenge(again)["stale"]) == (401, "true")


def test_a_forged_nonce_is_refused_without_stale() -> None:
    server = lab()
    found = asked(server) | {"nonce": "0" * 40}
    again = server.receive(request(authorization=answer(found), cseq=2))
    assert status(again) == 401
    assert "stale" not in challenge(again)


def test_secret_lets_two_servers_share_nonces() -> None:
    params = 'modparam("auth", "secret", "shared by two")'
    first, second, stranger = lab(params=params), lab(params=params), lab()
    assert code(second, answer(asked(first))) == 200
    assert code(stranger, answer(asked(first))) == 401


def test_nonce_auth_max_drift_bounds_nonces_from_the_future() -> None:
    params = 'modparam("auth", "secret", "s")\nmodparam("auth", "nonce_auth_max_drift", DRIFT)'
    ahead = lab(params=params.replace("DRIFT", "3"))
    ahead.advance(100)
    found = asked(ahead)
    assert code(lab(params=params.replace("DRIFT", "3")), answer(found)) == 401
    assert code(lab(params=params.replace("DRIFT", "200")), answer(found)) == 200


def test_a_replay_is_refused_and_a_retransmission_is_not() -> None:
    server = lab()
    line = answer(asked(server))
    assert code(server, line) == 200
    assert code(server, line) == 200
    assert code(server, line, cseq=3) == 401


def test_a_nonce_serves_many_requests_while_nc_grows() -> None:
    server = lab()
    found = asked(server)
    assert [code(server, answer(found, nc=nc), cseq=nc + 1) for nc in (1, 2, 5)] == [200, 200, 200]
    assert code(server, answer(found, nc=4), cseq=9) == 401


def test_a_nonce_without_qop_serves_one_request() -> None:
    server = lab(challenged='www_challenge("example.org", "0")')
    line = answer(asked(server))
    assert [code(server, line, cseq=cseq) for cseq in (2, 3)] == [200, 401]


def test_one_time_nonce_refuses_a_second_use_even_with_a_higher_nc() -> None:
    server = lab(params='modparam("auth", "one_time_nonce", 1)')
    found = asked(server)
    assert [code(server, answer(found, nc=nc), cseq=nc + 1) for nc in (1, 2)] == [200, 401]


@pytest.mark.parametrize(("params", "codes"), [("", [200, 200]), ('modparam("auth", "nonce_count", 1)', [200, 401])])
def test_nonce_count_is_asked_for_in_kamailio_conformance(params: str, codes: list[int]) -> None:
    server = lab(params=params, sip_conformance="kamailio")
    line = answer(asked(server))
    assert [code(server, line, cseq=cseq) for cseq in (2, 3)] == codes


@pytest.mark.parametrize("name", ["nc_array_size", "otn_in_flight_no"])
def test_nc_array_size_and_otn_in_flight_no_bound_what_is_remembered(name: str) -> None:
    one_time = 'modparam("auth", "one_time_nonce", 1)\n' if name.startswith("otn") else ""
    server = lab(params=f'{one_time}modparam("auth", "{name}", 2)')
    lines = [answer(asked(server, cseq=10 * number)) for number in range(1, 5)]
    assert [code(server, line, cseq=100 + at) for at, line in enumerate(lines)] == [200] * 4
    assert code(server, lines[0], cseq=200) == 401


@pytest.mark.parametrize(
    "changed",
    [
        {"nc": "00000000"},
        {"nc": "0000000g"},
        {"cnonce": ""},
        {"qop": "auth-int"},
        {"qop": "other"},
        {"response": "0" * 32},
        {"response": ""},
        {"username": "bob"},
        {"algorithm": "SHA-1"},
    ],
)
def test_credentials_that_were_tampered_with_are_refused(changed: dict[str, str]) -> None:
    server = lab()
    assert code(server, answer(asked(server), changed=changed)) in {400, 401}


@pytest.mark.parametrize(
    ("bit", "parts"),
    [(2, {"callid": "other"}), (4, {"extra": ""}), (8, {})],
)
def test_auth_checks_register_binds_the_nonce_to_parts_of_the_request(bit: int, parts: dict[str, str]) -> None:
    server = lab(params=f'modparam("auth", "auth_checks_register", {bit})')
    line = answer(asked(server))
    data = request(authorization=line, cseq=2, **parts)
    if bit == 4:
        data = data.replace(b";tag=f1", b";tag=f2")
    source = ("127.0.0.9", 5060) if bit == 8 else ("127.0.0.2", 5060)
    assert status(server.receive(data, src=source)) == 401
    assert code(server, answer(asked(server, cseq=5)), cseq=6) == 200


@pytest.mark.parametrize(("name", "to_tag"), [("auth_checks_no_dlg", b""), ("auth_checks_in_dlg", b";tag=t1")])
def test_auth_checks_no_dlg_and_auth_checks_in_dlg_do_so_for_other_requests(name: str, to_tag: bytes) -> None:
    server = lab(params=f'modparam("auth", "{name}", 2)')
    to = b"To: <sip:alice@example.org>"

    def receive(**parts: object) -> list[object]:
        data = request(method="MESSAGE", **parts).replace(to, to + to_tag)  # type: ignore[arg-type]
        return server.receive(data)  # type: ignore[return-value]

    line = answer(challenge(receive()), method="MESSAGE")  # type: ignore[arg-type]
    assert status(receive(authorization=line, cseq=2, callid="other")) == 401  # type: ignore[arg-type]
    line = answer(challenge(receive(cseq=5)), method="MESSAGE")  # type: ignore[arg-type]
    assert status(receive(authorization=line, cseq=6)) == 200  # type: ignore[arg-type]


def test_protect_contacts_binds_the_nonce_to_the_contact() -> None:
    server = lab(params='modparam("auth", "protect_contacts", 1)')
    contact = "Contact: <sip:alice@127.0.0.2>"
    found = asked(server, extra=contact)
    assert code(server, answer(found), extra=contact.replace("alice", "mallory")) == 401
    assert code(server, answer(found), extra=contact) == 200


def test_use_domain_refuses_a_user_of_another_domain() -> None:
    user = "alice@elsewhere.org"
    for params, wanted in (("", 200), ('modparam("auth", "use_domain", 1)', 401)):
        server = lab(params=params)
        assert code(server, answer(asked(server), user=user)) == wanted


def test_realm_prefix_is_left_out_of_the_comparison() -> None:
    check = 'pv_www_authenticate("sip.example.org", "secret", "0")'
    for params, wanted in (("", 401), ('modparam("auth", "realm_prefix", "sip.")', 200)):
        server = lab(check, params=params)
        assert code(server, answer(asked(server))) == wanted


@pytest.mark.parametrize(("name", "header"), [("www_challenge_header", "X-Prove"), ("proxy_challenge_header", "X-Proxy-Prove")])
def test_www_challenge_header_and_proxy_challenge_header_name_the_header(name: str, header: str) -> None:
    challenged = ("www" if name.startswith("www") else "proxy") + '_challenge("example.org", "1")'
    server = lab(challenged=challenged, params=f'modparam("auth", "{name}", "{header}")')
    assert asked(server, header)["realm"] == "example.org"


def test_challenge_attr_is_the_avp_that_gets_the_challenge() -> None:
    for params, name in (("", "digest_challenge"), ('modparam("auth", "challenge_attr", "$avp(mine)")', "mine")):
        server = lab(
            'pv_www_authenticate("example.org", "secret", "4")', f'sl_send_reply("403", "$avp({name})")', params=params
        )
        assert b'403 WWW-Authenticate: Digest realm="example.org"' in server.receive(request())[-1].data


def test_pv_auth_check_wants_the_user_of_to_with_check_1() -> None:
    for checks, wanted in (("0", 200), ("1", 401)):
        server = lab(f'pv_auth_check("example.org", "secret", "0", "{checks}")')
        found = asked(server, user="bob")
        assert code(server, answer(found), user="bob") == wanted
        assert code(server, answer(asked(server, cseq=7)), cseq=8) == 200


def test_consume_credentials_removes_what_was_checked() -> None:
    server = lab(CHECK + " || !consume_credentials()")
    found = asked(server)
    msg = server.msg(request(authorization=answer(found), cseq=2))
    with server.at_work():
        assert consume_credentials(msg) == -1
        assert pv_www_authenticate(msg, b"example.org", b"secret", 0) == 1
        assert consume_credentials(msg) == 1
    assert b"Authorization" not in msg.add_rm.apply(msg.buf)


def test_has_credentials_asks_for_the_realm_alone() -> None:
    server = lab('has_credentials("example.org")')
    found = asked(server)
    assert code(server, answer(found, password="wrong")) == 200
    assert code(server, answer(found | {"realm": "other"})) == 401


def test_auth_get_www_authenticate_gives_the_challenge_to_the_script() -> None:
    challenged = 'auth_get_www_authenticate("example.org", "1", "$var(c)"); sl_send_reply("403", "$var(c)")'
    assert b'403 Digest realm="example.org"' in lab(challenged=challenged).receive(request())[-1].data


@pytest.mark.parametrize(("params", "is_kept"), [("", True), ('modparam("auth", "force_stateless_reply", 1)', False)])
def test_force_stateless_reply_leaves_the_transaction_without_the_challenge(params: str, *, is_kept: bool) -> None:
    text = CFG.replace('loadmodule "textops.so"', 'loadmodule "tm.so"').replace("CHECK", "(t_newtran() && 1 == 2)")
    server = Lab(text.replace("CHALLENGE", CHALLENGE).replace("PARAMS", params))
    server.receive(request())
    assert (status(server.receive(request())) == 401) == is_kept


def test_add_authinfo_hdr_proves_that_the_server_knows_the_password_too() -> None:
    server = lab(params='modparam("auth", "add_authinfo_hdr", 1)')
    found = asked(server)
    reply = server.receive(request(authorization=answer(found), cseq=2))[-1].data.decode()
    ha1 = hashlib.md5(b"alice:example.org:secret").hexdigest()
    ha2 = hashlib.md5(b":sip:example.org").hexdigest()
    proof = hashlib.md5(f"{ha1}:{found['nonce']}:00000001:0a4f113b:auth:{ha2}".encode()).hexdigest()
    assert f'Authentication-Info: rspauth="{proof}", qop=auth, cnonce="0a4f113b", nc=00000001\r\n' in reply


@pytest.mark.parametrize("params", ['modparam("auth", "algorithm", "SHA-1")', 'modparam("auth", "qop", "auto")'])
def test_a_word_that_means_nothing_stops_the_start(params: str) -> None:
    with pytest.raises(ConfigError, match="expected"):
        lab(params=params)


def test_an_unreadable_authorization_is_no_authorization() -> None:
    server = lab()
    assert code(server, 'Authorization: Digest username="alice", , =') in {400, 401}
