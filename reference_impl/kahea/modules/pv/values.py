"""Values that stand for themselves or for what other parts of the server know: return code, formats, settings, statistics."""

from typing import Any

from kahea.api import PvFormat, PvParam, PvSpec, PvValue, SipMsg
from kahea.api.values import (
    NULL,
    CounterError,
    Inner,
    PvRegistry,
    PvSyntaxError,
    SelectError,
    SettingError,
    cfg_instance,
    parse_format,
    parse_pv,
    parse_select,
    pv_int,
)
from kahea.modules.pv.avps import count_avps
from kahea.modules.pv.exports import module
from kahea.modules.pv.xavps import count_xavps

__all__: list[str] = []


@module.pv("rc", "retcode", "?")
def pv_return_code(msg: SipMsg) -> int:
    """$rc: what the function or the route that ran last has returned."""
    return msg.run.rc if msg.run is not None else 0


@module.pv("null", is_constant=True)
def pv_null(_msg: object) -> None:
    """$null: no value."""


@module.pv("true", is_constant=True)
def pv_true(_msg: object) -> PvValue:
    """$true: 1."""
    return pv_int(1)


def _format(inner: bytes, registry: PvRegistry) -> PvFormat:
    return parse_format(registry, inner)


@module.pv("_s", inner=Inner.MUST, parse_name=_format)
def pv_eval_format(msg: SipMsg, param: PvParam) -> bytes:
    """$_s(format): the format with its variables replaced."""
    text: bytes = param.name.printf(msg)
    return text


def _setting_name(inner: bytes, registry: PvRegistry) -> tuple[str, str]:  # noqa: ARG001  a name parser's signature
    group, dot, name = inner.decode("utf-8", "backslashreplace").strip().partition(".")
    if not group or not dot or not name:
        raise PvSyntaxError(f"expected group.name, found {inner[:40]!r}", 0)
    return group, name


def _set_ccp(msg: SipMsg, param: PvParam, value: PvValue) -> None:
    group, name = param.name
    try:
        native = value.native()
        msg.engine.settings.set_now(group, name, native.decode("utf-8", "replace") if isinstance(native, bytes) else native)
    except SettingError as error:
        msg.engine.log.module("pv").err("%s", error)


@module.pv("ccp", set=_set_ccp, inner=Inner.MUST, parse_name=_setting_name)
def pv_custom_param(msg: SipMsg, param: PvParam) -> bytes | int | None:
    """$ccp(group.name): a setting of the configuration framework; null when there is none."""
    group, name = param.name
    try:
        value = msg.engine.settings.get(group, name, cfg_instance(msg, group))
    except SettingError as error:
        msg.engine.log.module("pv").dbg("%s", error)
        return None
    return value.encode() if isinstance(value, str) else value


def _select(inner: bytes, registry: PvRegistry) -> Any:  # noqa: ANN401, ARG001  a name parser's signature
    try:
        return parse_select(inner)
    except SelectError as error:
        raise PvSyntaxError(str(error), 0) from error


@module.pv("sel", inner=Inner.MUST, parse_name=_select)
def pv_sel(msg: SipMsg, param: PvParam) -> bytes | None:
    """$sel(select): the value of a select."""
    value: bytes | None = param.name(msg)
    return value


@module.pv("stat", inner=Inner.MUST)
def pv_stat(msg: SipMsg, param: PvParam) -> int | None:
    """$stat(name): the value of a statistic, which may be written with its group; null when there is none."""
    try:
        found = msg.engine.counters.find(param.name_in(msg).decode("utf-8", "replace"))
    except CounterError:
        return None
    return found[0].value if len(found) == 1 else None


_COUNTED = ("avp", "xavp", "xavi", "xavu")


def _counted(inner: bytes, registry: PvRegistry) -> PvSpec:
    spec = parse_pv(registry, inner.strip())
    if spec.name not in _COUNTED:
        raise PvSyntaxError(f"expected one of ${', $'.join(_COUNTED)}, found {inner[:40]!r}", 0)
    return spec


@module.pv("cnt", inner=Inner.MUST, parse_name=_counted)
def pv_count(msg: SipMsg, param: PvParam) -> PvValue:
    """$cnt(variable): how many values a variable has."""
    spec: PvSpec = param.name
    if spec.name == "avp":
        return pv_int(count_avps(msg, spec.param))
    return pv_int(count_xavps(msg, spec)) if not spec.get(msg).is_null else NULL
