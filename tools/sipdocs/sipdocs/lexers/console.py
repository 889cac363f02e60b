"""The lexer for console sessions: commands after a prompt, and what they print."""

from __future__ import annotations

from typing import ClassVar

from pygments.lexer import RegexLexer, bygroups
from pygments.token import Comment, Generic, Keyword, Name, String, Text, Whitespace


class SipConsoleLexer(RegexLexer):
    """Sessions with kamcmd, kamctl, kaheactl and a shell."""

    name = "SIP console"
    aliases: ClassVar[list[str]] = ["sip-console", "kamcmd", "kaheactl"]
    filenames: ClassVar[list[str]] = []
    url = "https://www.kamailio.org"

    tokens: ClassVar[dict[str, list[object]]] = {
        "root": [
            (r"^((?:kamcmd|kaheactl)?[$#>])( )", bygroups(Generic.Prompt, Whitespace), "command"),
            (r".*\n", Generic.Output),
            (r".+", Generic.Output),
        ],
        "command": [
            (r"\\\n", Text),
            (r"\n", Whitespace, "#pop"),
            (r"#.*", Comment),
            (r'"(?:[^"\\\n]|\\.)*"?|\'[^\'\n]*\'?', String),
            (r"\b(?:kamcmd|kamctl|kamcli|kaheactl|kahea|kamailio|sipsak|sipp)\b", Keyword),
            (r"\b[a-z_]+(?:\.[a-z_]+)+\b", Name.Function),
            (r"--?[A-Za-z][\w-]*", Name.Attribute),
            (r"[^\s\"'#\\]+", Text),
            (r"[ \t]+", Whitespace),
            (r".", Text),
        ],
    }
