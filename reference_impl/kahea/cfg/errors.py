"""The exceptions of the configuration language.

kahea.base.errors.KaheaError
  ConfigError            a place in the configuration and what is wrong there
    PreprocessError      a directive, a definition, an include or a substitution
    TokenError           characters that make no token
    GrammarError         a token that stands where the grammar has no place for it
    CheckError           text that parses and still cannot run
"""

from collections.abc import Iterable
from difflib import get_close_matches

from kahea.base.errors import KaheaError
from kahea.cfg.source import Position

__all__ = ["CheckError", "ConfigError", "GrammarError", "PreprocessError", "TokenError", "near"]


class ConfigError(KaheaError):
    """A fault of the configuration, shown to its author without a traceback.

    Attributes:
        message: what was found.
        position: where it was found.
        expected: what would have been allowed, in words; may be empty.
        suggestion: a known name that is spelt nearly so; None when there is none.
    """

    def __init__(self, message: str, position: Position, *, expected: str = "", suggestion: str | None = None) -> None:
        super().__init__(message, position)
        self.message = message
        self.position = position
        self.expected = expected
        self.suggestion = suggestion

    def __str__(self) -> str:
        return f"{self.position}: {self.sentence}"

    @property
    def sentence(self) -> str:
        """The one-line form without the place."""
        expected = f", expected {self.expected}" if self.expected else ""
        hint = f"; did you mean {self.suggestion}?" if self.suggestion else ""
        return f"{self.message}{expected}{hint}"

    def card(self) -> str:
        """The one-line form, the source line with a caret under the place, and the files that include it."""
        line = self.position.source.line(self.position.line)
        margin = "".join("\t" if char == "\t" else " " for char in line[: self.position.column - 1])
        rows = [str(self), f"    {line}", f"    {margin}^"] if line.strip() else [str(self)]
        place = self.position.source.included_from
        while place is not None:
            rows.append(f"    included from {place}")
            place = place.source.included_from
        return "\n".join(rows)


class PreprocessError(ConfigError):
    """A directive, a definition, an include or a substitution that cannot be obeyed."""


class TokenError(ConfigError):
    """Characters that make no token."""


class GrammarError(ConfigError):
    """A token that stands where the grammar has no place for it."""


class CheckError(ConfigError):
    """Text that parses and still cannot run."""


def near(word: str, known: Iterable[str]) -> str | None:
    """The known name spelt most like `word`, or None; one with letters swapped before all others.

    >>> near("childern", ["children", "debug"])
    'children'
    """
    matches = get_close_matches(word[:64], list(known), n=4, cutoff=0.75)
    letters = sorted(word)
    matches.sort(key=lambda match: sorted(match) != letters)
    return matches[0] if matches and matches[0] != word else None
