"""Expressions: operands, prefixes and binary operators by precedence."""

from kahea.cfg.cursor import Cursor
from kahea.cfg.errors import GrammarError
from kahea.cfg.hosts import parse_host
from kahea.cfg.nodes import (
    Address,
    Assignment,
    Attribute,
    Binary,
    Block,
    Call,
    Cast,
    Expr,
    Ident,
    Number,
    PVar,
    Select,
    String,
    Unary,
)
from kahea.cfg.source import Position
from kahea.cfg.tokens import Kind, Token
from kahea.cfg.words import BOOLEANS, CORE_FUNCTIONS, KEYWORDS, OPTIONAL_PARENS, PROTOCOLS, SYNONYMS, VALUES

__all__ = ["PRECEDENCE", "parse_assignment", "parse_call", "parse_constant", "parse_expr"]

MAX_HEIGHT = 120  # operators in a row; nodes are compared and written by recursion
PRECEDENCE = {
    "||": 1, "&&": 2, "|": 3, "&": 4, "^": 5, "<<": 6, ">>": 7,
    "==": 8, "!=": 8, "=~": 8, "ieq": 8, "ine": 8, "eq": 8, "ne": 8,
    "<": 9, ">": 9, "<=": 9, ">=": 9, "+": 10, "-": 10, "*": 11, "/": 11, "mod": 11,
}  # fmt: skip
_PREFIX = frozenset({"!", "~", "-", "not", "defined"})
_FUNCTIONS = frozenset({"strlen", "strempty"})
_COMPARED = frozenset({"==", "!=", "=~", "<", ">", "<=", ">="})
_HOSTS = frozenset({"src_ip", "dst_ip", "snd_ip", "to_ip"})


def parse_expr(cursor: Cursor, lowest: int = 1) -> Expr:
    """An expression whose binary operators bind at least as strong as `lowest`.

    ``expr := unary (OP expr)*``; all binary operators are left-associative.
    """
    with cursor.level():
        left = _parse_unary(cursor)
        while (operator := _binary_operator(cursor.peek())) is not None and PRECEDENCE[operator] >= lowest:
            position = cursor.take().position
            right = _parse_right(cursor, operator, left)
            height = 1 + max(left.height, right.height)
            if height > MAX_HEIGHT:
                raise GrammarError(f"an expression of more than {MAX_HEIGHT} levels", position)
            left = Binary(operator, left, right, position=position, height=height)
    cursor.tallest = max(cursor.tallest, left.height)
    return left


def _binary_operator(token: Token) -> str | None:
    """The sign of a binary operator, None for any other token."""
    text = SYNONYMS.get(token.text, token.text)
    return text if token.kind in (Kind.OP, Kind.ID) and text in PRECEDENCE else None


def _parse_right(cursor: Cursor, operator: str, left: Expr) -> Expr:
    """``right := network | HOST | ID | expr``, the first three only beside a keyword that is compared."""
    left = left.operand if isinstance(left, Unary) and left.operator == "!" else left  # `!src_ip == host.name`
    if isinstance(left, Ident) and operator in _COMPARED:
        token, after = cursor.peek(), cursor.peek(1)
        is_word = token.kind is Kind.ID and not _starts_operand(token, after)
        if left.name in _HOSTS and (token.kind is Kind.IP or is_word or token.text == "["):
            return _parse_network(cursor)
        if is_word:
            return Ident(cursor.take().text, position=token.position)
    return parse_expr(cursor, PRECEDENCE[operator] + 1)


def _starts_operand(token: Token, after: Token) -> bool:
    return token.text in KEYWORDS or token.text in BOOLEANS or token.text in _PREFIX or after.text == "("


def _parse_network(cursor: Cursor) -> Address:
    """``network := HOST ['/' (BITS | MASK)]``."""
    position = cursor.position
    text = parse_host(cursor)
    if cursor.accept("/"):
        if cursor.peek().kind not in (Kind.NUMBER, Kind.IP):
            raise cursor.error("bits or a mask after '/'")
        text += "/" + cursor.take().text
    return Address(text, position=position)


def _parse_unary(cursor: Cursor) -> Expr:
    """``unary := ('!' | 'not' | '~' | '-' | 'defined') unary | '(int)' unary | '(str)' unary | operand``."""
    token = cursor.peek()
    if token.kind in (Kind.OP, Kind.ID) and token.text in _PREFIX:
        cursor.take()
        with cursor.level():
            operand = _parse_unary(cursor)
        if token.text == "-" and isinstance(operand, Number) and operand.value >= 0:
            return Number(-operand.value, position=token.position)
        return Unary(SYNONYMS.get(token.text, token.text), operand, position=token.position, height=operand.height + 1)
    if token.text == "(" and cursor.peek(1).text in ("int", "str") and cursor.peek(2).text == ")":
        cursor.take()
        kind = cursor.take().text
        cursor.take()
        with cursor.level():
            operand = _parse_unary(cursor)
        return Cast(kind, operand, position=token.position, height=operand.height + 1)
    return _parse_operand(cursor)


def _parse_operand(cursor: Cursor) -> Expr:
    """``operand := NUMBER | STRING | PVAR | SELECT | AVP | IP | '(' ... ')' | '{' actions '}' | word``."""
    token = cursor.peek()
    if token.kind is Kind.OP and token.text == "(":
        return _parse_parens(cursor)
    if token.kind is Kind.OP and token.text == "{":
        return _parse_block_value(cursor)
    if token.kind is Kind.ID:
        return _parse_word(cursor)
    constant = _constant(token)
    if constant is None:
        raise cursor.error("an expression")
    cursor.take()
    return constant


def _parse_block_value(cursor: Cursor) -> Expr:
    """``'{' actions '}'`` as a value, as high as the highest expression in it."""
    from kahea.cfg.actions import parse_block  # noqa: PLC0415 - actions hold expressions and expressions hold blocks

    position, outside = cursor.position, cursor.tallest
    cursor.tallest = 0
    block = Block(parse_block(cursor), position=position, height=cursor.tallest + 1)
    cursor.tallest = max(outside, block.height)
    return block


def _constant(token: Token) -> Expr | None:
    """The node of a token that is an operand alone."""
    if token.kind is Kind.NUMBER:
        return Number(int(token.value), position=token.position)
    kinds = {Kind.STRING: String, Kind.PVAR: PVar, Kind.SELECT: Select, Kind.AVP: Attribute, Kind.IP: Address}
    make = kinds.get(token.kind)
    return make(str(token.value), position=token.position) if make else None


def _parse_parens(cursor: Cursor) -> Expr:
    """``'(' (expr | lval '=' expr) ')'``."""
    cursor.take()
    inner = parse_expr(cursor)
    if cursor.at("="):
        inner = parse_assignment(cursor, inner)
    cursor.expect(")", "the expression")
    return inner


def parse_assignment(cursor: Cursor, target: Expr) -> Assignment:
    """``lval '=' expr`` with the left side parsed already; it must be a variable or an AVP."""
    token = cursor.take()
    if not isinstance(target, PVar | Attribute):
        raise GrammarError("only a variable can be assigned to", target.position, expected="$name or an attribute before '='")
    value = parse_expr(cursor)
    return Assignment(target, value, position=token.position, height=value.height + 1)


def _parse_word(cursor: Cursor) -> Expr:
    """``word := BOOLEAN | KEYWORD | FUNCTION '(' args ')' | ('strlen' | 'strempty') '(' expr ')'``."""
    token, after = cursor.peek(), cursor.peek(1)
    if after.text == "(" and after.kind is Kind.OP:
        return parse_call(cursor)
    if token.text in BOOLEANS:
        return Number(BOOLEANS[cursor.take().text], position=token.position)
    if token.text in KEYWORDS or token.text in VALUES:
        return Ident(cursor.take().text, position=token.position)
    if token.text in OPTIONAL_PARENS:
        return Call(cursor.take().text, (), has_parens=False, position=token.position)
    raise cursor.error("an expression", known=lambda: [*KEYWORDS, *BOOLEANS, *OPTIONAL_PARENS])


def parse_call(cursor: Cursor) -> Expr:
    """``call := ID '(' [expr (',' expr)*] ')'``; some core functions take bare words."""
    token = cursor.take()
    cursor.expect("(", token.text)
    args: list[Expr] = []
    with cursor.level():
        while not cursor.at(")"):
            args.append(_parse_arg(cursor, token.text))
            if not cursor.accept(","):
                break
            if cursor.at(")"):
                raise cursor.error(f"another argument of {token.text}()")
    cursor.expect(")", f"the arguments of {token.text}()")
    height = 1 + max((arg.height for arg in args), default=0)
    if token.text in _FUNCTIONS and len(args) == 1:
        return Unary(token.text, args[0], position=token.position, height=height)
    return Call(token.text, tuple(args), position=token.position, height=height)


def _parse_arg(cursor: Cursor, function: str) -> Expr:
    """``arg := expr``, or what the core function reads: a flag, a route, a method, a socket, a host."""
    token, after = cursor.peek(), cursor.peek(1)
    form = CORE_FUNCTIONS.get(function, "")
    if form == "socket" and (token.kind in (Kind.IP, Kind.ID) or token.text == "["):
        return _parse_socket_arg(cursor, token.position)
    if form == "name" and token.kind is Kind.ID and after.text in (")", ","):
        return Ident(cursor.take().text, position=token.position)
    return parse_expr(cursor)


def _parse_socket_arg(cursor: Cursor, position: Position) -> Expr:
    """``socket := 'uri:host' | 'uri:port' | [PROTO ':'] HOST [':' PORT]``."""
    if cursor.at("uri:host", "uri:port"):
        return Ident(cursor.take().text, position=position)
    text = ""
    if cursor.peek().text.lower() in PROTOCOLS and cursor.peek(1).text == ":":
        text = cursor.take().text + cursor.take().text
    text += parse_host(cursor)
    if cursor.accept(":"):
        text += ":" + cursor.expect_kind(Kind.NUMBER, "a port after ':'").text
    return Address(text, position=position)


def parse_constant(cursor: Cursor, expected: str) -> Expr:
    """``constant := ['-'] NUMBER | BOOLEAN | STRING``."""
    token = cursor.peek()
    if cursor.accept("-"):
        number = cursor.expect_kind(Kind.NUMBER, "a number after '-'")
        return Number(-int(number.value), position=token.position)
    if token.kind is Kind.ID and token.text in BOOLEANS:
        return Number(BOOLEANS[cursor.take().text], position=token.position)
    if token.kind not in (Kind.NUMBER, Kind.STRING):
        raise cursor.error(expected)
    cursor.take()
    if token.kind is Kind.NUMBER:
        return Number(int(token.value), position=token.position)
    return String(str(token.value), position=token.position)
