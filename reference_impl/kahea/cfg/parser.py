"""A configuration from its main file to nodes."""

from kahea.cfg.check import check
from kahea.cfg.cursor import Cursor
from kahea.cfg.lexer import Lexer
from kahea.cfg.listen import parse_alias, parse_listen, parse_socket_struct
from kahea.cfg.modules import parse_cfgengine, parse_loadmodule, parse_loadpath, parse_modparam
from kahea.cfg.nodes import Config, Statement
from kahea.cfg.params import parse_assign, parse_avpflags, parse_flags
from kahea.cfg.preprocess import Inputs, Preprocessor
from kahea.cfg.routes import parse_route
from kahea.cfg.settings import CORE_SETTINGS
from kahea.cfg.source import SourceFile
from kahea.cfg.tokens import Kind
from kahea.cfg.words import ROUTE_KINDS

__all__ = ["load_config", "parse_config", "print_config"]

_STATEMENTS = {
    **dict.fromkeys(ROUTE_KINDS, parse_route),
    **dict.fromkeys(("loadmodule", "loadmodulex"), parse_loadmodule),
    **dict.fromkeys(("loadpath", "mpath"), parse_loadpath),
    **dict.fromkeys(("modparam", "modparamx"), parse_modparam),
    **dict.fromkeys(("flags", "bool"), parse_flags),
    **dict.fromkeys(("alias", "domain"), parse_alias),
    "avpflags": parse_avpflags,
    "cfgengine": parse_cfgengine,
    "listen": parse_listen,
    "socket": parse_socket_struct,
}


def load_config(path: str, inputs: Inputs) -> Config:
    """The nodes of a configuration, parsed and checked.

    Raises:
        ConfigError: the first fault; `check.check` lists all that it finds in a parsed configuration.
    """
    config = parse_config(path, inputs)
    for error in check(config):
        raise error
    return config


def parse_config(path: str, inputs: Inputs) -> Config:
    """The nodes of a configuration, parsed but not checked.

    >>> parse_config("kamailio.cfg", Inputs(read=lambda path: b"children = 4")).statements
    (GlobalParam(name='children', values=(Number(value=4),)),)
    """
    return _parse(Cursor(_open(path, inputs)))


def print_config(path: str, inputs: Inputs) -> str:
    r"""The text that is left after includes, regions, definitions and substitutions (the option --cfg-print).

    >>> print_config("kamailio.cfg", Inputs(read=lambda path: b"#!define N 4\nchildren = N\n")).strip()
    'children = 4'
    """
    lexer = _open(path, inputs)
    _parse(Cursor(lexer))
    return "".join(lexer.printed)


def _open(path: str, inputs: Inputs) -> Lexer:
    preprocessor = Preprocessor(inputs)
    return Lexer(preprocessor.load_main(path, SourceFile(path, "").position(0)), preprocessor)


def _parse(cursor: Cursor) -> Config:
    """``cfg := (statement | ';')*``."""
    position = cursor.lexer.start
    statements: list[Statement] = []
    while cursor.peek().kind is not Kind.END:
        if not cursor.accept(";"):
            statements.append(_parse_statement(cursor))
    return Config(tuple(statements), cursor.lexer.preprocessor.defines.items(), position=position)


def _parse_statement(cursor: Cursor) -> Statement:
    """``statement := assign | flags_decl | module_stm | listen | route_def``."""
    token = cursor.peek()
    if token.kind is not Kind.ID:
        raise cursor.error("a statement")
    if cursor.peek_is("=", 1) and token.text not in _ASSIGNED:
        return parse_assign(cursor)
    parse = _STATEMENTS.get(token.text)
    if parse is not None:
        return parse(cursor)
    if cursor.peek(1).text in ("=", ".", "[") or token.text in CORE_SETTINGS:
        return parse_assign(cursor)
    raise cursor.error("a statement", known=lambda: [*_STATEMENTS, *CORE_SETTINGS])


_ASSIGNED = frozenset({"listen", "socket", "alias", "domain", "loadpath", "mpath", "cfgengine"})
