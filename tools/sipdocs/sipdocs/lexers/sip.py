"""The lexer for SIP messages, with an SDP body (RFC 3261 §7, RFC 8866 §5)."""

from __future__ import annotations

from typing import ClassVar

from pygments.lexer import RegexLexer, bygroups
from pygments.token import Generic, Keyword, Name, Number, Operator, Punctuation, String, Text, Whitespace


class SipLexer(RegexLexer):
    """A SIP request or reply as it stands on the wire."""

    name = "SIP"
    aliases: ClassVar[list[str]] = ["sip"]
    filenames: ClassVar[list[str]] = ["*.sip"]
    url = "https://www.rfc-editor.org/rfc/rfc3261"

    tokens: ClassVar[dict[str, list[object]]] = {
        "root": [
            (
                r"(SIP/\d\.\d)( )(\d{3})( )(.*)(\n)",
                bygroups(Keyword, Text, Number, Text, Generic.Strong, Whitespace),
                "headers",
            ),
            (
                r"([A-Z]+)( )(\S+)( )(SIP/\d\.\d)(\n)",
                bygroups(Name.Function, Text, String, Text, Keyword, Whitespace),
                "headers",
            ),
            (r".*\n", Text),
            (r".+", Text),
        ],
        "headers": [
            (r"([A-Za-z0-9.!%*_+`'~-]+)([ \t]*)(:)", bygroups(Name.Attribute, Whitespace, Operator), "value"),
            (r"\n", Whitespace, "body"),
            (r".+\n?", Text),
        ],
        "value": [
            (r"\n(?=[ \t])", Whitespace),
            (r"\n", Whitespace, "#pop"),
            (r'"(?:[^"\\\n]|\\.)*"?', String.Double),
            (r"<[a-z]+:[^>\n]*>", String),
            (r"(;)([A-Za-z0-9_-]+)(=)?", bygroups(Punctuation, Name.Tag, Operator)),
            (r"\b\d+\b", Number),
            (r"[,;=<>]", Punctuation),
            (r"[^\s\",;=<>]+", Text),
            (r"[ \t]+", Whitespace),
            (r".", Text),
        ],
        "body": [
            (r"^([a-z])(=)(.*)(\n)", bygroups(Name.Attribute, Operator, String, Whitespace)),
            (r".*\n", Text),
            (r".+", Text),
        ],
    }
