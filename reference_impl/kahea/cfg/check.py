"""What a parsed configuration must keep before it can run, without knowing any module's functions."""

from collections.abc import Iterator

from kahea.cfg.errors import CheckError, near
from kahea.cfg.nodes import (
    Action,
    Assignment,
    Binary,
    Block,
    Break,
    Call,
    Case,
    Cast,
    Config,
    CustomParam,
    Evaluate,
    Expr,
    Flags,
    GlobalParam,
    Ident,
    If,
    LoadModule,
    ModParam,
    Number,
    Return,
    Route,
    SetStatement,
    String,
    Switch,
    Unary,
    While,
)
from kahea.cfg.settings import CORE_SETTINGS
from kahea.cfg.words import CORE_FUNCTIONS, OPTIONAL_PARENS, RESERVED

__all__ = ["check", "walk_expr"]

MAX_FLAG = 31
MAX_PARAMS = 6
_FLAG_FUNCTIONS = frozenset({"setflag", "resetflag", "isflagset"})
_ONSEND_ONLY = frozenset({"snd_ip", "snd_port", "snd_proto", "snd_af", "to_ip", "to_port", "to_proto", "to_af"})
_SAME_TYPE = frozenset({"==", "!="})
_CORE_CALLS = frozenset({
    *CORE_FUNCTIONS, *OPTIONAL_PARENS, "strlen", "strempty", "selval", "is_defined", "prefix", "strip", "strip_tail",
    "error", "exec",
})  # fmt: skip


def check(config: Config) -> list[CheckError]:
    """All faults of a configuration in the order of the text."""
    checker = _Checker(config)
    return sorted(checker.run(), key=lambda error: (error.position.source is not config.position.source, error.position.line))


class _Checker:
    """One check; owns what is declared: routes, flags, modules."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.routes: dict[tuple[str, str], Route] = {}
        self.flags: dict[str, int | None] = {}

    def run(self) -> Iterator[CheckError]:
        yield from self.declarations()
        for statement in self.config.statements:
            if isinstance(statement, Route):
                yield from self.actions(statement.actions, statement, in_loop=False)

    def declarations(self) -> Iterator[CheckError]:
        loaded: dict[str, LoadModule] = {}
        custom: set[tuple[str, int | None, str]] = set()
        for statement in self.config.statements:
            if isinstance(statement, Route):
                yield from self.route(statement)
            elif isinstance(statement, Flags):
                yield from self.declare_flags(statement)
            elif isinstance(statement, LoadModule):
                loaded[statement.name] = statement
            elif isinstance(statement, ModParam):
                yield from _check_modparam(statement, loaded)
            elif isinstance(statement, GlobalParam):
                yield from _check_range(statement)
            elif isinstance(statement, CustomParam):
                yield from _check_custom(statement, custom)

    def route(self, route: Route) -> Iterator[CheckError]:
        key = (route.kind, route.name)
        first = self.routes.setdefault(key, route)
        if first is not route:
            title = f"{route.kind}[{route.name}]" if route.name else route.kind
            yield CheckError(f"duplicate {title}, first defined at {first.position}", route.position)

    def declare_flags(self, statement: Flags) -> Iterator[CheckError]:
        for name, bit in statement.flags:
            if name in self.flags:
                yield CheckError(f"flag {name} is declared twice", statement.position)
            elif bit is not None and bit in self.flags.values():
                owner = next(other for other, number in self.flags.items() if number == bit)
                yield CheckError(f"flag {name} has number {bit}, which {owner} has already", statement.position)
            self.flags[name] = bit
        if len(self.flags) > MAX_FLAG + 1:
            yield CheckError(f"{len(self.flags)} flags are declared", statement.position, expected=f"at most {MAX_FLAG + 1}")

    def actions(self, actions: tuple[Action, ...], route: Route, *, in_loop: bool) -> Iterator[CheckError]:
        for action in actions:
            if isinstance(action, Break) and not in_loop:
                yield CheckError("break outside of switch and while", action.position)
            for expr in _exprs_of(action):
                yield from self.expr(expr, route, in_loop=in_loop)
            for body, is_loop in _bodies_of(action):
                yield from self.actions(body, route, in_loop=in_loop or is_loop)
            if isinstance(action, Switch):
                yield from _check_switch(action)

    def expr(self, root: Expr, route: Route, *, in_loop: bool) -> Iterator[CheckError]:
        for expr in walk_expr(root):
            if isinstance(expr, Call):
                yield from self.call(expr)
            elif isinstance(expr, Binary):
                yield from _check_constants(expr)
            elif isinstance(expr, Block):
                yield from self.actions(expr.actions, route, in_loop=in_loop)
            elif isinstance(expr, Ident) and expr.name in _ONSEND_ONLY and route.kind not in ("onsend_route", "route"):
                yield CheckError(f"{expr.name} in {route.kind}", expr.position, expected="only in onsend_route")

    def call(self, call: Call) -> Iterator[CheckError]:
        if len(call.args) > MAX_PARAMS:
            yield CheckError(f"{call.name}() has {len(call.args)} arguments", call.position, expected=f"at most {MAX_PARAMS}")
        if call.name == "route":
            yield from self.route_call(call)
        elif call.name in _FLAG_FUNCTIONS:
            yield from self.flag_call(call)
        elif call.name not in _CORE_CALLS:
            for arg in call.args:
                for inner in walk_expr(arg):
                    if isinstance(inner, Call) and inner.name not in _CORE_CALLS:
                        yield CheckError(f"{inner.name}() inside the arguments of {call.name}()", inner.position)

    def route_call(self, call: Call) -> Iterator[CheckError]:
        if len(call.args) != 1:
            yield CheckError(f"route() has {len(call.args)} arguments", call.position, expected="1")
            return
        arg = call.args[0]
        if not isinstance(arg, Ident | String | Number) or (isinstance(arg, String) and "$" in arg.value):
            return
        name = str(arg.name if isinstance(arg, Ident) else arg.value)
        is_known = ("request_route", "") in self.routes if name == "0" else ("route", name) in self.routes
        if not is_known:
            known = [route for kind, route in self.routes if kind == "route"]
            yield CheckError(f"route[{name}] is not defined", arg.position, suggestion=near(name, known))

    def flag_call(self, call: Call) -> Iterator[CheckError]:
        if len(call.args) != 1:
            yield CheckError(f"{call.name}() has {len(call.args)} arguments", call.position, expected="1")
            return
        arg = call.args[0]
        if isinstance(arg, Number) and not 0 <= arg.value <= MAX_FLAG:
            yield CheckError(f"flag {arg.value} is not in 0..{MAX_FLAG}", arg.position)
        elif isinstance(arg, Ident) and arg.name not in self.flags:
            yield CheckError(f"flag {arg.name} is not declared", arg.position, suggestion=near(arg.name, self.flags))


def walk_expr(expr: Expr) -> Iterator[Expr]:
    """The expression and all below it, blocks without their actions."""
    stack = [expr]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(_children(node)))


def _children(expr: Expr) -> tuple[Expr, ...]:
    if isinstance(expr, Binary):
        return (expr.left, expr.right)
    if isinstance(expr, Unary | Cast):
        return (expr.operand,)
    if isinstance(expr, Assignment):
        return (expr.target, expr.value)
    return expr.args if isinstance(expr, Call) else ()


def _exprs_of(action: Action) -> tuple[Expr, ...]:
    """The expressions that an action holds itself."""
    if isinstance(action, Evaluate):
        return (action.expr,)
    if isinstance(action, SetStatement):
        return (action.assignment,)
    if isinstance(action, If):
        return tuple(condition for condition, _ in action.branches)
    if isinstance(action, While):
        return (action.condition,)
    if isinstance(action, Switch):
        return (action.value,)
    return (action.value,) if isinstance(action, Return) and action.value is not None else ()


def _bodies_of(action: Action) -> tuple[tuple[tuple[Action, ...], bool], ...]:
    """The actions below an action, and whether break ends them."""
    if isinstance(action, If):
        bodies = [(body, False) for _, body in action.branches]
        return (*bodies, (action.otherwise or (), False))
    if isinstance(action, While):
        return ((action.actions, True),)
    return tuple((case.actions, True) for case in action.cases) if isinstance(action, Switch) else ()


def _check_modparam(statement: ModParam, loaded: dict[str, LoadModule]) -> Iterator[CheckError]:
    names = statement.modules.split("|")
    if not all(name.isascii() and name.replace("_", "").isalnum() for name in names):
        return  # a regular expression: what it matches is known when the modules are
    for name in names:
        if name not in loaded:
            hint = near(name, loaded)
            yield CheckError(f"{statement.keyword}: module {name!r} is not loaded", statement.position, suggestion=hint)


def _check_range(statement: GlobalParam) -> Iterator[CheckError]:
    setting, value = CORE_SETTINGS.get(statement.name), statement.values[0]
    if setting is None or not isinstance(value, Number):
        return
    low, high = setting.low, setting.high
    if (low is not None and value.value < low) or (high is not None and value.value > high):
        allowed = f"at least {low}" if high is None else f"{low}..{high}"
        yield CheckError(f"{statement.name} is {value.value}", value.position, expected=allowed)


def _check_custom(statement: CustomParam, seen: set[tuple[str, int | None, str]]) -> Iterator[CheckError]:
    for word in (statement.group, statement.name):
        if word in RESERVED:
            yield CheckError(f"{word!r} is a reserved word and no name of a parameter", statement.position)
    key = (statement.group, statement.instance, statement.name)
    if key in seen:
        yield CheckError(f"{statement.group}.{statement.name} is given twice", statement.position)
    seen.add(key)


def _check_constants(expr: Binary) -> Iterator[CheckError]:
    left, right = expr.left, expr.right
    if isinstance(left, Number | String) and isinstance(right, Number | String):
        wanted: type | None = {"ieq": Number, "ine": Number, "eq": String, "ne": String}.get(expr.operator)
        differs = type(left) is not type(right) if expr.operator in _SAME_TYPE else False
        if differs or (wanted and not (isinstance(left, wanted) and isinstance(right, wanted))):
            yield CheckError(f"type mismatch: {_kind(left)} {expr.operator} {_kind(right)}", expr.position)


def _kind(expr: Expr) -> str:
    return "number" if isinstance(expr, Number) else "string"


def _check_switch(switch: Switch) -> Iterator[CheckError]:
    first: Case | None = None
    default: Case | None = None
    seen: set[tuple[bool, int | str]] = set()
    for case in switch.cases:
        if case.value is None:
            if default is not None:
                yield CheckError(f"a second default in the switch, first at {default.position}", case.position)
            default = case
            continue
        first = first or case
        if first.value is not None and type(first.value) is not type(case.value):
            yield CheckError(f"type mismatch: case {_kind(case.value)} after case {_kind(first.value)}", case.position)
        if isinstance(case.value, Number | String):
            key = (case.is_regex, case.value.value)
            if key in seen:
                yield CheckError(f"case {case.value.value!r} is given twice", case.position)
            seen.add(key)
