"""kahea.base.setting and kahea.base.settings: declared, checked, changed now or all at once."""

import pytest

from kahea.base.setting import Setting, SettingError, Value
from kahea.base.settings import Settings


def even(value: Value) -> Value:
    if not isinstance(value, int) or value % 2:
        raise ValueError(f"{value} is odd")
    return value


def declared(told: list[tuple[str, str, Value]] | None = None) -> Settings:
    def tell(group: str, name: str, value: Value) -> None:
        if told is not None:
            told.append((group, name, value))

    settings = Settings()
    for setting in [
        Setting(group="core", name="debug", kind=int, default=0, low=-5, high=3, description="log level", on_change=tell),
        Setting(group="core", name="children", kind=int, default=8, low=1, description="workers", is_read_only=True),
        Setting(group="core", name="even", kind=int, default=2, description="an even number", check=even),
        Setting(group="tm", name="reason", kind=str, default=None, description="text of replies", on_change=tell),
    ]:
        settings.declare(setting)
    return settings


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("core.debug", 3, 3),
        ("core.debug", "-5", -5),
        ("core.debug", True, 1),
        ("core.even", 4, 4),
        ("tm.reason", "Busy", "Busy"),
        ("tm.reason", 486, "486"),
        ("tm.reason", None, None),
    ],
)
def test_a_value_is_kept_in_its_type(name: str, given: object, kept: Value) -> None:
    settings = declared()
    group, _, variable = name.partition(".")
    settings.set_now(group, variable, given)
    assert settings.get(group, variable) == kept
    assert type(settings.get(group, variable)) is type(kept)


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("core.debug", 4, r"core\.debug: 4 is not in -5\.\.3"),
        ("core.debug", "ten", r"core\.debug must be an integer, not 'ten'"),
        ("core.debug", None, "must be an integer, not None"),
        ("core.debug", "٣", "must be an integer"),  # a digit, but not ASCII
        ("core.debug", 1.5, "must be an integer, not 1.5"),
        ("core.children", 0, r"0 is not in 1\.\."),
        ("core.even", 3, r"core\.even: 3 is odd"),
        ("tm.reason", b"x", "must be a string"),
        ("core.debgu", 1, r"no setting core\.debgu; did you mean debug\?"),
        ("cor.debug", 1, r"no group of settings cor; did you mean core\?"),
    ],
)
@pytest.mark.parametrize("change", [Settings.set_now, Settings.set_delayed])
def test_a_bad_change_is_refused_and_changes_nothing(change: object, name: str, given: object, message: str) -> None:
    settings = declared()
    before = settings.snapshot()
    with pytest.raises(SettingError, match=message):
        change(settings, *name.split("."), given)  # type: ignore[operator]
    assert settings.snapshot() is before
    assert settings.diff() == []


def test_a_name_is_declared_once_and_with_a_default_that_fits() -> None:
    settings = declared()
    with pytest.raises(SettingError, match="declared already"):
        settings.declare(Setting(group="core", name="debug", kind=int, default=0, description=""))
    with pytest.raises(SettingError, match="is not in"):
        settings.declare(Setting(group="new", name="x", kind=int, default=9, high=3, description=""))
    with pytest.raises(SettingError, match="no group of settings new"):
        settings.group("new")


def test_read_only_means_once_started() -> None:
    settings = declared()
    settings.set_now("core", "children", 4)
    settings.start()
    with pytest.raises(SettingError, match="read-only while the server runs"):
        settings.set_now("core", "children", 5)
    settings.reset("core")
    assert settings.get("core", "children") == 4


def test_a_commit_is_one_new_snapshot_and_a_rollback_is_none() -> None:
    told: list[tuple[str, str, Value]] = []
    settings = declared(told)
    before = settings.snapshot()
    settings.set_delayed("core", "debug", 3)
    settings.set_delayed("tm", "reason", "Busy")
    assert settings.get("core", "debug") == 0
    assert settings.diff() == [("core", None, "debug", 0, 3), ("tm", None, "reason", None, "Busy")]
    assert settings.commit() == 2
    assert told == [("core", "debug", 3), ("tm", "reason", "Busy")]
    assert before["core", None]["debug"] == 0
    assert settings.snapshot()["core", None]["debug"] == 3
    settings.set_delayed("core", "debug", -1)
    assert settings.rollback() == 1
    assert settings.commit() == 0
    assert settings.get("core", "debug") == 3


def test_on_change_is_told_of_changes_alone() -> None:
    told: list[tuple[str, str, Value]] = []
    settings = declared(told)
    settings.set_now("core", "debug", 0)
    settings.set_now("core", "debug", 1)
    settings.reset("core")
    assert told == [("core", "debug", 1), ("core", "debug", 0)]


def test_an_instance_has_the_groups_value_until_it_has_its_own() -> None:
    settings = declared()
    settings.add_instance("core", 1)
    settings.set_now("core", "debug", 2)
    assert settings.get("core", "debug", 1) == 2
    settings.set_now("core", "debug", -2, 1)
    assert (settings.get("core", "debug"), settings.get("core", "debug", 1)) == (2, -2)
    assert settings.group("core", 1) == {"debug": -2, "children": 8, "even": 2}
    settings.delete_delayed("core", "debug", 1)
    assert settings.diff() == [("core", 1, "debug", -2, 2)]
    settings.commit()
    assert settings.get("core", "debug", 1) == 2
    settings.set_now("core", "debug", 3, 1)
    settings.delete_now("core", "debug", 1)
    assert settings.get("core", "debug", 1) == 2


def test_instances_are_added_and_deleted() -> None:
    settings = declared()
    settings.add_instance("core", 3)
    assert settings.instances("core") == [3]
    with pytest.raises(SettingError, match="is there already"):
        settings.add_instance("core", 3)
    with pytest.raises(SettingError, match="is negative"):
        settings.add_instance("core", -1)
    settings.set_delayed("core", "debug", 1, 3)
    settings.delete_instance("core", 3)
    assert settings.instances("core") == []
    assert settings.commit() == 0
    with pytest.raises(SettingError, match=r"core\[3\]: no such instance"):
        settings.get("core", "debug", 3)


def test_help_and_list_tell_what_may_be_set() -> None:
    settings = declared()
    assert [f"{each.group}.{each.name}" for each in settings] == ["core.debug", "core.children", "core.even", "tm.reason"]
    assert settings.setting("core", "debug").help() == "core.debug (int -5..3, default 0): log level"
    assert settings.setting("core", "children").help() == "core.children (int 1.., default 8, read-only): workers"
    assert settings.setting("tm", "reason").help() == "tm.reason (str, default None): text of replies"
