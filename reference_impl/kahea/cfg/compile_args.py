"""Arguments of functions to Python: what is fixed is read now, what is not becomes code (Kamailio's fixup functions)."""

import ast
import re
from collections.abc import Callable

from kahea.cfg import compile_ast as py
from kahea.cfg.binding import Arg, ArgKind
from kahea.cfg.compile_convert import as_value
from kahea.cfg.compile_expr import MSG, encoded, number, text_of, variable, variable_code
from kahea.cfg.compile_scope import Scope, value
from kahea.cfg.errors import CheckError
from kahea.cfg.fold import fold
from kahea.cfg.nodes import Address, Attribute, Expr, Ident, Number, PVar, Select, String
from kahea.cfg.values import read_int
from kahea.pv import PvFormat, PvSyntaxError

__all__ = ["argument"]

_STARTS_VARIABLE = re.compile(rb"\$[A-Za-z0-9_(?]")


def argument(scope: Scope, expr: Expr, arg: Arg, function: str) -> ast.expr:
    """The code of one argument, as the parameter `arg` of `function` asks for it.

    Raises:
        CheckError: it is of another kind, or has to be fixed text and is not.
    """
    return _READERS[arg.kind](scope, fold(expr), arg, function)


def _refused(expr: Expr, arg: Arg, function: str, found: str, wanted: str = "") -> CheckError:
    return CheckError(f"{function}(): parameter {arg.name!r} must be {wanted or arg.kind.value}, not {found}", expr.position)


def _word(expr: Expr) -> str | None:
    """The text of fixed text: a string, a number, a bare word, an address."""
    match expr:
        case String(text) | Ident(text) | Address(text):
            return text
        case Number(number_value):
            return str(number_value)
    return None


def _int(scope: Scope, expr: Expr, arg: Arg, function: str) -> ast.expr:
    if isinstance(expr, PVar | Select | Attribute):
        return py.call("int_arg", as_value(scope, value(scope, expr)))
    word = _word(expr)
    if word is None:
        return number(scope, expr)
    read = read_int(encoded(word)) if word else None
    if read is not None:
        return py.constant(read)
    if not isinstance(expr, String) or "$" not in word:
        raise _refused(expr, arg, function, repr(word))
    form = _format_of(scope, expr, word)
    if form.single is not None:
        return py.call("int_arg", as_value(scope, variable_code(scope, form.single)))
    return py.call("int_arg", py.call("pv_str", _printed(scope, form)))


def _str(scope: Scope, expr: Expr, _arg: Arg, _function: str) -> ast.expr:
    if isinstance(expr, PVar):
        return _printed(scope, _format_of(scope, expr, expr.text))
    word = _word(expr)
    if word is None:
        return text_of(scope, expr)
    if not isinstance(expr, String):
        return py.constant(encoded(word))
    return _printed(scope, _format_of(scope, expr, word))


def _printed(scope: Scope, form: PvFormat) -> ast.expr:
    """The text of a format: a constant when it has no variables."""
    if form.constant is not None:
        return py.constant(form.constant)
    return py.call(py.attribute(scope.names.bind("format", form), "printf"), MSG)


def _format_of(scope: Scope, expr: Expr, text: str) -> PvFormat:
    with scope.place(expr.position):
        return scope.binding.format(encoded(text))


def _pvar(scope: Scope, expr: Expr, arg: Arg, function: str) -> ast.expr:
    text = expr.text if isinstance(expr, PVar) else expr.value if isinstance(expr, String) else ""
    if not text.startswith("$"):
        raise _refused(expr, arg, function, repr(_word(expr)) if _word(expr) is not None else "an expression")
    return scope.names.bind("pv", variable(scope, expr, encoded(text)))


def _format(scope: Scope, expr: Expr, arg: Arg, function: str) -> ast.expr:
    text = expr.text if isinstance(expr, PVar) else _word(expr)
    if text is None:
        raise _refused(expr, arg, function, "an expression")
    return scope.names.bind("format", _format_of(scope, expr, text))


def _regex(scope: Scope, expr: Expr, arg: Arg, function: str) -> ast.expr:
    text = expr.text if isinstance(expr, PVar) else _word(expr)
    if text is None:
        raise _refused(expr, arg, function, "an expression")
    form = _form_of_regex(scope, expr, encoded(text))
    if form.constant is None:
        return py.call("arg_regex", _printed(scope, form))
    with scope.place(expr.position):
        return scope.names.bind("regex", scope.binding.regex(form.constant))


def _form_of_regex(scope: Scope, expr: Expr, text: bytes) -> PvFormat:
    """The expression's format; a dollar sign that starts no variable ends a line, as it does in expressions."""
    if not _STARTS_VARIABLE.search(text):
        return PvFormat((text,))
    try:
        with scope.place(expr.position):
            return scope.binding.format(text)
    except CheckError as fault:
        if isinstance(fault.__cause__, PvSyntaxError) and not isinstance(expr, PVar) and b"$(" in text:
            return PvFormat((text,))
        raise


def _fixed(_scope: Scope, expr: Expr, arg: Arg, function: str) -> ast.expr:
    word = _word(expr)
    if word is None:
        raise _refused(expr, arg, function, "a variable or an expression")
    return py.constant(word)


def _read(scope: Scope, expr: Expr, arg: Arg, function: str) -> ast.expr:
    assert arg.read is not None, "a READ parameter comes with its reader"
    try:
        made = arg.read(expr)
    except ValueError as fault:
        raise CheckError(f"{function}(): parameter {arg.name!r} {fault}", expr.position) from fault
    return py.constant(made) if isinstance(made, int | bytes) else scope.names.bind(arg.name, made)


_READERS: dict[ArgKind, Callable[[Scope, Expr, Arg, str], ast.expr]] = {
    ArgKind.INT: _int,
    ArgKind.STR: _str,
    ArgKind.PVAR: _pvar,
    ArgKind.FORMAT: _format,
    ArgKind.REGEX: _regex,
    ArgKind.ROUTE: _fixed,
    ArgKind.FIXED: _fixed,
    ArgKind.READ: _read,
}
