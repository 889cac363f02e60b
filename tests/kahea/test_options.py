"""The command line."""

import pytest

from kahea.options import Options, UsageError, parse_options, usage


def options(*arguments: str) -> Options:
    return parse_options(list(arguments))[0]


@pytest.mark.parametrize(
    ("arguments", "name", "value"),
    [
        (["-f", "a.cfg"], "config", "a.cfg"),
        (["-c"], "check", True),
        (["--cfg-print"], "print_config", True),
        (["-A", "WITH_AUTH", "-A", "N=4"], "defines", {"WITH_AUTH": None, "N": "4"}),
        (["-A", 'URL="a=b"'], "defines", {"URL": '"a=b"'}),
        (["-l", "udp:127.0.0.1:5060", "-l", "lo"], "listen", ("udp:127.0.0.1:5060", "lo")),
        (["--alias=example.org"], "aliases", ("example.org",)),
        (["--loadmodule=xlog"], "modules", ("xlog",)),
        (["--modparam=tm:fr_timer:i:5000"], "modparams", (("tm", "fr_timer", 5000),)),
        (["--modparam=xlog:prefix:s:a:b"], "modparams", (("xlog", "prefix", "a:b"),)),
        (["-DD"], "foreground", 2),
        (["-E"], "stderr", True),
        (["-P", "/run/k.pid"], "pid_file", "/run/k.pid"),
        (["-w", "/tmp"], "workdir", "/tmp"),
        (["-u", "nobody", "-g", "nogroup"], "user", "nobody"),
        (["--subst=/a/b/"], "substitutions", ("/a/b/",)),
        (["--substdef=/A/b/"], "substdefs", ("/A/b/",)),
        (["--substdefs=/A/b/"], "substdefss", ("/A/b/",)),
    ],
)
def test_an_option_fills_its_field(arguments: list[str], name: str, value: object) -> None:
    assert getattr(options(*arguments), name) == value


@pytest.mark.parametrize(
    ("arguments", "overrides"),
    [
        (["-ddd"], {"debug": 3}),
        (["--debug=-1"], {"debug": -1}),
        (["-a", "no"], {"auto_aliases": 0}),
        (["-T"], {"disable_tcp": 1}),
        (["-K"], {"check_via": 1}),
        (["-rR"], {"dns": 1, "rev_dns": 1}),
        (["-m", "128", "-n", "2", "-N", "3"], {"shm_mem_size": 128, "children": 2, "tcp_children": 3}),
        (["--server-id=7"], {"server_id": 7}),
        (["-Y", "/run/k"], {"rundir": "/run/k"}),
        (["--conformance", "kamailio"], {"sip_conformance": "kamailio"}),
    ],
)
def test_an_option_sets_its_core_parameter(arguments: list[str], overrides: dict[str, int | str]) -> None:
    assert options(*arguments).overrides == overrides


def test_options_without_effect_are_accepted_and_known() -> None:
    assert options("-M", "8", "-O", "3", "-Q", "2", "-S", "-W", "epoll_lt", "-X", "qm").accepted == {
        "pkg": "8",
        "optimisation": "3",
        "sctp": "2",
        "poll": "epoll_lt",
        "pkg_manager": "qm",
        "no_sctp": "True",
    }


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--nope"], "--nope"),
        (["-m", "many"], "many"),
        (["-a", "maybe"], "maybe"),
        (["-A", "a-b"], "no name of a definition"),
        (["--modparam=tm:fr_timer:5"], "module:parameter:s:value"),
        (["--modparam=tm:fr_timer:i:five"], "'five' is not an integer"),
        (["-f"], "-f"),
    ],
)
def test_a_wrong_option_is_refused_and_named(arguments: list[str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        options(*arguments)


def test_the_help_lists_every_option_of_kamailio() -> None:
    text = usage()
    for letter in "aAbBcdDeEfgGhIKlLmMnNOPQrRStTuvVwWxXY":
        assert f"-{letter}" in text
