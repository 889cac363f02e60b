"""The parser's place in the tokens, and the one way to say that a token does not fit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kahea.cfg.errors import GrammarError, near
from kahea.cfg.lexer import Lexer
from kahea.cfg.source import Position
from kahea.cfg.tokens import Kind, Token

__all__ = ["MAX_NESTING", "Cursor"]

MAX_NESTING = 60  # levels of blocks, parentheses and operators: far above real files, far below Python's own limit


class Cursor:
    """Tokens with a look-ahead of as few as the grammar asks for.

    Tokens are pulled only when they are looked at, so that a module that was just loaded is defined (MOD_name) before the lexer
    meets the next directive.
    """

    def __init__(self, lexer: Lexer) -> None:
        self.lexer = lexer
        self._ahead: list[Token] = []
        self._depth = 0
        self.tallest = 0  # height of the highest expression since a block began

    def peek(self, distance: int = 0) -> Token:
        """A token further on, without passing it."""
        while len(self._ahead) <= distance:
            self._ahead.append(self.lexer.token())
        return self._ahead[distance]

    def take(self) -> Token:
        """The next token, passed."""
        token = self.peek()
        if token.kind is not Kind.END:
            self._ahead.pop(0)
        return token

    @property
    def position(self) -> Position:
        """Where the next token stands."""
        return self.peek().position

    def at(self, *texts: str) -> bool:
        """Whether the next token is one of these operators or words."""
        token = self.peek()
        return token.kind in (Kind.OP, Kind.ID) and token.text in texts

    def peek_is(self, text: str, distance: int) -> bool:
        """Whether the token at a distance is this operator."""
        token = self.peek(distance)
        return token.kind is Kind.OP and token.text == text

    def accept(self, *texts: str) -> Token | None:
        """The next token when it is one of these operators or words."""
        return self.take() if self.at(*texts) else None

    def expect(self, text: str, after: str) -> Token:
        """The next token, which must be this operator or word."""
        if not self.at(text):
            raise self.error(f"{text!r} after {after}")
        return self.take()

    def expect_kind(self, kind: Kind, expected: str) -> Token:
        """The next token, which must be of this kind."""
        if self.peek().kind is not kind:
            raise self.error(expected)
        return self.take()

    def string(self, expected: str) -> str:
        """The value of the next token, which must be a string."""
        return str(self.expect_kind(Kind.STRING, expected).value)

    def error(self, expected: str, *, known: Callable[[], list[str]] | None = None) -> GrammarError:
        """That the next token is not what was expected, with the known word that is spelt nearly so."""
        token = self.peek()
        suggestion = near(token.text, known()) if known and token.kind is Kind.ID else None
        return GrammarError(f"unexpected {token}", token.position, expected=expected, suggestion=suggestion)

    @contextmanager
    def level(self) -> Iterator[None]:
        """One level deeper while the block runs."""
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise GrammarError(f"more than {MAX_NESTING} levels of nesting", self.position)
        yield
        self._depth -= 1
