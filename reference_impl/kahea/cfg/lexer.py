"""Text to tokens, with the preprocessor's directives obeyed on the way.

A frame is a text under reading: the configuration file, an included file, or the value of a definition, which is read again
in place of its ID.
"""

import re
from dataclasses import dataclass

from kahea.cfg.errors import PreprocessError, TokenError, near
from kahea.cfg.preprocess import ALIASES, DIRECTIVES, Preprocessor
from kahea.cfg.source import Position, SourceFile
from kahea.cfg.strings import quote, unescape
from kahea.cfg.tokens import Kind, Token

__all__ = ["MAX_EXPANDED", "Lexer"]

MAX_EXPANDED = 1_000_000  # characters that definitions may put in; two that name two each would double without end

_BLANK = re.compile(r"[ \t\r\n\f\v]+")
_LINE = re.compile(r"[^\n]*\n?")
_DIRECTIVE = re.compile(r"(?:#!|!!)([A-Za-z_]+)(?![A-Za-z0-9_])")
_MARKER = re.compile(r"(?:#!|//!)(KAMAILIO|OPENSER|SER|MAXCOMPAT|ALL)[ \t\r]*(?:\n|\Z)")
_SKIPPED = re.compile(r"[ \t]*(?:#!|!!)([A-Za-z_]+)(?![A-Za-z0-9_])")
_REST = re.compile(r"(?:\\\r?\n|[^\n])*")
_NEXT_STRING = re.compile(r'[ \t\r\n\f\v]*(?=")')
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_RAW = re.compile(r"'([^']*)'")
_PAREN = re.compile(r"[()]")
_PVAR = re.compile(r"\$(?:\?|[A-Za-z_0-9]+)")
_ATTRIBUTE = re.compile(r"(?:\.[A-Za-z_][A-Za-z0-9_]*)+")
_IP6 = re.compile(r"[0-9A-Fa-f:]{2,45}(?:\.[0-9]{1,3}){0,3}(?![0-9A-Za-z_:])")
_TOKEN = re.compile(
    r"""(?P<ip>[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![0-9]))
    |(?P<number>0[xX][0-9A-Fa-f]+|[01]+b(?![A-Za-z0-9_])|[0-9]+)
    |(?P<id>msg:len\b|uri:(?:host|port)\b|[A-Za-z_][A-Za-z0-9_]*)
    |(?P<select>@[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*|\[(?:-?[0-9]+|%?"[^"\n]*"|%?[A-Za-z0-9_]+|\*)\])*)
    |(?P<avp>%[A-Za-z_][A-Za-z0-9_.]*)
    |(?P<op>=>|==|!=|=~|<=|>=|<<|>>|&&|\|\||[-+*/=!<>&|^~(){}\[\],;:.])""",
    re.VERBOSE,
)
_GLUE = frozenset(" \t\r\n,;)}")


@dataclass(slots=True)
class _Frame:
    """A text under reading; `origin` and `name` are set for the value of a definition."""

    source: SourceFile
    at: int = 0
    origin: Position | None = None
    name: str = ""


class Lexer:
    """Owns the stack of frames; `token()` gives the next token, and END for ever after the last.

    `printed` collects the text that is left after includes, regions and definitions.
    """

    def __init__(self, source: SourceFile, preprocessor: Preprocessor) -> None:
        self.preprocessor = preprocessor
        self.mode = "ALL"
        self.printed: list[str] = []
        self._main = source
        self._frames = [_Frame(source)]
        self._active: set[str] = set()
        self._expanded = 0

    @property
    def start(self) -> Position:
        """The beginning of the main file."""
        return self._main.position(0)

    def token(self) -> Token:
        """The next token."""
        while self._frames:
            frame = self._frames[-1]
            if frame.at >= len(frame.source.text):
                self._leave(frame)
                continue
            if self.preprocessor.is_skipping and frame.origin is None:
                self._skip_line(frame)
                continue
            found = self._scan(frame)
            if found is not None:
                return found
        end = self._main.position(len(self._main.text))
        self.preprocessor.finish(end)
        return Token(Kind.END, "", end)

    def _leave(self, frame: _Frame) -> None:
        self._frames.pop()
        self._active.discard(frame.name)
        if frame.origin is not None and self._frames:
            outer = self._frames[-1]
            self.printed.append("\n" if "#" in frame.source.text or "//" in frame.source.text else "")
            if outer.source.text[outer.at : outer.at + 1] not in _GLUE:
                self.printed.append(" ")
        elif frame.source is not self._main:
            self.printed.append("\n")

    def _place(self, frame: _Frame, offset: int) -> Position:
        return frame.origin or frame.source.position(offset)

    def _advance(self, frame: _Frame, end: int, *, is_printed: bool = True) -> None:
        if is_printed:
            self.printed.append(frame.source.text[frame.at : end])
        frame.at = end

    def _skip_line(self, frame: _Frame) -> None:
        """Pass one line of a region that is not taken; only a directive at its beginning is looked at."""
        text = frame.source.text
        match = _SKIPPED.match(text, frame.at)
        word = match[1] if match else ""
        if match and ALIASES.get(word, word) in DIRECTIVES:
            frame.at += len(match[0]) - len(match[0].lstrip())
            self._directive(frame, word, match.end())
            return
        line = _LINE.match(text, frame.at)
        frame.at = line.end() if line else len(text)

    def _scan(self, frame: _Frame) -> Token | None:
        """The token that begins here, or None after something that is none was passed."""
        text, at = frame.source.text, frame.at
        blank = _BLANK.match(text, at)
        if blank:
            self._advance(frame, blank.end())
            return None
        char = text[at]
        if char in "#!/" and self._mark(frame):
            return None
        if char in "\"'":
            return self._string(frame)
        if char == "$":
            return self._pvar(frame)
        return self._word(frame)

    def _mark(self, frame: _Frame) -> bool:
        """Pass a comment or obey a directive; False when there is neither."""
        text, at = frame.source.text, frame.at
        if text.startswith("/*", at):
            self._advance(frame, self._comment_end(frame))
            return True
        marker = _MARKER.match(text, at)
        if marker:
            self.mode = "KAMAILIO" if marker[1] == "OPENSER" else marker[1].replace("MAXCOMPAT", "ALL")
            self._advance(frame, marker.end())
            return True
        match = _DIRECTIVE.match(text, at)
        if match and self._is_directive(frame, match):
            return True
        if text[at] == "#" or text.startswith("//", at):
            line = _LINE.match(text, at)
            self._advance(frame, line.end() if line else len(text))
            return True
        return False

    def _is_directive(self, frame: _Frame, match: re.Match[str]) -> bool:
        word = match[1]
        if word in ("include_file", "import_file"):
            self._include(frame, word, match.end())
            return True
        if ALIASES.get(word, word) in DIRECTIVES:
            self._directive(frame, word, match.end())
            return True
        suggestion = near(word, [*DIRECTIVES, *ALIASES, "include_file", "import_file"])
        if suggestion and match[0].startswith("#!"):
            place = self._place(frame, frame.at)
            raise PreprocessError(f"unknown directive #!{word}", place, suggestion=f"#!{suggestion}")
        return False

    def _comment_end(self, frame: _Frame) -> int:
        end = frame.source.text.find("*/", frame.at + 2)
        if end >= 0:
            return end + 2
        raise TokenError("a comment that is not closed", self._place(frame, frame.at), expected="*/")

    def _directive(self, frame: _Frame, word: str, end: int) -> None:
        """Obey a directive; its text is the rest of the line."""
        position = self._place(frame, frame.at)
        text = frame.source.text
        rest = _REST.match(text, end)
        stop = rest.end() if rest else len(text)
        if word == "endif" and stop == len(text):
            raise PreprocessError("#!endif at the end of the file", position, expected="an end of line after it")
        frame.at = stop
        self.preprocessor.obey(word, text[end:stop], position)

    def _include(self, frame: _Frame, word: str, end: int) -> None:
        """Put a frame with the file's text on the stack."""
        position = self._place(frame, frame.at)
        text = frame.source.text
        blank = _BLANK.match(text, end)
        start = blank.end() if blank else end
        match = _STRING.match(text, start) or _RAW.match(text, start)
        if match is None:
            raise PreprocessError(f"{word} without a file", self._place(frame, start), expected="a quoted path")
        frame.at = match.end()
        source = self.preprocessor.include(match[1], position, must_exist=word == "include_file")
        if source is not None:
            self._frames.append(_Frame(source))

    def _string(self, frame: _Frame) -> Token:
        """A string; double-quoted strings with only blanks between them are one."""
        text, start, parts = frame.source.text, frame.at, list[str]()
        end = start
        if text[start] == "'":
            match = _RAW.match(text, start)
            if match is None:
                raise TokenError("a string that is not closed", self._place(frame, start), expected="'")
            parts, end = [match[1]], match.end()
        else:
            following: re.Match[str] | None = _NEXT_STRING.match(text, start)
            while following:
                match = _STRING.match(text, following.end())
                if match is None:
                    raise TokenError("a string that is not closed", self._place(frame, following.end()), expected='"')
                parts.append(unescape(match[1]))
                end = match.end()
                following = _NEXT_STRING.match(text, end)
        return self._string_token(frame, "".join(parts), end)

    def _string_token(self, frame: _Frame, value: str, end: int) -> Token:
        position = self._place(frame, frame.at)
        lexeme = frame.source.text[frame.at : end]
        substituted = self.preprocessor.substitute(value, position)
        if substituted != value:
            lexeme = quote(substituted)
        self.printed.append(lexeme)
        frame.at = end
        return Token(Kind.STRING, lexeme, position, substituted)

    def _pvar(self, frame: _Frame) -> Token:
        """A pseudo-variable: $name, $name(inner) or $(...), parentheses balanced."""
        text, start = frame.source.text, frame.at
        match = _PVAR.match(text, start)
        end = match.end() if match else start + 1
        position = self._place(frame, start)
        if text.startswith("(", end) and (match is None or match[0] != "$?"):
            end = self._closing(text, end, position)
        elif match is None:
            raise TokenError("'$' without a name", position, expected="$name, $name(...) or $(...)")
        lexeme = text[start:end]
        name = _ATTRIBUTE.match(text, end) if self.mode != "KAMAILIO" else None
        if name and match and "(" not in lexeme:
            frame_text = lexeme + name[0]
            self._advance(frame, name.end())
            return Token(Kind.AVP, frame_text, position, frame_text)
        lexeme = self.preprocessor.substitute(lexeme, position)
        self.printed.append(lexeme)
        frame.at = end
        return Token(Kind.PVAR, lexeme, position, lexeme)

    def _closing(self, text: str, start: int, position: Position) -> int:
        depth = 0
        for paren in _PAREN.finditer(text, start):
            depth += 1 if paren[0] == "(" else -1
            if depth == 0:
                return paren.end()
        raise TokenError("a pseudo-variable that is not closed", position, expected="')'")

    def _word(self, frame: _Frame) -> Token | None:
        """A name, number, address, select, attribute or operator."""
        text, at = frame.source.text, frame.at
        position = self._place(frame, at)
        six = _IP6.match(text, at)
        if six and (("::" in six[0] and (six[0] != "::" or text[at - 1 : at] == "[")) or six[0].count(":") == 7):  # noqa: PLR2004 - colons of an IPv6 address
            self._advance(frame, six.end())
            return Token(Kind.IP, six[0], position, six[0])
        match = _TOKEN.match(text, at)
        if match is None:
            raise TokenError(f"unexpected character {text[at]!r}", position)
        group, lexeme = str(match.lastgroup), match[0]
        if group == "id":
            return self._id(frame, lexeme, match.end(), position)
        self._advance(frame, match.end())
        if group == "number":
            return Token(Kind.NUMBER, lexeme, position, number(lexeme, position))
        return Token(_KINDS[group], lexeme, position, lexeme)

    def _id(self, frame: _Frame, name: str, end: int, position: Position) -> Token | None:
        """A name; None when it is an include or a defined ID, whose value is read next."""
        defines = self.preprocessor.defines
        if name in ("include_file", "import_file"):
            self._include(frame, name, end)
            return None
        value = defines.get(name)
        if value is None or name in self._active:
            self._advance(frame, end)
            return Token(Kind.ID, name, position, name)
        self._expanded += len(value)
        if self._expanded > MAX_EXPANDED:
            raise PreprocessError(f"definitions put in more than {MAX_EXPANDED} characters", position)
        frame.at = end
        self._active.add(name)
        self._frames.append(_Frame(SourceFile(name, value), 0, position, name))
        return None


_KINDS = {"ip": Kind.IP, "select": Kind.SELECT, "avp": Kind.AVP, "op": Kind.OP}


def number(text: str, position: Position) -> int:
    """The value of a decimal, hexadecimal (0x), octal (leading 0) or binary (b at the end) number.

    >>> [number(text, SourceFile("x", "").position(0)) for text in ("10", "0x1F", "017", "101b")]
    [10, 31, 15, 5]
    """
    if len(text) > 70:  # noqa: PLR2004 - longer than 64 bits in any base
        raise TokenError("a number of more than 64 bits", position)
    if text[:2] in ("0x", "0X"):
        value = int(text, 16)
    elif text.endswith("b"):
        value = int(text[:-1], 2)
    elif text.startswith("0") and len(text) > 1:
        if set(text) - set("01234567"):
            raise TokenError(f"octal number {text} has a digit above 7", position)
        value = int(text, 8)
    else:
        value = int(text)
    if value >= 1 << 63:
        raise TokenError(f"number {text} has more than 64 bits", position)
    return value
