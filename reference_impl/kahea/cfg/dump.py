"""Nodes back to configuration text that parses to equal nodes."""

from kahea.cfg.expressions import PRECEDENCE
from kahea.cfg.nodes import (
    Action,
    Address,
    Assignment,
    Attribute,
    AvpFlags,
    Binary,
    Block,
    Call,
    Case,
    Cast,
    CfgEngine,
    Config,
    CoreParam,
    CustomParam,
    Evaluate,
    Expr,
    Flags,
    GlobalParam,
    Ident,
    If,
    Listen,
    LoadModule,
    LoadPath,
    ModParam,
    Number,
    PVar,
    Return,
    Route,
    Select,
    SetStatement,
    Socket,
    SocketStruct,
    Statement,
    String,
    Switch,
    Unary,
    While,
)
from kahea.cfg.strings import quote

__all__ = ["dump", "dump_expr"]

_FUNCTIONS = frozenset({"strlen", "strempty"})
_HOST_CHARS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_[]")


def dump(config: Config) -> str:
    """The text of a configuration, one statement a line and four blanks a level."""
    return "".join(_statement(statement) + "\n" for statement in config.statements)


def _statement(node: Statement) -> str:
    match node:
        case Route():
            return f"{_route_head(node)} {_block(node.actions, 0)}"
        case Listen():
            return _listen(node)
        case SocketStruct():
            return _socket_struct(node)
        case Flags():
            return "flags " + ", ".join(quote(name) + ("" if bit is None else f":{bit}") for name, bit in node.flags)
        case AvpFlags():
            return "avpflags " + ", ".join(node.names)
        case LoadModule() | LoadPath() | CfgEngine() | ModParam():
            return _module_statement(node)
    return _param(node)


def _param(node: Statement) -> str:
    match node:
        case GlobalParam(name, values):
            return f"{name} = " + _alias_values(values) if name == "alias" else f"{name} = {dump_expr(values[0])}"
        case CoreParam(name, value):
            return f"coreparam[{name}] = {dump_expr(value)}"
        case CustomParam(group, name, value, instance, description):
            index = "" if instance is None else f"[{instance}]"
            suffix = "" if description is None else f" desc {quote(description)}"
            return f"{group}{index}.{name} = {dump_expr(value)}{suffix}"
    raise TypeError(node)


def _alias_values(values: tuple[Expr, ...]) -> str:
    """Aliases; a comment keeps two strings in a row from becoming one."""
    return " /**/ ".join(dump_expr(value) for value in values)


def _module_statement(node: LoadModule | LoadPath | CfgEngine | ModParam) -> str:
    match node:
        case LoadModule(keyword, path, options):
            return f"{keyword} {quote(path)}" if options is None else f"{keyword}({quote(path)}, {quote(options)})"
        case LoadPath(path):
            return f"loadpath {quote(path)}"
        case CfgEngine(name):
            return f"cfgengine {quote(name)}"
        case ModParam(keyword, modules, name, value):
            return f"{keyword}({quote(modules)}, {quote(name)}, {dump_expr(value)})"


def _route_head(node: Route) -> str:
    if not node.name:
        return node.kind
    return f"{node.kind}[{quote(node.name)}]"


def _host(host: str) -> str:
    is_plain = set(host) <= _HOST_CHARS and ((host[:1].isdigit() and host.count(".") == 3) or host[:1] == "[")  # noqa: PLR2004
    return host if is_plain else quote(host)


def _socket(socket: Socket) -> str:
    hosts = ", ".join(_host(host) for host in socket.hosts)
    text = f"{socket.proto}:" if socket.proto else ""
    text += f"({hosts})" if len(socket.hosts) > 1 else hosts
    text += f":{socket.port}" if socket.port is not None else ""
    return text + (f"-{socket.last_port}" if socket.last_port is not None else "")


def _listen(node: Listen) -> str:
    text = "listen = " + " /**/ ".join(_socket(socket) for socket in node.sockets)
    text += f" advertise {_socket(node.advertise)}" if node.advertise else ""
    for word, value in (("name", node.name), ("agname", node.agname), ("vrf", node.vrf)):
        text += f" {word} {quote(value)}" if value is not None else ""
    return text + (" virtual" if node.is_virtual else "")


def _socket_struct(node: SocketStruct) -> str:
    text = f"socket = {{ bind = {_socket(node.bind)};"
    text += f" advertise = {_socket(node.advertise)};" if node.advertise else ""
    for word, value in (("name", node.name), ("agname", node.agname), ("vrf", node.vrf)):
        text += f" {word} = {quote(value)};" if value is not None else ""
    text += f" workers = {node.workers};" if node.workers is not None else ""
    return text + (" virtual = yes;" if node.is_virtual else "") + " }"


def _block(actions: tuple[Action, ...], depth: int) -> str:
    margin = "    " * (depth + 1)
    lines = "".join(f"{margin}{_action(action, depth + 1)}\n" for action in actions)
    return "{\n" + lines + "    " * depth + "}"


def _action(action: Action, depth: int) -> str:
    match action:
        case If(branches, otherwise):
            text = " else ".join(f"if ({dump_expr(condition, depth)}) {_block(body, depth)}" for condition, body in branches)
            return text + (f" else {_block(otherwise, depth)}" if otherwise is not None else "")
        case While(condition, actions):
            return f"while ({dump_expr(condition, depth)}) {_block(actions, depth)}"
        case Switch(value, cases):
            inner = "".join(_case(case, depth + 1) for case in cases)
            return f"switch ({dump_expr(value, depth)}) {{\n{inner}{'    ' * depth}}}"
        case Return(kind, value):
            return f"{kind};" if value is None else f"{kind} {dump_expr(value, depth)};"
        case SetStatement(assignment):
            return f"{dump_expr(assignment.target)} = {dump_expr(assignment.value, depth)};"
        case Evaluate(expr):
            return _block(expr.actions, depth) if isinstance(expr, Block) else dump_expr(expr, depth) + ";"
    return "break;"


def _case(case: Case, depth: int) -> str:
    margin = "    " * depth
    value = "default" if case.value is None else f"case {'/' if case.is_regex else ''}{dump_expr(case.value)}"
    body = "".join(f"{margin}    {_action(action, depth + 1)}\n" for action in case.actions)
    return f"{margin}{value}:\n{body}"


def dump_expr(expr: Expr, depth: int = 0) -> str:
    """The text of an expression; parentheses stand only where the precedence needs them."""
    match expr:
        case Number(value):
            return str(value)
        case String(value):
            return quote(value)
        case PVar(text) | Select(text) | Attribute(text) | Address(text):
            return text
        case Ident(name):
            return name
        case Call(name, args, has_parens):
            return f"{name}({', '.join(dump_expr(arg, depth) for arg in args)})" if has_parens else name
        case Block(actions):
            return _block(actions, depth)
        case Assignment(target, value):
            return f"({dump_expr(target)} = {dump_expr(value, depth)})"
    return _operation(expr, depth)


def _operation(expr: Expr, depth: int) -> str:
    match expr:
        case Unary(operator, operand) if operator in _FUNCTIONS:
            return f"{operator}({dump_expr(operand, depth)})"
        case Unary(operator, operand):
            return f"{operator}{' ' if operator.isalpha() else ''}{_tight(operand, depth)}"
        case Cast(kind, operand):
            return f"({kind}) {_tight(operand, depth)}"
        case Binary(operator, left, right):
            strength = PRECEDENCE[operator]
            return f"{_operand(left, strength, depth)} {operator} {_operand(right, strength + 1, depth)}"
    raise TypeError(expr)


def _tight(operand: Expr, depth: int) -> str:
    """The operand of a prefix; in parentheses where it is a binary or a number, whose sign would join."""
    text = dump_expr(operand, depth)
    return f"({text})" if isinstance(operand, Binary | Number) else text


def _operand(expr: Expr, strength: int, depth: int) -> str:
    text = dump_expr(expr, depth)
    return f"({text})" if isinstance(expr, Binary) and PRECEDENCE[expr.operator] < strength else text
