"""The RPC commands that show settings."""

from kahea.api import engine
from kahea.api.values import RpcFault, RpcValue, Setting, SettingError
from kahea.modules.cfg_rpc.exports import group_of, module, refusals

__all__: list[str] = []


@module.rpc("cfg.get")
def rpc_get(group: str, name: str = "") -> RpcValue:
    """The value of a setting; without a name, all of the group."""
    base, instance = group_of(group)
    settings = engine().settings
    try:
        if name:
            return settings.get(base, name, instance)
        values: dict[str, RpcValue] = dict(settings.group(base, instance))
    except SettingError as error:
        raise RpcFault(400, "Failed to get the variable") from error
    return values


@module.rpc("cfg.list")
def rpc_list(group: str = "") -> list[str]:
    """The settings, each as ``group: name``; those of one group when it is given."""
    return [f"{each.group}: {each.name}" for each in engine().settings if group in ("", each.group)]


@module.rpc("cfg.help")
def rpc_help(group: str, name: str) -> list[str]:
    """What a setting is for, its type, its range, and the value that it began with."""
    base, _ = group_of(group)
    with refusals():
        setting: Setting = engine().settings.setting(base, name)
    kind = "integer" if setting.kind is int else "string"
    bounded = setting.low is not None or setting.high is not None
    lines = [setting.description, f"(parameter type is {kind})"]
    if bounded:
        lines.append(f"({setting.range()})")
    return [*lines, f"(default is {setting.default})"]


@module.rpc("cfg.diff")
def rpc_diff() -> list[dict[str, RpcValue]]:
    """The changes that wait for cfg.commit: group, setting, value now, value then."""
    return [
        {
            "group name": group if instance is None else f"{group}[{instance}]",
            "variable name": name,
            "old value": now,
            "new value": then,
        }
        for group, instance, name, now, then in engine().settings.diff()
    ]
