"""The lexer for Kamailio's configuration language."""

from __future__ import annotations

from typing import ClassVar

from pygments.lexer import RegexLexer, bygroups, include, words
from pygments.token import Comment, Keyword, Name, Number, Operator, Punctuation, String, Text, Whitespace

_ROUTES = (
    "branch_route",
    "event_route",
    "failure_route",
    "onreply_route",
    "onsend_route",
    "reply_route",
    "request_route",
    "route",
)
_STATEMENTS = ("if", "else", "switch", "case", "default", "while", "break", "return", "drop", "exit")
_LOADING = ("loadmodule", "loadmodulex", "loadpath", "mpath", "modparam", "modparamx", "cfgengine")
_WORD_OPERATORS = ("and", "or", "not", "eq", "ne", "ieq", "ine", "seq", "sne", "mod", "defined", "strlen", "strempty", "selval")
_CONSTANTS = ("yes", "no", "true", "false", "on", "off", "enable", "disable", "myself", "null")


class KamailioLexer(RegexLexer):
    """Kamailio configuration: preprocessor, global parameters, modules, routing blocks, pseudo-variables."""

    name = "Kamailio"
    aliases: ClassVar[list[str]] = ["kamailio", "kamailio-cfg", "opensips"]
    filenames: ClassVar[list[str]] = ["kamailio*.cfg"]
    url = "https://www.kamailio.org"

    # #!KAMAILIO, #!define, !!ifdef are directives and not comments; "#" alone begins a comment.
    tokens: ClassVar[dict[str, list[object]]] = {
        "root": [
            (r"\s+", Whitespace),
            (r"(?:#!|!!)(?:KAMAILIO|OPENSER|SER|ALL|MAXCOMPAT)\b.*", Comment.Special),
            (r"((?:#!|!!)\w+)((?:[^\\\n]|\\.|\\\n)*)", bygroups(Comment.Preproc, Comment.Preproc)),
            (r"#.*", Comment.Single),
            (r"//.*", Comment.Single),
            (r"/\*", Comment.Multiline, "comment"),
            (r"(?:include_file|import_file)\b", Comment.Preproc),
            (
                r"(event_route)(\s*)(\[)([^\]\n]*)(\])",
                bygroups(Keyword.Declaration, Whitespace, Punctuation, Name.Label, Punctuation),
            ),
            (words(_ROUTES, suffix=r"(?=\s*[\[{(])"), Keyword.Declaration),
            (words(_LOADING, suffix=r"\b"), Keyword.Namespace),
            (words(_STATEMENTS, suffix=r"\b"), Keyword),
            (words(_WORD_OPERATORS, suffix=r"\b"), Operator.Word),
            (words(_CONSTANTS, suffix=r"\b"), Keyword.Constant),
            include("values"),
            (r"(\[)([A-Za-z_][\w.-]*)(\])", bygroups(Punctuation, Name.Label, Punctuation)),
            (r"(?:udp|tcp|tls|sctp|ws|wss)(?=:)", Keyword.Type),
            (r"[A-Za-z_]\w*(?=\s*\()", Name.Function),
            (r"[A-Za-z_][\w.-]*(?=\s*=[^=~])", Name.Attribute),
            (r"[A-Za-z_][\w.-]*", Name),
            (r"==|!=|=~|!~|<=|>=|&&|\|\||<<|>>|[-+*/%<>=!&|^~:]", Operator),
            (r"[\[\](){};,.]", Punctuation),
            (r".", Text),
        ],
        "values": [
            (r"\$\(", Name.Variable, "variable"),
            (r"\$[A-Za-z_?][\w]*(?:\((?:[^()\n]|\([^()\n]*\))*\))?(?:\[[^\]\n]*\])?", Name.Variable),
            (r"@[A-Za-z_][\w.]*", Name.Variable.Magic),
            (r'"', String.Double, "string"),
            (r"'[^']*'", String.Single),
            (r"0[xX][0-9a-fA-F]+|[01]+b\b", Number.Hex),
            (r"\d+\.\d+\.\d+\.\d+(?:/\d+)?", Number),
            (r"\d+", Number.Integer),
        ],
        "variable": [
            (r"[^()]+", Name.Variable),
            (r"\(", Name.Variable, "#push"),
            (r"\)", Name.Variable, "#pop"),
        ],
        "string": [
            (r'[^"\\$]+', String.Double),
            (r"\\(?:.|\n)", String.Escape),
            (r"\$\(", Name.Variable, "variable"),
            (r"\$[A-Za-z_]\w*(?:\([^()\"\n]*\))?", String.Interpol),
            (r"\$", String.Double),
            (r'"', String.Double, "#pop"),
        ],
        "comment": [
            (r"[^*/]+", Comment.Multiline),
            (r"\*/", Comment.Multiline, "#pop"),
            (r"[*/]", Comment.Multiline),
        ],
    }
