"""The man page docbook2rst(1), made from the definition of the command line.

`python -m docbook2rst.manpage` writes it to standard output.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from docbook2rst.cli.app import docbook2rst

__all__ = ["render"]

NAME = "docbook2rst"

COMPLETION = (
    "Shells complete commands and options after one of these lines in their start-up file:",
    (
        ("bash", 'eval "$(_DOCBOOK2RST_COMPLETE=bash_source docbook2rst)"'),
        ("zsh", 'eval "$(_DOCBOOK2RST_COMPLETE=zsh_source docbook2rst)"'),
        ("fish", "_DOCBOOK2RST_COMPLETE=fish_source docbook2rst | source"),
    ),
)
ENVIRONMENT = (("NO_COLOR", "If set, messages are not coloured."),)
EXAMPLES = (
    ("One document, to look at:", "docbook2rst convert doc/acc.xml"),
    (
        "A tree of modules, into a folder, with a report:",
        "docbook2rst convert src/modules -o build/rst --report build/report.json",
    ),
    ("The README of each module:", "docbook2rst convert --to readme --beside src/modules"),
    ("Fail if a README is not what its DocBook says:", "docbook2rst convert --to readme --beside --check src/modules"),
    ("What is wrong with a document:", "docbook2rst check -v doc/acc.xml"),
)


def render(group: click.Group = docbook2rst) -> str:
    """The man page in roff."""
    context = click.Context(group, info_name=NAME, **group.context_settings)
    summary = (group.get_short_help_str(200)).rstrip(".")
    lines = [
        f'.TH {NAME.upper()} 1 "" "{NAME}" "User Commands"',
        ".SH NAME",
        f"{NAME} \\- {_escape(_lower_first(summary))}",
        ".SH SYNOPSIS",
    ]
    commands = [(name, group.get_command(context, name)) for name in group.list_commands(context)]
    for name, command in commands:
        if command is not None:
            lines += [f".B {NAME} {name}", _escape(_usage(context, name, command)), ".br"]
    lines += [".SH DESCRIPTION", *_text(group.help or ""), "Each problem is one line on standard error:", *_PROBLEM]
    lines += [".SH OPTIONS", *_options(group, context), ".SH COMMANDS"]
    for name, command in commands:
        if command is not None:
            lines += [f".SS {_escape(name)}", *_text(command.help or ""), *_options(command, context), *_epilog(command)]
    lines += [*_exit_codes(group), *_environment(), *_completion(), *_examples()]
    return "\n".join(lines) + "\n"


_PROBLEM = (".PP", ".RS", "FILE:LINE:COLUMN: SEVERITY: MESSAGE [CODE]", ".RE", ".PP")


def _usage(context: click.Context, name: str, command: click.Command) -> str:
    return " ".join(command.collect_usage_pieces(click.Context(command, parent=context, info_name=name)))


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    """A tagged paragraph for each option of `command`."""
    own = click.Context(command, parent=context, info_name=command.name)
    for parameter in command.get_params(own):
        record = parameter.get_help_record(own)
        if record and isinstance(parameter, click.Option):
            names, text = record
            yield from (".TP", f".B {_escape(names)}", *_text(text))


def _epilog(command: click.Command) -> Iterator[str]:
    if command.epilog:
        yield from (".PP", *_text(command.epilog))


def _exit_codes(group: click.Group) -> Iterator[str]:
    """The exit codes, a tagged paragraph each, from the group's epilog."""
    text = " ".join((group.epilog or "").replace("\b", "").split()).partition(": ")[2].rstrip(".")
    yield ".SH EXIT STATUS"
    for entry in text.split("; "):
        code, _, meaning = entry.partition(" ")
        yield from (".TP", f".B {code}", _escape(meaning))


def _environment() -> Iterator[str]:
    yield ".SH ENVIRONMENT"
    for name, meaning in ENVIRONMENT:
        yield from (".TP", f".B {name}", _escape(meaning))


def _completion() -> Iterator[str]:
    sentence, shells = COMPLETION
    yield from (".SH SHELL COMPLETION", _escape(sentence))
    for shell, line in shells:
        yield from (".TP", f".B {shell}", _escape(line))


def _examples() -> Iterator[str]:
    yield ".SH EXAMPLES"
    for sentence, command in EXAMPLES:
        yield from (".PP", _escape(sentence), ".PP", ".RS", ".EX", _escape(command), ".EE", ".RE")


def _text(text: str) -> Iterator[str]:
    """Click's help text: paragraphs, of which those marked with a backspace keep their lines."""
    for number, paragraph in enumerate(re.split(r"\n\s*\n", text.strip())):
        if number:
            yield ".PP"
        if paragraph.startswith("\b"):
            yield from (".EX", *(_escape(line.removeprefix("    ")) for line in paragraph.splitlines()[1:]), ".EE")
        else:
            yield _escape(" ".join(paragraph.split()))


def _escape(text: str) -> str:
    """`text` as roff takes it literally, hyphens as those of commands."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text)


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


if __name__ == "__main__":
    click.echo(render(), nl=False)
