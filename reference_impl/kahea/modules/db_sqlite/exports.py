"""What the module db_sqlite offers: its parameters, and the driver for ``sqlite://`` once they are read."""

from collections.abc import Callable
from typing import Final

from kahea.api import Module, engine
from kahea.modules.db_sqlite.driver import SqliteDriver
from kahea.modules.db_sqlite.params import Params

__all__ = ["db_set_busy_timeout", "db_set_journal_mode", "db_set_readonly", "db_set_synchronous", "module"]

Setter = Callable[[Params, str], None]


def _checked(setter: Setter) -> Callable[[str], str]:
    """A check that lets the text through when `setter` takes it."""

    def check(text: str) -> str:
        setter(Params(), text)
        return text

    return check


module = Module("db_sqlite")
db_set_readonly = module.list_param("db_set_readonly", check=_checked(Params.set_readonly), doc="a file that is only read")
db_set_journal_mode = module.list_param(
    "db_set_journal_mode", check=_checked(Params.set_journal_mode), doc="FILE=MODE: SQLite's journal mode"
)
db_set_busy_timeout = module.list_param(
    "db_set_busy_timeout", check=_checked(Params.set_busy_timeout), doc="FILE=MILLISECONDS to wait for another program's lock"
)
db_set_synchronous = module.list_param(
    "db_set_synchronous", check=_checked(Params.set_synchronous), doc="FILE=LEVEL: when the disk is waited for"
)

_SETTERS: Final = (
    (db_set_readonly, Params.set_readonly),
    (db_set_journal_mode, Params.set_journal_mode),
    (db_set_busy_timeout, Params.set_busy_timeout),
    (db_set_synchronous, Params.set_synchronous),
)


@module.on_init
def mod_init() -> None:
    """Nothing; the engine at work has a driver for ``sqlite://``."""
    params = Params()
    for param, setter in _SETTERS:
        for text in param.value:
            setter(params, text)
    engine().db.register("sqlite", SqliteDriver(params))
