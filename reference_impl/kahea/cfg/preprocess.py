"""The directives of the preprocessor: definitions, regions, substitutions and includes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from posixpath import dirname, isabs, join

from kahea.cfg.define import DefineTable, check_id
from kahea.cfg.errors import PreprocessError
from kahea.cfg.ifexp import evaluate
from kahea.cfg.source import Position, SourceFile
from kahea.cfg.strings import quote
from kahea.cfg.subst import Substitution, expand_value, parse_subst, split_subst

__all__ = ["ALIASES", "DIRECTIVES", "Inputs", "Preprocessor"]

MAX_IFDEFS = 512
MAX_INCLUDE_DEPTH = 10
MAX_INCLUDE_PATH = 128
MAX_INCLUDES = 1000  # a file that includes two that include two: 10 levels alone would allow 2**10

ALIASES = {
    "def": "define", "trydefine": "trydef", "redefine": "redef", "undefine": "undef", "tryundefine": "tryundef",
}  # fmt: skip
CONDITIONS = frozenset({"ifdef", "ifndef", "ifexp", "else", "endif"})
_QUOTED = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'([^']*)'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What the configuration is read from and with.

    `read` gives the bytes of a path and raises OSError when it cannot. `defines` holds the automatic IDs (KAMAILIO_5 ...)
    and those of the command line (-A). `substitutions`, `substdefs` and `substdefss` hold the values of --subst, --substdef
    and --substdefs.
    """

    read: Callable[[str], bytes]
    environment: Mapping[str, str] = field(default_factory=dict)
    defines: Mapping[str, str | None] = field(default_factory=dict)
    substitutions: tuple[str, ...] = ()
    substdefs: tuple[str, ...] = ()
    substdefss: tuple[str, ...] = ()


@dataclass(slots=True)
class _Region:
    """An open #!ifdef: whether its text counts, whether the text around it does, and whether its #!else was met."""

    position: Position
    is_taken: bool
    is_outer_taken: bool
    has_else: bool = False


class Preprocessor:
    """Owns the definitions, the open regions and the substitutions of one configuration."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.defines = DefineTable(inputs.defines)
        self.substitutions: list[Substitution] = []
        self._regions: list[_Region] = []
        self._include_depth: dict[SourceFile, int] = {}
        self._includes = 0
        place = SourceFile("command line", "").position(0)
        for word, values in (("subst", inputs.substitutions), ("substdef", inputs.substdefs), ("substdefs", inputs.substdefss)):
            for value in values:
                DIRECTIVES[word](self, value, place)

    @property
    def is_skipping(self) -> bool:
        """Whether the text at hand stands in a region that is not taken."""
        return bool(self._regions) and not self._regions[-1].is_taken

    def obey(self, word: str, argument: str, position: Position) -> None:
        """Do what one directive says; in a skipped region only conditions count."""
        word = ALIASES.get(word, word)
        if self.is_skipping and word not in CONDITIONS:
            return
        DIRECTIVES[word](self, argument, position)

    def finish(self, position: Position) -> None:
        """Raise PreprocessError when a region is still open at the end of the configuration."""
        if self._regions:
            where = self._regions[-1].position
            raise PreprocessError(
                f"different number of preprocessor directives: no #!endif for the region opened at {where}", position
            )

    def substitute(self, text: str, position: Position) -> str:
        """`text` after all substitutions made known so far."""
        for substitution in self.substitutions:
            text = substitution.apply(text, position)
        return text

    def load_main(self, path: str, position: Position) -> SourceFile:
        """The configuration file itself."""
        try:
            return SourceFile(path, decode(self.inputs.read(path)))
        except (OSError, ValueError) as err:
            raise PreprocessError(f"cannot read {path!r}: {reason(err)}", position) from err

    def include(self, path: str, position: Position, *, must_exist: bool) -> SourceFile | None:
        """The text of an included file, looked for from the working directory and then beside the including file.

        Returns None when the file is missing and need not exist.
        """
        path = self.substitute(path, position)
        depth = self._include_depth.get(position.source, 0) + 1
        if len(path) >= MAX_INCLUDE_PATH:
            raise PreprocessError(
                f"an include path of {len(path)} characters", position, expected=f"less than {MAX_INCLUDE_PATH}"
            )
        if depth > MAX_INCLUDE_DEPTH:
            raise PreprocessError(f"includes are nested {depth} deep", position, expected=f"at most {MAX_INCLUDE_DEPTH}")
        self._includes += 1
        if self._includes > MAX_INCLUDES:
            raise PreprocessError(f"more than {MAX_INCLUDES} includes", position)
        source = self._open(path, position, must_exist=must_exist)
        if source is not None:
            self._include_depth[source] = depth
        return source

    def _open(self, path: str, position: Position, *, must_exist: bool) -> SourceFile | None:
        beside = join(dirname(position.source.name), path)
        failure: OSError | ValueError | None = None
        for candidate in dict.fromkeys((path,) if isabs(path) else (path, beside)):
            try:
                return SourceFile(candidate, decode(self.inputs.read(candidate)), position)
            except (OSError, ValueError) as err:
                failure = failure or err
        if must_exist and failure is not None:
            raise PreprocessError(f"cannot read {path!r}: {reason(failure)}", position) from failure
        return None

    def open_region(self, position: Position, *, is_true: bool) -> None:
        """Enter an #!ifdef, #!ifndef or #!ifexp."""
        if len(self._regions) >= MAX_IFDEFS:
            raise PreprocessError(f"more than {MAX_IFDEFS} nested #!ifdef", position)
        outer = not self.is_skipping
        self._regions.append(_Region(position, outer and is_true, outer))

    def current_region(self, word: str, position: Position) -> _Region:
        """The innermost open region."""
        if not self._regions:
            raise PreprocessError(f"different number of preprocessor directives: #!{word} without #!ifdef", position)
        return self._regions[-1]

    def close_region(self) -> None:
        """Leave the innermost region."""
        self._regions.pop()


def decode(data: bytes) -> str:
    """The text of a file: UTF-8, and bytes that are not UTF-8 kept as lone surrogates."""
    return data.decode("utf-8", "surrogateescape")


def reason(err: Exception) -> str:
    """The cause of a failed read in words."""
    return (err.strerror or str(err)) if isinstance(err, OSError) else str(err)


def _define(pre: Preprocessor, argument: str, position: Position) -> None:
    pre.defines.define(*_id_and_value(argument, position), position)


def _trydef(pre: Preprocessor, argument: str, position: Position) -> None:
    name, value = _id_and_value(argument, position)
    if name not in pre.defines:
        pre.defines.define(name, value, position)


def _redef(pre: Preprocessor, argument: str, position: Position) -> None:
    pre.defines.redefine(*_id_and_value(argument, position), position)


def _id_and_value(argument: str, position: Position) -> tuple[str, str | None]:
    name, _, value = argument.replace("\\\r\n", " ").replace("\\\n", " ").strip().replace("\t", " ", 1).partition(" ")
    check_id(name, position)
    return name, value.strip() or None


def _single_id(argument: str, position: Position) -> str:
    name = re.split("#|//", argument, maxsplit=1)[0].strip()
    check_id(name, position)
    return name


def _undef(pre: Preprocessor, argument: str, position: Position) -> None:
    pre.defines.undefine(_single_id(argument, position), position)


def _tryundef(pre: Preprocessor, argument: str, position: Position) -> None:
    pre.defines.discard(_single_id(argument, position))


def _ifdef(pre: Preprocessor, argument: str, position: Position) -> None:
    pre.open_region(position, is_true=not pre.is_skipping and _single_id(argument, position) in pre.defines)


def _ifndef(pre: Preprocessor, argument: str, position: Position) -> None:
    pre.open_region(position, is_true=not pre.is_skipping and _single_id(argument, position) not in pre.defines)


def _ifexp(pre: Preprocessor, argument: str, position: Position) -> None:
    pre.open_region(position, is_true=not pre.is_skipping and bool(evaluate(argument, pre.defines, position)))


def _else(pre: Preprocessor, argument: str, position: Position) -> None:  # noqa: ARG001 - one shape for all directives
    region = pre.current_region("else", position)
    if region.has_else:
        raise PreprocessError(f"a second #!else for the region opened at {region.position}", position)
    region.has_else, region.is_taken = True, region.is_outer_taken and not region.is_taken


def _endif(pre: Preprocessor, argument: str, position: Position) -> None:  # noqa: ARG001 - one shape for all directives
    pre.current_region("endif", position)
    pre.close_region()


def _defexp(pre: Preprocessor, argument: str, position: Position) -> None:
    name, value = _id_and_value(argument, position)
    pre.defines.define(name, str(evaluate(value or "", pre.defines, position)), position)


def _defexps(pre: Preprocessor, argument: str, position: Position) -> None:
    name, value = _id_and_value(argument, position)
    pre.defines.define(name, quote(str(evaluate(value or "", pre.defines, position))), position)


def _from_environment(*, is_quoted: bool, must_exist: bool) -> Callable[[Preprocessor, str, Position], None]:
    def directive(pre: Preprocessor, argument: str, position: Position) -> None:
        name, equals, variable = argument.strip().partition("=")
        variable = variable.strip() if equals else name
        check_id(name.strip(), position)
        value = pre.inputs.environment.get(variable)
        if value is not None:
            pre.defines.define(name.strip(), quote(value) if is_quoted else value, position)
        elif must_exist:
            raise PreprocessError(f"the environment has no {variable}", position)

    return directive


def _subst(pre: Preprocessor, argument: str, position: Position) -> None:
    pre.substitutions.append(parse_subst(*split_subst(_unquote(argument), position), position))


def _substdef(pre: Preprocessor, argument: str, position: Position, *, is_quoted: bool = False) -> None:
    name, text, flags = split_subst(_unquote(argument), position)
    value = expand_value(text, pre.inputs.environment, pre.defines.items(), position)
    pre.defines.define(name, quote(value) if is_quoted else value, position)
    pre.substitutions.append(parse_subst(name, value, flags or "g", position))


def _substdefs(pre: Preprocessor, argument: str, position: Position) -> None:
    _substdef(pre, argument, position, is_quoted=True)


def _unquote(argument: str) -> str:
    match = _QUOTED.match(argument.strip())
    if match is None:
        return argument.strip()
    return match[1] if match[1] is not None else match[2]


DIRECTIVES: dict[str, Callable[[Preprocessor, str, Position], None]] = {
    "define": _define, "trydef": _trydef, "redef": _redef, "undef": _undef, "tryundef": _tryundef,
    "ifdef": _ifdef, "ifndef": _ifndef, "ifexp": _ifexp, "else": _else, "endif": _endif,
    "defexp": _defexp, "defexps": _defexps,
    "defenv": _from_environment(is_quoted=False, must_exist=True),
    "defenvs": _from_environment(is_quoted=True, must_exist=True),
    "trydefenv": _from_environment(is_quoted=False, must_exist=False),
    "trydefenvs": _from_environment(is_quoted=True, must_exist=False),
    "subst": _subst, "substdef": _substdef, "substdefs": _substdefs,
}  # fmt: skip
