"""The arguments of `convert` in the forms that build files use, read without Click.

Whatever is not plain is left to Click: other options, `--name=value`, options in one word, values that Click would refuse.
A test compares what both make of the same arguments.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docbook2rst.cli.conversion import Wanted
    from docbook2rst.cli.run import Run
    from docbook2rst.options import Options

__all__ = ["convert", "parsed"]

_FLAGS = {
    "-q": "quiet",
    "--quiet": "quiet",
    "-v": "verbose",
    "--verbose": "verbose",
    "--beside": "beside",
    "--force": "force",
    "--strict": "strict",
    "-W": "fail_on_warning",
}
_VALUES = {
    "-o": "output",
    "--output": "output",
    "-t": "to",
    "--to": "to",
    "--root": "root",
    "-j": "jobs",
    "--jobs": "jobs",
}


def parsed(arguments: Sequence[str]) -> tuple[list[str], dict[str, str | bool]] | None:
    """The inputs and the options that `convert` is given by `arguments`, each once; None where they are not plain."""
    if not arguments or arguments[0] != "convert" or any(name.startswith("_DOCBOOK2RST") for name in os.environ):
        return None
    inputs: list[str] = []
    options: dict[str, str | bool] = {}
    words = iter(arguments[1:])
    for word in words:
        name = _FLAGS.get(word) or _VALUES.get(word)
        if name is None and (word == "-" or not word.startswith("-")):
            inputs.append(word)
            continue
        value = next(words, "-?") if word in _VALUES else True
        if name is None or name in options or (isinstance(value, str) and value != "-" and value.startswith("-")):
            return None
        options[name] = value
    return (inputs, options) if inputs else None


def convert(arguments: Sequence[str]) -> tuple[Wanted, Options, Run] | None:
    """What `convert_documents` takes; None where Click must read the arguments."""
    found = parsed(arguments)
    if found is None:
        return None
    from docbook2rst.cli.conversion import Wanted  # noqa: PLC0415 - Click's commands load it themselves
    from docbook2rst.cli.settings import make_options, make_run, processes  # noqa: PLC0415
    from docbook2rst.convert import FORMATS  # noqa: PLC0415

    names, options = found
    to, root, jobs = (str(options.get(name, default)) for name, default in (("to", "rst"), ("root", ""), ("jobs", "auto")))
    number = processes(jobs)
    if to not in FORMATS or number is None or (root and not os.path.isdir(root)):  # noqa: PTH112
        return None
    inputs = tuple(map(Path, names))
    wanted = Wanted(
        inputs=inputs,
        output=Path(str(options["output"])) if "output" in options else None,
        to=to,
        beside="beside" in options,
        force="force" in options,
    )
    run = make_run(
        number,
        fail_on_warning="fail_on_warning" in options,
        strict="strict" in options,
        quiet="quiet" in options,
        verbose="verbose" in options,
    )
    return wanted, make_options(inputs, Path(root) if root else None), run
