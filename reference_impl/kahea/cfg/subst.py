"""Substitutions of strings: `/re/repl/flags` with any separator."""

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass

from kahea.cfg.errors import PreprocessError
from kahea.cfg.source import Position

__all__ = ["MAX_SUBSTITUTED", "Substitution", "expand_value", "parse_subst", "split_subst"]

MAX_SUBSTITUTED = 65_536
_GROUP = re.compile(r"\\(?:([0-9])|(.))", re.DOTALL)
_CLASS = re.compile(r"\[:([a-z]+):\]")
_CLASSES = {
    "alpha": "a-zA-Z", "digit": "0-9", "alnum": "a-zA-Z0-9", "upper": "A-Z", "lower": "a-z", "space": r"\s", "blank": r" \t",
    "xdigit": "0-9A-Fa-f", "punct": r"!-/:-@\[-`{-~", "cntrl": r"\x00-\x1f\x7f", "print": r"\x20-\x7e", "graph": r"\x21-\x7e",
}  # fmt: skip
_PV = re.compile(r"\$(env|def)\(([A-Za-z_][A-Za-z0-9_]*)\)")


@dataclass(frozen=True, slots=True)
class Substitution:
    r"""A regular expression and what its matches become; `\1` to `\9` are its groups."""

    pattern: re.Pattern[str]
    replacement: str
    is_global: bool

    def apply(self, text: str, position: Position) -> str:
        """`text` with the first match replaced, or all of them under the flag g.

        Raises:
            PreprocessError: the result is longer than MAX_SUBSTITUTED characters.
        """
        result = self.pattern.sub(self._expand, text, count=0 if self.is_global else 1)
        if len(result) > MAX_SUBSTITUTED:
            raise PreprocessError(
                f"a substitution gives {len(result)} characters, at most {MAX_SUBSTITUTED} are allowed", position
            )
        return result

    def _expand(self, match: re.Match[str]) -> str:
        def part(escape: re.Match[str]) -> str:
            digit, char = escape.groups()
            if digit is None:
                return str(char)
            number = int(digit)
            return (match[number] or "") if number <= match.re.groups else ""

        return _GROUP.sub(part, self.replacement)


def split_subst(text: str, position: Position) -> tuple[str, str, str]:
    """The three parts of `/re/repl/flags`; a backslash before the separator takes its meaning away.

    >>> from kahea.cfg.source import SourceFile
    >>> split_subst("#a#b#g", SourceFile("x", "").position(0))
    ('a', 'b', 'g')
    """
    separator = text[:1]
    if not separator or separator == "\\":
        raise PreprocessError("a substitution without a separator", position, expected="/re/repl/flags")
    parts = re.split(rf"(?<!\\){re.escape(separator)}", text[1:])
    if len(parts) != 3:  # noqa: PLR2004 - the three parts of the form itself
        raise PreprocessError(
            f"a substitution with {len(parts) - 1} separators after the first", position, expected="/re/repl/flags"
        )
    pattern, replacement, flags = (part.replace("\\" + separator, separator) for part in parts)
    return pattern, replacement, flags


def parse_subst(pattern: str, replacement: str, flags: str, position: Position) -> Substitution:
    """A substitution from its three parts; the flags are g (every match) and i (no case)."""
    unknown = flags.strip("gi")
    if unknown:
        raise PreprocessError(f"unknown flag {unknown[:1]!r} of a substitution", position, expected="g or i")
    if not pattern:
        raise PreprocessError("a substitution of nothing", position, expected="a regular expression")
    try:
        with warnings.catch_warnings():  # Python warns of "[[", which POSIX allows
            warnings.simplefilter("ignore")
            compiled = re.compile(_python_pattern(pattern), re.IGNORECASE if "i" in flags else 0)
    except (re.error, OverflowError, RecursionError) as err:
        raise PreprocessError(f"bad regular expression {pattern[:120]!r}: {err}", position) from err
    return Substitution(compiled, replacement, "g" in flags)


def _python_pattern(pattern: str) -> str:
    """A POSIX pattern with its character classes written out.

    >>> _python_pattern("^[[:digit:]_]+$")
    '^[0-9_]+$'
    """
    return _CLASS.sub(lambda match: _CLASSES.get(match[1], match[0]), pattern)


def expand_value(value: str, environment: Mapping[str, str], defines: Mapping[str, str | None], position: Position) -> str:
    """The value of a substdef with `$env(X)` and `$def(X)` put in."""

    def look_up(match: re.Match[str]) -> str:
        kind, name = match.groups()
        found = environment.get(name) if kind == "env" else defines.get(name)
        if found is None:
            where = "the environment" if kind == "env" else "the definitions"
            raise PreprocessError(f"{name} is not in {where}", position)
        return found

    return _PV.sub(look_up, value)
