"""The command line: Kamailio's options with Kamailio's meanings (kamailio src/main.c)."""

import argparse
from dataclasses import dataclass, field
from typing import Any, NoReturn

from kahea.base.errors import KaheaError

__all__ = ["Options", "UsageError", "parse_options", "usage"]


class UsageError(KaheaError):
    """An option that is not known, or a value that it does not take."""


@dataclass(slots=True, kw_only=True)
class Options:
    """What the command line asks for; None and empty where it says nothing."""

    config: str = ""
    check: bool = False
    print_config: bool = False
    defines: dict[str, str | None] = field(default_factory=dict)
    substitutions: tuple[str, ...] = ()
    substdefs: tuple[str, ...] = ()
    substdefss: tuple[str, ...] = ()
    listen: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    modparams: tuple[tuple[str, str, int | str], ...] = ()
    paths: tuple[str, ...] = ()
    overrides: dict[str, int | str] = field(default_factory=dict)
    """Core parameters that options set."""
    foreground: int = 0
    """How often -D was given: 1 and 2 stay in the foreground, 0 and 3 make a daemon."""
    stderr: bool = False
    colour: bool = False
    pid_file: str = ""
    pgid_file: str = ""
    workdir: str = ""
    user: str = ""
    group: str = ""
    chroot: str = ""
    shm_manager: str = "fm"
    accepted: dict[str, str] = field(default_factory=dict)
    """Options that are taken and change nothing here, with their values."""


_OPTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "-a",
        {
            "metavar": "mode",
            "dest": "auto_aliases",
            "choices": ("yes", "on", "no", "off"),
            "help": "auto aliases: yes, on, no or off",
        },
    ),
    ("--alias", {"metavar": "host", "action": "append", "help": "a host that is this server: [proto:]hostname[:port]"}),
    ("-A", {"metavar": "define", "action": "append", "help": "define for the preprocessor: WITH_AUTH, FLT_ACC=1"}),
    ("-b", {"metavar": "nr", "type": int, "dest": "maxbuffer", "help": "the largest receive buffer of a UDP socket"}),
    ("-B", {"metavar": "nr", "type": int, "dest": "maxsndbuffer", "help": "the largest send buffer of a UDP socket"}),
    ("-c", {"action": "store_true", "dest": "check", "help": "check the configuration and exit"}),
    ("--cfg-print", {"action": "store_true", "help": "print the configuration as it is after the preprocessor, and exit"}),
    ("-d", {"action": "count", "default": 0, "help": "one log level more, each time"}),
    ("--debug", {"metavar": "level", "type": int, "dest": "debug", "help": "the log level, -5 to 3"}),
    ("-D", {"action": "count", "default": 0, "help": "-D, -DD: stay in the foreground; -DDD: make a daemon, as without it"}),
    ("-e", {"action": "store_true", "dest": "colour", "help": "colours in the log on a terminal (with -E)"}),
    ("-E", {"action": "store_true", "dest": "stderr", "help": "log to stderr"}),
    ("-f", {"metavar": "file", "dest": "config", "help": "the configuration; - is stdin"}),
    ("-g", {"metavar": "gid", "dest": "group", "help": "change to this group"}),
    ("-G", {"metavar": "file", "dest": "pgid_file", "help": "write the process group's id there"}),
    ("-h --help", {"action": "store_true", "dest": "help", "help": "this text"}),
    ("-I", {"action": "store_true", "dest": "info", "help": "what the server was built with"}),
    ("-K", {"action": "store_true", "dest": "check_via", "help": "forward replies only when their topmost Via is ours"}),
    ("-l", {"metavar": "address", "action": "append", "dest": "listen", "help": "[proto:]address[:port][/advertised[:port]]"}),
    (
        "-L",
        {
            "metavar": "path",
            "action": "append",
            "dest": "paths",
            "help": "where modules are looked for; others than built-in ones",
        },
    ),
    ("--loadmodule", {"metavar": "name", "action": "append", "help": "load this module too"}),
    (
        "--modparam",
        {"metavar": "module:parameter:type:value", "action": "append", "help": "set a parameter; the type is s or i"},
    ),
    ("--log-engine", {"metavar": "name:data", "help": "the format of the log: json and its flags"}),
    ("-m", {"metavar": "MB", "type": int, "dest": "shm_mem_size", "help": "the size of shared memory"}),
    ("-M", {"metavar": "MB", "type": int, "dest": "pkg", "help": "the size of private memory"}),
    ("-n", {"metavar": "processes", "type": int, "dest": "children", "help": "worker processes per socket"}),
    ("-N", {"metavar": "processes", "type": int, "dest": "tcp_children", "help": "TCP worker processes"}),
    ("-O", {"metavar": "nr", "type": int, "dest": "optimisation", "help": "the script's optimisation level"}),
    ("-P", {"metavar": "file", "dest": "pid_file", "help": "write the process id there"}),
    ("-Q", {"metavar": "processes", "type": int, "dest": "sctp", "help": "SCTP worker processes"}),
    ("-r", {"action": "store_true", "dest": "dns", "help": "use DNS to decide about received= in Via"}),
    ("-R", {"action": "store_true", "dest": "rev_dns", "help": "use reverse DNS for the same"}),
    ("--server-id", {"metavar": "nr", "type": int, "dest": "server_id", "help": "the number of this server"}),
    ("--subst", {"metavar": "exp", "action": "append", "help": "#!subst for the preprocessor"}),
    ("--substdef", {"metavar": "exp", "action": "append", "help": "#!substdef for the preprocessor"}),
    ("--substdefs", {"metavar": "exp", "action": "append", "help": "#!substdefs for the preprocessor"}),
    ("-S", {"action": "store_true", "dest": "no_sctp", "help": "no SCTP"}),
    ("-t", {"metavar": "dir", "dest": "chroot", "help": "change the root directory"}),
    ("-T", {"action": "store_true", "dest": "disable_tcp", "help": "no TCP"}),
    ("-u", {"metavar": "uid", "dest": "user", "help": "change to this user"}),
    ("-v -V --version", {"action": "store_true", "dest": "version", "help": "the version"}),
    ("-w", {"metavar": "dir", "dest": "workdir", "help": "the working directory"}),
    ("-W", {"metavar": "type", "dest": "poll", "help": "the poll method"}),
    ("-x", {"metavar": "name", "dest": "shm_manager", "help": "the manager of shared memory: fm or qm"}),
    ("-X", {"metavar": "name", "dest": "pkg_manager", "help": "the manager of private memory"}),
    ("-Y", {"metavar": "dir", "dest": "rundir", "help": "the directory of control sockets"}),
    ("--all-errors", {"action": "store_true", "help": "with -c: every fault, not the first alone"}),
    (
        "--conformance",
        {"choices": ("strict", "kamailio"), "dest": "sip_conformance", "help": "whose verdicts bad messages get"},
    ),
)


class _Parser(argparse.ArgumentParser):
    """argparse, whose complaints are raised."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def _parser() -> argparse.ArgumentParser:
    """``kahea [options]``; the dest of each is the field of `Options` or the core parameter it sets."""
    parser = _Parser(prog="kahea", add_help=False, allow_abbrev=False)
    for flags, settings in _OPTIONS:
        parser.add_argument(*flags.split(), **settings)
    return parser


_CORE = (
    "maxbuffer", "maxsndbuffer", "shm_mem_size", "children", "tcp_children", "server_id", "rundir", "sip_conformance",
)  # fmt: skip
_SWITCHES = ("check_via", "dns", "rev_dns", "disable_tcp")
_WITHOUT_EFFECT = ("pkg", "optimisation", "sctp", "poll", "pkg_manager", "no_sctp")


def usage() -> str:
    """The help text."""
    return _parser().format_help()


def parse_options(arguments: list[str]) -> tuple[Options, argparse.Namespace]:
    """What `arguments`, without the program's name, ask for, and all of them as they were read.

    Raises:
        UsageError: an option is unknown or its value is not one.

    >>> parse_options(["-dd", "-A", "FLT_ACC=1", "-l", "udp:127.0.0.1:5070"])[0].defines
    {'FLT_ACC': '1'}
    """
    given = _parser().parse_args(arguments)
    options = Options(
        config=given.config or "",
        check=given.check,
        print_config=given.cfg_print,
        defines=dict(_define(text) for text in given.A or ()),
        substitutions=tuple(given.subst or ()),
        substdefs=tuple(given.substdef or ()),
        substdefss=tuple(given.substdefs or ()),
        listen=tuple(given.listen or ()),
        aliases=tuple(given.alias or ()),
        modules=tuple(given.loadmodule or ()),
        modparams=tuple(_modparam(text) for text in given.modparam or ()),
        paths=tuple(given.paths or ()),
        foreground=given.D,
        stderr=given.stderr,
        colour=given.colour,
        pid_file=given.pid_file or "",
        pgid_file=given.pgid_file or "",
        workdir=given.workdir or "",
        user=given.user or "",
        group=given.group or "",
        chroot=given.chroot or "",
        shm_manager=given.shm_manager or "fm",
    )
    options.overrides.update({name: getattr(given, name) for name in _CORE if getattr(given, name) is not None})
    options.overrides.update({name: 1 for name in _SWITCHES if getattr(given, name)})
    options.accepted.update({name: str(getattr(given, name)) for name in _WITHOUT_EFFECT if getattr(given, name)})
    if given.auto_aliases:
        options.overrides["auto_aliases"] = int(given.auto_aliases in ("yes", "on"))
    if given.debug is not None or given.d:
        options.overrides["debug"] = given.debug if given.debug is not None else given.d
    return options, given


def _define(text: str) -> tuple[str, str | None]:
    """``NAME`` or ``NAME=VALUE``."""
    name, equals, value = text.partition("=")
    if not name.replace("_", "").isalnum():
        raise UsageError(f"-A {text}: {name!r} is no name of a definition")
    return name, value if equals else None


def _modparam(text: str) -> tuple[str, str, int | str]:
    """``module:parameter:s|i:value``."""
    pieces = text.split(":", 3)
    if len(pieces) != 4 or pieces[2] not in ("s", "i"):  # noqa: PLR2004  the four parts of the option's value
        raise UsageError(f"--modparam={text}: expected module:parameter:s:value or module:parameter:i:value")
    module, name, kind, value = pieces
    if kind == "s":
        return module, name, value
    try:
        return module, name, int(value, 0)
    except ValueError:
        raise UsageError(f"--modparam={text}: {value!r} is not an integer") from None
