"""The command ``kahea``: Kamailio's command line, and the commands that Kamailio has programs of their own for."""

import os
import sys
from collections.abc import Callable
from importlib.metadata import version
from importlib.resources import as_file, files

from kahea.app import Application, config_inputs, load
from kahea.base.errors import KaheaError
from kahea.cfg.check import check
from kahea.cfg.errors import ConfigError
from kahea.cfg.nodes import Config
from kahea.cfg.parser import parse_config, print_config
from kahea.daemon import daemonise, drop_privileges, write_pid
from kahea.options import Options, UsageError, parse_options, usage

__all__ = ["main"]

_FOREGROUND = (1, 2)
_USAGE = 2
_FAILED = 1


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0 fine, 1 the server or a check failed, 2 the command line is wrong."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        return _run(given)
    except UsageError as fault:
        return _say(f"kahea: {fault}; kahea -h lists the options", _USAGE)
    except ConfigError as fault:
        return _say(fault.card(), _FAILED)
    except KaheaError as fault:
        return _say(f"kahea: {fault}", _FAILED)
    except KeyboardInterrupt:
        return _FAILED


def _run(arguments: list[str]) -> int:
    command = _COMMANDS.get(arguments[0]) if arguments else None
    if command is not None:
        return command(arguments[1:])
    options, given = parse_options(arguments)
    if given.help:
        return _print(usage())
    if given.version or given.info:
        return _print(f"version: kahea {version('kahea')} (python {sys.version.split()[0]}/{sys.platform})\n")
    if options.config:
        return _with_config(options)
    with as_file(files("kahea") / "etc" / "kahea.cfg") as path:
        options.config = str(path)
        return _with_config(options)


def _with_config(options: Options) -> int:
    try:
        if options.print_config:
            return _print(print_config(options.config, config_inputs(options)))
        return _check(options) if options.check else _start(options, load(options))
    except OSError as fault:
        raise KaheaError(f"{options.config}: {fault.strerror or fault}") from fault


def _check(options: Options) -> int:
    """The verdict of -c: the configuration is loaded as for a start, fixups and modules included, and no socket is opened."""
    config = parse_config(options.config, config_inputs(options))
    faults = check(config)
    if faults:
        for fault in faults:
            _say(fault.card(), _FAILED)
        return _FAILED
    Application(options, config).shut_down()
    return _say("config file ok, exiting...", 0)


def _start(options: Options, config: Config) -> int:
    def serve(ready: Callable[[], None]) -> int:
        try:
            application = Application(options, config)
            _become(options, application)
            return application.run(ready)
        except ConfigError as fault:
            return _say(fault.card(), _FAILED)
        except KaheaError as fault:
            return _say(f"kahea: {fault}", _FAILED)

    if options.foreground in _FOREGROUND or not _wants_fork(config):
        return serve(lambda: None)
    return daemonise(serve)


def _wants_fork(config: Config) -> bool:
    """Whether the configuration leaves ``fork`` on."""
    from kahea.cfg.nodes import GlobalParam, Number  # noqa: PLC0415  two names for one question

    values = [each.values[0] for each in config.statements if isinstance(each, GlobalParam) and each.name == "fork"]
    last = values[-1] if values else None
    return not (isinstance(last, Number) and last.value == 0)


def _become(options: Options, application: Application) -> None:
    """The process as it shall serve: its files, its directory, its user."""
    core = application.engine.core
    if options.pid_file:
        write_pid(options.pid_file, os.getpid())
    if options.pgid_file:
        write_pid(options.pgid_file, os.getpgrp())
    workdir = options.workdir or core.workdir
    try:
        if options.chroot:
            os.chroot(options.chroot)
        if workdir:
            os.chdir(workdir)
    except OSError as fault:
        raise KaheaError(f"{fault.filename}: {fault.strerror}") from fault
    drop_privileges(options.user or core.user, options.group or core.group)


def _db(arguments: list[str]) -> int:
    """``kahea db create URL``: Kamailio's tables, made where they are missing."""
    from kahea.db_command import create  # noqa: PLC0415  a server that serves needs none of it

    if len(arguments) != 2 or arguments[0] != "create":  # noqa: PLR2004  the word and the URL
        raise UsageError("db: expected kahea db create URL, as in kahea db create sqlite:///var/lib/kahea.db")
    return _print("".join(f"{line}\n" for line in create(arguments[1])))


_COMMANDS: dict[str, Callable[[list[str]], int]] = {"db": _db}


def _print(text: str) -> int:
    sys.stdout.write(text)
    return 0


def _say(text: str, code: int) -> int:
    sys.stderr.write(text + "\n")
    return code
