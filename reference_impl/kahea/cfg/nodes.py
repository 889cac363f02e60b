"""The nodes that a configuration is parsed to.

Two nodes are equal when they say the same; where they stand (`position`) does not count.
"""

from dataclasses import dataclass, field

from kahea.cfg.source import Position

__all__ = [
    "Action", "Address", "Assignment", "Attribute", "AvpFlags", "Binary", "Block", "Break", "Call", "Case", "Cast", "CfgEngine",
    "Config", "CoreParam", "CustomParam", "Evaluate", "Expr", "Flags", "GlobalParam", "Ident", "If", "Listen", "LoadModule",
    "LoadPath", "ModParam", "Node", "Number", "PVar", "Return", "Route", "Select", "SetStatement", "Socket", "SocketStruct",
    "Statement", "String", "Switch", "Unary", "While",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Anything that was written at one place of the configuration."""

    position: Position = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expr(Node):
    """What has a value; `height` is the number of nodes on the longest way down."""

    height: int = field(default=1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Number(Expr):
    """A whole number, or a boolean word, which is 1 or 0."""

    value: int


@dataclass(frozen=True, slots=True)
class String(Expr):
    """A string with its escapes resolved."""

    value: str


@dataclass(frozen=True, slots=True)
class PVar(Expr):
    """A pseudo-variable as written, with `$`."""

    text: str


@dataclass(frozen=True, slots=True)
class Select(Expr):
    """A select as written, with `@`."""

    text: str


@dataclass(frozen=True, slots=True)
class Attribute(Expr):
    """An AVP of the SER dialect: `%name` or `$f.name`."""

    text: str


@dataclass(frozen=True, slots=True)
class Ident(Expr):
    """A bare word: a core keyword (`uri`, `myself`), a protocol, a method, a flag's name."""

    name: str


@dataclass(frozen=True, slots=True)
class Address(Expr):
    """An address, a network (`10.0.0.0/8`), a host name or a socket (`udp:10.0.0.1:5060`) without quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class Unary(Expr):
    """`!`, `-`, `~`, `defined`, `strlen`, `strempty` and their operand."""

    operator: str
    operand: Expr


@dataclass(frozen=True, slots=True)
class Cast(Expr):
    """`(int)` or `(str)` and its operand."""

    kind: str
    operand: Expr


@dataclass(frozen=True, slots=True)
class Binary(Expr):
    """Two operands; words are written as signs (`and` is `&&`, `or` is `||`)."""

    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Call(Expr):
    """A function and its arguments; `has_parens` is false for `force_rport` alone."""

    name: str
    args: tuple[Expr, ...]
    has_parens: bool = True


@dataclass(frozen=True, slots=True)
class Assignment(Expr):
    """`lval = expr`, as a statement or between parentheses as a value."""

    target: Expr
    value: Expr


@dataclass(frozen=True, slots=True)
class Block(Expr):
    """Actions between braces."""

    actions: tuple["Action", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Node):
    """What a route executes."""


@dataclass(frozen=True, slots=True)
class Evaluate(Action):
    """An expression that stands as a statement: a call or a block."""

    expr: Expr


@dataclass(frozen=True, slots=True)
class SetStatement(Action):
    """An assignment that stands as a statement."""

    assignment: Assignment


@dataclass(frozen=True, slots=True)
class If(Action):
    """Conditions with their actions, tried in order, and the actions when none holds."""

    branches: tuple[tuple[Expr, tuple[Action, ...]], ...]
    otherwise: tuple[Action, ...] | None


@dataclass(frozen=True, slots=True)
class While(Action):
    """Actions repeated as long as the condition holds."""

    condition: Expr
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Case(Node):
    """One entry of a switch; `value` is None for `default`, `is_regex` is true for `case /"re":`."""

    value: Expr | None
    actions: tuple[Action, ...]
    is_regex: bool = False


@dataclass(frozen=True, slots=True)
class Switch(Action):
    """A value and the cases it is compared with; a case without break falls into the next."""

    value: Expr
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Return(Action):
    """`drop`, `exit` or `return`, and the code that it gives."""

    kind: str
    value: Expr | None


@dataclass(frozen=True, slots=True)
class Break(Action):
    """The end of a case or of a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Node):
    """What stands outside the routes, and the routes."""


@dataclass(frozen=True, slots=True)
class GlobalParam(Statement):
    """`name = values`; only alias and its like have more than one value."""

    name: str
    values: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class CoreParam(Statement):
    """`coreparam[name] = value`."""

    name: str
    value: Expr


@dataclass(frozen=True, slots=True)
class CustomParam(Statement):
    """`group.name = value desc "text"` or `group[instance].name = value`."""

    group: str
    name: str
    value: Expr
    instance: int | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Socket(Node):
    """One address of `listen`; several hosts are one multi-homed SCTP socket; port None is the default, "*" too."""

    proto: str | None
    hosts: tuple[str, ...]
    port: int | None
    last_port: int | None = None


@dataclass(frozen=True, slots=True)
class Listen(Statement):
    """`listen = sockets` and the suffixes of the statement."""

    sockets: tuple[Socket, ...]
    advertise: Socket | None = None
    name: str | None = None
    agname: str | None = None
    vrf: str | None = None
    is_virtual: bool = False


@dataclass(frozen=True, slots=True)
class SocketStruct(Statement):
    """`socket = { attribute = value; ... }` with the attributes as written."""

    bind: Socket
    advertise: Socket | None = None
    name: str | None = None
    agname: str | None = None
    workers: int | None = None
    is_virtual: bool = False
    vrf: str | None = None


@dataclass(frozen=True, slots=True)
class Flags(Statement):
    """Names of flags, each with its number or None for the first free one."""

    flags: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class AvpFlags(Statement):
    """Names of AVP flags."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoadModule(Statement):
    """A module by file or name; `options` belong to `loadmodulex`."""

    keyword: str
    path: str
    options: str | None = None

    @property
    def name(self) -> str:
        """The module's name: no folder, no `.so`."""
        return self.path.rpartition("/")[2].removesuffix(".so")


@dataclass(frozen=True, slots=True)
class LoadPath(Statement):
    """Where modules are looked for."""

    path: str


@dataclass(frozen=True, slots=True)
class CfgEngine(Statement):
    """The engine of the routing logic."""

    name: str


@dataclass(frozen=True, slots=True)
class ModParam(Statement):
    """A parameter of one or several modules (`modules` is the pattern as written)."""

    keyword: str
    modules: str
    name: str
    value: Expr


@dataclass(frozen=True, slots=True)
class Route(Statement):
    """A routing block: `kind` is request_route, route, branch_route ...; `name` is empty for the main one of its kind."""

    kind: str
    name: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Config(Node):
    """The whole configuration; `defines` are the definitions that were left when its text ended."""

    statements: tuple[Statement, ...]
    defines: dict[str, str | None] = field(default_factory=dict, compare=False, repr=False)
