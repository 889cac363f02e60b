"""The typed road: a function's annotations say which parameters an RPC command takes."""

import inspect
import re
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kahea.control.convert import CONVERTERS, ConversionError
from kahea.control.errors import BadParams, ExportError
from kahea.control.value import RpcValue, shown

__all__ = ["RpcParam", "RpcSignature", "read_signature"]

_LISTS = (list, tuple, Sequence)
_ANYTHING = inspect.formatannotation(RpcValue)
_RETURNS = (None, type(None), Any, bool, int, float, str, bytes, dict, Mapping, *_LISTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class RpcParam:
    """One parameter of a command.

    Attributes:
        kind: what it must be or be convertible to; None takes anything.
        takes_none: whether null is one of its values.
        is_optional: whether it may be left out.
        is_variadic: whether it takes all that follow.
        text: how the signature shows it.
    """

    name: str
    kind: type | None
    takes_none: bool
    is_optional: bool
    is_variadic: bool
    text: str

    def take(self, value: RpcValue, number: int) -> Any:  # noqa: ANN401 - the handler's own annotation says the type
        """`value` as the parameter's type; `number` counts from 1 and stands in the complaint.

        Raises:
            BadParams: it is something else and cannot be converted.
        """
        if self.kind is None or (value is None and self.takes_none):
            return value
        must_be, convert = CONVERTERS[self.kind]
        try:
            return convert(value)
        except ConversionError:
            raise BadParams(f"parameter {number} ({self.name}) must be {must_be}, not {shown(value)}") from None


@dataclass(frozen=True, slots=True)
class RpcSignature:
    """The contract of one command.

    Attributes:
        text: as Python writes it; what ``system.methodSignature`` answers.
        returns_list: whether every element of what it returns is a value of its own.
    """

    params: tuple[RpcParam, ...]
    text: str
    returns_list: bool

    def bind(self, values: Sequence[RpcValue]) -> list[Any]:
        """The arguments to call the function with.

        Raises:
            BadParams: one is missing, one is too many, or one does not fit; the text says which.
        """
        takes = list(self.params)
        if takes and takes[-1].is_variadic:
            takes += [takes[-1]] * (len(values) - len(takes))
        if len(values) > len(takes):
            raise BadParams(f"{len(values)} parameters are more than {len(takes)}: {self.text}")
        needed = [param for param in takes[len(values) :] if not param.is_optional]
        if needed:
            raise BadParams(f"parameter {len(values) + 1} ({needed[0].name}) is missing: {self.text}")
        return [param.take(value, at + 1) for at, (param, value) in enumerate(zip(takes, values, strict=False))]


def read_signature(function: Callable[..., Any], name: str) -> RpcSignature:
    """The contract that the annotations of `function` make; `name` is the command's, for the complaint.

    Raises:
        ExportError: an annotation is missing or names a type that no transport carries.

    >>> def seti(table: str, value: int = 0) -> None: ...
    >>> read_signature(seti, "htable.seti").bind(["a", "5"])
    ['a', 5]
    """
    try:
        signature = inspect.signature(function, eval_str=True, locals={"RpcValue": RpcValue})
    except NameError as error:
        raise ExportError(f"{name}: an annotation cannot be read: {error}") from error
    params = tuple(_param(each, name) for each in signature.parameters.values())
    hint = signature.return_annotation
    if hint is signature.empty:
        raise ExportError(f"{name}: the function has no annotation of what it returns")
    returns = typing.get_origin(hint) or hint
    if returns not in _RETURNS and returns not in (types.UnionType, typing.Union):
        raise ExportError(f"{name}: {_named(hint)} is nothing that a command can return")
    shown = f"({', '.join(each.text for each in params)}) -> {_named(hint)}"
    return RpcSignature(params, shown, returns in _LISTS)


def _param(param: inspect.Parameter, command: str) -> RpcParam:
    hint = param.annotation
    if hint is param.empty:
        raise ExportError(f"{command}: parameter {param.name!r} has no annotation")
    if param.kind in (param.KEYWORD_ONLY, param.VAR_KEYWORD):
        raise ExportError(f"{command}: parameter {param.name!r} could only be given by name, and transports carry no names")
    kind = _kind(hint)
    if kind is not None and kind not in CONVERTERS:
        raise ExportError(f"{command}: no transport carries {_named(hint)} of parameter {param.name!r}")
    is_variadic = param.kind is param.VAR_POSITIONAL
    has_default = param.default is not param.empty
    text = f"{'*' if is_variadic else ''}{param.name}: {_named(hint)}{f' = {param.default!r}' if has_default else ''}"
    return RpcParam(
        name=param.name,
        kind=kind,
        takes_none=type(None) in typing.get_args(hint),
        is_optional=has_default or is_variadic,
        is_variadic=is_variadic,
        text=text,
    )


def _kind(hint: Any) -> Any:  # noqa: ANN401 - annotations are any object
    """The type behind ``X | None``, the container behind ``list[X]``, or None for RpcValue and Any, which take everything."""
    arms = typing.get_args(hint)
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        arms = tuple(arm for arm in arms if arm is not type(None))
        return _kind(arms[0]) if len(arms) == 1 else None
    return None if hint is Any else typing.get_origin(hint) or hint


def _named(hint: Any) -> str:  # noqa: ANN401 - annotations are any object
    text = inspect.formatannotation(hint).replace(_ANYTHING, "value")
    return re.sub(r"\bAny\b", "value", text).replace("collections.abc.", "").replace("NoneType", "None")
