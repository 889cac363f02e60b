"""Settings that may change while the server runs: Kamailio's configuration framework (src/core/cfg).

A variable is declared once, ``group.name``, with type, range, default and description. A change may be made now, or laid aside
with others until a commit brings all of them at once. A group may have instances, numbered from 0, that differ from it in some
variables. A reader that must see one state through a whole message takes `Settings.snapshot`: a change never touches a snapshot
that was taken.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kahea.base.near_miss import did_you_mean
from kahea.base.setting import Setting, SettingError, Value

__all__ = ["Settings", "Snapshot"]

Snapshot = Mapping[tuple[str, int | None], Mapping[str, Value]]

_Key = tuple[str, int | None]
_Changes = dict[tuple[_Key, str], tuple[bool, Value]]


class Settings:
    """All variables of one engine, groups and names in the order of declaration; the engine owns it.

    >>> settings = Settings()
    >>> settings.declare(Setting(group="core", name="debug", kind=int, default=0, low=-5, high=3, description="log level"))
    >>> settings.set_now("core", "debug", "2")
    >>> settings.set_delayed("core", "debug", 3)
    >>> settings.get("core", "debug"), settings.diff(), settings.commit(), settings.get("core", "debug")
    (2, [('core', None, 'debug', 2, 3)], 1, 3)
    """

    def __init__(self) -> None:
        self._declared: dict[str, dict[str, Setting]] = {}
        self._values: Snapshot = MappingProxyType({})
        self._delayed: _Changes = {}
        self._has_started = False

    def declare(self, setting: Setting) -> None:
        """Nothing; the variable has its default as value.

        Raises:
            SettingError: the name is taken, or the default is not a value that would be accepted.
        """
        names = self._declared.get(setting.group, {})
        if setting.name in names:
            raise SettingError(f"{setting.group}.{setting.name} is declared already")
        value = setting.accept(setting.default)
        self._declared.setdefault(setting.group, {})[setting.name] = setting
        self._store({((setting.group, None), setting.name): (True, value)})

    def start(self) -> None:
        """Nothing; variables that are read-only cannot be set any more."""
        self._has_started = True

    def setting(self, group: str, name: str) -> Setting:
        """The declaration of ``group.name``.

        Raises:
            SettingError: there is none; the message names one that is near.
        """
        if group not in self._declared:
            raise SettingError(f"no group of settings {group}{did_you_mean(group, self._declared)}")
        if name not in self._declared[group]:
            raise SettingError(f"no setting {group}.{name}{did_you_mean(name, self._declared[group])}")
        return self._declared[group][name]

    def __iter__(self) -> Iterator[Setting]:
        """All declarations (RPC cfg.list)."""
        return (setting for names in self._declared.values() for setting in names.values())

    def snapshot(self) -> Snapshot:
        """The values by (group, instance) and name as they are now; later changes make new snapshots."""
        return self._values

    def get(self, group: str, name: str, instance: int | None = None) -> Value:
        """The value now; that of the group where the instance has none of its own (RPC cfg.get, script cfg_select()).

        Raises:
            SettingError: there is no such variable or instance.
        """
        self.setting(group, name)
        own = self._instance(group, instance)
        return own[name] if name in own else self._values[group, None][name]

    def group(self, group: str, instance: int | None = None) -> dict[str, Value]:
        """All values of a group by name (RPC cfg.get with a group alone).

        Raises:
            SettingError: there is no such group or instance.
        """
        return {**self._instance(group, None), **self._instance(group, instance)}

    def instances(self, group: str) -> list[int]:
        """The numbers of the group's instances, in the order of adding."""
        return [number for name, number in self._values if name == group and number is not None]

    def set_now(self, group: str, name: str, value: object, instance: int | None = None) -> None:
        """Nothing; the value is changed (RPC cfg.set, cfg.seti, cfg.sets, cfg.set_now_int, cfg.set_now_string).

        Raises:
            SettingError: there is no such variable or instance, it is read-only, or the value is not accepted.
        """
        self._apply({((group, instance), name): (True, self._accepted(group, name, value, instance))})

    def set_delayed(self, group: str, name: str, value: object, instance: int | None = None) -> None:
        """Nothing; the value is laid aside for `commit` (RPC cfg.set_delayed_int, cfg.set_delayed_string).

        Raises:
            SettingError: as for `set_now`.
        """
        self._delayed[(group, instance), name] = (True, self._accepted(group, name, value, instance))

    def delete_now(self, group: str, name: str, instance: int) -> None:
        """Nothing; the instance has the group's value again (RPC cfg.del).

        Raises:
            SettingError: there is no such variable or instance.
        """
        self.setting(group, name)
        self._instance(group, instance)
        self._apply({((group, instance), name): (False, None)})

    def delete_delayed(self, group: str, name: str, instance: int) -> None:
        """Nothing; what `delete_now` does is laid aside for `commit` (RPC cfg.del_delayed).

        Raises:
            SettingError: there is no such variable or instance.
        """
        self.setting(group, name)
        self._instance(group, instance)
        self._delayed[(group, instance), name] = (False, None)

    def diff(self) -> list[tuple[str, int | None, str, Value, Value]]:
        """What `commit` would change: group, instance, name, value now, value then (RPC cfg.diff)."""
        rows: list[tuple[str, int | None, str, Value, Value]] = []
        for ((group, instance), name), (is_set, value) in self._delayed.items():
            then = value if is_set else self.get(group, name)
            rows.append((group, instance, name, self.get(group, name, instance), then))
        return rows

    def commit(self) -> int:
        """The number of delayed changes, all of which are made, in one new snapshot (RPC cfg.commit)."""
        changes, self._delayed = self._delayed, {}
        self._apply(changes)
        return len(changes)

    def rollback(self) -> int:
        """The number of delayed changes, all of which are forgotten (RPC cfg.rollback)."""
        count = len(self._delayed)
        self._delayed.clear()
        return count

    def reset(self, group: str) -> None:
        """Nothing; the group's own values are the defaults again, read-only ones excepted (RPC cfg.reset, script cfg_reset()).

        Raises:
            SettingError: there is no such group.
        """
        self._instance(group, None)
        changes: _Changes = {
            ((group, None), setting.name): (True, setting.accept(setting.default))
            for setting in self._declared[group].values()
            if not setting.is_read_only
        }
        self._apply(changes)

    def add_instance(self, group: str, instance: int) -> None:
        """Nothing; the group has that instance, which has no values of its own yet (RPC cfg.add_group_inst).

        Raises:
            SettingError: there is no such group, the number is negative, or it is taken.
        """
        self._instance(group, None)
        if instance < 0 or (group, instance) in self._values:
            raise SettingError(f"{group}[{instance}]: the instance {'is there already' if instance >= 0 else 'is negative'}")
        self._values = MappingProxyType({**self._values, (group, instance): MappingProxyType({})})

    def delete_instance(self, group: str, instance: int) -> None:
        """Nothing; the instance, its values and its delayed changes are gone (RPC cfg.del_group_inst).

        Raises:
            SettingError: there is no such group or instance.
        """
        self._instance(group, instance)
        gone = (group, instance)
        self._values = MappingProxyType({key: values for key, values in self._values.items() if key != gone})
        self._delayed = {key: change for key, change in self._delayed.items() if key[0] != gone}

    def _instance(self, group: str, instance: int | None) -> Mapping[str, Value]:
        if group not in self._declared:
            raise SettingError(f"no group of settings {group}{did_you_mean(group, self._declared)}")
        if (group, instance) not in self._values:
            raise SettingError(f"{group}[{instance}]: no such instance")
        return self._values[group, instance]

    def _accepted(self, group: str, name: str, value: object, instance: int | None) -> Value:
        setting = self.setting(group, name)
        self._instance(group, instance)
        if setting.is_read_only and self._has_started:
            raise SettingError(f"{group}.{name} is read-only while the server runs")
        return setting.accept(value)

    def _apply(self, changes: _Changes) -> None:
        """Make `changes` in one snapshot, then tell those who asked, of the values of groups that differ."""
        before = self._values
        self._store(changes)
        for (group, instance), name in changes:
            setting, value = self._declared[group][name], self._values[group, None][name]
            if instance is None and setting.on_change is not None and value != before[group, None][name]:
                setting.on_change(group, name, value)

    def _store(self, changes: _Changes) -> None:
        values = {key: dict(own) for key, own in self._values.items()}
        for (key, name), (is_set, value) in changes.items():
            own = values.setdefault(key, {})
            if is_set:
                own[name] = value
            else:
                own.pop(name, None)
        self._values = MappingProxyType({key: MappingProxyType(own) for key, own in values.items()})
