"""The core's settings that may change while the server runs: the groups ``core`` and ``tcp`` (kamailio src/core/cfg_core.c)."""

from typing import TYPE_CHECKING

from kahea.base.setting import Setting, Value

if TYPE_CHECKING:
    from kahea.core.engine import Engine

__all__ = ["declare_core_settings"]


def declare_core_settings(engine: "Engine") -> None:
    """Nothing; the settings of the core exist, and a change of one changes the engine's parameter."""

    def change(group: str, name: str, value: Value) -> None:  # noqa: ARG001  a listener's signature
        engine.core.set(name, value if value is not None else "")
        if name == "debug":
            engine.log.level = engine.core.debug

    engine.settings.declare(
        Setting(group="core", name="debug", kind=int, default=engine.core.debug, description="the log level", on_change=change)
    )
