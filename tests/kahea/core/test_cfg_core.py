"""The settings of the core follow the configuration, and a change of one takes effect."""

import pytest

from kahea.api.testing import Lab
from kahea.base.setting import SettingError

CONFIG = "debug=1\nudp_mtu=1300\ntcp_connection_lifetime=3600\nrequest_route { exit; }"


def test_settings_begin_with_what_the_configuration_says() -> None:
    settings = Lab(CONFIG).engine.settings
    assert settings.get("core", "debug") == 1
    assert settings.get("core", "udp_mtu") == 1300
    assert settings.get("tcp", "connection_lifetime") == 3600


@pytest.mark.parametrize(
    ("group", "name", "value", "field"),
    [
        ("core", "udp_mtu", 1400, "udp_mtu"),
        ("core", "use_dns_failover", 1, "use_dns_failover"),
        ("core", "udp_mtu_try_proto", "TCP", "udp_mtu_try_proto"),
        ("tcp", "connection_lifetime", 60, "tcp_connection_lifetime"),
        ("tcp", "no_connect", 1, "tcp_no_connect"),
    ],
)
def test_change_of_a_setting_changes_the_core_parameter(group: str, name: str, value: int | str, field: str) -> None:
    engine = Lab(CONFIG).engine
    engine.settings.set_now(group, name, value)
    assert getattr(engine.core, field) == value


def test_change_of_debug_changes_the_level_of_the_log() -> None:
    engine = Lab(CONFIG).engine
    assert engine.log.level == 1
    engine.settings.set_now("core", "debug", 3)
    assert engine.log.level == 3
    engine.settings.reset("core")
    assert engine.log.level == 1


@pytest.mark.parametrize(("name", "value"), [("debug", 9), ("udp_mtu", -1), ("force_rport", 2), ("udp_mtu", "many")])
def test_value_out_of_range_is_refused(name: str, value: int | str) -> None:
    with pytest.raises(SettingError):
        Lab(CONFIG).engine.settings.set_now("core", name, value)
