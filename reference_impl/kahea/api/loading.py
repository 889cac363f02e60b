"""Where modules come from: built in, an entry point of the group ``kahea.modules``, or any package that can be imported."""

from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pkgutil import iter_modules

from kahea.core.sr_module import ModuleExports

__all__ = ["built_in_modules", "find_module"]


def built_in_modules() -> tuple[str, ...]:
    """The names of the modules that come with the server."""
    package = import_module("kahea.modules")
    return tuple(sorted(each.name for each in iter_modules(package.__path__)))


def find_module(name: str) -> ModuleExports | None:
    """The exports of the module `name`; None when there is none."""
    place = _module_place(name)
    if place is None:
        return None
    module = getattr(import_module(place), "module", None)
    exports: ModuleExports | None = getattr(module, "exports", None)
    return exports


def _module_place(name: str) -> str | None:
    if name.isidentifier() and find_spec(f"kahea.modules.{name}") is not None:
        return f"kahea.modules.{name}"
    for point in entry_points(group="kahea.modules", name=name):
        return point.module
    try:
        return name if "." in name and find_spec(name) is not None else None
    except ModuleNotFoundError:
        return None
