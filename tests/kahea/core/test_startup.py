"""From a configuration to an engine that serves."""

import pytest

from kahea.api.testing import Lab
from kahea.cfg.errors import ConfigError


def test_parameters_without_effect_are_told_once() -> None:
    lab = Lab("debug=3\ndns_cache_mem=100\nmlock_pages=yes\nrequest_route { exit; }")
    assert [line.rpartition(": ")[2] for line in lab.log if "without effect" in line] == ["dns_cache_mem, mlock_pages"]


@pytest.mark.parametrize(("children", "is_told"), [(1, False), (8, True)])
def test_one_process_for_many_children_is_told(children: int, *, is_told: bool) -> None:
    lab = Lab(f"debug=3\nchildren={children}\nrequest_route {{ exit; }}")
    assert any(f"one process serves for children={children}" in line for line in lab.log) == is_told


def test_flags_without_a_number_get_the_lowest_free_ones() -> None:
    lab = Lab("flags a:0, b, c:2, d;\nrequest_route { exit; }")
    assert lab.engine.flag_names == {"a": 0, "c": 2, "b": 1, "d": 3}


def test_modparam_with_a_pattern_sets_all_that_match() -> None:
    lab = Lab(
        'loadmodule "sl.so"\nloadmodule "maxfwd.so"\nmodparam("sl|maxfwd", "max_limit", 9)\n'.replace("sl|maxfwd", "max.*")
    )
    assert lab.engine.modules.values["maxfwd", "max_limit"] == 9


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('loadmodule "maxfw.so"', "module 'maxfw' cannot be found; did you mean maxfwd?"),
        ('loadmodule "sl.so"\nloadmodule "sl.so"', "module sl is loaded already"),
        ('loadmodule "auth_db.so"', "module auth_db needs module auth"),
        (
            'loadmodule "maxfwd.so"\nmodparam("maxfwd", "max_limits", 5)',
            "has no parameter 'max_limits'; did you mean max_limit?",
        ),
        ('loadmodule "maxfwd.so"\nmodparam("maxfwd", "max_limit", "five")', "must be an integer, not 'five'"),
        ('loadmodule "maxfwd.so"\nmodparam("maxfwd", "max_limit", 300)', "300 is not in 1..255"),
        ('loadmodule "sl.so"\nmodparam("x.*", "max_limit", 3)', "no loaded module matches"),
        ("listen=tls:127.0.0.1:5061", "tls is not served, expected udp or tcp"),
        ("listen=sctp:127.0.0.1:5060", "sctp is not served, expected udp or tcp"),
        ("enable_tls=yes", "enable_tls: there is no such transport yet"),
        ("enable_sctp=1", "enable_sctp: there is no such transport yet"),
        ("listen=nowhere.invalid:5060", "'nowhere.invalid' has no address"),
        ("core.debug = 1", "core.debug: the group is the server's own"),
    ],
)
def test_what_cannot_be_obeyed_is_told_with_its_place(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Lab(f"{text}\nrequest_route {{ exit; }}")
    assert said in str(caught.value)
    assert str(caught.value).startswith("kamailio.cfg:")


@pytest.mark.parametrize(
    ("text", "sockets"),
    [
        ("listen=udp:127.0.0.1:5070", [b"udp:127.0.0.1:5070"]),
        ("listen=127.0.0.1:5070", [b"udp:127.0.0.1:5070", b"tcp:127.0.0.1:5070"]),
        ("disable_tcp=yes\nlisten=127.0.0.1", [b"udp:127.0.0.1:5060"]),
        ("port=5090\nlisten=udp:lo", [b"udp:127.0.0.1:5090"]),
        ("listen=udp:[::1]:5070", [b"udp:[::1]:5070"]),
        (
            'socket={bind=udp:127.0.0.1:5070-5072; name="s";}',
            [b"udp:127.0.0.1:5070", b"udp:127.0.0.1:5071", b"udp:127.0.0.1:5072"],
        ),
        ("# listen on nothing that is named", [b"udp:127.0.0.1:5060", b"tcp:127.0.0.1:5060"]),
    ],
)
def test_listen_in_each_form_gives_its_sockets(text: str, sockets: list[bytes]) -> None:
    lab = Lab(f"{text}\nrequest_route {{ exit; }}", listen="")
    assert [sock.text for sock in lab.engine.sockets] == sockets


def test_a_named_and_advertised_socket_is_both() -> None:
    lab = Lab('listen=udp:127.0.0.1:5070 advertise sip.example.org:5080 name "s1"\nrequest_route { exit; }')
    sock = lab.engine.sockets.named(b"s1")
    assert sock is not None
    assert sock.sent_by == (b"sip.example.org", 5080)
    assert lab.engine.sockets.is_myself(b"SIP.example.org", 5080)
    assert not lab.engine.sockets.is_myself(b"sip.example.org", 5070)
